"""The outside of an archive: zip, manifest, names, sizes, hashes. Nothing of its content is believed before this."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from django.utils.translation import gettext as _

from huiwu.foundation.archiving.errors import ArchiveDamaged, ArchiveForeign
from huiwu.foundation.archiving.layout import FILES, FORMAT, FORMAT_VERSION, MANIFEST, OWN_NAMES, Part, digest_of
from huiwu.foundation.registry.archive import RECORDS

LARGEST_MANIFEST = 20_000_000
LARGEST_RECORDS = 1_000_000_000
FILE_NAME = re.compile(rf"{FILES}[0-9a-f]{{64}}")


@dataclass(frozen=True, slots=True)
class Opened:
    """A verified archive. `meeting` is the id the manifest states, `counts` the lines per file of records."""

    zip: ZipFile
    meeting: str
    counts: dict[str, int]
    parts: dict[str, Part]

    @property
    def hashes(self) -> set[str]:
        """Of the files' contents it carries."""
        return {name.removeprefix(FILES) for name in self.parts if name.startswith(FILES)}


@contextmanager
def opened(source: IO[bytes]) -> Iterator[Opened]:
    """Raises ArchiveForeign or ArchiveDamaged, with the place, unless every part is what the manifest says."""
    try:
        archive = ZipFile(source)
    except (BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        raise ArchiveDamaged(place=MANIFEST, why=_("文件不是档案，或没有传完。")) from fault
    with archive:
        manifest = _manifest(archive)
        parts = _parts(manifest)
        _verify_entries(archive, parts, _length(source))
        for name, part in parts.items():
            _verify_content(archive, name, part)
        yield Opened(archive, manifest["meeting"], _counts(manifest), parts)


def _length(source: IO[bytes]) -> int:
    source.seek(0, 2)
    return source.tell()


def _manifest(archive: ZipFile) -> dict[str, Any]:
    try:
        info = archive.getinfo(MANIFEST)
        if info.compress_type != ZIP_STORED or info.file_size > LARGEST_MANIFEST:
            raise ArchiveForeign(place=MANIFEST, why="")
        manifest = json.loads(archive.read(MANIFEST))
    except KeyError:
        raise ArchiveForeign(place=MANIFEST, why=_("没有这个文件。")) from None
    except (ValueError, RecursionError, BadZipFile, OSError, EOFError) as fault:
        raise ArchiveDamaged(place=MANIFEST, why=_("内容无法读取。")) from fault
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ArchiveForeign(place=f"{MANIFEST} format", why="")
    if manifest.get("format_version") != FORMAT_VERSION:
        why = _("格式版本是 {found}，本系统能读 {known}。").format(
            found=manifest.get("format_version"), known=FORMAT_VERSION
        )
        raise ArchiveForeign(place=f"{MANIFEST} format_version", why=why)
    if not isinstance(manifest.get("meeting"), str):
        raise ArchiveDamaged(place=f"{MANIFEST} meeting", why=_("缺少这一列"))
    return manifest


def _parts(manifest: dict[str, Any]) -> dict[str, Part]:
    listed = manifest.get("files")
    if not isinstance(listed, dict):
        raise ArchiveDamaged(place=f"{MANIFEST} files", why=_("缺少这一列"))
    parts = {}
    for name, told in listed.items():
        if not _is_known(name):
            raise ArchiveForeign(
                place=f"{MANIFEST} files", why=_("“{name}”不是会议档案中的文件。").format(name=name[:80])
            )
        try:
            parts[name] = Part(told["sha256"], told["size"])
        except (TypeError, KeyError) as fault:
            raise ArchiveDamaged(place=f"{MANIFEST} files {name}", why=_("内容无法读取。")) from fault
        if name.startswith(FILES) and parts[name].sha256 != name.removeprefix(FILES):
            raise ArchiveDamaged(place=f"{MANIFEST} files {name}", why=_("SHA-256 与内容不符。"))
    for name in (*OWN_NAMES, "meetings.jsonl"):
        if name not in parts:
            raise ArchiveDamaged(place=name, why=_("没有这个文件。"))
    return parts


def _is_known(name: str) -> bool:
    if FILE_NAME.fullmatch(name) or name in OWN_NAMES:
        return True
    return name.endswith(".jsonl") and name.removesuffix(".jsonl") in RECORDS


def _counts(manifest: dict[str, Any]) -> dict[str, int]:
    counts = manifest.get("counts")
    if not isinstance(counts, dict) or not all(type(n) is int for n in counts.values()):
        raise ArchiveDamaged(place=f"{MANIFEST} counts", why=_("内容无法读取。"))
    return counts


def _verify_entries(archive: ZipFile, parts: dict[str, Part], length: int) -> None:
    """Exactly the listed names, each once, stored plainly, together no longer than the archive itself."""
    names = [info.filename for info in archive.infolist()]
    for name in names:
        if name != MANIFEST and name not in parts:
            raise ArchiveDamaged(place=name[:200], why=_("清单里没有这个文件。"))
    if len(names) != len(set(names)):
        twice = next(name for name in names if names.count(name) > 1)
        raise ArchiveDamaged(place=twice, why=_("同名文件出现了两次。"))
    for name in parts:
        if name not in set(names):
            raise ArchiveDamaged(place=name, why=_("没有这个文件。"))
    for info in archive.infolist():
        if info.compress_type != ZIP_STORED or info.flag_bits & 0x1 or info.compress_size != info.file_size:
            raise ArchiveForeign(place=info.filename, why=_("会议档案不压缩、不加密。"))
    if sum(info.file_size for info in archive.infolist()) > length:
        raise ArchiveDamaged(place=MANIFEST, why=_("各部分加起来比文件本身还长。"))


def _verify_content(archive: ZipFile, name: str, part: Part) -> None:
    if archive.getinfo(name).file_size != part.size:
        raise ArchiveDamaged(place=name, why=_("长度与清单不符。"))
    if not name.startswith(FILES) and part.size > LARGEST_RECORDS:
        raise ArchiveForeign(place=name, why=_("长度超过本系统的上限。"))
    try:
        with archive.open(name) as content:
            found = digest_of(content)
    except (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as fault:
        raise ArchiveDamaged(place=name, why=_("内容无法读取。")) from fault
    if found != part:
        raise ArchiveDamaged(place=name, why=_("SHA-256 与内容不符。"))
