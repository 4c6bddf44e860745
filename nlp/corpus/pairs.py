"""Two wishes in one message: edits that people wrote, two at a time, linked as people link them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.corpus.example import Example, Part, joined

_LINKS = {
    "en": (", ", " and ", ", and ", ". ", "; ", " but ", ", but ", ". also ", " and also ", ", plus ", " + ",
           ". oh and ", " and while you're at it ", ", then ", " as well as ", "... "),
    "zh": ("，", "，", "。", "，还有", "，另外", "，然后", "，再", "，但是", "，同时", " ", "，而且", "，不过",
           "，顺便"),
    "es": (" y ", ", ", ". ", ", pero ", " pero ", ". además ", " y de paso ", ", y también ", ". ah, y ", " + ",
           "; ", ", luego ", " y a la vez "),
    "pt": (" e ", ", ", ". ", ", mas ", " mas ", ". também ", " e aproveita e ", ", e também ", ". ah, e ", " + ",
           "; ", ", depois ", " e ao mesmo tempo "),
    "fr": (" et ", ", ", ". ", ", mais ", " mais ", ". et aussi ", " et tant qu'à faire ", ", puis ", ". ah, et ",
           " + ", "; ", " et en même temps "),
    "de": (" und ", ", ", ". ", ", aber ", " aber ", ". außerdem ", " und dabei ", ", dafür ", ". ach und ", " + ",
           "; ", ", dann ", " und gleichzeitig ", ", und "),
    "ja": ("、", "、", "。", "。あと", "、あと", "、それと", "。それから", "、でも", "。ついでに", " ", "。ただし",
           "、そんで"),
}  # fmt: skip
_ENDS = " .!。！~〜…"  # a question keeps its mark, which links as well


def pairs(edits: Sequence[Example], count: int, rng: random.Random) -> Iterator[Example]:
    """Up to `count` messages of two edits each. edits: of one language, each with `changes` and its spans.

    Two edits of one attribute are no pair: which of them is meant is another question.
    """
    for _ in range(count if len(edits) > 1 else 0):
        first, second = rng.sample(edits, 2)
        if first.changes is None or second.changes is None or first.changes.keys() & second.changes.keys():
            continue
        yield _linked(first, second, rng.choice(_LINKS[first.language]))


def _linked(first: Example, second: Example, link: str) -> Example:
    lead = list(first.parts)
    lead[-1] = replace(lead[-1], text=lead[-1].text.rstrip(_ENDS))
    return replace(
        first,
        intent=first.intent or second.intent,
        parts=joined((*lead, Part(link), *second.parts)),
        changes={**(first.changes or {}), **(second.changes or {})},
        teaches_spans=first.teaches_spans and second.teaches_spans,
    )
