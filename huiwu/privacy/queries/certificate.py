"""The meeting's certificate: what was erased, who gave back what, what is still kept and until when (A20, G11)."""

from __future__ import annotations

from typing import Any

from huiwu.documents.models import Document, Version
from huiwu.documents.queries import latest, signed_version
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import DOCUMENT, EntrustState
from huiwu.privacy.models import EntrustedProcessing
from huiwu.privacy.queries.records import erasures_of
from huiwu.privacy.queries.retention import Held, held_by_term


def certificate_document(meeting: Meeting) -> Document | None:
    return latest(meeting, DOCUMENT)


def signed_certificate(meeting: Meeting) -> Version | None:
    document = certificate_document(meeting)
    return signed_version(document) if document else None


def certificate_of(meeting: Meeting, handed_over: str = "", backups: str = "") -> dict[str, Any]:
    """What the certificate says today; nobody's data. `handed_over` and `backups` are typed."""
    return {
        "handed_over": handed_over,
        "backups": backups,
        "erasures": [
            {
                "label": row.label,
                "kind": row.kind,
                "done_on": row.done_at.date().isoformat() if row.done_at else "",
                "groups": row.groups,
                "people": row.people,
                "records": row.records,
                "hash": row.content_hash,
            }
            for row in erasures_of(meeting).filter(is_done=True).order_by("number")
        ],
        "parties": [
            {
                "name": row.name,
                "groups": row.groups,
                "state": row.state,
                "returned_kind": row.returned_kind,
                "returned_on": row.returned_on.isoformat() if row.returned_on else "",
            }
            for row in EntrustedProcessing.objects.filter(meeting=meeting).exclude(state=EntrustState.CANCELLED)
        ],
        "left": [_left(meeting, held) for held in held_by_term(meeting) if held.count],
    }


def _left(meeting: Meeting, held: Held) -> dict[str, Any]:
    term = held.term
    is_over = term.is_sensitive or term.due_on < clock.today(meeting.time_zone)
    return {
        "group": term.group.value,
        "people": held.count,
        "bound": len(held.bound),
        "why": "；".join(sorted(set(held.bound.values()))) or term.basis,
        "until": term.due_on.isoformat(),
        "is_overdue": is_over and held.erasable > 0,
    }
