"""Chords for a form: the chord model writes eight bars for each letter, and the form lays them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from torch import Tensor

from generation.chord_model import GOES_ON, TOKENS, ChordModel, places, quality_bias, spread, tonic_chord
from generation.form import UNIT_BARS, Form
from generation.harmony import CHORD_TOKENS, HOME_TONIC, Chord, chord_of_roman, chord_of_token
from generation.likeness import most_unlike
from generation.plan import Plan
from generation.vocabulary import GROOVES, MODES

_TO_CHOOSE_FROM = 4
LETTER_BARS = 2 * UNIT_BARS
CHORUS_BARS = 12
_IN_MINOR = {"I7": "i7", "IV7": "iv7"}
_CHORDS = [(chord_of_token(token).root, chord_of_token(token).quality) for token in range(CHORD_TOKENS)]
_COLOURS = {
    "triads": {"7": "maj", "maj7": "maj", "m7": "min", "m7b5": "dim", "dim7": "dim"},
    "sevenths": {"maj": "maj7", "min": "m7", "dim": "m7b5"},
}
# Grooves whose songs turn over the same four bars.
_LOOPING = frozenset({"pop", "rock", "funk", "reggae", "hiphop", "house", "techno", "dnb", "trap", "disco", "metal",
                      "electronic", "latin", "afro"})  # fmt: skip
# Grooves of fewer than thirty songs with known chords, and whose harmony they take.
_BORROWED = {"samba": "bossa", "reggae": "pop", "hiphop": "funk", "house": "techno", "dnb": "techno", "trap": "pop",
             "electronic": "pop", "none": "pop"}  # fmt: skip
_BEGIN_AT_HOME, _CADENCE, _STRANGE = 1.0, 0.8, -2.2
# How often a style's own progression, or four bars that turn over, are used where the style has them.
_OWN_PROGRESSION, _TURNING = 0.55, 0.35
# Left alone, the model likes to stay: a new bar leans to a new chord, and the home chord is not every second one.
_MOVE_ON, _HOME_AGAIN = -2.2, -1.0


@dataclass(frozen=True)
class Habit:
    """How one piece treats its harmony, as songs differ. strict: how much of the bias against chords foreign to the
    key; restless, quick: logits of a chord that goes on, into a new bar and within one; away: of the home chord;
    temperature of the draw."""

    strict: float
    restless: float
    quick: float
    away: float
    temperature: float

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Habit:
        return cls(float(rng.uniform(-0.1, 1.0)), _MOVE_ON + 1.6 * float(rng.standard_normal()),
                   -0.4 + 1.1 * float(rng.standard_normal()), _HOME_AGAIN + 0.7 * float(rng.standard_normal()),
                   float(rng.uniform(0.8, 1.15)))  # fmt: skip


def write_chords(
    model: ChordModel, plans: Sequence[Plan], forms: Sequence[Form], rngs: Sequence[np.random.Generator],
    generator: torch.Generator, habits: Sequence[Habit] | None = None,
) -> list[np.ndarray]:  # fmt: skip
    """Chord tokens (bars, 2) of each piece, at home; habits: drawn where not given."""
    rows = [(index, letter) for index, form in enumerate(forms) for letter in _letters(form)]
    where = places(LETTER_BARS, frozenset({LETTER_BARS - 1}))[None].expand(len(rows), -1, -1)
    habits = habits or [Habit.drawn(rng) for rng in rngs]
    bias = torch.stack([_bias(plans[index], letter, habits[index]) for index, letter in rows])
    written = spread(
        model.write(
            where, torch.tensor([MODES.index(plans[index].mode) for index, _ in rows]),
            torch.tensor([GROOVES.index(_school(plans[index].groove)) for index, _ in rows]), bias,
            temperature=torch.tensor([habits[index].temperature for index, _ in rows])[:, None], generator=generator,
        )
    ).numpy()  # fmt: skip
    by_letter: list[dict[str, np.ndarray]] = [{} for _ in plans]
    for (index, letter), tokens in zip(rows, written, strict=True):
        by_letter[index][letter] = coloured(_settled(tokens, plans[index], letter, rngs[index]), plans[index].harmony)
    for letters in by_letter:
        if "I" in letters and "A" in letters:
            letters["I"] = letters["A"]  # an intro sets the scene for what it leads to
    return [_laid_out(letters, plan, form) for letters, plan, form in zip(by_letter, plans, forms, strict=True)]


def write_unlike_chords(
    model: ChordModel, plans: Sequence[Plan], forms: Sequence[Form], rngs: Sequence[np.random.Generator],
    generator: torch.Generator,
) -> list[np.ndarray]:  # fmt: skip
    """Chord tokens (bars, 2) of pieces that are to differ: of several progressions each takes the one least like those
    of the pieces before it."""
    again = range(_TO_CHOOSE_FROM)
    # All that a piece may choose from have its habit: else the strangest habits would always be the most unlike.
    habits = [Habit.drawn(rng) for rng in rngs]
    written = write_chords(
        model, [plan for plan in plans for _ in again], [form for form in forms for _ in again],
        [rng for rng in rngs for _ in again], generator, [habit for habit in habits for _ in again],
    )  # fmt: skip
    return most_unlike([written[at : at + _TO_CHOOSE_FROM] for at in range(0, len(written), _TO_CHOOSE_FROM)])


def _letters(form: Form) -> list[str]:
    return list(dict.fromkeys(unit.letter for unit in form.units))


def _bias(plan: Plan, letter: str, habit: Habit) -> Tensor:
    """Logit bias (slots, TOKENS) of eight bars: colour by valence, home where A begins, a dominant before the turn."""
    slots = 2 * LETTER_BARS
    bias = quality_bias(plan.valence, plan.mode).expand(slots, -1).clone()
    home = tonic_chord(plan.mode)
    allowed = _close_to_home(plan.mode)
    lenient = 0.3 if plan.groove in ("jazz", "swing", "bossa", "blues") else 1.0
    strange = torch.full((TOKENS,), _STRANGE * habit.strict * lenient)
    strange[list(allowed)] = 0
    strange[GOES_ON] = 0
    bias += strange
    if letter in "AIO":
        bias[0, home.token] += _BEGIN_AT_HOME
    for slot in (UNIT_BARS * 2 - 1, slots - 1):
        for chord in dominants(plan.mode):
            bias[slot, chord.token] += _CADENCE
    bias[2::2, GOES_ON] += habit.restless
    bias[1::2, GOES_ON] += habit.quick
    bias[1:-2, home.token] += habit.away
    bias[0, GOES_ON] = -torch.inf
    return bias


def _school(groove: str) -> str:
    """The groove whose songs taught the model harmony for this one: another's where it heard too few of its own."""
    return _BORROWED.get(groove, groove)


