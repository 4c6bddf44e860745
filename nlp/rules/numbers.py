"""Numbers as people write them: digits, and words of seven languages. All on folded text."""

from __future__ import annotations

import re


def _counted(start: int, step: int, names: str) -> dict[str, int]:
    return {name: start + step * index for index, name in enumerate(names.split())}


_EN = _counted(0, 1, (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen")) | _counted(20, 10, "twenty thirty forty fifty sixty seventy eighty ninety")  # fmt: skip
_ES = _counted(0, 1, (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete "
    "veintiocho veintinueve"
)) | _counted(30, 10, "treinta cuarenta cincuenta sesenta setenta ochenta noventa")  # fmt: skip
_ES |= {"un": 1, "una": 1, "cien": 100, "ciento": 100, "doscientos": 200, "doscientas": 200, "trescientos": 300}
_PT = _counted(11, 1, "onze doze treze quatorze quinze dezesseis dezessete dezoito dezenove vinte")
_PT |= _counted(30, 10, "trinta quarenta cinquenta sessenta setenta oitenta noventa")
_PT |= {"um": 1, "uma": 1, "dois": 2, "duas": 2, "quatro": 4, "sete": 7, "oito": 8, "nove": 9, "dez": 10,
        "catorze": 14, "dezasseis": 16, "dezassete": 17, "dezanove": 19, "meia duzia de": 6,
        "cem": 100, "cento": 100, "duzentos": 200, "duzentas": 200, "trezentos": 300}  # fmt: skip
_FR = _counted(1, 1, "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize")
_FR |= _counted(20, 10, "vingt trente quarante cinquante soixante septante huitante nonante")
_FR |= {"une": 1, "vingts": 20, "octante": 80, "dizaine": 10, "quinzaine": 15, "vingtaine": 20, "trentaine": 30,
        "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60}  # fmt: skip
_HUNDREDS = {"hundred", "cent", "cents"}
_WORDS = _EN | _ES | _PT | _FR
_DE_ONES = {"ein": 1, "eins": 1, "eine": 1, "einen": 1, "einer": 1, "einem": 1, "zwei": 2, "zwo": 2, "drei": 3,
            "vier": 4, "funf": 5, "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9}  # fmt: skip
_DE_TEENS = {"zehn": 10, "elf": 11, "zwolf": 12, "zwoelf": 12, "sechzehn": 16, "siebzehn": 17} | {
    f"{ones}zehn": 10 + _DE_ONES[ones] for ones in ("drei", "vier", "funf", "fuenf", "acht", "neun")
}
_DE_TENS = _counted(20, 10, "zwanzig dreißig vierzig funfzig sechzig siebzig achtzig neunzig")
_DE_TENS |= {"dreissig": 30, "fuenfzig": 50}
_ZH = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ZH_UNITS = {"十": 10, "百": 100, "千": 1000}


def _either(names: object) -> str:
    return "|".join(sorted(names, key=len, reverse=True))  # type: ignore[call-overload]


_word = f"(?:{_either((*_WORDS, *_HUNDREDS))})"
_digits = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,30}(?:[.,]\d{1,3})?|\.\d{1,3})"
_spelled = rf"(?<![a-z])(?:a hundred|{_word})(?:(?:[ -]| and | y | e | et |-et-){_word}){{0,6}}(?![a-z])"
_below_100 = rf"(?:(?:{_either(_DE_ONES)})und(?:{_either(_DE_TENS)})|{_either((*_DE_TEENS, *_DE_TENS, *_DE_ONES))})"
_german = rf"(?<![a-z])(?:(?:(?:{_either(_DE_ONES)})?hundert(?:und)?){_below_100}?|{_below_100})(?![a-z])"
_chinese = "[零〇一二两三四五六七八九十百千]+"

# A number anywhere in a folded text; put it into a group and give the match to `value`.
NUMBER = rf"(?:(?<![\d.]){_digits}|{_spelled}|{_german}|{_chinese})"
_GERMAN_PARTS = re.compile(
    rf"(?:(?P<hundreds>{_either(_DE_ONES)})?(?P<hundred>hundert)(?:und)?)?"
    rf"(?:(?P<ones>{_either(_DE_ONES)})und(?P<tens>{_either(_DE_TENS)})|"
    rf"(?P<plain>{_either((*_DE_TEENS, *_DE_TENS, *_DE_ONES))}))?"
)


def value(written: str) -> float:
    """'90' -> 90.0, 'twenty-five' -> 25.0, 'hundertzwanzig' -> 120.0, '一百二' -> 120.0. The text must match NUMBER."""
    if written[0].isdigit() or written[0] == ".":
        return _digits_value(written)
    if written[0] in _ZH or written[0] in _ZH_UNITS:
        return float(_chinese_value(written))
    words = re.findall("[a-zß]+", written)
    if len(words) == 1 and words[0] not in _WORDS and (german := _GERMAN_PARTS.fullmatch(words[0])):
        return float(_german_value(german))
    return float(_spelled_value(words))


def _spelled_value(words: list[str]) -> int:
    """Words added up; "quatre vingt" is four times twenty."""
    total = 0
    for word in words:
        if word in _HUNDREDS:
            total = max(total, 1) * 100
        elif word.endswith("aine"):
            total = _WORDS.get(word, 0)  # "une trentaine"
        elif word in {"vingt", "vingts"} and total % 100 == 4:
            total += 76
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
    is_short_for_tens = unit >= 100 and "零" not in written and not written.startswith("百")
    return total + digit * (unit // 10 if is_short_for_tens else 1)
