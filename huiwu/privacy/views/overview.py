"""The overview of a meeting's personal information, and one person: consents, requests, erasure."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.privacy import services
from huiwu.privacy.choices import How, PurposeCode
from huiwu.privacy.queries.consents import consent_counts, published_notice, standing_consents
from huiwu.privacy.queries.own import names_of, own_consents, own_data
from huiwu.privacy.queries.purposes import offered_purposes
from huiwu.privacy.queries.records import breaches_of, entrusted, erasures_of, not_returned, open_requests
from huiwu.privacy.queries.retention import overdue
from huiwu.privacy.views.frame import READ_WRITE, framed, opened


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    today = clock.today(meeting.time_zone)
    counts = consent_counts(meeting)
    context = framed(
        actor,
        meeting,
        "index",
        notice=published_notice(meeting),
        purposes=[(row, counts.get(row.code, 0)) for row in offered_purposes(meeting)],
        parties=list(entrusted(meeting)),
        not_returned=not_returned(meeting),
        overdue=overdue(meeting, today),
        requests=list(open_requests(meeting)),
        breaches=breaches_of(meeting).filter(closed_at=None).count(),
        erasures=list(erasures_of(meeting)[:20]),
        public_url=request.build_absolute_uri(reverse("privacy:public", args=[slug])),
    )
    return render(request, "privacy/index.html", context)


@login_required
@require_safe
def person(request: HttpRequest, slug: str, subject_id: UUID) -> HttpResponse:
    """What stands about one person: consents and what is held in which group, never the values."""
    actor, meeting = opened(request, slug)
    name = names_of({str(subject_id)}).get(str(subject_id))
    sections = own_data(meeting, subject_id)
    if not sections and not name:
        raise NotFound
    standing = standing_consents(meeting, subject_id)
    context = framed(
        actor,
        meeting,
        "index",
        subject_id=subject_id,
        name=name or _("已删除的人员"),
        sections=sections,
        consents=own_consents(meeting, subject_id),
        rows=[(row, standing.get(row.code)) for row in offered_purposes(meeting)],
        notice=published_notice(meeting),
    )
    return render(request, "privacy/person.html", context)


@login_required
@require_POST
def consent(request: HttpRequest, slug: str, subject_id: UUID) -> HttpResponse:
    """Note a yes that was given on paper or by telephone, or a withdrawal."""
    actor, meeting = opened(request, slug)
    purpose = request.POST.get("purpose", "")
    if request.POST.get("withdraw"):
        services.withdraw_consent(actor=actor, meeting=meeting, subject_id=subject_id, purpose=purpose)
        messages.success(request, _("已撤回：{purpose}。").format(purpose=_word(purpose)))
    else:
        how = How.PAPER if request.POST.get("how") == How.PAPER else How.STAFF
        services.give_consents(actor=actor, meeting=meeting, subject_id=subject_id, purposes=[purpose], how=how)
        messages.success(request, _("已记录：{purpose}。").format(purpose=_word(purpose)))
    return redirect("privacy:person", slug, subject_id)


def _word(purpose: str) -> str:
    return str(PurposeCode(purpose).label) if purpose in PurposeCode.values else purpose


@login_required
@READ_WRITE
def erase(request: HttpRequest, slug: str, subject_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    require(actor, "privacy.erase", meeting)
    if request.method == "POST":
        row = services.erase_person(
            actor=actor, meeting=meeting, subject_id=subject_id, reason=request.POST.get("reason", "")
        )
        messages.success(request, _("已删除，证明编号 {label}。").format(label=row.label))
        return redirect("privacy:erasure", slug, row.pk)
    sections = own_data(meeting, subject_id)
    if not sections:
        raise NotFound
    context = {
        "base": "meeting_base.html",
        "meeting": meeting,
        "title": _("删除{name}的个人信息").format(name=names_of({str(subject_id)}).get(str(subject_id), "")),
        "consequences": consequences(sections),
        "action_label": _("删除"),
        "danger": True,
        "back_url": reverse("privacy:person", args=[slug, subject_id]),
    }
    return render(request, "foundation/confirm.html", context)


def consequences(sections: list) -> list[str]:
    """What erasing would do, sentence by sentence."""
    gone = [str(section.title) for section in sections if not section.kept]
    kept = [section for section in sections if section.kept]
    lines = [_("删除：{what}。不能恢复。").format(what=_("、").join(dict.fromkeys(gone)))] if gone else []
    lines += [
        _("保留：{what}，因为{why}。").format(what=section.title, why=str(section.kept).rstrip("。."))
        for section in kept
    ]
    lines.append(_("报名、邀请、座位、接送等安排随之取消，本人链接与入场码失效。"))
    lines.append(_("删除后出具不含个人信息的证明。"))
    return lines
