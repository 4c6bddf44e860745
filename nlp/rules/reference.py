"""Which of the candidates is meant: "the second one", "number 3", "#2", "la deuxième", "das zweite", "2番目"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.lexicon import judgements
from nlp.rules.finding import Finding
from nlp.rules.numbers import value
from nlp.text import Text

_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
    "sixth": 6, "6th": 6, "seventh": 7, "7th": 7, "eighth": 8, "8th": 8, "primer": 1, "primero": 1, "primera": 1,
    "segundo": 2, "segunda": 2, "tercer": 3, "tercero": 3, "tercera": 3, "cuarto": 4, "cuarta": 4, "quinto": 5,
    "quinta": 5, "sexto": 6, "sexta": 6, "1era": 1, "2da": 2, "3era": 3, "1ra": 1, "3ra": 3, "4ta": 4,
    "primeiro": 1, "primeira": 1, "terceiro": 3, "terceira": 3, "quarto": 4, "quarta": 4,
    "premier": 1, "premiere": 1, "deuxieme": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5,
    "1er": 1, "1ere": 1, "2e": 2, "2eme": 2, "3e": 3, "3eme": 3, "4e": 4, "4eme": 4, "1a": 1, "2a": 2, "3a": 3, "4a": 4,
} | {
    stem + ending: number
    for number, stem in enumerate(("erst", "zweit", "dritt", "viert", "funft", "sechst"), start=1)
    for ending in ("e", "en", "er", "es")
}  # fmt: skip
_ORDINAL = "(?P<ordinal>" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + ")"
_LAST = "(?P<last>last|ultim[oa]|letzte[nrs]?|derniere?)"
_THING = (
    r"(?:one|version|take|candidate|option|track|piece|song|tune|choice|result|draft|sample|opcion|version|cancion|"
    r"pieza|toma|candidat[oa]|propuesta|tema|versao|musica|opcao|faixa|peca|morceau|chanson|proposition|piste|essai|"
    r"variante|fassung|stuck|lied|vorschlag|entwurf|prise|tomada)"
)
_STOP = (
    r"(?=$|[,.;:!?)]|'s | (?:but|and|is|was|please|with|without|pero|y|es|con|sin|por favor|sounds|slower|faster|mas|"
    r"again|mas|mais|com|sem|por favor|ficou|e|esta|avec|sans|est|s'il|aber|mit|ohne|ist|bitte|klingt|gefallt|war|"
    r"nur|auch|noch|plus|"
    r"a gente|nochmal|mochte|nehm[a-z]*|moins|svp|stp|etait|"
)
_STOP += (
    r"esta|suena|me|in|at|of (?:the )?(?:two|three|four|five|lot|bunch|batch)|a bit|a little|though|too|better|"
    r"best)(?![a-z]))"
)
_SPELLED = re.compile(rf"(?<![a-z]){_ORDINAL} {_THING}(?![a-z])|"
    rf"(?<![a-z])(?:the|el|la|le|das|die|den|der|dem|d?[oa]|n[oa]|del|du) {_ORDINAL}{_STOP}".replace(
    "(?P<ordinal>", "(?P<o1>", 1).replace("(?P<ordinal>", "(?P<o2>", 1))  # fmt: skip
_BARE_LAST = r"^\W*(?:last(?= [a-z])|ultim[oa]|letzte[nrs]?|derniere?)"
_LAST_ONE = re.compile(
    rf"(?<![a-z])(?:the |el |la |das |die |den |o |a |le ){_LAST}(?: {_THING}|{_STOP})|{_BARE_LAST} {_THING}(?![a-z])"
)
_BEFORE_VERDICT = re.compile(rf"(?<![a-z])(?:the|el|la|le|das|die|der|[oa]) {_ORDINAL} (?=[a-z])")
_VERDICT_WINDOW = 40  # characters after "the second" that may say what it is like
_NUMBERED = re.compile(
    r"(?:(?<![a-z])(?:toma numero|prise numero|number|numero|num\.?|no\.|nr\.?|n[°º]|option|opcion|opcao|nummer|"
    r"numero|versao|variante|"
    r"(?:a|la|el|le|o) no|"
    r"(?<!like )(?<!tipo )(?<!como )(?<!comme )(?<!wie )take|"
    r"version|candidate|track|candidato) ?#?|(?<![\w&])#|"
    r"(?<![a-z-])(?:el|la|le|(?:com|prefir[oa]|escolh[oa]|quer[oa]|gostei d|amei|curti) ?a) )"
    r"(?P<number>[1-9]|one|two|three|four|five|six|uno|dos|tres|cuatro|cinco|seis|um|dois|duas|quatro|un|deux|trois|"
    r"quatre|eins|zwei|drei|vier)(?![\w/.%]|:\d|,\d| ?(?:bpm|bars?|"
    r"min|sec|seg|takte|mesures|compassos|guit|fois|veces|vezes|mal(?![a-z])|times|autres?|primeir|ultim|derni|premi))"
)
_LETTERED = re.compile(
    r"(?<![a-z])(?:option|opcion|opcao|version|versao|variante|candidate) (?P<letter>[a-d])"
    r"(?=\s*(?:$|[^\w\s'-])| (?:is|was|wins|please|but|ist|war|bitte|es|est)(?![a-z]))"
)
_CHINESE = re.compile("第(?P<number>[一二三四五六七八九1-9])(?:(?:个|首|版|段|条|号|种|支|曲)(?!小节|拍)|"
                      "(?![\u3400-\u9fff])|(?=[的是就不更比最好还也听太超真很那没有但要加改换慢快]))|"
                      "(?!一番(?!目)|1番(?![目のはがをで]))(?P<count>[一二三四五六1-9])(?:番目?(?!线)|つ目|つめ|曲目|"
                      "个目|ばんめ|本目)|"
                      "(?P<mark>[一二三四五六1-6])号(?!线|楼)")  # fmt: skip
_CHINESE_LAST = re.compile(
    "最后(?:那|这)?(?:一)?(?:个|首|版|段|条)|最后の(?:やつ|曲|もの|バージョン|テイク|候补|が|を|は|に|もっと)"
)
_JAPANESE_FIRST = re.compile("(?:最初|一番最初|いちばん最初)の(?:やつ|曲|もの|方|ほう|バージョン|テイク|候补|が|を|は)")
# With several to choose from, less is enough: "na segunda entra um contrabaixo", "a 2", "1は論外", "la del medio". What
# follows must say something of it: "the second trumpet", "im zweiten Teil" and "para la primera comunión" are no takes.
_SAYS = (
    r"(?:is|isn't|was|wasn't|does|doesn't|did|didn't|sounds|feels|has|made|makes|hits|slaps|sucks|rules|bangs|wins|"
    r"got|goes|went|gets|just|please|but|with|without|needs|could|can|should|"
    r"e|era|tem|ta|esta|ficou|foi|entra|troca|tira|poe|coloca|bota|podia|pode|passa|merece|parece|precisa|me|se|te|"
    r"nao|nem|so|ja|deu|da|vai|fez|soa|ouvi|ganha|ganhou|amassa|bate|arrasa|arrasou|de despertador|eu|voce|com|sem|"
    r"mas|mais|menos|a gente|um tiquinho|um pouco|uma|em|"
    r"es|tiene|suena|no|fue|hizo|le|la|lo|con|sin|pero|mas|ni|ya|un|una|en|se|gana|gano|cumple|mola|pide|necesita|"
    r"podria|deberia|va|viene|meh|uff|porfa|sea|por|a mi|[a-z]{2,}(?:ale|ele|ala|alo|ela|elo|ame|eme)|"
    r"est|a(?= [a-z]+(?:e|i|u|t)(?![a-z]))|sent|sonne|fait|m'[a-z]+|n'[a-z]+|c'est|va|etait|avec|sans|mais|plus|"
    r"moins|svp|stp|je|j'[a-z]+|on|ne|en|et|gagne|merite|manque|pourrait|devrait|un peu|"
    r"ist|hat|hab|habe|hast|haste|war|klingt|geht|macht|find|finde|gefallt|kann|kannst|kannste|darf|passt|nehm|nehme|"
    r"bitte|mit|ohne|aber|und|die|das|den|dem|bisschen|bissl|etwas|naja|lasst|lauft|gewinnt|erfullt|gibts?|hatte|"
    r"ware|konnte|sollte|braucht|mag|nervt|rockt|knallt|mich|mir|ich|nicht)(?![a-z])"
)
_ENDS_HERE = rf"(?=\s*(?:$|[,.;:!?)👍👎❤🔥])(?!\d)| {_SAYS})"
_COUNTED = {"eins": 1, "zwei": 2, "drei": 3, "vier": 4, "um": 1, "dois": 2, "tres": 3, "quatro": 4}
_BEFORE_IT = (
    "(?:the|a|o|na|no|da|do|la|el|le|du|au|ce|cette|es[ae]|ess[ae]|that|die|das|der|den|beim|vom|zum|am|im|furs|aufs|"
    "pela|my)"
)
_LOOSE = re.compile(
    rf"(?<![a-z]){_BEFORE_IT} {_ORDINAL}{_ENDS_HERE}|(?<![a-z])na (?P<at>primeira|segunda|terceira|quarta) (?=entra|"
    rf"tira|troca|"
    r"poe|coloca|bota|pulei|quero)|"
    r"^(?P<lead>first|second|third|fourth|1st|2nd|3rd|4th|(?:erst|zweit|dritt|viert)e?s)"
    rf"(?=(?<!first),| {_SAYS})|"
    rf"(?<![a-z])(?:the|a|na|da|la|die|das|el|le|der|bei|bei der|nr) ?(?P<digit>[1-4]){_ENDS_HERE}|"
    r"(?:^|(?<=[\s,.!?]))(?P<sign>[1-4])(?:番)?(?:は|が|の(?!曲作)|を|で(?!す)|もう|号|的|比|最|就是|更|这|好|不)|"
    r"(?:喜欢|选|挑|投|爱)(?P<liked>[1-4])(?=$|[\s,.!?号吧了啊])|より(?P<better>[1-4])(?=の方|のほう|が|$)|"
    rf"^(?:die )?(?P<word>eins|zwei|drei|vier)(?=:|,| (?:ist|war|klingt|gefallt|bitte|nehm))|"
    rf"^a (?P<wordy>um|dois|tres|quatro)(?= {_SAYS})|^(?P<first>[1-4])(?= ?(?:👍|👎|❤|🔥|好过)| {_SAYS})"
)
_MIDDLE = re.compile(
    r"(?<![a-z])(?:(?:the )?middle one|the one in the middle|(?:a|la|el|le|o|celle|celui|aquela|esa|ese) ?(?:do|del|"
    r"d[ue]|"
    r"de en) (?:meio|medio|milieu)|(?:die|das|der) (?:mittlere|in der mitte))(?![a-z])|中间(?:那|的|这)?(?:一)?(?:个|"
    r"首|版|条)|"
    r"真ん?中の?(?:やつ|が|を|は|曲|,|、|$)|まんなかの?(?:やつ|が|を|は|曲)"
)
_NEXT_TO_LAST = re.compile(
    r"(?<![a-z])(?:(?:the )?(?:second to last|next to last|penultimate|last but one)|(?:a|la|el) penultim[ao]|"
    r"l'avant[- ]dernier[e]?|(?:die|das) (?:vorletzte|zweitletzte)[nrs]?)(?![a-z])|倒数第二(?!小节|段|句)|"
    r"最后から二番目|"
    r"后ろから二番目"
)
_LAST_LOOSE = re.compile(
    rf"(?<![a-z])(?:the|a|o|la|le|el|die|das|den|beim|am|vom|na|no|da|do) {_LAST}{_ENDS_HERE}|"
    "(?:最后|ラスト|末尾)(?:の(?:やつ|が|は|を|に|、|,|だけ|$)|那(?:个|首|版|条))"
)
_FIRST_LOOSE = re.compile("(?:头|しょっぱな)の(?:やつ|が|を|は)|最初の(?:ん|で)|头一(?:个|首|版|条)")
_FORMER = re.compile(r"(?<![a-z])the former(?![a-z])|前面(?:那|的)?(?:一)?(?:个|首|版|条)|前者")
_LATTER = re.compile(r"(?<![a-z])the latter(?![a-z])|后面(?:那|的)?(?:一)?(?:个|首|版|条)|后者")
_WAYS = ("ordinal", "at", "lead", "digit", "sign", "liked", "better", "word", "wordy", "first")
_SEVERAL = 2
_LONE = re.compile(r"\s*(?P<number>[1-8])\s*[.!)]?\s*")


def read(text: Text, candidates: int) -> list[Finding]:
    """At most one reference, counted from 1. candidates: how many were last offered, 0 where that is not known."""
    folded = text.folded
    if candidates >= _SEVERAL and (match := _NEXT_TO_LAST.search(folded)):
        return [Finding("reference", candidates - 1, *match.span())]
    for found in _named(folded):
        if candidates < _SEVERAL or found.value <= candidates:  # "del cuarto" may be of a room
            return [found]
    last = _LAST_ONE.search(folded) or _CHINESE_LAST.search(folded)
    if last and candidates:
        return [Finding("reference", candidates, *last.span())]
    if candidates >= _SEVERAL and (pointed := _pointed_at(folded, candidates)):
        return [pointed]
    lone = _LONE.fullmatch(folded)
    if lone and int(lone["number"]) <= candidates:
        return [Finding("reference", int(lone["number"]), *lone.span())]
    return []


def _named(folded: str) -> Iterator[Finding]:
    """What names one beyond doubt, the surest first."""
    if match := _SPELLED.search(folded):
        yield Finding("reference", _ORDINALS[match["o1"] or match["o2"]], *match.span())
    if match := _BEFORE_VERDICT.search(folded):
        after = judgements().find(folded[match.end() : match.end() + _VERDICT_WINDOW])
        if after and after[0].start == 0 and any(entry.facts.get("firm") for entry in after[0].entries):
            yield Finding("reference", _ORDINALS[match["ordinal"]], *match.span())
    for pattern in (_NUMBERED, _CHINESE):
        if match := pattern.search(folded):
            written = next(group for group in match.groups() if group)
            yield Finding("reference", int(value(written)), *match.span())
    if match := _LETTERED.search(folded):
        yield Finding("reference", "abcd".index(match["letter"]) + 1, *match.span())
    if match := _JAPANESE_FIRST.search(folded):
        yield Finding("reference", 1, *match.span())


def _pointed_at(folded: str, candidates: int) -> Finding | None:
    """The one candidate that is pointed at in passing; None where several are."""
    found = []
    for match in _LOOSE.finditer(folded):
        said = str(next(match[name] for name in _WAYS if match[name]))
        number = int(said) if said.isdigit() else _COUNTED[said] if said in _COUNTED else _ORDINALS[said]
        found.append(Finding("reference", number, *match.span()))
    is_pair = candidates == _SEVERAL
    for pattern, number in (
        (_MIDDLE, candidates // 2 + 1 if candidates % 2 else 0), (_LAST_LOOSE, candidates), (_FIRST_LOOSE, 1),
        (_FORMER, int(is_pair)), (_LATTER, 2 * is_pair),
    ):  # fmt: skip
        if number and (shown := pattern.search(folded)):
            found.append(Finding("reference", number, *shown.span()))
    found = [one for one in found if one.value <= candidates]
    return found[0] if len({one.value for one in found}) == 1 else None
