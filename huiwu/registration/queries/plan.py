"""What the client confirms beside the text: limits, times, verification, waiting list, as they are at this instant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huiwu.meetings.models import Meeting
from huiwu.privacy.queries.consents import published_notice
from huiwu.registration.queries.forms import form_of, quotas_of


def with_plan(meeting: Meeting, content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with `plan`: how the form runs, in plain values."""
    form = form_of(meeting)
    if form is None:
        return dict(content)
    notice = published_notice(meeting)
    plan = {
        "opens_at": _told(meeting, form.opens_at),
        "closes_at": _told(meeting, form.closes_at),
        "verification": form.verification,
        "offer_hours": form.offer_hours,
        "allows_groups": form.allows_groups,
        "notice": notice.number if notice else None,
        "quotas": [
            {"kind": row.kind, "label": row.label, "limit": row.limit, "waits": row.has_waitlist}
            for row in quotas_of(meeting)
            if row.kind != "choice"
        ],
    }
    return {**content, "plan": plan}


def _told(meeting: Meeting, at: Any) -> str:
    return f"{at.astimezone(meeting.zone):%Y-%m-%d %H:%M}" if at else ""
