"""Keep a file once, named by its SHA-256 under `files/`, and give it back."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID

from django.conf import settings

from huiwu.foundation.models import StoredFile


def keep_file(
    *, name: str, media_type: str, data: bytes, meeting_id: UUID | None = None, kept_by: UUID | None = None
) -> StoredFile:
    """Write the bytes (atomically, once per content) and a row that names them."""
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data)
        os.replace(file.name, path)
    return StoredFile.objects.create(
        sha256=digest, name=Path(name).name[:255] or digest[:12], media_type=media_type[:100], size=len(data),
        meeting_id=meeting_id, kept_by=kept_by,
    )  # fmt: skip


def path_of(sha256: str) -> Path:
    """Where the bytes of that hash lie."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256
