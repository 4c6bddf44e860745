"""Words for what a piece has already: "the quiet part to the front", "lose that noisy snare", うるさいドラムを外して.

They only tell which part or which player is meant, and ask for nothing themselves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from nlp.lexicon import Hit

_DESCRIBES = ("moods", "pace", "texture")
_TOO_BEFORE = 10  # characters
_BESIDE = 30  # characters that are looked at
# What touches a player that goes: before it in every language, behind it in those that put adjectives there.
_TOUCHES = re.compile(r"人?[ 的のな]?(?:い|そうな|っぽい)?")
_ADJECTIVE_LAST = {"es", "pt", "fr"}
_PARTS = {  # language -> (what stands before such a word, what behind it)
    "en": (r"(?<![a-z])(?:the|that|this|your) (?:[a-z]+ )?$",
           r"^ (?:part|section|bit|passage|intro|ending|middle|bar|verse|chorus|bridge)s?(?![a-z])"),
    "de": (r"(?<![a-z])(?:den|die|das|der|dem) $",
           r"^ (?:teil|part|stelle|passage|abschnitt|satz|mitte|intro|schluss|takte)(?![a-z])"),
    "es": (r"(?<![a-z])(?:la|el|las|los|esa|ese) (?:parte|seccion|opcion|toma|pasaje|intro|trozo) (?:mas )?$", ""),
    "pt": (r"(?<![a-z])(?:[ao]s?|ess[ae]) (?:parte|secao|opcao|trecho|tomada|intro|pedaco) (?:mais )?$", ""),
    "fr": (r"(?<![a-z])(?:la|le|les|ce|cette) (?:partie|section|option|prise|passage|intro) (?:l[ae] plus )?$", ""),
    "zh": ("", "^的?(?:那|这)?(?:段|部分)"),
    "ja": ("", "^(?:な|い|かい)?(?:部分|ところ|とこ|パート|箇所)"),
}  # fmt: skip
# What makes the name of an occasion what the piece is for: "für ne Hochzeit", "es pa los peques", 結婚式向け.
_FOR = re.compile(
    r"(?:(?<![a-z])(?:for|as|into|like|to|para|pa|pra|pro|como|estilo|als|fur|furs|zu|zum|zur|wie|pour|comme)"
    r"(?: [a-z'-]+){0,3} |(?:给|为|适合|用于|当|像|改成|换成|变成)[^,.!?]{0,6})$"
)
_FOR_BEHIND = re.compile(
    r"^(?:[ -]?(?:vibes?|moods?|music|musik|stimmung|feeling|edition|version|style|song)(?![a-z])|里?用|"
    r"的(?:配乐|音乐|歌|曲|感觉|氛围)|风格?|bgm|向け|向き|のため|に(?:使|合)|で使|っぽ|みたい|風|の(?:曲|音楽|bgm|雰囲気|感じ))"
)
# What tells of something in a clause of its own, and asks for nothing: "the nap isn't over", "hier kreischen Kinder".
_TOLD = re.compile(
    r"(?<![a-z])(?:i|i'm|im|my|our|we|we're|they|he|she|is|isn't|isnt|are|aren't|was|were|keep|keeps|won't|still|already|"
    r"love|like|hier|mein|meine|meinen|ist|sind|war|hat|haben|schlaft|mi|mis|esta|estan|sigue|siguen|hay|tengo|se|"
    r"minha|meu|ta|tao|tem|segue|est|sont|sommes|mon|ma|mes|ai|a deja|dort|dorment|stehen|stehn|warten|"
    r"tanzen|spielen)(?![a-z])|"
    r"[了在越着]|我|孩子|てます|ている|てる|ました|なので|ですから|だから|中な"
)
_CLAUSE_END = re.compile(r"[,.;!?…]|(?<=[\u3040-\u9fff]) ")
# "Make it dark", "hazla oscura", 暗い感じにして: how it shall be, and not how something is.
_MADE = re.compile(
    r"(?:(?<![a-z])(?:make|making|turn|change|haz|hazl[ao]|ponl[ao]|vuelvel[ao]|que sea|que suene|deixa|deixe|faz|faca|"
    r"bota|rends|rendez|fais|faites|mach|mache|machs|mach's|mach daraus|lass|soll|sollte)(?:[ -](?:it|this|that|one|"
    r"the|whole|thing|song|piece|sound|mood|to|into|something|really|very|so|ela|ele|isso|ca|la|le|es|das|ganze|ihn|me|all|"
    r"a|bit|little|more|un|una|muy|poco|mas|um|uma|bem|muito|pouco|mais|une|tres|peu|plus|etwas|sehr|ganz|mal|num|"
    r"clima|version))* |[弄变改换][得成]更?|让它更?)$"
)
_MADE_BEHIND = re.compile("^(?:な|い)?(?:感じ|雰囲気|ムード|曲)?(?:に|く)(?:して|しよう|変え)")
# "It's slower than my grandma": how it is, and a complaint, where it is not likened to another of the pieces.
_IS = re.compile(
    r"(?<![a-z])(?:it's|its|is|that's|thats|was|sounds|feels|goes|going|drags|moves|runs|plays|crawls|"
    r"va|camina|esta|es|suena|anda|quedo|ta|ficou|soa|vai|(?:isso|isto|aquilo|musica|faixa) e|"
    r"c'est|est|sonne|avance|ist|klingt|lauft|geht|schleicht|is'|wirkt)"
    r"(?: (?:so|way|even|much|a lot|still|now|mucho|aun|muito|ainda|bien|vraiment|encore|ja|noch|viel|da|more|mas|mais|"
    r"plus))* $"
)
_THAN = re.compile(
    r"^ (?:(?:than|thn|(?:do )?que|(?:do )?q|als)(?![a-z'])|qu'(?!il))"
    r"(?: (?:el|la|los|las|un|una|mi|tu|a|an|the|my|your|o|os|as|um|uma|meu|minha|le|les|l'|une|mon|ma|ein|eine|der|"
    r"die|das|mein|meine)(?![a-z]))*+ ?+"
    r"(?!(?:ones?|what|when|de|do|da|davor|beim|von|version|take|before|last|first|second|third|previous|"
    r"original|other|usual|now|it|this|that|antes|anterior|primer[ao]?|segund[ao]|ultim[ao]|otr[ao]|ahora|est[ae]|es[ae]|primeir[ao]|agora|ess[ae]|outr[ao]|avant|premier|"
    r"premiere|derniere?|autre|maintenant|ca|celui|celle|vorher|zuvor|erste|ersten|zweite|letzte|andere|jetzt|vorhin|eben|"
    r"isso|isto|esto|eso|aquello|dies(?:e[rsnm]?)?|ceci|cela)"
    r"(?![a-z]))[a-z]"
)
# A change that shall not come: "sin que vaya más rápida", "wilder nicht", 别更吵, 暗くせんといて.
_UNWANTED_BEFORE = re.compile(
    r"(?:(?<![a-z])(?:sin que (?:vaya|sea|suene|quede|este|se (?:haga|vuelva|ponga))|"
    r"sans (?:aller|etre|devenir|que (?:ca|ce|cela) (?:soit|aille|devienne|sonne))|"
    r"without (?:(?:adding|getting|going|being|becoming|playing|making)(?: it| this| that)?)?(?: any| even)?|"
    r"not (?:one|a|a single) (?:bit|second|bar|note|notch)|(?:surtout )?(?:rien|pas) de)\s|"
    r"(?<![特要用需])(?:别|不要|不用|不必|不需要|无需|唔好)(?:再|变得?)?更?)$"
)
_UNWANTED_AFTER = re.compile(
    r" (?:(?:ruhig|bitte|aber|muss es|muss) )*(?:nicht|nein|nee)(?=$|[,.!])| (?:no|non|nao)(?=[,.!]+ ?[^\s,.!])"
)
_UNWANTED_JA = re.compile(
    r"[は寄]?せん(?:とい?て|とっ?て|といで|で(?!も))|(?:する|なる)のは(?:なし|ナシ|无し|無し|だめ|ダメ|やめ|禁止|嫌)(?![?か])"
)
_TOO_MUCH = re.compile(
    r"(?<![a-z])(?:too|demasiad[oa]|muy|trop|zu|muito|tao)(?![a-z]| (?:mas|mais|more|plus|mehr)(?![a-z]))|太|过于"
)
_TOO_MUCH_BEHIND = re.compile(r" demais(?![a-z])|(?:な|なり)?(?:すぎ|过ぎ)")
_LIKENED_ZH = re.compile(
    "(?<![得成改弄变换调要想让望])比(?!之前|刚才|原来|现在|上一|第|这|那)[^,.!?]{1,12}(?:还要?|都)$"
)
_LIKENED_JA = re.compile(r"(?<!前)(?<!さっき)(?<!今)(?<!最初)(?<!これ)(?<!それ)(?<=[^\s,.!?])より(?:も)?$")
_STATE_JA = re.compile("い(?=$|[,.!?]|です|よ|ね|な[ぁあ]|わ|って|気が|ん(?:です|だ|や))")
# "Acoustic" alone is a guitar, beside players who are named it is how they play.
_ACOUSTIC = re.compile(
    "(?:en )?(?:acoustic|acustic[oa]s?|acoustiques?|akustisch(?:e[srn]?)?|unplugged|desenchufad[oa]s?|不插电|"
    "アコースティック|アンプラグド)"
)
# Who sings to it: "my aunt sings it", "for our choir", "ma voix suit pas", 我要跟着唱, 父が歌うので.
_SINGS_ALONG = re.compile(
    r"(?<![a-z])(?:i|i'm|my|our|her|his|their|we|he|she|they|who|kids?'?|children|under|over|above|"
    r"on top|for(?! a )|to|at|"
    r"mi|mis|su|sus|nuestr[oa]|para|pa|porque|quien|lo|la|que|"
    r"meu|minha|nosso|nossa|sua|seu|pra|pras|pro|quem|vai|vou|consigo|alcanco|a|o|"
    r"ma|mon|mes|notre|sa|son|je|pour|chanter|par-dessus|le|la|quand|"
    r"mein[a-z]*|unser[a-z]*|sein[a-z]*|ihr[a-z]*|ich|fur|wenn|weil|damit|uber|druber|unter|wo|die|der|tante|onkel|"
    r"papa|mama|mum|mam|dad)(?: [a-z']+){0,3} $|"
    r"(?:我|我们|他|她|爷爷|奶奶|孩子|老师|大家|跟着|一起|要|团|得)[^,.!?]{0,6}$|(?:が|と|で|も|は)$"
)
_SINGS_ALONG_BEHIND = re.compile(
    "(?:ので|んで|から|けん|はんで|には|とき|时|人|子)|不[上到了]|(?:得|着)|"
    r" (?:along|it|this|that|over|on top|can't|cannot|doesn't|won't|drauf|druber|dazu|mit|dessus|par-dessus|por cima|"
    r"junto|encima|la|bass|alto|tenor|soprano|sopran|contralt[oa]|bariton[oa]?)(?![a-z])"
)
# "Add a flute", "mit Gesang", 加个女声: what the piece shall have.
_ASKED = re.compile(
    r"(?<![a-z])(?:(?:can|could|will) you|add|with(?! (?:my|his|her|their|our))|want|put|give|include|plus|bring in|"
    r"throw in|some|more|feat|featuring|needs?|swap|where|keep|get|replace|switch|"
    r"con(?! (?:mi|su|tu|nuestr[ao]))|pon(?:le|me|er)?|agreg[a-z]+|anad[a-z]+|met[a-z]+|quiero|sum[a-z]+|mas|"
    r"com(?! (?:[ao] )?(?:minha|meu|sua|seu))|poe|bota|coloca|quero|adiciona|mantem|troca|mais|"
    r"avec(?! (?:ma|sa|mes|ta|notre))|mets|ajoute|rajoute|veux|voudrais|garde|remplace|plus de|"
    r"mit(?! (?:der|de[nm]|mein|dein|sein|ihr|unser))|noch|pack|fug|will|mochte|mehr|behalt|statt)(?: [a-z']+){0,5} $|"
    r"(?:加|配|来个?|找|请|想听|带上?|换成?|改成?|用|多|保留|垫)[^,.!?]{0,4}$|もっと$"
)
_ASKED_BEHIND = re.compile(
    "(?:の音)?(?:を|も|が|は)?(?:もっと)?(?:入れ|いれ|足し|たし|加え|つけ|付け|ほし|欲し|増や|重ね|にして|に変え|"
    "残し)| (?:dazu|rein|instead|statt)(?![a-z])"
)
_COMPILED = {code: tuple(map(re.compile, pair)) for code, pair in _PARTS.items()}


def described(folded: str, hits: Sequence[Hit], refused: Collection[int], spoken: str) -> set[int]:
    """The hits that only describe. refused: the hits that go."""
    found: set[int] = set()
    for index, hit in enumerate(hits):
        if not hit.of(*_DESCRIBES) or hit.of("edits"):
            continue
        if _is_of_a_part(folded, hit, spoken) or _touches_who_goes(folded, hits, refused, index, spoken):
            found.add(index)
    return found


def is_what_it_is_for(folded: str, span: tuple[int, int]) -> bool:
    """Whether the words around an occasion say that the piece is for it, and do not only tell of it."""
    start, end = span
    return bool(_FOR.search(folded[max(0, start - _BESIDE) : start]) or _FOR_BEHIND.match(folded[end:]))


def is_told(folded: str, span: tuple[int, int]) -> bool:
    """Whether a name stands in a clause that only tells of something, as a reason for a change does."""
    start, end = span
    starts = [match.end() for match in _CLAUSE_END.finditer(folded, 0, start)]
    after = _CLAUSE_END.search(folded, end)
    clause = folded[starts[-1] if starts else 0 : after.start() if after else len(folded)]
    return _TOLD.search(clause) is not None and not is_what_it_is_for(folded, span)


def is_voice_told(folded: str, hit: Hit) -> bool:
    """Whether a voice that is mentioned is one that sings to it, and not one that the piece shall have."""
    if not any(entry.name == "vocals" for entry in hit.entries):
        return False
    before, after = folded[max(0, hit.start - _BESIDE) : hit.start], folded[hit.end :]
    is_told = _SINGS_ALONG.search(before) or _SINGS_ALONG_BEHIND.match(after)
    return bool(is_told) and not _ASKED.search(before)


def is_player_told(folded: str, hit: Hit) -> bool:
    """Whether nothing around a player or a genre says that the piece shall have it."""
    before, after = folded[max(0, hit.start - _BESIDE) : hit.start], folded[hit.end :]
    return not (_ASKED.search(before) or _ASKED_BEHIND.match(after))


def is_only_how(folded: str, hits: Sequence[Hit], index: int) -> bool:
    """Whether a word for an acoustic guitar only says how those play who are named beside it."""
    others = (other.of("instruments", "instrument_groups") for place, other in enumerate(hits) if place != index)
    return says_how(folded, hits[index].span) and any(others)


def says_how(folded: str, span: tuple[int, int]) -> bool:
    """Whether a word may only say how somebody plays."""
    return _ACOUSTIC.fullmatch(folded, *span) is not None


def is_made(folded: str, span: tuple[int, int]) -> bool:
    """Whether the words around a mood say that the piece shall be so."""
    start, end = span
    return bool(_MADE.search(folded[max(0, start - _BESIDE) : start]) or _MADE_BEHIND.match(folded[end:]))


def is_likened(folded: str, span: tuple[int, int]) -> bool:
    """Whether a comparative only says how the piece is, in a likeness: "slower than a snail", 比蜗牛还慢."""
    start, end = span
    before = folded[max(0, start - _BESIDE) : start]
    if _IS.search(before) and _THAN.match(folded[end:]):
        return True
    if _LIKENED_ZH.search(before):
        return not folded.startswith("的", end)
    return bool(_LIKENED_JA.search(before) and _STATE_JA.match(folded, end - 1))


def is_unwanted(hit: Hit, before: str, after: str) -> bool:
    """Whether what stands before and after a change says that it shall not come.

    What is only named is refused, which is another thing.
    """
    is_change = bool(hit.of("edits")) or before.endswith("更")
    if is_change and (_UNWANTED_BEFORE.search(before) or _UNWANTED_AFTER.match(after)):
        return True
    return bool(hit.of("edits", "moods", "pace")) and _UNWANTED_JA.match(after) is not None


def is_too_much(folded: str, span: tuple[int, int]) -> bool:
    """Whether a change is said by what there is too much of: "demasiado triste"."""
    start, end = span
    said = _TOO_MUCH.search(folded, max(0, start - _TOO_BEFORE), end) or _TOO_MUCH_BEHIND.match(folded, end)
    return said is not None or folded[:end].endswith("すぎ")


def _is_of_a_part(folded: str, hit: Hit, spoken: str) -> bool:
    before, after = _COMPILED.get(spoken, _COMPILED["en"])
    stands = folded[max(0, hit.start - _BESIDE) : hit.start]
    return bool(before.search(stands) and after.search(folded[hit.end : hit.end + _BESIDE]))


def _touches_who_goes(folded: str, hits: Sequence[Hit], refused: Collection[int], index: int, spoken: str) -> bool:
    hit = hits[index]
    following = index + 1
    if following in refused and hits[following].of("instruments", "instrument_groups"):
        return _TOUCHES.fullmatch(folded, hit.end, hits[following].start) is not None
    behind = index - 1 in refused and hits[index - 1].of("instruments", "instrument_groups")
    return bool(behind) and spoken in _ADJECTIVE_LAST and folded[hits[index - 1].end : hit.start] == " "
