"""Zip packages from outside (OFD, Excel, a folder of invoices): read within limits, so that a small file cannot fill memory or disk.

Knows nothing of Django, so that pure readers may use it. Every way to read someone else's zip goes through here.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from huiwu.kernel.errors import Refusal

PIECE = 1 << 16
SMALL = 1 << 20
"""Below this an entry may be packed as tightly as it likes: drawings full of blanks are."""


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """Most entries, bytes of one entry, bytes of all together, and how many times smaller than its content a packed entry may be."""

    entries: int = 2_000
    entry_bytes: int = 20_000_000
    total_bytes: int = 60_000_000
    ratio: int = 200


class ZipRefused(Refusal):
    """Broken, encrypted, or unpacking to more than any real file of its kind: nothing of it was read further."""

    code = "zip_refused"
    status = 415
    sentence = "压缩包不能读取，没有解开，也没有改变任何数据。"


class ZipBroken(ZipRefused):
    code = "zip_broken"
    sentence = "压缩包已损坏，不能读取。没有改变任何数据，请重新下载或导出后再试。"


class ZipLocked(ZipRefused):
    code = "zip_locked"
    sentence = "压缩包设有密码，不能读取。没有改变任何数据，请去掉密码后再试。"


class ZipTooLarge(ZipRefused):
    code = "zip_too_large"
    sentence = "压缩包解开后过大（超过 {limit}），疑似恶意文件，没有解开，也没有改变任何数据。"


class ZipTooMany(ZipRefused):
    code = "zip_too_many"
    sentence = "压缩包里的文件超过 {limit} 个，没有解开，也没有改变任何数据。请分成几个。"


class ZipPathOutside(ZipRefused):
    code = "zip_path_outside"
    sentence = "压缩包里有指向包外的文件名“{name}”，疑似恶意文件，没有解开，也没有改变任何数据。"


class GuardedZip:
    """An open package: names of its files, and the content of each as long as all of it stays within the limits."""

    def __init__(self, archive: zipfile.ZipFile, limits: ZipLimits) -> None:
        self._archive, self._limits, self._left = archive, limits, limits.total_bytes
        self._entries = {entry.filename: entry for entry in archive.infolist() if not entry.is_dir()}

    @property
    def names(self) -> list[str]:
        return list(self._entries)

    def has(self, name: str) -> bool:
        return name in self._entries

    def size_of(self, name: str) -> int:
        """As declared; `read` believes only what it counts."""
        return self._entries[name].file_size

    def read(self, name: str) -> bytes:
        """The whole content. Raises KeyError for a name that is not there, ZipTooLarge, ZipBroken."""
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content bit by bit, counted as it is unpacked: what the package declares about itself may be a lie."""
        entry, count = self._entries[name], 0
        try:
            with self._archive.open(entry) as content:
                while piece := content.read(PIECE):
                    count += len(piece)
                    self._left -= len(piece)
                    if count > self._limits.entry_bytes:
                        raise _too_large(self._limits.entry_bytes)
                    if self._left < 0:
                        raise _too_large(self._limits.total_bytes)
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as fault:
            raise ZipBroken from fault


@contextmanager
def opened_zip(content: bytes | IO[bytes], limits: ZipLimits | None = None) -> Iterator[GuardedZip]:
    """Open a package after judging what it declares. Raises ZipBroken, ZipLocked, ZipTooLarge, ZipTooMany, ZipPathOutside."""
    limits = limits or ZipLimits()
    try:
        archive = zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as fault:
        raise ZipBroken from fault
    with archive:
        _judge(archive.infolist(), limits)
        yield GuardedZip(archive, limits)


def prove_zip(content: bytes | IO[bytes], limits: ZipLimits | None = None) -> None:
    """Unpack all of it into nothing, so that a library that opens packages by itself may have it afterwards.

    Raises as `opened_zip` and `GuardedZip.read`.
    """
    with opened_zip(content, limits) as package:
        for name in package.names:
            for _piece in package.pieces(name):
                pass


def _judge(entries: list[zipfile.ZipInfo], limits: ZipLimits) -> None:
    if len(entries) > limits.entries:
        raise ZipTooMany(limit=limits.entries)
    if sum(entry.file_size for entry in entries) > limits.total_bytes:
        raise _too_large(limits.total_bytes)
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise ZipLocked
        if _leads_outside(entry.filename):
            raise ZipPathOutside(name=entry.filename[:80])
        if entry.file_size > limits.entry_bytes:
            raise _too_large(limits.entry_bytes)
        if entry.file_size > SMALL and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise _too_large(limits.ratio * max(entry.compress_size, 1))


def _leads_outside(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name


def _too_large(limit: int) -> ZipTooLarge:
    return ZipTooLarge(limit=f"{max(limit // 1_000_000, 1)} MB")
