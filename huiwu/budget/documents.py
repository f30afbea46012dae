"""《预算表》 and 《预算执行简报》 as kinds of document."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy

from huiwu.budget.choices import BUDGET, REPORT
from huiwu.budget.sheets import budget as budget_sheet
from huiwu.budget.sheets import report as report_sheet
from huiwu.documents.kinds import MEETING_FACTS, DocumentKind, register

register(
    DocumentKind(
        code=BUDGET,
        title=gettext_lazy("预算表"),
        prefix="YS",
        signer="client",
        view="budget.view",
        edit="budget.edit",
        sign_off="budget.invite",
        sheet=budget_sheet.sheet,
        url=lambda document: reverse("budget:budget", args=[document.meeting.slug]),
        differences=budget_sheet.differences,
        missing=budget_sheet.missing,
        changes=budget_sheet.changes,
        fields=budget_sheet.fields,
        rests_on=(*MEETING_FACTS, "brief.headcount", "brief.budget_total", "event_plan.budget", "function."),
        owner_role="finance",
    )
)
register(
    DocumentKind(
        code=REPORT,
        title=gettext_lazy("预算执行简报"),
        prefix="YJ",
        signer="client",
        view="budget.view",
        edit="budget.report",
        sign_off="budget.report",
        sheet=report_sheet.sheet,
        url=lambda document: reverse("budget:reports", args=[document.meeting.slug]),
        fields=report_sheet.fields,
        rests_on=(),
        owner_role="finance",
    )
)
