"""A file on its way in: its kind judged by content, read within limits, and what is wrong with it for the show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO

from django.conf import settings

from huiwu.foundation.zips import ZipBroken, ZipLocked, opened_zip
from huiwu.speaker_materials.choices import MaterialKind
from huiwu.speaker_materials.errors import (
    FileDamaged,
    FileLocked,
    FileTooLargeForShow,
    FormatUnusable,
    KeynoteUnusable,
    OldOffice,
    ProgramInside,
)
from huiwu.speaker_materials.models import ShowStandards
from huiwu.speaker_materials.reading.pdf import read_pdf
from huiwu.speaker_materials.reading.photo import size_of
from huiwu.speaker_materials.reading.pptx import LIMITS, read_pptx
from huiwu.speaker_materials.reading.values import Deck, HasProgram, Locked, Unreadable
from huiwu.speaker_materials.rules.judging import (
    ENDINGS,
    FILM,
    FORMATS,
    OLE,
    PDF,
    PICTURE,
    ZIP,
    Finding,
    deck_findings,
    ending_of,
    format_of,
    missing_fonts,
    photo_findings,
)

MB = 1_000_000
OLD = (".ppt", ".pps", ".pot", ".doc", ".dps", ".wps")
PROTECTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Inspected:
    """What is kept of a file beside its content."""

    page_count: int | None = None
    width: int | None = None
    height: int | None = None
    outline: list[str] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)
    missing_fonts: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def largest_mb(standards: ShowStandards) -> int:
    """What a file may have here: the meeting's own limit, within that of the installation."""
    return min(standards.largest_mb, settings.HUIWU_LARGEST_FILE // MB)


def inspect(content: IO[bytes], *, name: str, size: int, kind: str, standards: ShowStandards) -> Inspected:
    """Judge an upload. Raises a MaterialRefused for what cannot be used, or what `foundation.zips` raises for bombs."""
    limit = largest_mb(standards)
    if size > limit * MB:
        raise FileTooLargeForShow(name=name, size=-(-size // MB), limit=limit)
    content.seek(0)
    form = format_of(content.read(64))
    content.seek(0)
    if form not in FORMATS[kind]:
        raise _unusable(content, form, name, kind)
    try:
        return _inspected(content, form, name, kind, standards)
    except (Unreadable, ZipBroken) as fault:
        raise FileDamaged(name=name) from fault
    except (Locked, ZipLocked) as fault:
        raise FileLocked(name=name) from fault
    except HasProgram as fault:
        raise ProgramInside(name=name) from fault
    finally:
        content.seek(0)


def _inspected(content: IO[bytes], form: str, name: str, kind: str, standards: ShowStandards) -> Inspected:
    if form == PICTURE:
        width, height = size_of(content)
        findings = photo_findings(width=width, height=height, least=standards.photo_side)
        return Inspected(width=width, height=height, findings=findings)
    if form == FILM:
        return Inspected()
    if form == PDF:
        return _played(read_pdf(content), kind, standards)
    names = _names(content)
    if "ppt/presentation.xml" in names:
        return _played(read_pptx(content), kind, standards)
    if any(entry.lower().endswith("vbaproject.bin") for entry in names):
        raise HasProgram
    if kind == MaterialKind.HANDOUT and "word/document.xml" in names:
        return Inspected()
    if any(entry.startswith("Index/") or entry.endswith(".iwa") for entry in names):
        raise KeynoteUnusable(name=name)
    raise FormatUnusable(name=name, endings=endings_words(kind))


def _names(content: IO[bytes]) -> list[str]:
    content.seek(0)
    with opened_zip(content, LIMITS) as package:
        return package.names


def _played(deck: Deck, kind: str, standards: ShowStandards) -> Inspected:
    """Slides are judged for the screen; a handout is read on paper."""
    missing = missing_fonts(deck.fonts, standards.fonts)
    findings = []
    if kind == MaterialKind.SLIDES:
        findings = deck_findings(
            width=deck.width,
            height=deck.height,
            screen=standards.ratio,
            missing=missing,
            linked=deck.linked,
            lost=deck.lost,
            hidden=deck.hidden,
        )
    return Inspected(
        page_count=min(deck.pages, 30_000),
        width=deck.width,
        height=deck.height,
        outline=list(deck.outline),
        fonts=list(deck.fonts),
        missing_fonts=missing,
        findings=findings,
    )


def _unusable(content: IO[bytes], form: str, name: str, kind: str) -> Exception:
    """The sentence that tells the speaker what to do instead."""
    ending = ending_of(name)
    if ending == ".key":
        return KeynoteUnusable(name=name)
    if form == OLE and kind in (MaterialKind.SLIDES, MaterialKind.HANDOUT):
        return FileLocked(name=name) if PROTECTED in content.read(MB) else OldOffice(name=name)
    if ending in OLD:
        return OldOffice(name=name)
    if ending in ENDINGS[kind] and form not in (PDF, ZIP, PICTURE, FILM, OLE):
        return FileDamaged(name=name)
    return FormatUnusable(name=name, endings=endings_words(kind))


def endings_words(kind: str) -> str:
    return "、".join(ending.lstrip(".").upper() for ending in ENDINGS[kind])
