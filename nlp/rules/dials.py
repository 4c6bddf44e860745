"""What is turned up or down by its name: "sube un poco el volumen", "das Tempo etwas runter", "音高降一点".

Whatever the verb, the noun and the words between them, this is one way to say it. Only of a piece that exists: of a new
one "more energy" is a wish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from nlp.lexicon import read_table
from nlp.rules.finding import Finding
from nlp.text import Text, fold

_UNSPACED = {"zh", "ja"}
_WAYS = {"up": 1, "down": -1, "kept": 0}
_KEPT, _STAY = "kept", {"kept", "stays"}
_STATE_FOR = {"up": "low", "down": "high"}
_STILL = "(?:still|just|now|actually|me|todavia|aun|ainda|encore|toujours|noch|immer noch|mir)"
_OF = r"(?: (?:de|of) | d'| )"
_NO_NOUN = r"(?! (?:change|shift|variation|bend|switch)(?:e?s)?(?![a-z]))"  # "more tempo changes"
_BESIDE = 48  # characters in which what is said of a noun stands
_MOST_BETWEEN = 5  # words, or signs
# "Don't touch the volume", "no subas el volumen": how it must not go.
_REFUSED = re.compile(
    r"(?:(?<![a-z])(?:no|not|never|don't|dont|do not|without|no need to|sin|sem|sans|nao|nunca|pas|nicht|nie|"
    r"kein[e]?|ohne)"
    r"(?: (?:want|need|quiero|quero|veux|will|too|so|mit|with|con|com|avec|muy|tan|muito|tao|trop|si|zu|sehr|to|de|que|"
    r"the|el|la|le|o|a|das|"
    r"die))*\s|(?:不要?太?|别太?|不用|不必)(?:把|让|再|给我)?)$"
)
# "N aumenta o volume", "ne monte pas le son"; in German both are articles.
_REFUSED_IN = {"pt": re.compile(r"(?<![a-z])n $"), "fr": re.compile(r"(?<![a-z])(?:ne |n')$")}
_REFUSED_WINDOW = 32  # characters
_REFUSED_BEHIND = re.compile(
    "[してさらばけめげ]?(?:すぎ|过ぎ)?(?:ないで|なくて|ない方が|ないほうが|ず(?:に|と)|んな(?![いんら])|"
    "んとい(?![かけ])|るな(?![いらりどん])|ちゃ(?:だめ|ダメ|駄目|あかん|いや)(?![?か]))"
)
# "More punch, same tempo", "da ist kein Schwung drin", "leave the gloom behind": what is lacking or goes does not stay.
_LACKING = re.compile(
    r"(?:(?<![a-z])(?:more|less|fewer|too|no|not enough|so|any|mas|menos|falta|demasiad[oa]s?|mais|faltam?|plus|moins|"
    r"trop|mehr|weniger|kein(?:e|en)?|viel|wenig|zu)(?: (?:de|of)| d')? ?|更|再|多|像[^,.!?]*|もっと|もう少し)$"
)
_LEFT_BEHIND = re.compile(
    r" (?:behind|out(?! of)|aside|de lado|pra la|weg|sein|hinter|beiseite|atras|a un lado|de cote)(?![a-z])"
)
_REFUSED_WITHIN = re.compile(r"(?<![a-z])(?:pas|nicht|nich)(?![a-z])")
_TOO_FAR = re.compile("(?:し)?(?:すぎ|过ぎ|たくない)")
# Who thinks again means the last of it, or none: left to the text model.
_AGAIN = re.compile(
    r"(?<![a-z])(?:actually|i mean|wait|scratch that|no,? not|ou melhor|quer dizer|digo|falei errado|mejor dicho|"
    r"perdon|pardon|je veux dire|enfin non|oder nein|ach nein|ne,? doch|quatsch|besser gesagt|moment)(?![a-z])|"
    r"不对|不是|算了|えっと違|じゃなくて|やっぱ|いや"
)


def read(text: Text, spoken: str) -> list[Finding]:
    """A change for each thing that is turned, or "kept" where it must not be. spoken: the message's language."""
    found: list[Finding] = []
    named = [match.span() for match in _nouns(spoken).finditer(text.folded)]
    if not named or _AGAIN.search(text.folded):
        return found
    for match in _pattern(spoken).finditer(text.folded, max(0, named[0][0] - _BESIDE), named[-1][1] + _BESIDE):
        name, way = str(match.lastgroup).split("_")
        stands = text.folded[max(0, match.start() - _REFUSED_WINDOW) : match.start()]
        before = _REFUSED.search(stands) or (spoken in _REFUSED_IN and _REFUSED_IN[spoken].search(stands))
        within = way not in _STAY and _REFUSED_WITHIN.search(match[0])
        if way in _STAY and (_LACKING.search(stands) or _LEFT_BEHIND.match(text.folded, match.end())):
            continue
        if way in _STAY or before or within or _REFUSED_BEHIND.match(text.folded, match.end()):
            found.append(Finding("kept", name, *match.span()))
        elif not _TOO_FAR.match(text.folded, match.end()):
            found.append(Finding("changes", {name: _WAYS[way]}, *match.span()))
    return found


