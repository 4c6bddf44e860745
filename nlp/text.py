"""A message made readable: markup, mentions and decoration gone, digits plain, and a folded twin of the same length.

Rules read the folded twin (lower case, no accents, simplified Chinese); its offsets hold in the clean text as well, so
that a name can be quoted as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from opencc import OpenCC

LONGEST_MESSAGE = 4000  # characters; the rest is left unread, and said
BLANK = "\x1f"  # stands where something was already understood; no pattern matches across it

_CODE_BLOCK = re.compile(r"```(?:[a-zA-Z0-9_+-]*\n)?(.*?)(?:```|$)", re.S)
_STRUCK = re.compile(r"~~[^~]{1,400}~~")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\((?:https?://)[^)\s]*\)")
_LINK = re.compile(r"<?\b(?:https?://|www\.)\S+", re.I)
_MENTION = re.compile(r"<(?:@[!&]?|#|a?:\w{1,64}:|t:|/[\w -]{1,64}:|id:)[^<>\s]{0,64}>|@(?:everyone|here)\b")
_MARKS = re.compile(r"\*{1,3}|__|\|\||`+|^\s{0,3}(?:>{1,3}|#{1,3})\s+|^-#\s+", re.M)
_KEYCAPS = re.compile("(?:[0-9]\ufe0f?\u20e3)+")
_DECORATION = re.compile("[\u0300-\u036f\u0488\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_HAN = range(0x3400, 0xA000)
SIGN = "\u3040-\u30ff\u3400-\u9fff"  # within [ ] of an expression: kana and Chinese signs, written without spaces
_SAME = str.maketrans({
    "’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-",
    "—": "-", "−": "-", "‑": "-", "♯": "#", "♭": "b", "×": "x", "⁄": "/",
    "¼": ".25", "½": ".5", "¾": ".75", "！": "!", "？": "?", "：": ":", "；": ";",
    "，": ", ", "。": ". ", "、": "、 ",  # a figure on each side is none with both ("128，120")
})  # fmt: skip


def _simplified() -> dict[int, int]:
    """Each traditional Chinese sign -> its simplified one, where that is one sign as well."""
    signs = [chr(number) for number in _HAN]
    simple = OpenCC("t2s").convert("\n".join(signs)).split("\n")
    return {ord(sign): ord(own) for sign, own in zip(signs, simple, strict=True) if own != sign and len(own) == 1}


_TRADITIONAL = _simplified()


@dataclass(frozen=True)
class Text:
    """plain: the clean message. folded: the same length, for matching. was_cut: there was more than can be read."""

    plain: str
    folded: str
    was_cut: bool = False

    def without(self, spans: Iterable[tuple[int, int]]) -> Text:
        """The same text with these (start, end) spans blanked out, lengths unchanged."""
        plain, folded = list(self.plain), list(self.folded)
        for start, end in spans:
            plain[start:end] = folded[start:end] = BLANK * (end - start)
        return replace(self, plain="".join(plain), folded="".join(folded))

    def words_left(self) -> str:
        """What nobody has understood yet, as running text."""
        return " ".join(self.plain.replace(BLANK, " ").split())


def read(message: str) -> Text:
    """Any string at all -> a Text. Never raises."""
    cut = message[:LONGEST_MESSAGE]
    plain = _tidy(_unmarked(cut))[:LONGEST_MESSAGE]
    return Text(plain, fold(plain), was_cut=len(message) > LONGEST_MESSAGE)


def fold(text: str) -> str:
    """Lower case, accents off, hyphens and apostrophes kept; always as long as `text`."""
    return "".join(map(_fold_character, text)).translate(_TRADITIONAL)


def _fold_character(character: str) -> str:
    if character.isascii():
        return character.lower()
    base = unicodedata.normalize("NFD", character)[0] if character < "\u0250" else character
    lower = base.lower()
    return lower if len(lower) == 1 else base


def _unmarked(text: str) -> str:
    outside = _CODE_BLOCK.sub(" ", text)
    # A block beside a request is decoration; a message that is nothing but a block is the request.
    text = outside if outside.strip() else _CODE_BLOCK.sub(r" \1 ", text)
    text = _STRUCK.sub(" ", text)
    text = _MARKDOWN_LINK.sub(r"\1", text)
    text = _LINK.sub(" ", _MENTION.sub(" ", text))
    text = _KEYCAPS.sub(_keycaps, text)
    return _MARKS.sub(" ", text)


def _keycaps(match: re.Match[str]) -> str:
    """One key names a candidate, several write a number."""
    digits = "".join(filter(str.isdigit, match[0]))
    return f" #{digits} " if len(digits) == 1 else f" {digits} "


def _tidy(text: str) -> str:
    text = unicodedata.normalize("NFC", text).translate(_SAME)
    text = unicodedata.normalize("NFKC", text).translate(_SAME)
    text = _DECORATION.sub("", text)
    return " ".join("".join(map(_tidy_character, text)).split())


def _tidy_character(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() else " "
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}:
        return " "
    # Zero-width joiners, bidi marks and variation selectors only get between a word and its match.
    return "" if category == "Cf" or "\ufe00" <= character <= "\ufe0f" else character
