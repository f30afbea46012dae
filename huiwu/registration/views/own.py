"""What people do with their registration by their own link: change it, cancel it, answer an offer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiwu.attendees.services import open_own
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import address_of
from huiwu.kernel.errors import InvalidInput, Refusal
from huiwu.privacy.queries.consents import published_notice, standing_consents
from huiwu.registration.errors import NoSuchRegistration
from huiwu.registration.forms import AnswersForm, InvoiceForm
from huiwu.registration.models import Registration
from huiwu.registration.queries.forms import schema_at
from huiwu.registration.queries.registrations import raw_answers, standing_of
from huiwu.registration.services import answer_offer, cancel_registration, change_registration
from huiwu.registration.views.frame import consent_rows, language_of, notice_text, number, sessions_in


def _own(request: HttpRequest, token: str) -> tuple[Actor, Registration]:
    actor, attendee = open_own(
        token=token, address=address_of(request), agent=request.headers.get("User-Agent", "")[:300]
    )
    row = standing_of(attendee)
    if row is None:
        raise NoSuchRegistration
    return actor, row


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, token: str) -> HttpResponse:
    actor, row = _own(request, token)
    refusal: Refusal | None = None
    if request.method == "POST" and "draft" not in request.GET and "draft" not in request.POST:
        form = AnswersForm(schema_at(row.form_version_id), row.category.code, language=language_of(), data=request.POST)
        invoice = InvoiceForm(request.POST)
        try:
            change_registration(
                actor=actor,
                registration_id=row.pk,
                revision=number(request.POST.get("revision", "")),
                answers=form.raw(),
                consents=tuple(request.POST.getlist("consents")),
                invoice_wish=invoice.wish() if row.fee_cents and invoice.is_valid() else None,
            )
        except Refusal as found:
            refusal = found
        else:
            messages.success(request, _("已保存。"))
            return redirect("attendees:own", token=token)
    return render(
        request,
        "registration/own_edit.html",
        own_context(request, row, refusal) | {"token": token},
        status=refusal.status if refusal else 200,
    )


def own_context(request: HttpRequest, row: Registration, refusal: Refusal | None) -> dict[str, Any]:
    """The form filled with what is kept, or with what was typed."""
    schema, meeting = schema_at(row.form_version_id), row.meeting
    posted = request.POST if request.method == "POST" else None
    given = set(standing_consents(meeting, row.attendee_id))
    form = AnswersForm(
        schema,
        row.category.code,
        language=language_of(),
        data=posted,
        initial=_initial(row),
        sessions=sessions_in(meeting, schema),
    )
    loose: list[str] = []
    if isinstance(refusal, InvalidInput):
        loose = form.refuse(refusal.fields)
    elif refusal is not None:
        loose = [sentence_of(refusal)]
    wish = {f"invoice_{name}": value for name, value in row.invoice_wish.items()}
    return {
        "meeting": meeting,
        "sender": meeting.org.name,
        "registration": row,
        "form": form,
        "invoice": InvoiceForm(posted) if posted else InvoiceForm(initial=wish),
        "category": row.category,
        "consents": [each for each in consent_rows(meeting, schema, given) if not each["is_given"]],
        "notice": notice_text(published_notice(meeting)),
        "loose": loose,
        "has_errors": refusal is not None,
        "revision": posted.get("revision", row.revision) if posted else row.revision,
    }


def _initial(row: Registration) -> dict[str, Any]:
    found = {
        key: ("yes" if value else "no") if isinstance(value, bool) else value for key, value in raw_answers(row).items()
    }
    return found | {"mobile": row.attendee.spoken_mobile}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    actor, row = _own(request, token)
    if request.method == "POST":
        cancel_registration(actor=actor, registration_id=row.pk, reason=request.POST.get("reason", "")[:300])
        messages.success(request, _("报名已取消，名额已释放。"))
        return redirect("attendees:own", token=token)
    context = {"sender": row.meeting.org.name, "registration": row, "meeting": row.meeting, "token": token}
    return render(request, "registration/own_cancel.html", context)


@never_cache
@require_POST
def offer(request: HttpRequest, token: str) -> HttpResponse:
    actor, row = _own(request, token)
    accepts = request.POST.get("answer") == "accept"
    answer_offer(actor=actor, registration_id=row.pk, accepts=accepts)
    messages.success(request, _("已确认，欢迎参会。") if accepts else _("已放弃名额。"))
    return redirect("attendees:own", token=token)
