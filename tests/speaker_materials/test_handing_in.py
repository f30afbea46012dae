"""Asked for by the agenda, handed in by version, accepted or returned; twice, late, and two at once."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection

from huiwu.agenda.models import AgendaItem
from huiwu.agenda.services import remove_item
from huiwu.attendees.models import Attendee
from huiwu.attendees.services import change_attendee, merge_attendees
from huiwu.calls.models import CallTask
from huiwu.documents.models import ImpactItem
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.models import FactRecord
from huiwu.foundation.registry.evidence import KINDS
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotAllowed
from huiwu.meetings.models import Function
from huiwu.notifications.models import OutsideDelivery
from huiwu.planning.models import Step
from huiwu.planning.services import launch_plan
from huiwu.speaker_materials import errors, queries, services
from huiwu.speaker_materials.models import MaterialRequest, MaterialVersion, SpeakerMaterial
from huiwu.speaker_materials.services.taking import take_title
from huiwu.speaker_materials.words import differences
from tests.cast import Cast
from tests.speaker_materials import files
from tests.speaker_materials.conftest import give, of, own, person, settle, stage

pytestmark = pytest.mark.django_db
FIRST_DAY = date(2027, 3, 18)


def wanted(person: Attendee) -> list[str]:
    return sorted(row.kind for row in queries.of_person(person) if row.is_waited_for)


def facts(kind: str) -> int:
    return FactRecord.objects.filter(kind=kind).count()


def test_the_part_on_the_stage_says_what_is_wanted(item: AgendaItem, wang: Attendee, li: Attendee) -> None:
    assert wanted(wang) == ["biography", "photo", "slides", "title"]
    assert wanted(li) == ["biography", "photo"]


def test_a_lesson_wants_a_handout_too(cast: Cast, hall: Function, wang: Attendee) -> None:
    stage(cast, hall, ((wang, "talk"),), kind="teaching")
    services.follow_agenda(actor=SYSTEM, meeting=cast.meeting)
    assert wanted(wang) == ["biography", "handout", "photo", "slides", "title"]


def test_following_again_changes_nothing(cast: Cast, item: AgendaItem) -> None:
    before = list(SpeakerMaterial.objects.values_list("pk", "revision"))
    assert services.follow_agenda(actor=SYSTEM, meeting=cast.meeting) == (0, 0)
    assert (list(SpeakerMaterial.objects.values_list("pk", "revision")), facts("materials_followed")) == (before, 1)


def test_a_second_talk_wants_slides_of_its_own_but_one_biography(
    cast: Cast, hall: Function, item: AgendaItem, wang: Attendee
) -> None:
    stage(cast, hall, ((wang, "talk"),), title="第二场", minute=60)
    assert services.follow_agenda(actor=SYSTEM, meeting=cast.meeting) == (2, 0)
    assert wanted(wang) == ["biography", "photo", "slides", "slides", "title", "title"]


def test_an_item_taken_out_lets_go_what_it_asked_and_keeps_what_came(
    cast: Cast, hall: Function, item: AgendaItem, wang: Attendee
) -> None:
    give(own(wang), of(wang, "slides"))
    remove_item(actor=cast.actor("planner"), item=item, revision=item.revision)
    assert services.follow_agenda(actor=SYSTEM, meeting=cast.meeting) == (0, 6)
    slides = of(wang, "slides")
    assert (slides.is_waited_for, slides.item, slides.item_title, slides.versions.count()) == (
        False,
        None,
        "开放协作",
        1,
    )
    assert wanted(wang) == []
    with pytest.raises(errors.MaterialNotAsked):
        give(own(wang), slides)
    stage(cast, hall, ((wang, "mc"),), title="换个环节")
    assert services.follow_agenda(actor=SYSTEM, meeting=cast.meeting) == (2, 0)
    assert wanted(wang) == ["biography", "photo"]


def test_who_does_not_come_is_not_asked(cast: Cast, item: AgendaItem, wang: Attendee) -> None:
    values: Any = {"presence": "cancelled", "presence_reason": "出访"}
    change_attendee(actor=cast.actor("lead"), attendee_id=wang.pk, revision=None, values=values)
    assert services.follow_agenda(actor=SYSTEM, meeting=cast.meeting) == (0, 4)
    assert wanted(wang) == []


def test_a_merged_record_hands_its_materials_over(cast: Cast, item: AgendaItem, wang: Attendee) -> None:
    kept = person(cast, "王建国", mobile="13800000001")
    give(own(wang), of(wang, "slides"))
    merge_attendees(actor=cast.actor("lead"), meeting=cast.meeting, kept_id=kept.pk, gone_id=wang.pk)
    services.follow_agenda(actor=SYSTEM, meeting=cast.meeting)
    assert wanted(kept) == ["biography", "photo", "slides", "title"]
    assert of(kept, "slides").version_count == 1


def test_each_version_voids_the_former_and_says_what_differs(item: AgendaItem, wang: Attendee) -> None:
    actor, row = own(wang), of(wang, "slides")
    give(actor, row, files.slides("旧题目", ("一", "二")))
    second = give(actor, row, files.slides("新题目", ("一", "二", "三")))
    versions = list(MaterialVersion.objects.filter(material=row).order_by("number"))
    assert [(v.number, v.is_current, v.page_count, v.by_speaker) for v in versions] == [
        (1, False, 3, True),
        (2, True, 4, True),
    ]
    said = [(d.what, d.before, d.after) for d in differences(versions[0], second)]
    assert said == [("页数", "3", "4"), ("第 1 页", "旧题目", "新题目"), ("第 4 页", "", "三")]
    row.refresh_from_db()
    assert (row.state, row.version_count, facts("material_received")) == ("received", 2, 2)


def test_the_same_again_is_the_same_version(item: AgendaItem, wang: Attendee) -> None:
    actor, whole = own(wang), files.slides()
    assert give(actor, of(wang, "slides"), whole).pk == give(actor, of(wang, "slides"), whole).pk
    first = services.hand_in_text(actor=actor, material_id=of(wang, "title").pk, text="开放  协作")
    again = services.hand_in_text(actor=actor, material_id=of(wang, "title").pk, text="开放 协作")
    assert (first.pk, first.text, facts("material_received")) == (again.pk, "开放 协作", 2)
    picture = files.photo()
    assert (
        give(actor, of(wang, "photo"), picture, "照片.jpg").pk == give(actor, of(wang, "photo"), picture, "照片.jpg").pk
    )


@pytest.mark.parametrize(
    ("kind", "text", "text_en", "field"),
    [
        ("title", "  ", "", "text"),
        ("title", "题" * 81, "", "text"),
        ("title", "题", "a" * 201, "text_en"),
        ("biography", "介" * 801, "", "text"),
        ("biography", "介\0绍", "", "text"),
    ],
)
def test_words_that_do_not_fit_are_refused(
    item: AgendaItem, wang: Attendee, kind: str, text: str, text_en: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as found:
        services.hand_in_text(actor=own(wang), material_id=of(wang, kind).pk, text=text, text_en=text_en)
    assert (list(found.value.fields), MaterialVersion.objects.count()) == ([field], 0)


def test_nobody_hands_in_for_somebody_else(cast: Cast, item: AgendaItem, wang: Attendee, li: Attendee) -> None:
    with pytest.raises(errors.NoSuchMaterial):
        give(own(li), of(wang, "slides"))
    with pytest.raises(errors.NoSuchMaterial):
        give(cast.actor("stranger"), of(wang, "slides"))
    with pytest.raises(NotAllowed):
        give(cast.actor("planner"), of(wang, "slides"))


def test_a_text_is_no_file_and_a_file_no_text(item: AgendaItem, wang: Attendee) -> None:
    with pytest.raises(errors.MaterialNotAsked):
        give(own(wang), of(wang, "title"))
    with pytest.raises(errors.MaterialNotAsked):
        services.hand_in_text(actor=own(wang), material_id=of(wang, "slides").pk, text="题目")


def test_after_the_meeting_nothing_is_taken(item: AgendaItem, wang: Attendee) -> None:
    actor = own(wang)
    with clock.at(clock.now().replace(year=2027, month=3, day=21)), pytest.raises(errors.HandInClosed):
        give(actor, of(wang, "slides"))


def test_accepted_once_and_only_as_seen(cast: Cast, item: AgendaItem, wang: Attendee) -> None:
    lead, row = cast.actor("lead"), of(wang, "slides")
    with pytest.raises(errors.MaterialMoved):
        services.accept_material(actor=lead, material_id=row.pk, number=0)
    give(own(wang), row)
    give(own(wang), row, files.slides("新的"))
    with pytest.raises(errors.MaterialMoved):
        services.accept_material(actor=lead, material_id=row.pk, number=1)
    services.accept_material(actor=lead, material_id=row.pk, number=2)
    services.accept_material(actor=lead, material_id=row.pk, number=2)
    assert (of(wang, "slides").state, facts("material_accepted")) == ("accepted", 1)


def test_returned_with_a_reason_that_reaches_the_speaker(cast: Cast, item: AgendaItem, wang: Attendee) -> None:
    lead, row, whole = cast.actor("lead"), of(wang, "slides"), files.slides()
    give(own(wang), row, whole)
    with pytest.raises(InvalidInput):
        services.return_material(actor=lead, material_id=row.pk, number=1, reason=" ")
    services.return_material(actor=lead, material_id=row.pk, number=1, reason="第 2 页请改成 {16:9}")
    with pytest.raises(errors.MaterialMoved):
        services.return_material(actor=lead, material_id=row.pk, number=1, reason="再退一次")
    mail = OutsideDelivery.objects.get(to="wang@example.test")
    assert mail.subject == "请修改后再交一次：演示文稿（开放协作）"
    row.refresh_from_db()
    assert (row.state, row.return_reason) == ("returned", "第 2 页请改成 {16:9}")
    again = give(own(wang), row, whole)
    row.refresh_from_db()
    assert (again.number, row.state, row.return_reason) == (2, "received", "")


def test_who_has_no_mail_is_rung_and_forgotten_when_all_is_here(cast: Cast, item: AgendaItem, li: Attendee) -> None:
    assert services.ask_speakers(actor=cast.actor("lead"), meeting=cast.meeting, attendee_ids=[li.pk]) == 1
    task = CallTask.objects.get(attendee=li)
    assert (task.why, task.state, task.note) == ("missing_data", "open", "讲者资料还缺：讲者简介、讲者照片")
    settle(cast, li)
    task.refresh_from_db()
    assert task.state == "dropped"


def test_the_same_day_nobody_is_written_to_twice(cast: Cast, item: AgendaItem) -> None:
    lead = cast.actor("lead")
    assert services.ask_speakers(actor=lead, meeting=cast.meeting) == 2
    assert services.ask_speakers(actor=lead, meeting=cast.meeting) == 0
    assert (OutsideDelivery.objects.count(), CallTask.objects.count(), MaterialRequest.objects.count()) == (1, 1, 2)


def test_reminded_fourteen_seven_and_three_days_before_and_only_who_owes(
    cast: Cast, item: AgendaItem, li: Attendee
) -> None:
    settle(cast, li)
    sent = []
    for days in (15, 14, 13, 8, 7, 6, 3, 1, 0):
        when = clock.now().replace(year=2027, month=3, day=18 - days, hour=3)
        with clock.at(when):
            sent.append((days, services.remind_speakers(), services.remind_speakers()))
    assert sent == [
        (15, 0, 0),
        (14, 1, 0),
        (13, 0, 0),
        (8, 0, 0),
        (7, 1, 0),
        (6, 0, 0),
        (3, 1, 0),
        (1, 0, 0),
        (0, 0, 0),
    ]


def test_let_go_with_a_reason_and_wanted_again(cast: Cast, item: AgendaItem, wang: Attendee) -> None:
    lead, row = cast.actor("lead"), of(wang, "slides")
    with pytest.raises(InvalidInput):
        services.waive_material(actor=lead, material_id=row.pk, reason="")
    services.waive_material(actor=lead, material_id=row.pk, reason="脱稿演讲")
    services.follow_agenda(actor=SYSTEM, meeting=cast.meeting)
    assert "slides" not in wanted(wang)
    services.want_again(actor=lead, material_id=row.pk)
    assert "slides" in wanted(wang)


def test_a_day_of_its_own(cast: Cast, item: AgendaItem, wang: Attendee) -> None:
    lead, row = cast.actor("lead"), of(wang, "slides")
    assert queries.due_day(cast.meeting) == date(2027, 3, 11)
    services.set_due(actor=lead, material_id=row.pk, due_on=date(2027, 3, 15))
    with pytest.raises(InvalidInput):
        services.set_due(actor=lead, material_id=row.pk, due_on=date(2027, 3, 20))
    today = date(2027, 3, 12)
    asked = queries.MaterialFilter(state="late")
    late = queries.listed(cast.meeting, asked, today, queries.due_day(cast.meeting))
    assert sorted(row.kind for row in late.filter(attendee=wang)) == ["biography", "photo", "title"]


def test_a_video_is_asked_for_by_hand_once(cast: Cast, item: AgendaItem, wang: Attendee) -> None:
    ask: dict[str, Any] = {
        "actor": cast.actor("lead"),
        "meeting": cast.meeting,
        "attendee_id": wang.pk,
        "item_id": item.pk,
    }
    services.ask_extra(**ask, kind="video")
    services.follow_agenda(actor=SYSTEM, meeting=cast.meeting)
    assert "video" in wanted(wang)
    with pytest.raises(errors.MaterialKnown):
        services.ask_extra(**ask, kind="video")
    with pytest.raises(InvalidInput):
        services.ask_extra(**ask, kind="slides")
    kept = give(own(wang), of(wang, "video"), files.film(), "片.mp4").file
    assert kept is not None
    assert kept.media_type == "video/mp4"


def test_a_title_told_in_the_reply_is_not_asked_for_again(item: AgendaItem, wang: Attendee) -> None:
    assert take_title(actor=SYSTEM, attendee_id=wang.pk, title="从供应链到创新链") is not None
    assert take_title(actor=SYSTEM, attendee_id=wang.pk, title="另一个") is None
    assert (of(wang, "title").state, queries.of_person(wang)[0].meeting_id) == ("received", wang.meeting_id)


def test_a_change_after_acceptance_lists_who_used_it(cast: Cast, item: AgendaItem, wang: Attendee) -> None:
    plan = launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)
    Step.objects.filter(plan=plan, code="P22").update(status="doing")
    settle(cast, wang)
    give(own(wang), of(wang, "photo"), files.photo(tone=90), "新照片.jpg")
    (line,) = ImpactItem.objects.all()
    assert (line.label, line.owner_role) == ("会议手册的讲者介绍：王建国", "secretariat")
    give(own(wang), of(wang, "photo"), files.photo(tone=60), "又一张.jpg")
    assert ImpactItem.objects.count() == 1


def test_the_handbook_gets_what_was_accepted(cast: Cast, item: AgendaItem, wang: Attendee, li: Attendee) -> None:
    settle(cast, wang)
    services.hand_in_text(actor=own(li), material_id=of(li, "biography").pk, text="还没有看过")
    (one,) = queries.biographies(cast.meeting)
    assert (one.attendee, one.text, one.titles, one.photo is not None) == (wang, "内容", (("内容", ""),), True)


def test_files_are_named_by_day_room_order_and_speaker(cast: Cast, item: AgendaItem, wang: Attendee) -> None:
    settle(cast, wang)
    give(own(wang), of(wang, "slides"), files.slides("改了"))
    names = [one.name for one in queries.show_files(cast.meeting, list(queries.waited_for(cast.meeting)))]
    assert names == [
        "0318-大会堂/0318-大会堂-01-王建国-演示文稿-v2-未审.pptx",
        "讲者/讲者-王建国-讲者照片-v1.jpg",
    ]


def test_all_accepted_is_evidence_of_p12(cast: Cast, item: AgendaItem, wang: Attendee, li: Attendee) -> None:
    kind = KINDS["speaker_materials.accepted"]
    assert not kind.state(cast.meeting).present
    settle(cast, wang, li)
    found = kind.state(cast.meeting)
    assert (found.present, found.label) == (True, "讲者资料：6 项，0 项未通过")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_two_versions_and_one_current(cast: Cast, item: AgendaItem, wang: Attendee) -> None:
    actor, row = own(wang), of(wang, "slides")
    start, ended = threading.Barrier(2), list[str]()

    def hand_in(title: str) -> None:
        try:
            start.wait()
            give(actor, row, files.slides(title))
            ended.append("kept")
        except errors.MaterialMoved:
            ended.append("moved")
        finally:
            connection.close()

    threads = [threading.Thread(target=hand_in, args=(title,)) for title in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = list(row.versions.order_by("number").values_list("number", "is_current"))
    assert len(ended) == 2
    assert numbers == [(n, n == len(numbers)) for n in range(1, ended.count("kept") + 1)]
