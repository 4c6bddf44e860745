"""What a message takes back: "90 bpm at 120 bpm", "piano, no piano", "fast but slow", "sad, no wait, happy".

Of two figures, and of two speeds, the one said last stands, as in speech, unless it is refused ("120 bpm, not 90 bpm").
Of a name that is both wanted and refused the refusal stands. What falls is said in the person's own words, so that they
can say it anew; a correction is none of that, and neither is a piece in parts ("slow intro, then fast"). Where a second
reading makes sense nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.lexicon import Hit
from nlp.rules.finding import Finding
from nlp.text import Text

Rule = Callable[[Text], list[Finding]]

_FIGURES = {"tempo_bpm": "tempo", "tempo_range": "tempo", "key": "key", "meter": "meter",
            "duration_seconds": "duration", "bars": "bars"}  # fmt: skip
_LENGTHS = {"duration", "bars"}  # a message may name several, so only those side by side contradict each other
_MOST = 3  # figures of one kind that are looked at
_WIDEST = 60  # characters between two things that contradict each other
_CHORD = re.compile("[a-g][#b]?m?")  # "Am Dm G"
_SPEEDS = {"very fast": 1, "fast": 1, "slow": -1, "very slow": -1}

# Parts of a piece, changes within it, choices and comparisons: with one of these, two figures may both be meant.
_PARTS = re.compile(
    r"(?<![a-z])(?:then|later|after|before|until|while|start[a-z]*|begin[a-z]*|end(?:s|ing)?|finish[a-z]*|open[a-z]*|"
    r"first|second|third|last|one|other|another|each|every|both|part|half|double|section|intro|outro|verse|chorus|bridge|"
    r"solo|drop|break(?:down)?|middle|fade|movement|medley|over|into|to|or|than|between|from|vs|versus|difference|"
    r"alternat[a-z]*|mix[a-z]*|switch[a-z]*|chang[a-z]*|modulat[a-z]*|gradual[a-z]*|accelerat[a-z]*|speed[a-z]*|ramp|"
    r"chords?|progression|feels?|poly[a-z]*|max[a-z]*|min|minimum|least|most|up to|why|how|what|"
    r"luego|despues|entonces|hasta|mientras|empie[a-z]*|empez[a-z]*|comienz[a-z]*|termin[a-z]*|acab[a-z]*|otr[oa]s?|"
    r"cada|parte|mitad|estribillo|puente|desde|(?<=bpm |nor |yor |dos )o|entre|acordes?|cambi[a-z]*|alterna[a-z]*|"
    r"primer[oa]?|segund[oa]|maximo|minimo|"
    r"depois|ate|enquanto|comec[a-z]*|outr[oa]s?|metade|refrao|ponte|ou|mud[ae][a-z]*|primeir[oa]|"
    r"puis|ensuite|apres|jusqu[a-z]*|pendant|commenc[a-z]*|fini[a-z]*|autres?|chaque|partie|moitie|couplet|pont|"
    r"passe[a-z]*|accords?|premiere?|deuxieme|maximum|"
    r"dann|danach|spater|nachher|bis|wahrend|ende[a-z]*|andere[a-z]*|jede[a-z]*|teil[a-z]*|halfte|strophe|refrain|"
    r"brucke|oder|zwischen|wechsel[a-z]*|akkorde?|erst[a-z]*|zweite[a-z]*|hochstens|mindestens)(?![a-z])|"
    r" / |->|→|然后|之后|再|接着|先|后来|开头|开始|结尾|最后|前奏|副歌|主歌|间奏|部分|一半|或者?|还是|"
    r"从|变|转|换|到|至|和弦|それから|次に|最初|最后|途中|イントロ|サビ|から|まで|または|コード|パート|前半|后半"
)
_CORRECTION = (
    r"(?:(?:no[, ]+|oh |oops |sorry |hang on |ah )*(?:wait|hold on|actually|i mean(?:t)?|sorry|scratch that|make that|"
    r"never ?mind|nvm|"
    r"rather|correction|oops|on second thought)(?:[, ]+no(?:pe)?)?|nope|no(?=[,.!])|"
    r"(?:no[, ]+)?(?:espera|perdon|mejor(?: dicho)?|digo|quise decir)|(?:nao[, ]+)?(?:espera|desculpa|melhor|ou melhor|"
    r"quer dizer|digo)|nao(?=[,.!])|(?:non[, ]+)?(?:attends|pardon|plutot|je veux dire|enfin)|non(?=[,.!])|"
    r"(?:nein[, ]+)?(?:warte|moment|ich meine|besser|vielmehr|quatsch|doch lieber)|nein(?=[,.!])|"
    r"不对|不是|错了|等等|应该是|我是说|不(?=[,.!])|いや|违う|间违え|やっぱり?|じゃなくて?|ではなく|"
    r"no ?no|non non|non(?= !)|alias|ach(?: was| nee?)?|ne+|oder nein|o no|ou non|ou nao|pensandolo bien|pensando bem|"
    r"reflexion faite|quoique|on reflection|thinking about it|うーん|待って|まって|いえ)"
)
_CORRECTED = re.compile(rf"(?<![a-z]){_CORRECTION}(?![a-z])")
# Figures that are named only to be left: "not 90 bpm", "it was 90 bpm", "instead of 90 bpm".
_LEFT = re.compile(
    r"(?:(?<![a-z])(?:not|no|isn't|don't|nicht|kein[a-z]*|pas|nao|nem|sin|sem|ohne|sans|instead of|rather than|statt|"
    r"anstatt|en vez de|en lugar de|au lieu de|em vez de|ao inves de|was|were|is|it's|war|ist|era|etait|est)"
    r"(?: (?:in|at|a|auf|bei|mit|en|em|de|um|um die|currently|now|around))*\s?|"
    r"(?:不是|不要|别|而不是|原来是?|本来)在?\s?)$"
)
_LEFT_AFTER = re.compile("(?:拍子|の)?(?:では|じゃ)(?:なく|ない)")
_NO_IS_IN = {"pt", "fr", "de"}  # languages in which "no" refuses nothing
_THING = (
    r"(?:(?:song|piece|track|tune|beat|one|pieza|tema|peca|chanson)s?|music|musik|cancion|musica|morceau|musique|stuck|"
    r"lied)"
)
_JOIN = (
    rf"(?:[\s,.;:!?&+、\x1f-]|(?:{_THING}|and|but|yet|also|do|use|try|go|let's|have|at|in|on|with|for|the|a|an|be|long|of|about|please|"
    r"same time|y|pero|con|en|el|la|un|una|de|e|mas|porem|com|em|um|uma|et|mais|avec|le|du|und|aber|mit|doch|im|"
    r"ein|eine|auch|es)(?![a-z])|"
    r"曲子?|歌|音乐|音楽|但是?|可是|不过|又|也|要|有|用|还|和|且|的|けど|けれど|でも|しかし|です|が|を|の|は|で|"
    r"と|も|あり|だ)*+"
)
_JOINED = re.compile(_JOIN)
_ENDS = re.compile(
    rf"(?:だ|な|の|的)?(?: {_THING})?(?=$|[,.;:!?)\x1f]|なし|[^\x00-\x7f]|"
    r" (?:and|but|yet|y|pero|e|mas|et|mais|und|aber|please|at|with|in|for|por favor|bitte|svp)(?![a-z]))"
)
_A_LITTLE = re.compile(
    r"(?<![a-z])(?:too|so|very|overly|that|super|really|all|extremely|actually|truly|properly|as|more|tan|muy|demasiad[oa]|tao|muito|demais|trop|si|"
    r"tres|zu|so|sehr|allzu|only|just|solo|so)(?![a-z])|太|那么|很|过于|特别|这么"
)


@dataclass(frozen=True)
class Named:
    """Of the hits of a text: which fall, which "no" refuses nothing, and which of the fallen are to be said."""

    fallen: frozenset[int] = frozenset()
    softened: frozenset[int] = frozenset()
    said: tuple[int, ...] = ()


def figures(rule: Rule, again: Rule, text: Text, spoken: str) -> list[Finding]:
    """What a rule finds, settled: of two figures of a kind one stands. again: the rule for those beside the first."""
    found = rule(text)
    if not any(finding.field in _FIGURES for finding in found):
        return found
    settled = [finding for finding in found if finding.field not in _FIGURES]
    every = [*found]
    while len(every) < _MOST + len(settled):
        more = [finding for finding in again(text.without(f.span for f in every)) if finding.field in _FIGURES]
        if not more:
            break
        every += more
    for kind in dict.fromkeys(_FIGURES[finding.field] for finding in found if finding.field in _FIGURES):
        settled += _settled([finding for finding in every if _FIGURES.get(finding.field) == kind], kind, text, spoken)
    return settled


def _settled(same: list[Finding], kind: str, text: Text, spoken: str) -> list[Finding]:
    """same: the figures of one kind, the one that is taken when nothing else speaks first."""
    first = same[0]
    if kind == "key":
        same = [first, *(f for f in same[1:] if not _CHORD.fullmatch(text.folded, f.start, f.end))]
    asked = [finding for finding in same if not _is_left(text.folded, finding, "" if kind == "tempo" else spoken)]
    if not asked or len(same) == 1:
        return [first]
    if len(asked) == 1:
        return [asked[0], *(Finding("", None, *finding.span) for finding in same if finding is not asked[0])]
    asked.sort(key=lambda finding: finding.start)
    last = asked[-1]
    others = [finding for finding in asked[:-1] if not _agree(finding, last)]
    between = [text.folded[one.end : other.start] for one, other in pairwise(asked)]
    if not others or any(len(gap) > _WIDEST for gap in between):
        return [first]
    if _CORRECTED.search(between[-1]):
        return [last, *(Finding("", None, *finding.span) for finding in others)]
    joined = all(map(_JOINED.fullmatch, between))
    if (kind in _LENGTHS and not joined) or _PARTS.search(text.without(f.span for f in same).folded):
        return [first]
    said = (Finding("taken_back", text.plain[slice(*finding.span)].strip(), *finding.span) for finding in others)
    return [last, *said]


def _is_left(folded: str, finding: Finding, spoken: str) -> bool:
    before = _LEFT.search(folded, max(0, finding.start - 24), finding.start)
    if before and not (before[0].split()[:1] == ["no"] and spoken in _NO_IS_IN):
        return True
    return _LEFT_AFTER.match(folded, finding.end) is not None


def _agree(one: Finding, other: Finding) -> bool:
    """Whether both can be had: the same figure twice, or speeds that overlap."""
    if _FIGURES[one.field] != "tempo":
        return bool(one.value == other.value)
    (low, high), (least, most) = (f.value if f.field == "tempo_range" else (f.value, f.value) for f in (one, other))
    return bool(low <= most and least <= high)


def named(folded: str, hits: Sequence[Hit], refused: Mapping[int, int], degrees: Sequence[str | None]) -> Named:
    """What the names of a text take back. refused: as `negation.negated` gives it. degrees: as `edits.degrees` does."""
    corrected = {
        index
        for index in range(len(hits) - 1)
        if index not in refused and _is_corrected(folded, hits[index], hits[index + 1])
    }
    softened = {index for index, start in refused.items() if _A_LITTLE.search(folded, start, hits[index].start)}
    plain = [index for index, how in enumerate(degrees) if how is None and index not in corrected]
    wanted = {_meaning(hits[index]) for index in plain if index not in refused}
    softened = {index for index in softened if _meaning(hits[index]) in wanted}
    said = {*_opposed(folded, hits, refused, [index for index in plain if index not in softened])}
    said |= {*_raced(folded, hits, [index for index in plain if index not in refused])}
    if said and _PARTS.search(folded):
        said = set()
    return Named(frozenset(corrected | said), frozenset(softened), tuple(sorted(said)))


def _is_corrected(folded: str, hit: Hit, following: Hit) -> bool:
    """ "Sad, no wait, happy": the one before falls."""
    gap = folded[hit.end : following.start]
    if not 0 < len(gap) <= _WIDEST or not _alike(hit, following):
        return False
    correction = _CORRECTED.search(gap)
    return correction is not None and all(map(_JOINED.fullmatch, (gap[: correction.start()], gap[correction.end() :])))


def _opposed(folded: str, hits: Sequence[Hit], refused: Mapping[int, int], plain: list[int]) -> Iterator[int]:
    """The wanted ones whose own refusal stands beside them."""
    same: dict[frozenset[tuple[str, str]], int] = {}  # the last place where each meaning was named
    masked = _masked(folded, hits)
    for index in plain:
        before = same.get(_meaning(hits[index]))
        same[_meaning(hits[index])] = index
        if before is None or (before in refused) == (index in refused):
            continue
        start, end = hits[before].end, refused.get(index, hits[index].start)
        ends = _ENDS.match(folded, hits[index].end)
        if ends and 0 <= end - start <= _WIDEST and _JOINED.fullmatch(masked, start, end):
            yield before if index in refused else index


def _raced(folded: str, hits: Sequence[Hit], plain: list[int]) -> Iterator[int]:
    """The first of two opposite speeds side by side; "fast guitar" is the guitar's."""
    for one, other in pairwise(plain):
        first, second = hits[one], hits[other]
        touched = hits[other + 1] if other + 1 < len(hits) else None
        of_a_player = touched and touched.start - second.end <= 1 and touched.of("instruments", "instrument_groups")
        opposite = _speed(first) * _speed(second) < 0
        if (
            opposite
            and not of_a_player
            and first.end < second.start
            and _JOINED.fullmatch(folded, first.end, second.start)
        ):
            yield one


def _speed(hit: Hit) -> int:
    return next((_SPEEDS.get(entry.name, 0) for entry in hit.of("pace")), 0)


def _meaning(hit: Hit) -> frozenset[tuple[str, str]]:
    return frozenset((entry.category, entry.name) for entry in hit.entries)


def _alike(one: Hit, other: Hit) -> bool:
    return bool({entry.category for entry in one.entries} & {entry.category for entry in other.entries})


def _masked(folded: str, hits: Sequence[Hit]) -> str:
    letters = list(folded)
    for hit in hits:
        letters[hit.start : hit.end] = " " * (hit.end - hit.start)
    return "".join(letters)
