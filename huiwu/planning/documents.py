"""What planning puts on paper: the confirmation sheet of a gate, and the plan as blocks for other sheets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.blocks import (
    Block,
    Bullets,
    Column,
    Gantt,
    GanttRow,
    KeyValues,
    Paragraph,
    Party,
    RaciMatrix,
    RaciRow,
    Sheet,
    SignatureBlock,
    Table,
)
from huiwu.documents.kinds import DocumentKind, FieldDifference, Missing, register
from huiwu.documents.models import Document
from huiwu.documents.queries import confirmation
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.planning.choices import GATE_SHEET, StepStatus
from huiwu.planning.models import Step
from huiwu.planning.queries.gates import gate_board
from huiwu.planning.queries.pages import days_off, raci_matrix
from huiwu.planning.queries.plans import live_steps, plan_for


def gate_sheet(meeting: Any, content: dict[str, Any], version: Any) -> Sheet:
    """《确认单》: what the client confirms for one step of a gate. `content`: gate, gate_name, step, step_name, items."""
    pairs = (
        (_("客户"), meeting.client.name if meeting.client else ""),
        (_("服务单位"), meeting.org.name),
        (_("门禁"), f"{content['gate']} {content['gate_name']}"),
        (_("步骤"), f"{content['step']} {content['step_name']}"),
    )
    signoff = confirmation(version) if version is not None else None
    client = Party(
        role=_("客户确认"),
        organisation=meeting.client.name if meeting.client else "",
        name=signoff.person_name if signoff else "",
        signed_at=signoff.signed_at if signoff else None,
        version_hash=signoff.version_hash if signoff else "",
    )
    ours = Party(role=_("编制"), organisation=meeting.org.name)
    blocks: tuple[Block, ...] = (
        KeyValues(pairs),
        Paragraph(_("请确认以下事项。确认后如有变化，须另出新版本并重新确认。")),
        Bullets(tuple(content["items"])),
        SignatureBlock((client, ours)),
    )
    return Sheet(
        title=_("{step}确认单").format(step=content["step_name"]),
        blocks=blocks,
        doc_no=version.header.get("document", "") if version else "",
        version=str(version.number) if version else "",
        dated_on=version.proposed_at.date() if version else None,
        meeting_name=meeting.name,
        status_word=_("草稿") if version is None else "",
    )


def _missing(content: dict[str, Any], _meeting: Any) -> list[Missing]:
    return [] if content["items"] else [Missing("items", _("确认事项"), _("请写明请客户确认什么。"))]


def _differences(before: dict[str, Any], after: dict[str, Any]) -> list[FieldDifference]:
    texts = ["\n".join(content["items"]) for content in (before, after)]
    return [] if texts[0] == texts[1] else [FieldDifference("items", _("确认事项"), *texts)]


def _url(document: Document) -> str:
    step = Step.objects.filter(pk=document.subject_id).first() if isinstance(document.subject_id, UUID) else None
    name = "planning:gate_sheet" if step else "planning:gates"
    args = [document.meeting.slug, step.code] if step else [document.meeting.slug]
    return reverse(name, args=args)


register(
    DocumentKind(
        code=GATE_SHEET,
        title=gettext_lazy("确认单"),
        prefix="GC",
        view="planning.view",
        edit="planning.edit",
        sign_off="planning.edit",
        sheet=gate_sheet,
        url=_url,
        missing=_missing,
        differences=_differences,
        fields=lambda content: [("items", _("确认事项"), "")],
        rests_on=(),
    )
)


def plan_blocks(meeting: Meeting) -> list[Block]:
    """The plan for another sheet (策划方案): milestones, Gantt chart, RACI. Empty before the plan is launched."""
    plan = plan_for(meeting)
    if plan is None:
        return []
    steps = [step for step in live_steps(plan) if step.start_on and step.finish_on]
    gates = [view for view in gate_board(plan) if view.due_on]
    milestones = Table(
        columns=(
            Column(_("门禁"), 1),
            Column(_("内容"), 4),
            Column(_("谁确认"), 1),
            Column(_("日期"), 1.5, kind="date"),
        ),
        rows=tuple((v.gate.code, v.gate.title, str(v.gate.get_party_display()), v.due_on) for v in gates),
        caption=_("里程碑"),
    )
    first = min(s.start_on for s in steps if s.start_on)
    last = max(s.finish_on for s in steps if s.finish_on)
    bars = tuple(_bar(step) for step in steps)
    chart = Gantt(
        rows=bars,
        from_on=first - timedelta(days=1),
        to_on=last + timedelta(days=1),
        rest_days=frozenset(days_off(plan, first, last)),
        today_on=clock.today(meeting.time_zone),
        caption=_("倒排甘特图"),
    )
    matrix = raci_matrix(plan)
    shares = tuple(RaciRow(f"{step.code} {step.title}", tuple(letters)) for step, _link, letters in matrix.rows)
    return [milestones, chart, RaciMatrix(tuple(matrix.columns), shares, caption=_("职责分配（RACI）"))]


def _bar(step: Step) -> GanttRow:
    assert step.start_on is not None  # chosen above
    assert step.finish_on is not None
    return GanttRow(
        label=f"{step.code} {step.title}",
        owner=step.owner.name if step.owner else "",
        start_on=step.start_on,
        end_on=step.finish_on,
        critical=step.is_critical and step.is_open,
        done=step.status == StepStatus.DONE,
    )
