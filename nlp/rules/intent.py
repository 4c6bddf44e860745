"""What a message is for: to compose, to refine, to judge, to ask for help, or something else. Pure decisions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.lexicon import Lexicon
from nlp.rules import phrases
from nlp.rules.negation import negated

_SIGN = re.compile(r"\s*(?:(?P<up>\+{1,5}1?|👍+)|(?P<down>-{1,5}1?|👎+))\s*")
_RATING = re.compile(
    r"(?<![\d/])(?P<score>\d{1,2}(?:\.\d)?)\s?(?:(?:/|sur|von|de)\s?(?P<of>10|5)(?![\d/]|\s?(?:bpm|se[cg]|min))|out "
    r"of (?P<out>10|5|ten|five)|"
    r"(?P<stars>stars?|estrellas?|etoiles?|estrelas?|sterne?|颗?星|つ星)|(?P<points>分|点|points?(?= sur)|punkte?|"
    r"pontos?)(?=$|[,.!]))"
)


_FEWEST_LETTERS = 2
_FIGURE = re.compile(r"\s*\d")


@dataclass(frozen=True)
class Opinion:
    """sentiment: -1..1. firm: said of a piece whatever stands beside it."""

    sentiment: float
    firm: bool


@dataclass(frozen=True)
class Signals:
    """What speaks for one intent or another; each read elsewhere."""

    has_last_piece: bool
    has_changes: bool
    has_wishes: bool
    has_edit_verb: bool
    asks_for_new: bool
    is_fragment: bool
    names_a_kind: bool
    names_a_style: bool
    has_reference: bool
    opinion: Opinion | None

    @property
    def is_of_its_own(self) -> bool:
        """ "Slower soul, with organ" where there is nothing to change."""
        return self.names_a_style and not self.has_last_piece and not self.has_reference

    @property
    def says_anything(self) -> bool:
        return self.has_changes or self.has_wishes or self.has_reference or self.opinion is not None


def opinion(folded: str, judgements: Lexicon, spoken: str | None = None) -> Opinion | None:
    """How much the person likes what they heard; None where they do not say."""
    if sign := _SIGN.fullmatch(folded):
        return Opinion(1.0 if sign["up"] else -1.0, firm=True)
    # In Japanese 分 counts minutes, in Chinese points as well.
    if (rating := _RATING.search(folded)) and not (spoken == "ja" and rating["points"] == "分"):
        return Opinion(_rated(rating), firm=True)
    hits = judgements.find(folded, spoken)
    if not hits:
        return None
    refused = negated(folded, hits, spoken)
    said = [
        (float(entry.facts["sentiment"]) * (-0.6 if index in refused else 1.0), bool(entry.facts.get("firm")))
        for index, hit in enumerate(hits)
        for entry in hit.entries
    ]
    # "Bueno, no mola": what is surely a verdict outweighs a word that only may be one.
    values = [value for value, is_firm in said if is_firm] or [value for value, _ in said]
    firm = any(
        entry.facts.get("firm", False) or phrases.VERDICT.search(folded, 0, hit.start)
        for hit in hits
        for entry in hit.entries
    )
    return Opinion(round(max(-1.0, min(1.0, sum(values) / len(values))), 2), firm)


def by_rule(folded: str, signals: Signals) -> str | None:
    """The intent where the words say it; None where a model has to guess."""
    if phrases.AWAY.match(folded):
        return "other"
    if not signals.says_anything and sum(map(str.isalnum, folded)) < _FEWEST_LETTERS:
        return "other"
    if phrases.CHATTER.fullmatch(folded):
        return "feedback" if signals.opinion and signals.opinion.firm else "other"
    if phrases.AGAIN.fullmatch(folded):
        return "compose"
    if signals.has_changes:
        return "compose" if signals.is_of_its_own or (signals.asks_for_new and not signals.has_last_piece) else "refine"
    if phrases.HELP.search(folded) and (phrases.QUESTION.match(folded) or not signals.asks_for_new):
        return "help"
    firm = signals.opinion is not None and signals.opinion.firm
    if firm and not signals.asks_for_new and not (signals.has_edit_verb and signals.has_wishes):
        return "feedback"
    if signals.has_wishes:
        return _by_wishes(folded, signals)
    if signals.has_reference:
        return "refine" if signals.has_edit_verb and signals.opinion is None else "feedback"
    if signals.opinion is not None and not signals.asks_for_new and not names_music(folded):
        return "feedback" if _is_short(folded) or phrases.ABOUT_IT.search(folded) else None
    return "compose" if signals.asks_for_new and names_music(folded) else None


def _by_wishes(folded: str, signals: Signals) -> str | None:
    if signals.asks_for_new:
        return "compose"
    # "90 bpm" changes the last piece; "90 bpm techno" and "45 seconds of jazz, no drums" are pieces of their own.
    is_whole = signals.names_a_kind and _FIGURE.match(folded) is not None
    if signals.has_edit_verb or signals.has_reference:
        return "compose" if signals.is_of_its_own else "refine"
    if signals.has_last_piece and signals.is_fragment and not is_whole:
        return "refine"
    return "compose" if is_whole or names_music(folded) else None


def names_music(folded: str) -> bool:
    """Whether a thing that can be composed is named: "song", "曲", "melodía"."""
    return phrases.SOUND_NOUN.search(folded) is not None


def _is_short(folded: str) -> bool:
    return len(folded.split()) <= 6 and len(folded) <= 40


def _rated(match: re.Match[str]) -> float:
    best = {"5": 5, "10": 10, "ten": 10, "five": 5}.get(match["of"] or match["out"] or "", 5 if match["stars"] else 10)
    return round(max(-1.0, min(1.0, 2 * float(match["score"]) / best - 1)), 2)
