from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import connection, connections

from huiwu.accounts.choices import Role
from huiwu.accounts.models import Membership, Organisation, User
from huiwu.foundation.actors import NOBODY, Actor
from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import InvalidInput, NotAllowed, NotFound
from huiwu.meetings.errors import PersonOutsideOrganisation
from huiwu.meetings.models import Client, Meeting, NumberSeries
from huiwu.meetings.services import (
    ContactValues,
    add_function,
    cancel_function,
    clone_meeting,
    open_meeting,
    set_organisations,
    set_spaces,
    set_work_groups,
)
from huiwu.meetings.services.functions import SpaceValues
from huiwu.meetings.services.team import GroupValues

DAYS = {"start_on": date(2027, 11, 5), "end_on": date(2027, 11, 5)}


def opened(cast, **more):
    given = {"name": "启明科技 2027 年会", "meeting_type": "annual_gala", "expected_headcount": 600, **DAYS, **more}
    return open_meeting(actor=cast.actor(given.pop("who", "account")), org=cast.org, **given)


def test_a_first_contact_becomes_a_meeting_with_its_client_and_contacts(cast):
    meeting = opened(
        cast,
        client_name="海川集团",
        client_kind="enterprise",
        contacts=[ContactValues(name="郑和", title="办公室主任", phone="13900000009", is_approver=True)],
        lead=cast.lead,
        city="杭州",
    )
    found = Meeting.objects.get(pk=meeting.pk)
    assert (found.number, found.slug, found.status) == ("2027-002", "qi-ming-ke-ji-2027-nian-hui", "enquiry")
    assert (found.size_tier, found.city, found.client.name) == ("L", "杭州", "海川集团")
    assert list(found.client.contacts.values_list("name", "phone", "is_approver")) == [("郑和", "13900000009", True)]
    assert set(found.team.values_list("user__name", "role")) == {
        ("林岚", Role.PROJECT_MANAGER),
        ("周敏", Role.ACCOUNT_MANAGER),
    }
    fact = FactRecord.objects.get(kind="meeting_opened")
    assert (fact.meeting_id, fact.payload, fact.actor_id) == (found.pk, {"number": "2027-002"}, cast.account.pk)


def test_numbers_run_per_organisation_and_year_and_skip_those_taken(cast):
    assert [opened(cast).number for _ in range(2)] == ["2027-002", "2027-003"]  # the cast's own meeting has 001
    assert opened(cast, start_on=date(2028, 1, 5), end_on=date(2028, 1, 5)).number == "2028-001"


def test_meetings_of_one_name_get_addresses_of_their_own(cast):
    assert [opened(cast, name="年会").slug for _ in range(3)] == ["nian-hui", "nian-hui-2", "nian-hui-3"]


def test_a_known_client_and_contact_are_not_made_twice(cast):
    opened(cast, client_name="启明科技", contacts=[ContactValues(name="赵明远", email="zhao2@example.test")])
    assert Client.objects.filter(org=cast.org).count() == 1
    cast.approver.refresh_from_db()
    assert (cast.approver.email, cast.approver.phone, cast.approver.is_approver) == (
        "zhao2@example.test",
        "13900000001",
        True,
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "长" * 161}, "name"),
        ({"meeting_type": "picnic"}, "meeting_type"),
        ({"expected_headcount": 0}, "expected_headcount"),
        ({"expected_headcount": 2_000_000}, "expected_headcount"),
        ({"end_on": date(2027, 11, 4)}, "end_on"),
        ({"start_on": date(2072, 11, 5), "end_on": date(2072, 11, 5)}, "start_on"),
        ({"time_zone": "北京时间"}, "time_zone"),
        ({"conditions": ["has_fireworks"]}, "conditions"),
        ({"load_in_on": date(2027, 11, 6)}, "load_in_on"),
        ({"client_name": "海川", "contacts": [ContactValues(name="郑和", email="not-an-address")]}, "contacts-0"),
        ({"client_name": "海川", "contacts": [ContactValues(name="郑和", is_approver=True)]}, "contacts-0"),
        ({"client_kind": "circus"}, "client_kind"),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_is_made(cast, wrong, field):
    with pytest.raises(InvalidInput) as refused:
        opened(cast, **wrong)
    assert field in refused.value.fields
    assert (Meeting.objects.count(), Client.objects.count(), NumberSeries.objects.count()) == (1, 1, 0)


@pytest.mark.parametrize("who", ["stranger", "nobody"])
def test_only_people_of_the_organisation_open_its_meetings(cast, who):
    actor = NOBODY if who == "nobody" else cast.actor(who)
    with pytest.raises(NotAllowed):
        open_meeting(actor=actor, org=cast.org, name="年会", meeting_type="other", expected_headcount=9, **DAYS)
    assert Meeting.objects.count() == 1


def test_a_lead_from_elsewhere_is_refused(cast):
    with pytest.raises(PersonOutsideOrganisation):
        opened(cast, lead=cast.stranger)
    assert Meeting.objects.count() == 1


