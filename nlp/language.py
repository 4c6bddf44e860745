"""Which language a short message is written in: by its script, then by its small words."""

from __future__ import annotations

import re
from collections import Counter

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

# Folded small words that hardly occur in the other languages of the table.
_SMALL_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        "the a an and or of for with without to in is it this that make me my i you something some more less not no "
        "please can could want need like love piece song music one about but at from be what how do does it's".split()
    ),
    "es": frozenset(
        "el la los las un una unos y o de del para con sin al es algo que quiero quisiera hazme haz hazlo mas menos no "
        "por favor dame puedes como gusta encanta cancion musica pieza muy pero en esta este ese esa segundos minutos "
        "hola gracias me te se lo le que ni soy tono ponle quita mi lento rapido rapida lenta bateria guitarra "
        "triste alegre".split()
    ),
    "pt": frozenset("uma com sem para mais menos nao quero voce muito musica um faz faca obrigado".split()),
    "fr": frozenset("le les une des avec sans pour du je veux plus moins et est pas quelque chose moi musique".split()),
    "de": frozenset("der die das ein eine mit ohne fur und ich mochte mehr weniger etwas nicht bitte musik".split()),
    "it": frozenset("il lo gli una con senza per di piu meno voglio qualcosa musica non che grazie della".split()),
}
_WORD = re.compile(r"[a-z']+")


def detect(folded: str, usual: str | None = None) -> str:
    """ISO 639-1 code of a folded message; `usual` (else English) where its words do not say."""
    counts = {code: len(pattern.findall(folded)) for code, pattern in _SCRIPTS}
    latin = len(_WORD.findall(folded))
    if counts["ja"]:
        counts["ja"] += counts.pop("zh")
    script, letters = max(counts.items(), key=lambda pair: pair[1])
    # One Han character says about as much as half a word, so "lofi 学习用 beat" is Chinese.
    if letters and letters >= latin * 0.8:
        return script
    votes: Counter[str] = Counter()
    for word in _WORD.findall(folded)[:400]:
        for code, small in _SMALL_WORDS.items():
            votes[code] += word in small
    best = max(votes.values(), default=0)
    leaders = [code for code, count in votes.items() if count == best]
    if not best:
        return usual or "en"
    if usual in leaders:
        return str(usual)
    return leaders[0]
