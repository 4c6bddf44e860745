"""How far a "no" reaches: "without guitars or drums", "the bagpipe stays out", "不要鼓和贝斯", "ドラムなし".

A cue stands before what it refuses or after it, with little between them; lexicon/negation says in which words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from nlp.lexicon import LANGUAGES, Hit
from nlp.rules.cues import Tongue, tongue
from nlp.rules.trades import traded

_MAY_INTERVENE = {"before_far": 3.0, "after_far": 2.0}  # words that are no filler
_OF_A_WORD = 0.6  # what one Chinese or Japanese character weighs
_LONGEST_GAP = 60  # characters
_LONGEST_LIST = 12  # names one cue refuses

_UNSPOKEN = " '\"-*_"
_PAUSE = re.compile(r"[\s,?!.…:-]*")
_PLUS, _MINUS = re.compile(r"(?:^|[ ,;])\+ ?[a-z]"), re.compile(r"(?:^|[ ,;(])- ?$")  # "+strings -synth"
_SUFFIX = re.compile(r"(?:-(?:free|less)|less|[ -]?free(?! of| from| and)|[ -]?frei(?! von| von))(?![a-z])")
_NEXT = re.compile(
    r"\s*(?P<join>,\s*(?:or|nor|and no|y sin|ni|nem|ou|oder|sans|ohne|sem|kein[a-z]*)|e sem|et sans|et pas de|"
    r"und ohne|und kein[a-z]*|or|nor|nem|ou|oder|noch|et|und|sowie|ni|o|u|/|\\+|&|and|y|e|和|或者?|、|与|跟|以及|とか|"
    r"や|と|も、?|・|,)\s*(?:(?:the|any|el|la|los|las|de|del|d'|du|des|les|le|l'|os?|as?|das?|dos?|der|die|das|den|"
    r"eine?n?)(?![a-z])\s*)?(?:(?<=')\s*)?"
)
_COMPARED = re.compile(r"(?<![a-z])(?:mas|mais|plus|more) $")
# Before a noun, after an article or in German with an ending, any word describes it.
_DESCRIBED = re.compile(
    r"(?:without|no|sin|sem|sans|pas(?: de)?) (?:th(?:e|at|is|ose|ese)|your|el|la|los|las|es[aeo]s?|tu|aquel[ae]s?|"
    r"ess[ae]s?|[oa]s?|seu|sua|le|les|ces?|cet(?:te)?|ton|ta|tes) ([a-z]{3,})[ -]"
)
_DESCRIBED_DE = re.compile(
    r"kein(?:e[nrms]?)? (?:[a-z]+e[nrms]? )?([a-z]{3,}e[nrms]?) |(?:ohne|kein(?:e[nrms]?)?) ([a-z]{3,})-"
)
_ARTICLE = re.compile(r"(?<![a-z])(?:th(?:e|at|is|ose|ese)|d(?:er|ie|as|en|iese[nrs]?)) $")
_MUSIC = ("instruments", "instrument_groups", "genres", "moods", "texture", "scenes", "pace")
_ADJECTIVE_LAST = {"es", "pt", "fr"}


def negated(folded: str, hits: Sequence[Hit], spoken: str | None = None) -> dict[int, int]:
    """The hits that a "no" reaches: index of the hit -> where the "no" starts. spoken: the message's language."""
    return _Reading(folded, hits, tongue(spoken if spoken in LANGUAGES else None)).refused() if hits else {}


