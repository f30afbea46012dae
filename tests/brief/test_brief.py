from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from huiwu.brief.choices import BRIEF
from huiwu.brief.demo import content_for
from huiwu.brief.documents import advice, changes, differences, lacking, missing, sheet
from huiwu.brief.queries.briefs import brief_of, progress_of, section_seal, signed_brief
from huiwu.brief.schema import SCHEMA
from huiwu.brief.services import follow_signed_brief, open_brief, propose_brief, save_brief, send_brief_for_signature
from huiwu.documents.errors import Incomplete, NothingChanged, VersionSuperseded
from huiwu.documents.fourstate import filled, none, unfilled
from huiwu.documents.models import Version
from huiwu.documents.services import sign_version
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from huiwu.meetings.choices import MeetingStatus
from tests.brief.conftest import holder, sign


def save(cast, brief, who, section, seal, **fields):
    return save_brief(actor=cast.actor(who), document_id=brief.pk, section=section, seal=seal, fields=fields)


def seal(brief, section):
    brief.refresh_from_db()
    return section_seal(brief.draft, section)


def test_a_brief_begins_with_what_the_meeting_knows_and_is_begun_once(cast):
    made = open_brief(actor=cast.actor("planner"), meeting=cast.meeting)
    assert open_brief(actor=cast.actor("lead"), meeting=cast.meeting) == made
    known = {key: held["value"] for key, held in made.draft.items() if held["state"] == "filled"}
    assert known == {
        "name": "启明科技 2027 合作伙伴大会",
        "meeting_type": "forum",
        "theme": "同行致远",
        "start_date": "2027-03-18",
        "end_date": "2027-03-19",
        "city": "上海",
        "publicness": "invited",
    }


def test_only_those_who_write_briefs_may_begin_one(cast):
    with pytest.raises(NotAllowed):
        open_brief(actor=cast.actor("compliance"), meeting=cast.meeting)
    assert brief_of(cast.meeting) is None


def test_saving_one_section_leaves_the_others(cast, brief):
    before = dict(brief.draft)
    saved = save(cast, brief, "planner", "catering", seal(brief, "catering"), alcohol=none())
    assert saved.draft == {**before, "alcohol": none()}


def test_two_people_write_different_sections_and_both_stay(cast, brief):
    food, rooms = seal(brief, "catering"), seal(brief, "lodging")
    save(cast, brief, "planner", "catering", food, alcohol=none())
    saved = save(cast, brief, "lead", "lodging", rooms, room_nights=filled(77))
    assert (saved.draft["alcohol"], saved.draft["room_nights"]["value"]) == (none(), 77)


def test_of_two_who_write_one_section_the_second_keeps_the_words_and_sees_both_sides(cast, brief):
    opened = seal(brief, "catering")
    save(cast, brief, "planner", "catering", opened, alcohol=filled("不设酒水"))
    save(cast, brief, "account", "lodging", seal(brief, "lodging"), room_nights=filled(77))
    with pytest.raises(StaleEdit) as refused:
        save(cast, brief, "lead", "catering", opened, alcohol=filled("只设啤酒"))
    assert refused.value.params["who"] == "陈策"
    assert refused.value.theirs["alcohol"] == filled("不设酒水")
    brief.refresh_from_db()
    assert brief.draft["alcohol"] == filled("不设酒水")


def test_saving_the_same_words_twice_is_no_conflict(cast, brief):
    opened = seal(brief, "catering")
    first = save(cast, brief, "lead", "catering", opened, alcohol=filled("不设酒水"))
    again = save(cast, brief, "lead", "catering", opened, alcohol=filled("不设酒水"))
    assert again.revision == first.revision
    assert FactRecord.objects.filter(kind="brief_section_saved").count() == 1


def test_a_section_takes_only_its_own_fields(cast, brief):
    with pytest.raises(InvalidInput):
        save(cast, brief, "lead", "catering", seal(brief, "catering"), room_nights=filled(1))
    with pytest.raises(InvalidInput):
        save(cast, brief, "lead", "no-such-section", "", name=filled("x"))


def test_ten_megabytes_of_text_are_refused_with_the_field_named(cast, brief):
    with pytest.raises(InvalidInput) as refused:
        save(cast, brief, "lead", "format", seal(brief, "format"), agenda_outline=filled("长" * 10_000_000))
    assert list(refused.value.fields) == ["agenda_outline"]
    _content, errors = SCHEMA.clean({"agenda_outline": "长" * 10_000_000, "agenda_outline__state": "filled"})
    assert list(errors) == ["agenda_outline"]


