"""Who registered: the list, one person, and what the team decides about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.attendees.services import personal_link
from huiwu.foundation.fields import offer
from huiwu.foundation.middleware import sentence_of
from huiwu.kernel.errors import InvalidInput, Refusal
from huiwu.registration import services
from huiwu.registration.choices import MARKS, PaymentState, State
from huiwu.registration.forms import AnswersForm, FeeForm, FilterForm, ReasonForm
from huiwu.registration.queries import registrations as queries
from huiwu.registration.queries.forms import categories_of, category_for, published_form, schema_at
from huiwu.registration.services import Submission
from huiwu.registration.views.frame import consent_rows, key_of, language_of, number, opened, sessions_in, show_refusal
from huiwu.registration.views.own import own_context

PER_PAGE = 50


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The list, filtered by its address."""
    _actor, meeting = opened(request, slug)
    get = request.GET
    form = FilterForm(get)
    everything = [("", _("全部"))]
    offer(form, "state", [*everything, ("waiting", _("候补（含待答复）")), *State.choices])
    offer(form, "category", [*everything, *((row.code, row.name) for row in categories_of(meeting))])
    offer(form, "payment", [*everything, *PaymentState.choices])
    wanted = queries.Wanted(
        get.get("q", "")[:80], get.get("state", ""), get.get("category", ""), get.get("payment", "")
    )
    page = Paginator(queries.registrations_of(meeting, wanted), PER_PAGE).get_page(get.get("page"))
    rows = [{"row": row, "mark": MARKS[State(row.state)]} for row in page]
    context = {"meeting": meeting, "form": form, "page": page, "rows": rows}
    template = "registration/_list.html" if getattr(request, "htmx", False) else "registration/people.html"
    return render(request, template, context)


@login_required
@require_safe
def show(request: HttpRequest, slug: str, registration_id: UUID) -> HttpResponse:
    return _page(request, slug, registration_id)


