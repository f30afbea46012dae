from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest

from huiwu.brief.errors import NothingToAcknowledge
from huiwu.brief.models import CityEvent
from huiwu.brief.services import acknowledge_clashes, list_city_event, propose_brief
from huiwu.documents.blocks import Sheet
from huiwu.documents.fourstate import filled, none, not_applicable, unfilled
from huiwu.documents.kinds import KINDS, DocumentKind, register
from huiwu.documents.models import ImpactItem, Signoff, Version
from huiwu.documents.services import open_document
from huiwu.documents.services.impacts import confirm_impact
from huiwu.foundation.registry.checks import RULES, Hit, Scope
from huiwu.foundation.registry.statements import STATEMENTS
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.choices import MeetingStatus, MeetingType
from huiwu.meetings.models import Meeting
from tests.brief.conftest import sign


def scope(meeting: Meeting, days_before: int = 50) -> Scope:
    meeting.refresh_from_db()
    today = meeting.start_on - timedelta(days=days_before)
    return Scope(meeting, datetime.combine(today, datetime.min.time(), UTC), today)


def hits(code: str, meeting: Meeting) -> list[Hit]:
    return list(RULES[code].find(scope(meeting)))


def details(code: str, meeting: Meeting) -> list[str]:
    return [hit.detail for hit in hits(code, meeting)]


def heads(total: int | None = 600, basis: str | None = "estimate", **groups: int | None):
    told = {"vip": 12, "guest": 24, "general": 483, "media": 21, "staff": 42, "entourage": 18} | groups
    return filled({"basis": basis, "total": total, "groups": told})


def test_the_rules_are_those_of_the_catalogue():
    own = {code: rule for code, rule in RULES.items() if rule.module == "brief"}
    assert {code: (rule.severity, rule.from_days_before) for code, rule in own.items()} == {
        "OM-001": ("block", 60),
        "OM-002": ("block", 60),
        "OM-003": ("block", 50),
        "OM-004": ("block", 55),
        "OM-005": ("warn", 60),
        "OM-006": ("warn", 55),
        "OM-007": ("warn", 55),
        "OM-008": ("warn", 60),
        "OM-009": ("block", None),
    }


@pytest.mark.parametrize(("code", "watched", "not_yet"), [("OM-001", 60, 61), ("OM-003", 50, 51), ("OM-006", 55, 56)])
def test_a_rule_begins_to_watch_on_its_day(cast, code, watched, not_yet):
    assert RULES[code].applies(scope(cast.meeting, watched))
    assert not RULES[code].applies(scope(cast.meeting, not_yet))


def test_a_whole_brief_in_good_order_has_no_finding(cast, brief):
    assert {code: details(code, cast.meeting) for code in sorted(RULES) if RULES[code].module == "brief"} == {
        f"OM-00{n}": [] for n in range(1, 10)
    }


def test_a_signed_brief_in_good_order_has_no_finding(cast, brief):
    sign(cast, brief)
    assert [hit for n in range(1, 10) for hit in hits(f"OM-00{n}", cast.meeting)] == []


def test_om_001_without_a_brief_there_is_one_finding_and_not_eight(cast):
    found = [hit for n in range(1, 10) for hit in hits(f"OM-00{n}", cast.meeting)]
    assert [hit.detail for hit in found] == ["还没有起草《会议需求简报》，各分群人数无从谈起；会议信息里预计 600 人。"]
    assert found[0].url == "/m/qiming-2027/brief/"


def test_om_001_a_total_without_its_groups(cast, rewrite):
    rewrite(headcount=heads(vip=None, media=None))
    found = hits("OM-001", cast.meeting)
    assert [hit.detail for hit in found] == ["人数合计 600，但未填：VIP、媒体。"]
    assert found[0].url == "/m/qiming-2027/brief/headcount/#field-headcount"


