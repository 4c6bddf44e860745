"""How long: seconds, minutes and bars. "45 seconds", "1:30", "eine halbe Minute", "deux minutes et demie", "2分半"."""

from __future__ import annotations

import re

from nlp.rules.finding import Finding
from nlp.rules.numbers import NUMBER, value
from nlp.text import Text

_UNITS = (
    (
        3600.0,
        r"hours?(?![a-z])|hrs?(?![a-z])|horas?(?![a-z])|heures?(?![a-z])|stunden?(?![a-z])|个?小时|时间|"
        r"h(?![a-z])",
    ),
    (
        60.0,
        r"minutes?(?![a-z])|minutos?(?![a-z])|minut(?:en|ig[a-z]*)(?![a-z])|mins?(?![a-z])|分钟|分间|分(?!之|"
        r"の[一二三四五六七八九\d]|かれ|け)|m(?![a-z])|'(?=\d)",
    ),
    (
        1.0,
        r"seconds?(?![a-z])|segundos?(?![a-z])|secondes?(?![a-z])|sekund(?:en?|ig[a-z]*)(?![a-z])|sek(?![a-z])|"
        r"secs?(?![a-z])|"
        r"segs?(?![a-z])|秒[钟间]?|s(?![a-z])",
    ),
)
_UNIT = "|".join(pattern for _, pattern in _UNITS)
_FEW = {"couple": 2, "few": 3, "par": 2, "几": 3, "ein paar": 2, "einige": 3, "quelques": 3, "alguns": 3, "数": 3}
_AMOUNT = (
    rf"(?:(?P<half>half(?: of)?(?: an?)?|an? half|medio|media|(?:eine[rn]? )?halbe[rn]?|(?:une )?demi(?=[ -])|"
    rf"mei[oa]|半个?(?!分(?!钟)))|(?:an? )?(?P<few>couple|few|ein paar|einige|quelques|alguns)(?: of)?|"
    rf"(?P<oneandhalf>anderthalb|eineinhalb)|(?P<halves>zwei|drei|vier|funf|fuenf)einhalb|"
    rf"un (?P<par>par) de|"
    rf"(?P<some>几|数)|(?P<number>{NUMBER})(?P<more> and a half| y medi[oa]| e mei[oa]| et demie?|个半| 1/2)?|"
    rf"(?P<one>an?|(?<=\W)un|una))"
)
_PART = re.compile(
    rf"(?:(?<![a-z\d.:/])|(?<=\d[mh])){_AMOUNT}(?P<gap>[ -]?(?:de )?)(?P<unit>{_UNIT})(?P<tail> and a half| y "
    rf"medi[oa]| e mei[oa]| et demie?|"
    rf" und eine halbe| trente(?![- a-z])|半钟?)?"
)
_BARE_ONE = re.compile(
    r"(?<![a-z])(?P<unit>minute|minuto|hour|hora|heure)(?P<tail> and a half| y medi[oa]| e "
    r"mei[oa]| et demie)"
)
_JOIN = re.compile(r"\s*(?:and|y|e|et|und|,|又|零|と)?\s*$")
_CLOCK = re.compile(r"(?<![\d:/])(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d)(?![\d:])(?!\s?(?:am|pm|a\.m|p\.m|o'clock))")
_MARKED = re.compile(r"(?<![\d:/])(\d{1,2}) ?(?:min|mn|')([0-5]\d)(?!\d|\s?(?:s|bpm))")
_DECADE = re.compile(
    r"(?<![\d:])(?:19|20)\d0'?s(?![a-z])|(?:(?:the|early|late|mid|los|anos|annees|der)[ -])'?\d0'?s?(?![a-z\d])|"
    r"(?<!for )(?<!of )(?<!about )(?<!lasting )(?<![\w:])'?[5789]0'?s(?![a-z])|"
    r"(?<![\d:])60's(?![a-z])|(?<![\d:])60s(?= (?:rock|pop|soul|surf|music|style|vibe|psych|retro|jazz|spy|sound))|"
    r"(?:[5-9]0|[五六七八九]十)年代|(?:19)?[5-9]0er(?:[ -]?jahren?)?(?![a-z])|annees (?:soixante|septante|quatre[- "
    r"]vingt)(?:[- ]dix)?|"
    r"(?:funfziger|sechziger|siebziger|achtziger|neunziger)(?:[ -]?jahren?)?|anos (?:cinquenta|sessenta|setenta|"
    r"oitenta|noventa)|"
    r"(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)"
)
_POSITION = re.compile(
    r"(?<![a-z])(?:every|after|first|last|within|next|past|previous|final|at|from|cada|despues de|primeros|ultimos|"
    r"alle|nach|"
    r"ersten?|letzten?|innerhalb von|toutes les|apres|premieres?|dernieres?|"
    r"depois de|apos|primeir[oa]s|ultim[oa]s|a cada|最初の|残り|约束の|每|前|"
    r"最后|at the|"
    r"in|en|dentro de)\s?$"
)
_PAST = re.compile(
    r"\s?(?:ago|later|old|away|from now|in(?:to)? (?:the|it)|前|之后|后に|ごと|おき|毎|hace|atras|"
    r"plus tard|spater)(?![a-z])"
)
_GROW = re.compile(
    r"^\s?(?:longer|more|extra|mas(?: de| largo)?(?![a-z])|a mais|mais(?: long[oa])?(?![a-z])|de "
    r"plus|plus long|"
    r"langer|mehr(?![a-z])|ほど?长く|くらい长く|长く|伸ばし|延ばし|追加|足し)"
)
_SHRINK = re.compile(
    r"^\s?(?:shorter|less|off|menos|mas corto|a menos|mais curt[oa]|de moins|moins|plus court|"
    r"kurzer|kuerzer|weniger)(?![a-z])|"
    r"^\s?(?:ほど|くらい)?(?:短く|削|縮め|减ら|カット)"
)
_GROW_BEFORE = re.compile(
    r"(?:add|another|extra|longer by|extend it by|extend by|mais|ajoute|rallonge de|"
    r"verlangere um|um|adiciona|alonga|再加|加长|延长|再长|多|加)\s?$"
)
_SHRINK_BEFORE = re.compile(
    r"(?:cut|remove|shorter by|trim|shorten it by|take off|raccourcis de|kurze um|verkurze "
    r"um|corta|tira|encurta|enleve|coupe|缩短|剪掉|减少)\s?$"
)
_BARS = re.compile(
    rf"(?P<number>{NUMBER})(?P<more> more| extra| mas| mais| weitere| mehr)?[ -]?(?:bars?(?![a-z])|"
    rf"measures?(?![a-z])|小节|个小节|"
    rf"compases|compas(?![a-z])|compassos?(?![a-z])|mesures?(?![a-z])|takt(?:e|en|ig[a-z]*)?(?![a-z]))"
)


