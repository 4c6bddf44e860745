"""Which language a short message is written in: its script, its small words, its accents, then its names for things."""

from __future__ import annotations

import re
from collections import Counter

from nlp.lexicon import built_in, judgements

_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile("[\u4e00-\u9fff\u3400-\u4dbf]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
)
# Han characters, folded, that only Japanese writes so, and words that only Chinese has.
_JAPANESE = re.compile(
    "[楽気変婴広悪弾闘覚読続転単囲両応帰検験険経継桜歩絵徳駅択髪発抜聴录涙歴込働峠黒戦渋穏隠揺戻毎図鉄雑効荘]|"
    "短调|长调|曲调|勉强|仕事|子供|结婚式|映画|诞生日|番目|^(?:最高|微妙|完璧|最低|上手)[!。~]*$"
)
_CHINESE = re.compile("[的我你这那吗呢吧么们很没给让把啊听欢点]|不要|一首|大调|小调")

# Folded small words, and words that most requests have, that hardly occur in the other languages of the table.
_SMALL_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        "the a an and or of for with without to in is it this that make me my i you something some more less not no "
        "please can could want need like love piece song music one about but at from be what how do does it's "
        "slower faster happier sadder calmer shorter longer his her he she we they up so was are am have has had "
        "who why when will too very all your our their good going were would just after over much radio show".split()
    ),
    "es": frozenset(
        "el la los las un una unos y o de del para con sin al es algo que quiero quisiera hazme haz hazlo mas menos "
        "no por favor dame puedes como gusta encanta cancion musica pieza muy pero en esta este ese esa segundos "
        "minutos hola gracias me te se lo le ni soy tono ponle quita mi mayor lento rapido rapida lenta bateria "
        "guitarra triste alegre nos nada suena mes viene hoy estoy va entiendo ya cuando donde".split()
    ),
    "pt": frozenset(
        "uma um umas uns com sem para pra pro o os da dos das no na nos nas ao em e ou mas mais menos nao quero "
        "queria voce muito musica faz faca obrigado obrigada isso esse essa este esta meu minha por favor ola oi "
        "gostei gosto ficou bem nada tira coloca poe toca ai eu de segundos minutos compassos mim ela ele segunda "
        "terceira primeira devagar rapido lento triste alegre ta tem algo bateria violao cade qual quais como que "
        "ajuda demais meio tom acima abaixo a nem prefiro foi so".split()
    ),
    "fr": frozenset(
        "le la les un une des du de avec sans pas pour je j'ai j'aime veux voudrais plus moins et ou mais est c'est "
        "quelque chose moi musique morceau chanson fais fait dans sur en au aux ce cette ca tu te me mon ma mes qui "
        "que trop tres assez ni ne n'est merci bonjour salut non oui svp secondes deuxieme premiere troisieme "
        "mesures peux comment quels quelles quoi mineur majeur bemol diese lent lente rapide triste d'un d'une l'ai "
        "batterie guitare encore aide".split()
    ),
    "de": frozenset(
        "der die das den dem des ein eine einen einem einer mit ohne fur und oder aber ich mochte mehr weniger "
        "etwas nicht kein keine keinen bitte musik stuck lied mach mir zu zum zur sehr noch auf im von ist es mich "
        "wie kannst du hallo danke nur takte sekunden minuten zweite erste dritte gib nimm schneller langsamer "
        "leiser lauter ruhiger trauriger gefallt hilfe bisschen fuer bis klingt zwischen dur moll in "
        "richtig echt".split()
    ),
    "it": frozenset("il lo gli una con senza per di piu meno voglio qualcosa musica non che grazie della".split()),
}
_MARKS = {
    "es": re.compile("[ñ¿¡]"),
    "pt": re.compile("[ãõ]"),
    "fr": re.compile("[œèùûî]|\\b[ldjc]'(?=[aeiouyhàâéèêîôœ])|\\bqu'", re.I),
    "de": re.compile("[äöüß]", re.I),
}
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_MOST_WORDS = 400
_HAN_WEIGHT = 0.8  # one Han character says about as much as half a word, so "lofi 学习用 beat" is Chinese


def detect(folded: str, usual: str | None = None, plain: str = "") -> str:
    """ISO 639-1 code of a folded message; `usual` (else English) where its words do not say.

    plain: the same message as it was written, for its accents.
    """
    counts = {code: len(pattern.findall(folded)) for code, pattern in _SCRIPTS}
    latin = len(_WORD.findall(folded))
    if counts["ja"]:
        counts["ja"] += counts.pop("zh")
    script, letters = max(counts.items(), key=lambda pair: pair[1])
    if letters and letters >= latin * _HAN_WEIGHT:
        return _of_han(folded, usual) if script == "zh" else script
    words = _WORD.findall(folded)[:_MOST_WORDS]
    votes = _votes(words, plain)
    best = max(votes.values(), default=0)
    if not best:
        return usual or "en"
    leaders = [code for code in _SMALL_WORDS if votes[code] == best]
    if len(leaders) > 1:
        names = _name_votes(words)
        most = max(names[code] for code in leaders)
        leaders = [code for code in leaders if names[code] == most]
    return str(usual) if usual in leaders else leaders[0]


def _of_han(folded: str, usual: str | None) -> str:
    """Chinese or Japanese where there is no kana: a sign only one has, else the usual one, else Chinese."""
    if _JAPANESE.search(folded):
        return "ja"
    return "ja" if usual == "ja" and not _CHINESE.search(folded) else "zh"


def _votes(words: list[str], plain: str) -> Counter[str]:
    """One vote for a small word, two for an accent; the names of things only where nothing else speaks."""
    votes: Counter[str] = Counter()
    for word in words:
        for code, small in _SMALL_WORDS.items():
            votes[code] += word in small
    for code, pattern in _MARKS.items():
        votes[code] += 2 * (pattern.search(plain) is not None)
    return votes if votes.total() else _name_votes(words)


def _name_votes(words: list[str]) -> Counter[str]:
    """A vote for each language that calls something by one of these words, where English does not."""
    votes: Counter[str] = Counter()
    for word in words:
        known = _callers(word)
        if "en" in known or (word.endswith("s") and "en" in _callers(word[:-1])):
            continue
        votes.update(code for code in known if code in _SMALL_WORDS)
    return votes


def _callers(word: str) -> set[str]:
    return {*built_in().languages(word), *judgements().languages(word)}
