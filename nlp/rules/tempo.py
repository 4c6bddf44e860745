"""Tempo said as a figure: "90 bpm", "between 90 and 110", "under 100 bpm", "5 bpm faster". Quarter notes a minute."""

from __future__ import annotations

import re
from itertools import islice

from generation.vocabulary import TEMPO_BPM_LIMITS
from nlp.lexicon import built_in
from nlp.rules.finding import ARROW, Finding
from nlp.rules.numbers import NUMBER, SHORT_HUNDRED, value
from nlp.text import BLANK, SIGN, Text

_N = f"({NUMBER})"
_ANY_FIGURE = re.compile(rf"\d|{NUMBER}")
_BEAT = (
    r"(?:beats?|clicks?|pulses?|pulsaciones|pulsacoes|pulsations|pulsos?|golpes|latidos|tiempos|batidas|batimentos|"
    r"tempos|battements|temps|schla(?:e)?ge?n?|negras|seminimas|noires|vierteln?|拍|下|ビート)"
)
_PER_MINUTE = r"(?:\s?(?:/|per|a|por|par|a la|pro|die|in der|je)\s?min(?:ut[aeo]|\.)?(?![a-z])|每分钟|/分钟?)"
_UNIT = (
    rf"(?:\s?-?\s?(?:(?:de )?bpms?(?![a-z])|de tempo(?![a-z])|b\.p\.m\.?|ppm(?![a-z])|{_BEAT}{_PER_MINUTE}|"
    r"(?:schla(?:e)?gen?|pulsaciones|pulsacoes|pulsations|battements|batidas)(?![a-z])|拍(?![子减])|a la noire))"
)
_NAME = (
    r"(?:(?<![a-z])(?:bpms?|tempo|speed|velocidade?|vitesse|geschwindigkeit|andamento|metronom[eo]?)|"
    r"速度|节拍器?|テンポ|スピード)"
)
_NEARLY = (
    r"(?:around|about|roughly|ca\.?|circa|etwa|rund|um die|so um die|environ|d'environ|vers|autour de|cerca de|uns|"
    r"unos|alrededor de|em torno de|por volta de|大约|大概|约)"
)
_NAMED = (
    rf"{_NAME}(?:\s?(?:of|at|to|into|is|be|should be|somewhere|de|a|en|em|von|auf|bei|um|mit|sur|=|:|是|设?为|"
    rf"exakt|genau|exactly|exactement|exact[oa]|fij[oa]|fix[oae]|fest|clavad[oa]|"
    rf"就?[定设调][到在成往]?|[到在成往]|は|を|が)(?![a-z]))*(?: (?:the|das|le|el|o))?\s?(?:{_NEARLY}\s?)?"
)
# "每分钟120拍", "1分間に120拍".
_PER_MINUTE_FIRST = r"(?:每分钟?|毎分|[一1]分[钟间]に?)\s?"
# A dotted quarter, which meters in eighths count by, is as long as one and a half.
_DOTTED = re.compile(
    rf"(?:[♩♪]\s?\.|dotted quarter(?: notes?)?|negra con puntillo|seminima pontuada|noire pointee|punktierte viertel|"
    rf"付点四分音符|附点四分音符)\s?(?:=|:|a|at)\s?{_N}"
)
_OF_A_DOTTED = 1.5
# "The quarter note": its length in the other languages, which stands before or after the figure.
_QUARTER = r"(?:[♩♪]|(?<![a-z])(?:quarter(?: note)?|negra|seminima|noire|viertel)|四分音符)"
_DASH = r"(?<=[\dm])\s?-"  # after words it binds one figure: "quatre-vingt"
_TO = rf"(?:{_DASH}|\s?(?:~|〜|to|or|a|o|ou|oder|bis|ate|jusqu'a|hasta|到|至|から|或))\s?"
# Only after "between": "one hundred and seventy bpm" is one figure.
_AND = rf"(?:{_DASH}|\s?(?:~|〜|to|and|a|y|e|et|und|到|至|和|と))\s?(?:los )?"
_BETWEEN = r"(?:between|bw|btw|b/w|entre(?: los)?|zwischen|compris entre|在|介于)\s?"
_FROM = r"(?:(?:from|de|von|desde|从) ?)?"

