"""A picture of a piece: its notes as a piano roll, coloured by role, with sections, bars, drums and instruments.

The only file that draws. Everything is drawn at twice the size and reduced, which smooths the edges.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from generation.picture_layout import (
    BOTTOM,
    DRUM_ROW,
    HEIGHT,
    LAYERS,
    LEFT,
    RIGHT,
    ROLE_COLOURS,
    TOP,
    WIDTH,
    Colour,
    Layout,
    drum_lane,
    lit,
    section_colours,
    track_colours,
)
from generation.score import Score, Track

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

SCALE = 2
# Never more fit; text layout gives up on thousands.
TITLE_LETTERS = 160
NIGHT_TOP, NIGHT_BOTTOM = (24, 25, 38), (13, 13, 21)
WHITE, SOFT, FAINT = (240, 240, 248), (158, 160, 182), (96, 98, 122)
# Fonts that systems carry, for letters that the one inside Pillow lacks: accents, Chinese and more.
SYSTEM_FONTS = (
    "NotoSans-Regular.ttf", "DejaVuSans.ttf", "LiberationSans-Regular.ttf", "Arial.ttf", "wqy-microhei.ttc",
    "NotoSansCJK-Regular.ttc", "DroidSansFallbackFull.ttf", "PingFang.ttc", "msyh.ttc",
)  # fmt: skip


def piano_roll(score: Score, title: str) -> bytes:
    """A PNG of the piece, 1200 x 640 pixels."""
    layout = Layout.of(score)
    colours = track_colours(score.tracks)
    picture = Canvas(_night())
    _draw_grid(picture, score, layout)
    _draw_sections(picture, score, layout)
    for role, opacity in LAYERS:
        _draw_notes(picture, score, layout, colours, role, opacity)
    _draw_drums(picture, score, layout, colours)
    _draw_header(picture, score, title)
    _draw_legend(picture, score.tracks, colours)
    return picture.png()


class Canvas:
    """Draws in the finished picture's pixels on an image `SCALE` times as large."""

    def __init__(self, image: Image.Image) -> None:
        self.image = image
        self.pen = ImageDraw.Draw(image, "RGBA")

    def layer(self) -> Canvas:
        return Canvas(Image.new("RGBA", self.image.size, (0, 0, 0, 0)))

    def lay(self, layer: Canvas, glow: Colour | None = None) -> None:
        """Put a layer on top, with light of this colour spilling around it."""
        if glow:
            spill = layer.image.getchannel("A").reduce(4).filter(ImageFilter.GaussianBlur(6))
            spill = spill.point(lambda light: light * 3 // 4).resize(self.image.size, Image.Resampling.BILINEAR)
            self.image.paste(Image.new("RGB", self.image.size, glow), mask=spill)
        self.image.paste(layer.image, mask=layer.image)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: tuple[int, ...], radius: float = 0.0) -> None:
        corners = (x0 * SCALE, y0 * SCALE, max(x1 * SCALE - 1, x0 * SCALE), max(y1 * SCALE - 1, y0 * SCALE))
        if radius >= 1:
            self.pen.rounded_rectangle(corners, radius * SCALE, fill=fill)
        else:
            self.pen.rectangle(corners, fill=fill)

    def dot(self, x: float, y: float, radius: float, fill: tuple[int, ...]) -> None:
        self.pen.ellipse([value * SCALE for value in (x - radius, y - radius, x + radius, y + radius)], fill=fill)

    def text(self, x: float, y: float, words: str, size: int, fill: Colour, anchor: str = "lm") -> float:
        """Write, anchored as Pillow has it; gives the width."""
        font, words = _font_for(words, size * SCALE)
        self.pen.text((x * SCALE, y * SCALE), words, fill=fill, font=font, anchor=anchor)
        return float(font.getlength(words)) / SCALE

    def png(self) -> bytes:
        file = io.BytesIO()
        self.image.reduce(SCALE).save(file, "PNG")
        return file.getvalue()


def _night() -> Image.Image:
    shade = Image.linear_gradient("L").resize((WIDTH * SCALE, HEIGHT * SCALE))
    bottom, top = (Image.new("RGB", shade.size, colour) for colour in (NIGHT_BOTTOM, NIGHT_TOP))
    return Image.composite(bottom, top, shade)


def _draw_grid(picture: Canvas, score: Score, layout: Layout) -> None:
    for pitch in range(layout.low, layout.high + 1):
        y = layout.y(pitch)
        if pitch % 12 in (1, 3, 6, 8, 10) and layout.row >= 4:
            picture.box(LEFT, y - layout.row / 2, RIGHT, y + layout.row / 2, (255, 255, 255, 5))
        if pitch % 12 == 0:
            picture.box(LEFT, y + layout.row / 2, RIGHT, y + layout.row / 2 + 0.5, (255, 255, 255, 22))
            picture.text(LEFT - 12, y, f"C{pitch // 12 - 1}", 11, FAINT, "rm")
    bars = max(1, round(layout.quarters / score.bar_quarters))
    bar_width = (RIGHT - LEFT) / bars
    every = next(step for step in (1, 2, 4, 8, 16, 32, 64) if step * bar_width >= 30)
    beat = 4 / int(score.meter.split("/")[1])
    if beat / score.bar_quarters * bar_width >= 9:
        for index in range(round(layout.quarters / beat)):
            _upright(picture, layout.x(index * beat), 9)
    for bar in range(bars + 1):
        x = layout.x(bar * score.bar_quarters)
        if bar % every == 0 or bar_width >= 12:
            _upright(picture, x, 30 if bar % every == 0 else 16)
        if bar % every == 0 and bar < bars:
            picture.text(x + 1, BOTTOM + 13, str(bar + 1), 11, FAINT)


