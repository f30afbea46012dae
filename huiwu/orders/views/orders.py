"""One order: drafted, changed, sent, answered, taken back, cancelled."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.accounts.models import ScopedLink
from huiwu.accounts.services import url_of
from huiwu.contracts.choices import IN_FORCE
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import can
from huiwu.foundation.registry.panels import drawn_panels
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.meetings.views.editing import both_sides, row_forms, rows_in_order
from huiwu.orders import forms, queries, services
from huiwu.orders.choices import AWAITED, CONFIRM, MOVING, OrderState
from huiwu.orders.models import Order
from huiwu.orders.services.receiving import RECEIVABLE
from huiwu.orders.services.sending import CANCELLABLE, RECALLABLE, lacking
from huiwu.orders.views.frame import number, opened, order_file, show_refusal
from huiwu.procurement.queries import selection_for

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])
BLANK_LINES = 3


def _line_forms(meeting: Meeting, data: Any, rows: list[dict[str, Any]]) -> Any:
    functions = [(str(row.pk), f"{row.number} {row.name}") for row in meeting.functions.filter(is_cancelled=False)]
    return row_forms(forms.LineForm, extra=BLANK_LINES)(
        data, initial=rows, prefix="lines", form_kwargs={"functions": functions}
    )


@READ_WRITE
def create(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "orders.edit")
    start = {"supplier": request.GET.get("supplier", ""), "category": request.GET.get("category", "")}
    form = forms.OrderForm(request.POST or None, meeting=meeting, initial=start | _receiver(actor, meeting))
    lines = _line_forms(meeting, request.POST or None, [])
    context: dict[str, Any] = {"meeting": meeting, "form": form, "formset": lines, "order": None}
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        try:
            made = services.draft_order(
                actor=actor,
                meeting=meeting,
                supplier=form.cleaned_data["supplier"],
                values=form.values(),
                lines=[forms.LineForm.values_of(row) for row in rows_in_order(lines)],
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已起草订单 {number}。").format(number=made.number))
            return redirect("orders:order", slug, made.pk)
    return render(request, "orders/edit.html", context, status=_status(request, form, lines))


def _receiver(actor: Actor, meeting: Meeting) -> dict[str, Any]:
    """A new order comes the day before the meeting, to whoever writes it."""
    return {"receiver_name": actor.name, "headcount": meeting.expected_headcount}


def _status(request: HttpRequest, form: Any, lines: Any) -> int:
    return 422 if request.method == "POST" and (form.errors or not lines.is_valid()) else 200


@READ_WRITE
def from_selection(request: HttpRequest, slug: str, selection_id: UUID) -> HttpResponse:
    """The lines are those of the quotation; only delivery and people are asked for."""
    actor, meeting = opened(request, slug, "orders.edit")
    chosen = selection_for(meeting, selection_id)
    if chosen is None:
        raise NotFound
    start = {"title": chosen.rfq.title, "place": chosen.rfq.place} | _receiver(actor, meeting)
    form = forms.SelectionForm(request.POST or None, meeting=meeting, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.draft_order_from_selection(
                actor=actor, meeting=meeting, selection_id=chosen.pk, values=form.values()
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已按选定的报价起草订单 {number}。").format(number=made.number))
            return redirect("orders:order", slug, made.pk)
    context = {"meeting": meeting, "form": form, "selection": chosen}
    return render(request, "orders/from_selection.html", context, status=422 if form.errors else 200)


@require_safe
def show(request: HttpRequest, slug: str, order_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    row = queries.order_for(actor, meeting, order_id)
    return render(request, "orders/order.html", order_context(request, actor, meeting, row))


def order_context(request: HttpRequest, actor: Actor, meeting: Meeting, row: Order, **more: Any) -> dict[str, Any]:
    """Everything the page of an order shows; `more` brings what was typed, or the link just made."""
    may_edit = can(actor, "orders.edit", meeting)
    contract = queries.contract_of(row)
    received = queries.received_by_line(row)
    whole = queries.ordered([row])[0]
    delivery = next((d for d in queries.deliveries(meeting) if d.order.pk == row.pk), None)
    return {
        "meeting": meeting,
        "order": row,
        "whole": whole,
        "lines": [(line, received.get(line.pk)) for line in whole.lines],
        "delivery": delivery,
        "contract": contract,
        "is_unsigned": row.state in MOVING and (contract is None or contract.status not in IN_FORCE),
        "lacks": lacking(row) if row.is_draft else [],
        "replies": row.replies.select_related("noted_by").prefetch_related("photos"),
        "acceptances": row.acceptances.select_related("accepted_by").prefetch_related("lines__line", "photos"),
        "links": ScopedLink.objects.filter(purpose=CONFIRM, subject_id=row.pk).order_by("-created_at")[:20],
        "now": clock.now(),
        "may_edit": may_edit,
        "may_recall": may_edit and row.state in RECALLABLE,
        "may_cancel": may_edit and row.state in CANCELLABLE,
        "may_link": may_edit and row.state in (*AWAITED, OrderState.DELIVERED),
        "may_accept": can(actor, "orders.accept", meeting) and row.state in RECEIVABLE,
        "send_form": forms.SendForm(initial=_first_person(row)),
        "cancel_form": forms.CancelForm(),
        "confirm_form": forms.ConfirmForm(prefix="c", initial={"promised_at": row.deliver_at}),
        "return_form": forms.ReturnForm(prefix="r"),
        "dispatch_form": forms.DispatchForm(prefix="d", initial={"promised_at": row.late_at}),
        "panels": drawn_panels("order", actor, meeting, request, subject=row),
        **more,
    }


def _first_person(row: Order) -> dict[str, str]:
    contact = row.supplier.contacts.first()
    return {"person": contact.name, "recipient": contact.email or contact.phone} if contact else {}


@READ_WRITE
def edit(request: HttpRequest, slug: str, order_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "orders.edit")
    row = queries.order_for(actor, meeting, order_id, "orders.edit")
    start = forms.OrderForm.initial_of(row) | {"space": row.space_id, "contract": row.contract_id}
    form = forms.OrderForm(request.POST or None, meeting=meeting, order=row, initial=start)
    kept = [forms.LineForm.initial_of(line) for line in row.lines.all()]
    lines = _line_forms(meeting, request.POST or None, kept)
    context: dict[str, Any] = {"meeting": meeting, "form": form, "formset": lines, "order": row}
    context["revision"] = row.revision
    status = _status(request, form, lines)
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        context["revision"] = number(request.POST.get("revision", ""))
        try:
            services.revise_order(
                actor=actor,
                order_id=row.pk,
                revision=context["revision"],
                values=form.values(),
                lines=[forms.LineForm.values_of(clean) for clean in rows_in_order(lines)],
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
            status = 422
        except StaleEdit as stale:
            theirs = forms.OrderForm.initial_of(stale.theirs)
            context |= {
                "stale": sentence_of(stale),
                "sides": both_sides(form, {name: theirs[name] for name in form.fields if name in theirs}),
                "theirs": [f"{n.item} {n.quantity.normalize():f}{n.unit}" for n in stale.theirs.lines.all()],
                "revision": stale.theirs.revision,
            }
            status = 409
        else:
            messages.success(request, _("已保存。"))
            return redirect("orders:order", slug, row.pk)
    return render(request, "orders/edit.html", context, status=status)


@require_POST
def send(request: HttpRequest, slug: str, order_id: UUID) -> HttpResponse:
    """The link is shown once, on the page that answers."""
    actor, meeting = opened(request, slug, "orders.edit")
    form = forms.SendForm(request.POST)
    if not form.is_valid():
        return _again(request, actor, meeting, order_id, 422, send_form=form)
    try:
        _row, token = services.send_order(
            actor=actor, order_id=order_id, revision=number(request.POST.get("revision", "")), **form.cleaned_data
        )
    except Refusal as refusal:
        return _again(request, actor, meeting, order_id, refusal.status, send_form=form, refusal=sentence_of(refusal))
    return _with_link(request, actor, meeting, order_id, token)


@require_POST
def one_more_link(request: HttpRequest, slug: str, order_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "orders.edit")
    form = forms.SendForm(request.POST)
    if not form.is_valid():
        return _again(request, actor, meeting, order_id, 422, send_form=form)
    token = services.make_order_link(actor=actor, order_id=order_id, **form.cleaned_data)
    return _with_link(request, actor, meeting, order_id, token)


def _with_link(request: HttpRequest, actor: Actor, meeting: Meeting, order_id: UUID, token: str) -> HttpResponse:
    url = url_of(reverse("orders:link", args=[token]))
    return _again(request, actor, meeting, order_id, 200, new_link=url)


def _again(
    request: HttpRequest, actor: Actor, meeting: Meeting, order_id: UUID, status: int, **more: Any
) -> HttpResponse:
    row = queries.order_for(actor, meeting, order_id)
    context = order_context(request, actor, meeting, row, **more)
    return render(request, "orders/order.html", context, status=status)


@require_POST
def revoke(request: HttpRequest, slug: str, order_id: UUID, link_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "orders.edit")
    row = queries.order_for(actor, meeting, order_id, "orders.edit")
    services.revoke_order_link(actor=actor, order_id=row.pk, link_id=link_id)
    messages.success(request, _("链接已停用。"))
    return redirect("orders:order", slug, row.pk)


@require_POST
def recall(request: HttpRequest, slug: str, order_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "orders.edit")
    row = queries.order_for(actor, meeting, order_id, "orders.edit")
    services.recall_order(actor=actor, order_id=row.pk, revision=number(request.POST.get("revision", "")))
    messages.success(request, _("已收回为草稿，原来的链接已停用。改好后请重新发出。"))
    return redirect("orders:order", slug, row.pk)


@require_POST
def cancel(request: HttpRequest, slug: str, order_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "orders.edit")
    row = queries.order_for(actor, meeting, order_id, "orders.edit")
    services.cancel_order(
        actor=actor,
        order_id=row.pk,
        revision=number(request.POST.get("revision", "")),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("已取消订单。"))
    return redirect("orders:order", slug, row.pk)


@require_POST
def reply(request: HttpRequest, slug: str, order_id: UUID, kind: str) -> HttpResponse:
    """What the supplier said on the telephone, noted by us."""
    actor, meeting = opened(request, slug, "orders.edit")
    row = queries.order_for(actor, meeting, order_id, "orders.edit")
    if kind == "production":
        services.begin_production(
            actor=actor, order_id=row.pk, person_name=request.POST.get("person_name", "") or actor.name
        )
    else:
        form, name = _reply_form(request, kind)
        if not form.is_valid():
            return _again(request, actor, meeting, row.pk, 422, **{name: form})
        _note(actor, row, number(request.POST.get("revision", "")), kind, form.cleaned_data)
    messages.success(request, _("已记录供应商的答复。"))
    return redirect("orders:order", slug, row.pk)


def _reply_form(request: HttpRequest, kind: str) -> tuple[Any, str]:
    shapes: dict[str, tuple[Any, str, str]] = {
        "confirm": (forms.ConfirmForm, "c", "confirm_form"),
        "return": (forms.ReturnForm, "r", "return_form"),
        "dispatch": (forms.DispatchForm, "d", "dispatch_form"),
    }
    if kind not in shapes:
        raise NotFound
    shape, prefix, name = shapes[kind]
    return shape(request.POST, prefix=prefix), name


def _note(actor: Actor, row: Order, revision: int, kind: str, clean: dict[str, Any]) -> None:
    if kind == "confirm":
        services.confirm_order(actor=actor, order_id=row.pk, seen_revision=revision, **clean)
    elif kind == "return":
        services.return_order(actor=actor, order_id=row.pk, seen_revision=revision, **clean)
    else:
        services.arrange_dispatch(actor=actor, order_id=row.pk, **clean)


@require_safe
def file(request: HttpRequest, slug: str, order_id: UUID, form: str) -> FileResponse:
    actor, meeting = opened(request, slug)
    return order_file(queries.order_for(actor, meeting, order_id), form)
