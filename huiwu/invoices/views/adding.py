"""Invoices arrive: files, scanned codes, pictures, by hand; and those that are expected."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiwu.foundation.middleware import sentence_of
from huiwu.invoices import services
from huiwu.invoices.choices import Direction
from huiwu.invoices.errors import InvoiceRepeated
from huiwu.invoices.forms import ExpectForm, InvoiceForm, QrForm, TakeForm
from huiwu.invoices.models import Invoice
from huiwu.invoices.queries.addresses import url_of
from huiwu.invoices.queries.titles import default_title
from huiwu.invoices.reading.detect import kind_of_file
from huiwu.invoices.services import Arrival
from huiwu.invoices.services.importing import Upload
from huiwu.invoices.views.frame import Desk, desk_at, show_refusal
from huiwu.kernel.errors import InvalidInput, Refusal

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@READ_WRITE
def add(request: HttpRequest, slug: str = "") -> HttpResponse:
    """One file is read at once; several, or a zip, in the background."""
    desk = desk_at(request, slug, "invoices.register")
    form = TakeForm(request.POST or None)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            return _taken(request, desk, form.cleaned_data["direction"])
        except Refusal as told:
            refusal = told
    return _page(request, desk, form=form, refusal=refusal)


def _taken(request: HttpRequest, desk: Desk, direction: str) -> HttpResponse:
    files = request.FILES.getlist("files")
    if len(files) == 1 and not _is_package(files[0]):
        content = files[0].read()
        arrival = services.take_file(
            actor=desk.actor, org_id=desk.org.pk, meeting=desk.meeting, name=files[0].name or "", content=content,
            direction=direction,
        )  # fmt: skip
        return _arrived(request, arrival)
    batch = services.ask_for_import(
        actor=desk.actor,
        org_id=desk.org.pk,
        meeting=desk.meeting,
        uploads=[Upload(file.name or _("文件"), file) for file in files],
        direction=direction,
    )
    return desk.back("import", batch.pk)


def _is_package(file: Any) -> bool:
    """A zip that is no OFD: that one names its OFD.xml among the first bytes of its list."""
    start = file.read(4)
    file.seek(0)
    if kind_of_file(start) != "ofd":
        return False
    ending = file.name or ""
    return not ending.lower().endswith(".ofd")


def _arrived(request: HttpRequest, arrival: Arrival) -> HttpResponse:
    said = {
        "taken": _("已登记。"),
        "joined": _("这张发票已经登记过，内容已并入并逐项核对。"),
        "known": _("这个文件已经在登记簿里，没有重复保存。"),
    }
    messages.success(request, said[arrival.how])
    return redirect(url_of(arrival.invoice))


def _page(request: HttpRequest, desk: Desk, **more: Any) -> HttpResponse:
    context = desk.context(
        form=more.get("form") or TakeForm(),
        code_form=more.get("code_form") or QrForm(),
        title=default_title(desk.org.pk),
    )
    refusal = more.get("refusal")
    if refusal is not None:
        context |= {"refusal": sentence_of(refusal), "first": _first_of(refusal)}
    return render(request, "invoices/add.html", context, status=refusal.status if refusal else 200)


def _first_of(refusal: Refusal) -> str:
    """The address of the invoice that was there first."""
    if not isinstance(refusal, InvoiceRepeated):
        return ""
    first = Invoice.objects.select_related("meeting").filter(pk=refusal.params["invoice_id"]).first()
    return url_of(first) if first else ""


@login_required
@require_POST
def code(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The text of a QR code, from a scanner, a camera or typed; stored as it was read."""
    desk = desk_at(request, slug, "invoices.register")
    form = QrForm(request.POST)
    refusal: Refusal | None = None
    if form.is_valid():
        direction = request.POST.get("direction", Direction.IN)
        try:
            arrival = services.take_text(
                actor=desk.actor, org_id=desk.org.pk, meeting=desk.meeting, text=form.cleaned_data["text"],
                direction=direction if direction in Direction.values else Direction.IN,
            )  # fmt: skip
        except Refusal as told:
            refusal = told
        else:
            return _arrived(request, arrival)
    return _page(request, desk, code_form=form, refusal=refusal)


@login_required
@require_POST
def picture(request: HttpRequest, slug: str = "") -> HttpResponse:
    """A photo of the invoice: the way of a phone without camera script. Read as any other file."""
    desk = desk_at(request, slug, "invoices.register")
    file = request.FILES.get("picture")
    if file is None:
        return desk.back("add")
    try:
        arrival = services.take_file(
            actor=desk.actor, org_id=desk.org.pk, meeting=desk.meeting, name=file.name or "", content=file.read()
        )
    except Refusal as told:
        return _page(request, desk, refusal=told)
    return _arrived(request, arrival)


@login_required
@READ_WRITE
def new(request: HttpRequest, slug: str = "") -> HttpResponse:
    desk = desk_at(request, slug, "invoices.register")
    form = InvoiceForm(request.POST or None, initial=_start(desk))
    context = desk.context(form=form, invoice=None)
    if request.method == "POST" and form.is_valid():
        try:
            arrival = services.take_typed(
                actor=desk.actor, org_id=desk.org.pk, meeting=desk.meeting, values=form.said(),
                direction=form.cleaned_data["direction"],
            )  # fmt: skip
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except InvoiceRepeated as told:
            context |= {"refusal": sentence_of(told), "first": _first_of(told)}
        else:
            return _arrived(request, arrival)
    status = 409 if "refusal" in context else 422 if form.errors else 200
    return render(request, "invoices/edit.html", context, status=status)


def _start(desk: Desk) -> dict[str, Any]:
    title = default_title(desk.org.pk)
    return {"buyer_name": title.name, "buyer_tax_id": title.tax_id} if title else {}


@login_required
@READ_WRITE
def expect(request: HttpRequest, slug: str) -> HttpResponse:
    desk = desk_at(request, slug, "invoices.register")
    form = ExpectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assert desk.meeting is not None
        try:
            services.expect_invoice(actor=desk.actor, meeting=desk.meeting, **form.cleaned_data)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已登记为待收。"))
            return desk.back()
    return render(request, "invoices/expect.html", desk.context(form=form), status=422 if form.errors else 200)


@login_required
@require_POST
def expect_contract(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    """One expectation for each payment of the contract that has none."""
    desk = desk_at(request, slug, "invoices.register")
    made = services.expect_from_contract(actor=desk.actor, contract_id=contract_id)
    messages.success(request, _("已按合同登记 {count} 张待收发票。").format(count=len(made)))
    return desk.back()
