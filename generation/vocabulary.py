"""The names that can be asked for: moods, genres, instruments, scenes, keys and meters.

Everything else maps onto these. Words in any language belong to `nlp.lexicon`; here are only the canonical names
and the musical facts that go with them (General MIDI program, playable range, families, limits).
"""

from __future__ import annotations

from dataclasses import dataclass

MOODS: tuple[str, ...] = (
    "happy", "sad", "calm", "tense", "dark", "epic", "romantic", "dreamy", "angry", "playful", "nostalgic",
    "mysterious", "hopeful", "melancholic", "energetic", "solemn", "funny", "scary", "peaceful", "triumphant",
)  # fmt: skip

# Valence and energy of each mood, 0..1, after Russell's circumplex: where the sentence names a mood and no figures.
MOOD_VALENCE_ENERGY: dict[str, tuple[float, float]] = {
    "happy": (0.88, 0.68), "sad": (0.16, 0.26), "calm": (0.64, 0.20), "tense": (0.26, 0.70), "dark": (0.16, 0.48),
    "epic": (0.58, 0.90), "romantic": (0.72, 0.36), "dreamy": (0.62, 0.26), "angry": (0.14, 0.90),
    "playful": (0.82, 0.64), "nostalgic": (0.46, 0.34), "mysterious": (0.34, 0.40), "hopeful": (0.74, 0.52),
    "melancholic": (0.24, 0.28), "energetic": (0.72, 0.90), "solemn": (0.36, 0.30), "funny": (0.84, 0.64),
    "scary": (0.12, 0.66), "peaceful": (0.70, 0.16), "triumphant": (0.84, 0.86),
}  # fmt: skip

GENRES: tuple[str, ...] = (
    "pop", "rock", "punk", "metal", "jazz", "blues", "swing", "bossa nova", "samba", "latin", "salsa", "tango",
    "reggae", "ska", "funk", "soul", "disco", "r&b", "hip hop", "trap", "lofi", "house", "techno", "trance",
    "drum and bass", "dubstep", "synthwave", "electronic", "ambient", "new age", "classical", "baroque",
    "orchestral", "cinematic", "ragtime", "folk", "celtic", "country", "gospel", "march", "waltz", "chiptune",
    "medieval", "world",
)  # fmt: skip

SCENES: tuple[str, ...] = (
    "advertisement", "film", "trailer", "game", "podcast", "study", "sleep", "meditation", "workout", "party",
    "wedding", "birthday", "christmas", "halloween", "kids", "corporate", "teaching", "travel",
)  # fmt: skip

# What the models are conditioned on beside chords and attributes: how the band plays. "none" where it is not known.
GROOVES: tuple[str, ...] = (
    "none", "rock", "pop", "funk", "jazz", "swing", "latin", "bossa", "samba", "reggae", "hiphop", "house", "techno",
    "dnb", "trap", "disco", "blues", "country", "march", "waltz", "metal", "afro", "ballad", "folk", "classical",
    "electronic",
)  # fmt: skip


@dataclass(frozen=True)
class Instrument:
    """One instrument that can be asked for.

    program: General MIDI program, 0..127; None for the drum channel.
    low, high: comfortable range, MIDI pitches, both included.
    family: a wider name that also covers it ("strings" covers violin); its own name where there is none.
    """

    name: str
    program: int | None
    low: int
    high: int
    family: str


