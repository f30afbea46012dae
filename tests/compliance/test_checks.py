"""OM-019 to OM-027: each with a faulty and a clean meeting, and at its borders."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest

from huiwu.accounts.choices import LinkScope
from huiwu.accounts.services import make_link
from huiwu.compliance import services
from huiwu.compliance.models import ComplianceProfile
from huiwu.documents.models import Document, Version
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.files import keep_file
from huiwu.foundation.registry import spending as spending_registry
from huiwu.foundation.registry.spending import SpendingLine
from huiwu.kernel import clock
from huiwu.meetings.services import add_function
from tests.compliance.conftest import START, change, cleared, days_before, findings, judge, severities, tell

PDF = b"%PDF-1.4 approval"


def paper(cast):
    return keep_file(BytesIO(PDF), name="批准文件.pdf", meeting_id=cast.meeting.pk)


def permit(cast, kind="mass_event", file=None, **values):
    return services.record_permit(
        actor=cast.actor("lead"), meeting=cast.meeting, values={"kind": kind, **values}, file=file
    )


def public(cast, people=1000):
    return change(cast.meeting, publicness="public", expected_headcount=people)


# --- OM-019 --------------------------------------------------------------------------------------------------------


def test_a_thousand_people_in_public_without_an_application_are_blocked_from_t_45(cast):
    meeting = public(cast)
    assert [severities(meeting, "OM-019", n) for n in (46, 45)] == [[], ["block"]]


def test_999_people_need_no_permit(cast):
    assert severities(public(cast, 999), "OM-019") == []


def test_the_dead_line_is_the_twentieth_day_before(cast):
    meeting = public(cast)
    texts = [findings(meeting, "OM-019", n)[0].detail for n in (21, 20, 19)]
    assert ["还有 1 天" in texts[0], "还有 0 天" in texts[1], "已过 1 天" in texts[2]] == [True, True, True]


def test_an_application_settles_it_and_a_refused_one_does_not(cast):
    meeting = public(cast)
    row = permit(cast, applied_on=date(2027, 2, 1))
    assert row.deadline_on == START - timedelta(days=20)
    assert severities(meeting, "OM-019") == []
    services.change_permit(
        actor=cast.actor("lead"),
        meeting=meeting,
        permit_id=row.pk,
        revision=row.revision,
        values={"kind": "mass_event", "applied_on": date(2027, 2, 1), "refused_on": date(2027, 2, 5)},
    )
    assert severities(meeting, "OM-019") == ["block"]


def test_the_larger_number_of_meeting_and_brief_counts(cast):
    meeting = change(cast.meeting, expected_headcount=900)
    tell(
        meeting,
        publicness="public",
        headcount={"basis": "estimate", "total": 1000, "groups": {"general": 1000}},
    )
    assert severities(meeting, "OM-019") == ["block"]


# --- OM-020 --------------------------------------------------------------------------------------------------------


def test_a_grand_name_without_an_approval_is_blocked_from_the_start(cast):
    meeting = change(cast.meeting, name="启明科技国际高峰论坛")
    assert severities(meeting, "OM-020", 120) == ["block"]
    assert "国际、高峰" in findings(meeting, "OM-020")[0].detail
    assert severities(change(meeting, name="启明科技 2027 合作伙伴大会"), "OM-020") == []


def test_a_registration_with_its_paper_settles_the_name_and_one_without_does_not(cast):
    meeting = change(cast.meeting, name="启明科技国际论坛")
    row = permit(cast, kind="forum", granted_on=date(2027, 1, 5))
    assert severities(meeting, "OM-020") == ["block"]
    services.change_permit(
        actor=cast.actor("lead"),
        meeting=meeting,
        permit_id=row.pk,
        revision=row.revision,
        values={"kind": "forum", "granted_on": date(2027, 1, 5)},
        file=paper(cast),
    )
    assert severities(meeting, "OM-020") == []


def test_an_approval_attached_to_the_decision_settles_the_name_until_the_name_changes(cast, today):
    meeting = change(cast.meeting, name="启明科技国际论坛")
    judge(cast, "name_words", attachment=paper(cast))
    assert severities(meeting, "OM-020") == []
    assert severities(change(meeting, name="启明科技国际峰会"), "OM-020") == ["block"]


# --- OM-021 --------------------------------------------------------------------------------------------------------


def test_what_went_out_before_clearance_is_blocked_and_clearance_mends_it(cast, today):
    services.record_release(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        kind="registration_page",
        title="报名开始",
        went_out_at=clock.now(),
        place="公众号",
    )
    assert [severities(cast.meeting, "OM-021", n) for n in (56, 52)] == [[], ["block"]]
    cleared(cast)
    assert severities(cast.meeting, "OM-021", 52) == []


def test_a_plan_sent_to_the_client_counts_and_the_brief_does_not(cast):
    for kind in ("brief", "event_plan"):
        document = Document.objects.create(meeting=cast.meeting, kind=kind, number=kind, title=kind)
        version = Version.objects.create(document=document, number=1, content_hash="0" * 64)
        make_link(
            actor=SYSTEM,
            org=cast.org,
            scope=LinkScope.CLIENT,
            purpose="documents.sign",
            label="赵明远",
            meeting_id=cast.meeting.pk,
            subject_id=version.pk,
            lasts=timedelta(days=14),
        )
    assert [[s.label for s in f.subjects] for f in findings(cast.meeting, "OM-021")] == [["event_plan第 1 版"]]


# --- OM-022 to OM-025: public bodies -------------------------------------------------------------------------------


def profile(cast, **values):
    change(cast.meeting, public_body_mode=True)
    given = {"spending_class": "3", "delegates": 110, "staff": 10, "session_half_days": 3, "travel_half_days": 1}
    row, _new = ComplianceProfile.objects.update_or_create(meeting=cast.meeting, defaults=given | values)
    return row


def spend(cast, unit_cents, people=120, half_days=4, category="lodging", name="客房"):
    return services.add_spending_item(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        category=category,
        name=name,
        unit_cents=unit_cents,
        people=people,
        half_days=half_days,
    )


def test_banned_goods_in_brief_function_sheet_and_spending_list_are_each_found(cast):
    profile(cast)
    tell(cast.meeting, alcohol="红酒", meals=["lunch", "banquet"], style="不设背景板")
    at = datetime(2027, 3, 18, 1, tzinfo=UTC)
    setup = {"floral": {"state": "filled", "value": "主席台台花"}, "backdrop": {"state": "none", "value": ""}}
    add_function(
        actor=SYSTEM, meeting=cast.meeting, name="开幕式", kind="opening", start_at=at, end_at=at + timedelta(hours=2),
        setup_order=setup,
    )  # fmt: skip
    spend(cast, 2000, name="礼品袋", category="other")
    found = findings(cast.meeting, "OM-022")
    assert sorted((f.severity, f.root.partition(":")[0] + ":" + f.root.rpartition(":")[2]) for f in found) == [
        ("block", "brief.alcohol:tobacco_alcohol"),
        ("block", "brief.meals:banquet"),
        ("block", "function:flowers"),
        ("block", "spending:souvenir"),
    ]
    assert severities(cast.meeting, "OM-022", 51) == []


def test_an_enterprise_may_have_flowers_and_wine(cast):
    tell(cast.meeting, alcohol="红酒", style="鲜花与背景板")
    assert severities(cast.meeting, "OM-022") == []


def test_lines_that_later_capabilities_declare_are_read_too(cast):
    profile(cast)

    def budget(_meeting):
        yield SpendingLine("line-1", "预算", "背景板制作", 500_000, "/budget")

    spending_registry.spends(budget)
    try:
        assert [(f.url, f.root) for f in findings(cast.meeting, "OM-022")] == [("/budget", "line-1:backdrop")]
    finally:
        spending_registry.FINDERS.remove(budget)


def test_the_cap_of_132000_yuan_is_kept_to_the_cent(cast):
    profile(cast)
    spend(cast, 34000)
    spend(cast, 13000, category="meals", name="自助餐")
    spend(cast, 8000, category="other", name="场租与交通")
    assert severities(cast.meeting, "OM-023") == []
    spend(cast, 1, people=1, half_days=2, category="other", name="文具")
    found = findings(cast.meeting, "OM-023")
    assert [f.severity for f in found] == ["block"]
    assert "132,000.01 元" in found[0].detail
    assert "= 132,000.00 元，超出 0.01 元" in found[0].detail
    assert severities(cast.meeting, "OM-023", 51) == []


def test_after_the_meeting_the_cap_is_counted_with_those_who_came(cast):
    profile(cast)
    spend(cast, 55000)
    assert severities(cast.meeting, "OM-023") == []
    at = datetime(2027, 3, 18, 1, tzinfo=UTC)
    function = add_function(
        actor=SYSTEM, meeting=cast.meeting, name="开幕式", kind="opening", start_at=at, end_at=at + timedelta(hours=2)
    )
    type(function).objects.filter(pk=function.pk).update(headcount_actual=100)
    assert severities(cast.meeting, "OM-023", 1) == []
    assert "110 人（实到）" in findings(cast.meeting, "OM-023", -3)[0].detail


@pytest.mark.parametrize(
    ("values", "severity"),
    [
        ({}, []),
        ({"delegates": 150, "staff": 15}, []),
        ({"delegates": 151}, ["block"]),
        ({"staff": 12}, ["warn"]),  # 10 % of delegates, 「待核」
        ({"session_half_days": 4}, ["block"]),
        ({"is_conveying": True}, ["block"]),
        ({"travel_half_days": 4}, ["block"]),
    ],
)
def test_people_staff_and_days_keep_within_the_limits_of_the_class(cast, values, severity):
    profile(cast, **values)
    assert severities(cast.meeting, "OM-024") == severity
    assert severities(cast.meeting, "OM-024", 51) == []


def test_a_venue_must_be_designated_or_ones_own_or_explained(cast):
    profile(cast)
    assert severities(cast.meeting, "OM-025") == []  # no venue yet: nothing to judge
    change(cast.meeting, venue_name="滨江大酒店")
    assert severities(cast.meeting, "OM-025") == ["block"]
    for fit in ({"venue_kind": "designated"}, {"venue_kind": "own"}, {"venue_exception": "定点场所档期已满，已报批"}):
        profile(cast, **({"venue_kind": "", "venue_exception": ""} | fit))
        assert severities(cast.meeting, "OM-025") == []


def test_a_class_not_chosen_is_asked_for_from_t_50(cast):
    profile(cast, spending_class="")
    asked = [[f.subjects[0].label for f in findings(cast.meeting, "GEN-003", n)] for n in (50, 49)]
    assert [("公共机构会议的会议类别" in labels) for labels in asked] == [False, True]


# --- OM-026, OM-027 ------------------------------------------------------------------------------------------------


def test_foreign_participants_call_for_three_matters_until_each_is_judged(cast):
    tell(cast.meeting, origin={"basis": None, "total": None, "groups": {"overseas": 12}})
    found = findings(cast.meeting, "OM-026")
    assert [(f.severity, [s.label for s in f.subjects]) for f in found] == [("warn", ["外事审批", "邀请信", "签证"])]
    assert severities(cast.meeting, "OM-026", 46) == []
    with clock.at(days_before(44)):
        judge(cast, "foreign.approval")
        judge(cast, "foreign.invitation", "needs_work", "等外办回函")
        assert [len(f.subjects) for f in findings(cast.meeting, "OM-026")] == [1]
        judge(cast, "foreign.visa", "not_applicable", "均持长期签证")
    assert findings(cast.meeting, "OM-026") == []


def prize(cast, value_cents, audience="consumers"):
    return services.add_prize(
        actor=cast.actor("lead"), meeting=cast.meeting, name="电动车", value_cents=value_cents, audience=audience
    )


def test_a_prize_of_50000_yuan_is_allowed_and_a_cent_more_is_not(cast):
    prize(cast, 5_000_000)
    assert severities(cast.meeting, "OM-027", 30) == []
    prize(cast, 5_000_001)
    assert [severities(cast.meeting, "OM-027", n) for n in (31, 30)] == [[], ["block"]]


def test_an_internal_draw_has_no_limit(cast):
    prize(cast, 9_000_000, audience="internal")
    assert severities(cast.meeting, "OM-027", 20) == []