def test_om_001_nobody_of_a_group_is_an_answer(cast, rewrite):
    rewrite(headcount=heads(total=588, vip=0))
    assert details("OM-001", cast.meeting) == []


def test_om_002_groups_that_do_not_add_up(cast, rewrite):
    rewrite(headcount=heads(total=650))
    assert details("OM-002", cast.meeting) == ["各分群之和为 600 人，合计填的是 650 人。"]


def test_om_002_a_number_without_its_basis(cast, rewrite):
    rewrite(headcount=heads(basis=None))
    assert details("OM-002", cast.meeting) == ["人数（600 人）没有注明口径：预估、保底还是上限。"]


def test_om_002_a_head_count_not_begun_is_the_other_rules_matter(cast, rewrite):
    rewrite(headcount=unfilled())
    assert details("OM-002", cast.meeting) == []
    assert details("OM-001", cast.meeting) == [
        "人数合计 未填，但未填：VIP、嘉宾与讲者、普通参会、媒体、工作人员、随员与司机。"
    ]


def tampered(version: Version, **columns: str) -> None:
    """A sign-off that came in damaged: the database lets none be changed, so it is put in the place of the true one."""
    kept = Signoff.objects.get(version=version)
    kept.delete()
    for name, value in columns.items():
        setattr(kept, name, value)
    kept.save(force_insert=True)


def test_om_003_confirmed_without_name_or_hash(cast, brief):
    version = sign(cast, brief)
    tampered(version, person_name="", version_hash="")
    assert details("OM-003", cast.meeting) == ["第 1 版标为“已确认”，但确认留痕缺：确认人、版本哈希。"]


def test_om_003_confirmed_without_any_sign_off(cast, brief):
    version = sign(cast, brief)
    Signoff.objects.filter(version=version).delete()
    assert details("OM-003", cast.meeting) == [
        "第 1 版标为“已确认”，但确认留痕缺：确认人、确认时间、确认方式、版本哈希。"
    ]


def test_om_003_another_hash_than_the_one_confirmed(cast, brief):
    version = sign(cast, brief)
    tampered(version, version_hash="0" * 64)
    assert details("OM-003", cast.meeting) == [
        f"第 1 版标为“已确认”，但客户确认的哈希 000000000000 与这一版的哈希 {version.content_hash[:12]} 不一致。"
    ]


def test_om_004_requirements_nobody_asked(cast, rewrite):
    rewrite(special_religious=unfilled(), special_allergy=unfilled())
    found = hits("OM-004", cast.meeting)
    assert [hit.detail for hit in found] == ["特殊要求仍为“未填”：宗教禁忌、过敏。"]
    assert found[0].url == "/m/qiming-2027/brief/special/#field-special_religious"


def test_om_004_none_and_not_applicable_are_answers(cast, rewrite):
    rewrite(special_ethnic=none(), special_religious=not_applicable(), special_allergy=none())
    assert details("OM-004", cast.meeting) == []


def moved(meeting: Meeting, first: date, last: date) -> Meeting:
    Meeting.objects.filter(pk=meeting.pk).update(start_on=first, end_on=last)
    meeting.refresh_from_db()
    return meeting


def test_om_005_a_public_holiday_on_the_dates(cast):
    moved(cast.meeting, date(2026, 9, 30), date(2026, 10, 2))
    assert details("OM-005", cast.meeting) == [
        "会期 2026-09-30 至 2026-10-02 与法定节假日“国庆节”（2026-10-01 至 2026-10-07）重叠，没有知悉说明。"
    ]


def test_om_005_a_make_up_workday_on_the_dates(cast):
    moved(cast.meeting, date(2026, 10, 10), date(2026, 10, 10))
    assert details("OM-005", cast.meeting) == [
        "会期 2026-10-10 至 2026-10-10 与调休工作日（2026-10-10）重叠，没有知悉说明。"
    ]


