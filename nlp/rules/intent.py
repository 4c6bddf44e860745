"""What a message is for: to compose, to refine, to judge, to ask for help, or something else. Pure decisions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.lexicon import Lexicon
from nlp.rules import phrases, talk
from nlp.rules.negation import negated
from nlp.text import SIGN

_SIGN = re.compile(r"\s*(?:(?P<up>\+{1,5}1?|👍+)|(?P<down>-{1,5}1?|👎+))\s*")
_RATING = re.compile(
    r"(?<![\d/])(?P<score>\d{1,2}(?:\.\d)?)\s?(?:(?:/|sur|von|de)\s?(?P<of>10|5)(?![\d/]|\s?(?:bpm|se[cg]|min))|out "
    r"of (?P<out>10|5|ten|five)|"
    r"(?P<stars>stars?|estrellas?|etoiles?|estrelas?|sterne?|颗?星|つ星)|(?P<points>分|点|points?(?= sur)|punkte?|"
    r"pontos?)(?=$|[,.!]))"
)

_OUTDOES = re.compile(
    r"\w ?(?:(?P<best>>{2,}|(?<=(?<!\d)\d )>(?= \d(?!\d)))|<{2,}) ?\w"
)  # "the first one >>> the rest"
_BEST, _GLAD = 0.9, 0.8
_FEWEST_LETTERS = 2
_LONGEST_VERDICT = 1000  # characters; what is said of a piece is said at the start
_WISH_WINDOW = 40  # characters before a judgement that may say that it is only wished for
_VERDICT_WINDOW = 60  # characters before a judgement that may say what it is of
# German says its "no" behind the verb: "das gefällt mir überhaupt nicht".
_DENIED_DE = re.compile(
    r" (?:(?:so|gar|echt|leider|mal|irgendwie|uberhaupt|absolut|wirklich|aber|ja|halt|ehrlich gesagt) )*"
    r"(?:gar)?(?:nicht|nich|net|ned)(?![a-z]| (?:nur|schlecht|ubel|verkehrt|mehr aufhoren))"
)
_FIGURE = re.compile(r"\s*\d")
_FEWEST_NAMES = 3
_ASKED_IN_HAN = re.compile(rf"[{SIGN}]\?\W*$")
_EDITS_FIRST = re.compile(rf"(?:(?:pls|please|now|and|ok|okay|hey|also|but)[ ,]+)*(?:{phrases.EDIT_VERB.pattern})")
_MOST_WORDS_OF_AN_EDIT = 2  # beside its names
_STRAY_WORDS = 1  # words that nothing explains, in a request that is otherwise clear


@dataclass(frozen=True)
class Opinion:
    """sentiment: -1..1. firm: said of a piece whatever stands beside it."""

    sentiment: float
    firm: bool

    @property
    def is_blame(self) -> bool:
        return self.firm and self.sentiment < 0


@dataclass(frozen=True)
class Signals:
    """What speaks for one intent or another; each read elsewhere."""

    spoken: str  # the language of the message, ISO 639-1
    has_last_piece: bool
    has_changes: bool
    has_wishes: bool
    has_edit_verb: bool
    asks_for_new: bool
    leaves_the_last: bool
    is_fragment: bool
    names_a_kind: bool
    names_a_style: bool
    has_reference: bool
    only_refuses: bool
    is_excess: bool
    tells_state: bool
    swaps_players: bool
    is_glad: bool
    opinion: Opinion | None

    @property
    def is_of_its_own(self) -> bool:
        """ "Slower soul, with organ" where there is nothing to change."""
        return self.names_a_style and not self.has_last_piece and not self.has_reference

    @property
    def says_anything(self) -> bool:
        return self.has_changes or self.has_wishes or self.has_reference or self.opinion is not None


def is_glad(folded: str) -> bool:
    """ "Good that it's slower now": praise of what was changed, and no further change."""
    return talk.says("glad", folded) and not talk.says("further", folded)


def opinion(folded: str, judgements: Lexicon, spoken: str | None = None) -> Opinion | None:
    """How much the person likes what they heard; None where they do not say."""
    folded = folded[:_LONGEST_VERDICT]
    if sign := _SIGN.fullmatch(folded):
        return Opinion(1.0 if sign["up"] else -1.0, firm=True)
    # In Japanese 分 counts minutes, in Chinese points as well.
    if (rating := _RATING.search(folded)) and not (spoken == "ja" and rating["points"] == "分"):
        return Opinion(_rated(rating), firm=True)
    if outdone := _OUTDOES.search(folded):
        return Opinion(_BEST if outdone["best"] else -_BEST, firm=True)
    hits = [hit for hit in judgements.find(folded, spoken)
            if not phrases.WISHED.search(folded, max(0, hit.start - _WISH_WINDOW), hit.start)]  # fmt: skip
    if not hits:
        return Opinion(_GLAD, firm=False) if talk.says("glad", folded) else None
    refused = {*negated(folded, hits, spoken)}
    if spoken == "de":
        refused |= {index for index, hit in enumerate(hits) if _DENIED_DE.match(folded, hit.end)}
    said = [
        (float(entry.facts["sentiment"]) * (-0.6 if index in refused else 1.0), bool(entry.facts.get("firm")))
        for index, hit in enumerate(hits)
        for entry in hit.entries
    ]
    # "Bueno, no mola": what is surely a verdict outweighs a word that only may be one.
    values = [value for value, is_firm in said if is_firm] or [value for value, _ in said]
    firm = any(
        entry.facts.get("firm", False) or phrases.VERDICT.search(folded, max(0, hit.start - _VERDICT_WINDOW), hit.start)
        for hit in hits
        for entry in hit.entries
    )
    return Opinion(round(max(-1.0, min(1.0, sum(values) / len(values))), 2), firm)


def by_rule(folded: str, signals: Signals) -> str | None:
    """The intent where the words say it; None where a model has to guess."""
    if phrases.AWAY.match(folded):
        return "other"
    if not signals.says_anything and sum(map(str.isalnum, folded)) < _FEWEST_LETTERS:
        return None if signals.has_last_piece or not folded.isascii() else "other"
    if phrases.CHATTER.fullmatch(folded):
        return _of_chatter(folded, signals)
    if phrases.AGAIN.fullmatch(folded):
        return "compose"
    if _asks_for_help(folded, signals) or _asks_for_a_file(folded, signals):
        return "help"
    if talk.says("whether", folded) and not signals.has_last_piece:
        return None
    if signals.leaves_the_last and signals.has_wishes:
        return "compose"
    if signals.is_glad:
        return "feedback"
    if signals.is_excess and not signals.has_edit_verb and signals.opinion and signals.opinion.is_blame:
        return "feedback"  # "too gloomy, not my thing"
    if signals.tells_state:
        return "refine"
    if signals.has_changes:
        return _by_changes(folded, signals)
    if signals.only_refuses and signals.has_last_piece and not signals.has_reference:
        return "refine"
    if signals.opinion is not None and signals.opinion.firm and not signals.asks_for_new:
        return _by_verdict(folded, signals)
    if signals.has_wishes:
        return _by_wishes(folded, signals)
    if signals.has_reference:
        return _by_reference(folded, signals)
    if signals.asks_for_new:
        return "compose" if names_music(folded) and not talk.says("same", folded) else None
    if signals.opinion is not None and signals.has_last_piece and not names_music(folded):
        return "feedback" if _is_short(folded) or phrases.ABOUT_IT.search(folded) else None
    return None


def _of_chatter(folded: str, signals: Signals) -> str | None:
    """ "Hello" is no word on a piece that was just played; "ok" and "好" may be."""
    if signals.opinion and signals.opinion.firm:
        return "feedback"
    may_judge = signals.has_last_piece and (signals.opinion or phrases.SHRUG.fullmatch(folded))
    return None if may_judge else "other"


def _asks_for_help(folded: str, signals: Signals) -> bool:
    """A question about the bot; "how many", "can you" and their kin also have to name it, or music."""
    asked = phrases.HELP.search(folded)
    is_question = phrases.QUESTION.match(folded) or _ASKED_IN_HAN.search(folded)
    if asked is None or (signals.asks_for_new and not is_question):
        return False
    if not talk.is_only("loose_help", asked[0]):
        return not (signals.has_wishes and signals.has_last_piece)
    is_plain = not (signals.has_wishes or signals.has_changes or signals.opinion or signals.has_last_piece)
    return is_plain and talk.is_question(folded) and talk.says("about", folded)


def _asks_for_a_file(folded: str, signals: Signals) -> bool:
    """ "Can I have that as MIDI?", where a piece is there to have."""
    return signals.has_last_piece and not signals.has_changes and phrases.FILES.search(folded) is not None


def _by_changes(folded: str, signals: Signals) -> str | None:
    """ "Slower": a change, unless it is said of something else ("税金高すぎ"), or complains and asks for nothing."""
    if signals.asks_for_new and not signals.has_last_piece:
        return "compose" if _is_explained(folded, signals.spoken, _STRAY_WORDS) else None
    if signals.has_last_piece:
        is_complaint = not signals.has_edit_verb and _only_complains(folded, signals.spoken)
        return None if is_complaint or talk.says("how", folded) else "refine"
    if signals.is_of_its_own:
        return "compose" if _is_clear(folded, signals.spoken) else None
    if signals.has_wishes and not signals.has_edit_verb:
        return None
    return "refine" if _is_explained(folded, signals.spoken, _STRAY_WORDS if signals.has_edit_verb else 0) else None


def _only_complains(folded: str, spoken: str) -> bool:
    """ "Too boring for me", "I am sadder today", "faster internet is coming to our street"."""
    if talk.says("complaint", folded) or talk.says("oneself", folded):
        return True
    left = talk.unexplained(folded, spoken, verdict=True)
    return left.words > _MOST_WORDS_OF_AN_EDIT and not left.is_of_music


def _by_verdict(folded: str, signals: Signals) -> str | None:
    """Praise or blame is of the piece just played; with none played, and beside an edit, it may be of anything."""
    if not signals.has_last_piece:
        return "feedback" if _SIGN.fullmatch(folded) or _RATING.search(folded) else None
    if signals.swaps_players:
        return "refine"  # "I don't like the trumpet, use a flute"
    if talk.says("back", folded) or (signals.has_edit_verb and (signals.has_wishes or signals.has_reference)):
        return None
    if signals.has_wishes and (talk.says("and_now", folded) or talk.is_question(folded)):
        return None
    if talk.is_question(folded) and not _is_short(folded):
        return None
    return "feedback" if signals.has_reference or _is_of_the_piece(folded, signals.spoken) else None


def _is_of_the_piece(folded: str, spoken: str) -> bool:
    """Whether a verdict names music, or says little else: "this soup is amazing" may be chat."""
    left = talk.unexplained(folded, spoken, verdict=True)
    return left.is_of_music or left.words <= _STRAY_WORDS / 2


def _by_reference(folded: str, signals: Signals) -> str | None:
    if signals.has_edit_verb and signals.opinion is None and not _only_chooses(folded):
        return "refine" if signals.has_last_piece else None
    if talk.is_question(folded):
        return None
    return "feedback" if signals.has_last_piece or _is_explained(folded, signals.spoken, 0) else None


def _only_chooses(folded: str) -> bool:
    """ "Nimm Variante B", "I'll take the last one": short, and no other verb of editing."""
    verbs = [match[0] for match in phrases.EDIT_VERB.finditer(folded)]
    return _is_short(folded) and all(phrases.CHOICE.fullmatch(verb) for verb in verbs)


def _by_wishes(folded: str, signals: Signals) -> str | None:
    if signals.asks_for_new and not (signals.has_last_piece and _EDITS_FIRST.match(folded)):
        if talk.says("same", folded):
            return "refine" if signals.has_last_piece else None
        return "compose" if names_music(folded) or not talk.names_only_a_scene(folded, signals.spoken) else None
    # "90 bpm" changes the last piece; "90 bpm techno" and "45 seconds of jazz, no drums" are pieces of their own.
    is_whole = signals.names_a_kind and _FIGURE.match(folded) is not None
    if not signals.has_last_piece:
        # "Take out the drums" changes something, though there is nothing yet.
        whole = "refine" if signals.has_edit_verb and not signals.is_of_its_own else "compose"
        return whole if _is_clear(folded, signals.spoken) else None
    if signals.has_edit_verb or signals.has_reference:
        return "refine"
    if signals.opinion is not None or talk.is_question(folded):
        return None
    if talk.says("same", folded):
        return "refine"
    if signals.is_fragment and not is_whole:
        return "refine" if _is_explained(folded, signals.spoken, _STRAY_WORDS) else None
    is_request = is_whole or names_music(folded)
    return "compose" if is_request and _is_explained(folded, signals.spoken, _STRAY_WORDS) else None


def _is_explained(folded: str, spoken: str, stray: int) -> bool:
    """Whether names and small words are nearly all there is. stray: other words allowed, where much is named."""
    left = talk.unexplained(folded, spoken)
    return left.names > 0 and left.words <= (stray if left.musical >= _FEWEST_NAMES else 0)


def _is_clear(folded: str, spoken: str) -> bool:
    """Whether it is of music and hardly anything else."""
    return _is_explained(folded, spoken, _STRAY_WORDS) and talk.unexplained(folded, spoken).is_of_music


def names_music(folded: str) -> bool:
    """Whether a thing that can be composed is named: "song", "曲", "melodía"."""
    return phrases.SOUND_NOUN.search(folded) is not None


def _is_short(folded: str) -> bool:
    return len(folded.split()) <= 6 and len(folded) <= 40


def _rated(match: re.Match[str]) -> float:
    best = {"5": 5, "10": 10, "ten": 10, "five": 5}.get(match["of"] or match["out"] or "", 5 if match["stars"] else 10)
    return round(max(-1.0, min(1.0, 2 * float(match["score"]) / best - 1)), 2)
