"""What is wrong with a file for the show: findings by code, judged without a database.

Formats are told from each other by their first bytes; a name may say anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from huiwu.speaker_materials.rules.wanted import HANDOUT, PHOTO, SLIDES, VIDEO

PDF, ZIP, OLE, PICTURE, FILM, OTHER = "pdf", "zip", "ole", "picture", "film", "other"
FILMS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"qt  ")
FORMATS = {SLIDES: (PDF, ZIP), HANDOUT: (PDF, ZIP), PHOTO: (PICTURE,), VIDEO: (FILM,)}
ENDINGS = {
    SLIDES: (".pptx", ".pdf"),
    HANDOUT: (".pdf", ".docx", ".pptx"),
    PHOTO: (".jpg", ".jpeg", ".png", ".webp"),
    VIDEO: (".mp4", ".mov"),
}
"""What may be handed in, by kind; also what the file field offers."""
RATIOS = {"16:9": 16 / 9, "16:10": 16 / 10, "4:3": 4 / 3}
TOLERANCE = 0.02
"""Slides are off the screen's shape from two hundredths: 1.78 and 1.77 are the same."""
PORTRAIT = (0.6, 1.05)
"""Width to height of a photo for the handbook: from 3:5 to nearly square."""
SAME_FONTS = (
    ("微软雅黑", "microsoft yahei", "microsoft yahei ui", "microsoftyahei"),
    ("宋体", "simsun", "nsimsun", "新宋体"),
    ("黑体", "simhei"),
    ("楷体", "kaiti", "楷体_gb2312", "kaiti_gb2312"),
    ("仿宋", "fangsong", "仿宋_gb2312", "fangsong_gb2312"),
    ("等线", "dengxian", "等线 light", "dengxian light"),
    ("隶书", "lisu"),
    ("华文楷体", "stkaiti"),
    ("华文中宋", "stzhongsong"),
    ("华文细黑", "stxihei"),
    ("思源黑体", "source han sans sc", "source han sans cn", "noto sans cjk sc", "noto sans sc"),
    ("思源宋体", "source han serif sc", "source han serif cn", "noto serif cjk sc", "noto serif sc"),
)
"""One font under several names."""
USUAL_FONTS = (
    "微软雅黑", "宋体", "黑体", "楷体", "仿宋", "等线", "Arial", "Arial Black", "Arial Narrow", "Calibri",
    "Calibri Light", "Cambria", "Cambria Math", "Candara", "Comic Sans MS", "Consolas", "Constantia", "Corbel",
    "Courier New", "Georgia", "Impact", "Segoe UI", "Segoe UI Light", "Segoe UI Semibold", "Segoe UI Symbol",
    "Symbol", "Tahoma", "Times New Roman", "Trebuchet MS", "Verdana", "Webdings", "Wingdings", "Wingdings 2",
    "Wingdings 3", "Helvetica", "Times", "Courier", "ZapfDingbats",
)  # fmt: skip
"""On every Windows computer with Office for China; a meeting adds its own."""


STYLES = re.compile(r"(mt|ps|bolditalic|boldoblique|bold|italic|oblique|regular|roman)$")


@dataclass(frozen=True, slots=True)
class Finding:
    """`level`: warn, or hint. `values` fill the sentence that `words` has for the code."""

    code: str
    level: str
    values: dict[str, Any] = field(default_factory=dict)

    def packed(self) -> dict[str, Any]:
        return {"code": self.code, "level": self.level, **self.values}


def format_of(start: bytes) -> str:
    """From the first bytes: PDF, zip (Office since 2007, Keynote), OLE (old Office, or any Office with a password) …"""
    if start.startswith(b"%PDF-"):
        return PDF
    if start.startswith(b"PK\x03\x04"):
        return ZIP
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return OLE
    if start.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP"):
        return PICTURE
    if start[4:8] == b"ftyp" and start[8:12] in FILMS:
        return FILM
    return OTHER


def ending_of(name: str) -> str:
    """`.pptx`, in lower case; empty where there is none."""
    stem, dot, ending = name.strip().lower().rpartition(".")
    return f".{ending}" if dot and stem else ""


def missing_fonts(used: Iterable[str], own: Iterable[str]) -> list[str]:
    """Fonts that neither the file nor the playing computer has, in order."""
    there = {_font_key(name) for name in (*USUAL_FONTS, *own)}
    return sorted({name for name in used if _font_key(name) not in there})


def _bare(name: str) -> str:
    """Without blanks, hyphens, and the style that PDF files add: Arial-BoldMT and Arial are one font."""
    plain = re.sub(r"[\s_\-]", "", name.lower())
    while (shorter := STYLES.sub("", plain)) != plain and shorter:
        plain = shorter
    return plain


def _font_key(name: str) -> str:
    bare = _bare(name)
    return NAMES.get(bare, bare)


NAMES = {_bare(name): names[0] for names in SAME_FONTS for name in names}


def deck_findings(
    *,
    width: int,
    height: int,
    screen: str,
    missing: Sequence[str] = (),
    linked: Sequence[str] = (),
    lost: Sequence[str] = (),
    hidden: int = 0,
) -> list[Finding]:
    """What would go wrong when this is played: shape, videos left at home, fonts, pages nobody will see."""
    found = []
    wanted = RATIOS.get(screen)
    if wanted and width and height and abs(width / height - wanted) / wanted > TOLERANCE:
        found.append(Finding("ratio", "warn", {"is": ratio_words(width, height), "wants": screen}))
    if linked:
        found.append(Finding("linked_video", "warn", {"names": list(linked)}))
    if lost:
        found.append(Finding("lost_video", "warn", {"names": list(lost)}))
    if missing:
        found.append(Finding("fonts", "warn", {"names": list(missing)}))
    if hidden:
        found.append(Finding("hidden_pages", "hint", {"count": hidden}))
    return found


def photo_findings(*, width: int, height: int, least: int) -> list[Finding]:
    """Too small to be printed, or not the shape of a portrait."""
    found = []
    if min(width, height) < least:
        found.append(Finding("photo_small", "warn", {"width": width, "height": height, "least": least}))
    if height and not PORTRAIT[0] <= width / height <= PORTRAIT[1]:
        found.append(Finding("photo_shape", "hint", {"width": width, "height": height}))
    return found


def ratio_words(width: int, height: int) -> str:
    """`16:9` where it is one of the usual, else `1.41:1`."""
    if not width or not height:
        return ""
    share = width / height
    usual = {**RATIOS, "A4": 297 / 210, "A4 ": 210 / 297}
    for name, value in usual.items():
        if abs(share - value) / value <= TOLERANCE:
            return name.strip()
    return f"{share:.2f}:1"
