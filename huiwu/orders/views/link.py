"""The supplier's page, opened by a link on a phone: read, confirm or return, say who delivers, report delivery."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiwu.accounts.services import open_link
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import address_of
from huiwu.kernel.errors import InvalidInput, Refusal
from huiwu.orders import forms, queries, services
from huiwu.orders.choices import CONFIRM, OrderState
from huiwu.orders.errors import NoSuchOrder
from huiwu.orders.models import Order
from huiwu.orders.views.frame import number, order_file, photos_of, show_refusal


def opened(request: HttpRequest, token: str) -> tuple[Actor, Order]:
    """The holder of the link as the actor, and the order it opens. Raises LinkUnusable, NoSuchOrder."""
    where = address_of(request)
    link = open_link(token=token, purpose=CONFIRM, address=where)
    actor = Actor.of_link(link, address=where, agent=request.headers.get("User-Agent", "")[:300])
    request._actor = actor  # type: ignore[attr-defined]  # what `actor_of` keeps for the length of the request
    row = (
        Order.objects.select_related("meeting__org", "supplier", "contract", "space").filter(pk=link.subject_id).first()
        if link.subject_id
        else None
    )
    if row is None:
        raise NoSuchOrder
    return actor, row


@never_cache
@require_safe
def read(request: HttpRequest, token: str) -> HttpResponse:
    actor, row = opened(request, token)
    return _page(request, token, actor, row)


@never_cache
@require_safe
def file(request: HttpRequest, token: str, form: str) -> FileResponse:
    _actor, row = opened(request, token)
    return order_file(row, form)


def _page(request: HttpRequest, token: str, actor: Actor, row: Order, status: int = 200, **more: Any) -> HttpResponse:
    name = {"person_name": actor.name}
    context = {
        "sender": row.meeting.org.name,
        "token": token,
        "order": row,
        "meeting": row.meeting,
        "whole": queries.ordered([row])[0],
        "replies": row.replies.all(),
        "expires_at": actor.link.expires_at,
        "may_confirm": row.state == OrderState.SENT,
        "may_deliver": row.state in (OrderState.CONFIRMED, OrderState.IN_PRODUCTION),
        "confirm_form": forms.ConfirmForm(initial=name | {"promised_at": row.deliver_at}),
        "return_form": forms.ReturnForm(initial=name),
        "dispatch_form": forms.DispatchForm(initial=name | _dispatch(row)),
        "delivered_form": forms.DeliveredForm(initial=name),
        **more,
    }
    return render(request, "orders/link.html", context, status=status)


def _dispatch(row: Order) -> dict[str, Any]:
    return {
        "driver_name": row.driver_name,
        "driver_phone": row.driver_phone,
        "plates": row.plates,
        "promised_at": row.late_at,
    }


def _answer(request: HttpRequest, token: str, form: Any, name: str, verb: Any, **known: Any) -> HttpResponse:
    """Say it; refused, the page again with the sentence and everything typed."""
    actor, row = opened(request, token)
    if not form.is_valid():
        return _page(request, token, actor, row, status=422, **{name: form})
    try:
        verb(actor=actor, order_id=row.pk, **form.cleaned_data, **known)
    except Refusal as refusal:
        row.refresh_from_db()
        if isinstance(refusal, InvalidInput):
            show_refusal(form, refusal)
        return _page(request, token, actor, row, status=refusal.status, refusal=sentence_of(refusal), **{name: form})
    return redirect("orders:link", token=token)


@never_cache
@require_POST
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    seen = number(request.POST.get("seen_revision", ""))
    form = forms.ConfirmForm(request.POST)
    return _answer(request, token, form, "confirm_form", services.confirm_order, seen_revision=seen)


@never_cache
@require_POST
def send_back(request: HttpRequest, token: str) -> HttpResponse:
    seen = number(request.POST.get("seen_revision", ""))
    form = forms.ReturnForm(request.POST)
    return _answer(request, token, form, "return_form", services.return_order, seen_revision=seen)


@never_cache
@require_POST
def production(request: HttpRequest, token: str) -> HttpResponse:
    form = forms.DeliveredForm(request.POST)
    return _answer(request, token, form, "production_form", services.begin_production)


@never_cache
@require_POST
def dispatch(request: HttpRequest, token: str) -> HttpResponse:
    form = forms.DispatchForm(request.POST)
    return _answer(request, token, form, "dispatch_form", services.arrange_dispatch)


@never_cache
@require_POST
def delivered(request: HttpRequest, token: str) -> HttpResponse:
    form = forms.DeliveredForm(request.POST)
    return _answer(request, token, form, "delivered_form", services.report_delivery, photos=photos_of(request))
