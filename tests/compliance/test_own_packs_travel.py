"""The organisation's own rule packs go with the meeting that is judged by them; items about trainings and prizes."""

from __future__ import annotations

from dataclasses import asdict

from huiwu.compliance import services
from huiwu.compliance.models import RulePack
from huiwu.compliance.queries.checklist import checklist_of
from huiwu.compliance.queries.facts import facts_of
from huiwu.compliance.queries.packs import built_in_pack
from huiwu.compliance.queries.spending import cap_for, limits_passed
from huiwu.meetings.models import Meeting
from tests.compliance.conftest import change, severities
from tests.foundation.archiving.meetings import archive_of, brought_back, forget


def own(cast, code, **params):
    pack = asdict(built_in_pack(code))
    values = pack | {"applies_to": list(pack["applies_to"]), "pending": [], "params": pack["params"] | params}
    return services.save_own_pack(actor=cast.actor("owner"), org_id=cast.org.pk, code=code, revision=0, values=values)


def test_own_packs_that_the_meeting_uses_travel_and_others_stay(cast):
    used, other = own(cast, "cn.lucky_draw", top_prize_cents=100), own(cast, "cn.public_spending.central")
    archive = archive_of(cast.meeting)
    meeting_id, home = cast.meeting.pk, cast.org.pk
    forget(cast.meeting)
    RulePack.objects.all().delete()
    arrived = brought_back(archive, home)
    assert [row.pk for row in RulePack.objects.all()] == [used.pk] != [other.pk]
    meeting = Meeting.objects.get(pk=meeting_id)
    assert facts_of(meeting).packs["lucky_draw"].at("top_prize_cents") == 100
    assert (archive_of(meeting) == archive, arrived.kept) == (True, 0)


def test_where_the_home_has_its_own_pack_of_that_code_it_stays(cast):
    own(cast, "cn.lucky_draw", top_prize_cents=100)
    archive = archive_of(cast.meeting)
    home = cast.org.pk
    forget(cast.meeting)
    RulePack.objects.all().delete()
    kept = own(cast, "cn.lucky_draw", top_prize_cents=200)
    arrived = brought_back(archive, home)
    assert ([row.pk for row in RulePack.objects.all()], arrived.kept) == ([kept.pk], 1)


def keys(cast):
    return [item.spec.key for item in checklist_of(cast.meeting).items]


def test_a_public_bodys_training_is_prompted_about_lecture_fees_and_has_its_own_cap(cast):
    change(cast.meeting, public_body_mode=True)
    assert "training.lecture" not in keys(cast)
    change(cast.meeting, meeting_type="training")
    assert "training.lecture" in keys(cast)
    services.save_compliance_facts(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        revision=0,
        values={"spending_class": "3", "delegates": 400, "staff": 0, "session_half_days": 64, "travel_half_days": 6},
    )
    cap = cap_for(cast.meeting, facts_of(cast.meeting))
    # 32 days and one each of arrival and departure: 30 at the full rate, 4 at 70 %
    assert (cap.rate_cents, cap.half_days, cap.limit_cents) == (55_000, 68, 400 * (30 * 55_000 + 4 * 38_500))
    assert (limits_passed(facts_of(cast.meeting)), severities(cast.meeting, "OM-024")) == ([], [])


def test_a_training_above_its_cap_is_found_to_the_cent(cast):
    change(cast.meeting, public_body_mode=True, meeting_type="training")
    facts = {"spending_class": "3", "delegates": 10, "staff": 0, "session_half_days": 4, "travel_half_days": 0}
    services.save_compliance_facts(actor=cast.actor("lead"), meeting=cast.meeting, revision=0, values=facts)
    line = {"category": "lodging", "name": "住宿", "people": 10, "half_days": 4}
    services.add_spending_item(actor=cast.actor("lead"), meeting=cast.meeting, unit_cents=55_000, **line)
    assert severities(cast.meeting, "OM-023") == []
    services.add_spending_item(
        actor=cast.actor("lead"), meeting=cast.meeting, **(line | {"people": 1, "half_days": 2, "unit_cents": 1})
    )
    assert severities(cast.meeting, "OM-023") == ["block"]


def test_prizes_bring_the_item_about_their_tax_with_its_figures(cast):
    assert "prize_tax" not in keys(cast)
    services.add_prize(
        actor=cast.actor("lead"), meeting=cast.meeting, name="手机", value_cents=300_000, audience="consumers", count=2
    )
    item = next(i for i in checklist_of(cast.meeting).items if i.spec.key == "prize_tax")
    assert "应扣税 600.00 元，2 份合计 1,200.00 元" in item.spec.prompts[1]
    assert item.spec.is_pending