def _upright(picture: Canvas, x: float, strength: int) -> None:
    picture.box(x, TOP, x + 0.5, BOTTOM, (255, 255, 255, strength))


def _draw_sections(picture: Canvas, score: Score, layout: Layout) -> None:
    starts = [start for start, _ in score.sections] + [layout.quarters]
    shades = section_colours(score.sections)
    for (start, name), end, shade in zip(score.sections, starts[1:], shades, strict=True):
        left, right = layout.x(start), layout.x(end)
        picture.box(left + 1, TOP - 25, right - 1, TOP - 7, (*shade, 70), radius=5)
        if right - left > 7 * len(name) + 10:
            picture.text((left + right) / 2, TOP - 16, name, 12, WHITE, "mm")
        if start > 0:
            _upright(picture, left, 70)


def _draw_notes(
    picture: Canvas, score: Score, layout: Layout, colours: Sequence[Colour], role: str, opacity: int
) -> None:
    layer = picture.layer()
    height = min(max(layout.row * 0.9, 3.5), 12.0)
    for track, colour in zip(score.tracks, colours, strict=True):
        if track.role != role or track.is_drum:
            continue
        for note in track.notes:
            x0, x1 = layout.x(note.start_quarters), layout.x(note.end_quarters)
            # A hair of air between notes that follow each other, where there is room for it.
            x1 = max(x1 - (1 if x1 - x0 > 5 else 0), x0 + 2)
            y = layout.y(note.pitch)
            fill = (*lit(colour, note.velocity), opacity)
            layer.box(x0, y - height / 2, x1, y + height / 2, fill, min(3.0, height / 2.5, (x1 - x0) / 2))
    picture.lay(layer, glow=ROLE_COLOURS[role][0] if role == "melody" else None)


def _draw_drums(picture: Canvas, score: Score, layout: Layout, colours: Sequence[Colour]) -> None:
    if not layout.drum_lanes:
        return
    picture.box(LEFT, layout.roll_bottom + 7, RIGHT, BOTTOM, (255, 255, 255, 8), radius=4)
    for lane in layout.drum_lanes:
        picture.text(LEFT - 8, layout.drum_y(lane), lane, 10, FAINT, "rm")
    layer = picture.layer()
    for track, colour in zip(score.tracks, colours, strict=True):
        for note in track.notes if track.is_drum else ():
            y = layout.drum_y(drum_lane(note.pitch))
            x = layout.x(note.start_quarters)
            half = (DRUM_ROW / 2 - 1) * (0.45 + 0.55 * note.velocity / 127)
            width = max(1.2, min(4.5, (RIGHT - LEFT) / layout.quarters / 4 - 0.8))
            layer.box(x, y - half, x + width, y + half, (*lit(colour, note.velocity), 230), width / 2.5)
    picture.lay(layer)


def _draw_header(picture: Canvas, score: Score, title: str) -> None:
    seconds = round(score.duration_seconds)
    facts = f"{score.key}   {score.tempo_bpm:.4g} BPM   {score.meter}   {seconds // 60}:{seconds % 60:02d}"
    width = picture.text(RIGHT, 43, facts, 17, SOFT, "rm")
    room = RIGHT - LEFT - width - 30
    picture.text(LEFT, 42, _shortened(title, 29, room) or f"A piece in {score.key}", 29, WHITE)


def _draw_legend(picture: Canvas, tracks: Sequence[Track], colours: Sequence[Colour]) -> None:
    entries = dict.fromkeys(zip((track.instrument for track in tracks), colours, strict=True))
    size = 15 if sum(len(name) * 8 + 42 for name, _ in entries) < RIGHT - LEFT else 11
    x = float(LEFT)
    for name, colour in entries:
        picture.dot(x + 5, HEIGHT - 29, size / 3, colour)
        x += 17 + picture.text(x + 17, HEIGHT - 29, name, size, SOFT) + 1.6 * size


def _shortened(words: str, size: int, room: float) -> str:
    """As many of the words as there is room for, in pixels."""
    font, words = _font_for(" ".join(words.split())[:TITLE_LETTERS], size * SCALE)
    if font.getlength(words) <= room * SCALE:
        return words
    while words and font.getlength(words + "…") > room * SCALE:
        words = words[:-1]
    return words.rstrip() + "…"


def _font_for(words: str, size: int) -> tuple[Font, str]:
    """The font that has most of these letters, Pillow's own where it has them all, and the words as it can write them.

    Accents go before letters do; a letter that no font has is left out.
    """
    fonts = _fonts(size)
    known = [letter for letter in words if any(_can_draw(font, letter) for font in fonts)]
    font = max(fonts, key=lambda font: sum(_can_draw(font, letter) for letter in known))
    parts = (letter if _can_draw(font, letter) else unicodedata.normalize("NFKD", letter) for letter in words)
    written = "".join(part for letter in parts for part in letter if _can_draw(font, part))
    return font, " ".join(written.split()) if written != words else words


@cache
def _fonts(size: int) -> tuple[Font, ...]:
    found: list[Font] = [ImageFont.load_default(size)]
    for name in SYSTEM_FONTS:
        try:
            found.append(ImageFont.truetype(name, size))
        except OSError:
            continue
    return tuple(found)


@cache
def _can_draw(font: Font, letter: str) -> bool:
    return letter == " " or bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))
