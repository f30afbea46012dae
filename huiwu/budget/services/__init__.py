"""Verbs of the budget, split by what they are about."""

from huiwu.budget.services.allocating import allocate, confirm_proposals
from huiwu.budget.services.approving import (
    approve_overrun,
    book_change_order,
    decide_draw,
    request_draw,
    transfer,
)
from huiwu.budget.services.baseline import propose_budget, send_budget, take_baseline
from huiwu.budget.services.beginning import begin_budget, save_settings
from huiwu.budget.services.lines import add_line, import_lines, remove_line, restore_line, save_line, set_headcounts
from huiwu.budget.services.reporting import draft_report, drop_report, redraw_report, save_report, send_report

__all__ = [
    "add_line",
    "allocate",
    "approve_overrun",
    "begin_budget",
    "book_change_order",
    "confirm_proposals",
    "decide_draw",
    "draft_report",
    "drop_report",
    "import_lines",
    "propose_budget",
    "redraw_report",
    "remove_line",
    "request_draw",
    "restore_line",
    "save_line",
    "save_report",
    "save_settings",
    "send_budget",
    "send_report",
    "set_headcounts",
    "take_baseline",
    "transfer",
]
