"""How long: seconds, minutes and bars. "45 seconds", "1:30", "eine halbe Minute", "deux minutes et demie", "2分半"."""

from __future__ import annotations

import re

from nlp.rules.finding import Finding
from nlp.rules.numbers import NUMBER, value
from nlp.text import Text

# Groups of one match, with how many seconds each unit has.
_SECONDS_IN = {"hour": 3600.0, "minute": 60.0, "second": 1.0}
_UNIT = (
    r"(?:(?P<hour>(?:hours?|hrs?|horas?|heures?|stunden?|h)(?![a-z])|个?小时|时间)|"
    r"(?P<minute>(?:minutes?|minut(?:inh|it)?os?|minut(?:en|ig[a-z]*)|mins?|mn|m)(?![a-z'])|分多?钟|分间|分(?!之|音符|"
    r"の[一二三四五六七八九\d]|"
    r"かれ|け))|"
    r"(?P<second>(?:seconds?|segund(?:inh|it)?os?|secondes?|sekund(?:en?|ig[a-z]*)|sek|secs?|segs?|s)(?![a-z])|"
    r"秒[钟间]?))"
)
_FEW = {"couple": 2, "few": 3, "par": 2, "几": 3, "ein paar": 2, "einige": 3, "quelques": 3, "alguns": 3, "数": 3}
_SOME_TENS, _OVER = 30.0, {"几": 5.0, "数": 5.0, "多": 5.0}  # 来 and 余 say hardly more
_AND_A_HALF = r"(?:[ -]and[ -]a[ -]half| y medi[oa]| e mei[oa]| et demie?| und eine? halbe[rn]?|(?:und)?einhalb)"
_HALF = (
    r"(?:half(?: of)?(?: an?)?|(?:an?|one) half(?: of an?)?|medio|media|(?:eine[rn]? )?halbe[rn]?|(?:une )?demi(?=[ -])"
    r"|mei[oa]|半个?(?!分(?!多?钟)))"
)
_QUARTER = (
    r"(?:(?P<three>three |trois )?(?:(?<![a-z])an? )?(?:quarters?(?: of)? an?|(?:un )?quarts? d(?:e|"
    r"'une))(?![a-z])|(?P<drei>drei)viertel)"
)
# 十几, 二十多, 20来, 几十: about so many.
_ABOUT = (
    r"(?:(?P<tens>[一二两三四五六七八九]?百(?:[一二三四五六七八九]十)?|[一二三四五六七八九]?十|\d{1,2}0)(?P<over>[几多来数余])|"
    r"(?P<dozens>[几数]十))"
)
_AMOUNT = (
    rf"(?:{_ABOUT}|(?P<half>{_HALF})|(?P<quarter>{_QUARTER})|"
    rf"(?:an? )?(?P<few>couple|few|ein paar|einige|quelques|alguns)(?: of)?|u[nm] (?P<par>par) de|(?P<some>几|数)|"
    rf"(?P<number>{NUMBER})(?P<more>{_AND_A_HALF}|个半| 1/2)?|"
    rf"(?P<one>(?:an?(?=[ -])|one|eine[rn]?|nen?)(?: full| whole| ganzen?)?|(?<=\W)un|una))"
)
_PART = re.compile(
    rf"(?:(?<![a-z\d.:/])|(?<=\d[mh])){_AMOUNT}[ -]?(?:de )?{_UNIT}(?P<tail>{_AND_A_HALF}|半钟?|はん)?"
    r"(?!'il|\s?(?:都|也)?不(?:差|多|少))"
)
_BARE_ONE = re.compile(
    rf"(?<![a-z])(?:(?P<hour>hora|heure|hour)|(?P<minute>minuto?|minute))(?:(?P<tail>{_AND_A_HALF})|"
    r"(?<!el minuto)(?<!o minuto)(?<!la minute)(?<!the minute)"
    r"(?= (?:trente|vingt|quinze|quarante|dreißig|zwanzig|thirty|twenty|forty|treinta|trinta|quince|veinte)(?![a-z])))"
)
_JOIN = re.compile(r"\.?\s*(?:and|y|e|et|und|con|,|又|零|と)?\s*$")
# "Two minutes thirty", "6m27", "um minuto e trinta": what is left of a minute, where nothing else is counted by it.
_REST = re.compile(
    rf"\.?\s?(?:(?:and|y|e|et|und) )?(?P<rest>{NUMBER})"
    r"(?=\s*(?:$|[^\w\s.:/%-])|[.-](?:\s|$)| (?:long|lang|please|bitte|is|will do|draus|total|en tout|insgesamt|de|"
    r"exactement|exactly|exact[oa]s?|pile|flat|genau|glatt|gut|clavad[oa]s?|cravad[oa]s?|certinh[oa]s?|"
    r"ce serait|ware|pas|max|d'|of|with|"
    r"com|con|avec|mit)(?![a-z]))"
)
_CLOCK = re.compile(r"(?<![\d:/])(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d)(?![\d:])(?!\s?(?:am|pm|a\.m|p\.m|o'clock))")
_MARKED = re.compile(r"(?<![\d:/])(\d{1,2})(?:'|m|min|mn)([0-5]\d)(?:\"|'')?(?![\d'])(?!\s?(?:s|bpm))")
_FEWEST_LEFT = 10  # "two minutes thirty" says seconds; "two minutes, 4" may say anything
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
    r"(?<![a-z])(?:since|for the (?:last|past)|waited|seit|depuis|desde(?: hace)?|hace|llevo|ha|au bout de|a los|"
    r"antes d[eo]s?|gewartet|还剩|只剩|剩下|浪费[我了]?|every|year|grade|class|after|beats?|first|last|"
    r"within|next|past|previous|final|at|from|cada|"
    r"despues de|primeros|ultimos|alle|nach|ersten?|letzten?|innerhalb von|toutes les|apres|premieres?|dernieres?|"
    r"depois de|apos|primeir[oa]s|ultim[oa]s|a cada|最初の|残り|约束の|每|前|"
    r"最后|at the|"
    r"in|en|dentro de)\s?$"
)
# "Fais-le tenir en 45 secondes", "fix it at 16 bars": how long, and no moment.
_FIT = re.compile(
    r"(?<![a-z])(?:fais[- ]l[ea]|tenir|tien(?:ne|t)|(?:dej|fij|met|cierr)[ae]l[oa]|quepa|caber?|pack(?:'?s| es)|passt|"
    r"fit(?:s|ting)?|squeeze it)(?: [a-z]+)? (?:in|en|em)\s?$|"
    r"(?<![a-z])(?:fix|set|keep|leave) (?:it|that|this) (?:in|at)\s?$"
)
_PAST = re.compile(
    r"\s?(?:ago|later|old|away|from now|in(?:to)? (?:the|it)|前|之后|后に|ごと|おき|毎|hace|atras|"
    r"plus tard|spater|du mat(?:in)?|du soir|du mans|de la (?:manana|tarde|noche)|da (?:manha|tarde|noite)|"
    r"morgens|abends|"
    r"na fila|gewartet|de (?:retard|espera|atraso))(?![a-z])|\s?(?:了(?![^,.;!?]*[来做要])|都[不没]|"
    r"で(?:止め|飞ば|切っ))"
)
# 十分です: it is enough, no ten minutes.
_ENOUGH_JA = re.compile(r"\s?(?:です|や(?!っ)|じゃ|よ|ね|だ(?!け)|な(?![がい])|すぎ|过ぎ|かな|$|[、。!])")
_ENOUGH_BEFORE_JA = re.compile("(?:で|くらい|だけ|これ)$")
# "À 18h", "depois das 22h", "c'est 23h": what the clock says; "rallonge à 1h" is a length.
_HOUR = re.compile(r"(?P<hours>\d{1,2})\s?(?:h|heures?|horas?)")
_OF_THE_CLOCK = re.compile(
    r"(?<![a-z])(?:(?P<at>a)|as|vers|c'est|(?:il |sao |e )?(?:est|sont)|sao|das|pelas|avant|son las|pasadas las)\s?$"
)
_FIRST_OF_THE_CLOCK = 6  # hours; fewer may be a length
_NO_NOUN = re.compile(r"\s*(?:$|[,.!?;]|(?:y|et|e|on|pile|quand|pour)(?![a-z]))")  # "a 10h loop" is English
# "170 steps a minute" is how often; "un segundo piano" is another one.
_EACH_BEFORE, _EACH = re.compile(r"\d\s?[a-z]+s $"), re.compile(r"an? (?:minute|second|hour)")
_EACH_LENGTH = re.compile(" (?:long|each|in length)")
_SECOND = re.compile(r"u[nm] segundo")
_NO_SECOND = re.compile(r" (?!de |mas |por |solo |nada |y |e |o |ou |a |so )[a-z]")
_BEATS_IN_IT = re.compile(rf"に?\s?{NUMBER}\s?(?:拍|下|ビート)")  # "1分間に120拍" is a tempo
_GROW = re.compile(
    r"^\s?(?:longer|more|extra|mas(?: de| largo)?(?![a-z])|a mais|mais(?: long[oa])?(?![a-z])|de "
    r"plus|plus long|"
    r"langer|mehr(?![a-z])|ほど?长く|くらい长く|长く|伸ばし|延ばし|追加|足し)"
)
_SHRINK = re.compile(
    r"^\s?(?:shorter|less|off|menos|mas corto|a menos|mais curt[oa]|de moins|moins|plus court|"
    r"kurzer|kuerzer|weniger)(?![a-z])|"
    r"^\s?(?:ほど|くらい)?(?:短く|削|缩め|减ら|カット)"
)
_GROW_BEFORE = re.compile(
    r"(?:(?:add|another|extra|longer by|extend it by|extend by)(?: (?:like|about|maybe|on|some|on like))?|mais|"
    r"ajoute(?:r|[sz]?-y)?|ajoute une ou|rallonge de|verlangere um|um|fehl(?:en|t)(?: (?:noch|mir|uns|da|etwa))*|"
    r"(?:me |nos )?faltan?(?: (?:como|unos|otros))?|faltam?(?: uns)?|adiciona|alonga|"
    r"(?:再多?|(?<![最不至])多|续|再续|延|加)(?:给|来|加|续|补|放|个|我|上|长)*|加长|延长|再长)\s?$"
)
_FURTHER_JA = re.compile("(?:もう|あと|さらに)$")
_FURTHER_JA_BEHIND = re.compile(
    "(?:くらい|ほど|だけ|分)*(?:[をは]?(?:伸ば|延ば|のば|続|长|長|追加|足|たし|加え|欲し|ほし|ください|下さい|お願い|いただ|"
    "ちょうだい)|$|[、。!])"
)
# "Another 30 second piece", 再来30秒的曲子: a new one.
_OF_A_PIECE = re.compile(r"[ -]?(?:piece|song|track|tune|loop|one|jingle|clip|beat|version)(?![a-z])|的|の")
_SHRINK_BEFORE = re.compile(
    r"(?:(?:cut|shave|knock|lop|chop|trim|take|lose|drop)(?: (?:it|that|this))?(?: (?:off|out|by|down by))?|remove|"
    r"shorter by|shorten it by|minus|raccourci[st]?(?: de)?|retire|kurze um|verkurze um|schneide?|corta(?:le)?|"
    r"sobran?(?: como| unos)?|sobram?(?: uns)?|quita(?:le)?|recorta(?:le)?|tira|reduz|encurta|enleve|coupe|"
    r"缩短|剪掉|减少|减|砍掉|去掉)\s?$"
)
_BARS = re.compile(
    rf"(?P<number>{NUMBER})(?P<more> more| extra| mas| mais| weitere| mehr)?[ -]?(?:(?:bars?|measures?|compas(?:es)?|"
    rf"compassos?|mesures?|takt(?:e|en|ig[a-z]*)?)(?![a-z])|个?小节)"
)
_BARS_OF_A_BLUES = 12
_ONE_THING = re.compile("an?|une?|una|uma?|eine?n?")  # "une mesure" is an article, not a length


