"""The names of keys in seven languages, with the pitch class and the mode that each was made from."""

from __future__ import annotations

from random import Random

_PITCHES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_SIGNS = (0, 0, 1, -1)
_SUNG = {
    "es": (("do", "re", "mi", "fa", "sol", "la", "si"), (" sostenido", "#", "♯"), (" bemol", "b", "♭")),
    "pt": (("dó", "ré", "mi", "fá", "sol", "lá", "si"), (" sustenido", "#", "♯"), (" bemol", "b", "♭")),
    "fr": (("do", "ré", "mi", "fa", "sol", "la", "si"), (" dièse", "#", "♯", "-dièse"), (" bémol", "b", "♭", "-bémol")),
}  # fmt: skip
_MODES = {
    "es": (("major", "mayor"), ("minor", "menor"), ("major", "Mayor"), ("minor", "MENOR")),
    "pt": (("major", "maior"), ("minor", "menor"), ("major", "Maior"), ("minor", "Menor")),
    "fr": (("major", "majeur"), ("minor", "mineur"), ("major", "Majeur"), ("minor", "Mineur")),
}
_GERMAN = {
    "c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "h": 11, "cis": 1, "dis": 3, "eis": 5, "fis": 6, "gis": 8,
    "ais": 10,
    "his": 0, "ces": 11, "des": 1, "es": 3, "fes": 4, "ges": 6, "as": 8, "b": 10, "c#": 1, "f#": 6, "g#": 8, "eb": 3,
    "ab": 8, "db": 1,
}  # fmt: skip
_IROHA = {"ハ": 0, "ニ": 2, "ホ": 4, "ヘ": 5, "ト": 7, "イ": 9, "ロ": 11}
# Church modes, and the nearer of the two that are composed.
_CHURCH = (("minor", "dorian"), ("minor", "phrygian"), ("minor", "aeolian"), ("major", "lydian"),
           ("major", "mixolydian"), ("major", "ionian"))  # fmt: skip

Key = tuple[str, int, str]  # as written, pitch class, "major" or "minor"


def key(language: str, chance: Random) -> Key:
    """A key as this language writes it; now and then as English does, which people use everywhere."""
    if language != "en" and chance.random() < 0.1:
        return _short(chance)
    named = {"en": _english, "de": _german, "zh": _chinese, "ja": _japanese}.get(language)
    return named(chance) if named else _sung(language, chance)


def tonic(chance: Random) -> Key:
    """A capital with its sign and no mode: "F#", "Bb"."""
    letter, sign = chance.choice("CDEFGAB"), chance.choice(_SIGNS)
    return letter + ("", chance.choice("#♯"), chance.choice("b♭"))[sign], _PITCHES[letter] + sign, "major"


def _short(chance: Random) -> Key:
    written, pitch, _ = tonic(chance)
    mode, suffix = chance.choice((("minor", "m"), ("minor", " minor"), ("major", " major")))
    return written + suffix, pitch, mode


def _english(chance: Random) -> Key:
    if chance.random() < 0.15:
        return _short(chance)
    letter, sign = chance.choice("CDEFGAB"), chance.choice(_SIGNS)
    signs = ("",), ("#", "♯", " sharp", "-sharp", " Sharp"), ("b", "♭", " flat", "-flat", " Flat")
    mode, name = chance.choice((("minor", "minor"), ("major", "major"), ("minor", "min"), ("major", "maj"),
                                ("minor", "Minor"), ("major", "MAJOR"), chance.choice(_CHURCH)))  # fmt: skip
    shown = letter.lower() if chance.random() < 0.4 else letter
    return f"{shown}{chance.choice(signs[sign])} {name}", _PITCHES[letter] + sign, mode


def _sung(language: str, chance: Random) -> Key:
    names, sharps, flats = _SUNG[language]
    place, sign = chance.randrange(7), chance.choice(_SIGNS)
    mode, name = chance.choice(_MODES[language])
    shown = names[place]
    if chance.random() < 0.1:
        shown = "CDEFGAB"[place]
        sharps, flats = ("#", "♯"), ("b", "♭")
    elif chance.random() < 0.4:
        shown = shown.capitalize()
    if language == "fr" and shown == "do" and chance.random() < 0.5:
        shown = "ut"
    sung = shown + ("", chance.choice(sharps), chance.choice(flats))[sign]
    return f"{sung} {name}", _PITCHES["CDEFGAB"[place]] + sign, mode


def _german(chance: Random) -> Key:
    name, pitch = chance.choice(list(_GERMAN.items()))
    mode, suffix = chance.choice((("minor", "moll"), ("major", "dur")))
    shown = chance.choice((name, name.capitalize(), name.upper() if len(name) > 1 and name[1] == "i" else name))
    joined = chance.choice((f"-{suffix.capitalize()}", f"-{suffix}", f" {suffix}", f" {suffix.capitalize()}", suffix))
    return shown + (f"-{suffix}" if joined == suffix and "#" in name else joined), pitch, mode


def _chinese(chance: Random) -> Key:
    letter, sign = chance.choice("CDEFGAB"), chance.choice(_SIGNS)
    mode, name = chance.choice((("major", "大调"), ("minor", "小调"), ("minor", "小調"), ("major", "大調")))
    before = ("", chance.choice("升#♯"), chance.choice("降♭b"))[sign]
    after = ("", chance.choice("#♯"), chance.choice("b♭"))[sign]
    shown = letter.lower() if chance.random() < 0.2 and before != "b" else letter
    space = chance.choice(("", "", "", " "))
    return chance.choice((f"{before}{shown}", f"{shown}{after}")) + space + name, _PITCHES[letter] + sign, mode


def _japanese(chance: Random) -> Key:
    sign = chance.choice(_SIGNS)
    mode, han, kana = chance.choice((("major", "長調", "メジャー"), ("minor", "短調", "マイナー")))
    if chance.random() < 0.55:
        letter, pitch = chance.choice(list(_IROHA.items()))
        return ("", "嬰", "変")[sign] + letter + han, pitch + sign, mode
    letter = chance.choice("CDEFGAB")
    after = ("", chance.choice(("#", "♯", "シャープ")), chance.choice(("b", "♭", "フラット")))[sign]
    return letter + after + chance.choice((kana, han, f" {kana}")), _PITCHES[letter] + sign, mode