def dominants(mode: str) -> tuple[Chord, ...]:
    """Chords that lead home: V and V7 of C major or A minor."""
    root = (HOME_TONIC[mode] + 7) % 12
    return Chord(root, "maj"), Chord(root, "7")


@cache
def _close_to_home(mode: str) -> frozenset[int]:
    major = ("C:maj", "D:min", "E:min", "F:maj", "G:maj", "A:min", "G:7", "C:maj7", "D:m7", "F:maj7", "A:m7", "E:m7",
             "Bb:maj", "D:7", "E:7", "G:sus4", "A:7", "C:7", "F:min")  # fmt: skip
    minor = ("A:min", "C:maj", "D:min", "E:min", "F:maj", "G:maj", "E:maj", "E:7", "A:m7", "D:m7", "F:maj7", "B:m7b5",
             "G:7", "B:dim", "C:maj7", "Bb:maj", "E:m7", "E:sus4", "D:maj")  # fmt: skip
    letters = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "Bb": 10, "B": 11}
    named = (name.split(":") for name in (major if mode == "major" else minor))
    return frozenset(Chord(letters[root], quality).token for root, quality in named)


def _settled(tokens: np.ndarray, plan: Plan, letter: str, rng: np.random.Generator) -> np.ndarray:
    """Eight bars as the style wants them: a progression of its own, or four bars that turn over."""
    if (
        plan.progressions
        and letter != "O"
        and (len(plan.progressions[0]) == CHORUS_BARS or rng.random() < _OWN_PROGRESSION)
    ):
        own = plan.progressions[int(rng.integers(len(plan.progressions)))]
        return _from_romans(own, plan.mode)
    if plan.groove in _LOOPING and letter not in "O" and rng.random() < _TURNING:
        turned = np.concatenate([tokens[:UNIT_BARS], tokens[:UNIT_BARS]])
        turned[-1, 1] = tokens[-1, 1]
        return turned
    return tokens


def coloured(tokens: np.ndarray, harmony: str) -> np.ndarray:
    """Chord tokens all as triads or all with their sevenths, as a style has them; as they were for ""."""
    table = _COLOURS.get(harmony)
    if table is None:
        return tokens
    colours = np.array([Chord(root, table.get(quality, quality)).token for root, quality in _CHORDS])
    # On its fifth degree a key has the dominant seventh, on the others that are major the great one.
    if harmony == "sevenths":
        for root in (7, 4):
            colours[Chord(root, "maj").token] = Chord(root, "7").token
    found: np.ndarray = colours[tokens]
    return found


def _from_romans(numerals: Sequence[str], mode: str) -> np.ndarray:
    """A style's own progression over four bars, twice; one of twelve chords is a chorus of the blues, a chord a bar."""
    chords = [chord_of_roman(numeral, HOME_TONIC[mode]).token for numeral in numerals]
    if len(chords) == CHORUS_BARS:
        if mode == "minor":
            chords = [chord_of_roman(_IN_MINOR.get(numeral, numeral), HOME_TONIC[mode]).token for numeral in numerals]
        return np.array(chords, dtype=np.int64)[:, None].repeat(2, axis=1)
    slots = [chords[slot * len(chords) // (2 * UNIT_BARS)] for slot in range(2 * UNIT_BARS)]
    return np.array(slots * 2, dtype=np.int64).reshape(-1, 2)


def _laid_out(letters: dict[str, np.ndarray], plan: Plan, form: Form) -> np.ndarray:
    bars = []
    for unit in form.units:
        music = letters[unit.letter]
        bars.append(music[(UNIT_BARS * unit.variant + np.arange(unit.bars)) % len(music)])
    tokens = np.concatenate(bars).astype(np.int16)
    home = tonic_chord(plan.mode)
    if plan.loop:
        # A loop leans back to its first chord.
        tokens[-1, 1] = dominants(plan.mode)[0].token
        return tokens
    tokens[-1] = home.token
    if len(tokens) > 1 and tokens[-2, 1] == home.token:
        tokens[-2, 1] = dominants(plan.mode)[0].token
    return tokens