def fair(cast, **changed) -> CityEvent:
    values = {
        "city": "上海",
        "name": "国际工业装备展",
        "kind": "exhibition",
        "start_on": date(2027, 3, 19),
        "end_on": date(2027, 3, 22),
        "source": "会展中心排期",
    }
    return list_city_event(actor=cast.actor("colleague"), org_id=cast.org.pk, values=values | changed)


def test_om_005_a_fair_in_the_same_city_until_somebody_writes_that_they_know(cast):
    fair(cast)
    assert details("OM-005", cast.meeting) == [
        "会期 2027-03-18 至 2027-03-19 与同城大型活动“国际工业装备展”（2027-03-19 至 2027-03-22）重叠，没有知悉说明。"
    ]
    acknowledge_clashes(actor=cast.actor("account"), meeting=cast.meeting, note="客户已知，房价已锁。")
    assert details("OM-005", cast.meeting) == []
    fair(cast, name="马拉松", kind="sport")
    assert [hit.root.startswith("event:") for hit in hits("OM-005", cast.meeting)] == [True]


def test_om_005_other_cities_other_days_and_other_companies_do_not_clash(cast):
    fair(cast, city="北京")
    fair(cast, start_on=date(2027, 3, 20))
    CityEvent.objects.create(
        org=cast.other_org, city="上海", name="x", kind="other", start_on=date(2027, 3, 18), end_on=date(2027, 3, 18)
    )
    assert details("OM-005", cast.meeting) == []


def other_meeting(cast, **changed) -> Meeting:
    values = {
        "org": cast.org,
        "number": "2027-002",
        "slug": "other",
        "name": "明湖年会",
        "meeting_type": MeetingType.ANNUAL_GALA,
        "status": MeetingStatus.ACTIVE,
        "size_tier": "L",
        "expected_headcount": 500,
        "start_on": date(2027, 3, 17),
        "end_on": date(2027, 3, 18),
        "city": "上海",
    }
    return Meeting.objects.create(**values | changed)


def test_om_005_another_big_meeting_of_ours_in_the_same_city(cast):
    other_meeting(cast)
    other_meeting(cast, number="2027-003", slug="small", name="小会", size_tier="S")
    other_meeting(cast, number="2027-004", slug="off", name="取消的会", status=MeetingStatus.CANCELLED)
    assert details("OM-005", cast.meeting) == [
        "会期 2027-03-18 至 2027-03-19 与本单位同城大型会议“明湖年会”（2027-03-17 至 2027-03-18）重叠，没有知悉说明。"
    ]


def test_om_005_a_note_needs_words_and_a_clash(cast):
    with pytest.raises(NothingToAcknowledge):
        acknowledge_clashes(actor=cast.actor("account"), meeting=cast.meeting, note="知道了")
    fair(cast)
    with pytest.raises(InvalidInput):
        acknowledge_clashes(actor=cast.actor("account"), meeting=cast.meeting, note=" ")


def test_om_006_no_goal_at_all(cast, rewrite):
    rewrite(kpi=unfilled())
    assert details("OM-006", cast.meeting) == ["目标与成功标准为“未填”，会后无法评价。"]


def test_om_006_a_goal_without_target_or_measure(cast, rewrite):
    rows = [
        {"metric": "到会率", "target": "≥ 90%", "measure": "签到"},
        {"metric": "满意度", "target": "", "measure": ""},
    ]
    rewrite(kpi=filled(rows))
    assert details("OM-006", cast.meeting) == ["第 2 个指标“满意度”缺：目标值、测量方式。"]


def test_om_007_an_amount_without_its_terms(cast, rewrite):
    rewrite(budget_total=filled(120_000_000), budget_tax_included=unfilled(), budget_payer=unfilled())
    assert details("OM-007", cast.meeting) == ["预算填了¥1,200,000.00 元，但未填：是否含税、付款方。"]


