"""Verbs of planning, by the noun they are about. Names other capabilities may call are gathered here."""

from huiwu.planning.services.evidence import evidence_read_at_the_end, refresh_evidence
from huiwu.planning.services.gates import confirm_gate_by_signing, open_gate, shut_gate
from huiwu.planning.services.levelling import ask_for_levelling, level_plan, repair_plan
from huiwu.planning.services.people import record_absence, set_capacity, withdraw_absence
from huiwu.planning.services.plans import launch_plan
from huiwu.planning.services.proposals import accept_proposal, discard_proposal, propose_replan
from huiwu.planning.services.sheets import propose_gate_sheet
from huiwu.planning.services.steps import (
    add_note,
    assign_step,
    complete_step,
    pin_step,
    reopen_step,
    set_roles,
    start_step,
    unassign_all_steps,
    unpin_step,
)
from huiwu.planning.services.tasks import add_task, change_task, remove_task
from huiwu.planning.services.templates import copy_template, edit_template, new_version, publish_template
from huiwu.planning.services.workdays import edit_workdays

__all__ = [
    "accept_proposal",
    "add_note",
    "add_task",
    "ask_for_levelling",
    "assign_step",
    "change_task",
    "complete_step",
    "confirm_gate_by_signing",
    "copy_template",
    "discard_proposal",
    "edit_template",
    "edit_workdays",
    "evidence_read_at_the_end",
    "launch_plan",
    "level_plan",
    "new_version",
    "open_gate",
    "pin_step",
    "propose_gate_sheet",
    "propose_replan",
    "publish_template",
    "record_absence",
    "refresh_evidence",
    "remove_task",
    "reopen_step",
    "repair_plan",
    "set_capacity",
    "set_roles",
    "shut_gate",
    "start_step",
    "unassign_all_steps",
    "unpin_step",
    "withdraw_absence",
]
