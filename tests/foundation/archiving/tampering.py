"""An archive changed by someone who knows the format: the manifest is made to fit unless told otherwise."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

Records = list[dict[str, Any]]


def parts_of(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def zipped(parts: dict[str, bytes], *, compression: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_part(archive: bytes, name: str, content: bytes | None, *, count: int | None = None) -> bytes:
    """The part replaced (or left out) and the manifest made to fit."""
    parts = parts_of(archive)
    manifest = json.loads(parts["manifest.json"])
    if content is None:
        del parts[name], manifest["files"][name]
    else:
        parts[name] = content
        manifest["files"][name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    if count is not None:
        manifest["counts"][name.removesuffix(".jsonl")] = count
    parts["manifest.json"] = json.dumps(manifest).encode()
    return zipped(parts)


def with_records(archive: bytes, kind: str, change: Callable[[Records], None]) -> bytes:
    """The records of a kind after `change`, whole and hashed."""
    rows = [json.loads(line) for line in parts_of(archive)[f"{kind}.jsonl"].splitlines()]
    change(rows)
    content = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    return with_part(archive, f"{kind}.jsonl", content, count=len(rows))


def with_manifest(archive: bytes, **values: Any) -> bytes:
    parts = parts_of(archive)
    parts["manifest.json"] = json.dumps({**json.loads(parts["manifest.json"]), **values}).encode()
    return zipped(parts)