def at_once(work, count):
    """Run `work(nth)` in `count` threads that start together; their results in order."""
    start = threading.Barrier(count)
    results: list = [None] * count

    def run(nth):
        try:
            start.wait(timeout=10)
            results[nth] = work(nth)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(nth,)) for nth in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.fixture
def office(transactional_db):
    org = Organisation.objects.create(name="云帆会务", slug="yunfan")
    user = User.objects.create_user("account@example.test", "周敏", "correct horse battery")
    Membership.objects.create(org=org, user=user)
    return org, user


def test_without_the_series_two_openings_would_read_the_same_number(office):
    """The race that the conditional update closes: both read before either writes."""
    org, _user = office
    NumberSeries.objects.create(org=org, year=2027, last=6)
    both_have_read = threading.Barrier(2)

    def naive(_nth):
        last = NumberSeries.objects.get(org=org, year=2027).last
        both_have_read.wait(timeout=10)
        return last + 1

    assert at_once(naive, 2) == [7, 7]


def test_many_openings_at_once_all_get_numbers_and_addresses_of_their_own(office):
    org, user = office

    def work(_nth):
        actor = Actor.of_user(User.objects.get(pk=user.pk))
        return open_meeting(
            actor=actor,
            org=org,
            name="年会",
            meeting_type="annual_gala",
            expected_headcount=80,
            client_name="启明",
            **DAYS,
        )

    made = at_once(work, 6)
    assert sorted(m.number for m in made) == [f"2027-{n:03d}" for n in range(1, 7)]
    assert len({m.slug for m in made}) == 6
    assert Client.objects.count() == 1
    connection.close()


def test_a_new_edition_carries_over_what_was_chosen(cast):
    lead = cast.actor("lead")
    set_organisations(actor=lead, meeting=cast.meeting, rows=[("host_org", "启明科技"), ("organizer_org", "云帆会务")])
    hall = set_spaces(actor=lead, meeting=cast.meeting, spaces=[SpaceValues(name="主会场", floor="3 层")])[0]
    set_work_groups(
        actor=lead, meeting=cast.meeting, groups=[GroupValues(name="签到组", duties="签到", lead_id=cast.planner.pk)]
    )
    opening = add_function(
        actor=lead,
        meeting=cast.meeting,
        name="开幕式",
        kind="opening",
        start_at=datetime(2027, 3, 18, 1, tzinfo=UTC),
        end_at=datetime(2027, 3, 18, 2, tzinfo=UTC),
        space_id=hall.pk,
        headcount_expected=600,
        headcount_guaranteed=550,
        setup_order={"stage": {"state": "not_applicable"}},
    )
    dropped = add_function(
        actor=lead,
        meeting=cast.meeting,
        name="酒会",
        kind="meal",
        start_at=datetime(2027, 3, 18, 10, tzinfo=UTC),
        end_at=datetime(2027, 3, 18, 12, tzinfo=UTC),
    )
    cancel_function(actor=lead, function=dropped)
    new = clone_meeting(
        actor=lead, source=cast.meeting, name="合作伙伴大会 2028", start_on=date(2028, 3, 16), edition="第二届"
    )
    assert (new.start_on, new.end_on, new.prior_edition_id, new.edition) == (
        date(2028, 3, 16),
        date(2028, 3, 17),
        cast.meeting.pk,
        "第二届",
    )
    assert list(new.organisations.values_list("part", "name")) == [
        ("host_org", "启明科技"),
        ("organizer_org", "云帆会务"),
    ]
    group = new.work_groups.get()
    assert (group.name, group.lead_id) == ("签到组", cast.planner.pk)
    copy = new.functions.get()
    assert (copy.number, copy.name, copy.space.meeting_id, copy.space.floor) == (1, "开幕式", new.pk, "3 层")
    assert copy.start_at == datetime(2028, 3, 16, 1, tzinfo=UTC)
    assert copy.headcounts == {"expected": 600, "guaranteed": None, "set": None, "actual": None}
    assert copy.setup_order == opening.setup_order
    assert set(new.team.values_list("user__name", "role")) == {
        ("林岚", "project_manager"),
        ("周敏", "account_manager"),
        ("林岚", "account_manager"),
        ("陈策", "planner"),
        ("何静", "compliance_officer"),
    }
    fact = FactRecord.objects.get(kind="meeting_cloned")
    assert fact.payload == {"from_meeting": str(cast.meeting.pk), "days_later": 364}


def test_a_new_edition_may_carry_over_nothing_but_the_details(cast):
    new = clone_meeting(actor=cast.actor("lead"), source=cast.meeting, name="新", start_on=date(2028, 3, 16), parts=())
    assert (new.functions.count(), new.organisations.count(), new.team.count()) == (0, 0, 1)
    assert (new.client_id, new.theme, new.conditions) == (
        cast.client.pk,
        "同行致远",
        ["has_lodging", "has_meals", "has_breaks"],
    )


def test_an_edition_of_a_meeting_one_cannot_see_cannot_be_cloned(cast):
    for who in ("stranger", "colleague"):
        with pytest.raises(NotFound):
            clone_meeting(actor=cast.actor(who), source=cast.meeting, name="新", start_on=date(2028, 3, 16))
    assert Meeting.objects.count() == 1