def _page(request: HttpRequest, slug: str, registration_id: UUID, status: int = 200, **more: Any) -> HttpResponse:
    actor, meeting = opened(request, slug)
    row = queries.registration_for(actor, meeting, registration_id)
    context = {
        "meeting": meeting,
        "registration": row,
        "mark": MARKS[State(row.state)],
        "answers": queries.answer_lines(row),
        "sessions": queries.sessions_of(row) if row.functions else [],
        "offers": row.offers.all(),
        "payments": row.payments.select_related("confirmed_by"),
        "fee_form": FeeForm(initial={"amount": row.fee_cents}),
        "reason_form": ReasonForm(),
        "turn": queries.turn_of(row) if row.state == State.WAITLISTED else 0,
    }
    return render(request, "registration/registration.html", context | more, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """The team registers somebody (a call, a letter), after the form was closed too."""
    actor, meeting = opened(request, slug, "registration.decide")
    version = published_form(meeting)
    rows = categories_of(meeting)
    posted = request.POST if request.method == "POST" else None
    code = (posted or request.GET).get("category", "") or (rows[0].code if rows else "")
    category = category_for(meeting, code)
    schema = schema_at(version.pk)
    form = AnswersForm(
        schema, category.code, language=language_of(), data=posted, sessions=sessions_in(meeting, schema)
    )
    loose: list[str] = []
    status = 200
    if posted and "draft" not in request.GET and "draft" not in posted:
        sent = Submission(
            category=category.code,
            answers=form.raw(),
            consents=tuple(posted.getlist("consents")),
            came_by="team",
            submission_key=key_of(posted.get("submission_key", "")),
            entry_code=posted.get("entry_code", ""),
        )
        try:
            made = services.submit_registration(actor=actor, meeting=meeting, submission=sent, is_late=True)
        except InvalidInput as refusal:
            loose, status = form.refuse(refusal.fields), refusal.status
        except Refusal as refusal:
            loose, status = [sentence_of(refusal)], refusal.status
        else:
            messages.success(request, _("已登记：{state}。").format(state=made.get_state_display()))
            return redirect("registration:registration", slug, made.pk)
    context = {
        "meeting": meeting,
        "form": form,
        "category": category,
        "categories": rows,
        "consents": consent_rows(meeting, schema, set(posted.getlist("consents")) if posted else set()),
        "loose": loose,
        "has_errors": status != 200,
        "key": posted.get("submission_key", uuid4()) if posted else uuid4(),
    }
    return render(request, "registration/new.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, registration_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "registration.decide")
    row = queries.registration_for(actor, meeting, registration_id)
    refusal: Refusal | None = None
    if request.method == "POST" and "draft" not in request.GET and "draft" not in request.POST:
        form = AnswersForm(schema_at(row.form_version_id), row.category.code, language=language_of(), data=request.POST)
        try:
            services.change_registration(
                actor=actor,
                registration_id=row.pk,
                revision=number(request.POST.get("revision", "")),
                answers=form.raw(),
                consents=tuple(request.POST.getlist("consents")),
            )
        except Refusal as found:
            refusal = found
        else:
            messages.success(request, _("已保存。"))
            return redirect("registration:registration", slug, registration_id)
    context = own_context(request, row, refusal)
    return render(request, "registration/edit.html", context, status=refusal.status if refusal else 200)


@login_required
@require_POST
def approve(request: HttpRequest, slug: str, registration_id: UUID) -> HttpResponse:
    return _decided(
        request, slug, registration_id, "registration.decide", _("已通过。"),
        lambda actor, pk: services.approve_registration(actor=actor, registration_id=pk),
    )  # fmt: skip


@login_required
@require_POST
def refuse(request: HttpRequest, slug: str, registration_id: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _decided(
        request, slug, registration_id, "registration.decide", _("已答复不通过。"),
        lambda actor, pk: services.refuse_registration(actor=actor, registration_id=pk, reason=reason),
    )  # fmt: skip


@login_required
@require_POST
def cancel(request: HttpRequest, slug: str, registration_id: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _decided(
        request, slug, registration_id, "registration.decide", _("已取消，名额已释放。"),
        lambda actor, pk: services.cancel_registration(actor=actor, registration_id=pk, reason=reason),
    )  # fmt: skip


@login_required
@require_POST
def waive(request: HttpRequest, slug: str, registration_id: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _decided(
        request, slug, registration_id, "registration.collect", _("已免收。"),
        lambda actor, pk: services.waive_fee(actor=actor, registration_id=pk, reason=reason),
    )  # fmt: skip


def _decided(
    request: HttpRequest,
    slug: str,
    registration_id: UUID,
    permission: str,
    said: str,
    decide: Callable[[Any, UUID], Any],
) -> HttpResponse:
    actor, meeting = opened(request, slug, permission)
    row = queries.registration_for(actor, meeting, registration_id)
    try:
        decide(actor, row.pk)
    except Refusal as refusal:
        messages.error(request, refusal.params.get("detail") or sentence_of(refusal))
    else:
        messages.success(request, said)
    return redirect("registration:registration", slug, registration_id)


@login_required
@require_POST
def fee(request: HttpRequest, slug: str, registration_id: UUID) -> HttpResponse:
    """A fee came in, or went back."""
    actor, meeting = opened(request, slug, "registration.collect")
    row = queries.registration_for(actor, meeting, registration_id)
    form = FeeForm(request.POST)
    if not form.is_valid():
        return _page(request, slug, registration_id, status=422, fee_form=form)
    given = form.cleaned_data
    book = services.refund_fee if row.payment_state == PaymentState.REFUND_DUE else services.confirm_fee
    try:
        book(
            actor=actor,
            registration_id=row.pk,
            amount_cents=given["amount"],
            method=given["method"],
            paid_on=given["paid_on"],
            reference=given["reference"],
        )
    except InvalidInput as refusal:
        show_refusal(form, refusal)
        return _page(request, slug, registration_id, status=422, fee_form=form)
    except Refusal as refusal:
        form.add_error("reference", sentence_of(refusal))
        return _page(request, slug, registration_id, status=refusal.status, fee_form=form)
    messages.success(request, _("已登记。"))
    return redirect("registration:registration", slug, registration_id)


@login_required
@require_POST
def link(request: HttpRequest, slug: str, registration_id: UUID) -> HttpResponse:
    """A fresh personal link to hand to the person; shown this once."""
    actor, meeting = opened(request, slug, "registration.decide")
    row = queries.registration_for(actor, meeting, registration_id)
    _link, token = personal_link(actor=actor, attendee=row.attendee)
    address = request.build_absolute_uri(reverse("attendees:own", args=[token]))
    return _page(request, slug, registration_id, own_address=address)
