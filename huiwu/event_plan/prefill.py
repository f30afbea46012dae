"""What an event plan begins with: the meeting's own facts and what the client has agreed in the brief."""

from __future__ import annotations

from typing import Any

from huiwu.brief.queries.briefs import brief_of, signed_brief
from huiwu.brief.rules import told
from huiwu.documents.fourstate import filled, not_applicable
from huiwu.event_plan.choices import RiskKind, Typography
from huiwu.event_plan.rules import SOP_RISKS
from huiwu.event_plan.schema import SCHEMA
from huiwu.meetings.choices import ClientKind, Condition
from huiwu.meetings.models import Meeting

AGREED = {
    "name": "name",
    "theme": "theme",
    "start_date": "start_date",
    "end_date": "end_date",
    "alt_dates": "alt_dates",
    "city": "city",
    "topics": "agenda_outline",
    "background": "outcome",
    "budget_total": "budget_total",
    "budget_tax": "budget_tax_included",
    "setup_scheme": "venue_layout",
    "catering_note": "halal_vegetarian",
    "lodging_note": "lodging_standard",
}
"""Field of the plan → field of the brief it begins with."""

NEEDED = {
    "rooms": {Condition.LODGING},
    "meals": {Condition.MEALS, Condition.BREAKS},
    "transport": {Condition.PICKUP, Condition.SHUTTLES},
}
"""Arrangements that do not apply to a meeting without any of the conditions."""


def content_from_meeting(meeting: Meeting) -> dict[str, Any]:
    """Every field unfilled but those that meeting and brief already know."""
    known = {
        "name": meeting.name,
        "name_en": meeting.name_en,
        "banner": meeting.name,
        "start_date": meeting.start_on.isoformat(),
        "end_date": meeting.end_on.isoformat(),
        "city": meeting.city,
        "venue": meeting.venue_name,
        "theme": meeting.theme,
        "contingency": [_to_be_written(kind) for kind in SOP_RISKS],
        "typography": _typography(meeting),
        "issuer": meeting.org.name,
    }
    agreed = _agreed(meeting)
    content = SCHEMA.blank() | {key: filled(value) for key, value in known.items()}
    content |= {key: filled(value) for key, value in agreed.items() if value not in (None, "")}
    for key, conditions in NEEDED.items():
        if not conditions & set(meeting.conditions):
            content[key] = not_applicable()
    return content


def _agreed(meeting: Meeting) -> dict[str, Any]:
    version, document = signed_brief(meeting), brief_of(meeting)
    content = version.content if version else document.draft if document else {}
    return {key: told(content, source) for key, source in AGREED.items()}


def _to_be_written(kind: str) -> dict[str, Any]:
    return {"kind": str(RiskKind(kind)), "trigger": "", "response": "", "owner": "", "backup": "", "resources": ""}


def _typography(meeting: Meeting) -> str:
    """A public body gets an official layout; anybody may choose otherwise."""
    is_public = meeting.public_body_mode or (meeting.client and meeting.client.kind == ClientKind.PUBLIC_BODY)
    return Typography.OFFICIAL.value if is_public else Typography.HOUSE.value