_RELATIVE = re.compile(
    rf"テンポを?{_N}(?:くらい|ほど)?(?P<kana>上げ|下げ|落と|アップ|ダウン)|"
    rf"(?:{_N}{_UNIT}|{_N}\s?(?:%|percent|por ciento|por cento|prozent|pour ?cent|pct|"
    rf"パーセント))\s?(?P<after>faster|slower|quicker|more|less|up|down|"
    rf"higher|lower|"
    rf"mas rapido|mas lento|mas|menos|mais rapid[oa]|mais lent[oa]|mais devagar|mais(?! \d)|schneller|langsamer|"
    rf"plus rapide|plus vite|plus lent|de plus|de moins|mehr|weniger|(?:くらい|ほど)?(?:速く|早く|上げ|アップ|遅く|"
    rf"ゆっくり|下げ|落と|ダウン))(?![a-z])|"
    rf"(?P<before>faster|slower|speed up|slow down|up|down|raise|lower|increase|decrease|sube|baja|sobe|aumenta|"
    rf"aumente|diminui|diminua|reduz|accelere|ralentis|augmente|baisse|monte|加快|减慢|放慢|"
    rf"提高|降低)"
    rf"(?: it| the tempo| the speed| the bpm| tempo| el tempo| o tempo| le tempo| o andamento)? ?(?:by |un |en |"
    rf"about |em |de )?{_N}(?:{_UNIT}|\s?%)|"
    rf"(?<![\w.])(?<!\d )(?<!at )(?<!of )(?<!tempo )(?<!a )(?P<sign>[+-])\s?{_N}{_UNIT}"
)
_UP = re.compile("mais rapid|^mais$|schneller|plus rapide|plus vite|de plus|mehr|速く|早く|上げ|アップ|sobe|aument|"
    "accelere|augmente|monte|"
                 "faster|quicker|more|^up|higher|mas rapido|^mas$|speed up|raise|increase|sube|加快|提高|"
                 "\\+")  # fmt: skip
