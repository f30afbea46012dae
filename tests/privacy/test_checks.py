"""OM-155, 157–160 and the general ones: each planted fault is found, and gone when it is mended."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from huiwu.foundation.registry.checks import RULES, Scope
from huiwu.foundation.registry.evidence import KINDS
from huiwu.kernel import clock
from huiwu.meetings.models import Function
from huiwu.privacy import services
from huiwu.privacy.models import EntrustedProcessing
from huiwu.privacy.services import BreachValues
from tests.privacy.conftest import agreed, by_link, person, publish, secret
from tests.privacy.test_exports import export


def found(cast: Any, code: str, at: datetime | None = None) -> list[Any]:
    moment = at or clock.now()
    scope = Scope(meeting=cast.meeting, at=moment, today=moment.date())
    return list(RULES[code].find(scope)) if RULES[code].applies(scope) else []


def test_a_list_in_a_group_chat_is_found_until_it_is_covered(noticed: Any) -> None:
    row = agreed(noticed)
    services.note_disclosure(
        actor=noticed.actor("lead"),
        meeting=noticed.meeting,
        title="接站名单",
        groups=["identity", "itinerary"],
        count=40,
        recipient="司机微信群",
        purpose="接站",
        made_at=clock.now(),
    )
    assert [hit.severity or "block" for hit in found(noticed, "OM-155")] == ["block"]
    services.note_disclosure(
        actor=noticed.actor("lead"),
        meeting=noticed.meeting,
        title="分房表",
        groups=["identity", "itinerary"],
        count=40,
        recipient="云来酒店",
        purpose="分房",
        made_at=clock.now(),
        entrusted_id=row.pk,
    )
    goes_beyond = {hit.subjects[0].label: "行程" in hit.detail for hit in found(noticed, "OM-155")}
    assert goes_beyond == {"接站名单": False, "分房表": True}


def test_a_directory_is_wrong_as_soon_as_somebody_withdraws(noticed: Any) -> None:
    attendee = person(noticed)
    me = by_link(noticed, attendee)
    services.give_consents(actor=me, meeting=noticed.meeting, subject_id=attendee.pk, purposes=["directory"])
    export(noticed, audience="attendees", subject_ids=[attendee.pk])
    assert found(noticed, "OM-157") == []
    services.withdraw_consent(actor=me, meeting=noticed.meeting, subject_id=attendee.pk, purpose="directory")
    assert len(found(noticed, "OM-157")) == 1


def test_a_recorded_function_needs_the_purpose_in_the_notice(noticed: Any) -> None:
    lead, meeting = noticed.actor("lead"), noticed.meeting
    Function.objects.create(
        meeting=meeting,
        number=1,
        name="主会场",
        kind="plenary",
        start_at=datetime(2027, 3, 18, 1, tzinfo=UTC),
        end_at=datetime(2027, 3, 18, 4, tzinfo=UTC),
        setup_order={"recording": {"state": "filled", "value": "全程录像"}},
    )
    march = datetime(2027, 3, 1, tzinfo=UTC)
    assert found(noticed, "OM-158", march) == []
    services.set_purpose(
        actor=lead, meeting=meeting, code="portrait", revision=0, text="拍摄", text_en="", is_offered=False
    )
    publish(noticed)
    assert len(found(noticed, "OM-158", march)) == 1


def test_data_past_its_day_is_found_until_it_is_erased(noticed: Any) -> None:
    secret(noticed, person(noticed))
    late = datetime(2027, 4, 25, tzinfo=UTC)
    assert found(noticed, "OM-159", datetime(2027, 4, 18, tzinfo=UTC)) == []
    assert [hit.root for hit in found(noticed, "OM-159", late)] == ["diet"]
    with clock.at(late):
        row = services.erase_due(actor=noticed.actor("lead"), meeting=noticed.meeting, groups=["diet"])
        services.run_erasure(erasure_id=row.pk, progress=lambda done, total: None)
        assert found(noticed, "OM-159", late) == []


def test_a_party_that_has_not_confirmed_is_found_a_month_after(noticed: Any) -> None:
    row = agreed(noticed)
    month = datetime(2027, 4, 19, tzinfo=UTC)
    assert len(found(noticed, "OM-160", month)) == 1
    with clock.at(month):
        services.return_entrustment(
            actor=noticed.actor("lead"),
            meeting=noticed.meeting,
            entrusted_id=row.pk,
            kind="erased",
            returned_on=date(2027, 4, 18),
            by_name="前台经理",
        )
    assert found(noticed, "OM-160", month) == []
    assert EntrustedProcessing.objects.get().returned_by_name == "前台经理"


def test_entrusting_sensitive_data_without_an_assessment_is_found(noticed: Any) -> None:
    agreed(noticed)
    march = datetime(2027, 3, 1, tzinfo=UTC)
    assert len(found(noticed, "GEN-PRIV-01", march)) == 1
    services.assess_impact(
        actor=noticed.actor("lead"),
        meeting=noticed.meeting,
        title="住宿",
        groups=["lodging"],
        necessity="订房",
        risks="转发",
        measures="限字段",
        conclusion="可行",
        assessed_on=date(2027, 1, 5),
    )
    assert found(noticed, "GEN-PRIV-01", march) == []


@pytest.mark.parametrize(("operator", "hours"), [("general", 4), ("state_body", 2), ("critical", 1)])
def test_a_large_breach_is_late_after_its_hours(noticed: Any, operator: str, hours: int) -> None:
    begun = clock.now()
    values = BreachValues(found_at=begun, what="名单外泄", severity="large", operator=operator)
    services.report_breach(actor=noticed.actor("planner"), meeting=noticed.meeting, values=values)
    assert found(noticed, "GEN-PRIV-02", begun + timedelta(hours=hours)) == []
    assert len(found(noticed, "GEN-PRIV-02", begun + timedelta(hours=hours, minutes=1))) == 1


def test_the_certificate_waits_for_every_party_and_opens_nothing_before_the_client_signs(noticed: Any) -> None:
    agreed(noticed)
    states = {code: KINDS[code].state(noticed.meeting).present for code in ("privacy.returned", "privacy.certificate")}
    assert states == {"privacy.returned": False, "privacy.certificate": False}