_ROWS: tuple[tuple[str, int | None, int, int, str], ...] = (
    ("piano", 0, 28, 100, "piano"), ("electric piano", 4, 28, 96, "piano"), ("harpsichord", 6, 36, 88, "keys"),
    ("celesta", 8, 60, 100, "bells"), ("music box", 10, 60, 96, "bells"), ("vibraphone", 11, 53, 89, "bells"),
    ("marimba", 12, 45, 96, "bells"), ("glockenspiel", 9, 67, 103, "bells"), ("bells", 14, 60, 89, "bells"),
    ("kalimba", 108, 55, 88, "bells"), ("steel drums", 114, 52, 84, "bells"), ("organ", 16, 36, 96, "keys"),
    ("accordion", 21, 48, 93, "keys"), ("harmonica", 22, 60, 88, "winds"),
    ("acoustic guitar", 25, 40, 83, "guitar"), ("nylon guitar", 24, 40, 83, "guitar"),
    ("electric guitar", 27, 40, 86, "guitar"), ("distorted guitar", 30, 40, 86, "guitar"),
    ("ukulele", 24, 60, 84, "guitar"), ("banjo", 105, 48, 84, "guitar"), ("mandolin", 25, 55, 88, "guitar"),
    ("bass", 33, 28, 60, "bass"), ("double bass", 32, 28, 60, "bass"), ("synth bass", 38, 28, 60, "bass"),
    ("violin", 40, 55, 96, "strings"), ("viola", 41, 48, 84, "strings"), ("cello", 42, 36, 76, "strings"),
    ("strings", 48, 36, 96, "strings"), ("harp", 46, 36, 96, "harp"), ("timpani", 47, 38, 57, "percussion"),
    ("choir", 52, 48, 79, "choir"), ("trumpet", 56, 55, 82, "brass"), ("trombone", 57, 40, 72, "brass"),
    ("french horn", 60, 41, 77, "brass"), ("tuba", 58, 28, 58, "brass"), ("brass", 61, 40, 82, "brass"),
    ("saxophone", 65, 49, 81, "winds"), ("oboe", 68, 58, 91, "winds"), ("clarinet", 71, 50, 89, "winds"),
    ("bassoon", 70, 34, 72, "winds"), ("flute", 73, 60, 96, "winds"), ("recorder", 74, 60, 93, "winds"),
    ("whistle", 78, 62, 96, "winds"), ("pan flute", 75, 60, 93, "winds"), ("synth lead", 81, 48, 96, "synth"),
    ("synth pad", 89, 36, 96, "synth"), ("sitar", 104, 48, 79, "world"), ("koto", 107, 55, 84, "world"),
    ("shamisen", 106, 50, 79, "world"), ("bagpipe", 109, 57, 82, "winds"), ("drums", None, 35, 81, "drums"),
    ("percussion", None, 35, 81, "drums"),
)  # fmt: skip

INSTRUMENTS: dict[str, Instrument] = {row[0]: Instrument(*row) for row in _ROWS}

# Barring a wide name bars its members as well ("no guitar" bars the electric one).
FAMILIES: dict[str, tuple[str, ...]] = {
    "piano": ("piano", "electric piano"),
    "strings": ("strings", "violin", "viola", "cello", "double bass"),
    "brass": ("brass", "trumpet", "trombone", "french horn", "tuba"),
    "bass": ("bass", "double bass", "synth bass"),
    "drums": ("drums", "percussion"),
    "percussion": ("percussion", "drums", "timpani", "steel drums"),
    "bells": ("bells", "glockenspiel", "celesta", "music box"),
    "acoustic guitar": ("acoustic guitar", "nylon guitar"),
    "electric guitar": ("electric guitar", "distorted guitar"),
}

KEYS: tuple[str, ...] = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
MODES: tuple[str, ...] = ("major", "minor")
METERS: tuple[str, ...] = ("4/4", "3/4", "6/8", "2/4", "5/4", "7/8", "12/8")

# What a refine may push up or down.
CHANGEABLE: tuple[str, ...] = (
    "tempo", "valence", "energy", "density", "duration", "pitch", "volume", "complexity",
)  # fmt: skip

# Limits, both ends included. Beyond them the nearest is offered, and said.
TEMPO_BPM_LIMITS = (40.0, 240.0)
DURATION_SECONDS_LIMITS = (5.0, 300.0)
BARS_LIMITS = (2, 160)
INSTRUMENTS_LIMIT = 8


def barred_instruments(without: tuple[str, ...], wanted: tuple[str, ...] = ()) -> frozenset[str]:
    """Every instrument that must not sound when `without` are barred, families spread out.

    wanted: asked for by name beside the bar, so that only their own name bars them: "a double bass, not the bass".
    """
    spread = {name for wide in without for name in FAMILIES.get(wide, ())}
    return frozenset((spread - set(wanted)) | set(without))


def pitch_class(tonic: str) -> int:
    """Pitch class 0..11 of a tonic such as "F#", "Bb" or "Cb"; raises ValueError for anything else."""
    letters = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
    if not tonic or tonic[0] not in letters or any(sign not in "#b" for sign in tonic[1:]):
        raise ValueError(f"{tonic!r} is not a tonic; write a letter A to G with # or b, such as F# or Bb")
    return (letters[tonic[0]] + tonic[1:].count("#") - tonic[1:].count("b")) % 12


def parse_key(key: str) -> tuple[int, str]:
    """("D minor") -> (2, "minor"). Raises ValueError with the cure."""
    tonic, _, mode = key.strip().partition(" ")
    mode = mode or "major"
    if mode not in MODES:
        raise ValueError(f"{key!r}: the mode must be major or minor, as in 'D minor'")
    return pitch_class(tonic), mode


def key_name(tonic_pitch_class: int, mode: str) -> str:
    """Canonical spelling of a key: key_name(2, "minor") == "D minor"."""
    return f"{KEYS[tonic_pitch_class % 12]} {mode}"
