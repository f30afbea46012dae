"""Rows and records of the permission table that capabilities keep beside their own tests, in `access.py`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from django.conf import settings

from tests.stand import ROOT


def own_modules() -> Iterator[ModuleType]:
    """`ROWS: dict[str, May]` and `fill(world)` of each, in the order of the ladder."""
    for name in settings.CAPABILITIES:
        if (ROOT / "tests" / name / "access.py").exists():
            yield import_module(f"tests.{name}.access")
