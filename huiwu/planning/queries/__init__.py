"""Nouns of planning, by page. Names other capabilities may call are gathered here."""

from huiwu.planning.queries.gates import (
    NextGate,
    gate_board,
    next_gate,
    next_gates,
    require_gate,
    steps_waiting_for_client,
    waiting_for_client,
)
from huiwu.planning.queries.people import dates_of, late_steps, my_open_steps, steps_due, steps_due_by_person
from huiwu.planning.queries.plans import plan_for

__all__ = [
    "NextGate",
    "dates_of",
    "gate_board",
    "late_steps",
    "my_open_steps",
    "next_gate",
    "next_gates",
    "plan_for",
    "require_gate",
    "steps_due",
    "steps_due_by_person",
    "steps_waiting_for_client",
    "waiting_for_client",
]
