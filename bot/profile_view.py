"""A profile as a person reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.names import called
from bot.profile import Profile
from bot.words import say

_LIKED = 0.25
_MOST_NAMES = 6
_OWN_ENOUGH = 0.3
# Feature -> (below this it has the first word, above that the second; between them the third, or none).
_BANDS: dict[str, tuple[float, float, str, str, str]] = {
    "energy": (0.42, 0.6, "profile_calm", "profile_lively", ""),
    "valence": (0.42, 0.58, "profile_dark", "profile_bright", ""),
    "density": (0.4, 0.6, "profile_sparse", "profile_full", ""),
}
_SLOW_BELOW_BPM, _FAST_ABOVE_BPM = 90.0, 124.0


@dataclass(frozen=True)
class ProfileView:
    """A profile to read. lines: sentences in the person's language; reactions: how many count;
    numbers: measured feature -> preferred value; names: "instrument:piano" -> liking, -1..1."""

    lines: tuple[str, ...]
    reactions: int = 0
    numbers: Mapping[str, float] = field(default_factory=dict)
    names: Mapping[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def view(profile: Profile, likes: int, dislikes: int, language: str = "en") -> ProfileView:
    """The profile in words: how many reactions, what is liked, what is not, and how to reset it."""
    numbers = {name: round(belief.mean, 3) for name, belief in profile.numbers.items() if belief.own > 0}
    names = {name: round(opinion.liking, 3) for name, opinion in profile.names.items() if opinion.evidence > 0}
    if not profile.reactions:
        return ProfileView((say("profile_empty", language),))
    lines = [say("profile_count", language, likes=likes, dislikes=dislikes)]
    liked = [*_qualities(profile, language), *_named(names, language, +1)]
    disliked = _named(names, language, -1)
    comma = say("comma", language)
    if liked:
        lines.append(say("profile_likes", language, what=comma.join(liked)))
    if disliked:
        lines.append(say("profile_dislikes", language, what=comma.join(disliked)))
    if not liked and not disliked:
        lines.append(say("profile_undecided", language))
    lines.append(say("profile_reset_how", language))
    return ProfileView(tuple(lines), profile.reactions, numbers, names)


def _qualities(profile: Profile, language: str) -> list[str]:
    words = []
    tempo = profile.numbers.get("tempo_bpm")
    if tempo is not None and tempo.own >= _OWN_ENOUGH:
        speed = _band(tempo.mean, _SLOW_BELOW_BPM, _FAST_ABOVE_BPM, "profile_slow", "profile_fast", "profile_medium")
        words.append(say(speed, language, bpm=round(tempo.mean)))
    for name, (low, high, below, above, between) in _BANDS.items():
        belief = profile.numbers.get(name)
        if belief is None or belief.own < _OWN_ENOUGH:
            continue
        if word := _band(belief.mean, low, high, below, above, between):
            words.append(say(word, language))
    return words


def _band(value: float, low: float, high: float, below: str, above: str, between: str) -> str:
    return below if value < low else above if value > high else between


def _named(names: Mapping[str, float], language: str, sign: int) -> list[str]:
    """The names liked (or disliked) most, as words; moods and modes are told by the numbers already."""
    told = [(sign * liking, name) for name, liking in names.items() if name.startswith(("instrument:", "genre:"))]
    strongest = sorted((item for item in told if item[0] >= _LIKED), key=lambda item: (-item[0], item[1]))
    kinds = [name.split(":", 1) for _, name in strongest[:_MOST_NAMES]]
    return [called(f"{kind}s", name, language) for kind, name in kinds]
