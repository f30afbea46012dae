"""The public form, phone first: choose a category, prove phone or e-mail where asked, answer, get the own page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiwu.attendees.rules.phones import spoken
from huiwu.attendees.services import personal_link
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import address_of
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, Refusal
from huiwu.meetings.models import Meeting
from huiwu.privacy.queries.consents import published_notice
from huiwu.registration.choices import Verification
from huiwu.registration.errors import FormMissing, ProofMissing, RegistrationShut
from huiwu.registration.forms import AnswersForm, CodeForm, InvoiceForm, TargetForm
from huiwu.registration.models import Category, FormVersion
from huiwu.registration.queries.forms import (
    categories_of,
    category_for,
    published_form,
    quotas_of,
    schema_at,
)
from huiwu.registration.rules.places import quota_key
from huiwu.registration.services import Proof, Submission, send_code, submit_registration, verify_code
from huiwu.registration.views.frame import (
    consent_rows,
    key_of,
    language_of,
    notice_text,
    public_meeting,
    sessions_in,
    visitor_of,
)
from huiwu.registration.views.proofs import keep_proof, keep_target, proof_of, target_of
from huiwu.registration.views.slowing import count_post

BAIT = "website"
TARGETS: dict[str, Any] = {Verification.SMS: _("手机号"), Verification.EMAIL: _("邮箱"), Verification.EITHER: _("手机号或邮箱")}


@never_cache
@require_safe
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """What the meeting is, and the categories one may register in."""
    meeting = public_meeting(slug)
    version = published_form(meeting)
    schema = schema_at(version.pk)
    categories = categories_of(meeting)
    places = {row.key: row.place for row in quotas_of(meeting)}
    total, language = places.get("total"), language_of()
    rows = []
    for row in categories:
        spec = schema.category_by_code.get(row.code)
        own = places.get(quota_key("category", category=row.code))
        full = [p for p in (total, own) if p is not None and p.is_full_for_newcomers]
        rows.append(
            {
                "row": row,
                "name": row.words(language),
                "help": spec.helps(language) if spec else "",
                "is_full": bool(full),
                "waits": all(p.has_waitlist for p in full),
                "left": own.left if own and own.left is not None and own.left <= 20 and not full else None,
                "url": _form_url(slug, row.code, request.GET.get("from", "")),
            }
        )
    is_open = version.form.is_open_at(clock.now())
    if len(rows) == 1 and is_open and not rows[0]["is_full"] and not schema.intro:
        return redirect(str(rows[0]["url"]))
    context = _head(meeting, version) | {"rows": rows, "is_open": is_open}
    return render(request, "registration/public_start.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, slug: str, category: str) -> HttpResponse:
    """The questions of one category, and the sending of the answers."""
    meeting = public_meeting(slug)
    version = published_form(meeting)
    row = category_for(meeting, category)
    if not version.form.is_open_at(clock.now()):
        raise RegistrationShut(when="")
    proof = proof_of(request, slug)
    if version.form.verification != Verification.NONE and proof is None and request.method != "POST":
        return redirect(reverse("registration:public_code", args=[slug]) + "?" + urlencode({"category": category}))
    if request.method != "POST":
        start_with = _proved(proof) if proof else {}
        return _form_page(request, meeting, version, row, initial=start_with, key=uuid4())
    key = key_of(request.POST.get("submission_key", ""))
    if "draft" in request.GET or "draft" in request.POST:
        return _form_page(request, meeting, version, row, data=request.POST, key=key)
    if request.POST.get(BAIT):
        return render(request, "registration/public_done.html", _head(meeting, version))
    try:
        count_post(address_of(request), slug)
        made = submit_registration(
            actor=visitor_of(request), meeting=meeting, submission=_submission(request, version, row, key, proof)
        )
    except ProofMissing as refusal:
        return _form_page(request, meeting, version, row, data=request.POST, key=key, refusal=refusal, unproved=True)
    except Refusal as refusal:
        return _form_page(request, meeting, version, row, data=request.POST, key=key, refusal=refusal)
    _link, token = personal_link(actor=SYSTEM, attendee=made.attendee)
    return redirect("attendees:own", token=token)


def _proved(proof: Proof) -> dict[str, str]:
    """What was proved need not be typed again."""
    return {"mobile": spoken(proof.target)} if proof.channel == "sms" else {"email": proof.target}


def _submission(request: HttpRequest, version: FormVersion, row: Category, key: UUID, proof: Any) -> Submission:
    form = AnswersForm(schema_at(version.pk), row.code, language=language_of(), data=request.POST)
    invoice = InvoiceForm(request.POST)
    return Submission(
        category=row.code,
        answers=form.raw(),
        consents=tuple(request.POST.getlist("consents")),
        language=language_of(),
        came_by=request.POST.get("from", "")[:40],
        submission_key=key,
        entry_code=request.POST.get("entry_code", ""),
        proof=proof,
        invoice_wish=invoice.wish() if row.fee_cents and invoice.is_valid() else {},
    )


def _form_page(
    request: HttpRequest,
    meeting: Meeting,
    version: FormVersion,
    row: Category,
    *,
    key: UUID,
    data: Any = None,
    initial: Any = None,
    refusal: Refusal | None = None,
    unproved: bool = False,
) -> HttpResponse:
    schema, language = schema_at(version.pk), language_of()
    form = AnswersForm(
        schema, row.code, language=language, data=data, initial=initial, sessions=sessions_in(meeting, schema)
    )
    loose: list[str] = []
    if isinstance(refusal, InvalidInput):
        loose = form.refuse(refusal.fields)
    elif refusal is not None:
        loose = [sentence_of(refusal)]
    given = set(data.getlist("consents")) if data is not None else set()
    spec = schema.category_by_code.get(row.code)
    context = _head(meeting, version) | {
        "form": form,
        "invoice": InvoiceForm(data) if data is not None else InvoiceForm(),
        "category": row,
        "category_name": row.words(language),
        "category_help": spec.helps(language) if spec else "",
        "consents": consent_rows(meeting, schema, given),
        "notice": notice_text(published_notice(meeting)),
        "loose": loose,
        "has_errors": refusal is not None,
        "key": key,
        "came_by": (data or request.GET).get("from", ""),
        "entry_code": (data or request.GET).get("entry_code", ""),
        "unproved": unproved,
    }
    return render(request, "registration/public_form.html", context, status=refusal.status if refusal else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a code."""
    meeting = public_meeting(slug)
    version = published_form(meeting)
    if version.form.verification == Verification.NONE:
        raise FormMissing
    category = (request.POST or request.GET).get("category", "")[:40]
    form = TargetForm(request.POST or None)
    form.fields["target"].label = TARGETS[version.form.verification]
    context = _head(meeting, version) | {"form": form, "category": category, "verification": version.form.verification}
    status = 200
    if request.method == "POST" and form.is_valid():
        target = form.cleaned_data["target"]
        channel = (
            version.form.verification if version.form.verification != "either" else "email" if "@" in target else "sms"
        )
        try:
            count_post(address_of(request), f"{slug}/code")
            sent = send_code(
                actor=visitor_of(request), meeting=meeting, channel=channel, target=target, language=language_of()
            )
        except Refusal as refusal:
            form.add_error(
                "target",
                sentence_of(refusal) if not isinstance(refusal, InvalidInput) else str(refusal.fields["target"][0]),
            )
            status = refusal.status
        else:
            address = reverse("registration:public_verify", args=[slug, sent.pk])
            return keep_target(redirect(f"{address}?{urlencode({'category': category})}"), slug, target)
    return render(request, "registration/public_code.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, slug: str, code_id: UUID) -> HttpResponse:
    """Enter the code; right, it opens the form for two hours."""
    meeting = public_meeting(slug)
    version = published_form(meeting)
    category = (request.POST or request.GET).get("category", "")[:40]
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            count_post(address_of(request), f"{slug}/code")
            proof = verify_code(
                actor=visitor_of(request),
                meeting=meeting,
                contact_code_id=code_id,
                target=target_of(request, slug),
                code=form.cleaned_data["code"],
            )
        except Refusal as refusal:
            form.add_error("code", sentence_of(refusal))
            status = refusal.status
        else:
            known = category and any(row.code == category for row in categories_of(meeting))
            address = _form_url(slug, category, "") if known else reverse("registration:public", args=[slug])
            if category == "group":
                address = reverse("registration:public_group", args=[slug])
            return keep_proof(redirect(address), slug, proof)
    context = _head(meeting, version) | {"form": form, "category": category, "target": target_of(request, slug)}
    return render(request, "registration/public_verify.html", context, status=status)


def _head(meeting: Meeting, version: FormVersion) -> dict[str, Any]:
    schema, language = schema_at(version.pk), language_of()
    name = (meeting.name_en if language == "en" else "") or meeting.name
    return {
        "meeting": meeting,
        "meeting_name": "" if name in schema.words(language) else name,
        "sender": meeting.client.name if meeting.client else meeting.org.name,
        "title": schema.words(language),
        "intro": schema.intros(language),
        "settings": version.form,
        "slug": meeting.slug,
    }


def _form_url(slug: str, category: str, came_by: str) -> str:
    address = reverse("registration:public_form", args=[slug, category])
    return f"{address}?{urlencode({'from': came_by})}" if came_by else address