def read(text: Text) -> list[Finding]:
    """Decades (read and meaning nothing), bars, and at most one duration; a relative one is a change."""
    found = [Finding("", None, *match.span()) for match in _DECADE.finditer(text.folded)]
    rest = text.without(finding.span for finding in found)
    bars = _read_bars(rest)
    rest = rest.without(finding.span for finding in bars)
    return [*found, *bars, *_read_time(rest)]


def _read_bars(text: Text) -> list[Finding]:
    for match in _BARS.finditer(text.folded):
        before, after = _around(text.folded, *match.span())
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
        if _ONE_THING.fullmatch(match["number"]):
            continue
        # "12-bar blues" names a form, not a length.
        count = int(value(match["number"]))
        is_form = count == _BARS_OF_A_BLUES and re.match(r"の?ブルース| ?-?blues", after)
        if not _is_moment(before) and not is_form:
            return [Finding("bars", count, *match.span())]
    return []


def _read_time(text: Text) -> list[Finding]:
    folded = text.folded
    spans = [(int(match[1]) * 60.0 + int(match[2]), *match.span()) for match in _MARKED.finditer(folded)]
    spans += [(seconds, start, end) for seconds, _, start, end in _spoken_times(folded)]
    for match in _CLOCK.finditer(folded):
        hours, minutes, seconds_ = (int(group or 0) for group in match.groups())
        spans.append((hours * 3600.0 + minutes * 60 + seconds_, *match.span()))
    for seconds, start, end in spans:
        if finding := _placed(folded, seconds, start, end):
            return [finding]
    return []


