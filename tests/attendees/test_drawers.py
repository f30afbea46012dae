"""Checks, evidence, impact lists, erasure, the API and the demo's people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from huiwu.accounts.services import make_api_token
from huiwu.attendees import queries, services
from huiwu.attendees.checks import (
    doubles_that_nobody_judged,
    people_who_do_not_come_and_still_hold_things,
    people_without_what_every_list_needs,
)
from huiwu.attendees.evidence import list_is_checked
from huiwu.attendees.models import Attendee, AttendeeChange, NamePiece, SensitiveValue
from huiwu.attendees.reactions import index_people_when_meeting_is_imported, list_impacts_when_attendee_changed
from huiwu.documents.models import ImpactItem
from huiwu.foundation.models import FactRecord
from huiwu.foundation.outbox import Occurrence
from huiwu.foundation.registry import impact, occupies
from huiwu.foundation.registry.checks import Scope
from huiwu.foundation.registry.impact import Change, Impacted
from huiwu.foundation.registry.personal import HOLDERS
from tests.attendees.conftest import Make
from tests.cast import Cast

AT = datetime(2027, 3, 12, 2, tzinfo=UTC)


def scope(cast: Cast, at: datetime = AT) -> Scope:
    return Scope(cast.meeting, at, at.date())


def test_om_066_names_doubles_that_nobody_judged(cast: Cast, add: Make) -> None:
    add("王明", mobile="13800000001")
    add("李静", mobile="13800000001")
    assert [hit.detail for hit in doubles_that_nobody_judged(scope(cast))] == ["1 王明、2 李静 登记了同一个手机号。"]


def test_om_067_names_who_lacks_what_and_spares_staff_and_those_who_do_not_come(cast: Cast, add: Make) -> None:
    add("王明", mobile="13800000001", title="")
    add("李静", mobile="", secretary_mobile="13800000002")
    add("赵司机", roles=["driver"])
    add("张伟", presence="declined")
    assert [hit.detail for hit in people_without_what_every_list_needs(scope(cast))] == ["1 王明 缺职务。"]


@pytest.fixture
def seat(add: Make) -> Iterable[Attendee]:
    """Somebody who cancelled and still sits."""
    row = add("王明", presence="cancelled")

    @occupies.occupies("test_seat", "座位")
    def find(meeting: Any) -> Iterable[occupies.Held]:
        return [occupies.Held(row.pk, "A 厅 3 排 12 座", "/x")]

    yield row
    del occupies.OCCUPANCIES["test_seat"]


def test_om_069_warns_and_blocks_from_three_days_before(cast: Cast, seat: Attendee) -> None:
    early = list(people_who_do_not_come_and_still_hold_things(scope(cast)))
    late = list(people_who_do_not_come_and_still_hold_things(scope(cast, datetime(2027, 3, 15, 2, tzinfo=UTC))))
    assert [(hit.detail, hit.severity) for hit in early + late] == [
        ("1 王明 已是“已取消”，仍占着座位：A 厅 3 排 12 座。", "warn"),
        ("1 王明 已是“已取消”，仍占着座位：A 厅 3 排 12 座。", "block"),
    ]


def test_p17_is_evident_once_checked_until_something_is_doubtful(cast: Cast, add: Make) -> None:
    add("王明", mobile="13800000001")
    assert not list_is_checked(cast.meeting).present
    services.check_list(actor=cast.actor("lead"), meeting=cast.meeting)
    assert (list_is_checked(cast.meeting).present, list_is_checked(cast.meeting).by) == (True, "林岚")
    add("李静", mobile="13800000001")
    assert not list_is_checked(cast.meeting).present


@pytest.fixture
def place_card(cast: Cast) -> Iterable[None]:
    """Something that rests on the title of one person."""

    @impact.rests_on("attendee.title")
    def find(meeting: Any, change: Change) -> Iterable[Impacted]:
        return [Impacted(kind="place_card", id=change.subject_id, label="席卡", state="confirmed")]

    yield
    impact.FINDERS.pop()


def test_a_changed_title_lists_what_rests_on_it_once(cast: Cast, add: Make, place_card: None) -> None:
    row = add()
    services.change_attendee(actor=cast.actor("lead"), attendee_id=row.pk, revision=1, values={"title": "总监"})
    fact = Occurrence.of(FactRecord.objects.get(kind="attendee_changed"))
    for _ in range(2):
        list_impacts_when_attendee_changed(fact)
    item = ImpactItem.objects.get()
    assert (item.cause, item.label, item.impacted_id) == ("王明 职务：经理 → 总监", "席卡", str(row.pk))


def test_erasing_leaves_a_number_and_nothing_else(cast: Cast, add: Make) -> None:
    row = add("王明", mobile="13800000001", email="wang@example.test", secretary_name="李秘书", reading="wang ming")
    lead = cast.actor("lead")
    services.keep_sensitive(actor=lead, attendee_id=row.pk, values={"health": "过敏", "dietary_requirement": "素食"})
    services.change_attendee(actor=lead, attendee_id=row.pk, revision=None, values={"title": "总监"})
    ours = [holder for code, holder in HOLDERS.items() if code.startswith("attendees.")]
    for holder in ours:
        holder.holding.erase(cast.meeting, row.pk)
    told = [line for holder in ours for line in holder.holding.rows(cast.meeting, row.pk)]
    row.refresh_from_db()
    kept = (AttendeeChange.objects.count(), SensitiveValue.objects.count(), NamePiece.objects.count())
    assert (told, kept, row.number) == ([], (0, 0, 0), 1)
    assert (row.display_name, row.mobile, row.search_text, row.pinyin) == ("（已删除）", "", "", "")
    assert list(queries.active(cast.meeting)) == []
    assert sum(holder.holding.erase(cast.meeting, row.pk) for holder in ours) == 0
    assert [pk for holder in ours for pk in holder.holding.subjects(cast.meeting)] == []


def test_people_of_an_imported_meeting_are_found(cast: Cast, add: Make) -> None:
    row = add("单晓明")
    NamePiece.objects.all().delete()
    fact = FactRecord.objects.create(kind="meeting_imported", meeting_id=cast.meeting.pk, actor_kind="system")
    for _ in range(2):
        index_people_when_meeting_is_imported(Occurrence.of(fact))
    assert queries.find(cast.meeting, "sxm") == [row]


def test_a_person_reads_everything_that_is_held(cast: Cast, add: Make) -> None:
    row = add("王明", mobile="13800000001")
    services.keep_sensitive(actor=cast.actor("lead"), attendee_id=row.pk, values={"health": "过敏"})
    told = dict(
        line
        for code, holder in HOLDERS.items()
        if code.startswith("attendees.")
        for line in holder.holding.rows(cast.meeting, row.pk)
    )
    assert {"姓名": "王明", "手机": "138 0000 0001", "健康状况": "过敏", "职务": "经理"}.items() <= told.items()


def test_the_api_finds_people_and_masks_contacts(cast: Cast, add: Make, client: Client) -> None:
    row = add("单晓明", mobile="13800001234")
    add("李静")

    def asked(who: str, address: str) -> list[Any]:
        user = getattr(cast, who)
        _token, text = make_api_token(actor=cast.actor(who), user=user, name="t", scopes=["read"])
        answer = client.get(f"/api/v1/meetings/qiming-2027/{address}", headers={"Authorization": f"Bearer {text}"})
        return [(UUID(one["id"]), one["mobile"]) for one in answer.json()["items"]]

    assert asked("lead", "attendees?q=sxm") == [(row.pk, "+8613800001234")]
    assert asked("planner", "attendees?q=1234") == [(row.pk, "138••••1234")]
    assert len(asked("lead", "attendees?role=representative")) == 2
