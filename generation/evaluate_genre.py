"""Whether our styles are heard as what they are, by a machine that learned grooves from labelled real music.

One forest for each role (drums, bass, comp, melody) and one for the chords, each trained on the training songs that
have it; a piece is judged by the mean of what its own roles say (on held-out songs better than the product), so that no
role's absence gives a groove away. On each groove only those are asked that learned it from ten songs or more: of house
the sets have nothing but drums. Its accuracy on held-out songs is told beside, by set of theirs as well. Judged are the
styles that name a groove and the sets it was learned from.
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
_SONGS_A_KIND, _FEWEST_SONGS, _FEWEST_OF_A_VOICE = 40, 15, 10
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
    by_style = _made_by_style(composer, covered_styles(ear.grooves), takes, seed)
    made = [one for own in by_style.values() for one in own]
    ranks = np.array(ear.ranks(made))
    return {
        "top_3": at_least(float((ranks < 3).mean()), 0.80),
        "top_1": round(float((ranks < 1).mean()), 4),
        "pieces": len(ranks), "styles": len(by_style), "grooves": len(ear.grooves),
        "held_out_songs": {"songs": len(known), "top_1": round(float((known < 1).mean()), 4),
                           "top_3": round(float((known < 3).mean()), 4),
                           "top_3_by_set": {name: round(float((known[sets == name] < 3).mean()), 2)
                                            for name in sorted(set(sets))}},
        "top_3_by_voice": {voice: {"made": ear.top_three(made, voice), "held_out_songs": ear.top_three(asked, voice)}
                           for voice in ear.forests},
        "top_3_by_style": {name: {voice or "all": ear.top_three(own, voice) for voice in ("", *ear.forests)}
                           for name, own in by_style.items()},
    }  # fmt: skip


def _made_by_style(
    composer: Composer, styles: Sequence[Style], takes: int, seed: int
) -> dict[str, list[tuple[Excerpt, str]]]:
    """Style -> its takes, and the groove that each should be heard as."""
    found = {}
    for number, style in enumerate(styles):
        made = composer.compose(Preferences(bars=_LONGEST_BARS), style=style, candidates=takes, seed=seed + number)
        found[style.name] = [(one, style.groove) for one in map(excerpt_of_candidate, made) if one is not None]
    return found


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
        for voice, names_of in labels.items():
            enough = [names_of.count(name) >= _FEWEST_OF_A_VOICE for name in names_of]
            rows[voice] = [row for row, kept in zip(rows[voice], enough, strict=True) if kept]
            labels[voice] = [name for name, kept in zip(names_of, enough, strict=True) if kept]
        forests = {voice: Forest.of(np.stack(rows[voice]), np.array(labels[voice]), seed, trees=_TREES)
                   for voice in VOICES if len(set(labels[voice])) > 1}  # fmt: skip
        return cls(grooves, forests)

    def ranks(self, asked: Sequence[tuple[Excerpt, str]], only: str = "") -> list[int]:
        """For each excerpt and its groove: how many grooves are thought likelier, by all voices or only one."""
        scores, voices = np.zeros((len(asked), len(self.grooves))), np.zeros((len(asked), len(self.grooves)))
        rows = [groove_features(excerpt) for excerpt, _ in asked]
        for voice, forest in self.forests.items():
            if only not in ("", voice):
                continue
            there = [i for i, row in enumerate(rows) if voice in row]
            if there:
                said = forest.shares(np.stack([rows[i][voice] for i in there]))
                places = np.ix_(there, [self.grooves.index(label) for label in forest.labels])
                scores[places] += said
                voices[places] += 1
        scores /= np.maximum(1, voices)
        own = scores[np.arange(len(asked)), [self.grooves.index(groove) for _, groove in asked]]
        return [int(above) for above in (scores > own[:, None]).sum(1)]

    def top_three(self, asked: Sequence[tuple[Excerpt, str]], only: str = "") -> float | None:
        """Share of those that are heard as one of three; of one voice, of those that it plays in and may know."""
        if only:
            known = self.forests[only].labels
            asked = [(one, groove) for one, groove in asked if groove in known and only in groove_features(one)]
        return round(float((np.array(self.ranks(asked, only)) < 3).mean()), 4) if asked else None


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
