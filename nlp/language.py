"""Which language a short message is written in: its script, the signs that only one language has, then its letters."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp import ngrams
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
    "[楽気変広悪弾闘覚読続転単囲両応帰検験険経継桜歩絵徳駅択髪発抜聴涙歴込働峠黒戦渋穏隠揺戻毎図鉄雑効荘]|"
    "短调|长调|曲调|勉强|仕事|子供|结婚式|映画|诞生日|番目|^(?:最高|微妙|完璧|最低|上手)[!。~]*$"
)
_CHINESE = re.compile("[的我你这那吗呢吧么们很没给让把啊听欢点]|不要|一首|大调|小调")

# Small words that only Italian has; it is answered in English.
_ITALIAN = frozenset("gli senza piu voglio qualcosa grazie della vorrei canzone".split())
_LATIN = ("en", "es", "pt", "fr", "de")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_LONGEST_READ = 240  # characters
_USUAL_WEIGHT, _ENGLISH_WEIGHT = 1.5, 1.15
_ANYWHERE = frozenset("bpm min sec no n roll ctrl z ok hello yes stop meh".split())  # words of no one language
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
    words = set(_WORD.findall(folded[:_LONGEST_READ]))
    if words & _ITALIAN:
        return "it"
    if all(map(_is_everywhere, words)):
        return usual or "en"
    found = ngrams.shares(plain, _LATIN) or ngrams.shares(folded, _LATIN)
    shares = dict(zip(_LATIN, found, strict=True))
    best = max(shares, key=shares.__getitem__)
    # What may be either is in the language that somebody speaks here, or the one that most words of music are from.
    first = usual or "en"
    weight = _USUAL_WEIGHT if usual else _ENGLISH_WEIGHT
    return first if shares.get(first, 0.0) * weight >= shares[best] else best


def _of_han(folded: str, usual: str | None) -> str:
    """Chinese or Japanese where there is no kana: a sign only one has, else the usual one, else Chinese."""
    if _JAPANESE.search(folded):
        return "ja"
    return "ja" if usual == "ja" and not _CHINESE.search(folded) else "zh"


@lru_cache(maxsize=2048)
def _is_everywhere(word: str) -> bool:
    """Names of music are the same in many languages ("techno"); that one is English says nothing of the message."""
    named = (named.languages(one) for named in (built_in(), judgements()) for one in (word, word.removesuffix("s")))
    return word in _ANYWHERE or any("en" in languages for languages in named)