def test_strangers_are_not_told_that_a_brief_exists(cast, brief):
    for who in ("stranger", "colleague"):
        with pytest.raises(NotFound):
            save(cast, brief, who, "catering", seal(brief, "catering"), alcohol=none())
    with pytest.raises(NotAllowed):
        save(cast, brief, "compliance", "catering", seal(brief, "catering"), alcohol=none())


def test_a_brief_with_unfilled_requirements_is_not_proposed(cast, brief, rewrite):
    groups = {**brief.draft["headcount"]["value"]["groups"], "vip": None}
    document = rewrite(special_allergy=unfilled(), headcount=filled({"basis": None, "total": 600, "groups": groups}))
    with pytest.raises(Incomplete) as refused:
        propose_brief(actor=cast.actor("lead"), document_id=document.pk, revision=document.revision)
    assert [(row.key, row.why) for row in refused.value.missing] == [
        ("headcount", "未填：VIP、口径"),
        ("special_allergy", "未填"),
    ]
    assert Version.objects.count() == 0


def test_a_whole_brief_lacks_nothing(cast, brief):
    assert lacking(brief) == []
    assert [row.state for row in progress_of(brief, [], {})] == ["done"] * 12


def test_a_planner_writes_but_does_not_propose(cast, brief):
    with pytest.raises(NotAllowed):
        propose_brief(actor=cast.actor("planner"), document_id=brief.pk, revision=brief.revision)


def test_the_client_signs_by_the_link_and_the_meeting_follows(cast, brief, rewrite):
    groups = {"vip": 10, "guest": 20, "general": 900, "media": 0, "staff": 60, "entourage": 10}
    rewrite(
        name=filled("启明科技 2027 合作伙伴峰会"),
        start_date=filled("2027-03-25"),
        end_date=filled("2027-03-26"),
        publicness=filled("public"),
        headcount=filled({"basis": "guaranteed", "total": 1000, "groups": groups}),
        lodging_needed={"state": "filled", "value": False},
        host_org=filled("启明科技\n明湖研究院"),
        co_organizer_org=none(),
        supporter_org=none(),
    )
    version = sign(cast, brief)
    meeting = cast.meeting
    assert version.status == "confirmed"
    assert (meeting.name, str(meeting.start_on), str(meeting.end_on)) == (
        "启明科技 2027 合作伙伴峰会",
        "2027-03-25",
        "2027-03-26",
    )
    assert (meeting.publicness, meeting.expected_headcount, meeting.size_tier) == ("public", 1000, "L")
    assert meeting.conditions == [
        "has_publicity",
        "has_pickup",
        "has_meals",
        "has_breaks",
        "has_interpretation",
        "has_breakouts",
        "has_special_segments",
        "has_controlled_files",
        "has_speaker_fees",
    ]
    assert [(row.part, row.name) for row in meeting.organisations.order_by("order")] == [
        ("host_org", "启明科技"),
        ("host_org", "明湖研究院"),
        ("organizer_org", "云帆会务"),
    ]
    signed = FactRecord.objects.get(kind="brief_signed")
    assert signed.payload == {
        "document_id": str(brief.pk),
        "version_id": str(version.pk),
        "version_hash": version.content_hash,
    }


def test_what_the_brief_leaves_open_stays_as_the_meeting_has_it(cast):
    content = {"publicness": unfilled(), "meals": unfilled(), "name": filled("新名")}
    follow_signed_brief(actor=SYSTEM, meeting=cast.meeting, content=content)
    cast.meeting.refresh_from_db()
    assert (cast.meeting.name, cast.meeting.publicness) == ("新名", "invited")
    assert cast.meeting.conditions == ["has_lodging", "has_meals", "has_breaks"]


def test_a_cancelled_meeting_is_left_alone(cast, whole):
    type(cast.meeting).objects.filter(pk=cast.meeting.pk).update(status=MeetingStatus.CANCELLED)
    cast.meeting.refresh_from_db()
    follow_signed_brief(actor=SYSTEM, meeting=cast.meeting, content={**whole, "name": filled("新名")})
    cast.meeting.refresh_from_db()
    assert cast.meeting.name == "启明科技 2027 合作伙伴大会"


