"""The database as all migrations leave it: made once for each state of them, and copied, for migrating takes half a minute."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "migrated"
LOCK = 20_261_123
"""The number under which PostgreSQL lets one process at a time make the template or copy it."""


def state_of_migrations() -> str:
    """The same for the same migrations, ours and those of the packages that bring some."""
    told = hashlib.sha256(f"{version('django')} {version('django-allauth')}".encode())
    for path in sorted((ROOT / "huiwu").glob("*/migrations/*.py")):
        told.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return told.hexdigest()[:16]


def copy_sqlite(to: Path) -> None:
    """A database as `huiwu setup` makes it, in the place of what is there."""
    for end in ("", "-wal", "-shm"):
        Path(f"{to}{end}").unlink(missing_ok=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        shutil.copyfile(_migrated_file(), to)


def _migrated_file() -> Path:
    made = KEPT / f"{state_of_migrations()}.sqlite3"
    if not made.exists():
        for former in KEPT.glob("*.sqlite3"):
            former.unlink()
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            _set_up(HUIWU_DATA=folder)
            with sqlite3.connect(f"{folder}/huiwu.sqlite3") as database:
                database.execute("VACUUM INTO ?", (f"{folder}/whole",))
            os.replace(f"{folder}/whole", made)
    return made


@contextmanager
def postgres_copy(url: str, name: str) -> Iterator[None]:
    """A database `name` beside that of `url`, as `huiwu setup` makes it; dropped at the end."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        template = _migrated_database(admin, url)
        admin.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))
        admin.execute(_named("CREATE DATABASE {} TEMPLATE {}", name, template))
        admin.execute("SELECT pg_advisory_unlock(%s)", (LOCK,))
    yield
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))


def _migrated_database(admin: Any, url: str) -> str:
    name = f"migrated_{state_of_migrations()}"
    if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is None:
        half = f"{name}_half"
        admin.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", half))
        admin.execute(_named("CREATE DATABASE {}", half))
        with tempfile.TemporaryDirectory() as folder:
            _set_up(HUIWU_DATA=folder, DATABASE_URL=urlunsplit(urlsplit(url)._replace(path=f"/{half}")))
        admin.execute(_named("ALTER DATABASE {} RENAME TO {}", half, name))
    return name


def _named(command: str, *names: str) -> Any:
    from psycopg import sql

    return sql.SQL(command).format(*map(sql.Identifier, names))


def _set_up(**more: str) -> None:
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    command, mine = [sys.executable, "-m", "huiwu", "setup"], {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=kept | mine | more, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
