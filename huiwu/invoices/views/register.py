"""The register: list with filters and totals, as workbook and as sheet."""

from __future__ import annotations

import io

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiwu.documents.render.excel import xlsx
from huiwu.documents.render.pdf import pdf
from huiwu.foundation.files import OOXML, send
from huiwu.foundation.permission import can
from huiwu.invoices.documents import register_sheet, register_tables
from huiwu.invoices.forms import AllRegisterFilterForm, RegisterFilterForm
from huiwu.invoices.models import Invoice
from huiwu.invoices.queries import found_invoices, invoices_of, totals_of, visible_invoices
from huiwu.invoices.queries.addresses import url_of
from huiwu.invoices.queries.overview import open_repeats, recent_imports, waiting_contracts
from huiwu.invoices.views.frame import Desk, desk_at
from huiwu.kernel import clock
from huiwu.meetings.queries import meetings_of

PER_PAGE = 50
XLSX = f"{OOXML}spreadsheetml.sheet"


@login_required
@require_safe
def register(request: HttpRequest, slug: str = "") -> HttpResponse:
    desk = desk_at(request, slug, "invoices.view")
    form = _form(request, desk)
    asked = form.asked()
    rows = found_invoices(_rows(desk), asked)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    permission, subject = (
        ("invoices.register", desk.meeting) if desk.meeting else ("invoices.keep_unassigned", desk.org.pk)
    )
    context = desk.context(
        form=form,
        asked=asked,
        page=page,
        rows=[(row, url_of(row)) for row in page.object_list],
        totals=totals_of(rows),
        today=clock.today(desk.meeting.time_zone if desk.meeting else "Asia/Shanghai"),
        query=request.GET.urlencode(),
        may_register=can(desk.actor, permission, subject),
    )
    if (htmx := getattr(request, "htmx", None)) and htmx.target == "list":
        return render(request, "invoices/_list.html", context)
    context |= {
        "repeats": open_repeats(desk.org.pk, desk.meeting),
        "imports": recent_imports(desk.org.pk, desk.meeting),
        "waiting": waiting_contracts(desk.meeting) if desk.meeting and context["may_register"] else [],
        "may_verify": desk.meeting is None or can(desk.actor, "invoices.verify", desk.meeting),
    }
    return render(request, "invoices/register.html", context)


@login_required
@require_safe
def workbook(request: HttpRequest, slug: str = "") -> HttpResponseBase:
    """What the list shows with its filters; numbers as text, amounts as figures."""
    desk = desk_at(request, slug, "invoices.view")
    rows = found_invoices(_rows(desk), _form(request, desk).asked()).prefetch_related("lines", "files")
    made = xlsx(register_tables(rows), made_at=clock.now())
    return send(io.BytesIO(made), name=_("发票登记簿") + ".xlsx", media_type=XLSX)


@login_required
@require_safe
def sheet(request: HttpRequest, slug: str = "") -> HttpResponseBase:
    desk = desk_at(request, slug, "invoices.view")
    rows = found_invoices(_rows(desk), _form(request, desk).asked()).prefetch_related("files")
    today = clock.today(desk.meeting.time_zone if desk.meeting else "Asia/Shanghai")
    made = pdf(register_sheet(desk.org.name, desk.meeting, rows, today), on_missing="mark")
    return send(io.BytesIO(made), name=_("发票登记簿") + ".pdf", media_type="application/pdf")


def _form(request: HttpRequest, desk: Desk) -> RegisterFilterForm:
    if desk.meeting is not None:
        return RegisterFilterForm(request.GET)
    meetings = meetings_of(desk.actor).filter(org=desk.org).order_by("-start_on")
    return AllRegisterFilterForm(request.GET, meetings=list(meetings))


def _rows(desk: Desk) -> QuerySet[Invoice]:
    return invoices_of(desk.meeting) if desk.meeting else visible_invoices(desk.actor, desk.org.pk)
