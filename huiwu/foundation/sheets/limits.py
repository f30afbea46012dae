"""What a file is and how large it would become, before anything of it is unpacked into memory."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Literal

from django.utils.translation import gettext as _

from huiwu.foundation.sheets.errors import SheetBroken, SheetKindRefused, SheetLocked, SheetSuspicious, SheetTooLarge

Kind = Literal["xlsx", "text"]
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MEGABYTE = 1_000_000
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, rows and columns that a table may have. `ratio` is unpacked to packed size of one entry above 1 MB."""

    file: int = 30 * MEGABYTE
    unpacked: int = 400 * MEGABYTE
    entries: int = 2_000
    ratio: int = 400
    rows: int = 200_000
    columns: int = 200


def inspect(file: IO[bytes], name: str, limits: Limits) -> Kind:
    """What kind of table this is. Raises SheetTooLarge, SheetKindRefused, SheetLocked, SheetSuspicious, SheetBroken.

    Declared sizes are added up first; then every entry is unpacked piece by piece and counted, since a file may lie.
    """
    size = _size(file)
    if size > limits.file:
        raise SheetTooLarge(name=name, size=_megabytes(size), limit=limits.file // MEGABYTE)
    start = file.read(_PIECE)
    file.seek(0)
    if start.startswith(COMPOUND):
        locked = ENCRYPTED in file.read(size)
        file.seek(0)
        raise SheetLocked(name=name) if locked else SheetKindRefused(name=name)
    if start.startswith(b"PK"):
        _inspect_archive(file, name, size, limits)
        file.seek(0)
        return "xlsx"
    if not start.strip() or (b"\0" in start and start[:2] not in (b"\xff\xfe", b"\xfe\xff")):
        raise SheetKindRefused(name=name)
    return "text"


def _size(file: IO[bytes]) -> int:
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    return size


def _megabytes(size: int) -> int:
    return -(-size // MEGABYTE)


def _inspect_archive(file: IO[bytes], name: str, size: int, limits: Limits) -> None:
    try:
        entries = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError):
        raise SheetBroken(name=name) from None
    if len(entries) > limits.entries:
        raise SheetSuspicious(name=name, why=_("里面有 {count} 个部件").format(count=len(entries)))
    if not any(entry.filename.startswith("xl/") for entry in entries):
        raise SheetKindRefused(name=name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise SheetLocked(name=name)
    _within(sum(entry.file_size for entry in entries), name, limits)
    if sum(entry.compress_size for entry in entries) > size:
        raise SheetSuspicious(name=name, why=_("各部件加起来比文件还大"))
    total = 0
    for entry in entries:
        total += _unpacked_size(file, entry, name, limits, total)


def _within(unpacked: int, name: str, limits: Limits) -> None:
    if unpacked > limits.unpacked:
        why = _("解开后超过 {limit} MB").format(limit=limits.unpacked // MEGABYTE)
        raise SheetSuspicious(name=name, why=why)


def _unpacked_size(file: IO[bytes], entry: zipfile.ZipInfo, name: str, limits: Limits, before: int) -> int:
    count = 0
    for piece in _unpacked(file, entry, name):
        if count == 0 and b"<!DOCTYPE" in piece[:4096] and entry.filename.endswith((".xml", ".rels")):
            raise SheetSuspicious(name=name, why=_("里面带有文档类型声明"))
        count += len(piece)
        _within(before + count, name, limits)
        if count > MEGABYTE and count > limits.ratio * max(entry.compress_size, 1):
            raise SheetSuspicious(name=name, why=_("压缩比超过 {ratio} 倍").format(ratio=limits.ratio))
    return count


def _unpacked(file: IO[bytes], entry: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The entry's content in small pieces, whatever length it claims to have."""
    file.seek(entry.header_offset)
    head = file.read(30)
    if len(head) < 30 or head[:4] != b"PK\x03\x04" or entry.compress_type not in (0, 8):
        raise SheetBroken(name=name)
    name_length, extra_length = struct.unpack("<HH", head[26:30])
    file.seek(name_length + extra_length, 1)
    left = entry.compress_size
    unpack = zlib.decompressobj(-15) if entry.compress_type == 8 else None
    while left > 0 and (packed := file.read(min(left, _PIECE))):
        left -= len(packed)
        if unpack is None:
            yield packed
            continue
        try:
            yield unpack.decompress(packed, _PIECE * 16)
            while unpack.unconsumed_tail:
                yield unpack.decompress(unpack.unconsumed_tail, _PIECE * 16)
        except zlib.error:
            raise SheetBroken(name=name) from None
