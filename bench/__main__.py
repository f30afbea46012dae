"""`python -m bench [--only NAME] [--full] [--json FILE]`: rows of every module, one table."""

from __future__ import annotations

import argparse
import json
import os
import pkgutil
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.measure import note, table


def main() -> int:
    args = argparse.ArgumentParser(prog="python -m bench")
    args.add_argument("--only", help="one module, by name")
    args.add_argument("--json", type=Path)
    args.add_argument("--full", action="store_true", help="also the rows that take minutes")
    asked = args.parse_args()
    names = [m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]) if m.name != "__main__"]
    if asked.only and asked.only not in names:
        note(f"no such module: {asked.only} (there are {', '.join(names)})")
        return 2
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="huiwu-bench-") as folder:
        _prepare(folder)
        for name in [asked.only] if asked.only else names:
            module = import_module(f"bench.{name}")
            if hasattr(module, "rows"):
                note(f"… {name}")
                rows += module.rows(full=asked.full)
    print(table(rows))
    if asked.json:
        asked.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def _prepare(folder: str) -> None:
    """An installation of its own for all rows, with the schema in place."""
    os.environ |= {"HUIWU_DATA": folder, "DJANGO_SETTINGS_MODULE": "huiwu.config.settings", "HUIWU_LOG": "ERROR"}
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from huiwu.config.installation import migrate

    migrate()


if __name__ == "__main__":
    raise SystemExit(main())
