"""Payments of all meetings on one page, for finance and for who approves."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiwu.documents.blocks import NamedTable
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.meetings.queries import home_organisation
from huiwu.payments.queries import cash_calendar, open_items
from huiwu.payments.queries.across import meetings_with_money, requests_to_pay, requests_waiting_for
from huiwu.payments.queries.dues import age_rows
from huiwu.payments.sheets import ageing_sheet, ageing_table, items_table
from huiwu.payments.views.registers import as_excel, as_pdf


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "payments.view_all", home_organisation(actor).pk)
    meetings, today = meetings_with_money(actor), clock.today()
    items = open_items(meetings)
    context = {
        "waiting": requests_waiting_for(actor, meetings),
        "to_pay": requests_to_pay(meetings),
        "totals": age_rows(items, today),
        "ages": age_rows(items, today, by_meeting=True),
        "late": [(item, item.days_late(today)) for item in items if item.due_on and item.due_on < today],
        "periods": cash_calendar(items, today),
    }
    return render(request, "payments/across.html", context)


@login_required
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Ageing and open items of all meetings: excel or pdf."""
    actor = actor_of(request)
    org = home_organisation(actor)
    require(actor, "payments.view_all", org.pk)
    today = clock.today()
    items = open_items(meetings_with_money(actor))
    rows, name = age_rows(items, today, by_meeting=True), _("应收应付账龄表")
    if form == "excel":
        tables = [NamedTable(_("账龄"), ageing_table(rows)), NamedTable(_("应收应付"), items_table(items, today))]
        return as_excel(tables, name)
    if form == "pdf":
        return as_pdf(ageing_sheet(org.name, rows, items, today), name)
    raise NotFound
