from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from huiwu.contracts import services
from huiwu.contracts.choices import Kind
from huiwu.contracts.models import Contract
from huiwu.contracts.rules.ladder import Step
from huiwu.contracts.schema import SCHEMAS
from huiwu.contracts.services import GuaranteeValues, SpanValues
from huiwu.documents.fourstate import none
from huiwu.documents.fourstate_sections import section_seal
from huiwu.foundation.registry.checks import RULES, Scope
from huiwu.foundation.registry.impact import Change, impacts
from huiwu.meetings.models import Meeting
from huiwu.meetings.services import SpaceValues, add_function, set_spaces
from huiwu.site_visits.models import Candidate, SiteVisit, VisitPromise
from tests.contracts.conftest import START, days_before, drafted, fresh, open_gates, signed, whole_house

CODES = ("OM-030", "OM-044", "OM-046", "OM-047", "OM-048", "OM-050", "OM-051")


def found(meeting: Meeting, n: int = 40) -> dict[str, list[str]]:
    """What each rule says T-n; rules that say nothing are left out."""
    scope = Scope(Meeting.objects.select_related("org").get(pk=meeting.pk), days_before(n), START - timedelta(days=n))
    said = {code: [hit.detail for hit in RULES[code].find(scope)] for code in CODES}
    return {code: hits for code, hits in said.items() if hits}


@pytest.mark.parametrize(
    ("code", "severity", "days"),
    [
        ("OM-030", "block", 42),
        ("OM-044", "block", 42),
        ("OM-046", "warn", None),
        ("OM-047", "warn", None),
        ("OM-048", "warn", 42),
        ("OM-050", "warn", None),
        ("OM-051", "hint", 42),
    ],
)
def test_rules_stand_as_in_the_catalogue(code, severity, days):
    rule = RULES[code]
    assert (rule.module, rule.severity, rule.from_days_before) == ("contract", severity, days)


@pytest.fixture
def opening(cast: Any) -> Any:
    """开幕式 in 大会堂 on 18 March, 09:00–11:00, built up from 06:00, struck by 13:00."""
    (hall,) = set_spaces(actor=cast.actor("lead"), meeting=cast.meeting, spaces=[SpaceValues(name="大会堂")])
    start = days_before(0)
    return add_function(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        name="开幕式",
        kind="opening",
        space=hall,
        start_at=start,
        end_at=start + timedelta(hours=2),
        load_in_at=start - timedelta(hours=3),
        strike_by_at=start + timedelta(hours=4),
        layout="theatre",
        headcount_expected=500,
    )


@pytest.fixture
def rented(cast: Any, buyer: Any, plan: Any, venue: Any) -> Contract:
    """The confirmed venue's contract, signed T-45, 300,000 yuan, dinner guaranteed for 480, everything covered."""
    open_gates(cast, "G2")
    Candidate.objects.create(meeting=cast.meeting, venue=venue, list="confirmed")
    row = drafted(buyer, cast, Kind.VENUE, venue=venue, party_name=venue.name, amount_cents=30_000_000)
    dinner = GuaranteeValues(
        kind="people", label="欢迎晚宴", count=480, unit_cents=20_000, expected=500, adjust_until=date(2027, 3, 15)
    )
    row = services.set_guarantees(actor=buyer, contract_id=row.pk, revision=row.revision, guarantees=[dinner])
    row = signed(buyer, cast, row)
    return services.record_confirmed_count(actor=buyer, contract_id=row.pk, count=520, on=date(2027, 2, 1))


@pytest.mark.parametrize("days", [45, 42, 32, 18, 10, 6, 3, 0])
def test_a_careful_team_has_no_finding(cast, opening, rented, days):
    assert found(cast.meeting, days) == {}


def test_om_030_hours_that_end_before_the_strike(cast, buyer, opening, venue):
    row = drafted(buyer, cast, Kind.VENUE, venue=venue, party_name=venue.name)
    short = SpanValues(from_at=opening.start_at, to_at=opening.end_at, space_id=opening.space_id)
    services.set_spans(actor=buyer, contract_id=row.pk, revision=row.revision, spans=[short])
    assert found(cast.meeting) == {
        "OM-030": [
            f"合同“{row}”的使用时段没有覆盖大会堂的下列安排：大会堂|开幕式 03-18 06:00–09:00；"
            "大会堂|开幕式 03-18 11:00–13:00。合同约定：03-18 09:00–11:00。"
        ]
    }


