"""The confirmation sheet by which the client opens a gate for which no other document exists."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from huiwu.documents.models import Document, Version
from huiwu.documents.services import open_document, propose_version, save_draft
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import require
from huiwu.planning.choices import GATE_SHEET, GateParty, StepStatus
from huiwu.planning.errors import GateHasItsDocument
from huiwu.planning.models import Gate, Step
from huiwu.planning.queries.evidence import has_own_evidence
from huiwu.planning.services.steps import step_for


@transaction.atomic
def propose_gate_sheet(*, actor: Actor, step_id: UUID, revision: int | None, items: list[str]) -> Version:
    """A version of the step's sheet, ready to be sent to the client: what is to be confirmed, one item a line.

    `revision` is the draft's that was on screen (none = no sheet yet). Raises GateHasItsDocument where another document
    opens the gate (G1: the brief), Incomplete without items, StaleEdit.
    """
    step = step_for(step_id)
    require(actor, "planning.edit", step.plan.meeting)
    gate = Gate.objects.filter(plan=step.plan, code=step.gate_code, party=GateParty.CLIENT).first()
    if gate is None or has_own_document(gate, step.code):
        raise GateHasItsDocument(gate=step.gate_code)
    content = {
        "gate": gate.code,
        "gate_name": gate.name,
        "step": step.code,
        "step_name": step.name,
        "items": [item.strip() for item in items if item.strip()],
    }
    title = f"{gate.code} {step.name}"[:120]
    document = open_document(
        actor=actor, meeting=step.plan.meeting, kind=GATE_SHEET, title=title, content=content, subject_id=step.pk
    )
    expected = document.revision if revision is None else revision
    document = save_draft(actor=actor, document_id=document.pk, revision=expected, content=content)
    return propose_version(actor=actor, document_id=document.pk, revision=document.revision)


def has_own_document(gate: Gate, step_code: str) -> bool:
    """Whether some capability's own data confirms this step's part of the gate."""
    required = Step.objects.filter(plan_id=gate.plan_id, gate_code=gate.code).exclude(status=StepStatus.OMITTED)
    return has_own_evidence(gate.code, step_code, required.values_list("code", flat=True))


def sheet_of_step(step: Step) -> Document | None:
    """The step's sheet, if one was begun."""
    return Document.objects.filter(meeting_id=step.plan.meeting_id, kind=GATE_SHEET, subject_id=step.pk).first()
