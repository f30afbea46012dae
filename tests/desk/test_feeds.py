from __future__ import annotations

from datetime import timedelta

import pytest
from icalendar import Calendar

from huiwu.accounts.errors import LinkUnusable
from huiwu.accounts.services import open_link, revoke_link
from huiwu.desk.choices import FEED, MOST_FEEDS
from huiwu.desk.errors import TooManyFeeds
from huiwu.desk.queries import feed_of
from huiwu.desk.services import make_calendar_feed
from huiwu.foundation.models import FactRecord
from huiwu.kernel import clock
from huiwu.kernel.errors import NotAllowed, NotFound
from huiwu.meetings.models import Meeting, TeamMember
from huiwu.meetings.services import add_function, cancel_function
from tests.foundation.archiving.meetings import meeting_start


@pytest.fixture
def opening(cast):
    start = meeting_start(cast.meeting)
    return add_function(
        actor=cast.actor("lead"), meeting=cast.meeting, name="开幕式", kind="opening", start_at=start,
        end_at=start + timedelta(hours=2),
    )  # fmt: skip


def entries(link) -> dict[str, dict]:
    found = Calendar.from_ical(feed_of(link).body).walk("VEVENT")
    return {str(entry["UID"]): entry for entry in found}


def test_a_person_follows_their_meetings_and_functions(cast, opening):
    link, token = make_calendar_feed(actor=cast.actor("lead"), label="我的")
    assert open_link(token=token, purpose=FEED) == link
    found = entries(link)
    assert set(found) == {f"meeting-{cast.meeting.pk}@huiwu", f"function-{opening.pk}@huiwu"}
    assert found[f"function-{opening.pk}@huiwu"]["DTSTART"].dt == opening.start_at
    assert str(found[f"meeting-{cast.meeting.pk}@huiwu"]["DTEND"].dt) == "2027-03-20"


def test_a_cancelled_function_is_told_as_cancelled_under_the_same_uid(cast, opening):
    link, _token = make_calendar_feed(actor=cast.actor("lead"), label="一场", meeting=cast.meeting)
    uid = f"function-{opening.pk}@huiwu"
    before = entries(link)[uid]
    cancel_function(actor=cast.actor("lead"), function=opening, reason="并入主会场")
    after = entries(link)[uid]
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_a_cancelled_meeting_takes_everything_with_it(cast, opening):
    link, _token = make_calendar_feed(actor=cast.actor("lead"), label="一场", meeting=cast.meeting)
    Meeting.objects.update(status="cancelled")
    assert {str(entry["STATUS"]) for entry in entries(link).values()} == {"CANCELLED"}


def test_unchanged_content_has_the_same_bytes_and_is_answered_with_304(cast, opening, client):
    _link, token = make_calendar_feed(actor=cast.actor("lead"), label="我的")
    first = client.get("/calendar.ics", {"token": token})
    assert (first.status_code, first["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    again = client.get("/calendar.ics", {"token": token}, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    add_function(
        actor=cast.actor("lead"), meeting=cast.meeting, name="茶歇", kind="coffee_break",
        start_at=opening.end_at, end_at=opening.end_at + timedelta(minutes=30),
    )  # fmt: skip
    changed = client.get("/calendar.ics", {"token": token}, headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)


@pytest.mark.parametrize("count", [1, 3])
def test_a_feed_takes_the_same_queries_for_one_function_and_for_three(cast, opening, django_assert_num_queries, count):
    for nth in range(count - 1):
        start = opening.end_at + timedelta(hours=nth)
        add_function(
            actor=cast.actor("lead"), meeting=cast.meeting, name=f"分会场{nth}", kind="breakout", start_at=start,
            end_at=start + timedelta(minutes=50),
        )  # fmt: skip
    link, _token = make_calendar_feed(actor=cast.actor("lead"), label="我的")
    with django_assert_num_queries(5):  # person, meetings, leads, steps, functions
        feed_of(link)


def test_whoever_left_the_team_follows_nothing_any_more(cast):
    link, _token = make_calendar_feed(actor=cast.actor("planner"), label="一场", meeting=cast.meeting)
    TeamMember.objects.filter(user=cast.planner).delete()
    with pytest.raises(NotFound):
        feed_of(link)


def test_whoever_was_switched_off_follows_nothing_any_more(cast):
    link, _token = make_calendar_feed(actor=cast.actor("planner"), label="我的")
    cast.planner.is_active = False
    cast.planner.save()
    with pytest.raises(NotFound):
        feed_of(link)


def test_a_revoked_or_expired_feed_is_refused(cast, client):
    link, token = make_calendar_feed(actor=cast.actor("lead"), label="我的")
    with clock.at(link.expires_at + timedelta(seconds=1)):
        assert client.get("/calendar.ics", {"token": token}).status_code == LinkUnusable.status
    revoke_link(actor=cast.actor("lead"), link_id=link.pk)
    assert client.get("/calendar.ics", {"token": token}).status_code == LinkUnusable.status
    assert client.get("/calendar.ics").status_code == LinkUnusable.status


def test_nobody_subscribes_to_a_meeting_they_may_not_see(cast):
    with pytest.raises(NotAllowed):
        make_calendar_feed(actor=cast.actor("stranger"), label="x", meeting=cast.meeting)


def test_there_is_an_end_to_feeds(cast):
    for _nth in range(MOST_FEEDS):
        make_calendar_feed(actor=cast.actor("lead"), label="我的")
    with pytest.raises(TooManyFeeds):
        make_calendar_feed(actor=cast.actor("lead"), label="我的")
    assert FactRecord.objects.filter(kind="calendar_feed_made").count() == MOST_FEEDS


def test_the_page_shows_the_address_once_and_stops_it(cast, client):
    client.force_login(cast.lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    made = client.post("/desk/calendar/", {"meeting": "qiming-2027"})
    assert (made.status_code, "/calendar.ics?token=" in made.content.decode()) == (201, True)
    page = client.get("/desk/calendar/").content.decode()
    assert "/calendar.ics?token=" not in page
    assert "启明科技 2027 合作伙伴大会" in page
    link = cast.org.links.get()
    client.post(f"/desk/calendar/{link.pk}/revoke/")
    link.refresh_from_db()
    assert link.revoked_at is not None
