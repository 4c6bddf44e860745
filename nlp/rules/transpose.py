"""Transpositions: "up a semitone", "transpose by -3", "an octave lower", "升高两个半音", "sube un tono"."""

from __future__ import annotations

import re

from nlp.rules.finding import Finding
from nlp.rules.numbers import NUMBER, value
from nlp.text import Text

_UNITS = (
    (1, r"semi-?tones?|half[ -]?steps?|half[ -]tones?|semitonos?|medio tono|半音"),
    (12, r"octaves?|octavas?|八度"),
    (3, r"minor thirds?|tercera menor|小三度"),
    (4, r"(?:major )?thirds?|tercera(?: mayor)?|大三度|三度"),
    (5, r"(?:perfect )?fourths?|cuarta|四度"),
    (7, r"(?:perfect )?fifths?|quinta|五度"),
    (2, r"(?:whole[ -]?)?(?:tones?|steps?)|tonos?|全音"),
)
_UNIT = "(?:" + "|".join(pattern for _, pattern in _UNITS) + ")(?![a-z])"
_COUNT = rf"(?:(?P<count>{NUMBER})|an?|un|una|another|one)?\s?个?\s?"
_UP = r"up|higher|raise|sube(?:lo|la)?|subir|mas (?:alt[oa]|arriba|agud[oa])|升高?|提高|高|\+"
_DOWN = r"down|lower|drop|baja(?:lo|la)?|bajar|mas (?:baj[oa]|abajo|grave)|降低?|低|-"
_IT = r"(?: it| this| everything| the (?:key|pitch|song|piece|whole thing))?(?: (?:up|down))?(?: by| un| de)?\s?"
_BEFORE = re.compile(
    rf"(?:transpose|shift|move|pitch|transponer?|transporta(?:lo|la)?|移调)?{_IT}(?P<way>{_UP}|{_DOWN}){_IT}{_COUNT}"
    rf"(?P<unit>{_UNIT})"
)
_AFTER = re.compile(rf"(?<![a-z]){_COUNT}(?P<unit>{_UNIT})\s?(?P<way>{_UP}|{_DOWN})(?![a-z])")
_BARE = re.compile(r"transpose(?: it)?(?: (?P<word>up|down))?(?: by)? (?P<sign>[+-]?)(?P<count>\d{1,2})(?!\d)")


def read(text: Text) -> list[Finding]:
    """At most one transposition, in semitones, negative for down."""
    for pattern in (_BEFORE, _AFTER):
        if match := pattern.search(text.folded):
            count = value(match["count"]) if match["count"] else 1
            up = re.fullmatch(_UP, match["way"]) is not None and " down" not in match[0]
            semitones = round(count * _unit(match["unit"]))
            return [Finding("transpose_semitones", semitones if up else -semitones, *match.span())]
    if match := _BARE.search(text.folded):
        down = match["word"] == "down" or match["sign"] == "-"
        return [Finding("transpose_semitones", -int(match["count"]) if down else int(match["count"]), *match.span())]
    return []


def _unit(written: str) -> int:
    return next(size for size, pattern in _UNITS if re.fullmatch(pattern, written))