def test_om_044_a_main_contract_of_price_alone(cast, buyer):
    row = drafted(buyer, cast, Kind.CLIENT)
    for section, key in (("money", "change"), ("rights", "personal_information")):
        seal = section_seal(SCHEMAS[Kind.CLIENT], fresh(row).document.draft, section)
        services.save_clauses(actor=buyer, contract_id=row.pk, section=section, seal=seal, fields={key: none()})
    services.set_ladder(actor=buyer, contract_id=row.pk, revision=row.revision, steps=[])
    assert found(cast.meeting) == {
        "OM-044": [f"主合同“{row}”（合同额 100,000.00 元）缺少：变更、个人信息委托处理、取消阶梯（无）。"]
    }


def test_om_046_a_guarantee_above_what_is_expected_while_the_window_closes(cast, buyer, rented):
    row = rented.guarantees.get()
    services.count_guarantee(actor=buyer, guarantee_id=row.pk, expected=450)
    assert found(cast.meeting, 7) == {}
    assert found(cast.meeting, 6) == {
        "OM-046": [f"“{rented}”的欢迎晚宴保底 480，预计 450，将为 30 个空位付 6,000.00 元；调整窗口 2027-03-15 关闭。"]
    }
    assert found(cast.meeting, 2) == {}


def test_om_047_a_dearer_step_ahead_and_too_few_confirmed(cast, buyer, rented):
    services.record_confirmed_count(actor=buyer, contract_id=rented.pk, count=400, on=date(2027, 2, 1))
    assert found(cast.meeting, 33) == {}
    assert found(cast.meeting, 32) == {
        "OM-047": [
            f"“{rented}”现在取消须付 60,000.00 元（20%），2027-02-17 起须付 150,000.00 元（50%）；"
            "确认人数400 人，止损线 480 人。"
        ]
    }


def test_om_048_days_people_and_layout_that_moved_on(cast, buyer, opening, rented):
    Meeting.objects.filter(pk=cast.meeting.pk).update(expected_headcount=650, end_on=date(2027, 3, 20))
    assert found(cast.meeting) == {
        "OM-048": [
            f"合同“{rented}”写的日期是 2027-03-18 — 2027-03-19，会议现在是 2027-03-18 — 2027-03-20。",
            f"合同“{rented}”写的人数是 600（预计），会议信息现在是 650。",
        ]
    }


def test_om_048_another_layout_than_the_functions(cast, buyer, opening, venue):
    row = drafted(buyer, cast, Kind.VENUE, venue=venue, party_name=venue.name)
    whole = whole_house()
    span = SpanValues(from_at=whole.from_at, to_at=whole.to_at, space_id=opening.space_id, layout="banquet")
    services.set_spans(actor=buyer, contract_id=row.pk, revision=row.revision, spans=[span])
    assert found(cast.meeting) == {"OM-048": [f"合同“{row}”写的大会堂台型是圆桌，功能单元现在要剧院式。"]}


def test_om_050_a_promise_on_site_that_is_not_written_down(cast, buyer, rented):
    visit = SiteVisit.objects.create(
        candidate=Candidate.objects.get(), inspector=cast.lead, visited_on=date(2027, 1, 25)
    )
    promise = VisitPromise.objects.create(visit=visit, item="免费投影", said_by="沈经理", written_at=days_before(52))
    assert found(cast.meeting) == {
        "OM-050": [f"考察时承诺“免费投影”（2027-01-25 沈经理），合同“{rented}”的包含项里没有（现有：无）。"]
    }
    services.drop_promise(
        actor=buyer, contract_id=rented.pk, text="免费投影", source="visit", source_key=f"visit:{promise.pk}",
        reason="改用自带投影",
    )  # fmt: skip
    assert found(cast.meeting) == {}


def test_om_051_a_looser_ladder_for_the_client(cast, buyer, rented):
    main = drafted(buyer, cast, Kind.CLIENT, amount_cents=40_000_000)
    loose = [Step(7, 0), Step(0, 10_000)]
    services.set_ladder(actor=buyer, contract_id=main.pk, revision=main.revision, steps=loose)
    Contract.objects.filter(pk=main.pk).update(status="signed", signed_on=date(2027, 2, 1))
    assert found(cast.meeting) == {
        "OM-051": [
            "若客户在 2027-03-04 取消，我方须付供应商 210,000.00 元，客户按约付 0.00 元，"
            "我方净损失 210,000.00 元，超过设定额 50,000.00 元。"
        ]
    }


def test_a_moved_day_lists_the_contracts_and_says_which_need_an_amendment(cast, buyer, rented):
    draft = drafted(buyer, cast)
    listed = impacts(cast.meeting, [Change("meeting.start_on", "开始日期", "2027-03-18", "2027-04-01")])
    mine = {item.id: (item.state, item.why) for item in listed if item.kind == "contract"}
    assert mine == {
        str(rented.pk): ("confirmed", "已签订，须另出补充协议"),
        str(draft.pk): ("draft", "草稿或审核中，须改写后重新送审"),
    }
