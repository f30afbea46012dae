"""Names may be erased from a version: the guard lets header and content change together with their new hash, and only then.

Both columns are null at first, so that SQLite adds them without rebuilding the table and its triggers stay; the triggers of
versions are made anew all the same.
"""

from importlib import import_module

from django.db import migrations, models

FORMER = import_module("huiwu.documents.migrations.0002_versions_never_change")
TABLE = "documents_version"
ERASABLE = ("header", "content")
ALWAYS = tuple(column for column in FORMER.GUARDED[TABLE] if column not in ERASABLE)


def guard(apps, schema_editor):
    drop(schema_editor)
    name = f"{TABLE}_never_changes"
    if schema_editor.connection.vendor == "postgresql":
        differs = _either("OLD.{0}::text IS DISTINCT FROM NEW.{0}::text")
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN ({differs}) "
            "EXECUTE FUNCTION documents_refuse_change()",
            params=None,
        )
    else:
        differs = _either("OLD.{0} IS NOT NEW.{0}")
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN {differs} "
            f"BEGIN SELECT RAISE(ABORT, '{TABLE} rows never change'); END"
        )


def _either(differs):
    always = " OR ".join(differs.format(column) for column in ALWAYS)
    erasable = " OR ".join(differs.format(column) for column in ERASABLE)
    sealed = differs.format("redacted_hash")
    return f"{always} OR (({erasable}) AND NOT ({sealed}))"


def drop(schema_editor):
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_never_changes{on}")


def unguard(apps, schema_editor):
    """Back to the guard of before."""
    FORMER.guard(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_versions_never_change")]
    operations = [
        migrations.AddField("version", "redacted_hash", models.CharField(max_length=64, null=True)),
        migrations.AddField("version", "redacted_at", models.DateTimeField(null=True)),
        migrations.RunPython(guard, unguard),
    ]
