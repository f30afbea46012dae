"""The installation on this machine: its data folder, lock and database."""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from huiwu.config.errors import AlreadyServing, DatabaseUnreachable, DataUnwritable

JOURNAL = "restore-moves.json"
"""Written while a restore exchanges the parts of the data folder."""


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def verify_writable(folder: Path) -> None:
    """Write and remove a small file. Raises DataUnwritable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        raise DataUnwritable(folder=folder, reason=fault.strerror) from fault


@contextmanager
def held(*, alone: bool) -> Iterator[None]:
    """Hold the data folder while serving (`alone` on SQLite) or restoring. Raises AlreadyServing."""
    with (settings.DATA / "serve.lock").open("a") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise AlreadyServing(folder=settings.DATA) from fault
        if (settings.DATA / JOURNAL).exists():
            connection.close()
            take_back_moves()
        yield


def take_back_moves() -> None:
    """Undo the moves of a restore that was interrupted, last first; each that was done."""
    journal = settings.DATA / JOURNAL
    for source, target in reversed(json.loads(journal.read_text(encoding="utf-8"))):
        if Path(target).exists() and not Path(source).exists():
            Path(source).parent.mkdir(exist_ok=True)
            Path(target).rename(source)
    journal.unlink()


def pending_migrations() -> list[str]:
    """Names of migrations not yet applied. Raises DatabaseUnreachable."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as fault:
        raise DatabaseUnreachable(reason=str(fault).strip().splitlines()[0]) from fault
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> int:
    """Bring the database up to date; returns how many steps it took."""
    steps = pending_migrations()
    if steps:
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except DatabaseError as fault:
            raise DatabaseUnreachable(reason=str(fault).strip().splitlines()[0]) from fault
    return len(steps)
