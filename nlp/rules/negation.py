"""How far a "no" reaches: "without guitars or drums", "不要鼓和贝斯", "ohne Bass und Schlagzeug", "ドラムなし"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.lexicon import Hit

_CUE_EN = (
    r"(?:without|w/o|no|not|isn't|aren't|ain't|nothing|never|none of|minus|except(?: for)?|excluding|exclude|avoid|"
    r"(?:do not|don't|dont|doesn't|won't|didn't|wouldn't|shouldn't|can't|cant|please no)"
    r"(?: (?:want|need|like|use|add|include|make|have|put|be|play|go|sound|feel))?|"
    r"skip|leave out|lose|get rid of|remove|drop|cut|take out|take away|delete|mute|kill|ditch|strip out|hold|free of|"
    r"(?:anything|everything|whatever) (?:but|except|apart from)|"
    r"instead of|rather than|replace|swap(?: out)?|substitute|change|switch)"
)
_CUE_ES = (
    r"(?:(?:lo que sea|cualquier cosa|todo) menos|"
    r"sin|no|nada(?: de)?|ni|nunca|tampoco|excepto|salvo|evita|evitar|quita(?:r|le|les|lo|la)?|elimina(?:r)?|"
    r"saca(?:r|le)?|no (?:quiero|pongas|uses|incluyas|me pongas|sea|hay|haya|tenga|suene|tan)|en lugar de|en vez de|"
    r"reemplaza|sustituye|cambia|fuera)"
)
_CUE_ZH = (
    "(?:不要用|不要有|不要加|不要太|不要|不想要|不需要|不用|不含|不带|不加|没有|没|别用|别加|别太|别|无|"
    "去掉|去除|删掉|删除|拿掉|除了|避免|而不是|不太|不是|不|非|代替|把)"
)
_CUE_PT = (
    r"(?:(?:qualquer coisa|tudo) menos|"
    r"sem|nao|nem|nenhuma?|jamais|tira(?:r|ndo)?|tire|retira(?:r)?|remov[ae]|remover|elimine|exceto|menos [oa](?= )|"
    r"nao (?:quero|use|coloca|coloque|ponha|poe|bota|tenha|seja|precisa(?: de)?|toca|pode ter|tao|muito)|"
    r"em vez d[aeo]s?|ao inves d[aeo]s?|no lugar d[aeo]s?|substitu[ai]|troca|troque|muda|evit[ae]|corta)"
)
_CUE_FR = (
    r"(?:sans|pas(?: de| d')?|aucune?|ni|non|jamais|point de|zero|(?:n'est|ne soit|ne sois|c'est|est) pas|"
    r"enleve[rz]?|retire[rz]?|supprime[rz]?|vire[rz]?|ote[rz]?|coupe[rz]?|evite[rz]?|sauf|excepte|hormis|"
    r"a la place d(?:e|u|es)|au lieu d(?:e|u|es)|plutot que|remplace[rz]?|echange|change)"
)
_CUE_DE = (
    r"(?:ohne|kein(?:e[nrms]?)?|nicht|nichts|nie|niemals|weder|noch(?= )|statt|anstatt|anstelle(?: von)?|außer|ausser|"
    r"bloß nicht|verzichte auf|entfern(?:e|en)?|losch(?:e|en)?|streich(?:e|en)?|lass|nimm|ersetz(?:e|en)?|"
    r"tausch(?:e|en)?)"
)
_CUE_JA = "(?:ノー(?=[ァ-ー]))"
_CUE = re.compile(rf"(?<![a-z])(?:{_CUE_EN}|{_CUE_ES}|{_CUE_PT}|{_CUE_FR}|{_CUE_DE})(?![a-z])|{_CUE_JA}|{_CUE_ZH}")
# Words that refuse in one language and are everyday in another: "no piano" is "at the piano" in Portuguese.
_NOT_A_CUE = {
    "pt": {"no", "cut", "lose"},
    "fr": {"no", "lass", "change"},
    "de": {"no", "not"},
    "ja": {"不", "无", "非", "没", "别", "把"},
}
_ONLY_IN = {
    "lass": "de",
    "nimm": "de",
    "noch": "de",
    "non": "fr",
    "zero": "fr",
    "vire": "fr",
    "muda": "pt",
    "corta": "pt",
}
# "Lass die Drums weg", "nimm den Bass raus": the verb alone refuses nothing.
_SEPARATED = {"lass", "nimm"}
_AWAY = re.compile(r" (?:weg|raus|heraus)(?![a-z])")
# Not negations, though they look like them.
_FALSE_CUE = re.compile(
    r"(?:why not|not only|not just|no problem|no worries|no idea|no rush|no matter|not sure|not bad|no doubt|"
    r"can't wait|"
    r"cannot wait|not without|don't (?:remove|drop|cut|mute|delete|take out|lose|know|mind|forget|stop)|drop it|"
    r"can't (?:sleep|fall asleep|focus|concentrate|study|relax)|"
    r"no solo|no se(?! oiga)|no importa|cut time|hold on|不错|不管|不论|没关系|不好意思|别忘了|特别|分别|级别|"
    r"i don't know|no more than|no less than|no faster than|no slower than|yes and no|big drop|the drop|bass drop|"
    r"beat drop|"
    r"没问题|不知道|不但|不仅|不妨|非常|cambia el ritmo|"
    r"nao so(?![a-z])|nao apenas|nao sei|sem problemas?|nao tem problema|nao importa|sem pressa|nao consigo|nao "
    r"esqueca|"
    r"nao (?:tira|tire|remov[ae]|muda|mude|mexe)|"
    r"pas seulement|pas de (?:probleme|souci|soucis|stress)|pas (?:mal|grave|presse|encore)|sans (?:probleme|souci|"
    r"doute)|"
    r"pourquoi pas|je ne sais pas|je sais pas|j'arrive pas|n'importe|(?:n'enleve|ne retire|n'oublie|ne change|ne "
    r"touche) pas|"
    r"nicht nur|nicht schlecht|kein problem|keine (?:ahnung|sorge|eile)|kein stress|warum nicht|egal|weiß nicht|"
    r"nicht (?:einschlafen|schlafen|vergessen)|kann nicht|noch (?:mal|ein|eine|einen|mehr|einmal|etwas|[a-z]+er)|"
    r"ohne (?:probleme|ende)|不思议|不思議|不気味|不安|不穏)"
)
# After "no instruments" or "nothing", an exception is a wish: "nothing except piano".
_EXCEPTION = re.compile(r"(?:except(?: for)?|excluding|excepto|salvo|除了)")
_ALREADY_REFUSED = re.compile(
    r"(?<![a-z])(?:no|not|nothing|without|any|don't want anything|"
    r"remove|drop|mute|cut|delete|sin|nada|ningun[ao]?|quita|"
    r"elimina|sem|nenhum|sans|rien|aucun|"
    r"ohne|kein[a-z]*|nichts|pas|nao)(?![a-z])|不要|没有|去掉|删掉"
)
# What may stand between a cue and the first name it refuses.
_FILLER = (
    r"(?:any|the|a|an|too|so|very|much|many|that|those|these|it|to|be|make|sound|really|overly|want|use|of|all|at|my|"
    r"more|kind|sort|super|even|quite|extremely|particularly|as|you|me|them|anything|something|have|hear|play|"
    r"please|with|feel|feeling|like|out|is|are|heavy|loud|big|"
    r"el|la|los|las|un|una|ningun|ninguna|muy|tan|demasiado|demasiada|de|que|sea|suene|nada|tanto|tanta|mucho|"
    r"mucha|con|quiero|"
    r"quero|queria|coloca|coloque|ponha|tenha|mochte|will|haben|o|os|as|do|da|dos|das|no|na|nos|nas|um|uma|nenhum|"
    r"nenhuma|e|seja|fique|soe|usar|usa|muita|muito|qualquer|de "
    r"jeito nenhum|"
    r"le|les|l|d|du|des|une|trop|tres|si|aussi|soit|du tout|veux|voudrais|surtout|aucun|aucune|tellement|vraiment|"
    r"der|die|das|den|dem|ein|eine|einen|einer|zu|sehr|ganz|allzu|irgendwelche|irgendein|bitte|mit|wirklich|jede|"
    r"jedes|jeglich[a-z]+|"
    r"mehr|diese|diesen|mir|auch|klingen|ist|sein|von|"
    r"有|任何|那么|太|很|用|放|这么|加|要|是|一点|点|过于|想要|的|那种|得|出现|听起来)"
)
_GAP = re.compile(rf"(?:[\s'-]|{_FILLER}(?![a-z]))*")
_NEXT = re.compile(
    r"\s*(?P<join>,\s*(?:or|nor|and no|y sin|ni|nem|ou|oder|sans|ohne|sem|kein[a-z]*)|e sem|et sans|et pas de|und "
    r"ohne|und kein[a-z]*|"
    r"or|nor|nem|ou|oder|noch|et|und|sowie|ni|o|u|/|\\+|&|and|y|e|和|或者?|、|与|跟|以及|とか|や|と|・|,)\s*"
    r"(?:(?:the|any|el|la|los|las|de|d'|du|des|les|le|l'|os?|as?|das?|dos?|der|die|das|den|"
    r"eine?n?)(?![a-z])\s*)?(?:(?<=')\s*)?"
)
_LISTING = {
    "or",
    "nor",
    "ni",
    "o",
    "u",
    "/",
    "或",
    "或者",
    "、",
    "nem",
    "ou",
    "oder",
    "noch",
    "et",
    "und",
    "e",
    "y",
    "and",
}
_SUFFIX = re.compile(
    r"^(?:[ -](?:free|less)(?![a-z])|less(?![a-z])|\s?(?:不要|去掉|删掉|就不要了|就算了|不用了|"
    r"拿掉)| ?(?:(?:bitte |ganz |lieber )*(?:weg|raus|heraus)(?:lassen|nehmen|machen)?|entfernen|streichen|"
    r"weglassen|frei)(?![a-z]))"
)
# Japanese says its "no" last: "ドラムなし", "ピアノは入れないで", "悲しくない", "ギターの代わりに".
_SUFFIX_JA = re.compile(
    "(?:音楽?|の音|曲)?(?:の?(?:なし|ナシ|無し|抜き|ぬき|レス)|(?:は|を|が|も|とか|なんか)?(?:絶对に?|もう|全部)?"
    "(?:いら(?:ない|ん)|要らない|不要|なく|無く|なしで|使わ(?:ない|ず)|入れ(?:ない|ず)|やめて|止めて|消して|抜いて|"
    "外して|"
    "取って|削って|除いて|カットして|ミュート|省いて|取り除|抜き|避けて|ない(?:方|ほう|曲|感じ|で|音楽)|"
    "嫌(?![いき])|要りません|いりません|"
    "入らない|入っていない|入ってない|以外)|(?:では|じゃ)(?:ない|なく)|な(?:感じ|曲|の)?(?:では|じゃ)(?:ない|"
    "なく)|ない|なく(?:て|しないで)|なり?すぎない|すぎない|"
    "の(?:代わり|かわり)|よりも?(?=[ァ-ー]))"
)
_AND_JA = re.compile("\\s?(?:と|や|も|とか|・|も、|&)\\s?")
_TRADED_JA = re.compile("を(?P<other>.{1,16}?)に(?:変え|换え|換え|替え|かえ|差し替え|チェンジ|置き换え|置き換え)")
_ONE_ONLY = re.compile(
    r"^(?:replace|swap|substitute|change|switch|instead|rather|en lugar|en vez|reemplaza|sustituye|cambia|em vez|ao "
    r"inves|"
    r"no lugar|substitu|troca|troque|muda|a la place|au lieu|plutot|remplace|echange|statt|anstatt|anstelle|ersetz|"
    r"tausch|"
    r"把|代替|而不是)"
)
_ONLY_IF_TRADED = {
    "把",
    "cambia",
    "change",
    "switch",
    "muda",
    "echange",
    "tausche",
    "tausch",
}  # "change the drums" alone keeps them
_TRADED_FOR = re.compile(
    r"\s*(?:with|for|by|to|into|por|a|con|pel[oa]|para|com|par|en|pour|contre|durch|gegen|mit|"
    r"zu|换成|改成|变成|替换)"
)


def negated(folded: str, hits: Sequence[Hit], spoken: str | None = None) -> dict[int, int]:
    """The hits that a "no" reaches: index of the hit -> where the "no" starts. spoken: the message's language."""
    refused: dict[int, int] = {}
    false = [match.span() for match in _FALSE_CUE.finditer(folded)]
    for cue in _CUE.finditer(folded):
        if any(start <= cue.start() < end for start, end in false) or not _is_cue(cue[0], spoken):
            continue
        if any(hit.start <= cue.start() < hit.end for hit in hits):
            continue
        if _EXCEPTION.fullmatch(cue[0]) and _ALREADY_REFUSED.search(folded, 0, cue.start()):
            continue
        refused |= dict.fromkeys(_reach(folded, hits, cue), cue.start())
    for index, hit in enumerate(hits):
        if hit.of("instruments", "instrument_groups", "genres") and _SUFFIX.match(folded[hit.end : hit.end + 24]):
            refused[index] = hit.start
        if spoken == "ja" and _is_refused_in_japanese(folded, hits, index):
            refused |= {member: hits[member].start for member in _list_before(folded, hits, index)}
    return refused


