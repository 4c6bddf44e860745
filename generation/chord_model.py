"""The chord model: a GRU that writes progressions, two slots a bar, in C major or A minor.

A plain recurrent language model over 120 chords and "the chord goes on", told at each slot where it is in the phrase,
whether the section closes, the mode and the groove.

Shapes: N progressions, S slots (two a bar).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from generation.harmony import CHORD_TOKENS, HOME_TONIC, Chord, chord_of_token
from generation.vocabulary import GROOVES, MODES

GOES_ON = CHORD_TOKENS
TOKENS = CHORD_TOKENS + 1
PHRASE_SLOTS = 16
_PLACES = PHRASE_SLOTS + 2
_SAME_ROOT = 3.0
# The root of every token; "goes on" has one of its own.
ROOTS = torch.tensor([chord_of_token(token).root for token in range(CHORD_TOKENS)] + [-1])


@dataclass(frozen=True)
class ChordModelConfig:
    hidden: int = 160
    token_size: int = 48
    groove_size: int = 12


class ChordModel(nn.Module):
    """p(next chord | chords so far, place, mode, groove)."""

    def __init__(self, config: ChordModelConfig) -> None:
        super().__init__()
        self.config = config
        self.token = nn.Embedding(TOKENS + 1, config.token_size)
        self.groove = nn.Embedding(len(GROOVES), config.groove_size)
        inputs = config.token_size + config.groove_size + _PLACES + len(MODES)
        self.gru = nn.GRU(inputs, config.hidden, batch_first=True)
        self.drop = nn.Dropout(0.2)
        self.output = nn.Linear(config.hidden, TOKENS)

    def forward(self, tokens: Tensor, places: Tensor, modes: Tensor, grooves: Tensor) -> Tensor:
        """Logits (N, S, TOKENS) for tokens (N, S), each from those before it.

        places (N, S, 18); modes, grooves (N,).
        """
        previous = torch.cat([torch.full_like(tokens[:, :1], TOKENS), tokens[:, :-1]], 1)
        states, _ = self.gru(self._inputs(previous, places, modes, grooves))
        logits: Tensor = self.output(self.drop(states))
        return logits

    @torch.inference_mode()
    def write(
        self, places: Tensor, modes: Tensor, grooves: Tensor, bias: Tensor, *, temperature: Tensor,
        generator: torch.Generator,
    ) -> Tensor:  # fmt: skip
        """Draws progressions (N, S). bias (N, S, TOKENS) is added to the logits: -inf forbids; temperature (N, 1).

        A chord on the root of the one before (Am, Am7) is leaned against: it changes the colour, not the harmony.
        """
        n, slots, _ = places.shape
        previous = torch.full((n, 1), TOKENS)
        last = previous[:, 0]
        state, written = None, []
        for slot in range(slots):
            inputs = self._inputs(previous, places[:, slot : slot + 1], modes, grooves)
            out, state = self.gru(inputs, state)
            logits = self.output(out[:, 0]) + bias[:, slot]
            same_root = (ROOTS[None] == ROOTS[last.clamp(max=GOES_ON)][:, None]) & (last < CHORD_TOKENS)[:, None]
            logits = logits - _SAME_ROOT * same_root
            chances = torch.softmax(logits / temperature, -1)
            previous = torch.multinomial(chances, 1, generator=generator)
            written.append(previous)
            last = torch.where(previous[:, 0] == GOES_ON, last, previous[:, 0])
        return torch.cat(written, 1)

    def _inputs(self, previous: Tensor, places: Tensor, modes: Tensor, grooves: Tensor) -> Tensor:
        n, slots = previous.shape
        mode = nn.functional.one_hot(modes, len(MODES)).float()
        fixed = torch.cat([self.groove(grooves), mode], -1)[:, None].expand(n, slots, -1)
        return torch.cat([self.token(previous), fixed, places], -1)


def places(bars: int, closing_bars: frozenset[int], first_bar: int = 0) -> Tensor:
    """Where each slot lies: one-hot in the eight-bar phrase, closes the section, first slot of a bar. (S, 18)."""
    out = torch.zeros(2 * bars, _PLACES)
    for slot in range(2 * bars):
        bar = first_bar + slot // 2
        out[slot, (2 * bar + slot % 2) % PHRASE_SLOTS] = 1
        out[slot, PHRASE_SLOTS] = float(slot // 2 in closing_bars)
        out[slot, PHRASE_SLOTS + 1] = float(slot % 2 == 0)
    return out


def tonic_chord(mode: str) -> Chord:
    """The home chord: C or Am."""
    return Chord(HOME_TONIC[mode], "maj" if mode == "major" else "min")


def spread(tokens: Tensor) -> Tensor:
    """Tokens with "goes on" (N, S) -> chord tokens (N, S // 2, 2); a progression that begins with it begins at home."""
    out = tokens.clone()
    for slot in range(out.shape[1]):
        before = out[:, slot - 1] if slot else torch.zeros_like(out[:, 0])
        out[:, slot] = torch.where(out[:, slot] == GOES_ON, before, out[:, slot])
    return out.reshape(len(out), -1, 2)


def gather(slots: list[int]) -> list[int]:
    """Chord tokens of slots -> with "goes on" where a chord lasts; the inverse of `spread` for one progression."""
    return [GOES_ON if i and token == slots[i - 1] else token for i, token in enumerate(slots)]


_SIDE = {**dict.fromkeys(("maj", "maj7", "sus4"), 1.0), **dict.fromkeys(("min", "m7", "dim", "m7b5", "dim7"), -1.0)}
_BRIGHTNESS = torch.zeros(TOKENS)
_BRIGHTNESS[:CHORD_TOKENS] = torch.tensor([_SIDE.get(chord_of_token(t).quality, 0.0) for t in range(CHORD_TOKENS)])


def quality_bias(valence: float, mode: str) -> Tensor:
    """Bias (TOKENS,) that leans a progression to bright or dark chords; gentle, the model keeps its grammar."""
    bias = 1.2 * (valence - 0.5) * _BRIGHTNESS
    home = tonic_chord(mode).token
    bias[home] = max(0.0, float(bias[home]))
    return bias