def _spoken_times(folded: str) -> list[tuple[float, float, int, int]]:
    """(seconds, seconds in the smallest unit, start, end): "two minutes" and "ten seconds" beside it are one time."""
    times: list[tuple[float, float, int, int]] = []
    for match in sorted([*_parts(folded), *_BARE_ONE.finditer(folded)], key=lambda m: m.start()):
        seconds, unit = _seconds(match)
        end = match.end()
        if unit == _SECONDS_IN["minute"] and not match["tail"] and (rest := _REST.match(folded, end)):
            left = value(rest["rest"])
            seconds, end = (seconds + left, rest.end()) if _FEWEST_LEFT <= left < unit else (seconds, end)
        if times and unit < times[-1][1] and _JOIN.fullmatch(folded[times[-1][3] : match.start()]):
            times[-1] = (times[-1][0] + seconds, unit, times[-1][2], end)
        elif not times or match.start() >= times[-1][3]:
            times.append((seconds, unit, match.start(), end))
    return times


def _parts(folded: str) -> list[re.Match[str]]:
    """Amounts with their units; a unit of one letter counts only after digits ("30s", never "I am")."""
    return [
        match
        for match in _PART.finditer(folded)
        if match[0][0].isdigit() or not {match["hour"], match["minute"], match["second"]} & set("hms")
    ]


