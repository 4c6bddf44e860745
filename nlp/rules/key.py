"""Keys: "D minor", "b flat minor", "F#m", "降B小调", "re menor", "fis-Moll", "fa dièse mineur", "嬰ヘ短調"."""

from __future__ import annotations

import re

from generation.vocabulary import key_name, pitch_class
from nlp.rules.finding import Finding
from nlp.text import SIGN, Text

_ACCIDENTAL = (
    r"(?P<accidental>\s?#|b(?![a-z])|b(?=dur|moll)|[ -]?sharp|[ -]?flat|is(?=[ -]?(?:dur|moll))|"
    r"e?s(?=[ -]?(?:dur|moll)))?"
)
_MODE = (
    r"(?P<mode>minor|major|maj|min|mineur|majeur|minore|maggiore|moll|dur|menor|mayor|maior|dorian|phrygian|aeolian|"
    r"lydian|"
    r"mixolydian|ionian|locrian)(?![a-z])"
)
_MINOR = {
    "minor",
    "min",
    "mineur",
    "minore",
    "moll",
    "menor",
    "dorian",
    "phrygian",
    "aeolian",
    "locrian",
    "小",
    "m",
    "短",
    "マイナー",
}
_IROHA = {"イ": "A", "ロ": "B", "ハ": "C", "ニ": "D", "ホ": "E", "ヘ": "F", "ト": "G"}
_SOLFEGE = {"do": "C", "re": "D", "mi": "E", "fa": "F", "sol": "G", "la": "A", "si": "B", "ut": "C"}
_CLOSES = (
    r"(?=$|[,.;:!?)\x1f]|[^\x00-\x7f]|\s(?:(?:at|with|without|and|or|for|but|please|in|no|con|sin|para|y|por|a|en|de|que|"
    r"pero|com|pls|plis|porfa|porfis|pfv|svp|stp|fica|seria|par|plutot|sem|e|em|mas|ao|avec|sans|pour|et|mais|au|mit|"
    r"ohne|fur|fuer|und|aber|bei|im|bitte|auf)(?![a-z])|c/|s'il|\d|[a-z]+ \d))"
)

# "Muda o tom pra ...", "la tonalidad debería ser ..."
_KEY_WORD = (
    r"(?<![a-z])(?:clave|tono|tonalidade?|tom|tonalite)(?:[ :]+(?:de|a|pra|para|en|em|pour|debe|devia|deve|deberia|ser|"
    r"sea|um|uma|un|una|,))*:? "
)
_SIGNS = re.compile(f"[{SIGN}]")
_ENDS = r"\s*(?:$|[,.;!?|/)])"  # "solo violin, a minor"

_NAMED = re.compile(rf"(?<![a-z0-9#])(?P<letter>[a-h]){_ACCIDENTAL}[ -]?{_MODE}")
_KEY_OF = re.compile(
    rf"(?<![a-z])(?:key|clave|tono|tonalidad|tonart)(?: of| to| is| de|:)? (?P<letter>[a-g]){_ACCIDENTAL}"
    rf"(?:[ -]?{_MODE})?{_CLOSES}"
)
# Case tells "in G" and "Dm" from ordinary words, so these two read the text as written.
_SMALL_IN = re.compile(r"(?<![a-z])in (?P<letter>[b-g])(?P<accidental>#|b)?(?P<mode>)(?=\s*(?:$|[,;|/]))")
_SPELLED_IN = re.compile(
    r"(?<![a-z])(?:in|to|about|try) (?P<letter>[b-g])(?P<accidental>[ -](?:sharp|flat))(?P<mode>)(?![a-z])"
)
_SHORT = re.compile(
    r"(?<![A-Za-z0-9#])(?P<letter>[A-G])(?P<accidental>#|b)?(?P<mode>m)(?![A-Za-z0-9'])(?! I\b)(?!(?<=^Em) \x1f)"
    r"(?!(?<=Am) (?:[a-zäöüß]+sten|Ende|Anfang|Abend|Morgen|Strand|See|Meer|[A-Z][a-z]+tag)(?![a-z]))"
)
_IN = re.compile(
    rf"(?<![A-Za-z])[Ii]n (?P<letter>[A-G])(?P<accidental>#|b|[ -](?:sharp|flat))?(?P<mode>)(?![A-Za-z]){_CLOSES}"
)
# "Ambient, Gb, five minutes": a note with its sign, in capitals, alone between commas.
_ALONE = re.compile(
    r"(?:^(?!Ab)|, ?)(?P<letter>[A-G])(?P<accidental>#|b|[ -](?:sharp|flat))(?P<mode>)(?=\s*(?:$|[,.;]))"
)
_CHINESE = re.compile(
    r"(?P<accidental>[升降#b](?=\s?[a-g]))?\s?(?P<letter>[a-g])\s?(?P<sign>#|b)?\s?(?P<mode>[大小]?)调(?!高|低)|"
    r"(?:改|换|变|转|移|升|降)[成到为]\s?(?P<before>[升降])(?P<latin>[a-g])(?![a-z])(?!\s?[大小]?调)"
)
_SUNG_LETTER = r"(?<![a-z])(?P<letter>do|ut|re|mi|fa|sol|la|si)"
_SUNG_SIGN = r"(?P<accidental>[ -](?:sostenido|sustenido|bemol|diese|dieze|bemolle|diesis)|#|b)"
_SUNG_MODE = "(?P<mode>mayor|menor|maior|majeur|mineur|maggiore|minore)"
_SUNG_WORD = "(?P<accidental>[ -](?:sostenido|sustenido|bemol|diese|dieze|bemolle|diesis))"
_SUNG_ALONE = re.compile(rf"(?<![a-z])(?:en|em|in) {_SUNG_LETTER}{_SUNG_SIGN}{_CLOSES}")  # "en si bémol"
_SUNG_SET = re.compile(rf"(?:(?<![a-z])(?:en|em|a|pra|para|pour) |{_KEY_WORD}){_SUNG_LETTER}{_SUNG_WORD}(?![a-z])")
_SUNG_KEY = re.compile(rf"{_KEY_WORD}{_SUNG_LETTER}(?P<mode>)(?=\s*(?:$|[,.;!?)]))")  # "o tom devia ser ré"
_SUNG_PLAIN = re.compile(
    r"(?<![a-z])(?:(?P<letter>do|ut|re|fa|sol) (?P<mode>majeur|mineur)|"
    r"(?P<note>re|fa|sol) (?P<quality>mayor|menor|maior))(?![a-z])"
)  # none of them is a word
_SUNG = re.compile(rf"{_SUNG_LETTER}{_SUNG_SIGN}?[ -]{_SUNG_MODE}{_CLOSES}")
_SUNG_SURE = re.compile(rf"{_SUNG_LETTER}{_SUNG_SIGN}[ -]{_SUNG_MODE}(?![a-z])")
_SUNG_BARE = re.compile(r"(?<![a-z])(?:en|em) (?P<letter>do|re|fa|sol)(?P<mode>)(?=\s*(?:$|[,.;!?]))")
_JAPANESE = re.compile(
    "(?P<accidental>[婴変])?(?P<letter>[イロハニホヘト])(?P<mode>[长短])调|"
    r"(?<![a-z0-9])(?:キー(?:は|を|:|が)?\s?)?(?P<latin>[a-g])\s?(?P<sign>#|b|シャープ|フラット)?\s?(?P<quality>マイナー|メジャー|短调|长调)|"
    r"キー(?:は|を|:|が)?\s?(?P<bare>[a-g])(?P<raised>#|b)?(?P<short>m)?(?![a-z])"
)
# "a minor key", "a major change": the article, not the note.
_ARTICLE = re.compile(rf"(?<![a-z])(?:in|to|key of|is) a (?:minor|major|maj|min|[a-z]+ian){_CLOSES}")


