"""What is turned up or down by its name: "sube un poco el volumen", "das Tempo etwas runter", "音高降一点".

Whatever the verb, the noun and the words between them, this is one way to say it. Only of a piece that exists: of a new
one "more energy" is a wish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nlp.lexicon import read_table
from nlp.rules.finding import Finding
from nlp.text import Text, fold

_UNSPACED = {"zh", "ja"}
_WAYS = {"up": 1, "down": -1, "kept": 0}
_MOST_BETWEEN = 5  # words, or signs
# "Don't touch the volume", "no subas el volumen": how it must not go.
_REFUSED = re.compile(
    r"(?:(?<![a-z])(?:no|not|never|don't|dont|do not|without|sin|sem|nao|nunca|ne|n'|pas|nicht|nie|kein[e]?|ohne)"
    r"(?: (?:want|need|quiero|quero|veux|will|too|so|muy|tan|muito|tao|trop|si|zu|sehr|to|de|que|the|el|la|le|o|a|das|"
    r"die))*\s|不要?太?|别太?|不用|不必)$"
)
_REFUSED_WINDOW = 32  # characters
_REFUSED_BEHIND = re.compile("(?:し|て)?(?:すぎ|过ぎ)?(?:ないで|なくて|ず(?:に|と))")
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
    if _AGAIN.search(text.folded):
        return found
    for match in _pattern(spoken).finditer(text.folded):
        name, way = str(match.lastgroup).split("_")
        before = _REFUSED.search(text.folded, max(0, match.start() - _REFUSED_WINDOW), match.start())
        if way == "kept" or before or _REFUSED_BEHIND.match(text.folded, match.end()):
            found.append(Finding("kept", name, *match.span()))
        elif not _TOO_FAR.match(text.folded, match.end()):
            found.append(Finding("changes", {name: _WAYS[way]}, *match.span()))
    return found


@cache
def _pattern(spoken: str) -> re.Pattern[str]:
    """A group for each attribute and way."""
    table = read_table("dials")[spoken]
    groups = (f"(?P<{name}_{way}>{'|'.join(_sayings(table, noun, way, spoken))})"
              for name, noun in table["nouns"].items() for way in _WAYS)  # fmt: skip
    return re.compile("|".join(groups))


def _sayings(table: dict[str, dict[str, str]], noun: str, way: str, spoken: str) -> Iterator[str]:
    noun, filler, after = fold(noun), fold(str(table["filler"])), fold(table[way]["way"])
    if spoken in _UNSPACED:
        after = after.replace("<end>", str(table.get("end", "")))
        yield rf"(?:{noun})(?:{filler}){{0,{_MOST_BETWEEN}}}(?:{after})"
        return
    between = rf"(?:(?: |(?<='))(?:{filler})){{0,{_MOST_BETWEEN}}}(?: |(?<='))"
    ends = r"(?! (?:up|down|low|high))" if way == "kept" else ""  # "keep the volume down"
    yield rf"(?<![a-z])(?:{fold(table[way]['verb'])}){between}(?:{noun})(?![a-z]){ends}"
    yield rf"(?<![a-z])(?:{noun}){between}(?:{after})(?![a-z])"