def test_om_007_no_amount_yet_needs_no_terms(cast, rewrite):
    rewrite(budget_total=unfilled(), budget_floor=unfilled(), budget_tax_included=unfilled())
    assert details("OM-007", cast.meeting) == []


def test_om_008_nobody_decides(cast, rewrite):
    rewrite(client_approver=unfilled(), approval_chain=none())
    assert details("OM-008", cast.meeting) == ["客户决策人为“未填”。"]


def test_om_008_the_last_of_the_chain_cannot_be_reached(cast, rewrite):
    chain = [
        {"name": "白露", "title": "经理", "phone": "13700000008", "email": ""},
        {"name": "赵明远", "title": "副总裁", "phone": "", "email": ""},
    ]
    rewrite(approval_chain=filled(chain))
    assert details("OM-008", cast.meeting) == ["审批链末端“赵明远 副总裁”没有电话，也没有邮箱。"]


@pytest.fixture
def plan_kind() -> Iterable[None]:
    """A stand-in for the event plan where that capability is not installed."""
    made = "event_plan" not in KINDS
    if made:
        register(
            DocumentKind(
                code="event_plan",
                title="策划方案",
                prefix="EP-T",
                view="brief.view",
                edit="brief.edit",
                sign_off="brief.invite",
                sheet=lambda meeting, content, version: Sheet("策划方案"),
                url=lambda document: "/m/qiming-2027/plan/",
                signer="internal",
            )
        )
    yield
    if made:
        del KINDS["event_plan"]


def signed_plan(cast) -> Version:
    lead = cast.actor("lead")
    plan = open_document(actor=lead, meeting=cast.meeting, kind="event_plan", title="策划方案", content={"a": 1})
    Version.objects.create(
        document=plan, number=1, status="confirmed", content={"a": 1}, content_hash="x", proposed_by=cast.lead
    )
    return plan


def test_om_009_a_newer_brief_and_a_plan_that_is_not_on_the_impact_list(cast, brief, rewrite, plan_kind):
    sign(cast, brief)
    signed_plan(cast)
    assert details("OM-009", cast.meeting) == []
    newer = rewrite(theme=filled("新主题"))
    propose_brief(actor=cast.actor("lead"), document_id=brief.pk, revision=newer.revision)
    ImpactItem.objects.filter(impacted_kind="document.event_plan").delete()
    assert details("OM-009", cast.meeting) == [
        "需求简报出了第 2 版（变更：主题），已确认的“策划方案第 1 版”没有列入受影响清单。"
    ]


def test_om_009_a_line_of_the_impact_list_that_nobody_confirmed(cast, brief, rewrite, plan_kind):
    sign(cast, brief)
    plan = signed_plan(cast)
    newer = rewrite(theme=filled("新主题"))
    version = propose_brief(actor=cast.actor("lead"), document_id=brief.pk, revision=newer.revision)
    line, _is_new = ImpactItem.objects.get_or_create(
        meeting=cast.meeting,
        version=version,
        impacted_kind="document.event_plan",
        impacted_id=str(plan.pk),
        defaults={"label": "策划方案第 1 版", "state": "confirmed", "needs_change_order": True},
    )
    assert details("OM-009", cast.meeting) == [
        f"需求简报出了第 2 版（变更：主题），受影响清单里的“{line.label}”还没有人确认。"
    ]
    confirm_impact(actor=cast.actor("lead"), impact_item_id=line.pk, answer="unaffected", note="不涉及主题")
    assert details("OM-009", cast.meeting) == []


def test_the_signed_brief_is_stated_beside_the_meetings_own_data(cast, brief):
    sign(cast, brief)
    Meeting.objects.filter(pk=cast.meeting.pk).update(city="苏州")
    cast.meeting.refresh_from_db()
    said = {(s.key, s.where, s.value) for find in STATEMENTS for s in find(cast.meeting)}
    assert {("meeting.city", "会议需求简报", "上海"), ("meeting.city", "会议信息", "苏州")} <= said
