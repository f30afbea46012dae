"""The general layer: contradictions, dead references and empty requirements that no row of the catalogue names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry import statements
from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.foundation.registry.statements import Reference, Statement


@check("GEN-001", module="general", severity="block", title=gettext_lazy("两份单据对同一事实说法不同"))
def documents_that_state_one_fact_differently(scope: Scope) -> Iterable[Hit]:
    """Values are compared after folding white space, so that layout alone is no contradiction."""
    said: dict[str, list[Statement]] = defaultdict(list)
    for find in statements.STATEMENTS:
        for statement in find(scope.meeting):
            said[statement.key].append(statement)
    for key, rows in sorted(said.items()):
        if len({_folded(row.value) for row in rows}) > 1:
            listed = _("；").join(_("《{where}》：{value}").format(where=r.where, value=r.value) for r in rows)
            yield Hit(
                detail=_("“{label}”说法不一：{listed}。").format(label=rows[0].label, listed=listed),
                subjects=tuple(Subject("document", row.where, row.where) for row in rows),
                url=next((row.url for row in rows if not row.is_signed), rows[0].url),
                action=_("核实哪个是对的，改正另一份并重新确认。"),
                root=f"fact:{key}",
            )


@check("GEN-002", module="general", severity="block", title=gettext_lazy("引用了已取消、已作废或已过期的对象"))
def references_to_what_is_cancelled_or_expired(scope: Scope) -> Iterable[Hit]:
    for find in statements.REFERENCES:
        for reference in find(scope.meeting):
            trouble = _trouble_with(reference)
            if trouble:
                yield Hit(
                    detail=_("“{source}”引用的“{target}”{trouble}。").format(
                        source=reference.source, target=reference.target, trouble=trouble
                    ),
                    subjects=(Subject("reference", f"{reference.source}>{reference.target}", reference.source),),
                    url=reference.url,
                    action=_("改为引用有效的对象，或恢复被引用的对象。"),
                )


@check("GEN-003", module="general", severity="warn", title=gettext_lazy("必填内容过了期限仍为空"))
def requirements_empty_past_their_date(scope: Scope) -> Iterable[Hit]:
    for find in statements.REQUIREMENTS:
        for need in find(scope.meeting):
            if not need.is_filled and need.due_on < scope.today:
                yield Hit(
                    detail=_("“{label}”应在 {due} 前填写，已过期 {days} 天。").format(
                        label=need.label, due=need.due_on.isoformat(), days=(scope.today - need.due_on).days
                    ),
                    subjects=(Subject("field", need.label, need.label),),
                    url=need.url,
                    owner_role=need.owner_role,
                    action=_("补齐，或注明“不适用”。"),
                )


def _trouble_with(reference: Reference) -> str:
    words = {"cancelled": _("已取消"), "missing": _("不存在"), "void": _("已作废")}
    if reference.state in words:
        return words[reference.state]
    if reference.expires_on and reference.needed_on and reference.expires_on < reference.needed_on:
        return _("将在 {expires} 到期，早于使用日 {needed}").format(
            expires=reference.expires_on.isoformat(), needed=reference.needed_on.isoformat()
        )
    return ""


def _folded(value: str) -> str:
    return "".join(value.split()).casefold()
