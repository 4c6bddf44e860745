"""What a text says outright: the rules one after another, then the lexicon, each on what the last one left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generation import vocabulary as words
from nlp.lexicon import LANGUAGES, Hit, Lexicon
from nlp.rules import (
    contradictions,
    dials,
    duration,
    edits,
    key,
    levels,
    meter,
    names,
    numbers,
    reference,
    states,
    tempo,
    transpose,
)
from nlp.rules.described import described, is_likened, is_made, is_only_how, is_told, is_too_much, is_voice_told
from nlp.rules.finding import Finding, before_arrows, replaced
from nlp.rules.negation import negated
from nlp.said import Said
from nlp.text import Text

_OCCASIONS = ("birthday", "christmas", "halloween", "wedding")  # named beside another scene, these are what it is for
_CLEAR_LEAN = 0.1  # "neither sad nor happy" leans nowhere


def ready() -> None:
    """Compiles the longest expressions of every language, for which the first message of each would else wait."""
    for language in LANGUAGES:
        dials.ready(language)
        states.ready(language)


def read(text: Text, lexicon: Lexicon, *, candidates: int, has_last_piece: bool, spoken: str) -> Said:
    """Reads a text by rule and lexicon alone. spoken: its language, ISO 639-1."""
    found: list[Finding] = []
    rest = numbers.as_japanese(text) if spoken == "ja" else text
    was = before_arrows(rest.folded)
    named = [*was, *replaced(rest.folded)]  # "from 60 to 90 seconds" is a range, "from C to D" is not
    for rule in (meter.read, key.read, duration.read, transpose.read, tempo.read):
        again = tempo.named if rule is tempo.read else rule
        later = _as_it_shall_be(rule, rest, named if rule in {meter.read, key.read} else was)
        new = contradictions.figures(rule, again, later, spoken)
        found += new
        old = [] if later is rest else rule(rest.without(finding.span for finding in new))
        rest = rest.without(finding.span for finding in (*new, *old))
    turned = [lambda left, rule=rule: rule.read(left, spoken) for rule in (dials, states)] if has_last_piece else []
    for settled in (lambda left: reference.read(left, candidates), *turned, levels.read, names.read):
        new = settled(rest)
        rest = rest.without(finding.span for finding in new)
        found += new
    return _Gathering(rest, lexicon.find(rest.folded, spoken), has_last_piece, spoken).finish(found)


def _as_it_shall_be(rule: contradictions.Rule, text: Text, was: Sequence[tuple[int, int]]) -> Text:
    """Without "4/4" in "4/4 -> 3/4", where a rule reads what it shall be. was: where it stands what it was."""
    if not was:
        return text
    later = text.without(was)
    return later if rule(later) else text


class _Gathering:
    """Collects the fields of one text; lives only inside `read`."""

    def __init__(self, text: Text, hits: Sequence[Hit], has_last_piece: bool, spoken: str) -> None:
        self.text, self.hits, self.has_last_piece, self.spoken = text, hits, has_last_piece, spoken
        self.refused = negated(text.folded, hits, spoken)
        self.described = described(text.folded, hits, self.refused, spoken) if has_last_piece else set()
        self.degrees = edits.degrees(text.folded, hits, spoken, has_last_piece=has_last_piece)
        self.contrary = contradictions.named(text.folded, hits, self.refused, self.degrees)
        for index in self.contrary.softened:
            del self.refused[index]
        self.named_genres = [entry.name for hit in hits for entry in hit.of("genres")]
        self.fields: dict[str, Any] = {}
        self.sources: dict[str, str] = {}
        self.refused_moods: list[str] = []
        self.taken_back: list[str] = []
        self.kept: list[str] = []
        self.told_voices: list[str] = []
        self.is_voiceless = self.is_scene_told = self.is_mood_told = self.is_mood_made = self.tells_state = False
        # What is said to stay ("softer, but keep the drive"); of each change whether it says that there is too much.
        self.held, self.excesses = set[str](), set[bool]()

    def finish(self, found: Sequence[Finding]) -> Said:
        for finding in found:
            if finding.field == "taken_back":
                self._take_back(str(finding.value))
            elif finding.field == "kept":
                self.kept.append(str(finding.value))
            elif finding.field in {"changes", "told"}:
                self.excesses.add(finding.field == "told")
                self.tells_state |= finding.field == "told"
                self._gather("changes", finding.value, "rule")
            elif finding.field == "unsupported":
                self._gather("unsupported", finding.value, "rule")
            elif finding.field:
                self._set(finding.field, finding.value, "rule")
        for index, hit in enumerate(self.hits):
            if index not in self.contrary.fallen | self.contrary.softened:
                self._take(index, hit)
        for index in self.contrary.said:
            self._take_back(self.text.plain[slice(*self.hits[index].span)])
        self._artist_traits(found)
        self._settle()
        left = self.text.without((start, self.hits[index].end) for index, start in self.refused.items())
        taken = (*(finding.span for finding in found), *(hit.span for hit in self.hits))
        return Said(self.fields, self.sources, tuple(self.refused_moods), left.words_left(), taken,
                    tuple(self.taken_back), tuple(self.kept), tuple(self.hits), self.is_voiceless,
                    self.is_scene_told, self.is_mood_told, self.is_mood_made, self.excesses == {True}, self.tells_state,
                    tuple(self.told_voices))  # fmt: skip

    def _take_back(self, phrase: str) -> None:
        self.taken_back.append(phrase)
        self._gather("unsupported", phrase, "rule")

    def _take(self, index: int, hit: Hit) -> None:
        how = self.degrees[index]
        if is_only_how(self.text.folded, self.hits, index) or self._is_tone(hit):
            return
        self.held |= edits.attributes_named(hit) if how == edits.KEPT else set()
        if how in {edits.KEPT, edits.UNWANTED} or (index in self.described and how is None):
            self.kept += edits.attributes(hit)  # "the quiet part": no model shall hear that it be louder
            return
        # "Not fast enough" asks for more; "not so sad" for less, where there is a piece to take it from.
        is_edit = how == edits.ENOUGH or (how == edits.LESS and (self.has_last_piece or bool(hit.of("edits"))))
        if index in self.refused and how == edits.MORE and hit.of("pace", "moods", "texture", "edits"):
            self.kept += edits.change(hit, how)  # "no la hagas más rápida" asks for no change
            return
        if index in self.refused and not is_edit:
            self._refuse(hit)
            return
        if hit.of("edits"):
            # "速くしないで", "too much slower": the comparative itself is refused.
            sign = -1 if how in {edits.LESS, edits.TOO} else 1
            change = {name: sign * step for entry in hit.of("edits") for name, step in edits.pushes(entry).items()}
            self.excesses.add(is_too_much(self.text.folded, hit.span))
            self._gather("changes", self._wished(change, hit), "rule")
            self.kept += [name for entry in hit.of("edits") for name in entry.facts.get("keep", ())]
            return
        # "With more strings" thickens a piece that exists; of a new one it only says what plays.
        is_of_players = bool(hit.of("instruments", "instrument_groups")) and not self.has_last_piece
        as_named = how == edits.MORE and (is_of_players or edits.is_of_its_own(hit))
        if how is not None and not as_named and (change := edits.change(hit, how)):
            self.excesses.add(how == edits.TOO)
            self._gather("changes", self._wished(change, hit) if how == edits.MORE else change, "rule")
            if how in {edits.LESS, edits.TOO} or not hit.of("instruments", "instrument_groups"):
                return
        self._want(hit)

    def _is_tone(self, hit: Hit) -> bool:
        """Whether a sign beside a change only says how it is meant: "run like the express 😂" wants no funny piece."""
        is_sign = not any(map(str.isalpha, self.text.folded[hit.start : hit.end]))
        return is_sign and self.has_last_piece and "changes" in self.fields and bool(hit.of("moods"))

    def _wished(self, change: Mapping[str, int], hit: Hit) -> Mapping[str, int]:
        """What is wished for: the other way where the comparative only says how the piece is."""
        way = -1 if self.has_last_piece and is_likened(self.text.folded, hit.span) else 1
        self.tells_state |= way < 0
        return {name: way * step for name, step in change.items()}

    def _want(self, hit: Hit) -> None:
        for entry in hit.entries:
            if entry.category in {"moods", "genres", "instruments"}:
                self._gather(entry.category, (entry.name,), "lexicon")
                if entry.category == "moods":
                    self.is_mood_made |= is_made(self.text.folded, hit.span)
                    self.is_mood_told |= is_told(self.text.folded, hit.span)
            elif entry.category == "instrument_groups":
                self._gather("instruments", self._of_group(entry.facts), "lexicon")
            elif entry.category == "scenes" and (entry.name in _OCCASIONS or "scene" not in self.fields):
                self.fields["scene"], self.sources["scene"] = entry.name, "lexicon"
                self.is_scene_told = is_told(self.text.folded, hit.span)
            elif entry.category == "pace" and "tempo_bpm" not in self.fields:
                self._set("tempo_range", tuple(float(bpm) for bpm in entry.facts["range"]), "lexicon")
            elif entry.category == "texture":
                self._want_texture(entry.facts, hit)

    def _of_group(self, facts: Mapping[str, Any]) -> tuple[str, ...]:
        """What a wide name means here: a guitar in metal is not the guitar of a bossa nova."""
        in_genre = facts.get("in_genre", {})
        fitting = [in_genre[genre] for genre in self.named_genres if genre in in_genre]
        return (fitting[0],) if fitting else tuple(facts["wanted"])

    def _want_texture(self, facts: Mapping[str, Any], hit: Hit) -> None:
        kind = facts["kind"]
        if kind == "loop":
            self._set("loop", True, "lexicon")
        elif kind == "unsupported":
            self._gather("unsupported", (self.text.plain[hit.start : hit.end],), "lexicon")
            if is_voice_told(self.text.folded, hit):
                self.told_voices.append(self.text.plain[hit.start : hit.end])
        elif kind in {"density", "energy", "valence"}:
            self._set(kind, float(facts["value"]), "lexicon")

    def _refuse(self, hit: Hit) -> None:
        for entry in hit.entries:
            if entry.category == "edits":
                self.kept += edits.pushes(entry)
            if entry.category == "instruments":
                self._gather("without", (entry.name,), "rule")
            elif entry.category == "instrument_groups":
                self._gather("without", tuple(entry.facts["barred"]), "rule")
            elif entry.category == "genres":
                self._gather("without_genres", (entry.name,), "rule")
            elif entry.category == "moods":
                self.refused_moods.append(entry.name)
            elif entry.category == "pace" and "not_range" in entry.facts and "tempo_bpm" not in self.fields:
                self._set("tempo_range", tuple(float(bpm) for bpm in entry.facts["not_range"]), "rule")
            elif entry.category == "texture":
                self._refuse_texture(entry.name, entry.facts)

    def _refuse_texture(self, name: str, facts: Mapping[str, Any]) -> None:
        if facts["kind"] == "loop":
            self._set("loop", False, "rule")
        elif name == "vocals":
            self.is_voiceless = True
        elif facts["kind"] in {"density", "energy", "valence"}:
            self._set(facts["kind"], round(0.5 + (0.5 - float(facts["value"])) / 2, 2), "rule")

    def _artist_traits(self, found: Sequence[Finding]) -> None:
        for finding in found:
            if finding.field == "unsupported":
                for kind, value in names.traits(str(finding.value)).items():
                    if kind not in self.fields:
                        self._gather(kind, value, "lexicon")

    def _settle(self) -> None:
        """What is refused wins over what is wanted; moods named give valence and energy where no figure does."""
        fields = self.fields
        barred = words.barred_instruments(tuple(fields.get("without", ())), tuple(fields.get("instruments", ())))
        self._keep("instruments", lambda name: name not in barred)
        self._keep("genres", lambda name: name not in fields.get("without_genres", ()))
        self._keep("moods", lambda name: name not in self.refused_moods)
        if "tempo_bpm" in fields:
            fields.pop("tempo_range", None)
        if "duration_seconds" in fields or "bars" in fields:  # "stretch it to three minutes"
            fields["changes"] = {name: way for name, way in fields.get("changes", {}).items() if name != "duration"}
        if left := {name: way for name, way in fields.get("changes", {}).items() if name not in self.held}:
            fields["changes"] = left
        if moods := fields.get("moods"):
            table = [words.MOOD_VALENCE_ENERGY[mood] for mood in moods]
            self._set("valence", round(sum(valence for valence, _ in table) / len(table), 2), "lexicon")
            self._set("energy", round(sum(energy for _, energy in table) / len(table), 2), "lexicon")
        elif self.refused_moods:
            self._lean_away()
        for name in [name for name, value in fields.items() if value in ((), {})]:
            del fields[name]
            self.sources.pop(name, None)

    def _lean_away(self) -> None:
        """ "Nothing sad" says no mood, but it does say which way to lean."""
        table = [words.MOOD_VALENCE_ENERGY[mood] for mood in self.refused_moods]
        valence, energy = (sum(column) / len(table) - 0.5 for column in zip(*table, strict=True))
        name, lean = ("valence", valence) if abs(valence) >= abs(energy) else ("energy", energy)
        if abs(lean) > _CLEAR_LEAN:
            self._set(name, 0.65 if lean < 0 else 0.35, "rule")

    def _keep(self, name: str, wanted: Any) -> None:
        if name in self.fields:
            self.fields[name] = tuple(filter(wanted, self.fields[name]))

    def _set(self, name: str, value: Any, source: str) -> None:
        if name not in self.fields:
            self.fields[name], self.sources[name] = value, source

    def _gather(self, name: str, value: Any, source: str) -> None:
        """Adds to a field that holds several."""
        if isinstance(value, Mapping):
            self.fields[name] = {**self.fields.get(name, {}), **value}
        else:
            value = (value,) if isinstance(value, str) else value
            self.fields[name] = tuple(dict.fromkeys((*self.fields.get(name, ()), *value)))
        self.sources.setdefault(name, source)
