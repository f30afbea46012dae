"""Writes the reference that only the code knows: permissions, facts, checks, evidence, messages, the API. For docs/conf.py."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

Rows = Iterable[tuple[str, ...]]


def write(folder: Path) -> None:
    """One page per catalogue, rewritten only when its words have changed (so that Sphinx builds only what is new)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiwu.config.settings")
    import django

    django.setup()
    _import_facts()
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        path = folder / f"{name}.md"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """File name → Markdown."""
    return {
        "checks": _page("检查 · Checks", CHECKS, ("代码", "模块", "级别", "发现什么", "起查", "步骤"), _checks()),
        "evidence": _page(
            "证据 · Evidence", EVIDENCE, ("代码", "是什么", "步骤", "门禁", "由哪些事实更新"), _evidence()
        ),
        "permissions": _page("权限 · Permissions", PERMISSIONS, ("名称", "说明", "谓词"), _permissions()),
        "facts": _page("事实 · Facts", FACTS, ("事实", "字段", "说什么", "当即", "随后"), _facts()),
        "messages": _page("消息 · Messages", MESSAGES, ("代码", "是什么", "类别", "渠道"), _messages()),
        "api": _page("接口 · API", API, ("方法", "地址", "作用"), _api()),
    }


CHECKS = "系统自己发现的疏漏与矛盾。What the system finds by itself; the same list as `huiwu check`."
EVIDENCE = "一步不是靠打勾完成，而是靠这些数据完成。Steps are completed from these data rather than by ticking a box."
PERMISSIONS = "服务与页面问的是同一个谓词。Services and pages ask the same predicates."
FACTS = "发生过的事，是历史、发件箱和实时更新的同一张表。What happened: history, outbox and live feed in one table."
MESSAGES = "系统会发出的消息。What the system tells people."
API = "完整描述在 `/api/v1/openapi.json`。The whole description is served at `/api/v1/openapi.json`."


def _page(title: str, lead: str, head: tuple[str, ...], rows: Rows) -> str:
    lines = [f"# {title}", "", lead, "", _row(head), _row("---" for _ in head)]
    return "\n".join([*lines, *(_row(row) for row in rows)]) + "\n"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") or " " for cell in cells) + " |"


def _code(words: Iterable[str]) -> str:
    return " ".join(f"`{word}`" for word in words)


def _checks() -> Rows:
    from huiwu.foundation.registry.checks import RULES

    for code, rule in sorted(RULES.items()):
        since = f"T-{rule.from_days_before}" if rule.from_days_before is not None else "随时"
        yield f"`{code}`", rule.module, rule.severity, str(rule.title), since, rule.step or ""


def _evidence() -> Rows:
    from huiwu.foundation.registry.evidence import KINDS

    for code, kind in sorted(KINDS.items()):
        yield (
            f"`{code}`",
            str(kind.title),
            " ".join(kind.steps),
            " ".join(kind.gates),
            _code((*kind.facts, *kind.busy_facts)),
        )


def _permissions() -> Rows:
    from huiwu.foundation import permission

    for name, (title, predicate) in sorted(permission.PERMISSIONS.items()):
        meaning = str(title) or next(iter((predicate.__doc__ or "").strip().splitlines()), "")
        yield f"`{name}`", meaning, f"`{predicate.__module__.removeprefix('huiwu.')}.{predicate.__name__}`"


def _facts() -> Rows:
    from dataclasses import fields

    from huiwu.config.reactions import LATER, NOW
    from huiwu.kernel.facts import Fact

    for kind, fact in sorted(Fact.catalogue.items()):
        if fact.__module__.startswith("huiwu."):
            said = str(getattr(fact, "said", "") or "")
            names = _code(field.name for field in fields(fact))
            yield f"`{kind}`", names, said, _code(NOW.get(kind, ())), _code(LATER.get(kind, ()))


def _messages() -> Rows:
    from huiwu.foundation.registry.messages import MESSAGE_KINDS

    for code, kind in sorted(MESSAGE_KINDS.items()):
        yield f"`{code}`", str(kind.title), str(kind.group), " ".join(map(str, kind.channels))


def _api() -> Rows:
    from huiwu.config.api import api

    schema: dict[str, Any] = api.get_openapi_schema()
    for path, verbs in sorted(schema["paths"].items()):
        for verb, about in verbs.items():
            yield verb.upper(), f"`{path}`", about.get("summary", "")


def _import_facts() -> None:
    from django.conf import settings

    for name in settings.CAPABILITIES:
        if find_spec(f"huiwu.{name}") and find_spec(f"huiwu.{name}.events"):
            import_module(f"huiwu.{name}.events")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
