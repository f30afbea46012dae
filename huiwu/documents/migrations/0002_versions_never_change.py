"""What was shown and signed never changes: the database itself refuses.

SQLite loses triggers when a table is rebuilt: a later migration that alters these two tables must end with `guard`.
"""

from django.db import migrations

GUARDED = {
    "documents_version": ("document_id", "number", "header", "content", "content_hash", "proposed_at"),
    "documents_signoff": (
        "version_id",
        "decision",
        "person_name",
        "person_title",
        "signed_at",
        "method",
        "version_hash",
        "remarks",
        "evidence_id",
        "by_client",
    ),
}


def guard(apps, schema_editor):
    unguard(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION documents_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% rows never change', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; "
            "END $$",
            params=None,
        )
    for table, columns in GUARDED.items():
        if schema_editor.connection.vendor == "postgresql":
            differs = " OR ".join(f"OLD.{column}::text IS DISTINCT FROM NEW.{column}::text" for column in columns)
            act = "EXECUTE FUNCTION documents_refuse_change()"
            schema_editor.execute(
                f"CREATE TRIGGER {table}_never_changes BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({differs}) {act}", params=None
            )
        else:
            differs = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
            act = f"BEGIN SELECT RAISE(ABORT, '{table} rows never change'); END"
            schema_editor.execute(
                f"CREATE TRIGGER {table}_never_changes BEFORE UPDATE ON {table} FOR EACH ROW WHEN {differs} {act}"
            )


def unguard(apps, schema_editor):
    for table in GUARDED:
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_never_changes{on}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS documents_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
