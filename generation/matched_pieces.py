"""Held-out songs, and for each a piece of ours asked to be of the same kind: what most measures of the music compare.

Songs come from the test and validation parts of the corpus. Five kinds of sets are weighed alike, and within a kind
its sets: each gives as many songs as every other until it has no more, so that neither the many scores nor the
tunebooks nor what was arranged by rule decide alone. Music made by a machine throughout is not real and is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from generation.composer import Composer
from generation.corpus import Corpus, SongRow
from generation.excerpts import Excerpt, excerpt_of_candidate, excerpt_of_song
from generation.preferences import Preferences
from generation.style import Style, built_in_styles
from generation.vae_training import songs_of
from generation.vocabulary import key_name

EXCERPT_BARS = 16
LONGEST_BARS = 32
METERS = ("4/4", "3/4", "6/8")
_KIND = {
    **dict.fromkeys(("openewld", "nottingham", "ryans_mammoth"), "tunebook"),
    **dict.fromkeys(("ewld_band", "mma_grooves"), "arranged by rule"),
    **dict.fromkeys(("groove_midi", "drum_patterns"), "drummer"),
    **dict.fromkeys(("openscore_lieder", "openscore_quartets", "openscore_orchestra", "mutopia", "jsb_chorales",
                     "icalvo"), "score"),
}  # fmt: skip
_NOT_REAL = frozenset({"js_fakes"})


@dataclass(frozen=True)
class Pair:
    """A real song's excerpt and ours of the same bars, with the roles that both have and the chords that the real one
    knows; and the whole of each, the real one as far as the request went. ends: whether that is all of it."""

    real: Excerpt
    made: Excerpt
    whole_real: Excerpt
    whole_made: Excerpt
    ends: bool = True


def held_out_songs(corpus: Corpus, count: int, rng: np.random.Generator) -> list[SongRow]:
    """At most `count` songs of 16 bars or more, one excerpt each; which and how many of each set: see above."""
    names = songs_of(corpus, "test") | songs_of(corpus, "valid")
    kinds: dict[str, dict[str, list[SongRow]]] = {}
    for song in corpus.songs:
        if song.name in names and song.bars >= EXCERPT_BARS and song.meter in METERS and song.dataset not in _NOT_REAL:
            kinds.setdefault(_KIND.get(song.dataset, "band"), {}).setdefault(song.dataset, []).append(song)
    chosen: list[SongRow] = []
    sizes = {kind: sum(map(len, sets.values())) for kind, sets in kinds.items()}
    for kind, share in _shared_out(sizes, count).items():
        for name, own in _shared_out({name: len(songs) for name, songs in kinds[kind].items()}, share).items():
            songs = kinds[kind][name]
            chosen += [songs[i] for i in rng.permutation(len(songs))[:own]]
    return [chosen[i] for i in rng.permutation(len(chosen))]


def _shared_out(sizes: Mapping[str, int], count: int) -> dict[str, int]:
    """`count` shared out alike among names, none given more than it has."""
    shares: dict[str, int] = {}
    for name in sorted(sizes, key=lambda name: (sizes[name], name)):
        shares[name] = min(sizes[name], (count - sum(shares.values())) // (len(sizes) - len(shares)))
    return shares


def matched_pairs(composer: Composer, corpus: Corpus, count: int, seed: int) -> list[Pair]:
    """For each held-out song a piece of a built-in style with its groove, in its meter, mode and length."""
    rng = np.random.default_rng(seed)
    pairs = []
    for number, song in enumerate(held_out_songs(corpus, count, rng)):
        bars = min(song.bars, LONGEST_BARS)
        asked = Preferences(key=key_name(int(rng.integers(12)), song.mode), meter=song.meter, bars=bars)
        style = style_like(song.groove, song.dataset, song.meter, rng)
        candidate = composer.compose(asked, style=style, candidates=1, seed=seed + number)[0]
        made = excerpt_of_candidate(candidate, f"made for {song.name}")
        first = 4 * int(rng.integers((bars - EXCERPT_BARS) // 4 + 1))
        if made is not None:
            pair = pair_of(excerpt_of_song(corpus, song).window(0, bars), made, first, song.bars == bars)
            pairs += [pair] if pair.real.grids else []
    return pairs


def pair_of(whole_real: Excerpt, whole_made: Excerpt, first_bar: int, ends: bool = True) -> Pair:
    """Both sides cut to the same bars, roles and known chords."""
    real, made = whole_real.window(first_bar, EXCERPT_BARS), whole_made.window(first_bar, EXCERPT_BARS)
    roles = real.grids.keys() & made.grids.keys()
    known = real.known & made.known
    return Pair(real.only(roles, known), made.only(roles, known), whole_real, whole_made, ends)


def style_like(groove: str, dataset: str, meter: str, rng: np.random.Generator) -> Style:
    """A built-in style with this groove; where the groove is not known, one learned from this set; else any."""
    styles = list(built_in_styles().values())
    same = [style for style in styles if style.groove == groove] if groove != "none" else []
    same = same or [style for style in styles if dataset in style.learned_from] or styles
    fitting: Sequence[Style] = [style for style in same if meter in style.meters] or same
    return fitting[int(rng.integers(len(fitting)))]
