"""P07 from data: the baseline the client signed, the ledger without loose ends, the reports sent in time."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.budget.models import BudgetReport
from huiwu.budget.queries.books import budget_of, ledger_of
from huiwu.budget.queries.reports import last_sent
from huiwu.documents.queries import confirmation
from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.meetings.models import Meeting

MONEY = (
    "budget_begun",
    "budget_baselined",
    "cost_allocated",
    "budget_line_removed",
    "budget_line_restored",
    "budget_report_sent",
)


@evidence("budget.baseline", title=gettext_lazy("客户确认的预算基线"), steps=("P07",), facts=MONEY)
def budget_baseline(meeting: Meeting) -> Evidence:
    budget = budget_of(meeting)
    url = reverse("budget:budget", args=[meeting.slug])
    version = budget.baseline if budget else None
    signoff = confirmation(version) if version else None
    if version is None or signoff is None:
        return Evidence(present=False, label=_("预算表"), url=url)
    return Evidence(
        present=True,
        label=_("预算表第 {number} 版").format(number=version.number),
        url=url,
        at=signoff.signed_at,
        by=signoff.person_name,
        by_client=signoff.by_client,
        version_hash=signoff.version_hash,
    )


@evidence("budget.ledger", title=gettext_lazy("费用台账没有未分摊的款项"), steps=("P07",), facts=MONEY)
def budget_ledger(meeting: Meeting) -> Evidence:
    """Everything committed and paid stands on a line."""
    budget = budget_of(meeting)
    url = reverse("budget:ledger", args=[meeting.slug])
    if budget is None:
        return Evidence(present=False, label=_("费用台账"), url=url)
    loose = len(ledger_of(budget).loose)
    label = _("费用台账：{count} 笔未分摊").format(count=loose) if loose else _("费用台账")
    return Evidence(present=loose == 0, label=label, url=url)


@evidence("budget.report", title=gettext_lazy("发给客户的《预算执行简报》"), steps=("P07",), facts=MONEY)
def budget_report(meeting: Meeting) -> Evidence:
    budget = budget_of(meeting)
    row: BudgetReport | None = last_sent(budget) if budget else None
    url = reverse("budget:reports", args=[meeting.slug])
    if row is None:
        return Evidence(present=False, label=_("预算执行简报"), url=url)
    who = row.sent_by.name if row.sent_by else ""
    label = _("预算执行简报第 {number} 期").format(number=row.number)
    return Evidence(present=True, label=label, url=url, at=row.sent_at, by=who)
