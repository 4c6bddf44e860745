"""The whole of understanding: rules and lexicon for what is said, the learned heads for what is implied."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp import fields, language, mending, ngrams, reading, text
from nlp.lexicon import Lexicon, built_in, judgements
from nlp.mending import Unknown
from nlp.rules import edits, intent, talk, undo
from nlp.rules.negation import negated
from nlp.said import Said
from nlp.spans import NamedSpan, named
from nlp.text import Text
from nlp.understanding import Understanding

if TYPE_CHECKING:
    from nlp.tagger import Guess, Tagger

_CUT = f"everything after the first {text.LONGEST_MESSAGE} characters"
_SURE = 0.55  # of an intent; .4 to .75 are as good on requests.jsonl
_SURELY_NEW, _OF_THE_LAST = 0.8, {"refine", "feedback"}  # "another thing now: march, keep it stately"
_SURELY_AN_EDIT, _PERHAPS_AN_EDIT, _CHANGE_HEARD = 0.9, 0.2, 0.8
# How sure of an edit, where a rule hears a verdict; where it praises, and something to change is heard as well.
_NO_VERDICT, _NO_VERDICT_BUT = 0.95, 0.7
_FEELING = 0.3  # of a sentiment that is heard
_LONGEST_MENDED = 600  # characters; in longer messages names are taken as they are written
_LONGEST_EDIT = 7  # words
_SHORTEST_REASON = 5  # words of an edit that may tell why, and name who is not meant
_LONGEST_CHOICE = 2  # words beside "the second one"
_SIGN = re.compile(f"[{text.SIGN}]")
# Fields that say what kind of music it is, not only how it goes.
_STYLES = {"genres", "scene", "moods"}
_SWAPPED = {"instruments", "without"}
_REFUSALS = {"without", "without_genres"}
_KINDS = {"genres", "scene", "instruments", "moods"}


@dataclass(frozen=True)
class Context:
    """What came before. candidates: how many were last offered. language: the person's usual one, ISO 639-1."""

    has_last_piece: bool = False
    candidates: int = 0
    language: str | None = None


