"""Background work of invoices."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from huiwu.foundation.registry.jobs import job
from huiwu.invoices.services.importing import IMPORT, run_import


@job(IMPORT)
def import_files(progress: Callable[[int, int], None], *, import_id: str) -> dict[str, int]:
    """Progress counts files; cancelled, what was answered stays answered."""
    return run_import(import_id=UUID(import_id), progress=progress)
