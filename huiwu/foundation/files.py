"""Files that people upload or the system makes: kept once, under their SHA-256, and sent back as downloads."""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import FileResponse

from huiwu.foundation.errors import FileKindRefused, FileTooLarge, PlaceUnwritable, StorageFull
from huiwu.foundation.models import StoredFile
from huiwu.kernel.errors import NotFound

OOXML = "application/vnd.openxmlformats-officedocument."
ZIPPED = {
    "word/": f"{OOXML}wordprocessingml.document",
    "xl/": f"{OOXML}spreadsheetml.sheet",
    "ppt/": f"{OOXML}presentationml.presentation",
    "OFD.xml": "application/ofd",
}
STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
FILMS = dict.fromkeys((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V "), "video/mp4")
FILMS[b"qt  "] = "video/quicktime"
SHOWN_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"})


def keep_file(
    content: IO[bytes],
    *,
    name: str,
    meeting_id: UUID | None = None,
    kept_by: UUID | None = None,
    allow_zip: bool = False,
) -> StoredFile:
    """Keep what `content` holds (an upload or any binary file) and return its row; the caller asked for permission.

    The kind is judged by the content, not the name. `allow_zip` is for those who open packages with `foundation.zips`.
    Raises FileTooLarge, FileKindRefused, StorageFull: nothing remains.
    """
    name = plain_name(name)
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    part = settings.MEDIA_ROOT / f".{secrets.token_hex(12)}.part"
    try:
        sha256, size = _copied(content, part, name)
        media_type = kind_of(part, name, allow_zip=allow_zip)
        place = path_of(sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        part.replace(place)
    except OSError as fault:
        raise StorageFull from fault
    finally:
        with suppress(OSError):
            part.unlink()
    return StoredFile.objects.create(
        sha256=sha256, name=name, media_type=media_type, size=size, meeting_id=meeting_id, kept_by=kept_by
    )


def keep_files(
    contents: Sequence[tuple[str, bytes]], *, meeting_id: UUID | None = None, kept_by: UUID | None = None
) -> list[StoredFile]:
    """Keep many (name, content) at once: safe on the disk by one flush for all of them before their rows are written.

    Raises as `keep_file`: no row is written, though contents already in place stay, unnamed and harmless.
    """
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    rows, parts = [], []
    try:
        for given, content in contents:
            name = plain_name(given)
            part = settings.MEDIA_ROOT / f".{secrets.token_hex(12)}.part"
            sha256, size = _copied(io.BytesIO(content), part, name, flush=False)
            parts.append((part, path_of(sha256)))
            row = StoredFile(sha256=sha256, name=name, media_type=kind_of(part, name), size=size)
            row.meeting_id, row.kept_by = meeting_id, kept_by
            rows.append(row)
        os.sync()
        for part, place in parts:
            place.parent.mkdir(parents=True, exist_ok=True)
            part.replace(place)
    except OSError as fault:
        raise StorageFull from fault
    finally:
        for part, _place in parts:
            part.unlink(missing_ok=True)
    return StoredFile.objects.bulk_create(rows)


def open_file(stored: StoredFile) -> IO[bytes]:
    """The content, to be closed by the caller. Raises NotFound when it is gone."""
    try:
        return path_of(stored.sha256).open("rb")
    except FileNotFoundError as fault:
        raise NotFound from fault


def erase_file(stored: StoredFile) -> None:
    """Forget a kept file for good: its row in the caller's transaction, its content once that is committed.

    Content that another row names stays. A key to the row must be emptied before, or forbids it.
    """
    sha256 = stored.sha256
    stored.delete()
    transaction.on_commit(lambda: _unlink_unnamed(sha256))


def _unlink_unnamed(sha256: str) -> None:
    if not StoredFile.objects.filter(sha256=sha256).exists():
        path_of(sha256).unlink(missing_ok=True)


def send_file(stored: StoredFile, *, inline: bool = False) -> FileResponse:
    """The answer of a download view. Shown inside the browser only when asked for and harmless."""
    return send(open_file(stored), name=stored.name, media_type=stored.media_type, inline=inline)


def send(content: IO[bytes], *, name: str, media_type: str, inline: bool = False) -> FileResponse:
    """Any content as a download that cannot run in our pages: named after RFC 5987, not sniffed, sandboxed."""
    response = FileResponse(content, content_type=media_type)
    way = "inline" if inline and media_type in SHOWN_INLINE else "attachment"
    ascii_name = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_").replace("\\", "_")
    response.headers["Content-Disposition"] = (
        f"{way}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


def path_of(sha256: str) -> Path:
    """Where content of this hash lies; refuses anything that is not a hash."""
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise NotFound
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def plain_name(name: str) -> str:
    """The last part of a name from any system, without control characters, at most 200 characters, never empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(c for c in last if c.isprintable()).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    return (f"{stem[: 199 - len(ending)]}{dot}{ending}" if stem and len(ending) < 20 else clean[:200]) or "文件"


def kind_of(path: Path, name: str = "", *, allow_zip: bool = False) -> str:
    """Media type by content. Raises FileKindRefused for everything not on the list (programs, HTML, SVG …)."""
    with path.open("rb") as file:
        start = file.read(65536)
    for magic, media_type in STARTS:
        if start.startswith(magic):
            return media_type
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp"
    if start[4:8] == b"ftyp" and start[8:12] in FILMS:
        return FILMS[start[8:12]]
    if start.startswith(b"PK\x03\x04"):
        if found := _zipped(path):
            return found
        if allow_zip and zipfile.is_zipfile(path):
            return "application/zip"
    if start and b"\0" not in start and (found := _written(start, name)):
        return found
    raise FileKindRefused(name=name)


def _zipped(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    for mark, media_type in ZIPPED.items():
        if any(name.startswith(mark) for name in names) and ("[Content_Types].xml" in names or mark == "OFD.xml"):
            return media_type
    return None


def _written(start: bytes, name: str) -> str | None:
    """Text in UTF-8 or GB 18030: XML by its heading, CSV by its name. Pages and drawings with scripts are refused."""
    try:
        text = start.decode("utf-8-sig", "ignore" if len(start) == 65536 else "strict")
    except UnicodeDecodeError:
        try:
            text = start.decode("gb18030", "ignore" if len(start) == 65536 else "strict")
        except UnicodeDecodeError:
            return None
    if any(c < " " and c not in "\t\n\r\f" for c in text) or "\x7f" in text:
        return None
    lead = text.lstrip().lower()
    if lead.startswith("<") and any(mark in lead for mark in ("<html", "<!doctype html", "<svg", "<script")):
        return None
    if lead.startswith("<?xml"):
        return "application/xml"
    return "text/csv" if name.lower().endswith(".csv") else "text/plain"


def _copied(content: IO[bytes], part: Path, name: str, *, flush: bool = True) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    limit = settings.HUIWU_LARGEST_FILE
    with part.open("xb") as into:
        for piece in _pieces(content):
            size += len(piece)
            if size > limit:
                raise FileTooLarge(name=name, limit=limit // 1_000_000)
            digest.update(piece)
            into.write(piece)
        into.flush()
        if flush:
            os.fsync(into.fileno())
    return digest.hexdigest(), size


def _pieces(content: Any) -> Iterable[bytes]:
    if hasattr(content, "chunks"):
        yield from content.chunks()
        return
    while piece := content.read(1 << 16):
        yield piece


@contextmanager
def replaced_whole(target: Path) -> Iterator[IO[bytes]]:
    """A file to write; it takes the target's place only when it is whole. Raises PlaceUnwritable, and leaves nothing behind."""
    half = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with half.open("x+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
    except OSError as fault:
        raise PlaceUnwritable(place=target, reason=fault.strerror) from fault
    finally:
        with suppress(OSError):
            half.unlink()
