"""Transpositions: "up a semitone", "transpose by -3", "an octave lower", "sube un tono", "半音上げて"."""

from __future__ import annotations

import re

from nlp.rules.finding import Finding
from nlp.rules.numbers import NUMBER, value
from nlp.text import Text

_UNITS = (
    (
        3,
        r"(?:tom|tono|ton) (?:e meio|y medio|et demi)|anderthalb (?:ganz)?ton(?:e|en|s)?|"
        r"(?:whole )?(?:step|tone) and a half|一个半(?:全)?音|一音半",
    ),
    (
        1,
        r"semi-?tones?|half[ -]?steps?|half[ -]tones?|halbe[nrs]? t[o]n|semitonos?|medio tono|semitons?|semitom|"
        r"meio tom|demi-?tons?|"
        r"demi tons?|halbt[o]n(?:e|en|s)?|半个?音",
    ),
    (12, r"octaves?|octavas?|oitavas?|oktaven?|八度|オクターブ|オクターヴ"),
    (3, r"minor thirds?|tercera menor|terca menor|tierce mineure|kleine terz|小三度|小3度|短3度|短三度"),
    (
        4,
        r"(?:major )?thirds?|tercera(?: mayor)?|terca(?: maior)?|tierce(?: majeure)?|(?:gro(?:ß|ss)e )?terz|大三度|"
        r"长3度|长三度|三度",
    ),
    (5, r"(?:perfect )?fourths?|cuarta(?: justa)?|quarta(?: justa)?|quarte(?: juste)?|quarte|完全4度|四度"),
    (7, r"(?:perfect )?fifths?|quinta(?: justa)?|quinte(?: juste)?|完全5度|五度"),
    (2, r"(?:whole[ -]?)?(?:tones?|steps?)|tonos?|tom|tons?(?: entiers?)?|ganzt[o]n(?:e|en|s)?|大二度|全音"),
)
_UNIT = "(?:" + "|".join(pattern for _, pattern in _UNITS) + ")(?![a-z])(?! of (?:its|the|it))"
_COUNT = rf"(?:(?P<count>{NUMBER})|an?|une?|una|umas?|another|one|einen?|d'un|d'une)?\s?个?\s?"
_UP = (
    r"up|higher|raise|sube(?:lo|la|le)?|subir(?:lo|la|le)?|mas (?:alt[oa]|arriba|agud[oa])|sob[ea]|suba|acima|"
    r"p(?:ar)?a cima|pra cima|"
    r"(?:para |pa |hacia )?arriba|"
    r"mais (?:alt[oa]|agud[oa]|acima)|plus (?:haut|aigue?)|monte[rz]?|vers le haut|au-dessus|au dessus|"
    r"hoher|hoeher|nach oben|hoch|rauf|升高?|提高|提(?=一|两|俩|半|个)|移高|往上[移挪拔提升调]?|高く?|上げ|アップ|"
    r"上[にへでの]?(?![手品])|\+"
)
_DOWN = (
    r"down|lower|drop|baja(?:lo|la|le)?|bajar(?:lo|la|le)?|mas (?:baj[oa]|abajo|grave)|desc[ea]|baix[ae]|abaix[ae]|"
    r"abaixo|"
    r"p(?:ar)?a baixo|pra baixo|"
    r"(?:para |pa |hacia )?abajo|"
    r"mais (?:baix[oa]|grave|abaixo)|plus (?:bas|basse|grave)|descend(?:s|re|ez)?|baisse[rz]?|vers le bas|"
    r"en-dessous|en dessous|tiefer|nach unten|runter|herunter|降低?|移低|往下[移挪压降调]?|低く?|下げ|ダウン|"
    r"下[にへでの]?(?!手)|落と|"
    r"(?<![a-z])-"
)
_IT = (
    r"(?: it| this| everything| the (?:key|pitch|song|piece|whole thing|melody)| la melod[iy][ae]?| a melodia|"
    r" die melodie)?(?: (?:up|down))?(?:-la|-le)?"
    r"(?:-lhe|-me)?(?: by| un| de| d'un| d'une| em| um| o tom em| tout(?: d'une?| de)?| tudo(?: em| uma)?|"
    r" todo(?: una?)?| "
    r"alles(?: um)?)?\s?"
)
_BEFORE = re.compile(
    rf"(?:transpose|shift|move|pitch|transponer?|transporta(?:lo|la)?|transponha|transpoe|transpose(?:-la)?|"
    rf"transponiere|移调|キーを?|音程を?)?{_IT}(?P<way>{_UP}|{_DOWN}){_IT}{_COUNT}"
    rf"(?P<unit>{_UNIT})"
)
_AFTER = re.compile(
    rf"(?<![a-z])(?!tones? down){_COUNT}(?P<unit>{_UNIT})\s?(?:分|ほど|くらい|だけ|キーを)?\s?(?P<way>{_UP}|"
    rf"{_DOWN})(?![a-z])"
)
_VERB_FIRST = re.compile(
    rf"(?<![a-z])(?P<way>{_UP}|{_DOWN})\s(?:la |o tom |le ton |a musica |tudo )?(?:d'|de |em |um )?"
    rf"{_COUNT}(?P<unit>{_UNIT})"
)
_KEY_STEPS = re.compile(rf"(?:キーを?|半音で?)\s?(?P<count>{NUMBER})つ(?:分|ほど|くらい|だけ)?(?P<way>{_UP}|{_DOWN})")
_BARE = re.compile(
    r"(?:transpose|transpoe|transponha|transponiere)(?: it| es| ela)?(?: (?P<word>up|down))?(?: by| um| de| em)? "
    r"(?P<sign>[+-]?)(?P<count>\d{1,2})(?!\d)"
)


def read(text: Text) -> list[Finding]:
    """At most one transposition, in semitones, negative for down."""
    for pattern in (_BEFORE, _AFTER, _VERB_FIRST):
        if match := pattern.search(text.folded):
            count = value(match["count"]) if match["count"] else 1
            up = re.fullmatch(_DOWN, match["way"]) is None and " down" not in match[0]
            semitones = round(count * _unit(match["unit"]))
            return [Finding("transpose_semitones", semitones if up else -semitones, *match.span())]
    if match := _KEY_STEPS.search(text.folded):
        semitones = round(value(match["count"]))
        return [
            Finding(
                "transpose_semitones", -semitones if re.fullmatch(_DOWN, match["way"]) else semitones, *match.span()
            )
        ]
    if match := _BARE.search(text.folded):
        down = match["word"] == "down" or match["sign"] == "-"
        return [Finding("transpose_semitones", -int(match["count"]) if down else int(match["count"]), *match.span())]
    return []


def _unit(written: str) -> int:
    return next(size for size, pattern in _UNITS if re.fullmatch(pattern, written))
