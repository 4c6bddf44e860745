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
    r"golpes por minuto|batidas por minuto|battements (?:par|a la) minute|schlagen?? (?:pro|die|in der) minute|"
    r"schlagen?(?: pro minute)?(?![a-z])|"
    r"拍每分钟|拍/分钟?|拍))"
)
_NAME = r"(?:(?<![a-z])(?:bpms?|tempo|velocidade?|vitesse|geschwindigkeit|andamento)|速度|节拍|每分钟|テンポ|スピード)"
_NAMED = (
    rf"{_NAME}\s?(?:of|at|to|is|be|around|about|de|a|en|em|von|auf|bei|um die|so um die|um|mit|sur|=|:|是|为|"
    rf"到|在|大约|约|は|を|が)?"
    r"\s?(?:around |about |大约|ca\.? |circa |etwa |rund |environ |cerca de |uns |约)?"
)
_DASH = r"(?<=[\dm])\s?-"  # after words it binds one figure: "quatre-vingt"
_TO = rf"(?:{_DASH}|\s?(?:~|〜|to|a|bis|ate|到|至|から))\s?"
# Only after "between": "one hundred and seventy bpm" is one figure.
_AND = rf"(?:{_DASH}|\s?(?:~|〜|to|and|a|y|e|et|und|到|至|和|と))\s?"

_RELATIVE = re.compile(
    rf"テンポを?{_N}(?:くらい|ほど)?(?P<kana>上げ|下げ|落と|アップ|ダウン)|"
    rf"(?:{_N}{_UNIT}|{_N}\s?(?:%|percent|por ciento|por cento|prozent|pour ?cent|pct|"
    rf"パーセント))\s?(?P<after>faster|slower|quicker|more|less|up|down|"
    rf"higher|lower|"
    rf"mas rapido|mas lento|mas|menos|mais rapid[oa]|mais lent[oa]|mais devagar|mais|schneller|langsamer|plus rapide|"
    rf"plus vite|plus lent|de plus|de moins|mehr|weniger|(?:くらい|ほど)?(?:速く|早く|上げ|アップ|遅く|ゆっくり|"
    rf"下げ|落と|ダウン))(?![a-z])|"
    rf"(?P<before>faster|slower|speed up|slow down|up|down|raise|lower|increase|decrease|sube|baja|sobe|aumenta|"
    rf"aumente|diminui|diminua|reduz|accelere|ralentis|augmente|baisse|monte|加快|减慢|放慢|"
    rf"提高|降低)"
    rf"(?: it| the tempo| the speed| the bpm| tempo| el tempo| o tempo| le tempo| o andamento)? ?(?:by |un |en |"
    rf"about |em |de )?{_N}(?:{_UNIT}|\s?%)|"
    rf"(?<![\w.])(?<!at )(?<!of )(?<!tempo )(?<!a )(?P<sign>[+-])\s?{_N}{_UNIT}"
)
_UP = re.compile("mais rapid|^mais$|schneller|plus rapide|plus vite|de plus|mehr|速く|早く|上げ|アップ|sobe|aument|"
    "accelere|augmente|monte|"
                 "faster|quicker|more|^up|higher|mas rapido|^mas$|speed up|raise|increase|sube|加快|提高|"
                 "\\+")  # fmt: skip
_RANGE = re.compile(
    rf"(?:between |entre |zwischen |在){_N}{_UNIT}?{_AND}{_N}{_UNIT}|(?:from |de |von )?{_N}{_UNIT}?{_TO}{_N}{_UNIT}|"
    rf"{_NAMED}(?:between |entre |zwischen ){_N}{_AND}{_N}|{_NAMED}(?:from |de |von )?{_N}{_TO}{_N}"
)
_AT_MOST = re.compile(
    rf"(?:under|below|less than|at most|max(?:imum)?(?: of)?|up to|no (?:faster|more) than|slower than|not over|"
    rf"unter|hochstens|maximal|nicht (?:schneller als|uber)|moins de|au plus|pas plus de|no maximo|ate|abaixo de|"
    rf"最大|最高で?|"
    rf"menos de|como maximo|maximo|por debajo de|hasta|不超过|低于|最多|小于)\s?(?:{_NAMED})?{_N}{_UNIT}|"
    rf"{_N}{_UNIT}\s?(?:or (?:less|slower|below)|max\b|o menos|ou menos|ou moins|oder weniger|maximum|以下|以内|未満)"
)
_AT_LEAST = re.compile(
    rf"(?:over|above|more than|at least|min(?:imum)?(?: of)?|no (?:slower|less) than|faster than|not under|"
    rf"uber|mindestens|mehr als|nicht langsamer als|plus de|au moins|pelo menos|no minimo|mais de|acima de|au "
    rf"dessus de|最低|"
    rf"mas de|al menos|como minimo|minimo|por encima de|至少|高于|超过|大于|最少)\s?(?:{_NAMED})?{_N}{_UNIT}|"
    rf"{_N}{_UNIT}\s?(?:or (?:more|faster|above|higher)|o mas|ou mais|ou plus|oder mehr|以上)"
)
_EXACT = re.compile(rf"{_N}{_UNIT}|{_NAMED}{_N}(?!\s?[/:])|[♩♪]\s?=\s?{_N}")
_AT = re.compile(
    rf"(?<![a-z])(?:at|a|em|auf|bei|mit tempo)\s{_N}(?=$|[,.;!?，。、]|\s(?:with|without|in|no|for|and|please|but|feel|"
    rf"mit|ohne|bitte)(?![a-z]))(?![.:]\d)"
)
# "trance, 138, hopeful": a figure alone, in the range of tempos.
_ALONE = re.compile(r"(?:^|[,.;，。、·|]\s*)(\d{2,3})(?=\s*(?:$|[,;，。、|!]|\.(?!\d)))")
_LIKELY_BPM = (60, 220)
_WIDEST_RANGE = 4
_OPEN_RANGE = 1.35  # "over 120 bpm" is taken to mean 120 to 162, not anything up to the limit


def read(text: Text) -> list[Finding]:
    """At most one tempo; a relative figure ("5 bpm faster") is a change."""
    if match := _RELATIVE.search(text.folded):
        said = match["kana"] or match["after"] or match["before"] or match["sign"]
        return [Finding("changes", {"tempo": 1 if _UP.search(said) else -1}, *match.span())]
    if match := _RANGE.search(text.folded):
        low, high = sorted(map(value, _figures(match)))
        if high > _WIDEST_RANGE * low:
            # "808 a 140 bpm": the first figure is something else.
            return [Finding("tempo_bpm", value(_figures(match)[-1]), *match.span())]
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
    for pattern, (low, high) in ((_AT, TEMPO_BPM_LIMITS), (_ALONE, _LIKELY_BPM)):
        for match in pattern.finditer(text.folded):
            if low <= value(match[1]) <= high:
                return [Finding("tempo_bpm", value(match[1]), *match.span(1))]
    return []


def _figures(match: re.Match[str]) -> list[str]:
    return [group for group in match.groups() if group]
