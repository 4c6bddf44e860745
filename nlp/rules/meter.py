"""Meters: "3/4", "six eight", "waltz time", "四三拍", "tres por cuatro", "Dreivierteltakt", "à trois temps"."""

from __future__ import annotations

import re

from generation.vocabulary import METERS
from nlp.rules.finding import Finding
from nlp.rules.numbers import value
from nlp.text import Text

_TIME = r"(?:[ -](?:time|meter|metre|signature|feel|beat|groove))"
_NOT_A_COUNT = (
    r"(?! ?-?(?:minute|minuto|second|segundo|hour|hora|bar|measure|stars?|of a|note|piece|track|"
    r"instrument))"
)
_FRACTION = re.compile(
    rf"(?<![\d/.])(?P<beats>\d{{1,2}}) ?/ ?(?P<unit>2|4|8|16)(?![\d/])(?:{_TIME}|[ "
    rf"-]takts?)?{_NOT_A_COUNT}(?:\s?拍子?)?"
)
_DASHED = re.compile(rf"(?<![\d/.-])(?P<beats>\d{{1,2}})[ -](?P<unit>4|8|16){_TIME}")
_EN = re.compile(
    r"(?<![a-z])(?P<beats>two|three|four|five|six|seven|nine|twelve)[ -](?P<unit>four|quarter|eight|eighth)s?"
    rf"(?:{_TIME}|(?![a-z])(?! (?:or|to|five|six|seven|nine|ten)(?![a-z])){_NOT_A_COUNT})"
)
_ES = re.compile(
    r"(?<![a-z\d])(?P<beats>dos|tres|cuatro|cinco|seis|siete|nueve|doce|dois|quatro|sete|nove|doze|[2-79]|12) "
    r"(?:por (?P<unit>cuatro|ocho|quatro|oito|[48])|(?P<part>cuartos|octavos|quartos|oitavos|tiempos(?! por)))"
    r"(?![a-z0-9])"
)
_FR = re.compile(
    r"(?<![a-z\d-])(?P<beats>deux|trois|quatre|cinq|six|sept|neuf|douze|[2-79](?= temps))"
    r"(?:[ -](?P<unit>quatre|huit)(?![a-z]|[ -](?:mesures|minutes|secondes))| (?P<part>temps)(?![a-z]| par))"
)
_DE = re.compile(
    r"(?<![a-z])(?P<beats>zwei|drei|vier|funf|fuenf|sechs|sieben|neun|zwolf|zwoelf|(?<!\d)[2-79]|12)[ -]?"
    r"(?P<unit>viertel|achtel)(?:[ -]?takt|(?<=achtel)(?=$|[,.;!?])|(?<=dreiviertel)(?=$|[,.;!?]| statt| und| bitte))"
)
_JA = re.compile("(?P<unit>[四八48])分の(?P<beats>[二三四五六七九23456789]|十二|12)(?:拍子?)?")
_ZH = re.compile("(?P<unit>[四八4 8])分之(?P<beats>[二三四五六七九23456789]|十二|12)拍?|"
                 "(?<![百十])(?P<low>[四八])(?P<high>[二三四五六七九])拍")  # fmt: skip
# 六八拍 has its beats first; 八六拍 and 四三拍 their unit.
_ZH_PAIR = re.compile("(?<![一二三四五六七八九十百每隔])(?P<beats>十二|[二三五六七])(?P<unit>[四八])拍(?![每/])")
_ZH_BEATS = re.compile("(?<![百十])(?P<beats>[二两三四五2345])拍子")
_NAMES = (
    ("3/4", re.compile(r"waltz time|waltz (?:meter|metre|rhythm|feel)|triple (?:time|meter|metre)|tempo di valse|"
                       r"(?:ritmo|tiempo|compas|compasso|tempo) de valsa?|华尔兹节奏|圆舞曲节奏|华尔兹拍|walzertakt|"
                       r"(?:rythme|mesure|temps) de valse|compasso ternario|rythme ternaire|ワルツの?(?:リズム|拍子)")),
    ("4/4", re.compile(r"common time|compasillo|quadruple (?:time|meter)|compasso quaternario")),
    ("2/4", re.compile(r"cut time|alla breve|duple (?:time|meter)|polka time|march time|compasso binario|marschtakt")),
)  # fmt: skip
_UNITS = {
    "four": "4", "quarter": "4", "cuatro": "4", "cuartos": "4", "四": "4", "quatro": "4", "quartos": "4",
    "quatre": "4", "temps": "4", "tiempos": "4", "viertel": "4",
    "eight": "8", "eighth": "8", "ocho": "8", "octavos": "8", "八": "8", "oito": "8", "oitavos": "8",
    "huit": "8", "achtel": "8",
}  # fmt: skip
_UNPLAYED = {"9/8", "2/2", "3/8", "6/4", "3/2"}  # meters on sight, though none that is played here


def read(text: Text) -> list[Finding]:
    """At most one meter; one that is not played is a phrase that cannot be honoured."""
    for meter, pattern in _NAMES:
        if match := pattern.search(text.folded):
            return [Finding("meter", meter, *match.span())]
    for pattern in (_FRACTION, _DASHED, _EN, _DE, _FR, _ES, _JA, _ZH_PAIR, _ZH, _ZH_BEATS):
        if match := pattern.search(text.folded):
            return _finding(match)
    return []


def _finding(match: re.Match[str]) -> list[Finding]:
    groups = match.groupdict()
    beats = groups.get("beats") or groups["high"]
    unit = groups.get("unit") or groups.get("part") or groups.get("low") or "4"
    meter = f"{value(beats):.0f}/{_UNITS.get(unit, unit)}"
    if meter in METERS:
        return [Finding("meter", meter, *match.span())]
    # 9/11 or 7/16 may be a date or a score; only a meter that was named as one is refused aloud.
    named = re.search("time|meter|metre|signature|拍|feel|groove", match[0]) or meter in _UNPLAYED
    return [Finding("unsupported", f"{meter} time", *match.span())] if named else []
