from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from huiwu.brief.choices import BRIEF
from huiwu.brief.schema import SCHEMA
from huiwu.checks.queries import judgement
from huiwu.compliance.queries.checklist import checklist_of
from huiwu.compliance.services import clear_checklist, decide_item, submit_checklist
from huiwu.documents.services import open_document
from huiwu.foundation.actors import SYSTEM
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting

START = date(2027, 3, 18)


def days_before(n: int) -> datetime:
    """Nine in the morning in Shanghai, n days before the first day."""
    return datetime.combine(START - timedelta(days=n), time(1), UTC)


def findings(meeting: Meeting, code: str, n: int = 40) -> list[Any]:
    """The findings of one rule, judged T-n."""
    fresh = Meeting.objects.select_related("org", "client").get(pk=meeting.pk)
    return [f for f in judgement(fresh, days_before(n)) if f.code == code]


def severities(meeting: Meeting, code: str, n: int = 40) -> list[str]:
    return [f.severity for f in findings(meeting, code, n)]


def change(meeting: Meeting, **values: Any) -> Meeting:
    Meeting.objects.filter(pk=meeting.pk).update(**values)
    meeting.refresh_from_db()
    return meeting


def tell(meeting: Meeting, **values: Any) -> None:
    """Fill fields of the brief's draft."""
    content = SCHEMA.blank() | {key: {"state": "filled", "value": value} for key, value in values.items()}
    open_document(actor=SYSTEM, meeting=meeting, kind=BRIEF, title="会议需求简报", content=content)


def judge(cast: Any, key: str, decision: str = "pass", note: str = "已核对", **more: Any) -> Any:
    item = next(i for i in checklist_of(cast.meeting).items if i.spec.key == key)
    return decide_item(
        actor=cast.actor("compliance"),
        meeting=cast.meeting,
        key=key,
        decision=decision,
        note=note,
        seal=item.spec.seal,
        revision=item.revision,
        **more,
    )


def judge_all(cast: Any) -> None:
    for item in checklist_of(cast.meeting).open_items:
        judge(cast, item.spec.key)


def cleared(cast: Any) -> Any:
    """Everything judged, submitted by the lead, signed by 法务合规."""
    judge_all(cast)
    version = submit_checklist(actor=cast.actor("lead"), meeting=cast.meeting)
    return clear_checklist(
        actor=cast.actor("compliance"), meeting=cast.meeting, version_id=version.pk, seen_hash=version.content_hash
    )


@pytest.fixture
def today() -> Any:
    """T-52, the screening under way."""
    with clock.at(days_before(52)):
        yield
