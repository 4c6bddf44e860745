"""Whole numbers up to 999 in digits of three scripts and in the words of seven languages, each as people write them."""

from __future__ import annotations

from random import Random

_SCRIPTS = ("0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩")

_EN = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
       "seventeen eighteen nineteen").split()  # fmt: skip
_EN_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_ES = ("cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
       "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
       "veintiocho veintinueve").split()  # fmt: skip
_ES_TENS = "_ _ _ treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_ES_HUNDREDS = ("_ ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos "
                "novecientos").split()  # fmt: skip
_PT = ("zero um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete "
       "dezoito dezenove").split()  # fmt: skip
_PT_TENS = "_ _ vinte trinta quarenta cinquenta sessenta setenta oitenta noventa".split()
_PT_HUNDREDS = ("_ cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos "
                "novecentos").split()  # fmt: skip
_FR = ("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
       "dix-huit dix-neuf").split()  # fmt: skip
_FR_TENS = "_ _ vingt trente quarante cinquante soixante".split()
_DE = ("null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
       "siebzehn achtzehn neunzehn").split()  # fmt: skip
_DE_TENS = "_ _ zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_HAN = "零一二三四五六七八九"
_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def digits(number: int, chance: Random) -> str:
    """Mostly plain digits; sometimes full-width ones or Arabic-Indic ones."""
    script = chance.choices(_SCRIPTS, (8, 1, 1))[0]
    return str(number).translate(str.maketrans(_SCRIPTS[0], script))


def words(number: int, language: str, chance: Random) -> str:
    """One of the ways to spell a number of 1 to 999."""
    return _SPELLERS[language](number, chance)


def _english(number: int, chance: Random) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    low = _EN[rest] if rest < 20 else _EN_TENS[tens] + (chance.choice("- ") + _EN[ones] if ones else "")
    if not hundreds:
        return low
    high = ("a" if hundreds == 1 and chance.random() < 0.5 else _EN[hundreds]) + " hundred"
    return high + (chance.choice((" and ", " ")) + low if rest else "")


def _spanish(number: int, chance: Random) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    low = _ES[rest] if rest < 30 else _ES_TENS[tens] + (f" y {_ES[ones]}" if ones else "")
    if not hundreds:
        return low
    return "cien" if number == 100 else _ES_HUNDREDS[hundreds] + (f" {low}" if rest else "")


def _portuguese(number: int, chance: Random) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    low = _PT[rest] if rest < 20 else _PT_TENS[tens] + (f" e {_PT[ones]}" if ones else "")
    if 15 < rest < 20 and chance.random() < 0.3:
        low = low.replace("dezes", "dezas").replace("dezen", "dezan")  # as in Portugal
    if not hundreds:
        return low
    return "cem" if number == 100 else _PT_HUNDREDS[hundreds] + (f" e {low}" if rest else "")


def _french(number: int, chance: Random) -> str:
    hundreds, rest = divmod(number, 100)
    low = _french_below_100(rest, chance)
    if hundreds:
        high = "cent" if hundreds == 1 else f"{_FR[hundreds]} cent" + ("" if rest else "s")
        low = f"{high} {low}" if rest else high
    return low.replace(" ", "-") if chance.random() < 0.3 else low


def _french_below_100(rest: int, chance: Random) -> str:
    if rest < 20:
        return _FR[rest]
    tens, ones = divmod(rest, 10)
    swiss = {7: "septante", 8: "huitante", 9: "nonante"}
    if tens in swiss and chance.random() < 0.2:
        stem = swiss[tens]
    elif tens < 7:
        stem = _FR_TENS[tens]
    else:
        stem, ones = ("soixante", rest - 60) if tens == 7 else ("quatre-vingt", rest - 80)
        if rest == 80:
            return "quatre-vingts"
        if stem == "quatre-vingt":
            return f"{stem}-{_FR[ones]}"
    if not ones:
        return stem
    return f"{stem} et {_FR[ones]}" if ones in (1, 11) else f"{stem}-{_FR[ones]}"


def _german(number: int, chance: Random) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    low = _DE[rest] if rest < 20 else (f"{_DE[ones]}und" if ones else "") + _DE_TENS[tens]
    low = "eins" if rest == 1 else low
    if hundreds:
        low = (_DE[hundreds] if hundreds > 1 or chance.random() < 0.5 else "") + "hundert" + (low if rest else "")
    return low.translate(_ASCII) if chance.random() < 0.3 else low


def _chinese(number: int, chance: Random) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    if not hundreds:
        return (
            "两"
            if number == 2
            else (_HAN[tens] if tens > 1 else "") + ("十" if tens else "") + (_HAN[ones] * (ones > 0))
        )
    high = ("两" if hundreds == 2 and chance.random() < 0.5 else _HAN[hundreds]) + "百"
    if not rest:
        return high
    if not tens:
        return f"{high}零{_HAN[ones]}"
    short = not ones and chance.random() < 0.3  # 一百二 is 120
    return high + _HAN[tens] + ("" if short else "十") + _HAN[ones] * (ones > 0)


def _japanese(number: int, chance: Random) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    high = (_HAN[hundreds] if hundreds > 1 else "") + "百" if hundreds else ""
    return high + ((_HAN[tens] if tens > 1 else "") + "十" if tens else "") + _HAN[ones] * (ones > 0)


_SPELLERS = {"en": _english, "es": _spanish, "pt": _portuguese, "fr": _french, "de": _german, "zh": _chinese,
             "ja": _japanese}  # fmt: skip