class Parser:
    """Reads messages. Loading takes seconds, reading milliseconds. For one thread at a time."""

    def __init__(self, tagger: Tagger, lexicon: Lexicon, phrases: Lexicon) -> None:
        self._tagger, self._lexicon, self._phrases = tagger, lexicon, phrases

    @classmethod
    def load(cls, checkpoints: Path | None = None) -> Parser:
        """checkpoints: the folder that holds `understanding/`; None for the one that comes with Troubadour.

        Raises CheckpointError, one sentence with the cure, where the checkpoint is missing or damaged.
        """
        from nlp.tagger import Tagger

        ngrams.learned()
        reading.ready()
        folder = checkpoints or Path(__file__).parent.parent / "checkpoints"
        return cls(Tagger.load(folder / "understanding"), built_in(), judgements())

    def parse(self, message: str, context: Context = Context()) -> Understanding:
        """Any string at all -> what it asks. Never raises; values are kept as said, however impossible."""
        read = text.read(message)
        spoken = language.detect(read.folded, context.language, read.plain)
        if ways := undo.languages(read.folded):
            return _undo(spoken if spoken in ways else ways[0])
        opinion = intent.opinion(read.folded, self._phrases, spoken)
        opinion = opinion or intent.opinion(text.fold(message.strip()[: text.LONGEST_MESSAGE]), self._phrases, spoken)
        if not read.folded and opinion is None:
            return Understanding(language=context.language or "en", unsupported=(_CUT,) if read.was_cut else ())
        said, guess, beside = self._understood(read, context, spoken)
        kind, source = _intent(read.folded, spoken, said, guess, opinion, context)
        found, sources = fields.of(kind, said, guess, beside)
        if kind == "refine" and not found and opinion is not None:
            kind = "feedback"  # nothing shall change
        if opinion is not None and kind == "feedback":
            found["sentiment"], sources["sentiment"] = opinion.sentiment, "rule"
        elif kind == "feedback":
            found["sentiment"], sources["sentiment"] = _verdict(said, guess)
        if read.was_cut:
            found["unsupported"] = (*found.get("unsupported", ()), _CUT)
        return Understanding(
            intent=kind,
            language=spoken,
            **found,
            sources={**sources, "intent": source},
            taken_back=said.taken_back if "unsupported" in found else (),
            is_voiceless=said.is_voiceless,
            courtesy=talk.courtesy(read.folded) if kind == "other" else "",
        )

    def spans(self, message: str) -> list[NamedSpan]:
        """Everything that a message names, in its own words, wanted or refused."""
        read = text.read(message)
        spoken = language.detect(read.folded, None, read.plain)
        hits = self._lexicon.find(read.folded, spoken)
        guess = self._tagger.guess(read.plain, read.plain, heard_before=False)
        return named(read, hits, negated(read.folded, hits, spoken), guess.spans)

    def described(self, message: str) -> Mapping[str, Any]:
        """What a text describes, whatever it asks for: the fields of a wish."""
        read = text.read(message)
        said, guess, beside = self._understood(read, Context(), language.detect(read.folded, None, read.plain))
        wish, _ = fields.of("compose", said, guess, beside)
        return wish

    def _understood(self, read: Text, context: Context, spoken: str) -> tuple[Said, Guess, list[Unknown]]:
        """What is said outright, what the model guesses, and what only the model knows a name for."""

        def said_in(words: Text) -> Said:
            return reading.read(words, self._lexicon, candidates=context.candidates,
                                has_last_piece=context.has_last_piece, spoken=spoken)  # fmt: skip

        said = said_in(read)
        wishes = said.rest if said.is_refusing else read.plain
        guess = self._tagger.guess(read.plain, wishes, heard_before=context.has_last_piece)
        if len(read.plain) > _LONGEST_MENDED:
            return said, guess, []
        is_edit = context.has_last_piece and guess.intents["refine"] >= _SURE
        tells_why = is_edit and _words(read.folded) >= _SHORTEST_REASON and _REFUSALS.isdisjoint(said.fields)
        if misread := mending.misread(read, said.hits, guess.nameless, spoken, tells_why=tells_why):
            read = read.without(misread)
            said = said_in(read)
        beside = mending.unknown(read, guess.spans, said.taken)
        respelled = mending.respelled(read, guess, said.taken, self._lexicon, spoken, self._tagger.knows)
        return (said_in(respelled) if respelled else said), guess, [] if respelled else beside


def _undo(spoken: str) -> Understanding:
    return Understanding(intent="refine", language=spoken, sources={"intent": "rule"}, undo=True)


