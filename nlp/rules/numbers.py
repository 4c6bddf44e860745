"""Numbers as people write them: digits, and words of seven languages. All on folded text."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.text import Text


def _counted(start: int, step: int, names: str) -> dict[str, int]:
    return {name: start + step * index for index, name in enumerate(names.split())}


_EN_LOW = _counted(0, 1, (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"))  # fmt: skip
_EN_TENS = _counted(20, 10, "twenty thirty forty fifty sixty seventy eighty ninety")
# Spanish and Portuguese share half of their numbers, so they are read as one language.
_IB_LOW = _counted(0, 1, (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete "
    "veintiocho veintinueve")) | _counted(11, 1, (
    "onze doze treze quatorze quinze dezesseis dezessete dezoito dezenove"))  # fmt: skip
_IB_LOW |= {"un": 1, "una": 1, "veintiun": 21, "veintiuna": 21, "um": 1, "uma": 1, "dois": 2, "duas": 2, "quatro": 4,
            "sete": 7, "oito": 8, "nove": 9, "dez": 10, "dezasseis": 16, "dezassete": 17, "dezanove": 19}  # fmt: skip
_IB_TENS = _counted(30, 10, "treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_IB_TENS |= _counted(20, 10, "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa")
_IB_HUNDREDS = {"cien": 100, "ciento": 100, "cem": 100, "cento": 100} | {
    stem + ending: 100 * number
    for number, stems in enumerate(("doscient duzent", "trescient trezent", "cuatrocient quatrocent"), start=2)
    for stem in stems.split()
    for ending in ("os", "as")
}
_FR_LOW = _counted(1, 1, "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize")
_FR_LOW |= {"une": 1, "dix-sept": 17, "dix-huit": 18, "dix-neuf": 19, "dix sept": 17, "dix huit": 18, "dix neuf": 19}
_FR_TENS = _counted(20, 10, "vingt trente quarante cinquante soixante septante huitante nonante") | {"octante": 80}
_DE_ONES = {"ein": 1, "eins": 1, "eine": 1, "einen": 1, "einer": 1, "einem": 1, "zwei": 2, "zwo": 2, "drei": 3,
            "vier": 4, "funf": 5, "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9}  # fmt: skip
_DE_TEENS = {"zehn": 10, "elf": 11, "zwolf": 12, "zwoelf": 12, "sechzehn": 16, "siebzehn": 17} | {
    f"{ones}zehn": 10 + _DE_ONES[ones] for ones in ("drei", "vier", "funf", "fuenf", "acht", "neun")
}
_DE_TENS = _counted(20, 10, "zwanzig dreißig vierzig funfzig sechzig siebzig achtzig neunzig")
_DE_TENS |= {"dreissig": 30, "fuenfzig": 50}
# "Une trentaine de secondes", "media docena": words for about so many.
_ROUND = {"dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
          "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "docena": 12, "duzia": 12, "dezena": 10,
          "dutzend": 12, "dozen": 12}  # fmt: skip
_TEN = 10
_ZH = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "俩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_ZH_UNITS = {"十": 10, "百": 100, "佰": 100, "千": 1000}
_EN_WORDS = _EN_LOW | _EN_TENS
_WORDS = _EN_WORDS | _IB_LOW | _IB_TENS | _IB_HUNDREDS | _FR_LOW | _FR_TENS | _ROUND | {"vingts": 20}


def _either(*tables: dict[str, int]) -> str:
    names = {name for table in tables for name in table}
    return f"(?:{'|'.join(sorted(names, key=len, reverse=True))})"


_digits = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,30}(?:[.,]\d{1,3})?|\.\d{1,3})"
_en_below_100 = rf"(?:{_either(_EN_TENS)}(?:[ -]{_either(_EN_LOW)})?|{_either(_EN_LOW)})"
_english = rf"(?:(?:(?:a|{_either(_EN_LOW)})[ -])?hundred(?:(?:[ -]and)?[ -]{_en_below_100})?|{_en_below_100})"
_ib_below_100 = rf"(?:{_either(_IB_TENS)}(?: [ye] {_either(_IB_LOW)})?|{_either(_IB_LOW)})"
_iberian = rf"(?:{_either(_IB_HUNDREDS)}(?: (?:e )?{_ib_below_100})?|{_ib_below_100})"
_fr_tens = rf"(?:quatre[ -]vingts?|{_either(_FR_TENS)})"
_fr_below_100 = rf"(?:{_fr_tens}(?:[ -]et[ -](?:une?|onze)|[ -]{_either(_FR_LOW)})?|{_either(_FR_LOW)})"
_french = rf"(?:(?:{_either(_FR_LOW)}[ -])?cents?(?:[ -]{_fr_below_100}|[ -]et[ -]une?)?|{_fr_below_100})"
_round = rf"(?:(?:half a|an?|media|meia|une|una|uma|ein) )?{_either(_ROUND)}s?(?: d[e'])?"
_spelled = rf"(?:{_round}|{_english}|{_french}|{_iberian})(?![a-z])"
_de_below_100 = rf"(?:{_either(_DE_ONES)}und{_either(_DE_TENS)}|{_either(_DE_TEENS, _DE_TENS, _DE_ONES)})"
# German glues: "zweieinhalb", "achttaktig", "dreiminütig".
_german = (
    rf"(?:{_either(_DE_ONES)}?hundert(?:und)?{_de_below_100}?|{_de_below_100}|anderthalb)"
    r"(?:(?![a-z])|(?=(?:und)?einhalb|taktig|minutig|sekundig))"
)
_han = "[零〇一二两俩三四五六七八九十百佰千]"
_chinese = f"(?={_han})(?<!{_han}){_han}{{1,12}}(?!{_han})"  # a whole run, so that a long one is tried only once

# A number anywhere in a folded text; put it into a group and give the match to `value`.
# The first character is looked at once, since nearly every other place of a text is none where a number may start.
NUMBER = rf"(?:(?=[\d.])(?<![\d.]){_digits}|(?=[a-z])(?<![a-z])(?:{_spelled}|{_german})|{_chinese})"
_GERMAN_PARTS = re.compile(
    rf"(?:(?P<hundreds>{_either(_DE_ONES)})?(?P<hundred>hundert)(?:und)?)?"
    rf"(?:(?P<ones>{_either(_DE_ONES)})und(?P<tens>{_either(_DE_TENS)})|"
    rf"(?P<plain>{_either(_DE_TEENS, _DE_TENS, _DE_ONES)}))?"
)
# "One twenty bpm": only where a unit makes sure that it is one figure; `value` reads it too.
SHORT_HUNDRED = rf"(?<![a-z])one[ -]{_en_below_100}(?![a-z])"
# 两三分钟 is two or three, and the longer is taken.
_A_OR_B = re.compile("一[二两]|[二两]三|三四|四五|五六|六七|七八|八九|三五")
_PLAIN_HUNDREDS = re.compile("(?<=[二三四五六七八九])百(?=[一二三四五六七八九](?![十百千]))")


def value(written: str) -> float:
    """'90' -> 90.0, 'twenty-five' -> 25.0, 'hundertzwanzig' -> 120.0, '一百二' -> 120.0. The text must match NUMBER."""
    if written[0].isdigit() or written[0] == ".":
        return _digits_value(written)
    if written[0] in _ZH or written[0] in _ZH_UNITS:
        return float(_chinese_value(written))
    if written == "anderthalb":
        return 1.5
    words = re.findall("[a-zß]+", written)
    if len(words) == 1 and words[0] not in _WORDS and (german := _GERMAN_PARTS.fullmatch(words[0])):
        return float(_german_value(german))
    return float(_spelled_value(words))


def as_japanese(text: Text) -> Text:
    """The same text where 二百八 is 208; Chinese drops a unit there and means 280. As long as it was."""
    return replace(text, folded=_PLAIN_HUNDREDS.sub("佰", text.folded))


def _spelled_value(words: list[str]) -> int:
    """Words added up; "quatre vingt" is four times twenty, and "half a dozen" six."""
    total = 0
    for word in words:
        if word in {"hundred", "cent", "cents"}:
            total = max(total, 1) * 100
        elif word in _ROUND or word[:-1] in _ROUND:
            total = _ROUND[word if word in _ROUND else word[:-1]] // (2 if words[0] in {"half", "media", "meia"} else 1)
        elif word in {"vingt", "vingts"} and total % 100 == 4:
            total += 76
        elif total == 1 and _EN_WORDS.get(word, 0) >= _TEN:
            total = 100 + _EN_WORDS[word]  # "one twenty"
        else:
            total += _WORDS.get(word, 0)
    return total


def _german_value(match: re.Match[str]) -> int:
    total = _DE_ONES.get(match["hundreds"] or "", 1) * 100 if match["hundred"] else 0
    if match["tens"]:
        return total + _DE_ONES[match["ones"]] + _DE_TENS[match["tens"]]
    return total + (_DE_TEENS | _DE_TENS | _DE_ONES).get(match["plain"] or "", 0)


def _digits_value(written: str) -> float:
    if re.fullmatch(r"\d{1,3}(,\d{3})+", written):
        return float(written.replace(",", ""))
    return float(written.replace(",", "."))


def _chinese_value(written: str) -> int:
    if _A_OR_B.fullmatch(written):
        return _ZH[written[-1]]
    if not any(unit in written for unit in _ZH_UNITS):
        return int("".join(str(_ZH[digit]) for digit in written))
    total, digit, unit = 0, 0, 1
    for character in written:
        if character in _ZH_UNITS:
            unit = _ZH_UNITS[character]
            total += (digit or 1) * unit
            digit = 0
        else:
            digit = _ZH[character]
            unit = 10 if digit == 0 else unit
    # 一百二 is 120: a last digit without its unit stands one unit lower. 一百零二 is 102, and Japanese 百二 is too.
    is_short_for_tens = unit >= 100 and not set("零〇佰") & set(written) and not written.startswith("百")
    return total + digit * (unit // 10 if is_short_for_tens else 1)
