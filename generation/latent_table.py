"""The corpus as latents: every two-bar window encoded, with its scene, for planner and latent GAN to learn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
import torch
from torch import Tensor

from generation.conditions import ATTRIBUTE_CLASSES, ATTRIBUTES, CHORD_FEATURES, PHRASE_BARS, ROLE_ORDER, chord_features
from generation.corpus import Corpus
from generation.meter import SEGMENT_BARS
from generation.scene import METER_NAMES, R, Scene
from generation.segments import SegmentSet
from generation.vae import RoleVae
from generation.vae_training import Tensors, split_of
from generation.vocabulary import GROOVES

_ENCODED_AT_ONCE = 512


@dataclass(frozen=True)
class LatentTable:
    """The windows that start on even bars. W windows.

    means, deviations (W, R, Z); scene: (W, ...) with attributes as measured, -1 where silent; song (W,): number of the
    song; previous (W,): the row before in the same song, -1 at its start; rows: (song, first bar) -> row.
    """

    means: Tensor
    deviations: Tensor
    scene: Scene
    song: np.ndarray
    previous: Tensor
    weights: np.ndarray
    is_train: np.ndarray
    rows: Mapping[tuple[int, int], int]

    def to(self, device: str) -> LatentTable:
        """The same table on another device."""
        moved = Scene(*(getattr(self.scene, f.name).to(device) for f in fields(self.scene)))
        return replace(
            self, means=self.means.to(device), deviations=self.deviations.to(device), scene=moved,
            previous=self.previous.to(device),
        )  # fmt: skip

    def sample(self, at: Tensor) -> Tensor:
        """Draws from the posteriors of rows, (..., R, Z); zeros for roles that do not play."""
        drawn = self.means[at] + self.deviations[at] * torch.randn_like(self.means[at])
        return drawn * self.scene.present[at][..., None]

    def before(self, at: Tensor) -> tuple[Tensor, Tensor]:
        """Mean latents of the rows before (N, R, Z), zeros where there is none, and whether there is one (N,)."""
        rows = self.previous[at]
        known = (rows >= 0).float()
        found = self.means[rows.clamp(min=0)] * self.scene.present[rows.clamp(min=0)][..., None]
        return found * known[:, None, None], known


@torch.inference_mode()
def encode_corpus(corpus: Corpus, models: Mapping[str, RoleVae]) -> LatentTable:
    """Encodes the windows that start on even bars of every song."""
    pairs = [(number, bar) for number, song in enumerate(corpus.songs) for bar in range(0, song.bars - 1, SEGMENT_BARS)]
    place = {pair: index for index, pair in enumerate(pairs)}
    latent = next(iter(models.values())).config.latent
    means, deviations = torch.zeros(len(pairs), R, latent), torch.zeros(len(pairs), R, latent)
    present, attributes = torch.zeros(len(pairs), R), torch.full((len(pairs), R, len(ATTRIBUTES)), -1.0)
    for r, role in enumerate(ROLE_ORDER):
        windows = SegmentSet(corpus, role)
        for meter, found in windows.windows.items():
            even = found[found[:, 1] % SEGMENT_BARS == 0]
            for part in np.array_split(even, max(1, len(even) // _ENCODED_AT_ONCE)):
                if not len(part):
                    continue
                batch = Tensors.of(windows.batch(meter, part))
                at = torch.tensor([place[int(s), int(b)] for s, b in part])
                with torch.autocast(batch.grid.device.type, torch.bfloat16):
                    mean, log_variance = models[role].encode(batch.grid, batch.conditions)
                means[at, r], deviations[at, r] = mean, (0.5 * log_variance).exp()
                present[at, r] = 1
                attributes[at, r] = _mean_classes(batch.attributes)
    songs = corpus.songs
    # Windows with several roles teach most; a long song counts more, but not in proportion to its length.
    several = 1.0 + 2.0 * (present.sum(1) > 2).numpy()
    lengths = np.array([max(1, songs[s].bars // SEGMENT_BARS) for s, _ in pairs])
    weights = np.array([songs[s].weight for s, _ in pairs]) * several / np.sqrt(lengths)
    scene = _scene(corpus, np.array(pairs), present, attributes)
    return LatentTable(
        means, deviations, scene, np.array([s for s, _ in pairs]),
        torch.tensor([place.get((s, b - SEGMENT_BARS), -1) for s, b in pairs]),
        _balanced(weights, scene.groove.numpy()),
        np.array([split_of(songs[s].split_key) == "train" for s, _ in pairs]), place,
    )  # fmt: skip


def _balanced(weights: np.ndarray, groove: np.ndarray) -> np.ndarray:
    """Weights of rows (W,) under which a groove counts by the root of its share: of house there are thirty songs."""
    totals = np.bincount(groove, weights, minlength=len(GROOVES))
    return weights / np.sqrt(np.maximum(totals[groove], 1e-9))


def unit_latents(corpus: Corpus, model: RoleVae, songs: frozenset[str], size: int, seed: int) -> tuple[Tensor, Tensor]:
    """Centre and spread (Z,) of a role's latents over `size` training windows, for `RoleVae.settle`."""
    rng, source = np.random.default_rng(seed), torch.Generator().manual_seed(seed)
    windows = SegmentSet(corpus, model.config.role, songs)
    drawn = []
    with torch.inference_mode():
        for _ in range(max(1, size // _ENCODED_AT_ONCE)):
            batch = Tensors.of(windows.sample(_ENCODED_AT_ONCE, rng))
            mean, log_variance = model.encode(batch.grid, batch.conditions)
            noise = torch.randn(mean.shape, generator=source)
            drawn.append(mean + noise * (0.5 * log_variance).exp())
    latents = torch.cat(drawn)
    return latents.mean(0), latents.std(0).clamp(min=0.05)


def _scene(corpus: Corpus, pairs: np.ndarray, present: Tensor, attributes: Tensor) -> Scene:
    songs = corpus.songs
    first = np.array([songs[s].first_bar + b for s, b in pairs])
    bars = first[:, None] + np.arange(SEGMENT_BARS)
    last = np.array([b + SEGMENT_BARS >= songs[s].bars for s, b in pairs])
    fills = np.asarray(corpus.arrays["fills"][bars].any(axis=1))
    place = place_of(pairs[:, 1], fills, last)
    return Scene(
        torch.tensor([GROOVES.index(songs[s].groove) for s, _ in pairs]),
        torch.tensor([METER_NAMES.index(songs[s].meter) for s, _ in pairs]),
        torch.from_numpy(chroma_of(corpus.arrays["chords"][bars])), torch.from_numpy(place), present, attributes,
    )  # fmt: skip


def chroma_of(bar_chords: np.ndarray) -> np.ndarray:
    """Chord tokens (N, 2 bars, 2 slots) -> chord tones (N, 48)."""
    tones: np.ndarray = chord_features(bar_chords.reshape(len(bar_chords), -1))[..., CHORD_FEATURES // 2 :]
    return tones.reshape(len(bar_chords), -1)


def place_of(first_bars: np.ndarray, fills: np.ndarray, finals: np.ndarray) -> np.ndarray:
    """Place in the phrase as sine and cosine, a fill, the last bar: (N,) each -> (N, 4)."""
    turn = 2 * np.pi * (first_bars % PHRASE_BARS) / PHRASE_BARS
    return np.stack([np.sin(turn), np.cos(turn), fills, finals], axis=-1).astype(np.float32)


def _mean_classes(classes: Tensor) -> Tensor:
    """Classes of two bars (N, 2, 3) -> their mean over 7 (N, 3), -1 where neither is known."""
    known = (classes < ATTRIBUTE_CLASSES).float()
    mean = (classes * known).sum(1) / known.sum(1).clamp(min=1) / (ATTRIBUTE_CLASSES - 1)
    return torch.where(known.sum(1) > 0, mean, torch.full_like(mean, -1.0))
