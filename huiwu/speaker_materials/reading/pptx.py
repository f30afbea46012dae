"""PowerPoint files (ECMA-376, PresentationML): pages, size, words, fonts, videos. Only XML parts are read; nothing runs."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from huiwu.foundation.zips import GuardedZip, ZipLimits, opened_zip
from huiwu.speaker_materials.reading.values import MOST_PAGES, Deck, HasProgram, Unreadable, first_words

LIMITS = ZipLimits(entries=10_000, entry_bytes=2_000_000_000, total_bytes=4_000_000_000)
"""A deck carries whole videos; how tightly it may be packed is limited all the same."""
LARGEST_PART = 16_000_000
"""Bytes of one XML part."""
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
EMU_PER_POINT = 12_700
PROGRAMS = ("vbaproject.bin", "ppt/activex/")
PLAYED = ("/video", "/media", "/audio")
FACES = tuple(f"{A}{name}" for name in ("latin", "ea", "cs", "sym", "buFont"))


def read_pptx(content: IO[bytes]) -> Deck:
    """Raises Unreadable, HasProgram, and what `foundation.zips` raises."""
    content.seek(0)
    with opened_zip(content, LIMITS) as package:
        if any(mark in name.lower() for name in package.names for mark in PROGRAMS):
            raise HasProgram
        head = _part(package, "ppt/presentation.xml")
        targets = {row.get("Id"): row for row in _relations(package, "ppt/presentation.xml")}
        order = [targets.get(row.get(f"{R}id")) for row in head.iter(f"{P}sldId")]
        names = [_whole("ppt/presentation.xml", row.get("Target", "")) for row in order if row is not None]
        slides = [_part(package, name) for name in names[:MOST_PAGES] if package.has(name)]
        linked, lost = _played(package, names)
        width, height = _size(head)
        return Deck(
            pages=len(names),
            width=width,
            height=height,
            outline=tuple(_words(slide) for slide in slides),
            fonts=tuple(sorted(_fonts(package, slides) - _embedded(head))),
            linked=linked,
            lost=lost,
            hidden=sum(slide.get("show") == "0" for slide in slides),
        )


def _part(package: GuardedZip, name: str) -> Element:
    if not package.has(name):
        raise Unreadable(name)
    read, size = [], 0
    for piece in package.pieces(name):
        size += len(piece)
        if size > LARGEST_PART:
            raise Unreadable(name)
        read.append(piece)
    try:
        root: Element = fromstring(b"".join(read), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as fault:
        raise Unreadable(name) from fault
    return root


def _relations(package: GuardedZip, name: str) -> list[Element]:
    folder, file = posixpath.split(name)
    relations = f"{folder}/_rels/{file}.rels"
    return list(_part(package, relations).iter(RELATION)) if package.has(relations) else []


def _whole(owner: str, target: str) -> str:
    """A target as it stands in the package, from the part that names it."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(owner), target))


def _size(head: Element) -> tuple[int, int]:
    found = head.find(f"{P}sldSz")
    try:
        width, height = (
            (int(found.get(key, "0")) // EMU_PER_POINT for key in ("cx", "cy")) if found is not None else (0, 0)
        )
    except ValueError:
        return 0, 0
    return max(width, 0), max(height, 0)


def _words(slide: Element) -> str:
    return first_words([text.text or "" for text in slide.iter(f"{A}t")])


def _embedded(head: Element) -> set[str]:
    rows = head.iter(f"{P}embeddedFont")
    return {font.get("typeface", "") for row in rows for font in row.iter(f"{P}font")}


def _fonts(package: GuardedZip, slides: list[Element]) -> set[str]:
    """Fonts named in slides, and those of the theme, which everything else is written in."""
    found = {face.get("typeface", "") for slide in slides for face in _faces(slide)}
    for name in package.names:
        if name.startswith("ppt/theme/theme") and name.endswith(".xml"):
            for group in ("majorFont", "minorFont"):
                for fonts in _part(package, name).iter(f"{A}{group}"):
                    found |= {face.get("typeface", "") for face in fonts if face.tag in FACES[:2]}
            break
    return {name.strip() for name in found if name.strip() and not name.startswith("+")}


def _faces(slide: Element) -> Iterator[Element]:
    for tag in FACES:
        yield from slide.iter(tag)


def _played(package: GuardedZip, slides: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Videos and sounds that lie outside, and those that should be inside and are not."""
    linked, lost = dict[str, None](), dict[str, None]()
    for slide in slides:
        for row in _relations(package, slide):
            if not row.get("Type", "").endswith(PLAYED):
                continue
            target = row.get("Target", "")
            name = posixpath.basename(target.replace("\\", "/"))[:120]
            if row.get("TargetMode") == "External":
                linked[name] = None
            elif not package.has(_whole(slide, target)):
                lost[name] = None
    return tuple(linked), tuple(lost)
