"""What is learned from reactions, what is forgotten, and what it changes in the next request."""

from __future__ import annotations

from random import Random
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feedback import Feedback
from bot.filling import fill
from bot.profile import Profile, learn, tally, taste
from bot.profile_view import view
from generation.preferences import Preferences
from tests.bot.values import feedback, report

VAGUE = Preferences(scene="study")
SLOW_PIANO = [report(tempo_bpm=bpm, instruments=("piano",)) for bpm in (74, 78, 82)]
FAST_BAND = report(tempo_bpm=168, instruments=("electric guitar", "bass", "drums"), energy=0.9)


def liking(cards: list[dict], sentiment: float = 1.0, **changes: object) -> list[Feedback]:
    return [
        feedback(f"p{number}", sentiment=sentiment, sequence=number, card=card, **changes)
        for number, card in enumerate(cards)
    ]


def tempos(profile: Profile, explores: bool = False) -> list[float]:
    filled = [fill(VAGUE, profile, Random(seed), explores) for seed in range(200)]
    return [preferences.tempo_bpm for preferences in filled if preferences.tempo_bpm is not None]


events = st.builds(
    lambda person, piece, mark, sentiment, removed, bpm: feedback(
        piece, mark, sentiment, person_id=person, removed=removed, card=report(tempo_bpm=bpm)
    ),
    st.sampled_from(["me", "you"]),
    st.sampled_from(["p1", "p2", "p3"]),
    st.sampled_from(["👍", "👎", "pick", "words"]),
    st.sampled_from([-1.0, 0.6, 1.0]),
    st.booleans(),
    st.floats(40, 240),
)


def in_order(found: list[Feedback]) -> list[Feedback]:
    return [Feedback(**{**vars(event), "sequence": sequence}) for sequence, event in enumerate(found)]


@given(st.lists(events, max_size=12), events)
def test_a_removed_reaction_leaves_no_trace(before: list[Feedback], reaction: Feedback) -> None:
    # A person has each mark on a piece once, so what is taken back is what that mark had said.
    before = [
        e for e in before if (e.person_id, e.piece_id, e.mark) != (reaction.person_id, reaction.piece_id, reaction.mark)
    ]
    given_then_taken = [
        *before,
        Feedback(**{**vars(reaction), "removed": False}),
        Feedback(**{**vars(reaction), "removed": True}),
    ]
    assert tally(in_order(given_then_taken)) == tally(in_order(before))