def read(text: Text) -> list[Finding]:
    """At most one key, spelled as `vocabulary.key_name` spells it. A church mode counts as its nearer of the two."""
    for pattern in (_NAMED, _SUNG, _SUNG_SURE, _SUNG_PLAIN, _SUNG_ALONE, _SUNG_SET, _SUNG_BARE, _SUNG_KEY,
                    _JAPANESE, _KEY_OF, _CHINESE, _SMALL_IN,
                    _SPELLED_IN):  # fmt: skip
        for match in pattern.finditer(text.folded):
            if not _is_article(text, match):
                return [Finding("key", _key(match), *match.span())]
    for pattern in (_SHORT, _IN, _ALONE):
        if written := pattern.search(text.plain):
            return [Finding("key", _key(written), *written.span())]
    return []


def _is_article(text: Text, match: re.Match[str]) -> bool:
    if match.re is not _NAMED or match["letter"] != "a" or match["accidental"]:
        return False
    if _SIGNS.search(text.folded):
        return False  # nor is there an article in Chinese and Japanese
    if match["mode"] in {"moll", "dur", "mineur", "majeur"}:
        return False  # in German and French "a" is no article
    if text.plain[match.start()] == "A" and (match.start() > 0 or "-" in match[0]):
        return False
    before, after = text.folded[: match.start()].strip(), text.folded[match.end() :]
    alone = re.match(_CLOSES if not before else _ENDS, after) is not None and (not before or before[-1] in ",.;:|/-(")
    in_key = _ARTICLE.search(text.folded, max(0, match.start() - 7))
    return not alone and not (in_key and in_key.end() >= match.end() > in_key.start())


def _key(match: re.Match[str]) -> str:
    groups = match.groupdict()
    letter = (groups.get("letter") or groups.get("note") or groups.get("latin") or groups["bare"]).lower()
    mode = (groups.get("mode") or groups.get("quality") or groups.get("short") or "").removesuffix("调").lower()
    accidental = (
        groups.get("accidental") or groups.get("before") or groups.get("sign") or groups.get("raised") or ""
    ).strip(" -")
    letter = _IROHA.get(letter, letter)
    if mode in {"moll", "dur"} and letter in "bh" and not accidental:
        tonic = 10 if letter == "b" else 11  # in German b is B flat and h is B
    else:
        tonic = pitch_class(_SOLFEGE.get(letter, "B" if letter == "h" else letter.upper()))
        tonic += _shift(accidental)
    return key_name(tonic, "minor" if mode in _MINOR else "major")


def _shift(accidental: str) -> int:
    if accidental in {"#", "sharp", "is", "升", "婴", "シャープ", "sostenido", "sustenido", "diese", "dieze", "diesis"}:
        return 1
    return -1 if accidental in {"b", "flat", "s", "es", "降", "変", "フラット", "bemol", "bemolle"} else 0