_RANGE = re.compile(
    rf"no baje de {_N}{_UNIT}?,? (?:ni|y no|y que no) (?:suba|pase) de {_N}|"
    rf"nao (?:desca|baixe) de {_N}{_UNIT}?,? (?:nem|e nao) (?:suba|passe) de {_N}|"
    rf"{_BETWEEN}{_N}{_UNIT}?{_AND}{_N}{_UNIT}|{_FROM}{_N}{_UNIT}?{_TO}{_N}(?:{_UNIT}|の间のbpm)|"
    rf"{_NAMED}{_BETWEEN}{_N}{_AND}{_N}|{_PER_MINUTE_FIRST}{_N}{_TO}{_N}{_BEAT}|{_NAMED}{_FROM}{_N}{_TO}{_N}|"
    rf"{_FROM}{_N}{_TO}{_N}之间|"
    rf"{_FROM}{_N}{_TO}{_N}(?:くらい|ほど|ぐらい)?(?:の|的)?\s?(?:テンポ|速度|tempo(?![a-z]))"
)
_AT_MOST = re.compile(
    rf"(?:under|below|less than|at most|max(?:imum)?(?: of)?|up to|no (?:faster|more) than|slower than|not over|"
    rf"unter|hochstens|maximal|nicht (?:schneller als|uber)|moins de|au plus|pas plus de|no maximo|ate|abaixo de|"
    rf"最大|最高で?|"
    rf"menos de|como maximo|maximo|por debajo de|hasta|不超过|低于|最多|小于)\s?(?:{_NAMED})?{_N}{_UNIT}|"
    rf"{_N}{_UNIT}\s?(?:or (?:less|slower|below)|max\b|o menos|ou menos|ou moins|oder weniger|maximum|以下|以内|未満)"
)
_AT_LEAST = re.compile(
    rf"(?:over|above|more than|at least|min(?:imum)?(?: of)?|no (?:slower|less) than|faster than|not under|"
    rf"uber|mindestens|mehr als|nicht langsamer als|plus de|au moins|pelo menos|no minimo|mais de|acima de|au "
    rf"dessus de|最低|"
    rf"mas de|al menos|como minimo|minimo|por encima de|至少|高于|超过|大于|最少)\s?(?:{_NAMED})?{_N}{_UNIT}|"
    rf"{_N}{_UNIT}\s?(?:or (?:more|faster|above|higher)|o mas|ou mais|ou plus|oder mehr|以上)"
)
_EXACT = re.compile(
    rf"{_NAME} ?\d{{2,3}}{ARROW}{_N}|({NUMBER}|{SHORT_HUNDRED}){_UNIT}|{_PER_MINUTE_FIRST}{_N}{_BEAT}|"
    rf"{_NAMED}{_N}(?![.,]?\d|\s?(?:[/:%]|km|percent|prozent))|{_QUARTER}\s?(?:=|:|"
    rf"a|at|auf)\s?{_N}"
)
_AT = re.compile(
    rf"(?<![a-z])(?:at|a|em|auf|bei|mit tempo)\s{_N}(?=$|[,.;!?，。、]|\s(?:with|without|in|no|for|and|please|but|feel|"
    rf"y|con|sin|pero|e|com|sem|mas|et|avec|sans|mais|und|aber|mit|ohne|bitte)(?![a-z]))(?![.:]\d)"
)
# A figure that words around it make a tempo: "bring it to 96", "pra 96", "调到140", "80でいい", "120 em vez de 90",
# "so 90", "八十左右". What stands before it in Latin letters asks for an end behind it.
_SET = re.compile(
    rf"(?:(?P<to>(?<![a-z])(?:to|@|dej[ae](?:l[ao])? en|pr[ao]s?|para|auf|a los|aux?|sur|so|"
    rf"(?<!for )(?<!fur ){_NEARLY})\s?(?:os |les |"
    rf"die )?)|"
    rf"(?P<set>[调改提升降加减放拉换定][到成至]\s?))?{_N}(?![.,]?\d|\s?(?:%|percent|prozent|por ?cent|pour ?cent))"
    r"(?:(?P<by>(?:に|まで)(?:して|変え|変更|上げ|下げ|落と|しよ)|で(?:いい|よろ|お愿い|頼|[,、]|$)|就?够|"
    r"(?:左右|上下|前后|附近|くらい|ぐらい)(?!\s?(?:秒|分|小节|人|岁|首|年|の(?:人|方|岁)|的(?:人|爸|妈|老)))|"
    r" (?:instead of|rather than|em vez de|en vez de|en lugar de|au lieu de|statt|anstatt|plutot que|reicht|genugt|"
    r"basta|"
    r"suffit|suffira|is (?:enough|plenty|fine)|es suficiente|ta bom|chega)(?![a-z]))|"
    r"(?P<end>(?=\s*(?:$|[,.;:!?)](?!\d)| (?:and|e|y|et|und|runter|rauf|hoch|"
    r"stellen|setzen|bringen|drehen|ziehen|zuruck)(?![a-z]))))|(?(set)|(?!)))"
)
# What else goes up and down, and who else is so many.
_NO_TEMPO = re.compile(
    r"(?:volume|volumen|lautstarke|reverb|energy|energie|energia|gain|delay|cutoff|音量|声音|ボリューム|エネルギー|"
    r"能量|"
    r"leute|people|gente|personas|pessoas|gens|wir sind|we are|somos|给|为)[^,.;!?]{0,14}$"
)
_FIGURE = re.compile(
    r"(?<![a-z\d:/.,-])(?<!top )(?<!route )(?<!level )(?<!of )(\d{2,3}|"
    r"(?<![一二三四五六七八九十百])[一二三四五六七八九十百]{2,5})(?![a-z\d%:/]|[.,]\d|\s?(?:年|代|秒|分|小节|"
    r"小節|拍|人|岁|首|次|曲))"
)
_PIECES = re.compile(
    r"[a-z ,&-]{1,24} (?:songs|tracks|tunes|hits|albums|bands|canciones|musicas|chansons|"
    r"lieder)(?![a-z])"
)
_MOST_FIGURES = 6
_BESIDE = 26  # characters in which the name of a genre stands
# "trance, 138, hopeful", "lofi, 80-90", "house, cent vingt-quatre": a figure alone, in the range of tempos.
_ALONE = re.compile(
    rf"(?:^|[,.;、·|!?{BLANK}]\s*)(?:(\d{{2,3}})(?:\s?[-~〜]\s?(\d{{2,3}}))?(?:[ -]?ish|くらい|ぐらい|左右)?|"
    rf"({SHORT_HUNDRED})|(?=[a-z一二三四五六七八九]){_N})"
    r"(?=\s*(?:$|[,;、|!]|\.(?!\d)))"
)
_BETWEEN_ALONE = re.compile(
    rf"(?:{_BETWEEN}{_N}{_AND}{_N}|(?<![\d:/.,-])(\d{{2,3}})\s?(?:[-~〜]|to|bis|a|から|or|oder|ou|o|或|到|"
    rf"至)\s?(\d{{2,3}})"
    rf"(?![\d/:%]))(?=\s*(?:$|[,.;:!?、。|)]|(?:with|please|and|com|con|e|y|avec|et|mit|und|bitte|so|rum|ungefahr|"
    rf"ish|fica|"
    rf"melhor|mejor|plutot|lieber|better|instead|is|would|ware|ist|est|serait|es|esta|seria)(?![a-z])|"
    rf"で|くらい|ぐらい|(?![人歳岁才代名年个曲首的])[{SIGN}]))"
)
_LINK = re.compile(r"[ ,]*(?:(?:mit|at|a|auf|bei|con|com|em|en) )?")
_LIKELY_BPM = (60, 220)
_FEWEST_IN_WORDS = 10  # less is an article
_WIDEST_RANGE = 4
_WIDEST_UNNAMED = 2
_OPEN_RANGE = 1.35  # "over 120 bpm" is taken to mean 120 to 162, not anything up to the limit