def _is_cue(word: str, spoken: str | None) -> bool:
    return word not in _NOT_A_CUE.get(spoken or "", ()) and _ONLY_IN.get(word, spoken) == spoken


def _is_refused_in_japanese(folded: str, hits: Sequence[Hit], index: int) -> bool:
    """Whether what follows a hit says no to it, or trades it for the next one ("ピアノをギターに変えて")."""
    hit = hits[index]
    if _SUFFIX_JA.match(folded, hit.end):
        return True
    traded = _TRADED_JA.match(folded, hit.end)
    return traded is not None and index + 1 < len(hits) and hits[index + 1].start < traded.end("other")


def _list_before(folded: str, hits: Sequence[Hit], index: int) -> list[int]:
    """The hit and those listed with it before: "ピアノとドラムなし" is without both."""
    members = [index]
    while index and _AND_JA.fullmatch(folded, hits[index - 1].end, hits[index].start):
        both = all(hit.of("instruments", "instrument_groups") for hit in hits[index - 1 : index + 1])
        if not both and not _same_kind(hits[index - 1], hits[index]):
            break
        index -= 1
        members.append(index)
    return members


def _reach(folded: str, hits: Sequence[Hit], cue: re.Match[str]) -> list[int]:
    """The hits one cue refuses: the first after nothing but filler, and the list it opens."""
    first = next((index for index, hit in enumerate(hits) if hit.start >= cue.end()), None)
    if first is None or not _GAP.fullmatch(folded, cue.end(), hits[first].start):
        return []
    trade = _ONE_ONLY.match(cue[0]) is not None
    if cue[0] in _ONLY_IF_TRADED and not _TRADED_FOR.match(folded, hits[first].end):
        return []
    if cue[0] in _SEPARATED and not _AWAY.search(folded, hits[first].end):
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