def read(text: Text) -> list[Finding]:
    """Decades (read and meaning nothing), bars, and at most one duration; a relative one is a change."""
    found = [Finding("", None, *match.span()) for match in _DECADE.finditer(text.folded)]
    rest = text.without(finding.span for finding in found)
    bars = _read_bars(rest)
    rest = rest.without(finding.span for finding in bars)
    return [*found, *bars, *_read_time(rest)]


def _read_bars(text: Text) -> list[Finding]:
    for match in _BARS.finditer(text.folded):
        before, after = text.folded[: match.start()], text.folded[match.end() :]
        if (
            match["more"]
            or _GROW_BEFORE.search(before)
            or re.match(r" (?:longer|langer|a mais|de plus|mehr)|(?:长く|追加|伸ば|増や)", after)
        ):
            return [Finding("changes", {"duration": 1}, *match.span())]
        if _SHRINK_BEFORE.search(before) or re.match(
            r" (?:shorter|kurzer|a menos|de moins|weniger)|(?:短く|减ら|削)", after
        ):
            return [Finding("changes", {"duration": -1}, *match.span())]
        count = value(match["number"])
        # "12-bar blues" names a form, not a length.
        if not _POSITION.search(before) and not re.match(r"の?ブルース| ?-?blues", after):
            return [Finding("bars", int(count), *match.span())]
    return []


def _read_time(text: Text) -> list[Finding]:
    parts: list[tuple[float, float, int, int]] = []  # seconds, size of the unit, start, end
    for match in sorted([*_parts(text.folded), *_BARE_ONE.finditer(text.folded)], key=lambda m: m.start()):
        seconds, unit = _seconds(match)
        joined = parts and _JOIN.fullmatch(text.folded[parts[-1][3] : match.start()]) and unit < parts[-1][1]
        if joined:
            parts[-1] = (parts[-1][0] + seconds, unit, parts[-1][2], match.end())
        elif not parts or match.start() >= parts[-1][3]:
            parts.append((seconds, unit, *match.span()))
    spans = [(seconds, start, end) for seconds, _, start, end in parts]
    for match in _CLOCK.finditer(text.folded):
        hours, minutes, seconds_ = (int(group or 0) for group in match.groups())
        spans.append((hours * 3600.0 + minutes * 60 + seconds_, *match.span()))
    marked = [(int(match[1]) * 60.0 + int(match[2]), *match.span()) for match in _MARKED.finditer(text.folded)]
    spans = marked or spans
    for seconds, start, end in spans:
        if finding := _placed(text.folded, seconds, start, end):
            return [finding]
    return []


def _parts(folded: str) -> list[re.Match[str]]:
    """Amounts with their units; a unit of one letter counts only after digits ("30s", never "I am")."""
    return [
        match
        for match in _PART.finditer(folded)
        if len(match["unit"]) > 1 or match[0][0].isdigit() or match["unit"] > "~"
    ]


def _placed(folded: str, seconds: float, start: int, end: int) -> Finding | None:
    """The finding for so many seconds said at folded[start:end]; None for a moment ("after 10 seconds")."""
    before, after = folded[max(0, start - 24) : start], folded[end : end + 24]
    if _GROW.search(after) or _GROW_BEFORE.search(before):
        return Finding("changes", {"duration": 1}, start, end + _length(_GROW, after))
    if _SHRINK.search(after) or _SHRINK_BEFORE.search(before):
        return Finding("changes", {"duration": -1}, start, end + _length(_SHRINK, after))
    if _POSITION.search(before) or _PAST.match(after):
        return None
    return Finding("duration_seconds", seconds, start, end)


def _length(pattern: re.Pattern[str], after: str) -> int:
    match = pattern.search(after)
    return match.end() if match else 0


def _seconds(match: re.Match[str]) -> tuple[float, float]:
    """(seconds, seconds in the unit) of one part such as "half a minute" or "2 minutes"."""
    groups = match.groupdict()
    unit = next(size for size, pattern in _UNITS if re.match(pattern, groups["unit"]))
    amount = 1.0
    if groups.get("half"):
        amount = 0.5
    elif groups.get("oneandhalf"):
        amount = 1.5
    elif few := groups.get("few") or groups.get("par") or groups.get("some"):
        amount = float(_FEW[few])
    elif groups.get("number"):
        amount = value(groups["number"])
    elif groups.get("halves"):
        amount = value(groups["halves"]) + 0.5
    if groups.get("more") or groups.get("tail"):
        amount += 0.5
    return amount * unit, unit
