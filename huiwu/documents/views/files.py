"""A version as a file to take away."""

from __future__ import annotations

import io

from django.http import FileResponse

from huiwu.documents.models import Version
from huiwu.documents.queries import sheet_of
from huiwu.documents.render.pdf import pdf
from huiwu.documents.render.word import docx
from huiwu.foundation.files import ZIPPED, send
from huiwu.kernel.errors import NotFound


def version_file(version: Version, form: str, *, mark_missing: bool) -> FileResponse:
    """`form`: pdf or word. With `mark_missing`, characters without a font are set as 〓 instead of refused."""
    name = f"{version.header.get('document', '')} {version.document.title} v{version.number}"
    if form == "pdf":
        made = pdf(sheet_of(version), on_missing="mark" if mark_missing else "refuse")
        return send(io.BytesIO(made), name=f"{name}.pdf", media_type="application/pdf", inline=True)
    if form == "word":
        return send(io.BytesIO(docx(sheet_of(version))), name=f"{name}.docx", media_type=ZIPPED["word/"])
    raise NotFound