def _placed(folded: str, seconds: float, start: int, end: int) -> Finding | None:
    """The finding for so many seconds said at folded[start:end]; None for a moment ("after 10 seconds")."""
    before, after = _around(folded, start, end)
    is_further = _FURTHER_JA.search(before) and _FURTHER_JA_BEHIND.match(after)  # "あと1分にして" makes it one minute
    is_more = _GROW_BEFORE.search(before) and not _OF_A_PIECE.match(after)
    if _GROW.search(after) or is_more or is_further:
        return Finding("changes", {"duration": 1}, start, end + _length(_GROW, after))
    if _SHRINK.search(after) or _SHRINK_BEFORE.search(before):
        return Finding("changes", {"duration": -1}, start, end + _length(_SHRINK, after))
    if _is_no_length(folded[start:end], before, after):
        return None
    if _is_moment(before) or _PAST.match(after) or (seconds == 60 and _BEATS_IN_IT.match(after)):
        return None
    return Finding("duration_seconds", seconds, start, end)


def _is_no_length(said: str, before: str, after: str) -> bool:
    """Whether what looks like a length is the time of day, how often, another one, or enough."""
    if said == "十分" and not re.search("[\\d约约]$", before):
        return bool(_ENOUGH_JA.match(after) or (_ENOUGH_BEFORE_JA.search(before) and not after.startswith("の")))
    if hour := _HOUR.fullmatch(said):
        at = _OF_THE_CLOCK.search(before)
        is_late = int(hour["hours"]) >= _FIRST_OF_THE_CLOCK
        return is_late and at is not None and (not at["at"] or _NO_NOUN.match(after) is not None)
    is_each = _EACH.fullmatch(said) and _EACH_BEFORE.search(before) and not _EACH_LENGTH.match(after)
    return bool(is_each) or (_SECOND.fullmatch(said) is not None and _NO_SECOND.match(after) is not None)


def _is_moment(before: str) -> bool:
    return _POSITION.search(before) is not None and _FIT.search(before) is None


def _around(folded: str, start: int, end: int) -> tuple[str, str]:
    """What stands just before and just after."""
    return folded[max(0, start - 24) : start], folded[end : end + 24]


def _length(pattern: re.Pattern[str], after: str) -> int:
    match = pattern.search(after)
    return match.end() if match else 0


def _seconds(match: re.Match[str]) -> tuple[float, float]:
    """(seconds, seconds in the unit) of one part such as "half a minute" or "2 minutes"."""
    groups = match.groupdict()
    unit = next(size for name, size in _SECONDS_IN.items() if groups.get(name))
    amount = 1.0
    if groups.get("dozens"):
        amount = _SOME_TENS
    elif groups.get("tens"):
        amount = value(groups["tens"]) + _OVER.get(groups["over"], 0.0)
    elif groups.get("half"):
        amount = 0.5
    elif groups.get("quarter"):
        amount = 0.75 if groups["three"] or groups["drei"] else 0.25
    elif few := groups.get("few") or groups.get("par") or groups.get("some"):
        amount = float(_FEW[few])
    elif groups.get("number"):
        amount = value(groups["number"])
    if groups.get("more") or groups.get("tail"):
        amount += 0.5
    return amount * unit, unit
