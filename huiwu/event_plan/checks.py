"""OM-010 to OM-013 and OM-017 (domain/failures.md, 策划方案). OM-014 to OM-016 are planning's, OM-018 documents'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.brief.queries.briefs import brief_of
from huiwu.documents.fourstate import shown, unfilled
from huiwu.documents.models import Document
from huiwu.documents.queries import current_version
from huiwu.event_plan import rules
from huiwu.event_plan.choices import RiskKind
from huiwu.event_plan.documents import editor_url
from huiwu.event_plan.queries import current_content, plan_of
from huiwu.event_plan.schema import SCHEMA, SOP_SECTIONS
from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.kernel.errors import Refusal
from huiwu.kernel.money import yuan
from huiwu.planning.queries import require_gate


def _plan(scope: Scope) -> Document | None:
    found: Document | None = scope.once("event_plan.document", lambda: plan_of(scope.meeting))
    return found


def _content(scope: Scope) -> dict[str, Any] | None:
    """What is judged: the version in force, before there is one the draft. None when no plan was begun."""
    found: dict[str, Any] | None = scope.once("event_plan.content", lambda: current_content(scope.meeting))
    return found


def _hit(scope: Scope, key: str, detail: str, action: str, **more: Any) -> Hit:
    document = _plan(scope)
    plan = Subject("event_plan", str(document.pk) if document else "", str(_("会议策划方案")))
    field = Subject("field", f"event_plan.{key}", str(SCHEMA[key].label))
    url = editor_url(scope.meeting, key) if document else editor_url(scope.meeting)
    return Hit(detail=detail, subjects=(plan, field), url=url, action=action, root=more.pop("root", key), **more)


@check(
    "OM-010",
    module="plan",
    severity="block",
    title=gettext_lazy("策划方案缺 SOP 列出的核心内容"),
    step="P06",
    owner_role="planner",
    from_days_before=50,
)
def contents_lacking(scope: Scope) -> Iterator[Hit]:
    """One hit with every content that says nothing; no plan at all is found here too."""
    content = _content(scope)
    if content is None:
        detail = _("还没有起草《会议策划方案》，SOP 列出的 13 项核心内容一项也没有。")
        yield _hit(scope, "name", detail, _("起草策划方案。"), root="contents")
        return
    titles = {section.key: str(section.title) for section in SOP_SECTIONS}
    lacks = rules.contents_lacking(content)
    kinds = rules.contingencies_lacking(content) if "contingency" not in lacks else []
    if lacks:
        detail = _("策划方案缺 {count} 项核心内容：{names}。").format(
            count=len(lacks), names=_("、").join(titles[section] for section in lacks)
        )
        yield _hit(
            scope, rules.CONTENT_OF[lacks[0]][0], detail, _("补齐；不涉及的写明“无”或“不适用”。"), root="contents"
        )
    if kinds:
        words = _("、").join(str(RiskKind(kind).label) for kind in kinds)
        detail = _("应急预案缺 SOP 点名的情形，或只有情形没有措施与责任人：{kinds}。").format(kinds=words)
        yield _hit(scope, "contingency", detail, _("逐类写明处置步骤与责任人。"), root="contingency")


@check(
    "OM-011",
    module="plan",
    severity="block",
    title=gettext_lazy("策划方案与需求简报的名称、日期或地点不一致"),
    step="P06",
    owner_role="planner",
    from_days_before=50,
)
def contradicts_the_brief(scope: Scope) -> Iterator[Hit]:
    """Against the brief's current version: the newest that is not void; before there is one, its draft."""
    content, brief = _content(scope), brief_of(scope.meeting)
    if content is None or brief is None:
        return
    version = current_version(brief)
    where = _("需求简报第 {number} 版").format(number=version.number) if version else _("需求简报草稿")
    for key, ours, theirs in rules.contradictions(content, version.content if version else brief.draft):
        detail = _("“{label}”：策划方案写的是“{ours}”，{where}写的是“{theirs}”。").format(
            label=SCHEMA[key].label, ours=ours, where=where, theirs=theirs
        )
        yield _hit(scope, key, detail, _("核实哪个是对的，改正另一份并重新请客户确认。"))


@check(
    "OM-012",
    module="plan",
    severity="block",
    title=gettext_lazy("预算明细合计与预算总额不符"),
    step="P06",
    owner_role="finance",
    from_days_before=50,
)
def budget_does_not_add_up(scope: Scope) -> Iterator[Hit]:
    """To the cent."""
    content = _content(scope)
    fault = rules.budget_fault(content) if content is not None else None
    if fault is not None:
        detail = _("预算明细合计 ¥{lines}，预算总额 ¥{total}，相差 ¥{off}。").format(
            lines=yuan(fault.lines), total=yuan(fault.total), off=yuan(fault.off_by)
        )
        yield _hit(scope, "budget_total", detail, _("核对各行数量与单价，改正明细或总额。"))


@check(
    "OM-013",
    module="plan",
    severity="warn",
    title=gettext_lazy("物料、设备清单与预算明细对不上"),
    step="P06",
    owner_role="planner",
    from_days_before=48,
)
def lists_without_budget(scope: Scope) -> Iterator[Hit]:
    """One hit for each list, so that twenty forgotten items are one finding."""
    content = _content(scope)
    found: dict[str, list[rules.Unmatched]] = {}
    for row in rules.unmatched(content) if content is not None else ():
        found.setdefault(row.list, []).append(row)
    for key, rows in found.items():
        names = _("、").join(_("第 {number} 行“{name}”").format(number=r.number, name=r.name) for r in rows)
        if key == "budget":
            detail = _("预算明细里这些行在物料、设备清单中没有对应项：{names}。").format(names=names)
            action = _("在清单里补上这一项并写明对应预算行，或删去这一预算行。")
        else:
            detail = _("{list}里这些项在预算明细中没有对应行：{names}。").format(list=SCHEMA[key].label, names=names)
            action = _("补一行预算，或写明对应的预算行；不产生费用的在“不计费”处选“是”。")
        yield _hit(scope, key, detail, action)


@check(
    "OM-017",
    module="plan",
    severity="hint",
    title=gettext_lazy("场地合同未签，且没有备选日期或备选场地"),
    step="P06",
    owner_role="planner",
    from_days_before=50,
)
def no_way_out(scope: Scope) -> Iterator[Hit]:
    """While gate G3b (venue chosen and contracted) is shut, the only venue may fall through."""
    content = _content(scope)
    lacks = rules.alternatives_lacking(content) if content is not None else []
    if content is None or not lacks or _venue_is_contracted(scope):
        return
    said = _("；").join(
        _("{label}为“{state}”").format(
            label=SCHEMA[key].label, state=shown(SCHEMA[key], content.get(key) or unfilled())
        )
        for key in lacks
    )
    yield _hit(
        scope, lacks[0], _("场地合同还没有签（门禁 G3b 未打开），而{said}。").format(said=said), _("与客户商定备选。")
    )


def _venue_is_contracted(scope: Scope) -> bool:
    try:
        require_gate(scope.meeting, "G3b")
    except Refusal:
        return False
    return True