class _Reading:
    """One message; lives only inside `negated`."""

    def __init__(self, folded: str, hits: Sequence[Hit], tongue: Tongue) -> None:
        self.folded, self.hits, self.tongue = folded, hits, tongue
        self.starts = [hit.start for hit in hits]
        self.ends = [hit.end for hit in hits]
        self.has_plus = _PLUS.search(folded) is not None
        kept = [match.span() for match in tongue.kept.finditer(folded)]
        self.kept_starts, self.kept_ends = [start for start, _ in kept], [end for _, end in kept]

    def refused(self) -> dict[int, int]:
        refused: dict[int, int] = {}
        heard_before: set[int] = set()  # where a cue starts that was heard to refuse what stands before it
        for cue in self._meant(self.tongue.after.finditer(self.folded)):
            if members := self._reach_back(cue):
                heard_before.update(range(*cue.span()))
                refused |= {member: self.starts[member] for member in members}
        trades = traded(self.folded, self.hits, self.tongue.spoken)
        for index in trades.gone:
            refused |= {member: self.starts[member] for member in self._list_before(index)}
        for index, hit in enumerate(self.hits):
            if hit.of("instruments", "instrument_groups", "genres") and self._is_taken_off(hit):
                refused[index] = hit.start
        cues = [cue for cue in self.tongue.before.finditer(self.folded) if cue[0] not in self.tongue.unheard]
        first = next((cue.start() for cue in cues if cue.lastgroup != "except"), len(self.folded))
        for cue in self._meant(cues):
            if cue.start() in heard_before or (cue.lastgroup == "except" and first < cue.start()):
                continue  # "nothing except piano"
            refused |= dict.fromkeys(self._reach(cue), cue.start())
        return {index: start for index, start in refused.items() if index not in trades.come}

    def _is_taken_off(self, hit: Hit) -> bool:
        """ "Drum-free", "-synth"."""
        before = self.folded[max(0, hit.start - 3) : hit.start]
        if "-" in before and self.has_plus and _MINUS.search(before):
            return True
        return _SUFFIX.match(self.folded, hit.end) is not None

    def _meant(self, cues: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
        """The cues that do mean a "no": outside names and phrases like "why not"."""
        for cue in cues:
            start = cue.start()
            if not _covers(self.kept_starts, self.kept_ends, start) and not _covers(self.starts, self.ends, start):
                yield cue

    def _reach(self, cue: re.Match[str]) -> list[int]:
        """The hits a cue before them refuses: the first, and the list it opens."""
        first = bisect_left(self.starts, cue.end())
        if first == len(self.hits):
            return []
        if not self._is_near(cue.end(), self.starts[first], cue) and not self._is_described(cue, first):
            return []
        kind = cue.lastgroup
        if self.hits[first].of("pace") and _COMPARED.search(self.folded, cue.end(), self.starts[first]):
            return []  # "no la hagas más rápida" is an edit
        if kind == "swap_if" and not self.tongue.traded.match(self.folded, self.ends[first]):
            return []
        chain = [first] if kind in {"swap", "swap_if"} else self._list_after(first)
        if chain == [first] and self._describes_the_next(cue, first):
            chain.append(first + 1)
        return [] if kind == "around" and not self._has_particle(cue, chain[-1]) else chain

    def _describes_the_next(self, cue: re.Match[str], index: int) -> bool:
        """ "Lose that noisy percussion": with an article it is the player that goes, and not only the noise."""
        if index + 1 == len(self.hits) or not self.hits[index].of("moods", "pace", "texture"):
            return False
        article = _ARTICLE.search(self.folded, cue.end(), self.starts[index])
        is_beside = self.folded[self.ends[index] : self.starts[index + 1]] == " "
        return bool(article) and is_beside and bool(self.hits[index + 1].of("instruments", "instrument_groups"))

    def _is_described(self, cue: re.Match[str], index: int) -> bool:
        """ "Sin la típica trompeta", "kein nerviges Schlagzeug": an adjective stands between, whichever it is."""
        if cue.lastgroup != "before" or not self.hits[index].of("instruments", "instrument_groups"):
            return False
        pattern = _DESCRIBED_DE if self.tongue.spoken == "de" else _DESCRIBED
        described = pattern.fullmatch(self.folded, cue.start(), self.starts[index])
        return described is not None and self.tongue.between.get(described[described.lastindex or 0]) != "stop"

    def _has_particle(self, cue: re.Match[str], last: int) -> bool:
        """Whether the "weg" of "lass die Drums weg" follows: the verb alone refuses nothing."""
        start = self.ends[last]
        particle = self.tongue.particle.search(self.folded, start, start + _LONGEST_GAP)
        return particle is not None and self._is_near(start, particle.start(), cue)

    def _reach_back(self, cue: re.Match[str]) -> list[int]:
        """The hits a cue after them refuses: the last before it, and the list that ends there."""
        last = bisect_right(self.ends, cue.start()) - 1
        if last < 0 or not (self.hits[last].of(*_MUSIC) or self.tongue.spoken == "ja"):
            return []
        start = self.ends[last]
        if cue.lastgroup == "alone" and (pause := _PAUSE.match(self.folded, start, cue.start())):
            start = pause.end()
        if not self._is_near(start, cue.start(), cue):
            return []
        # "Jazz no piano": what could refuse the next name rather than the last does so.
        following = bisect_left(self.starts, cue.end())
        ahead = self.tongue.before.search(self.folded, cue.start()) if following < len(self.hits) else None
        ahead = ahead if ahead and ahead.start() < cue.end() else None  # "düster, aber nicht gruselig"
        may_refuse = ahead is not None and ahead[0] not in self.tongue.unheard and cue.lastgroup != "alone"
        if ahead and may_refuse and self._is_near(ahead.end(), self.starts[following], ahead):
            return []
        return self._list_before(last)

    def _is_near(self, start: int, end: int, cue: re.Match[str]) -> bool:
        """Whether nothing but filler stands between a cue and a name, or hardly more after a strong cue."""
        if end - start > _LONGEST_GAP:
            return False
        others, has_with = 0.0, False
        for token in self.tongue.token.findall(self.folded, start, end):
            kind = self.tongue.between.get(token)
            if kind == "stop":
                return False
            has_with = has_with or kind == "with"
            if kind is None and token not in _UNSPOKEN:
                if not token[0].isalnum():
                    return False
                others += 1.0 if token.isascii() else _OF_A_WORD
        return others <= (0.0 if has_with else _MAY_INTERVENE.get(cue.lastgroup or "", 0.0))

    def _list_after(self, first: int) -> list[int]:
        """A name and those listed with it: commas carry only toward an "or" or "and", and these always do."""
        chain, sure = [first], 1
        for index in range(first + 1, min(len(self.hits), first + _LONGEST_LIST)):
            between = self.folded[self.ends[index - 1] : self.starts[index]]
            join = _NEXT.fullmatch(between)
            if self.hits[index].of("edits") and not self.hits[first].of("edits"):
                break  # "sin el saxo y más corta": the change is none of what is refused
            if not self._touches(index, between) if join is None else join["join"] == "," and not self._alike(index):
                break
            chain.append(index)
            if join is None or join["join"] != ",":
                sure = len(chain)
        return chain[:sure]

    def _touches(self, index: int, between: str) -> bool:
        """ "A sad slow song", "trance épico": an adjective directly beside its noun stays within the reach."""
        previous, hit = self.hits[index - 1], self.hits[index]
        if between == " " and self.tongue.spoken in _ADJECTIVE_LAST and hit.of("moods"):
            return bool(previous.of("genres", "instruments", "moods"))
        parts = {"", "的"} if self.folded[hit.start] >= "\u3000" else {" "}
        return between in parts and _same_kind(previous, hit)

    def _alike(self, index: int) -> bool:
        """Whether a name and the one before it are things of one kind."""
        pair = self.hits[index - 1 : index + 1]
        return all(hit.of("instruments", "instrument_groups") for hit in pair) or _same_kind(*pair)

    def _list_before(self, last: int) -> list[int]:
        """A name and those listed before it: "ピアノとドラムなし" is without both."""
        members = [last]
        is_contrast = self.folded.startswith("は", self.ends[last])  # 「ピアノとハープ、ドラムはなし」
        for index in range(last, max(0, last - _LONGEST_LIST), -1):
            join = _NEXT.fullmatch(self.folded, self.ends[index - 1], self.starts[index])
            if join is None or not self._alike(index) or join["join"] in {",", "/"}:
                break
            if is_contrast and join["join"] == "、":
                break
            members.append(index - 1)
        return members


def _covers(starts: Sequence[int], ends: Sequence[int], place: int) -> bool:
    """Whether one of these stretches, in reading order, holds a place in the text."""
    index = bisect_right(ends, place)
    return index < len(ends) and starts[index] <= place


def _same_kind(first: Hit, second: Hit) -> bool:
    return {entry.category for entry in first.entries} == {entry.category for entry in second.entries}
