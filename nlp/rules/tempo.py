"""Tempo said as a figure: "90 bpm", "between 90 and 110", "under 100 bpm", "5 bpm faster". Quarter notes a minute."""

from __future__ import annotations

import re

from generation.vocabulary import TEMPO_BPM_LIMITS
from nlp.rules.finding import Finding
from nlp.rules.numbers import NUMBER, value
from nlp.text import Text

_N = f"({NUMBER})"
_UNIT = (
    r"(?:\s?-?\s?(?:bpms?(?![a-z])|b\.p\.m\.?|beats? (?:per|a) min(?:ute)?|pulsaciones(?: por minuto)?|ppm(?![a-z])|"
    r"golpes por minuto|拍每分钟|拍/分钟?|拍))"
)
_NAME = r"(?:\bbpms?|\btempo|\bvelocidad|速度|节拍|每分钟)"
_NAMED = rf"{_NAME}\s?(?:of|at|to|is|be|around|about|de|a|en|=|:|是|为|到|在|大约|约)?\s?(?:around |about |大约)?"
_TO = r"\s?(?:-|~|to|a|到|至)\s?"
_AND = r"\s?(?:-|~|to|and|a|y|到|至|和)\s?"  # only after "between": "one hundred and seventy bpm" is one figure

_RELATIVE = re.compile(
    rf"(?:{_N}{_UNIT}|{_N}\s?(?:%|percent|por ciento|pct))\s?(?P<after>faster|slower|quicker|more|less|up|down|"
    rf"higher|lower|"
    rf"mas rapido|mas lento|mas|menos)(?![a-z])|"
    rf"(?P<before>faster|slower|speed up|slow down|up|down|raise|lower|increase|decrease|sube|baja|加快|减慢|放慢|"
    rf"提高|降低)"
    rf"(?: it| the tempo| the speed| the bpm| tempo| el tempo)? ?(?:by |un |en |about )?{_N}(?:{_UNIT}|\s?%)|"
    rf"(?<![\w.])(?<!at )(?<!of )(?<!tempo )(?<!a )(?P<sign>[+-])\s?{_N}{_UNIT}"
)
_UP = re.compile("faster|quicker|more|^up|higher|mas rapido|^mas$|speed up|raise|increase|sube|加快|提高|\\+")
_RANGE = re.compile(
    rf"(?:between |entre |在){_N}{_UNIT}?{_AND}{_N}{_UNIT}|(?:from |de )?{_N}{_UNIT}?{_TO}{_N}{_UNIT}|"
    rf"{_NAMED}(?:between |entre ){_N}{_AND}{_N}|{_NAMED}(?:from )?{_N}{_TO}{_N}"
)
_AT_MOST = re.compile(
    rf"(?:under|below|less than|at most|max(?:imum)?(?: of)?|up to|no (?:faster|more) than|slower than|not over|"
    rf"menos de|como maximo|maximo|por debajo de|hasta|不超过|低于|最多|小于)\s?(?:{_NAMED})?{_N}{_UNIT}|"
    rf"{_N}{_UNIT}\s?(?:or (?:less|slower|below)|max\b|o menos|以下|以内)"
)
_AT_LEAST = re.compile(
    rf"(?:over|above|more than|at least|min(?:imum)?(?: of)?|no (?:slower|less) than|faster than|not under|"
    rf"mas de|al menos|como minimo|minimo|por encima de|至少|高于|超过|大于|最少)\s?(?:{_NAMED})?{_N}{_UNIT}|"
    rf"{_N}{_UNIT}\s?(?:or (?:more|faster|above|higher)|o mas|以上)"
)
_EXACT = re.compile(rf"{_N}{_UNIT}|{_NAMED}{_N}(?!\s?[/:])|[♩♪]\s?=\s?{_N}")
_AT = re.compile(
    r"(?<![a-z])at (\d{2,3})(?=$|[,.;!?]|\s(?:with|without|in|no|for|and|please|but|feel)(?![a-z]))(?![.:]\d)"
)
_OPEN_RANGE = 1.35  # "over 120 bpm" is taken to mean 120 to 162, not anything up to the limit


def read(text: Text) -> list[Finding]:
    """At most one tempo; a relative figure ("5 bpm faster") is a change."""
    if match := _RELATIVE.search(text.folded):
        said = match["after"] or match["before"] or match["sign"]
        return [Finding("changes", {"tempo": 1 if _UP.search(said) else -1}, *match.span())]
    if match := _RANGE.search(text.folded):
        low, high = sorted(map(value, _figures(match)))
        return [Finding("tempo_range", (low, high), *match.span())]
    if match := _AT_MOST.search(text.folded):
        (most,) = map(value, _figures(match))
        return [
            Finding(
                "tempo_range", (min(most, max(TEMPO_BPM_LIMITS[0], round(most / _OPEN_RANGE, 1))), most), *match.span()
            )
        ]
    if match := _AT_LEAST.search(text.folded):
        (least,) = map(value, _figures(match))
        high = max(least, min(TEMPO_BPM_LIMITS[1], round(least * _OPEN_RANGE, 1)))
        return [Finding("tempo_range", (least, high), *match.span())]
    if match := _EXACT.search(text.folded):
        return [Finding("tempo_bpm", value(_figures(match)[0]), *match.span())]
    match = _AT.search(text.folded)
    if match and TEMPO_BPM_LIMITS[0] <= float(match[1]) <= TEMPO_BPM_LIMITS[1]:
        return [Finding("tempo_bpm", float(match[1]), *match.span())]
    return []


def _figures(match: re.Match[str]) -> list[str]:
    return [group for group in match.groups() if group]
