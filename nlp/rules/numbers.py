"""Numbers as people write them: digits, English, Spanish and Chinese words. All on folded text."""

from __future__ import annotations

import re

_EN = {
    name: value
    for value, name in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
} | {
    name: 10 * tens
    for tens, name in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_EN_HUNDRED = {"hundred": 100}
_ES = {
    name: value
    for value, name in enumerate(
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete "
        "dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete "
        "veintiocho veintinueve".split()
    )
} | {
    name: 10 * tens for tens, name in enumerate("treinta cuarenta cincuenta sesenta setenta ochenta noventa".split(), 3)
}
_ES |= {"un": 1, "una": 1, "cien": 100, "ciento": 100, "doscientos": 200, "doscientas": 200, "trescientos": 300}
_WORDS = _EN | _ES
_ZH = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ZH_UNITS = {"十": 10, "百": 100, "千": 1000}

_word = "(?:" + "|".join(sorted((*_WORDS, *_EN_HUNDRED), key=len, reverse=True)) + ")"
_digits = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,30}(?:[.,]\d{1,3})?|\.\d{1,3})"
_spelled = rf"(?<![a-z])(?:a hundred|{_word})(?:(?:[ -]| and | y ){_word}){{0,6}}(?![a-z])"
_chinese = "[零〇一二两三四五六七八九十百千]+"

# A number anywhere in a folded text; put it into a group and give the match to `value`.
NUMBER = rf"(?:(?<![\d.]){_digits}|{_spelled}|{_chinese})"


def value(written: str) -> float:
    """'90' -> 90.0, 'twenty-five' -> 25.0, 'ciento veinte' -> 120.0, '一百二' -> 120.0. The text must match NUMBER."""
    if written[0].isdigit() or written[0] == ".":
        return _digits_value(written)
    if written[0] in _ZH or written[0] in _ZH_UNITS:
        return float(_chinese_value(written))
    total = 0
    for word in re.findall("[a-z]+", written):
        if word in _EN_HUNDRED:
            total = max(total, 1) * 100
        else:
            total += _WORDS.get(word, 0)
    return float(total)


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
    # 一百二 is 120: a last digit without its unit stands one unit lower. 一百零二 is 102.
    return total + digit * (unit // 10 if unit >= 100 and "零" not in written else 1)
