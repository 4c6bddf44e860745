"""Chords for a form: the chord model writes eight bars for each letter, and the form lays them out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from generation.chord_model import GOES_ON, TOKENS, ChordModel, places, quality_bias, spread, tonic_chord
from generation.form import UNIT_BARS, Form
from generation.harmony import CHORD_TOKENS, HOME_TONIC, Chord, chord_of_roman, chord_of_token
from generation.plan import Plan
from generation.vocabulary import GROOVES, MODES

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
_BEGIN_AT_HOME, _CADENCE, _STRANGE = 2.5, 2.0, -2.5
# Songs differ in how far they stray from the key's own chords: parts of that bias, drawn once a piece.
_LEAST_STRICT, _STRICTEST = 0.25, 1.1
# How often a style's own progression, or four bars that turn over, are used where the style has them.
_OWN_PROGRESSION, _TURNING = 0.75, 0.65
# Left alone, the model likes to stay: a new bar leans to a new chord, and the home chord is not every second one.
_MOVE_ON, _HOME_AGAIN = -2.2, -1.0
_TEMPERATURE = 0.85


def write_chords(
    model: ChordModel, plans: Sequence[Plan], forms: Sequence[Form], rngs: Sequence[np.random.Generator],
    generator: torch.Generator,
) -> list[np.ndarray]:  # fmt: skip
    """Chord tokens (bars, 2) of each piece, at home."""
    rows = [(index, letter) for index, form in enumerate(forms) for letter in _letters(form)]
    where = places(LETTER_BARS, frozenset({LETTER_BARS - 1}))[None].expand(len(rows), -1, -1)
    strict = [float(rng.uniform(_LEAST_STRICT, _STRICTEST)) for rng in rngs]
    bias = torch.stack([_bias(plans[index], letter, strict[index]) for index, letter in rows])
    written = spread(
        model.write(
            where, torch.tensor([MODES.index(plans[index].mode) for index, _ in rows]),
            torch.tensor([GROOVES.index(_school(plans[index].groove)) for index, _ in rows]), bias,
            temperature=_TEMPERATURE, generator=generator,
        )
    ).numpy()  # fmt: skip
    by_letter: list[dict[str, np.ndarray]] = [{} for _ in plans]
    for (index, letter), tokens in zip(rows, written, strict=True):
        by_letter[index][letter] = coloured(_settled(tokens, plans[index], letter, rngs[index]), plans[index].harmony)
    for letters in by_letter:
        if "I" in letters and "A" in letters:
            letters["I"] = letters["A"]  # an intro sets the scene for what it leads to
    return [_laid_out(letters, plan, form) for letters, plan, form in zip(by_letter, plans, forms, strict=True)]


def _letters(form: Form) -> list[str]:
    return list(dict.fromkeys(unit.letter for unit in form.units))


def _bias(plan: Plan, letter: str, strict: float) -> Tensor:
    """Logit bias (slots, TOKENS) of eight bars: colour by valence, home where A begins, a dominant before the turn."""
    slots = 2 * LETTER_BARS
    bias = quality_bias(plan.valence, plan.mode).expand(slots, -1).clone()
    home = tonic_chord(plan.mode)
    allowed = _close_to_home(plan.mode)
    lenient = 0.3 if plan.groove in ("jazz", "swing", "bossa", "blues") else 1.0
    strange = torch.full((TOKENS,), _STRANGE * strict * lenient)
    strange[list(allowed)] = 0
    strange[GOES_ON] = 0
    bias += strange
    if letter in "AIO":
        bias[0, home.token] += _BEGIN_AT_HOME
    for slot in (UNIT_BARS * 2 - 1, slots - 1):
        for chord in dominants(plan.mode):
            bias[slot, chord.token] += _CADENCE
    bias[2::2, GOES_ON] += _MOVE_ON
    bias[1:-2, home.token] += _HOME_AGAIN
    bias[0, GOES_ON] = -torch.inf
    return bias


def _school(groove: str) -> str:
    """The groove whose songs taught the model harmony for this one: pop where it heard too few of its own."""
    return {"waltz": "folk", "march": "folk", "swing": "jazz", "bossa": "jazz"}.get(
        groove, groove if groove in ("jazz", "folk", "metal", "rock", "country", "blues") else "pop"
    )


def dominants(mode: str) -> tuple[Chord, ...]:
    """Chords that lead home: V and V7 of C major or A minor."""
    root = (HOME_TONIC[mode] + 7) % 12
    return Chord(root, "maj"), Chord(root, "7")


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
