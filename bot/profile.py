"""What is learned of a person: a small Bayesian model, a pure fold over feedback.

Two kinds of belief. A measured feature (tempo, energy, ...) has a preferred value with a normal posterior: a liked
piece is a noisy observation of it, a disliked one a weaker observation of its mirror image. A name ("genre:jazz",
"instrument:piano") has a Beta posterior over being liked. Everyone is the prior of a guild, the guild is the prior of
a person. Sums are exact (`math.fsum`), so the order of events does not matter and what was taken back leaves no trace.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot.feedback import Feedback, voices
from generation.preferences import Taste


@dataclass(frozen=True)
class Scale:
    """How a feature lies among pieces at large: mean and standard deviation, in the feature's own unit."""

    mean: float
    spread: float


# Means and spreads of human pieces, as `generation.features` measures them.
SCALES: dict[str, Scale] = {
    "tempo_bpm": Scale(110.0, 28.0), "valence": Scale(0.6, 0.2), "energy": Scale(0.55, 0.2),
    "density": Scale(0.48, 0.2), "rhythmic_intensity": Scale(0.46, 0.18), "polyphony": Scale(4.2, 1.5),
    "mean_pitch": Scale(60.5, 6.0), "mean_velocity": Scale(83.0, 12.0), "has_drums": Scale(0.6, 0.5),
}  # fmt: skip

# Shares of a feature's variance: between everyone and the truth, between guilds, between people of one guild.
_EVERYONE, _BETWEEN_GUILDS, _BETWEEN_PEOPLE = 0.5, 0.25, 0.25
# A piece is liked for many reasons at once, so its tempo is a noisy sign of the preferred tempo.
_NOISE = 0.5
_DISLIKE_WEIGHT = 0.35
_FARTHEST_SPREADS = 2.5
_NAME_STRENGTH = 2.0


@dataclass(frozen=True)
class Tally:
    """Sums over voices. numbers: feature -> (like weight, like sum, dislike weight, dislike sum);
    names: name -> (likes, dislikes); count: how many voices."""

    count: int = 0
    numbers: Mapping[str, tuple[float, float, float, float]] = field(default_factory=dict)
    names: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Belief:
    """Preferred value of a feature: normal posterior, and how much of it was learned (0 nothing .. 1 everything).

    own: share learned from the person; shared: share learned from the guild.
    """

    mean: float
    deviation: float
    own: float
    shared: float

    def sample(self, rng: Random, width: float = 1.0) -> float:
        """A draw from the posterior, `width` times as wide."""
        return rng.gauss(self.mean, self.deviation * width)


@dataclass(frozen=True)
class Opinion:
    """Beta posterior over a name being liked; evidence, shared: weight of the person's and of the guild's voices."""

    alpha: float
    beta: float
    evidence: float = 0.0
    shared: float = 0.0

    @property
    def liking(self) -> float:
        """-1 (disliked) .. +1 (liked)."""
        return 2 * self.alpha / (self.alpha + self.beta) - 1

    def sample(self, rng: Random) -> float:
        """A liking drawn from the posterior, -1..1."""
        return 2 * rng.betavariate(self.alpha, self.beta) - 1


@dataclass(frozen=True)
class Profile:
    """What is believed of one person. reactions: how many of their own voices count."""

    reactions: int = 0
    numbers: Mapping[str, Belief] = field(default_factory=dict)
    names: Mapping[str, Opinion] = field(default_factory=dict)

    def opinion(self, name: str) -> Opinion:
        """The opinion on a name, undecided where nothing is known."""
        return self.names.get(name, Opinion(_NAME_STRENGTH / 2, _NAME_STRENGTH / 2))


def facts(report: Mapping[str, Any]) -> dict[str, Any]:
    """What can be learned from a piece's card: {"numbers": {feature: value}, "names": {name: weight}}.

    Names share their weight: liking a solo piano says more about the piano than liking a band of eight.
    """
    measured, requested = report.get("measured") or {}, report.get("requested") or {}
    numbers = {name: float(measured[name]) for name in SCALES if isinstance(measured.get(name), bool | int | float)}
    names: dict[str, float] = {}
    for kind, values in (
        ("instrument", measured.get("instruments") or ()),
        ("genre", requested.get("genres") or ()),
        ("mood", requested.get("moods") or ()),
        ("style", [requested["style"]] if requested.get("style") else ()),
        ("mode", [str(measured["key"]).split()[-1]] if measured.get("key") else ()),
    ):
        for value in values:
            names[f"{kind}:{value}"] = 1 / math.sqrt(len(values))
    return {"numbers": numbers, "names": names}


