"""Records of the meeting archive; versions and reports go with the documents."""

from __future__ import annotations

from huiwu.budget.models import (
    Adjustment,
    Allocation,
    Budget,
    BudgetLine,
    BudgetReport,
    Headcount,
    LineApproval,
    ReserveDraw,
)
from huiwu.foundation.registry.archive import archived

archived("budgets", Budget, order=82)
archived("budget_lines", BudgetLine, meeting_path="budget__meeting", order=83)
archived("budget_headcounts", Headcount, meeting_path="budget__meeting", order=83)
archived("budget_allocations", Allocation, meeting_path="budget__meeting", order=84)
archived("reserve_draws", ReserveDraw, meeting_path="budget__meeting", order=84)
archived("budget_adjustments", Adjustment, meeting_path="budget__meeting", order=85)
archived("line_approvals", LineApproval, meeting_path="line__budget__meeting", order=85)
archived("budget_reports", BudgetReport, meeting_path="budget__meeting", order=85, verbatim=("figures",))
