"""What a request leaves open, filled from what was learned. What was said is never touched."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from bot.profile import Opinion, Profile
from generation.preferences import Preferences
from generation.vocabulary import TEMPO_BPM_LIMITS, barred_instruments

# How much has to be learned before a number is used: after one reaction of the person, or several of the guild.
_OWN_ENOUGH, _SHARED_ENOUGH = 0.3, 0.8
# Likewise for a name: what only everyone likes is no reason to play it to a stranger.
_SHARED_VOICES = 3.0
_LIKED = 0.25
_MOST_INSTRUMENTS = 2
# A request whose mood lies this far from the learned one is another occasion: nothing is filled in.
_OTHER_OCCASION = 0.35
_EXPLORING_WIDTH = 2.0


def fill(preferences: Preferences, profile: Profile, rng: Random, explores: bool = False) -> Preferences:
    """`preferences` with its gaps filled by draws from the profile's posterior, so that it keeps exploring.

    explores: draws twice as wide and leaves names open, for the one take in four that looks beyond what is known.
    A stranger's request, or one for quite another occasion or genre than those learned, comes back unchanged.
    """
    if _is_another_occasion(preferences, profile):
        return preferences
    width = _EXPLORING_WIDTH if explores else 1.0
    filled = _with_numbers(preferences, profile, rng, width)
    if explores:
        return filled
    return _with_names(filled, profile, rng)


def _is_another_occasion(said: Preferences, profile: Profile) -> bool:
    for name in ("valence", "energy", "density"):
        asked = getattr(said, name)
        if asked is None or not _is_known(profile, name):
            continue
        if abs(asked - profile.numbers[name].mean) > _OTHER_OCCASION:
            return True
    named = [profile.opinion(f"genre:{genre}") for genre in said.genres]
    return bool(named) and not any(opinion.liking > 0 and opinion.evidence > 0 for opinion in named)


def _is_known(profile: Profile, name: str) -> bool:
    belief = profile.numbers.get(name)
    return belief is not None and (belief.own >= _OWN_ENOUGH or belief.shared >= _SHARED_ENOUGH)


def _with_numbers(said: Preferences, profile: Profile, rng: Random, width: float) -> Preferences:
    filled: dict[str, Any] = {}
    if said.tempo_bpm is None and said.tempo_range is None and _is_known(profile, "tempo_bpm"):
        low, high = TEMPO_BPM_LIMITS
        filled["tempo_bpm"] = float(round(min(max(profile.numbers["tempo_bpm"].sample(rng, width), low), high)))
    for name in ("valence", "energy", "density"):
        # A mood that was named already says how bright and how lively.
        is_open = getattr(said, name) is None and (name == "density" or not said.moods)
        if is_open and _is_known(profile, name):
            filled[name] = round(min(max(profile.numbers[name].sample(rng, width), 0.0), 1.0), 3)
    return replace(said, **filled)


def _with_names(said: Preferences, profile: Profile, rng: Random) -> Preferences:
    without = said.without
    if "drums" not in (*said.instruments, *said.without) and _dislikes_drums(profile):
        without = (*without, "drums")
    instruments = said.instruments
    if not instruments:
        barred = barred_instruments(without)
        instruments = tuple(
            name for name in _liked(profile, "instrument", rng) if name not in barred and name != "drums"
        )[:_MOST_INSTRUMENTS]
    genres = said.genres
    if not genres and said.style is None:
        genres = tuple(name for name in _liked(profile, "genre", rng) if name not in said.without_genres)[:1]
    return replace(said, instruments=instruments, genres=genres, without=without)


def _dislikes_drums(profile: Profile) -> bool:
    belief = profile.numbers.get("has_drums")
    return (
        belief is not None
        and belief.own >= _OWN_ENOUGH
        and belief.mean < 0.3
        and (profile.opinion("instrument:drums").liking <= 0)
    )


def _is_earned(opinion: Opinion) -> bool:
    return opinion.evidence > 0 or opinion.shared >= _SHARED_VOICES


def _liked(profile: Profile, kind: str, rng: Random) -> list[str]:
    """Liked names of a kind, best draw first; a name whose draw is low this time is left out."""
    draws = [
        (opinion.sample(rng), name.split(":", 1)[1])
        for name, opinion in sorted(profile.names.items())
        if name.startswith(f"{kind}:") and opinion.liking >= _LIKED and _is_earned(opinion)
    ]
    return [name for draw, name in sorted(draws, reverse=True) if draw >= _LIKED]
