"""The models themselves, on held-out songs: control of attributes, and what planner and latent GAN add to the prior."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from generation import conditions as cond
from generation import roles
from generation.bar_control import Decoding, decode_as_asked
from generation.checkpoint import Models
from generation.corpus import Corpus
from generation.distributions import overlap, spearman
from generation.gan import Place
from generation.groove_kinds import KIND_HELD
from generation.latent_table import LatentTable, encode_corpus
from generation.meter import METER_GRIDS
from generation.planner_training import Excerpts, ExcerptSource
from generation.report_lines import at_least, at_most
from generation.scene import METER_NAMES, Scene
from generation.segments import SegmentSet, measured_bars, onsets_of
from generation.vae import ROUGH
from generation.vae_training import Tensors, songs_of
from generation.vocabulary import GROOVES

Grid = NDArray[Any]
METER = "4/4"
_RECONSTRUCTED = {"melody": (0.95, 0.88), "bass": (0.95, 0.88), "drums": (0.95, 0.88), "comp": (0.9, 0.75)}
_CONTROLLED, _ROUNDS, _NEAR = 512, 24, 0.3
_EXCERPTS, _RESAMPLED = 160, 300


def models_report(models: Models, corpus: Corpus, seed: int) -> dict[str, Any]:
    """Everything below, by name, with the goals: control as MuseMorphose measures it, on the part that plays chords;
    reconstruction as training measured it."""
    found = {role: control(models, corpus, role, seed) for role in cond.ROLE_ORDER}
    names = songs_of(corpus, "test") | songs_of(corpus, "valid")
    held = Corpus(tuple(song for song in corpus.songs if song.name in names), corpus.arrays)
    latents = ablation(models, held, encode_corpus(held, models.roles), seed)
    chords = found["comp"]["written again"]
    gained = latents["gain_over_prior_interval_95"]["actor"][0]
    return {
        "rhythm_control": at_least(chords["rhythm"], 0.95), "polyphony_control": at_least(chords["polyphony"], 0.9),
        "leak": at_most(max(chords["leak_rhythm_to_polyphony"], chords["leak_polyphony_to_rhythm"]), 0.03),
        "reconstruction": {role: _reconstruction(role, models.card["measures"][role]) for role in _RECONSTRUCTED},
        "gain_of_latent_gan_over_prior_lower_end": at_least(gained, 0.0),
        "control": found, "latents": latents,
    }  # fmt: skip


def _reconstruction(role: str, measured: Mapping[str, float]) -> dict[str, Any]:
    steps, f1 = _RECONSTRUCTED[role]
    return {"steps_right": at_least(measured["steps_right"], steps),
            "onset_pitch_f1": at_least(measured["onset_pitch_f1"], f1)}  # fmt: skip


def control(models: Models, corpus: Corpus, role: str, seed: int) -> dict[str, Any]:
    """Spearman correlation of requested class to measured value, bar by bar, after MuseMorphose: held-out segments are
    encoded, each bar given one of all pairs of classes at random, the segment decoded freely. Every pair comes equally
    often, so that the two requests do not correlate: drawn freely they do by .03 either way, which is the whole leak
    that is allowed.

    "one pass" is the decoder alone, told to obey; "written again" what ships: bars that missed are written again.
    """
    rng = np.random.default_rng(seed)
    held = SegmentSet(corpus, role, songs_of(corpus, "test"))
    pairs = held.windows[METER]
    tensors = Tensors.of(held.batch(METER, pairs[rng.integers(0, len(pairs), _CONTROLLED)]))
    classes = _every_pair_of_classes(rng)
    with torch.inference_mode():
        mean, _ = models.roles[role].encode(tensors.grid, tensors.conditions)
    obey = torch.ones(_CONTROLLED)
    once, _ = models.roles[role].decode(mean, tensors.conditions, tensors.groove, classes, obey=obey)
    what = Decoding(mean, tensors.conditions, tensors.groove)
    again, _ = decode_as_asked(
        models.roles[role], what, classes, METER_GRIDS[METER], tolerance=_NEAR, rounds=_ROUNDS, told_at_first=True
    )
    return {"one pass": _correlations(role, classes, once), "written again": _correlations(role, classes, again)}


def _every_pair_of_classes(rng: np.random.Generator) -> Tensor:
    """Requests of the two bars of every segment, (_CONTROLLED, 2, 3); colour is left open."""
    pair = rng.permutation(2 * _CONTROLLED) % cond.ATTRIBUTE_CLASSES**2
    open_ = np.full_like(pair, cond.UNKNOWN_ATTRIBUTE)
    classes = np.stack([pair // cond.ATTRIBUTE_CLASSES, pair % cond.ATTRIBUTE_CLASSES, open_], -1)
    return torch.from_numpy(classes.reshape(_CONTROLLED, 2, 3))


def ablation(models: Models, corpus: Corpus, table: LatentTable, seed: int) -> dict[str, Any]:
    """How much of real music's distribution decoded draws cover, feature by feature (1 is all): latents from the plain
    prior, from the prior through the actor, from the planner, from the planner through the actor, from the kinds of
    each groove alone, from the planner that starts at the kinds, which is how a piece is composed, and from that
    through the actor.

    All see the same held-out excerpts' scenes, with attributes left open; critics have no say. Intervals are of the
    gain over the prior in the mean over features, resampling excerpts.
    """
    rng = np.random.default_rng(seed)
    source = ExcerptSource(table, models.planner.config.segments, train=False)
    excerpts = source.sample(_EXCERPTS, rng, mixed=True)
    draws = _draws(models, table, excerpts, seed)
    songs = {row: pair for pair, row in table.rows.items()}
    found: dict[str, dict[str, Grid]] = {}
    groups: dict[str, Grid] = {}
    for r, role in enumerate(cond.ROLE_ORDER):
        played = (excerpts.exists * table.scene.present[excerpts.rows][..., r]) > 0
        rows = excerpts.rows[played].numpy()
        keep = np.array([corpus.songs[songs[int(row)][0]].meter == METER for row in rows], dtype=bool)
        batch = SegmentSet(corpus, role).batch(METER, np.array([songs[int(row)] for row in rows[keep]]))
        tensors = Tensors.of(batch)
        unknown = torch.full_like(tensors.attributes, cond.UNKNOWN_ATTRIBUTE)
        grids = {"real": batch.grid}
        for name, drawn in draws.items():
            latents = drawn[played][:, r][torch.from_numpy(keep)]
            rough = torch.full((len(latents),), ROUGH)
            grid, _ = models.roles[role].decode(latents, tensors.conditions, tensors.groove, unknown, obey=rough)
            grids[name] = grid.numpy()
        by_source = {name: _segment_features(role, grid) for name, grid in grids.items()}
        for feature in by_source["real"]:
            found[f"{role} {feature}"] = {name: features[feature] for name, features in by_source.items()}
            groups[f"{role} {feature}"] = np.nonzero(played.numpy())[0][keep]
    return _compared(found, groups, tuple(draws), seed)


def _draws(models: Models, table: LatentTable, excerpts: Excerpts, seed: int) -> dict[str, Tensor]:
    """Latents (N, S, R, Z) of excerpts by where they come from."""
    scene = table.scene.at(excerpts.rows)
    scene = replace(scene, attributes=torch.full_like(scene.attributes, -1.0))
    shape = (*scene.present.shape, table.means.shape[-1])
    draw = torch.randn(shape, generator=torch.Generator().manual_seed(seed)) * scene.present[..., None]
    planned = models.planner.draw(draw, scene, excerpts.exists)
    n, segments = excerpts.rows.shape
    flat = table.scene.at(excerpts.rows.flatten())
    flat = replace(flat, attributes=torch.full_like(flat.attributes, -1.0))
    before = table.before(excerpts.rows.flatten())[0]

    def mended(latents: Tensor) -> Tensor:
        previous = torch.cat([before.unflatten(0, (n, segments))[:, :1], latents[:, :-1]], 1).flatten(0, 1)
        with torch.inference_mode():
            return models.actor(latents.flatten(0, 1), Place(flat, previous)).unflatten(0, (n, segments))

    with torch.inference_mode():
        acted = models.actor(draw.flatten(0, 1), Place(flat, before)).unflatten(0, (n, segments))
    kinds, held = _of_kinds(models, scene, draw.shape, seed)
    composed = models.planner.draw(draw, scene, excerpts.exists, reference=kinds, held=held)
    return {"prior": draw, "actor": acted, "planner": planned, "planner and actor": mended(planned),
            "kinds": torch.where(held[..., None] > 0, kinds, draw), "kinds and planner": composed,
            "kinds, planner and actor": mended(composed)}  # fmt: skip


def _of_kinds(models: Models, scene: Scene, shape: torch.Size, seed: int) -> tuple[Tensor, Tensor]:
    """For each excerpt a kind of its groove: latents (N, S, R, Z) and how much of them is held (N, S, R)."""
    latents, held = torch.zeros(shape), torch.zeros(shape[:3])
    for n in range(shape[0]):
        rng = np.random.default_rng([seed, n])
        playing = [role for r, role in enumerate(cond.ROLE_ORDER) if scene.present[n, :, r].any()]
        groove, meter = GROOVES[int(scene.groove[n, 0])], METER_NAMES[int(scene.meter[n, 0])]
        for role, pattern in models.kinds.draw(groove, meter, playing, rng).items():
            r, shared = cond.ROLE_ORDER.index(role), rng.standard_normal(shape[-1])
            rows = [pattern.latent(shared, rng.standard_normal(shape[-1])) for _ in range(shape[1])]
            latents[n, :, r], held[n, :, r] = torch.from_numpy(np.stack(rows)).float(), KIND_HELD[role]
    return latents, held


def _compared(
    found: dict[str, dict[str, Grid]], groups: dict[str, Grid], names: tuple[str, ...], seed: int
) -> dict[str, Any]:
    covered = {feature: {name: overlap(values["real"], values[name]) for name in names}
               for feature, values in found.items()}  # fmt: skip
    rng = np.random.default_rng(seed)
    gains: dict[str, list[float]] = {name: [] for name in names[1:]}
    for _ in range(_RESAMPLED):
        counts = np.bincount(rng.integers(0, _EXCERPTS, _EXCERPTS), minlength=_EXCERPTS)
        means = dict.fromkeys(names, 0.0)
        for feature, values in found.items():
            rows = np.repeat(np.arange(len(groups[feature])), counts[groups[feature]])
            for name in names:
                means[name] += overlap(values["real"][rows], values[name][rows]) / len(found)
        for name, gained in gains.items():
            gained.append(means[name] - means["prior"])
    return {
        "overlap": covered,
        "mean": {name: round(float(np.mean([row[name] for row in covered.values()])), 4) for name in names},
        "gain_over_prior_interval_95": {name: [round(float(np.percentile(values, end)), 4) for end in (2.5, 97.5)]
                                        for name, values in gains.items()},
    }  # fmt: skip


def _correlations(role: str, classes: Tensor, grid: Tensor) -> dict[str, float]:
    intensity, polyphony, _ = measured_bars(role, grid.numpy(), METER_GRIDS[METER])
    asked = classes.numpy()
    return {
        "rhythm": spearman(asked[..., 0].ravel(), intensity.ravel()),
        "polyphony": spearman(asked[..., 1].ravel(), polyphony.ravel()),
        "leak_rhythm_to_polyphony": abs(spearman(asked[..., 0].ravel(), polyphony.ravel())),
        "leak_polyphony_to_rhythm": abs(spearman(asked[..., 1].ravel(), intensity.ravel())),
    }


def _segment_features(role: str, grid: Grid) -> dict[str, Grid]:
    starts = onsets_of(role, grid)
    found = {"onsets": starts.sum(-1).astype(float), "on beats": starts[:, ::4].sum(-1) / np.maximum(1, starts.sum(-1))}
    found["halves alike"] = (starts[:, :16] == starts[:, 16:]).mean(-1)
    if role == "comp":
        found["polyphony"] = (grid > 0).sum(-1).mean(-1)
    elif role == "drums":
        found["voices"] = (grid > 0).any(1).sum(-1).astype(float)
        found["kick"] = (grid[..., 0] > 0).sum(-1).astype(float)
    else:
        found |= _line_features(grid)
    return found


def _line_features(grid: Grid) -> dict[str, Grid]:
    spread, small, mean = np.zeros(len(grid)), np.zeros(len(grid)), np.zeros(len(grid))
    for row, line in enumerate(grid):
        pitches = line[line >= roles.ONSET]
        if len(pitches):
            spread[row], mean[row] = np.ptp(pitches), pitches.mean()
        if len(pitches) > 1:
            small[row] = (np.abs(np.diff(pitches)) <= 2).mean()
    return {"range": spread, "small intervals": small, "mean pitch": mean}