def _intent(
    folded: str, spoken: str, said: Said, guess: Guess, opinion: intent.Opinion | None, context: Context
) -> tuple[str, str]:
    """(intent, where from)."""
    wishes = set(said.fields) - {"changes", "transpose_semitones", "reference", "unsupported"}
    signals = intent.Signals(
        spoken=spoken,
        has_last_piece=context.has_last_piece,
        has_changes="changes" in said.fields or "transpose_semitones" in said.fields,
        has_wishes=bool(wishes) or bool(said.refused_moods),
        has_edit_verb=edits.has_edit_verb(folded),
        asks_for_new=edits.asks_for_new(folded),
        leaves_the_last=edits.leaves_the_last(folded),
        is_fragment=edits.is_fragment(folded),
        names_a_kind=bool(wishes & _KINDS),
        names_a_style=bool(wishes & _STYLES),
        has_reference="reference" in said.fields,
        only_refuses="without" in wishes and wishes <= _REFUSALS,
        is_excess=context.has_last_piece and said.is_excess,
        tells_state=said.tells_state,
        swaps_players=wishes >= _SWAPPED,
        is_glad=context.has_last_piece and intent.is_glad(folded),
        opinion=opinion,
    )
    ruled = intent.by_rule(folded, signals)
    likeliest = max(guess.intents, key=lambda name: guess.intents[name])
    # "Someone follows me and I walk faster": a long story with a comparative in it is not an edit.
    is_story = ruled == "refine" and len(folded.split()) > _LONGEST_EDIT and not signals.has_edit_verb
    if is_story and likeliest == "compose" and guess.intents[likeliest] > _SURE and not context.has_last_piece:
        return "compose", "model"
    is_new = guess.intents.get("compose", 0.0) >= _SURELY_NEW and not edits.has_arrow(folded)
    if ruled in _OF_THE_LAST and is_new:
        return "compose", "model"
    if context.has_last_piece and _is_edit_after_all(ruled or likeliest, guess, signals):
        return "refine", "model"
    if ruled is not None:
        return ruled, "rule"
    says_what = bool(wishes) or "unsupported" in said.fields
    changes = context.has_last_piece and signals.has_changes  # "too predictable, surprise me"
    if likeliest == "refine" and ((signals.asks_for_new and not changes) or (says_what and not context.has_last_piece)):
        return "compose", "rule"
    # Names of instruments or moods lean toward music, unless the model is sure ("my sister plays the violin").
    # Of a long message the model has read only a part.
    is_sure = guess.intents[likeliest] >= _SURE and len(folded) <= _LONGEST_MENDED
    if says_what and likeliest == "feedback" and context.has_last_piece:  # "the cello is pretty"
        is_sure |= not (signals.has_edit_verb or signals.asks_for_new)
    if says_what and not is_sure:
        may_change = signals.has_edit_verb and not signals.is_of_its_own and not signals.asks_for_new
        is_edit = may_change and (context.has_last_piece or bool(wishes))
        # "Does it go in C major too?"
        is_edit |= context.has_last_piece and guess.intents["refine"] > guess.intents["compose"]
        return "refine" if is_edit else "compose", "rule"
    return likeliest, "model"


def _is_edit_after_all(kind: str, guess: Guess, signals: intent.Signals) -> bool:
    """ "I'd like to hear deeper notes", "louder and it'd be perfect": the piece is there, and the model hears an edit.

    Where it also knows what shall change, it need be less sure that there is an edit at all.
    """
    share = guess.intents["refine"]
    is_heard = any(change.sure >= _CHANGE_HEARD for change in guess.changes.values())
    if kind == "compose":
        least = _PERHAPS_AN_EDIT if is_heard else _SURELY_AN_EDIT
        is_likely_new = guess.intents["compose"] >= _SURELY_NEW or signals.has_wishes or signals.asks_for_new
        if signals.has_edit_verb and not (is_likely_new or signals.leaves_the_last):
            return True  # "move the quiet part to the front"
        another = signals.names_a_style and signals.asks_for_new and not is_heard  # "mais uma valsa"
        return share >= least and not another and not signals.leaves_the_last
    is_verdict = signals.has_reference or signals.is_glad
    is_blame = signals.opinion is not None and signals.opinion.is_blame
    least = _NO_VERDICT_BUT if is_heard and not is_blame else _NO_VERDICT
    return kind == "feedback" and share >= least and not is_verdict


def _words(text: str) -> float:
    """How many words a text has; two Chinese or Japanese signs count as one."""
    return len(_SIGN.sub("", text).split()) + len(_SIGN.findall(text)) / 2


def _verdict(said: Said, guess: Guess) -> tuple[float, str]:
    """A bare "the second one" is a choice, and choosing is praise; otherwise the model hears the tone."""
    if "reference" in said.fields and _words(said.rest) <= _LONGEST_CHOICE:
        return 1.0, "rule"
    # A tone that is hardly heard must not teach anybody's profile.
    return guess.sentiment if abs(guess.sentiment) >= _FEELING else 0.0, "model"
