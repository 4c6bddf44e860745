"""Texts as people type them: capitals gone, accents gone, letters swapped, doubled and dropped, traditional signs."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import replace

from nlp.corpus.example import Example, Part, joined

_NEIGHBOURS = {"a": "sq", "e": "rw", "i": "uo", "o": "ip", "u": "yi", "n": "mb", "m": "n", "s": "ad", "t": "ry",
               "r": "et", "l": "k", "c": "xv", "d": "sf", "p": "o", "g": "fh", "b": "vn", "h": "gj"}  # fmt: skip
_AS_HEARD = (("ph", "f"), ("que", "k"), ("qu", "k"), ("th", "t"), ("ck", "k"), ("ll", "l"), ("nn", "n"), ("tt", "t"),
             ("ai", "ia"), ("ie", "ei"), ("io", "oi"), ("c", "k"), ("y", "i"), ("z", "s"), ("x", "ks"), ("v", "b"),
             ("you", "u"), ("for", "4"), ("are", "r"), ("please", "pls"))  # fmt: skip
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
_TAILS = ("!", "!!", "...", "?", " pls", " 🎵", " 🙏", ".", " lol", "~")
_TAILS_HAN = ("!", "。", "~", "…", "啊" , "🎵", "!!")  # fmt: skip
_HAN = {"zh", "ja"}
_LEAST_LETTERS = 4


def typed(example: Example, rng: random.Random) -> Example:
    """The same message as somebody in a hurry writes it; its parts stay known."""
    parts = list(example.parts)
    draw = rng.random()
    if draw < 0.3:
        parts = [replace(part, text=part.text.lower()) for part in parts]
    elif draw < 0.42 and parts:
        parts[0] = replace(parts[0], text=parts[0].text[:1].upper() + parts[0].text[1:])
    elif draw < 0.45:
        parts = [replace(part, text=part.text.upper()) for part in parts]
    if example.language not in _HAN | {"en"} and rng.random() < 0.22:
        parts = [replace(part, text=_without_accents(part.text, example.language)) for part in parts]
    if example.language not in _HAN and rng.random() < 0.25:
        for _ in range(rng.choice((1, 1, 2, 3))):
            index = rng.randrange(len(parts))
            parts[index] = replace(parts[index], text=_slip(parts[index].text, rng))
    if rng.random() < 0.2:
        tail = rng.choice(_TAILS_HAN if example.language in _HAN else _TAILS)
        parts.append(Part(tail))
    elif rng.random() < 0.2 and parts[-1].kind is None:
        parts[-1] = replace(parts[-1], text=parts[-1].text.rstrip(".!?。！？"))
    return replace(example, parts=joined(parts))


def _without_accents(text: str, language: str) -> str:
    if language == "de":
        return "".join(_UMLAUTS.get(letter, letter) for letter in text)
    plain = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return plain.replace("ß", "ss")


def _slip(text: str, rng: random.Random) -> str:
    """One mistake in one of the longer words."""
    words = text.split(" ")
    places = [index for index, word in enumerate(words) if len(word) >= _LEAST_LETTERS and word.isalpha()]
    if not places:
        return text
    index = rng.choice(places)
    word = words[index]
    place = rng.randrange(1, len(word) - 1)
    draw = rng.random()
    if draw < 0.25:
        word = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    elif draw < 0.5:
        word = word[:place] + word[place + 1 :]
    elif draw < 0.65:
        word = word[:place] + word[place] + word[place:]
    elif draw < 0.8:
        word = word[:place] + rng.choice(_NEIGHBOURS.get(word[place].lower(), word[place])) + word[place + 1 :]
    else:
        heard = [(sound, spelled) for sound, spelled in _AS_HEARD if sound in word]
        if heard:
            word = word.replace(*rng.choice(heard), 1)
    words[index] = word
    return " ".join(words)
