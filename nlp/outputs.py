"""What the text model says: its heads and how many numbers each has, and what the tags on the pieces stand for."""

from __future__ import annotations

from generation.vocabulary import CHANGEABLE, GENRES, INSTRUMENTS, MOODS, SCENES
from nlp.lexicon import read_table
from nlp.understanding import INTENTS

SPANS: tuple[str, ...] = (
    "instrument", "genre", "mood", "scene", "key", "pace", "duration", "name", "decade", "voice", "context",
)  # fmt: skip
_LINKED = ("instrument", "genre", "mood")  # kinds whose spans stand for a name of the vocabulary
_INSTRUMENTS = sorted({*INSTRUMENTS, *read_table("instrument_groups")})
NAMES: tuple[tuple[str, str], ...] = tuple(
    (kind, name) for kind, names in zip(_LINKED, (_INSTRUMENTS, GENRES, MOODS), strict=True) for name in names
)
LEVELS = ("valence", "energy", "density")
CHANGES: tuple[tuple[str, int], ...] = tuple((name, sign) for name in CHANGEABLE for sign in (-1, 1))
TAGS = 1 + 2 * len(SPANS)  # 0 for none, then begin and inside of each
HEADS: dict[str, int] = {
    "intent": len(INTENTS),
    "moods": len(MOODS),
    "scene": len(SCENES) + 1,  # the last is "none said"
    "levels": len(LEVELS),
    "says": len(LEVELS),  # whether anything is said of each
    "sentiment": 1,  # of a judgement, 0 hates it, 1 loves it
    "changes": len(CHANGES),  # what an edit pushes up or down
}
ONE_OF = {"intent", "scene", "tags", "names"}  # whose shares sum to one; each of the others is a yes or no, 0..1
OF_PIECES = ("tags", "refused", "names")  # said of each piece: shares of the tags, of being refused, of each name