def ready(spoken: str) -> None:
    """Compiles what `read` needs for a language."""
    _nouns(spoken)
    _pattern(spoken)


@cache
def _nouns(spoken: str) -> re.Pattern[str]:
    """What can be turned at all: most messages name nothing of it, and are not looked at closer."""
    table = _table(spoken)
    return re.compile("|".join(fold(noun) for nouns in (table["nouns"], table["stay"]) for noun in nouns.values()))


def _table(spoken: str) -> dict[str, Any]:
    """Its own language's words, or English ones for a language beyond the seven."""
    tables = read_table("dials")
    return tables.get(spoken, tables["en"])


@cache
def _pattern(spoken: str) -> re.Pattern[str]:
    """A group for each attribute and way."""
    table = _table(spoken)
    sayings = {f"{name}_{way}": [*_states(table, noun, way, spoken), *_sayings(table, noun, way, spoken)]
               for name, noun in table["nouns"].items() for way in _WAYS}  # fmt: skip
    sayings |= {f"{name}_stays": [*_sayings(table, noun, _KEPT, spoken)] for name, noun in table["stay"].items()}
    groups = (f"(?P<{group}>{'|'.join(own)})" for group, own in sayings.items())
    return re.compile("|".join(groups))


def _states(table: dict[str, Any], noun: str, way: str, spoken: str) -> list[str]:
    """How it is told that it must go the other way: "the volume is too low"."""
    if way not in _STATE_FOR:
        return []
    state, noun = table["state"], fold(noun)
    much = fold(str(state[_STATE_FOR[way]]))
    if spoken in _UNSPACED:
        return [rf"(?:{noun})(?:{much})"]
    told, very, too, behind = (fold(str(state[name])) for name in ("is", "very", "too", "behind"))
    degree = rf"(?:(?:{told})(?: {_STILL})* (?:{very}|{too})|(?: (?:{too})))"
    ends = [rf"(?<![a-z])(?:{noun}){degree} (?:{much})(?![a-z])"]
    return [*ends, rf"(?<![a-z])(?:{noun})(?:{told})? (?:{much}){behind}(?![a-z])"] if behind else ends


def _sayings(table: dict[str, Any], noun: str, way: str, spoken: str) -> Iterator[str]:
    noun, after = fold(noun), fold(table[way]["way"])
    filler, ends = _filler(table, way, spoken), ""
    if spoken in _UNSPACED:
        after = after.replace("<end>", str(table.get("end", "")))
        yield rf"(?:{noun})(?:{filler}){{0,{_MOST_BETWEEN}}}(?:{after})"
        return
    between = rf"(?:(?: |(?<=')){filler}){{0,{_MOST_BETWEEN}}}(?: |(?<='))"
    if more := table[way].get("more"):
        yield rf"(?<![a-z])(?:{fold(more)}){_OF}(?:{noun})(?![a-z]){_NO_NOUN}"
    if way == _KEPT:  # "keep the volume down", "deixa a energia mais alta"
        turned = "|".join(fold(str(table[other]["way"])) for other in _STATE_FOR)
        ends = rf"(?! (?:up|down|low|high))(?!{between}(?:{turned})(?![a-z]))"
    yield rf"(?<![a-z])(?:{fold(table[way]['verb'])}){between}(?:{noun})(?![a-z]){ends}"
    yield rf"(?<![a-z])(?:{noun}){between}(?:{after})(?![a-z])"


def _filler(table: dict[str, Any], way: str, spoken: str) -> str:
    """What may stand between: of what stays no "more", for "déjale más ritmo" turns it, and no pause."""
    filler = rf"(?:{fold(str(table['filler']))})"
    if way != _KEPT:
        return filler
    if spoken in _UNSPACED:
        return f"(?![ 、]){filler}"
    return rf"(?!(?:{'|'.join(fold(table[other]['more']) for other in _STATE_FOR)})(?![a-z])){filler}"
