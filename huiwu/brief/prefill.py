"""What a brief begins with: the meeting's own facts, and what the client said at first contact."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from huiwu.brief.models import IntakeRecord
from huiwu.brief.queries.intakes import answer_rows
from huiwu.brief.rules import GROUPS
from huiwu.brief.schema import SCHEMA
from huiwu.documents.fourstate import filled
from huiwu.meetings.choices import Part
from huiwu.meetings.models import Meeting


def content_from_meeting(meeting: Meeting) -> dict[str, Any]:
    """Every field unfilled but those the meeting already knows."""
    known = {
        "name": meeting.name,
        "meeting_type": meeting.meeting_type,
        "theme": meeting.theme,
        "start_date": meeting.start_on.isoformat(),
        "end_date": meeting.end_on.isoformat(),
        "city": meeting.city,
        "publicness": meeting.publicness,
        "edition": meeting.edition,
    }
    rows = list(meeting.organisations.all())
    known |= {part: "\n".join(row.name for row in rows if row.part == part) for part in Part.values}
    return SCHEMA.blank() | {key: filled(value) for key, value in known.items()}


def content_from_intake(record: IntakeRecord, meeting: Meeting) -> dict[str, Any]:
    """The same, with head-count, decision maker, contact, prior edition and budget idea as the client told them."""
    said = {
        "alt_dates": sorted({day for span in record.alt_dates for day in span}),
        "headcount": _headcount(record),
        "contact": _contact(record),
        "prior_edition": record.prior_edition,
    }
    if record.decision_maker:
        said["client_approver"] = {"name": record.decision_maker, "title": "", "phone": "", "email": ""}
    notes = [
        record.notes,
        record.budget_idea and _("预算设想：{text}").format(text=record.budget_idea),
        *_answers(record),
    ]
    said["open_questions"] = [{"question": text[:500], "owner": "", "due": None} for text in notes if text]
    return content_from_meeting(meeting) | {key: filled(value) for key, value in said.items()}


def _headcount(record: IntakeRecord) -> dict[str, Any] | None:
    if not record.headcount:
        return None
    groups = {code: record.headcount.get(code) for code in GROUPS}
    is_whole = None not in groups.values()
    return {"basis": record.headcount_basis or None, "total": record.total if is_whole else None, "groups": groups}


def _contact(record: IntakeRecord) -> dict[str, str]:
    return {
        "name": record.contact_name,
        "title": record.contact_title,
        "phone": record.phone,
        "email": record.email,
    }


def _answers(record: IntakeRecord) -> list[str]:
    return [
        _("{label}：{answer}").format(label=label, answer=answer)
        for label, answer in answer_rows(record)
        if answer not in ("", None)
    ]
