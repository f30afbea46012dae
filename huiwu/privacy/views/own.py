"""A person's own page: what they agreed to, what is held of them, export and erasure, by their own link."""

from __future__ import annotations

import io
import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiwu.accounts.services import open_link
from huiwu.documents.render.pdf import pdf
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import send
from huiwu.foundation.pages import address_of
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Meeting
from huiwu.privacy import forms, services
from huiwu.privacy.choices import CERTIFICATE, How
from huiwu.privacy.models import Erasure
from huiwu.privacy.permissions import OWN_LINK
from huiwu.privacy.queries.consents import published_notice, standing_consents
from huiwu.privacy.queries.notices import text_of
from huiwu.privacy.queries.own import names_of, own_consents, own_data, own_export, own_requests
from huiwu.privacy.queries.purposes import offered_purposes
from huiwu.privacy.sheets import erasure_certificate, own_sheet
from huiwu.privacy.views.frame import READ_WRITE, show_refusal
from huiwu.privacy.views.overview import consequences


def opened(request: HttpRequest, token: str) -> tuple[Actor, Meeting, UUID]:
    """The person as the actor, their meeting and id. Raises LinkUnusable."""
    where = address_of(request)
    link = open_link(token=token, purpose=OWN_LINK, address=where)
    if link.meeting_id is None or link.subject_id is None:
        raise NotFound
    meeting = Meeting.objects.select_related("org", "client").get(pk=link.meeting_id)
    actor = Actor.of_link(link, address=where, agent=request.headers.get("User-Agent", "")[:300])
    request._actor = actor  # type: ignore[attr-defined]  # what `actor_of` keeps for the length of the request
    return actor, meeting, link.subject_id


@never_cache
@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    _actor, meeting, subject_id = opened(request, token)
    return _page(request, token, meeting, subject_id)


def _page(
    request: HttpRequest, token: str, meeting: Meeting, subject_id: UUID, status: int = 200, **more: Any
) -> HttpResponse:
    notice = published_notice(meeting)
    standing = standing_consents(meeting, subject_id)
    is_english = (get_language() or "").startswith("en")
    context = {
        "sender": meeting.org.name,
        "token": token,
        "meeting": meeting,
        "notice": notice,
        "text": text_of(notice, get_language() or "") if notice else None,
        "rows": [
            (row, (row.text_en if is_english else "") or row.text, standing.get(row.code))
            for row in offered_purposes(meeting)
        ],
        "asks_again": bool(notice and notice.asks_again and any(c.notice_id != notice.pk for c in standing.values())),
        "sections": own_data(meeting, subject_id),
        "requests": own_requests(meeting, subject_id),
        "form": forms.RequestForm(),
        **more,
    }
    return render(request, "privacy/own.html", context, status=status)


@never_cache
@require_POST
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """One purpose, yes or no: as easily taken back as given."""
    actor, meeting, subject_id = opened(request, token)
    purpose = request.POST.get("purpose", "")
    if request.POST.get("withdraw"):
        services.withdraw_consent(actor=actor, meeting=meeting, subject_id=subject_id, purpose=purpose)
        messages.success(request, _("已撤回。"))
    else:
        services.give_consents(actor=actor, meeting=meeting, subject_id=subject_id, purposes=[purpose], how=How.LINK)
        messages.success(request, _("已记录您的同意。"))
    return redirect("privacy:own", token)


@never_cache
@require_POST
def ask(request: HttpRequest, token: str) -> HttpResponse:
    actor, meeting, subject_id = opened(request, token)
    form = forms.RequestForm(request.POST)
    if form.is_valid():
        try:
            row = services.make_request(actor=actor, meeting=meeting, subject_id=subject_id, **form.cleaned_data)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已收到，最迟 {day} 答复您。").format(day=row.due_on.isoformat()))
            return redirect("privacy:own", token)
    return _page(request, token, meeting, subject_id, 422, form=form)


@never_cache
@require_POST
def data(request: HttpRequest, token: str, form: str) -> HttpResponseBase:
    """Everything held about the person, to keep: JSON for programs, PDF for people."""
    actor, meeting, subject_id = opened(request, token)
    if form not in ("json", "pdf"):
        raise NotFound
    sections = services.export_own(actor=actor, meeting=meeting, subject_id=subject_id)
    consents = own_consents(meeting, subject_id)
    name = f"{meeting.number} {_('我的个人信息')}.{form}"
    if form == "pdf":
        content, media_type = pdf(own_sheet(meeting, sections, consents)), "application/pdf"
    else:
        found = own_export(meeting, sections, consents)
        content = json.dumps(found, ensure_ascii=False, indent=2).encode()
        media_type = "application/json"
    response = send(io.BytesIO(content), name=name, media_type=media_type)
    response["Cache-Control"] = "no-store"
    return response


@never_cache
@READ_WRITE
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """The person types their name, so that nobody erases by a slip; then it is done at once."""
    actor, meeting, subject_id = opened(request, token)
    name = names_of({str(subject_id)}).get(str(subject_id), "")
    typed, wrong = request.POST.get("name", ""), ""
    if request.method == "POST":
        if name and "".join(typed.split()) == "".join(name.split()):
            row = services.erase_person(actor=actor, meeting=meeting, subject_id=subject_id)
            return redirect("privacy:own_certificate", services.certificate_token(actor=actor, erasure=row))
        wrong = _("姓名不一致，没有删除任何内容。请照页面所示填写您的姓名。")
    context = {
        "sender": meeting.org.name,
        "token": token,
        "meeting": meeting,
        "name": name,
        "typed": typed,
        "wrong": wrong,
        "consequences": consequences(own_data(meeting, subject_id)),
        "back_url": reverse("privacy:own", args=[token]),
        "today": clock.today(meeting.time_zone),
    }
    return render(request, "privacy/own_erase.html", context, status=422 if wrong else 200)


def _certificate(request: HttpRequest, token: str) -> Erasure:
    link = open_link(token=token, purpose=CERTIFICATE, address=address_of(request))
    found = Erasure.objects.select_related("meeting__org")
    row = found.filter(pk=link.subject_id).first() if link.subject_id else None
    if row is None:
        raise NotFound
    return row


@never_cache
@require_safe
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    row = _certificate(request, token)
    context = {"sender": row.meeting.org.name, "token": token, "row": row, "meeting": row.meeting}
    return render(request, "privacy/own_certificate.html", context)


@never_cache
@require_safe
def certificate_file(request: HttpRequest, token: str) -> HttpResponseBase:
    row = _certificate(request, token)
    name = f"{row.meeting.number}-{row.label} {_('个人信息删除证明')}.pdf"
    return send(io.BytesIO(pdf(erasure_certificate(row))), name=name, media_type="application/pdf")
