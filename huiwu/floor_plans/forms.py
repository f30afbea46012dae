"""The rows of a plan as a page posts them: the columns of one table, all with the same names."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.floor_plans import rules
from huiwu.floor_plans.choices import ROUND, ItemKind, MarkKind

COLUMNS = ("id", "kind", "label", "x", "y", "width", "depth")
FIELD_WORDS = {
    "kind": gettext_lazy("种类"),
    "x": gettext_lazy("左距"),
    "y": gettext_lazy("前距"),
    "width": gettext_lazy("宽"),
    "depth": gettext_lazy("深"),
    "seats": gettext_lazy("座位数"),
    "clear_mm": gettext_lazy("须留空"),
}


def items_of(post: QueryDict) -> tuple[list[dict[str, Any]], list[str], list[dict[str, str]]]:
    """What is set up, the sentences about rows that are wrong, and the rows as typed."""
    return _cleaned(post, "seats", ItemKind.values, ROUND)


def marks_of(post: QueryDict) -> tuple[list[dict[str, Any]], list[str], list[dict[str, str]]]:
    return _cleaned(post, "clear_mm", MarkKind.values, frozenset())


def typed_rows(shapes: list[dict[str, Any]], counted: str) -> list[dict[str, str]]:
    """Kept shapes as their fields show them."""
    return [
        {
            "id": row["id"],
            "kind": row["kind"],
            "label": row["label"],
            **{name: rules.metres(row[f"{name}_mm"]) for name in ("x", "y", "width", "depth")},
            counted: rules.metres(row[counted]) if counted == "clear_mm" else str(row[counted] or ""),
        }
        for row in shapes
    ]


def _cleaned(
    post: QueryDict, counted: str, kinds: list[str], round_kinds: frozenset[str]
) -> tuple[list[dict[str, Any]], list[str], list[dict[str, str]]]:
    lists = {name: post.getlist(name) for name in (*COLUMNS, counted)}
    length = max((len(values) for values in lists.values()), default=0)
    rows = [
        {name: values[number] if number < len(values) else "" for name, values in lists.items()}
        for number in range(min(length, rules.MOST + 1))
    ]
    kept, problems = rules.clean(rows, kinds=kinds, counted=counted, round_kinds=round_kinds)
    return kept, [_said(problem) for problem in problems], rows


def _said(problem: rules.Problem) -> str:
    if problem.reason == "too_many":
        return _("一张图最多 {n} 个图形，多出的没有保存。").format(n=rules.MOST)
    reasons = {
        "unknown_kind": _("不是认识的种类"),
        "not_a_length": _("不是以米为单位的长度，例如 3.25"),
        "not_a_count": _("不是整数"),
    }
    field = FIELD_WORDS[problem.field]
    return _("第 {row} 行“{field}”{reason}。").format(row=problem.row, field=field, reason=reasons[problem.reason])
