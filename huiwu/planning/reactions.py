"""What planning does when something happened elsewhere (listed in config/reactions.py)."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from huiwu.documents.models import Signoff
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence
from huiwu.foundation.registry.evidence import KINDS
from huiwu.meetings.models import Meeting
from huiwu.notifications.queries import readers
from huiwu.notifications.services import write_message
from huiwu.planning.bridge import rows
from huiwu.planning.choices import GATE_SHEET
from huiwu.planning.errors import NothingToChange, PlanImpossible
from huiwu.planning.models import Gate, Plan, Step
from huiwu.planning.queries.plans import rests_on_other_facts
from huiwu.planning.services.evidence import refresh_evidence, waits
from huiwu.planning.services.gates import confirm_gate_by_signing
from huiwu.planning.services.plans import launch_plan
from huiwu.planning.services.proposals import propose_replan
from huiwu.planning.services.steps import unassign_all_steps


def generate_plan_when_brief_is_signed(occurrence: Occurrence) -> None:
    """NOW. The signed brief makes the plan; where there is one already, a re-plan is proposed if its facts changed."""
    if occurrence.meeting_id is None:
        return
    if Plan.objects.filter(meeting_id=occurrence.meeting_id).exists():
        _propose(occurrence, "客户签认了新版需求简报")
        return
    try:
        launch_plan(actor=SYSTEM, meeting_id=occurrence.meeting_id)
    except PlanImpossible:  # the client's signature must not fail for it; check GEN-PLN-08 names the missing plan
        return


def confirm_gate_when_its_sheet_is_signed(occurrence: Occurrence) -> None:
    """NOW. The client signed the confirmation sheet of one step: that step's part of the gate is confirmed."""
    if occurrence.payload.get("doc_kind") != GATE_SHEET:
        return
    signoff = Signoff.objects.select_related("version__document").get(pk=occurrence.payload["signoff_id"])
    document = signoff.version.document
    if document.subject_id is None or not signoff.by_client:
        return
    step = Step.objects.select_related("plan__meeting").defer("plan__snapshot").filter(pk=document.subject_id).first()
    if step is None:
        return
    gate = (
        Gate.objects.select_related("plan__meeting")
        .defer("plan__snapshot")
        .filter(plan=step.plan, code=step.gate_code)
        .first()
    )
    if gate is None:
        return
    confirm_gate_by_signing(
        actor=SYSTEM,
        gate=gate,
        step_codes=[step.code],
        by_name=signoff.person_name,
        at=signoff.signed_at,
        label=f"{document.number} v{signoff.version.number}",
        url=reverse("documents:version", args=[step.plan.meeting.slug, signoff.version_id]),
        version_hash=signoff.version_hash,
    )


def unassign_steps_when_person_is_removed(occurrence: Occurrence) -> None:
    """NOW. Their open steps become 无人负责, so that the checks list them."""
    org_id, user_id = UUID(occurrence.payload["org_id"]), UUID(occurrence.payload["user_id"])
    unassign_all_steps(actor=SYSTEM, org_id=org_id, user_id=user_id)


def propose_replan_when_dates_move(occurrence: Occurrence) -> None:
    """NOW. New dates of the meeting are worked into a proposal that people see before anything moves."""
    _propose(occurrence, "会议日期变更")


def refresh_evidence_when_anything_happens(occurrence: Occurrence) -> None:
    """NOW, for every kind of fact: cheap unless some evidence names the kind. Busy facts are left to the worker."""
    concerned = [kind for kind in KINDS.values() if kind.may_follow([occurrence.kind])]
    if occurrence.meeting_id is None or not concerned or waits(occurrence.meeting_id, occurrence.kind):
        return
    if any(occurrence.kind in kind.facts for kind in concerned):
        refresh_evidence(actor=SYSTEM, meeting_id=occurrence.meeting_id, fact_kinds=[occurrence.kind])


def _propose(occurrence: Occurrence, reason: str) -> None:
    """A proposal, where the plan rests on other facts. Impossible dates must not stop the move: a check names them."""
    if occurrence.meeting_id is None:
        return
    plan = Plan.objects.select_related("meeting").filter(meeting_id=occurrence.meeting_id).first()
    if plan is None:
        return
    meeting = Meeting.objects.get(pk=plan.meeting_id)
    if not rests_on_other_facts(plan, rows.anchors_of(meeting)):
        return
    try:
        propose_replan(actor=SYSTEM, meeting_id=meeting.pk, reason=reason)
    except (NothingToChange, PlanImpossible):
        return


def tell_person_when_step_is_assigned(occurrence: Occurrence) -> None:
    """LATER. The new owner, unless they took it themselves."""
    step = Step.objects.select_related("plan__meeting", "owner").filter(pk=occurrence.payload["step_id"]).first()
    if step is None or step.owner is None or str(step.owner_id) != occurrence.payload["owner_id"]:
        return
    meeting = step.plan.meeting
    if (
        step.owner_id == occurrence.actor_id
        or readers([meeting], [step.owner.pk]).person(step.owner_id, meeting) is None
    ):
        return
    values = {
        "step": f"{step.code} {step.title}",
        "meeting": meeting.name,
        "start": step.start_on or "",
        "end": step.finish_on or "",
    }
    write_message(
        actor=SYSTEM,
        kind="planning.assigned",
        key=f"fact:{occurrence.id}:{step.owner_id}",
        user=step.owner,
        meeting=meeting,
        values=values,
        url=reverse("planning:step", args=[meeting.slug, step.code]),
    )


def tell_leads_when_gate_opens(occurrence: Occurrence) -> None:
    """LATER."""
    gate = (
        Gate.objects.select_related("plan__meeting")
        .defer("plan__snapshot")
        .filter(pk=occurrence.payload["gate_id"])
        .first()
    )
    if gate is None:
        return
    meeting = gate.plan.meeting
    for lead in readers([meeting]).leads(meeting):
        if lead.pk != occurrence.actor_id:
            write_message(
                actor=SYSTEM,
                kind="planning.gate_opened",
                key=f"fact:{occurrence.id}:{lead.pk}",
                user=lead,
                meeting=meeting,
                values={"gate": str(gate), "meeting": meeting.name},
                url=reverse("planning:gates", args=[meeting.slug]),
            )
