"""The whole installation as one archive, written while it runs, and back again, verified.

A zip: `manifest.json` (format, program version, database kind, applied migrations, SHA-256 and size of every part),
`secret.key`, `files/…`, and the database: `database.sqlite3` by SQLite's online backup, or on PostgreSQL one
`tables/<name>.copy` per table, all read in one REPEATABLE READ transaction. No server tools are needed.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from huiwu.config import installation
from huiwu.config.errors import (
    BackupDamaged,
    BackupExists,
    BackupFailed,
    BackupForeign,
    InstallationNotEmpty,
    RestoreFailed,
)
from huiwu.kernel import clock

FORMAT = 1
PIECE = 1 << 20


def back_up(target: Path) -> dict[str, Any]:
    """Write the archive beside its place and move it there when it is whole. Returns the manifest.

    Raises BackupExists, and BackupFailed (full disk, no right to write) with nothing left behind.
    """
    if target.exists():
        raise BackupExists(file=target)
    half = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with half.open("xb") as file:
            manifest = _write(file)
            file.flush()
            os.fsync(file.fileno())
        os.link(half, target)  # unlike a rename, never over a file that came meanwhile
    except FileExistsError as fault:
        raise BackupExists(file=target) from fault
    except (OSError, sqlite3.Error) as fault:
        raise BackupFailed(reason=getattr(fault, "strerror", None) or str(fault)) from fault
    finally:
        with suppress(OSError):
            half.unlink()
    return manifest


def restore(source: Path, *, replace: bool) -> Path | None:
    """Verify everything, then put it in place; with `replace`, the former data stays in the returned folder beside it.

    Raises BackupDamaged, BackupForeign, InstallationNotEmpty, AlreadyServing: then nothing has changed.
    """
    with _opened(source) as (archive, manifest):
        _verify(archive, manifest)
        installation.verify_writable(settings.DATA)
        is_empty = _is_empty()
        if not replace and not is_empty:
            raise InstallationNotEmpty(folder=settings.DATA)
        with installation.held(alone=True):
            connection.close()
            fresh = Path(tempfile.mkdtemp(prefix=".restoring-", dir=settings.DATA))
            try:
                _unpack(archive, manifest, fresh)
                former = _exchange(fresh, manifest, keep=not is_empty)
            except OSError as fault:
                raise RestoreFailed(reason=fault.strerror) from fault
            finally:
                shutil.rmtree(fresh, ignore_errors=True)
    return former


def _write(file: IO[bytes]) -> dict[str, Any]:
    parts: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        if connection.vendor == "sqlite":
            tables, applied = _sqlite_into(archive, parts)
        else:
            tables, applied = _postgres_into(archive, parts)
        # Files are read after the database: a file that a row names was kept before that row was written.
        for path in sorted(p for p in settings.MEDIA_ROOT.rglob("*") if p.is_file() and not p.name.startswith(".")):
            with path.open("rb") as content:
                _put(archive, parts, f"files/{path.relative_to(settings.MEDIA_ROOT).as_posix()}", content)
        key = settings.DATA / "secret.key"
        if key.exists():
            with key.open("rb") as content:
                _put(archive, parts, "secret.key", content)
        manifest = {
            "format": f"huiwu-backup-{FORMAT}",
            "made_at": clock.now().isoformat(),
            "database": connection.vendor,
            "migrations": applied,
            "tables": tables,
            "parts": parts,
        }
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


def _put(archive: zipfile.ZipFile, parts: dict[str, dict[str, Any]], name: str, content: IO[bytes]) -> None:
    digest, size = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as into:
        while piece := content.read(PIECE):
            digest.update(piece)
            size += len(piece)
            into.write(piece)
    parts[name] = {"sha256": digest.hexdigest(), "size": size}


def _sqlite_into(archive: zipfile.ZipFile, parts: dict[str, dict[str, Any]]) -> tuple[dict[str, int], list[list[str]]]:
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=settings.DATA) as folder:
        copy = Path(folder) / "database.sqlite3"
        source, target = sqlite3.connect(settings.DATABASES["default"]["NAME"]), sqlite3.connect(copy)
        try:
            source.backup(target, pages=2000)
            target.execute("PRAGMA journal_mode=DELETE")
            names = [
                row[0] for row in target.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")
            ]
            tables = {name: target.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608  # names from the schema
            applied = [list(row) for row in target.execute("SELECT app, name FROM django_migrations ORDER BY id")]
        finally:
            target.close()
            source.close()
        with copy.open("rb") as content:
            _put(archive, parts, copy.name, content)
    return tables, applied


def _postgres_into(
    archive: zipfile.ZipFile, parts: dict[str, dict[str, Any]]
) -> tuple[dict[str, int], list[list[str]]]:
    tables: dict[str, int] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        applied = [list(row) for row in cursor.fetchall()]
        for name in sorted(connection.introspection.table_names(cursor)):
            columns = _columns(cursor, name)
            with tempfile.TemporaryFile(dir=settings.DATA) as content:
                with cursor.copy(f'COPY "{name}" ({columns}) TO STDOUT') as rows:
                    for piece in rows:
                        content.write(piece)
                content.seek(0)
                _put(archive, parts, f"tables/{name}.copy", content)
            cursor.execute(f'SELECT COUNT(*) FROM "{name}"')  # noqa: S608  # names from the schema
            tables[name] = cursor.fetchone()[0]
            parts[f"tables/{name}.copy"]["columns"] = columns
    return tables, applied


def _columns(cursor: Any, table: str) -> str:
    described = connection.introspection.get_table_description(cursor, table)
    return ",".join(f'"{column.name}"' for column in described)


@contextmanager
def _opened(source: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, Any]]]:
    try:
        archive = zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile) as fault:
        raise BackupDamaged(place=getattr(fault, "strerror", None) or "不是备份文件，或没有写完") from fault
    with archive:
        try:
            manifest = json.loads(archive.read("manifest.json"))
            known = manifest["format"] == f"huiwu-backup-{FORMAT}" and isinstance(manifest["parts"], dict)
        except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as fault:
            raise BackupDamaged(place="manifest.json") from fault
        if not known:
            raise BackupForeign(place=f"格式 {manifest['format']}")
        yield archive, manifest


def _verify(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    """Every part is there, nothing else is, every hash agrees, and this program can use it."""
    names = set(archive.namelist()) - {"manifest.json"}
    if strange := names ^ set(manifest["parts"]):
        raise BackupDamaged(place="、".join(sorted(strange)[:3]))
    for name, part in manifest["parts"].items():
        if name.startswith("/") or ".." in Path(name).parts or _digest(archive, name) != part["sha256"]:
            raise BackupDamaged(place=name)
    if manifest["database"] != connection.vendor:
        raise BackupForeign(place=f"备份来自 {manifest['database']}，现在是 {connection.vendor}")
    disk = MigrationLoader(None).disk_migrations
    if unknown := [f"{app}.{name}" for app, name in manifest["migrations"] if (app, name) not in disk]:
        raise BackupForeign(place=f"备份出自较新的版本（{unknown[0]}）")


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with archive.open(name) as content:
            while piece := content.read(PIECE):
                digest.update(piece)
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error) as fault:
        raise BackupDamaged(place=name) from fault
    return digest.hexdigest()


def _is_empty() -> bool:
    """Nobody can log in here: no database, or one without people."""
    from huiwu.accounts.models import User

    return "accounts_user" not in connection.introspection.table_names() or not User.objects.exists()


def _unpack(archive: zipfile.ZipFile, manifest: dict[str, Any], fresh: Path) -> None:
    database = Path(settings.DATABASES["default"]["NAME"]).name
    for name in manifest["parts"]:
        place = fresh / (database if name == "database.sqlite3" else name)
        place.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as content, place.open("wb") as into:
            shutil.copyfileobj(content, into, PIECE)
    if (fresh / "secret.key").exists():
        (fresh / "secret.key").chmod(0o600)


def _exchange(fresh: Path, manifest: dict[str, Any], *, keep: bool) -> Path | None:
    """Put the unpacked parts where the present ones are, those being moved to a folder beside.

    Every move is written down first; whatever interrupts them, they are taken back, at the latest at the next start.
    """
    former = settings.DATA / f"replaced-{clock.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    former.mkdir(mode=0o700)
    if connection.vendor != "sqlite" and keep:
        back_up(former / "database.zip")
    moves = [move for place in _places() for move in ((place, former / place.name), (fresh / place.name, place))]
    moves = [(source, target) for source, target in moves if source.exists()]
    journal = settings.DATA / installation.JOURNAL
    journal.write_text(json.dumps([[str(source), str(target)] for source, target in moves]), encoding="utf-8")
    try:
        for source, target in moves:
            source.rename(target)
        if connection.vendor != "sqlite":
            _load_postgres(fresh, manifest)
    except BaseException:
        installation.take_back_moves()
        raise
    journal.unlink()
    if keep:
        return former
    shutil.rmtree(former)
    return None


def _places() -> list[Path]:
    """What a restore exchanges, as named in the archive."""
    places = [settings.MEDIA_ROOT, settings.DATA / "secret.key"]
    if connection.vendor == "sqlite":
        database = Path(settings.DATABASES["default"]["NAME"])
        places += [Path(f"{database}{end}") for end in ("-wal", "-shm", "")]
    return places


def _load_postgres(fresh: Path, manifest: dict[str, Any]) -> None:
    """Schema of the backup's age and all its rows, in one transaction; constraints are judged at its end."""
    with transaction.atomic(), connection.cursor() as cursor:
        if present := connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {', '.join(_quoted(name) for name in present)} CASCADE")
        executor = MigrationExecutor(connection)
        executor.migrate([tuple(applied) for applied in manifest["migrations"]])
        tables = connection.introspection.table_names(cursor)
        cursor.execute(f"TRUNCATE {', '.join(_quoted(name) for name in tables)} CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for name in sorted(manifest["tables"]):
            part = f"tables/{name}.copy"
            copy = f"COPY {_quoted(name)} ({manifest['parts'][part]['columns']}) FROM STDIN"
            with (fresh / part).open("rb") as content, cursor.copy(copy) as rows:
                while piece := content.read(PIECE):
                    rows.write(piece)
            for row in connection.introspection.get_sequences(cursor, name):
                _go_on_counting(cursor, name, row["column"])


def _go_on_counting(cursor: Any, table: str, column: str) -> None:
    table, column = _quoted(table), column.replace('"', "")
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence(%s, %s), coalesce(max({_quoted(column)}), 1), max({_quoted(column)})"  # noqa: S608  # names from the schema
        f" IS NOT NULL) FROM {table}",
        [table, column],
    )


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
