"""A service is keyword-only, names its actor and asks for permission; exceptions are marked `@unasked("why")`.

A service is what opens a transaction or takes an actor; the pieces that services share are neither.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.stand import ROOT

ASKING = {"require", "can"}


def service_files() -> list[Path]:
    package = ROOT / "huiwu"
    return sorted([*package.glob("*/services.py"), *package.glob("*/services/*.py")])


def functions(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def calls(function: ast.FunctionDef) -> set[str]:
    found = (n.func for n in ast.walk(function) if isinstance(n, ast.Call))
    return {f.id if isinstance(f, ast.Name) else getattr(f, "attr", "") for f in found}


def asks(name: str, known: dict[str, set[str]], seen: frozenset[str] = frozenset()) -> bool:
    """By itself, by a query `…_for(actor, …, permission)`, or by another service of the project that it calls."""
    if name in seen:
        return False
    called = known.get(name, set())
    if any(c in ASKING or c.endswith("_for") for c in called):
        return True
    return any(asks(c, known, seen | {name}) for c in called if c in known)


def faults() -> Iterator[str]:
    trees = {path: functions(ast.parse(path.read_text(encoding="utf-8"))) for path in service_files()}
    known = {name: calls(f) for found in trees.values() for name, f in found.items()}
    for path, found in trees.items():
        for name, function in found.items():
            if name.startswith("_") or "unasked" in {c for d in function.decorator_list for c in _names(d)}:
                continue
            if not is_service(function):
                continue
            where = f"{path.relative_to(ROOT)}: {name}"
            if function.args.args or function.args.vararg:
                yield f"{where} takes positional arguments"
            if "actor" not in {a.arg for a in function.args.kwonlyargs}:
                yield f"{where} names no actor"
            elif not asks(name, known):
                yield f"{where} asks for no permission"


def is_service(function: ast.FunctionDef) -> bool:
    takes_actor = "actor" in {a.arg for a in function.args.kwonlyargs}
    decorated = any(isinstance(d, ast.Attribute) and d.attr == "atomic" for d in function.decorator_list)
    return takes_actor or decorated


def _names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def test_every_service_is_keyword_only_names_its_actor_and_asks_for_permission():
    assert list(faults()) == []
