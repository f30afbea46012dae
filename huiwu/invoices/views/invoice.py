"""One invoice: what it says and who said so, what is wrong, its originals, and what may be done with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiwu.foundation.files import send_file
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import can
from huiwu.invoices import services
from huiwu.invoices.choices import InvoiceState
from huiwu.invoices.errors import InvoiceRepeated
from huiwu.invoices.forms import InvoiceForm, ReasonForm, ReimburseForm, ReverseForm, VerifyForm
from huiwu.invoices.models import Invoice
from huiwu.invoices.queries.addresses import url_of
from huiwu.invoices.queries.issues import issue_lines
from huiwu.invoices.queries.sides import field_rows, next_stages
from huiwu.invoices.views.frame import Desk, invoice_at, show_refusal
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def show(request: HttpRequest, invoice_id: UUID, slug: str = "") -> HttpResponse:
    desk, row = invoice_at(request, slug, invoice_id)
    return page(request, desk, row)


def page(request: HttpRequest, desk: Desk, row: Invoice, *, status: int = 200, **more: Any) -> HttpResponse:
    """The invoice's page; `more` brings a form that was refused."""
    may = _may(desk, row)
    files = list(row.files.select_related("stored", "added_by"))
    context = desk.context(
        invoice=row,
        issues=issue_lines(row),
        fields=field_rows(row, files),
        lines=list(row.lines.all()),
        files=files,
        stages=next_stages(row),
        reversals=[(red, url_of(red)) for red in row.reversals.select_related("meeting")],
        reverses=(row.reverses, url_of(row.reverses)) if row.reverses else None,
        verify_form=VerifyForm(initial={"revision": row.revision}),
        reimburse_form=ReimburseForm(initial={"on": clock.today()}),
        return_form=ReasonForm(),
        reverse_form=ReverseForm(),
        urls={name: desk.url(name, row.pk) for name in ACTIONS},
        **may,
    )
    return render(request, "invoices/invoice.html", context | more, status=status)


ACTIONS = ("edit", "assign", "verify", "withdraw", "reimburse", "return", "reverse", "drop", "add_file")


def _may(desk: Desk, row: Invoice) -> dict[str, bool]:
    """Which actions the page offers: by state, and by what the person may."""
    keeps = desk.meeting is None
    may_register = keeps or can(desk.actor, "invoices.register", desk.meeting)
    may_verify = keeps or can(desk.actor, "invoices.verify", desk.meeting)
    received, verified = row.state == InvoiceState.RECEIVED, row.state == InvoiceState.VERIFIED
    return {
        "may_edit": may_register and received,
        "may_assign": may_register and row.state != InvoiceState.EXPECTED,
        "may_add_file": may_register and row.state not in (InvoiceState.EXPECTED, InvoiceState.RETURNED),
        "may_drop": may_register and row.state == InvoiceState.EXPECTED,
        "may_verify": may_verify and received,
        "may_return": may_verify and received,
        "may_withdraw": may_verify and verified,
        "may_reimburse": may_verify and verified,
        "may_reverse": may_verify and row.is_red and row.reverses_id is None and (received or verified),
    }


@login_required
@READ_WRITE
def edit(request: HttpRequest, invoice_id: UUID, slug: str = "") -> HttpResponse:
    """Correct what was read or typed; what the XML says stays beside it."""
    desk, row = invoice_at(request, slug, invoice_id, "invoices.register")
    form = InvoiceForm(request.POST or None, initial=InvoiceForm.initial_of(row))
    form.fields["direction"].disabled = True
    revision = request.POST.get("revision", str(row.revision))
    context = desk.context(form=form, invoice=row, revision=revision, back_url=url_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_invoice(
                actor=desk.actor, invoice_id=row.pk, revision=int(revision) if revision.isdigit() else 0,
                values=form.said(), note=row.note,
            )  # fmt: skip
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except StaleEdit as stale:
            context |= {"stale": sentence_of(stale), "theirs": _differences(form, stale.theirs)}
            context["revision"] = stale.theirs.revision
        except InvoiceRepeated as told:
            context["refusal"] = sentence_of(told)
        else:
            messages.success(request, _("已更正。"))
            return desk.back("invoice", row.pk)
    status = 409 if {"stale", "refusal"} & set(context) else 422 if form.errors else 200
    return render(request, "invoices/edit.html", context, status=status)


def _differences(form: InvoiceForm, theirs: Invoice) -> list[tuple[str, Any, Any]]:
    """(label, typed, kept by now) wherever they differ."""
    other = InvoiceForm(initial=InvoiceForm.initial_of(theirs))
    rows = [(str(field.label), field.value() or "", other[field.name].value() or "") for field in form]
    return [row for row in rows if str(row[1]) != str(row[2])]


@login_required
@require_safe
def file(request: HttpRequest, invoice_id: UUID, invoice_file_id: UUID, slug: str = "") -> HttpResponseBase:
    """An original as it arrived, byte by byte."""
    _desk, row = invoice_at(request, slug, invoice_id)
    found = row.files.select_related("stored").filter(pk=invoice_file_id).first()
    if found is None:
        raise NotFound
    return send_file(found.stored, inline="show" in request.GET)
