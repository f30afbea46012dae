"""Who is told when a supplier has quoted."""

from __future__ import annotations

import pytest

from huiwu.accounts.choices import Role
from huiwu.foundation.actors import Actor
from huiwu.foundation.models import FactRecord
from huiwu.foundation.outbox import Occurrence
from huiwu.meetings.models import Meeting, TeamMember
from huiwu.notifications.models import Message
from huiwu.procurement import services
from huiwu.procurement.reactions import tell_buyers_when_quotation_comes_in
from tests.procurement.conftest import Shop
from tests.procurement.test_selecting import make_link

pytestmark = pytest.mark.django_db


def told_of_a_quotation(shop: Shop) -> list[str]:
    """The supplier quotes over the link; the names of those who hear of it."""
    link = Actor.of_link(make_link(shop))
    quotation = shop.quotations[0]
    services.submit_quotation(actor=link, quotation_id=quotation.pk, quote=shop.quote(400, 300, 5))
    row = FactRecord.objects.get(kind="quotation_submitted")
    tell_buyers_when_quotation_comes_in(Occurrence.of(row))
    return sorted(Message.objects.filter(kind="procurement.received").values_list("user__name", flat=True))


def elsewhere(shop: Shop) -> Meeting:
    return Meeting.objects.create(
        org=shop.cast.org, client=shop.cast.client, slug="elsewhere", name="另一场",
        start_on=shop.meeting.start_on, end_on=shop.meeting.end_on, expected_headcount=50,
    )  # fmt: skip


def test_the_lead_hears_of_it_where_nobody_buys(shop: Shop) -> None:
    assert told_of_a_quotation(shop) == ["林岚"]


def test_a_buyer_of_another_meeting_hears_nothing_here(shop: Shop) -> None:
    planner = shop.cast.planner
    TeamMember.objects.create(meeting=elsewhere(shop), user=planner, role=Role.PROCUREMENT)
    assert TeamMember.objects.filter(meeting=shop.meeting, user=planner).exists()
    assert told_of_a_quotation(shop) == ["林岚"]


def test_the_buyers_hear_of_it_and_the_lead_is_left_in_peace(shop: Shop) -> None:
    TeamMember.objects.create(meeting=shop.meeting, user=shop.cast.planner, role=Role.PROCUREMENT)
    assert told_of_a_quotation(shop) == ["陈策"]
