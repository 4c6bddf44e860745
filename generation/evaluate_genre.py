"""Whether our styles are heard as what they are, by a machine that learned grooves from labelled real music.

One forest for each role (drums, bass, comp, melody) and one for the chords, each trained on the training songs that
have it; a piece is judged by the mean of what its own roles say (on held-out songs better than the product), so that no
role's absence gives a groove away. Its accuracy on held-out songs is told beside, by set of theirs as well. Judged are
the styles that name a groove and the sets it was learned from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.composer import Composer
from generation.corpus import Corpus, SongRow
from generation.excerpts import Excerpt, excerpt_of_candidate, excerpt_of_song
from generation.forest import Forest
from generation.groove_features import VOICES, groove_features
from generation.preferences import Preferences
from generation.report_lines import at_least
from generation.style import Style, built_in_styles
from generation.vae_training import songs_of

Values = NDArray[Any]
_LONGEST_BARS = 16
_SONGS_A_KIND, _FEWEST_SONGS = 40, 15
_TREES = 100


def genre_report(composer: Composer, corpus: Corpus, takes: int, seed: int) -> dict[str, Any]:
    """Share of takes whose groove is among the three that the classifier thinks likeliest."""
    rng = np.random.default_rng(seed)
    ear = GrooveEar.trained(corpus, songs_of(corpus, "train"), seed, rng)
    held = songs_of(corpus, "test") | songs_of(corpus, "valid")
    songs = [song for song in _labelled(corpus, held, rng) if song.groove in ear.grooves]
    asked = [(_cut(excerpt_of_song(corpus, song)), song.groove) for song in songs]
    known = np.array(ear.ranks(asked))
    sets = np.array([song.dataset for song in songs])
    by_style: dict[str, list[int]] = {}
    heard: list[tuple[Excerpt, str]] = []
    for number, style in enumerate(covered_styles(ear.grooves)):
        made = composer.compose(Preferences(bars=_LONGEST_BARS), style=style, candidates=takes, seed=seed + number)
        own = [(one, style.groove) for one in map(excerpt_of_candidate, made) if one is not None]
        by_style[style.name] = ear.ranks(own)
        heard += own
    ranks = np.concatenate(list(by_style.values()))
    return {
        "top_3": at_least(float((ranks < 3).mean()), 0.80),
        "top_1": round(float((ranks < 1).mean()), 4),
        "pieces": len(ranks), "styles": len(by_style), "grooves": len(ear.grooves),
        "held_out_songs": {"songs": len(known), "top_1": round(float((known < 1).mean()), 4),
                           "top_3": round(float((known < 3).mean()), 4),
                           "top_3_by_set": {name: round(float((known[sets == name] < 3).mean()), 2)
                                            for name in sorted(set(sets))}},
        "top_3_by_voice": {voice: {"made": _top_three(ear.ranks(_with(voice, heard), voice)),
                                   "held_out_songs": _top_three(ear.ranks(_with(voice, asked), voice))}
                           for voice in ear.forests},
        "by_style": {name: round(float((np.array(found) < 3).mean()), 2) for name, found in by_style.items()},
    }  # fmt: skip


def covered_styles(grooves: Sequence[str]) -> list[Style]:
    """Built-in styles whose groove the classifier knows and that name what they were learned from."""
    return [style for style in built_in_styles().values() if style.groove in grooves and style.learned_from]


class GrooveEar:
    """One forest a voice over the same grooves."""

    def __init__(self, grooves: Sequence[str], forests: Mapping[str, Forest]) -> None:
        self.grooves, self.forests = tuple(grooves), dict(forests)

    @classmethod
    def trained(cls, corpus: Corpus, names: frozenset[str], seed: int, rng: np.random.Generator) -> GrooveEar:
        """Learns from the named songs of each groove that has enough of them."""
        rows: dict[str, list[Values]] = {voice: [] for voice in VOICES}
        labels: dict[str, list[str]] = {voice: [] for voice in VOICES}
        songs = _labelled(corpus, names, rng)
        counts = {song.groove: 0 for song in songs}
        for song in songs:
            counts[song.groove] += 1
        grooves = sorted(groove for groove, count in counts.items() if count >= _FEWEST_SONGS)
        for song in songs:
            if song.groove not in grooves:
                continue
            for voice, row in groove_features(_cut(excerpt_of_song(corpus, song))).items():
                rows[voice].append(row)
                labels[voice].append(song.groove)
        forests = {voice: Forest.of(np.stack(rows[voice]), np.array(labels[voice]), seed, trees=_TREES)
                   for voice in VOICES if len(set(labels[voice])) > 1}  # fmt: skip
        return cls(grooves, forests)

    def ranks(self, asked: Sequence[tuple[Excerpt, str]], only: str = "") -> list[int]:
        """For each excerpt and its groove: how many grooves are thought likelier, by all voices or only one."""
        scores = np.zeros((len(asked), len(self.grooves)))
        rows = [groove_features(excerpt) for excerpt, _ in asked]
        for voice, forest in self.forests.items():
            if only not in ("", voice):
                continue
            there = [i for i, row in enumerate(rows) if voice in row]
            if there:
                said = forest.shares(np.stack([rows[i][voice] for i in there]))
                # A groove that this voice never heard is neither likelier nor less likely for it.
                every = np.full((len(there), len(self.grooves)), 1 / len(forest.labels))
                every[:, [self.grooves.index(label) for label in forest.labels]] = said
                scores[there] += every
        own = scores[np.arange(len(asked)), [self.grooves.index(groove) for _, groove in asked]]
        return [int(above) for above in (scores > own[:, None]).sum(1)]


def _with(voice: str, asked: Sequence[tuple[Excerpt, str]]) -> list[tuple[Excerpt, str]]:
    return [(one, groove) for one, groove in asked if voice in groove_features(one)]


def _top_three(ranks: Sequence[int]) -> float | None:
    return round(float((np.array(ranks) < 3).mean()), 4) if ranks else None


def _labelled(corpus: Corpus, names: frozenset[str], rng: np.random.Generator) -> list[SongRow]:
    """At most so many songs of each set and groove, those without a groove left out."""
    found: dict[tuple[str, str], int] = {}
    chosen = []
    for song in (corpus.songs[i] for i in rng.permutation(len(corpus.songs))):
        kind = song.dataset, song.groove
        if song.name in names and song.groove != "none" and found.get(kind, 0) < _SONGS_A_KIND:
            found[kind] = found.get(kind, 0) + 1
            chosen.append(song)
    return chosen


def _cut(excerpt: Excerpt) -> Excerpt:
    return excerpt.window(0, min(excerpt.bars, _LONGEST_BARS))
