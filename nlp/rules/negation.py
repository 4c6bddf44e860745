"""How far a "no" reaches: "without guitars or drums", "not sad", "不要鼓和贝斯", "sin batería ni bajo"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.lexicon import Hit

_CUE_EN = (
    r"(?:without|w/o|no|not|isn't|aren't|ain't|nothing|never|none of|minus|except(?: for)?|excluding|exclude|avoid|"
    r"(?:do not|don't|dont|doesn't|won't|didn't|wouldn't|shouldn't|can't|cant|please no)"
    r"(?: (?:want|need|like|use|add|include|make|have|put|be|play|go|sound|feel))?|"
    r"skip|leave out|lose|get rid of|remove|drop|cut|take out|take away|delete|mute|kill|ditch|strip out|hold|free of|"
    r"instead of|rather than|replace|swap(?: out)?|substitute|change|switch|anything but)"
)
_CUE_ES = (
    r"(?:sin|no|nada(?: de)?|ni|nunca|tampoco|excepto|salvo|evita|evitar|quita(?:r|le|les|lo|la)?|elimina(?:r)?|"
    r"saca(?:r|le)?|no (?:quiero|pongas|uses|incluyas|me pongas|sea|hay|haya|tenga|suene|tan)|en lugar de|en vez de|"
    r"reemplaza|sustituye|cambia|fuera)"
)
_CUE_ZH = (
    "(?:不要用|不要有|不要加|不要太|不要|不想要|不需要|不用|不含|不带|不加|没有|没|别用|别加|别太|别|无|"
    "去掉|去除|删掉|删除|拿掉|除了|避免|而不是|不太|不是|不|非|代替|把)"
)
_CUE = re.compile(rf"(?<![a-z])(?:{_CUE_EN}|{_CUE_ES})(?![a-z])|{_CUE_ZH}")
# Not negations, though they look like them.
_FALSE_CUE = re.compile(
    r"(?:why not|not only|not just|no problem|no worries|no idea|no rush|no matter|not sure|not bad|no doubt|"
    r"can't wait|"
    r"cannot wait|not without|don't (?:remove|drop|cut|mute|delete|take out|lose|know|mind|forget|stop)|drop it|"
    r"can't (?:sleep|fall asleep|focus|concentrate|study|relax)|"
    r"no solo|no se(?! oiga)|no importa|cut time|hold on|不错|不管|不论|没关系|不好意思|别忘了|特别|分别|级别|"
    r"i don't know|no more than|no less than|no faster than|no slower than|yes and no|big drop|the drop|bass drop|"
    r"beat drop|"
    r"没问题|不知道|不但|不仅|不妨|非常|cambia el ritmo)"
)
# After "no instruments" or "nothing", an exception is a wish: "nothing except piano".
_EXCEPTION = re.compile(r"(?:except(?: for)?|excluding|excepto|salvo|除了)")
_ALREADY_REFUSED = re.compile(
    r"(?<![a-z])(?:no|not|nothing|without|any|anything|remove|drop|mute|cut|delete|sin|nada|ningun[ao]?|quita|elimina)(?![a-z])|"
    r"不要|没有|去掉|删掉"
)
# What may stand between a cue and the first name it refuses.
_FILLER = (
    r"(?:any|the|a|an|too|so|very|much|many|that|those|these|it|to|be|make|sound|really|overly|want|use|of|all|at|my|"
    r"more|kind|sort|super|even|quite|extremely|particularly|as|you|me|them|anything|something|have|hear|play|"
    r"please|with|feel|feeling|like|out|is|are|heavy|loud|big|"
    r"el|la|los|las|un|una|ningun|ninguna|muy|tan|demasiado|demasiada|de|que|sea|suene|nada|tanto|tanta|mucho|"
    r"mucha|con|quiero|"
    r"有|任何|那么|太|很|用|放|这么|加|要|是|一点|点|过于|想要|的|那种|得|出现|听起来)"
)
_GAP = re.compile(rf"(?:[\s'-]|{_FILLER}(?![a-z]))*")
_NEXT = re.compile(
    r"\s*(?P<join>,\s*(?:or|nor|and no|y sin|ni)|or|nor|ni|o|u|/|\\+|&|and|y|e|和|或者?|、|与|跟|以及|,)\s*"
    r"(?:(?:the|any|el|la|los|las|de)(?![a-z])\s*)?"
)
_LISTING = {"or", "nor", "ni", "o", "u", "/", "或", "或者", "、"}
_SUFFIX = re.compile(
    r"^(?:[ -](?:free|less)(?![a-z])|less(?![a-z])|\s?(?:不要|去掉|删掉|就不要了|就算了|不用了|"
    r"拿掉))"
)
_ONE_ONLY = re.compile(
    r"^(?:replace|swap|substitute|change|switch|instead|rather|en lugar|en vez|reemplaza|sustituye|cambia|"
    r"把|代替|而不是)"
)
_ONLY_IF_TRADED = {"把", "cambia", "change", "switch"}  # "change the drums" alone keeps them
_TRADED_FOR = re.compile(r"\s*(?:with|for|by|to|into|por|a|con|换成|改成|变成|替换)")


def negated(folded: str, hits: Sequence[Hit]) -> dict[int, int]:
    """The hits that a "no" reaches: index of the hit -> where the "no" starts."""
    refused: dict[int, int] = {}
    false = [match.span() for match in _FALSE_CUE.finditer(folded)]
    for cue in _CUE.finditer(folded):
        if any(start <= cue.start() < end for start, end in false):
            continue
        if any(hit.start <= cue.start() < hit.end for hit in hits):
            continue
        if _EXCEPTION.fullmatch(cue[0]) and _ALREADY_REFUSED.search(folded, 0, cue.start()):
            continue
        refused |= dict.fromkeys(_reach(folded, hits, cue), cue.start())
    for index, hit in enumerate(hits):
        if hit.of("instruments", "instrument_groups", "genres") and _SUFFIX.match(folded[hit.end : hit.end + 8]):
            refused[index] = hit.start
    return refused


def _reach(folded: str, hits: Sequence[Hit], cue: re.Match[str]) -> list[int]:
    """The hits one cue refuses: the first after nothing but filler, and the list it opens."""
    first = next((index for index, hit in enumerate(hits) if hit.start >= cue.end()), None)
    if first is None or not _GAP.fullmatch(folded, cue.end(), hits[first].start):
        return []
    trade = _ONE_ONLY.match(cue[0]) is not None
    if cue[0] in _ONLY_IF_TRADED and not _TRADED_FOR.match(folded, hits[first].end):
        return []
    chain, joins = [first], []
    for index in range(first + 1, len(hits)):
        join = None if trade else _NEXT.fullmatch(folded, hits[index - 1].end, hits[index].start)
        # "a sad slow song": an adjective directly before its noun stays within the reach.
        touching = folded[hits[index - 1].end : hits[index].start] in {" ", "", "的"} and _same_kind(
            hits[index - 1], hits[index]
        )
        if join is None and not touching:
            break
        chain.append(index)
        joins.append(join["join"] if join else "")
    return chain[: 1 + _carried(joins)]


def _carried(joins: list[str]) -> int:
    """How many of a list's later members are refused too: commas carry only toward an "or", "and" always does."""
    carried = 0
    for position, join in enumerate(joins):
        later = joins[position:]
        if join == "," and not any(word in _LISTING or word.startswith(", or") for word in later):
            break
        carried = position + 1
    return carried


def _same_kind(first: Hit, second: Hit) -> bool:
    return {entry.category for entry in first.entries} == {entry.category for entry in second.entries}
