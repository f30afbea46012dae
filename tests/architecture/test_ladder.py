from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from django.apps import apps
from django.conf import settings

from tests.stand import ROOT

ORDER = {name: place for place, name in enumerate(settings.CAPABILITIES)}


def test_imports_keep_to_the_ladder_and_to_purity():
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(tool), "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_foreign_keys_point_down_the_ladder():
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if model._meta.app_label in ORDER
        and field.is_relation
        and not field.auto_created
        and field.related_model is not None
        and ORDER.get(field.related_model._meta.app_label, -1) > ORDER[model._meta.app_label]
    ]
    assert upward == []


def test_no_migration_is_called_auto():
    assert [str(p) for p in (ROOT / "huiwu").glob("*/migrations/*auto*.py")] == []


def test_the_two_lock_files_agree():
    """`make run` accepts an environment made for development, so it must hold the same versions."""
    runtime, dev = ({line for line in (ROOT / name).read_text().splitlines() if "==" in line} for name in LOCKS)
    assert runtime - dev == set()


LOCKS = ("requirements.lock", "requirements-dev.lock")