def read(text: Text) -> list[Finding]:
    """At most one tempo; a relative figure ("5 bpm faster") is a change."""
    # Most messages have no figure, and need not be looked at again and again.
    return [] if _ANY_FIGURE.search(text.folded) is None else named(text) or _unnamed(text.folded)


def named(text: Text) -> list[Finding]:
    """As `read`, but only of a figure that says it is a tempo."""
    folded = text.folded
    if match := _RELATIVE.search(folded):
        said = match["kana"] or match["after"] or match["before"] or match["sign"]
        return [Finding("changes", {"tempo": 1 if _UP.search(said) else -1}, *match.span())]
    if match := _DOTTED.search(folded):
        return [_finding(value(match[1]) * _OF_A_DOTTED, match.span())]
    for pattern, meaning in ((_RANGE, _between), (_AT_MOST, _at_most), (_AT_LEAST, _at_least), (_EXACT, _exactly)):
        if match := pattern.search(folded):
            written = [group for group in match.groups() if group]
            if max(map(value, written)) < _FEWEST_IN_WORDS and not any(map(str.isdigit, written)):
                continue  # "das Tempo ein bisschen anziehen", "o andamento um pouco mais"
            return [_finding(meaning([value(group) for group in written]), match.span())]
    return []


def _unnamed(folded: str) -> list[Finding]:
    """Figures that nothing calls a tempo, where they can hardly be anything else."""
    for pattern, (low, high) in (
        (_BETWEEN_ALONE, _LIKELY_BPM), (_AT, TEMPO_BPM_LIMITS), (_ALONE, _LIKELY_BPM),
    ):  # fmt: skip
        for match in pattern.finditer(folded):
            figures = [value(group) for group in match.groups() if group]
            if low <= figures[0] <= figures[-1] <= min(high, _WIDEST_UNNAMED * figures[0]):
                return [
                    _finding(_between(figures), match.span(match.lastindex or 0) if len(figures) == 1 else match.span())
                ]
    return _set(folded) or _beside_a_genre(folded)


def _set(folded: str) -> list[Finding]:
    low, high = _LIKELY_BPM
    for match in _SET.finditer(folded):
        is_set = match["by"] or match["set"] or match["to"]
        before = folded[max(0, match.start(3) - _BESIDE) : match.start(3)]
        if is_set and low <= (bpm := value(match[3])) <= high and not _NO_TEMPO.search(before):
            return [_finding(bpm, match.span())]
    return []


def _beside_a_genre(folded: str) -> list[Finding]:
    """ "Trap 140", "dnb nervous 174", "128的house": a likely figure right beside the name of a genre."""
    low, high = _LIKELY_BPM
    for match in islice(_FIGURE.finditer(folded), _MOST_FIGURES):
        start, end = match.span()
        before = built_in().find(folded[max(0, start - _BESIDE) : start].rstrip(" ,"))
        after = built_in().find(folded[end : end + _BESIDE].lstrip(" ,的の"))
        names_end = max(0, start - _BESIDE) + before[-1].end if before else 0
        follows = any(hit.of("genres") for hit in before) and _LINK.fullmatch(folded[names_end:start])
        leads = after and after[0].of("genres") and after[0].start == 0
        if (follows or (leads and not _PIECES.match(folded, end))) and low <= (bpm := value(match[1])) <= high:
            return [_finding(bpm, match.span())]
    return []


def _finding(bpm: float | tuple[float, float], span: tuple[int, int]) -> Finding:
    return Finding("tempo_range" if isinstance(bpm, tuple) else "tempo_bpm", bpm, *span)


def _exactly(figures: list[float]) -> float:
    return figures[0]


def _between(figures: list[float]) -> float | tuple[float, float]:
    """Of figures too far apart the first is something else: "808 a 140 bpm"."""
    low, high = min(figures), max(figures)
    return figures[-1] if low == high or high > _WIDEST_RANGE * low else (low, high)


def _at_most(figures: list[float]) -> tuple[float, float]:
    most = figures[0]
    return min(most, max(TEMPO_BPM_LIMITS[0], round(most / _OPEN_RANGE, 1))), most


def _at_least(figures: list[float]) -> tuple[float, float]:
    least = figures[0]
    return least, max(least, min(TEMPO_BPM_LIMITS[1], round(least * _OPEN_RANGE, 1)))