def test_a_signed_version_never_changes(cast, brief, rewrite):
    version = sign(cast, brief)
    text = version.content_hash
    rewrite(theme=filled("另一个主题"))
    version.refresh_from_db()
    assert (version.content["theme"]["value"], version.content_hash) == ("同行致远", text)
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(content={})
    assert signed_brief(cast.meeting) == version


def test_the_same_draft_is_not_proposed_again_once_signed(cast, brief):
    sign(cast, brief)
    brief.refresh_from_db()
    with pytest.raises(NothingChanged):
        propose_brief(actor=cast.actor("lead"), document_id=brief.pk, revision=brief.revision)


def test_a_link_to_an_older_version_signs_nothing(cast, brief, rewrite):
    lead = cast.actor("lead")
    old, link, _token = send_brief_for_signature(
        actor=lead, document_id=brief.pk, revision=brief.revision, person="赵明远"
    )
    newer = rewrite(theme=filled("新主题"))
    propose_brief(actor=lead, document_id=brief.pk, revision=newer.revision)
    with pytest.raises(VersionSuperseded):
        sign_version(actor=holder(link), version_id=old.pk, seen_hash=old.content_hash, person_name="赵明远")
    assert signed_brief(cast.meeting) is None


def test_differences_name_the_field_its_section_and_both_texts(whole):
    after = {**whole, "theme": filled("新主题"), "alcohol": none()}
    assert [(d.key, d.section, d.before_text, d.after_text) for d in differences(whole, after)] == [
        ("theme", "基本", "同行致远", "新主题"),
        ("alcohol", "餐饮", "晚宴提供葡萄酒，其余不设酒水", "无"),
    ]
    assert [c.key for c in changes(whole, after)] == ["brief.theme", "brief.alcohol"]


def test_contradictions_are_missing_too(cast, whole):
    broken = {**whole, "end_date": filled("2027-03-01")}
    assert [(row.key, row.why) for row in missing(broken, cast.meeting)] == [
        ("end_date", "结束日期早于开始日期，请核对。")
    ]


def test_what_is_warned_of_before_the_client_signs(whole):
    weak = [{"metric": "到会率", "target": "", "measure": "签到"}]
    open_ends = {
        **whole,
        "kpi": filled(weak),
        "budget_payer": unfilled(),
        "client_approver": unfilled(),
    }
    assert advice(whole) == []
    assert [(row.key, row.why) for row in advice(open_ends)] == [
        ("kpi", "“到会率”缺目标值或测量方式"),
        ("budget_payer", "未填"),
        ("client_approver", "未填"),
    ]
    assert [(row.key, row.why) for row in advice({**whole, "kpi": unfilled()})] == [("kpi", "未填")]


def test_the_sheet_of_a_signed_version_names_who_signed(cast, brief):
    version = sign(cast, brief)
    made = sheet(cast.meeting, version.content, version)
    party = made.blocks[-1].parties[0]
    assert (made.title, made.doc_no, made.version) == ("会议需求简报", "2027-001-BR-01", "1")
    assert (party.name, party.version_hash) == ("赵明远", version.content_hash)
    draft = sheet(cast.meeting, version.content, None)
    assert (draft.status_word, draft.blocks[-1].parties[0].name) == ("草稿", "")


def test_the_demo_brief_fills_every_field(cast):
    content = content_for(cast.meeting, 50)
    assert [key for key, held in content.items() if held["state"] == "unfilled"] == []
    assert missing(content, cast.meeting) == []
    assert brief_of(cast.meeting) is None
    assert BRIEF == "brief"


@pytest.mark.django_db(transaction=True)
def test_two_sections_saved_at_the_same_moment_are_both_kept(cast, brief):
    writes = {"catering": {"alcohol": none()}, "lodging": {"room_nights": filled(78)}}
    seals = {section: seal(brief, section) for section in writes}
    gate, outcomes = Barrier(2), []

    def write(who: str, section: str) -> None:
        gate.wait()
        save(cast, brief, who, section, seals[section], **writes[section])
        outcomes.append("saved")
        connection.close()

    threads = [Thread(target=write, args=pair) for pair in (("lead", "catering"), ("planner", "lodging"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    brief.refresh_from_db()
    assert outcomes == ["saved", "saved"]
    assert (brief.draft["alcohol"], brief.draft["room_nights"]["value"]) == (none(), 78)
