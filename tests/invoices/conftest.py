from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from huiwu.accounts.choices import Role
from huiwu.checks.queries import judgement
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.invoices import services
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting, TeamMember
from tests.cast import Cast, person
from tests.invoices.samples import OURS, einvoice_xml, paper

NOW = datetime(2027, 2, 2, 2, tzinfo=UTC)
"""The morning after the samples were issued."""


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
def books(cast: Cast) -> Cast:
    """The cast with a finance person (`cast.finance`) on the team and our title in the settings."""
    keeper(cast)
    services.save_title(
        actor=SYSTEM, org_id=cast.org.pk, values={"name": OURS.name, "tax_id": OURS.tax_id}, is_default=True
    )
    return cast


def keeper(cast: Cast) -> Actor:
    """钱进, 财务 of the meeting."""
    from huiwu.accounts.models import User

    user = User.objects.filter(email__startswith="finance@").first() or person("finance", "钱进", cast.org)
    TeamMember.objects.get_or_create(meeting=cast.meeting, user=user, role=Role.FINANCE)
    return Actor.of_user(user)


def take(cast: Cast, content: bytes | None = None, *, meeting: Any = "own", name: str = "发票.xml", **more: Any) -> Any:
    """An arrival by finance; a plain XML of the samples unless given."""
    where = cast.meeting if meeting == "own" else meeting
    content = einvoice_xml(paper()) if content is None else content
    actor = more.pop("actor", None) or keeper(cast)
    return services.take_file(actor=actor, org_id=cast.org.pk, meeting=where, name=name, content=content, **more)


def another_meeting(cast: Cast) -> Meeting:
    """年会 of the same organisation, with the same finance."""
    meeting = Meeting.objects.create(
        org=cast.org, client=cast.client, number="2027-002", slug="nian-hui", name="年会", meeting_type="annual_gala",
        status="active", size_tier="M", expected_headcount=200, start_on=date(2027, 3, 30), end_on=date(2027, 3, 30),
    )  # fmt: skip
    TeamMember.objects.create(meeting=meeting, user=keeper(cast).user, role=Role.FINANCE)
    return meeting


def codes(invoice: Any) -> list[str]:
    return [issue["code"] for issue in invoice.issues]


def findings(meeting: Meeting, code: str) -> list[Any]:
    fresh = Meeting.objects.select_related("org", "client").get(pk=meeting.pk)
    return [found for found in judgement(fresh, NOW) if found.code == code]
