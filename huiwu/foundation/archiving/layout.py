"""What an archive looks like: a zip of `manifest.json`, one JSON Lines file per kind of record, and `files/`.

Nothing in it depends on when, where or with which compression library it was written: entries in a fixed order, fixed
times and rights, and stored as they are. So the same meeting gives the same bytes everywhere, and no archive can unfold
to more than its own size.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

FORMAT = "huiwu-meeting-archive"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
PEOPLE = "people.jsonl"
STORED_FILES = "stored_files.jsonl"
FACTS = "facts.jsonl"
FILES = "files/"
OWN_NAMES = (PEOPLE, STORED_FILES, FACTS)
EARLIEST = (1980, 1, 1, 0, 0, 0)
PIECE = 1 << 20
PERSON = "$person"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the archive as the manifest tells it."""

    sha256: str
    size: int


def line_of(record: dict[str, Any]) -> bytes:
    """One record as one line: sorted keys, no spaces, UTF-8."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def page_of(manifest: dict[str, Any]) -> bytes:
    """The manifest, readable by people."""
    return json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def write_lines(path: Path, records: Iterable[dict[str, Any]]) -> tuple[Part, int]:
    """Write a JSON Lines file; returns its part and the number of lines."""
    digest, size, count = hashlib.sha256(), 0, 0
    with path.open("xb") as file:
        for record in records:
            line = line_of(record)
            digest.update(line)
            file.write(line)
            size, count = size + len(line), count + 1
    return Part(digest.hexdigest(), size), count


def put(archive: ZipFile, name: str, content: IO[bytes], size: int) -> None:
    info = ZipInfo(name, EARLIEST)
    info.file_size = size
    info.compress_type = ZIP_STORED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    with archive.open(info, "w") as into:
        shutil.copyfileobj(content, into, PIECE)


def digest_of(content: IO[bytes]) -> Part:
    digest, size = hashlib.sha256(), 0
    while piece := content.read(PIECE):
        digest.update(piece)
        size += len(piece)
    return Part(digest.hexdigest(), size)
