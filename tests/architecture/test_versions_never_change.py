"""What was shown and signed is written once. The database refuses more (a trigger); the code does not even try."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from django.db import connection

from tests.stand import ROOT

WRITTEN_ONCE = {"content", "header", "content_hash", "version_hash", "person_name", "signed_at"}

ERASING = "huiwu/documents/services/redacting.py"
"""Takes the names of erased people out (PIPL art. 47), together with a new hash of what is left: the trigger lets only that pass."""


def updates() -> Iterator[tuple[str, set[str]]]:
    """Every `….update(column=…)` of files that know the models of documents, with the columns it names."""
    for path in sorted(
        p for p in (ROOT / "huiwu").rglob("*.py") if "documents.models" in p.read_text(encoding="utf-8")
    ):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update":
                yield f"{path.relative_to(ROOT)}:{node.lineno}", {k.arg for k in node.keywords if k.arg}


def test_no_update_names_a_column_of_what_was_signed():
    named = [where.partition(":")[0] for where, columns in updates() if columns & WRITTEN_ONCE]
    assert named == [ERASING]


def test_no_code_saves_a_version_or_a_signoff_again():
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "huiwu/documents").rglob("*.py")}
    assert [str(p) for p, text in sources.items() if "version.save(" in text or "signoff.save(" in text] == []


def test_the_triggers_stand_after_all_migrations(db):
    """SQLite drops triggers when a later migration rebuilds a table: then that migration must set them again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE '%%_never_changes' ORDER BY 1")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY 1")
        names = [row[0] for row in cursor.fetchall() if row[0].endswith("_never_changes")]
    assert names == ["documents_signoff_never_changes", "documents_version_never_changes"]
