"""How different the four takes of one request are, against how different songs of one groove are.

Similarity after MuseMorphose (arXiv 2105.04090): cosine of chroma and of onset vectors bar by bar, mean over bars, here
of everything pitched, and of the tune alone. Songs are at home (C major, A minor), as the takes of one request are in
one key, and are compared within one groove, meter and mode; requests are drawn to have the same grooves and meters.
Of both the first sixteen bars are taken, and pieces are asked for longer than that, as songs are: takes that all end
at home would be compared with songs that go on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.composer import Composer
from generation.corpus import Corpus, SongRow
from generation.excerpts import Excerpt, excerpt_of_candidate, excerpt_of_song
from generation.likeness import cosine_of_bars
from generation.matched_pieces import EXCERPT_BARS, METERS, style_like
from generation.preferences import Preferences
from generation.report_lines import at_most
from generation.vocabulary import key_name

Values = NDArray[Any]
TAKES = 4
_ASKED_BARS = 24
_SONGS_A_KIND = 8
_KINDS = {"band": ("melody", "bass", "comp"), "tune": ("melody",)}


def takes_report(composer: Composer, corpus: Corpus, requests: int, seed: int) -> dict[str, Any]:
    """For the whole band and for the tune: mean similarity between takes, between songs, and of other requests."""
    rng = np.random.default_rng(seed)
    report: dict[str, Any] = {"requests": requests, "takes": TAKES}
    kinds = {kind: _kinds_of_songs(corpus, needed, rng) for kind, needed in _KINDS.items()}
    drawn = _drawn([*kinds["band"]], {key: len(songs) for key, songs in kinds["band"].items()}, requests, rng)
    made = [_takes(composer, groove, meter, mode, seed + number, rng)
            for number, (groove, meter, mode) in enumerate(drawn)]  # fmt: skip
    for kind, needed in _KINDS.items():
        asked = [key for key in drawn if key in kinds[kind]]
        for name, alike in (("chroma", chroma_similarity), ("rhythm", rhythm_similarity)):
            songs = [_within(kinds[kind][key], needed, alike) for key in asked]
            takes = [_within(group, needed, alike) for group in made]
            other = _between(made, drawn, needed, alike)
            report[f"{kind}_{name}"] = {
                **at_most(_mean(takes), _mean(songs)), "goal": f"no higher than {_mean(songs):.4f}, between real songs",
                "real_songs": round(_mean(songs), 4), "other_requests": round(other, 4),
                "pairs_of_songs": sum(map(len, songs)), "pairs_of_takes": sum(map(len, takes)),
            }  # fmt: skip
    return report


def chroma_similarity(first: Excerpt, second: Excerpt, roles: Sequence[str]) -> float:
    """Mean over bars of the cosine of how often each pitch class starts, 0..1."""
    return cosine_of_bars(_chroma(first, roles), _chroma(second, roles))


def rhythm_similarity(first: Excerpt, second: Excerpt, roles: Sequence[str]) -> float:
    """Mean over bars of the cosine of how many notes start at each step, 0..1."""
    return cosine_of_bars(_onsets(first, roles), _onsets(second, roles))


def _begins(excerpt: Excerpt, roles: Sequence[str]) -> Values:
    """Notes that start, (bars, steps, 128)."""
    rolls = [excerpt.rolls[role][0] for role in roles if role in excerpt.rolls]
    return np.asarray(np.sum(rolls, axis=0).reshape(excerpt.bars, -1, 128))


def _chroma(excerpt: Excerpt, roles: Sequence[str]) -> Values:
    pitches = _begins(excerpt, roles).sum(1)
    return np.stack([pitches[:, pitch_class::12].sum(-1) for pitch_class in range(12)], -1)


def _onsets(excerpt: Excerpt, roles: Sequence[str]) -> Values:
    return np.asarray(_begins(excerpt, roles).sum(-1))


def _kinds_of_songs(
    corpus: Corpus, needed: Sequence[str], rng: np.random.Generator
) -> dict[tuple[str, str, str], list[Excerpt]]:
    """(groove, meter, mode) -> some different songs with these roles; kinds with one song are left out."""
    found: dict[tuple[str, str, str], dict[str, SongRow]] = {}
    parts = {"chords" if role == "comp" else role for role in needed}
    for song in (corpus.songs[i] for i in rng.permutation(len(corpus.songs))):
        if parts <= set(song.parts) and song.bars >= EXCERPT_BARS and song.meter in METERS and song.groove != "none":
            kind = found.setdefault((song.groove, song.meter, song.mode), {})
            if len(kind) < _SONGS_A_KIND:
                kind.setdefault(song.split_key, song)
    return {
        key: [excerpt_of_song(corpus, song).window(0, EXCERPT_BARS) for song in songs.values()]
        for key, songs in sorted(found.items())
        if len(songs) > 1
    }


def _drawn(
    kinds: Sequence[tuple[str, str, str]], sizes: dict[tuple[str, str, str], int], count: int, rng: np.random.Generator
) -> list[tuple[str, str, str]]:
    weights = np.array([sizes[kind] for kind in kinds], dtype=float)
    places = rng.choice(len(kinds), count, p=weights / weights.sum())
    return [kinds[place] for place in places]


def _takes(
    composer: Composer, groove: str, meter: str, mode: str, seed: int, rng: np.random.Generator
) -> list[Excerpt]:
    asked = Preferences(key=key_name(int(rng.integers(12)), mode), meter=meter, bars=_ASKED_BARS)
    style = style_like(groove, "", meter, rng)
    found = [excerpt_of_candidate(take) for take in composer.compose(asked, style=style, candidates=TAKES, seed=seed)]
    return [one.window(0, EXCERPT_BARS) for one in found if one is not None]


def _within(
    group: Sequence[Excerpt], roles: Sequence[str], alike: Callable[[Excerpt, Excerpt, Sequence[str]], float]
) -> list[float]:
    """Every pair of a group in which both have all the roles."""
    told = [one for one in group if set(roles) <= one.grids.keys()]
    return [value for one, other in combinations(told, 2) if not np.isnan(value := alike(one, other, roles))]


def _between(
    made: Sequence[Sequence[Excerpt]], drawn: Sequence[tuple[str, str, str]], roles: Sequence[str],
    alike: Callable[[Excerpt, Excerpt, Sequence[str]], float],
) -> float:  # fmt: skip
    """First takes of different requests in one meter and mode."""
    groups: dict[tuple[str, str], list[Excerpt]] = {}
    for (_, meter, mode), takes in zip(drawn, made, strict=True):
        groups.setdefault((meter, mode), []).extend(takes[:1])
    return _mean([_within(group, roles, alike) for group in groups.values()])


def _mean(groups: Sequence[Sequence[float]]) -> float:
    """Mean over groups that have a pair, each counting alike."""
    means = [float(np.mean(group)) for group in groups if len(group)]
    return float(np.mean(means)) if means else float("nan")
