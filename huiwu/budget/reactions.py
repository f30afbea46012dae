"""What the budget does when the client has signed it."""

from __future__ import annotations

from huiwu.budget.choices import BUDGET
from huiwu.budget.models import Budget
from huiwu.budget.services import take_baseline
from huiwu.documents.models import Version
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence


def take_baseline_when_budget_is_signed(fact: Occurrence) -> None:
    """NOW: signature and baseline, both or neither."""
    version = Version.objects.select_related("document__meeting__org").get(pk=fact.payload["version_id"])
    if version.document.kind == BUDGET:
        budget = Budget.objects.select_related("meeting__org").get(meeting=version.document.meeting)
        take_baseline(actor=SYSTEM, budget=budget, version=version)