def tally(events: Iterable[Feedback]) -> Tally:
    """The sums over the voices that still stand. The same for any order of pieces and people."""
    heard = list(voices(events).values())
    numbers: dict[str, list[list[float]]] = {}
    names: dict[str, list[list[float]]] = {}
    for event in heard:
        liked, weight = event.sentiment > 0, abs(event.sentiment)
        for name, value in event.facts.get("numbers", {}).items():
            if name in SCALES:
                columns = numbers.setdefault(name, [[], [], [], []])
                columns[0 if liked else 2].append(weight)
                columns[1 if liked else 3].append(weight * _nearby(name, value))
        for name, share in event.facts.get("names", {}).items():
            names.setdefault(name, [[], []])[0 if liked else 1].append(weight * share)
    return Tally(
        len(heard),
        {name: (fsum(c[0]), fsum(c[1]), fsum(c[2]), fsum(c[3])) for name, c in sorted(numbers.items())},
        {name: (fsum(c[0]), fsum(c[1])) for name, c in sorted(names.items())},
    )


def learn(person: Tally, guild: Tally | None = None, everyone: Tally | None = None) -> Profile:
    """The profile: the person's tally with the guild's as prior and everyone's as the guild's.

    The guild's tally should leave out this person, and everyone's the guild, so that nothing counts twice.
    """
    guild, everyone = guild or Tally(), everyone or Tally()
    numbers = {name: _belief(name, person, guild, everyone) for name in SCALES}
    known = {*person.names, *guild.names, *everyone.names}
    return Profile(person.count, numbers, {name: _opinion(name, person, guild, everyone) for name in sorted(known)})


def taste(profile: Profile) -> Taste:
    """The profile as the composer ranks by it: only what was learned, weighted by how sure that is."""
    return Taste(
        targets={
            name: (belief.mean, round(max(belief.own, belief.shared), 6))
            for name, belief in profile.numbers.items()
            if max(belief.own, belief.shared) > 0
        },
        names={name: round(opinion.liking, 6) for name, opinion in profile.names.items() if opinion.liking},
    )


def fsum(values: Iterable[float]) -> float:
    """An exact sum: the same for any order."""
    return math.fsum(values)


def _nearby(name: str, value: float) -> float:
    """An outlier (a 240 BPM joke) counts as merely far, so that one piece cannot swing a profile."""
    scale = SCALES[name]
    reach = _FARTHEST_SPREADS * scale.spread
    return min(max(value, scale.mean - reach), scale.mean + reach)


def _belief(name: str, person: Tally, guild: Tally, everyone: Tally) -> Belief:
    scale = SCALES[name]
    unit = scale.spread**2
    mean, variance = _update(scale.mean, _EVERYONE * unit, everyone.numbers.get(name), unit)
    before_guild = variance + _BETWEEN_GUILDS * unit
    mean, variance = _update(mean, before_guild, guild.numbers.get(name), unit)
    shared = 1 - variance / before_guild
    before_person = variance + _BETWEEN_PEOPLE * unit
    mean, variance = _update(mean, before_person, person.numbers.get(name), unit)
    return Belief(mean, math.sqrt(variance), own=1 - variance / before_person, shared=shared)


def _update(
    mean: float, variance: float, sums: tuple[float, float, float, float] | None, unit: float
) -> tuple[float, float]:
    """A normal prior and its observations -> the posterior's mean and variance."""
    if sums is None:
        return mean, variance
    liked, liked_sum, disliked, disliked_sum = sums
    noise = _NOISE * unit
    weight = (liked + _DISLIKE_WEIGHT * disliked) / noise
    total = (liked_sum + _DISLIKE_WEIGHT * (2 * mean * disliked - disliked_sum)) / noise
    precision = 1 / variance + weight
    return (mean / variance + total) / precision, 1 / precision


def _opinion(name: str, person: Tally, guild: Tally, everyone: Tally) -> Opinion:
    share = 0.5
    alpha = beta = _NAME_STRENGTH / 2
    for sums in (everyone, guild, person):
        liked, disliked = sums.names.get(name, (0.0, 0.0))
        alpha, beta = _NAME_STRENGTH * share + liked, _NAME_STRENGTH * (1 - share) + disliked
        share = alpha / (alpha + beta)
    own, shared = (sum(sums.names.get(name, (0.0, 0.0))) for sums in (person, guild))
    return Opinion(alpha, beta, own, shared)
