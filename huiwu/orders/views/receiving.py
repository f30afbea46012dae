"""Acceptance at the door, phone first; and the photos."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import formset_factory
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiwu.foundation.files import send_file
from huiwu.foundation.middleware import sentence_of
from huiwu.kernel.errors import NotFound, Refusal, StaleEdit
from huiwu.orders import forms, queries, services
from huiwu.orders.models import Order, OrderPhoto
from huiwu.orders.views.frame import number, opened, photos_of


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, slug: str, order_id: UUID) -> HttpResponse:
    """Counting: what is still open stands in the fields, so that "all there" is one press."""
    actor, meeting = opened(request, slug, "orders.accept")
    row = queries.order_for(actor, meeting, order_id, "orders.accept")
    lines = list(row.lines.all())
    received = queries.received_by_line(row)
    formset = _counts(request, row, received)
    form = forms.AcceptForm(request.POST or None, initial={"is_final": True})
    context: dict[str, Any] = {
        "meeting": meeting,
        "order": row,
        "rows": list(zip(lines, formset.forms, strict=False)),
        "received": received,
        "formset": formset,
        "form": form,
        "revision": row.revision,
    }
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and formset.is_valid():
            context["revision"] = number(request.POST.get("revision", ""))
            try:
                kept = services.accept_delivery(
                    actor=actor,
                    order_id=row.pk,
                    revision=context["revision"],
                    counts=[count.count() for count in formset.forms if count.cleaned_data.get("line_id")],
                    is_final=form.cleaned_data["is_final"],
                    note=form.cleaned_data["note"],
                    photos=photos_of(request),
                )
            except Refusal as refusal:
                status = refusal.status
                context["refusal"] = sentence_of(refusal)
                if isinstance(refusal, StaleEdit):
                    context["revision"] = refusal.theirs.revision
            else:
                messages.success(request, _("验收已记录。") if kept.is_final else _("已记录这一次收货。"))
                return redirect("orders:order", slug, row.pk)
    return render(request, "orders/accept.html", context, status=status)


def _counts(request: HttpRequest, row: Order, received: dict[UUID, Any]) -> Any:
    start = [
        {"line_id": line.pk, "quantity": max(line.quantity - received.get(line.pk, 0), 0)} for line in row.lines.all()
    ]
    return formset_factory(forms.CountForm, extra=0, max_num=500)(request.POST or None, initial=start, prefix="n")


@require_safe
def photo(request: HttpRequest, slug: str, order_id: UUID, photo_id: UUID, size: str) -> FileResponse:
    _actor, meeting = opened(request, slug)
    rows = OrderPhoto.objects.select_related("picture", "thumbnail")
    row = rows.filter(pk=photo_id, order_id=order_id, order__meeting=meeting).first()
    if row is None or size not in ("small", "large"):
        raise NotFound
    return send_file(row.thumbnail if size == "small" else row.picture, inline=True)
