"""A notice on the reader's own page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiwu.attendees.services import open_own
from huiwu.foundation.pages import address_of
from huiwu.notices import services
from huiwu.notices.queries import common_values, values_for
from huiwu.notices.rules.texts import merged


@never_cache
@require_safe
def own(request: HttpRequest, token: str, recipient_id: UUID) -> HttpResponse:
    """Opening it marks it as read."""
    agent = request.headers.get("User-Agent", "")[:300]
    actor, person = open_own(token=token, address=address_of(request), agent=agent)
    row = services.mark_own_read(actor=actor, attendee=person, recipient_id=recipient_id)
    notice = row.notice
    values = values_for(notice, person, common_values(notice)) | {"link": "", "code": ""}
    context = {
        "sender": notice.meeting.org.name,
        "token": token,
        "notice": notice,
        "meeting": notice.meeting,
        "subject": merged(notice.subject, values) or notice.title,
        "text": merged(notice.text, values),
    }
    return render(request, "notices/own.html", context)
