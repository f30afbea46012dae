"""A wallet-like card as a picture, that a phone keeps among its photos: who, where, when, and the code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import segno
from PIL import Image, ImageDraw, ImageFont

from huiwu.documents.fonts import SANS, files
from huiwu.documents.render.text import clean

WIDTH, HEIGHT = 1080, 1620
EDGE = 84
INK, MUTED, PAPER, ACCENT = "#211e1a", "#5c564d", "#ffffff", "#1d4a5b"
SIMPLIFIED = 2
"""Of the font collection: the face with the forms of letters used in mainland China."""
BOLD, PLAIN = 700, 400


@dataclass(frozen=True, slots=True)
class Card:
    """`lines` stand under the name, `facts` (day, place) under the meeting; `code` is drawn as QR, `number` below it."""

    kicker: str
    meeting: str
    name: str
    lines: Sequence[str]
    facts: Sequence[str]
    code: str
    number: str
    foot: str


def card_png(card: Card) -> bytes:
    """1080 × 1620 pixels, a few ten kilobytes; text that is too long is set smaller, then cut."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, 24), fill=ACCENT)
    y = _row(pen, 92, card.kicker, 34, PLAIN, MUTED)
    y = _row(pen, y + 14, card.meeting, 58, BOLD, INK, rows=2)
    for fact in card.facts:
        y = _row(pen, y + 12, fact, 36, PLAIN, MUTED)
    pen.line((EDGE, y + 40, WIDTH - EDGE, y + 40), fill="#d9dce1", width=2)
    y = _row(pen, y + 76, card.name, 92, BOLD, INK)
    for line in card.lines:
        y = _row(pen, y + 14, line, 40, PLAIN, INK)
    code = _code(card.code, min(560, HEIGHT - y - 270))
    picture.paste(code, ((WIDTH - code.width) // 2, y + 46))
    y += 46 + code.height
    _middle(pen, y + 12, card.number, 44, BOLD, INK)
    _middle(pen, HEIGHT - 92, card.foot, 30, PLAIN, MUTED)
    out = BytesIO()
    picture.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(files()[SANS]), size, index=SIMPLIFIED)
    font.set_variation_by_axes([weight])
    return font


def _row(pen: ImageDraw.ImageDraw, y: int, text: str, size: int, weight: int, ink: str, rows: int = 1) -> int:
    """The text from `y` down, in at most so many rows; where the next one may begin."""
    text = clean(text).replace("\n", " ").strip()
    if not text:
        return y
    font = _font(size, weight)
    while rows == 1 and size > 30 and pen.textlength(text, font) > WIDTH - 2 * EDGE:
        size -= 4
        font = _font(size, weight)
    for line in _broken(pen, text, font, rows):
        pen.text((EDGE, y), line, ink, font=font)
        y += round(size * 1.32)
    return y


def _broken(pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, rows: int) -> list[str]:
    lines = [""]
    for letter in text:
        if pen.textlength(lines[-1] + letter, font) <= WIDTH - 2 * EDGE:
            lines[-1] += letter
        elif len(lines) < rows:
            lines.append(letter)
        else:
            lines[-1] = lines[-1][:-1] + "…"
            break
    return lines


def _middle(pen: ImageDraw.ImageDraw, y: int, text: str, size: int, weight: int, ink: str) -> None:
    font = _font(size, weight)
    text = _broken(pen, clean(text).replace("\n", " "), font, 1)[0]
    pen.text(((WIDTH - pen.textlength(text, font)) / 2, y), text, ink, font=font)


def _code(text: str, room: int) -> Image.Image:
    made = segno.make(text, error="m", micro=False)
    side = made.symbol_size(border=4)[0]
    out = BytesIO()
    made.save(out, kind="png", scale=max(4, room // side), border=4)
    out.seek(0)
    return Image.open(out).convert("RGB")
