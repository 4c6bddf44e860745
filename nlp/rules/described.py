"""Words for what a piece has already: "the quiet part to the front", "lose that noisy snare", うるさいドラムを外して.

They only tell which part or which player is meant, and ask for nothing themselves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from nlp.lexicon import Hit

_DESCRIBES = ("moods", "pace", "texture")
_BESIDE = 30  # characters that are looked at
# What touches a player that goes: before it in every language, behind it in those that put adjectives there.
_TOUCHES = re.compile(r"人?[ 的のな]?(?:い|そうな|っぽい)?")
_ADJECTIVE_LAST = {"es", "pt", "fr"}
_PARTS = {  # language -> (what stands before such a word, what behind it)
    "en": (r"(?<![a-z])(?:the|that|this|your) (?:[a-z]+ )?$",
           r"^ (?:part|section|bit|passage|intro|ending|middle|bar|verse|chorus|bridge)s?(?![a-z])"),
    "de": (r"(?<![a-z])(?:den|die|das|der|dem) $",
           r"^ (?:teil|part|stelle|passage|abschnitt|satz|mitte|intro|schluss|takte)(?![a-z])"),
    "es": (r"(?<![a-z])(?:la|el|las|los|esa|ese) (?:parte|seccion|opcion|toma|pasaje|intro|trozo) (?:mas )?$", ""),
    "pt": (r"(?<![a-z])(?:[ao]s?|ess[ae]) (?:parte|secao|opcao|trecho|tomada|intro|pedaco) (?:mais )?$", ""),
    "fr": (r"(?<![a-z])(?:la|le|les|ce|cette) (?:partie|section|option|prise|passage|intro) (?:l[ae] plus )?$", ""),
    "zh": ("", "^的?(?:那|这)?(?:段|部分)"),
    "ja": ("", "^(?:な|い|かい)?(?:部分|ところ|とこ|パート|箇所)"),
}  # fmt: skip
_COMPILED = {code: tuple(map(re.compile, pair)) for code, pair in _PARTS.items()}


def described(folded: str, hits: Sequence[Hit], refused: Collection[int], spoken: str) -> set[int]:
    """The hits that only describe. refused: the hits that go."""
    found: set[int] = set()
    for index, hit in enumerate(hits):
        if not hit.of(*_DESCRIBES) or hit.of("edits"):
            continue
        if _is_of_a_part(folded, hit, spoken) or _touches_who_goes(folded, hits, refused, index, spoken):
            found.add(index)
    return found


def _is_of_a_part(folded: str, hit: Hit, spoken: str) -> bool:
    before, after = _COMPILED.get(spoken, _COMPILED["en"])
    stands = folded[max(0, hit.start - _BESIDE) : hit.start]
    return bool(before.search(stands) and after.search(folded[hit.end : hit.end + _BESIDE]))


def _touches_who_goes(folded: str, hits: Sequence[Hit], refused: Collection[int], index: int, spoken: str) -> bool:
    hit = hits[index]
    following = index + 1
    if following in refused and hits[following].of("instruments", "instrument_groups"):
        return _TOUCHES.fullmatch(folded, hit.end, hits[following].start) is not None
    behind = index - 1 in refused and hits[index - 1].of("instruments", "instrument_groups")
    return bool(behind) and spoken in _ADJECTIVE_LAST and folded[hits[index - 1].end : hit.start] == " "
