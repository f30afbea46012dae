"""Change orders: open one for a frozen document, revise, apply, withdraw."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.documents import forms, queries, services
from huiwu.documents.choices import ChangeOrderStatus
from huiwu.documents.kinds import kind_of
from huiwu.documents.models import ChangeOrder
from huiwu.documents.services.change_orders import change_order_for
from huiwu.documents.views.register import document_at
from huiwu.documents.views.versions import blame
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can, require
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.queries import meeting_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str, document_id: UUID) -> HttpResponse:
    found, actor = document_at(request, slug, document_id), actor_of(request)
    require(actor, "documents.change", found.meeting)
    form = forms.ChangeOrderForm(request.POST or None, fields=list(kind_of(found.kind).fields(found.draft)))
    if request.method == "POST" and form.is_valid():
        try:
            order = services.open_change_order(actor=actor, document_id=found.pk, **form.terms())
        except InvalidInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("变更单已开好，请发给客户确认。"))
            return redirect(order.url)
    context = {"meeting": found.meeting, "document": found, "form": form, "back_url": found.url}
    return render(request, "documents/order_form.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def show(request: HttpRequest, slug: str, order_id: UUID) -> HttpResponse:
    order = order_at(request, slug, order_id)
    actor, sheet = actor_of(request), order.sheet
    if sheet is None:
        raise NotFound
    sheet.meeting = order.document.meeting
    current = queries.current_version(sheet) or queries.versions(sheet).first()
    if current is not None:
        current.document = sheet
    context = {
        "meeting": order.document.meeting,
        "order": order,
        "document": order.document,
        "sheet_document": sheet,
        "current": current,
        "sheet": queries.sheet_of(current) if current else None,
        "items": list(order.impact_items.select_related("confirmed_by")),
        "may_change": can(actor, "documents.change", order.document.meeting),
        "may_apply": can(actor, kind_of(order.document.kind).edit, order.document.meeting),
        "edit_url": kind_of(order.document.kind).url(order.document),
        "can_revise": order.status in (ChangeOrderStatus.REVIEW, ChangeOrderStatus.RETURNED),
        "can_withdraw": order.status
        in (ChangeOrderStatus.REVIEW, ChangeOrderStatus.RETURNED, ChangeOrderStatus.SIGNED),
    }
    return render(request, "documents/order.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, slug: str, order_id: UUID) -> HttpResponse:
    """New terms; a stale form keeps what was typed."""
    order = order_at(request, slug, order_id)
    require(actor_of(request), "documents.change", order.document.meeting)
    if order.sheet is None:
        raise NotFound
    initial = forms.ChangeOrderForm.initial_of(order)
    form = forms.ChangeOrderForm(request.POST or None, initial=initial)
    revision, is_stale = order.sheet.revision, False
    if request.method == "POST":
        asked = request.POST.get("revision", "")
        revision = int(asked) if asked.isascii() and asked.isdigit() else 0
    if request.method == "POST" and form.is_valid():
        try:
            services.revise_change_order(
                actor=actor_of(request), change_order_id=order.pk, revision=revision, **form.terms()
            )
        except InvalidInput as refusal:
            blame(form, refusal)
        except StaleEdit as refusal:
            blame(form, refusal)
            is_stale = True
            order.refresh_from_db()
            order.sheet.refresh_from_db()
            revision = order.sheet.revision
        else:
            messages.success(request, _("变更单已改，请把新版本发给客户确认。"))
            return redirect(order.url)
    context = {
        "meeting": order.document.meeting,
        "document": order.document,
        "order": order,
        "form": form,
        "revision": revision,
        "back_url": order.url,
        "theirs": order if is_stale else None,
    }
    status = 409 if is_stale else 422 if form.errors else 200
    return render(request, "documents/order_form.html", context, status=status)


@login_required
@require_POST
def apply(request: HttpRequest, slug: str, order_id: UUID) -> HttpResponse:
    order = order_at(request, slug, order_id)
    services.apply_change_order(actor=actor_of(request), change_order_id=order.pk)
    messages.success(request, _("单据已按变更单打开，修改后请再送审；新版本确认后，旧版本作废。"))
    return redirect(order.url)


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str, order_id: UUID) -> HttpResponse:
    order = order_at(request, slug, order_id)
    services.withdraw_change_order(actor=actor_of(request), change_order_id=order.pk)
    messages.success(request, _("变更单已撤销。"))
    return redirect(order.url)


def order_at(request: HttpRequest, slug: str, order_id: UUID) -> ChangeOrder:
    """The change order of this address, for this person."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "documents.view")
    order = change_order_for(actor, order_id)
    if order.document.meeting_id != meeting.pk:
        raise NotFound
    return order
