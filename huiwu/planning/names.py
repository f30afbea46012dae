"""What steps, gates and templates are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.foundation.registry.names import names, words
from huiwu.planning.choices import DoneHow, GateHow, ProposalKind, TableState
from huiwu.planning.models import Gate, SopTemplate, Step

names("step_completed.how")(words(DoneHow))
names("gate_confirmed.how")(words(GateHow))
names("plan_proposed.proposal_kind")(words(ProposalKind))
names("workday_table_edited.state")(words(TableState))


@names("step")
def steps(ids: set[str]) -> dict[str, Any]:
    rows = Step.objects.filter(pk__in=ids).only("code", "name", "name_en")
    return {str(step.pk): f"{step.code} {step.title}" for step in rows}


@names("gate")
def gates(ids: set[str]) -> dict[str, Any]:
    return {str(gate.pk): str(gate) for gate in Gate.objects.filter(pk__in=ids).only("code", "name", "name_en")}


@names("template")
def templates(ids: set[str]) -> dict[str, Any]:
    rows = SopTemplate.objects.filter(pk__in=ids).values_list("pk", "name", "number")
    return {str(pk): f"{name} v{number}" for pk, name, number in rows}
