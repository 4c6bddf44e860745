"""The forms one alias takes in a text: plurals, genders, German endings and spellings, Japanese adjectives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.text import fold

LANGUAGES = ("en", "zh", "es", "pt", "fr", "de", "ja")
SPACED = re.compile(r"[-_']")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_ADJECTIVES = {"moods", "pace", "texture"}  # categories whose German words take adjective endings
_UNCHANGED = ("mas ", "menos ", "mais ", "plus ", "moins ", "mehr ", "weniger ")  # comparatives stay as they are
_FRENCH = (("eux", ("euse", "euses")), ("if", ("ive", "ives", "ifs")), ("el", ("elle", "els", "elles")),
           ("en", ("enne", "ens", "ennes")), ("er", ("ere", "ers", "eres")), ("al", ("ale", "aux", "ales")),
           ("eur", ("euse", "eurs", "euses")), ("et", ("ete", "ette", "ets", "etes", "ettes")),
           ("eau", ("elle", "eaux", "elles")), ("oux", ("ouce", "ouces")), ("ng", ("ngue", "ngs", "ngues")),
           ("os", ("osse",)), ("e", ("es",)), ("s", ("se", "ses")), ("x", ()))  # fmt: skip

_PLAYED = {"instruments", "instrument_groups", "genres"}
_KATAKANA = re.compile("[ァ-ヶー]{3,}")
_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_OTHER_IN_HIRAGANA = {"タンゴ", "サンバ", "ソウル"}  # a word, number three, "so it is"


def forms(alias: str, language: str, category: str) -> Iterator[str]:
    """The alias as folded texts may have it, its plurals and its other genders."""
    folded = plain(alias)
    yield folded
    words = folded.split(" ")
    if language == "en" and category != "moods" and words[-1].isalpha() and not words[-1].endswith("s"):
        yield folded[:-1] + "ies" if re.search("[^aeiou]y$", folded) else folded + "s"
    elif language in {"es", "pt", "fr"} and not folded.startswith(_UNCHANGED):
        inflect = {"es": _spanish_line, "pt": _portuguese_line, "fr": _french_line}[language]
        yield from inflect(words)
    elif language == "de":
        spelled = plain(alias.lower().translate(_UMLAUTS))
        for form in dict.fromkeys((folded, spelled)):
            yield form
            if not form.startswith(_UNCHANGED) and category != "feedback":
                yield from _german(form, category)
    elif language == "ja":
        yield from _japanese(folded)
        if category in _PLAYED and _KATAKANA.fullmatch(folded) and folded not in _OTHER_IN_HIRAGANA:
            yield folded.translate(_HIRAGANA)


def plain(alias: str) -> str:
    """A name as folded texts have it, words apart by single spaces."""
    return SPACED.sub(" ", fold(alias))


def _spanish_line(words: list[str]) -> Iterator[str]:
    for ending in ("a", "os", "as"):
        yield " ".join(_spanish(word, ending) for word in words)


def _spanish(word: str, ending: str) -> str:
    """lento -> lenta, lentos, lentas; guitarra -> guitarras; clasica stays feminine."""
    plural = "s" if ending.endswith("s") else ""
    if len(word) <= 3:
        return word
    if word.endswith("o"):
        return word[:-1] + ending
    if word.endswith(("a", "e")):
        return word + plural
    if word.endswith("or") and ending != "os":
        return word + ending
    return word + ("es" if plural and word[-1] in "nlrdj" else "")


def _portuguese_line(words: list[str]) -> Iterator[str]:
    for ending in ("a", "os", "as"):
        yield " ".join(_portuguese(word, ending) for word in words)


def _portuguese(word: str, ending: str) -> str:
    """lento -> lenta, lentos, lentas; violao -> violoes; celestial -> celestiais; som -> sons."""
    plural = ending.endswith("s")
    if len(word) <= 3:
        return word
    if word.endswith("ao"):
        return word[:-2] + "oes" if plural else word[:-2] + "a"
    if word.endswith("o"):
        return word[:-1] + ending
    if word.endswith("or") and ending != "os":
        return word + ending
    if not plural:
        return word
    if word[-1] in "ae":
        return word + "s"
    if word.endswith(("al", "el", "ol", "ul")):
        return word[:-1] + "is"
    return word[:-1] + "ns" if word.endswith("m") else word + ("es" if word[-1] in "rz" else "")


def _french_line(words: list[str]) -> Iterator[str]:
    """Every word in the same form: lente, lents, lentes; guitares electriques."""
    last = words[-1]
    if len(last) <= 2:
        return
    rest = [word for word in words[:-1] if len(word) > 3]
    for form in _french(last):
        yield " ".join([*words[:-1], form])
        if rest and form.endswith("s"):
            yield " ".join(
                [word + "s" if word in rest and not word.endswith("s") else word for word in words[:-1]] + [form]
            )


def _french(word: str) -> tuple[str, ...]:
    for ending, others in _FRENCH:
        if word.endswith(ending):
            return tuple(word[: -len(ending)] + other for other in others)
    return (word + "e", word + "s", word + "es")


def _german(form: str, category: str) -> Iterator[str]:
    """Adjective endings (dunkel -> dunkle), or the plurals and cases of a noun."""
    if category == "edits":
        if form.endswith("er") and " " not in form:
            yield from (form + ending for ending in ("e", "es", "en", "er"))
        return
    if category in _ADJECTIVES or form.endswith(("isch", "ig", "lich", "al")):
        stem = form[:-2] + form[-1] if re.search("[^e]el$", form) else form.removesuffix("e")
        yield from (stem + ending for ending in ("e", "er", "es", "en", "em"))
    elif category != "genres":
        yield from (form + ending for ending in ("e", "s", "n", "en"))


def _japanese(alias: str) -> Iterator[str]:
    """Adjectives in -i: 暗い -> 暗く, 暗くて, 暗め, 暗すぎ."""
    if re.search("(?:[\u4e00-\u9fff]|.[\u3041-\u30ff])い$", alias):
        yield from (
            alias[:-1] + ending for ending in ("く", "くて", "め", "すぎ", "过ぎ", "そう", "さ", "げ", "かった")
        )
