"""What a request leaves open, filled from what was learned. What was said is never touched."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from bot.profile import Belief, Opinion, Profile
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
_EXPLORING_WIDTH = 1.5
# Of two values, one guessed from the sentence and one learned of the person, how much the learned one counts at most.
_MOST_LEARNED = 0.7
# Tempo that an occasion suggests by its energy, 0..1: what is between sleep and a workout.
_CALMEST_BPM, _WIDTH_BPM = 60.0, 90.0


def fill(
    preferences: Preferences,
    profile: Profile,
    rng: Random,
    explores: bool = False,
    implied: frozenset[str] = frozenset(),
) -> Preferences:
    """`preferences` with its gaps filled by draws from the profile's posterior, so that it keeps exploring.

    explores: draws twice as wide and leaves names open, for the one take in four that looks beyond what is known.
    implied: fields that nobody said and a model guessed from the sentence; they yield to what is known, in part.
    A stranger's request, or one for quite another occasion or genre than those learned, comes back unchanged.
    """
    if _is_another_occasion(preferences, profile, implied):
        return preferences
    width = _EXPLORING_WIDTH if explores else 1.0
    filled = _with_numbers(preferences, profile, rng, width, implied)
    if explores:
        return filled
    return _with_names(filled, profile, rng)


def _is_another_occasion(said: Preferences, profile: Profile, implied: frozenset[str]) -> bool:
    for name in ("valence", "energy", "density"):
        asked = getattr(said, name)
        if asked is None or name in implied or not _is_known(profile, name):
            continue
        if _is_far(asked, name, profile):
            return True
    named = [profile.opinion(f"genre:{genre}") for genre in said.genres]
    return bool(named) and not any(opinion.liking > 0 and opinion.evidence > 0 for opinion in named)


def _is_known(profile: Profile, name: str) -> bool:
    belief = profile.numbers.get(name)
    return belief is not None and (belief.own >= _OWN_ENOUGH or belief.shared >= _SHARED_ENOUGH)


def _with_numbers(
    said: Preferences, profile: Profile, rng: Random, width: float, implied: frozenset[str]
) -> Preferences:
    filled: dict[str, Any] = {}
    if said.tempo_bpm is None and said.tempo_range is None and _is_known(profile, "tempo_bpm"):
        low, high = TEMPO_BPM_LIMITS
        tempo = profile.numbers["tempo_bpm"].sample(rng, width)
        if "energy" in implied and said.energy is not None and _is_far(said.energy, "energy", profile):
            # Who likes it fast still studies to something slower than they dance to.
            tempo = (tempo + _CALMEST_BPM + _WIDTH_BPM * said.energy) / 2
        filled["tempo_bpm"] = float(round(min(max(tempo, low), high)))
    for name in ("valence", "energy", "density"):
        asked = None if name in implied else getattr(said, name)
        # A mood that was named already says how bright and how lively.
        is_open = asked is None and (name == "density" or not said.moods or "moods" in implied)
        if is_open and _is_known(profile, name):
            learned = min(max(profile.numbers[name].sample(rng, width), 0.0), 1.0)
            filled[name] = round(_between(getattr(said, name), learned, profile.numbers[name]), 3)
    return replace(said, **filled)


def _between(guessed: float | None, learned: float, belief: Belief) -> float:
    """The learned value, drawn towards a guessed one the less is known."""
    if guessed is None:
        return learned
    share = min(_MOST_LEARNED, max(belief.own, belief.shared))
    return (1 - share) * guessed + share * learned


def _is_far(value: float, name: str, profile: Profile) -> bool:
    return _is_known(profile, name) and abs(value - profile.numbers[name].mean) > _OTHER_OCCASION


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
