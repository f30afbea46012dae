"""Open and shut gates by hand: internal gates by their role, client gates traced, SOP gates never (sop.md §3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import require, unasked
from huiwu.kernel import clock
from huiwu.planning.choices import GateHow, GateParty
from huiwu.planning.errors import GateOnlyByClient, ReasonNeeded
from huiwu.planning.models import Gate
from huiwu.planning.queries.evidence import Reading
from huiwu.planning.services.evidence import apply_gate_state, keep_confirmation
from huiwu.planning.services.revisions import touch


@transaction.atomic
def open_gate(*, actor: Actor, gate_id: UUID, reason: str = "", step_codes: list[str] | None = None) -> Gate:
    """Confirm the gate for its steps (all that wait, or `step_codes`) in one's own name.

    Internal gates: by their role. Client gates that the SOP does not state: by those who lead, with a reason that is
    kept (README §1: 可由授权人留痕放行). Raises GateOnlyByClient for G1, G3b, G4, whoever asks; ReasonNeeded.
    """
    gate = Gate.objects.select_related("plan__meeting").defer("plan__snapshot").get(pk=gate_id)
    if gate.is_sop:
        raise GateOnlyByClient(gate=gate.code, name=gate.title)
    require(actor, "planning.open_gate", gate)
    is_client = gate.party == GateParty.CLIENT
    if is_client and not reason.strip():
        raise ReasonNeeded
    touch(gate.plan_id)
    reading = Reading.of(gate.plan)
    how = GateHow.TRACED if is_client else GateHow.ROLE
    for code in step_codes or reading.required(gate.code):
        if code in reading.required(gate.code) and code not in reading.confirmed[gate.code]:
            keep_confirmation(
                actor, reading, gate, code, how=how, by_name=actor.name, by_user=actor.user, at=clock.now(),
                reason=reason.strip(),
            )  # fmt: skip
    apply_gate_state(actor, reading, gate)
    return gate


@transaction.atomic
def shut_gate(*, actor: Actor, gate_id: UUID, reason: str) -> Gate:
    """Take back what people inside confirmed; what the client signed, and what data says, stays."""
    gate = Gate.objects.select_related("plan__meeting").defer("plan__snapshot").get(pk=gate_id)
    require(actor, "planning.open_gate", gate)
    if not reason.strip():
        raise ReasonNeeded
    touch(gate.plan_id)
    gate.confirmations.filter(how__in=[GateHow.ROLE, GateHow.TRACED]).delete()
    apply_gate_state(actor, Reading.of(gate.plan), gate)
    return gate


@unasked("follows from a signature whose service asked")
@transaction.atomic
def confirm_gate_by_signing(
    *,
    actor: Actor,
    gate: Gate,
    step_codes: list[str],
    by_name: str,
    at: datetime,
    label: str,
    url: str,
    version_hash: str,
) -> None:
    """The client signed a confirmation sheet for these steps of the gate. Called in the transaction of the signing."""
    touch(gate.plan_id)
    reading = Reading.of(gate.plan)
    for code in step_codes:
        if code in reading.required(gate.code) and code not in reading.confirmed[gate.code]:
            keep_confirmation(
                actor, reading, gate, code, how=GateHow.SIGNOFF, by_client=True, by_name=by_name, at=at, label=label,
                url=url, version_hash=version_hash,
            )  # fmt: skip
    apply_gate_state(actor, reading, gate)