@given(st.lists(events, max_size=12), st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_read_does_not_matter(found: list[Feedback], random: Random) -> None:
    told = in_order(found)
    shuffled = random.sample(told, len(told))
    assert tally(shuffled) == tally(told)


@given(st.permutations([*SLOW_PIANO, FAST_BAND]))
def test_the_order_in_which_pieces_are_liked_does_not_matter(cards: list[dict]) -> None:
    named = {id(card): f"p{number}" for number, card in enumerate([*SLOW_PIANO, FAST_BAND])}
    told = [feedback(named[id(card)], sequence=n, card=card) for n, card in enumerate(cards)]
    assert learn(tally(told)) == learn(tally(liking([*SLOW_PIANO, FAST_BAND])))


@given(st.lists(events, max_size=12))
def test_a_profile_is_finite_whatever_was_done(found: list[Feedback]) -> None:
    profile = learn(tally(in_order(found)))
    for belief in profile.numbers.values():
        assert belief.deviation > 0 and 0 <= belief.own < 1
    assert all(-1 < opinion.liking < 1 for opinion in profile.names.values())
    fill(VAGUE, profile, Random(1))


def test_a_change_of_mind_counts_once_and_as_the_latest() -> None:
    like, dislike = feedback(mark="👍", sequence=1), feedback(mark="👎", sentiment=-1.0, sequence=2)
    assert tally([like, dislike]) == tally([dislike])


def test_after_liking_slow_piano_a_vague_request_comes_nearer() -> None:
    profile = learn(tally(liking(SLOW_PIANO)))
    filled = [fill(VAGUE, profile, Random(seed)) for seed in range(200)]
    assert 70 < mean(tempos(profile)) < 90
    assert sum("piano" in preferences.instruments for preferences in filled) > 120
    assert all("drums" not in preferences.instruments for preferences in filled)
    assert mean(preferences.energy or 0.5 for preferences in filled) < 0.35


def test_each_like_brings_the_tempo_nearer() -> None:
    means = [learn(tally(liking(SLOW_PIANO[:count]))).numbers["tempo_bpm"].mean for count in range(4)]
    assert means[0] == pytest.approx(110.0)
    distances = [abs(bpm - 78.0) for bpm in means]
    assert distances == sorted(distances, reverse=True)


def test_it_keeps_exploring_around_what_is_known() -> None:
    profile = learn(tally(liking(SLOW_PIANO)))
    known, wide = tempos(profile), tempos(profile, explores=True)
    assert len(set(known)) > 15
    assert max(wide) - min(wide) > 1.5 * (max(known) - min(known))


def test_a_dislike_pushes_away() -> None:
    profile = learn(tally(liking([FAST_BAND], sentiment=-1.0)))
    assert profile.numbers["tempo_bpm"].mean < 108
    assert profile.opinion("instrument:drums").liking < 0


def test_what_is_said_always_wins() -> None:
    profile = learn(tally(liking(SLOW_PIANO)))
    said = Preferences(scene="study", tempo_bpm=140.0, instruments=("violin", "drums"), energy=0.3, genres=("ambient",))
    for seed in range(50):
        filled = fill(said, profile, Random(seed))
        assert filled.over(Preferences()) == said.over(filled)
        assert (filled.tempo_bpm, filled.instruments, filled.energy) == (140.0, ("violin", "drums"), 0.3)
        assert filled.without == ()


def test_a_request_for_another_occasion_or_genre_is_left_alone() -> None:
    profile = learn(tally(liking(SLOW_PIANO)))
    for other in (Preferences(scene="workout", energy=0.9), Preferences(genres=("metal",))):
        assert fill(other, profile, Random(3)) == other


def test_a_stranger_gets_what_the_request_says_and_no_more() -> None:
    assert fill(VAGUE, Profile(), Random(1)) == VAGUE
    assert fill(VAGUE, learn(tally([])), Random(1)) == VAGUE


def test_a_newcomer_starts_from_what_the_guild_likes() -> None:
    guild = tally([event for person in "abcd" for event in liking(SLOW_PIANO, person_id=person)])
    newcomer = learn(tally([]), guild)
    assert mean(tempos(newcomer)) < 90
    other = learn(tally(liking([FAST_BAND] * 4)), guild)
    assert other.numbers["tempo_bpm"].mean > newcomer.numbers["tempo_bpm"].mean + 20


def test_what_everyone_likes_is_only_a_start_and_fills_nothing() -> None:
    everyone = tally(liking(SLOW_PIANO * 10))
    assert all(fill(VAGUE, learn(tally([]), None, everyone), Random(seed)) == VAGUE for seed in range(20))
    assert learn(tally([]), None, everyone).numbers["tempo_bpm"].mean < 90


def test_the_taste_names_what_was_learned_and_how_surely() -> None:
    assert not taste(learn(tally([]))).targets
    learned = taste(learn(tally(liking(SLOW_PIANO))))
    bpm, weight = learned.targets["tempo_bpm"]
    assert 75 < bpm < 90 and 0.5 < weight < 1
    assert learned.names["instrument:piano"] > 0.25


def test_the_profile_reads_as_sentences() -> None:
    profile = learn(tally([*liking(SLOW_PIANO), feedback("x", "👎", -1.0, 9, card=FAST_BAND)]))
    shown = view(profile, likes=3, dislikes=1)
    assert shown.lines[0] == "Learned from your reactions (liked: 3, disliked: 1):"
    assert shown.lines[1].startswith("You like slow (about ") and "calm" in shown.lines[1] and "piano" in shown.lines[1]
    assert "piano" in view(profile, 3, 1, "es").text
    assert "慢速" in view(profile, 3, 1, "zh").text and "钢琴" in view(profile, 3, 1, "zh").text
    assert view(Profile(), 0, 0).reactions == 0


def test_what_a_sentence_only_implies_yields_to_what_is_known() -> None:
    profile = learn(tally(liking([FAST_BAND] * 4)))
    guess = Preferences(scene="study", energy=0.2, valence=0.4)
    said = fill(guess, profile, Random(1))
    implied = [fill(guess, profile, Random(seed), implied=frozenset({"energy", "valence"})) for seed in range(50)]
    assert said == guess, "a person who says calm gets calm"
    assert all(one.energy is not None and one.energy > 0.2 for one in implied)
    assert all(78 < (one.tempo_bpm or 0) < 150 for one in implied), "between the occasion's pace and their own"
