"""A meeting's suppliers: how far each is, needs, papers, groups, ratings, and what the checks find."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiwu.foundation.models import FactRecord
from huiwu.foundation.registry.evidence import KINDS
from huiwu.foundation.registry.messages import DUE_SOURCES
from huiwu.kernel.errors import InvalidInput, NotAllowed, StaleEdit
from huiwu.suppliers import queries, services
from huiwu.suppliers.errors import EngagementContracted, SupplierElsewhere, SupplierStopped
from huiwu.suppliers.models import MeetingSupplier, Supplier, SupplierRating
from huiwu.suppliers.reminders import papers_that_lapse_before_the_end
from tests.suppliers.conftest import START, add, engage, findings, paper, reachable, tell_brief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
END = START + timedelta(days=1)
FAR = date(2028, 1, 1)


def test_a_supplier_only_moves_on(cast):
    row = add(cast)
    states = [engage(cast, row, state=state).state for state in ("invited", "considered", "selected", "invited")]
    assert states == ["invited", "invited", "selected", "selected"]
    assert FactRecord.objects.filter(kind="supplier_engaged").count() == 2
    assert MeetingSupplier.objects.count() == 1


def test_a_stopped_supplier_is_not_taken_and_one_of_another_house_is_not_known(cast):
    row = add(cast)
    Supplier.objects.filter(pk=row.pk).update(status="stopped", status_reason="换料")
    row.refresh_from_db()
    with pytest.raises(SupplierStopped):
        engage(cast, row, state="considered")
    other = Supplier.objects.create(org=cast.other_org, name="他家", name_key="他家")
    with pytest.raises(SupplierElsewhere):
        engage(cast, other)


def test_who_is_not_on_the_team_engages_nobody(cast):
    row = add(cast)
    with pytest.raises(NotAllowed):
        services.engage_supplier(
            actor=cast.actor("colleague"), meeting=cast.meeting, supplier=row, category="av", state="considered"
        )


def test_dropping_needs_a_reason_and_the_dropped_can_come_back(cast):
    row = engage(cast, add(cast), state="invited")
    lead = cast.actor("lead")
    with pytest.raises(InvalidInput):
        services.drop_supplier(actor=lead, meeting=cast.meeting, engagement_id=row.pk, reason="")
    dropped = services.drop_supplier(actor=lead, meeting=cast.meeting, engagement_id=row.pk, reason="报价过高")
    assert (dropped.state, dropped.note) == ("dropped", "报价过高")
    assert engage(cast, row.supplier, state="considered").state == "considered"


def test_the_contract_moves_selected_categories_and_gives_them_back(cast):
    row = add(cast, categories=["build", "av"])
    engage(cast, row, "build", "selected")
    engage(cast, row, "av", "considered")
    kept = services.contract_supplier(actor=cast.actor("lead"), meeting=cast.meeting, supplier=row)
    assert [e.category for e in kept] == ["build"]
    assert queries.contracted_categories(cast.meeting) == {"build"}
    with pytest.raises(EngagementContracted):
        services.drop_supplier(
            actor=cast.actor("lead"), meeting=cast.meeting, engagement_id=kept[0].pk, reason="不要了"
        )
    services.release_supplier(actor=cast.actor("lead"), meeting=cast.meeting, supplier=row, reason="合同取消")
    assert [e.state for e in queries.meeting_suppliers(cast.meeting)] == ["considered", "selected"]


def test_a_needed_category_without_a_signed_supplier_is_seen_and_found(cast):
    tell_brief(cast.meeting, interpretation="中英同传")
    row = next(r for r in queries.category_rows(cast.meeting) if r.category == "interpretation")
    assert (row.is_needed, row.is_lacking, row.state) == (True, True, "unfilled")
    found = findings(cast.meeting, "OM-040", 28)
    assert [(f.severity, "中英同传" in f.detail) for f in found] == [("block", True)]
    assert findings(cast.meeting, "OM-040", 29) == []

    engage(cast, reachable(cast, add(cast, categories=["interpretation"])), "interpretation")
    assert findings(cast.meeting, "OM-040", 28) == []


def test_a_category_that_the_venue_brings_is_settled_with_its_reason(cast):
    tell_brief(cast.meeting, sound="线阵音响")
    decide = {"actor": cast.actor("lead"), "meeting": cast.meeting, "category": "av"}
    with pytest.raises(InvalidInput):
        services.decide_need(**decide, decision="venue", reason=" ")
    services.decide_need(**decide, decision="venue", reason="场地合同第 6 条")
    assert findings(cast.meeting, "OM-040", 28) == []
    services.decide_need(**decide, decision="supplier")
    assert len(findings(cast.meeting, "OM-040", 28)) == 1


def test_papers_that_end_before_the_strike_are_found_and_renewed_ones_are_not(cast):
    row = reachable(cast, add(cast, categories=["av"]))
    engage(cast, row, "av")
    short = paper(cast, row, "liability_insurance", START)
    found = findings(cast.meeting, "OM-039", 28)
    assert [(f.severity, START.isoformat() in f.detail, END.isoformat() in f.detail) for f in found] == [
        ("block", True, True)
    ]
    services.change_qualification(
        actor=cast.actor("lead"),
        qualification_id=short.pk,
        revision=1,
        values={"kind": "liability_insurance", "number": "X-2", "expires_on": END},
    )
    assert findings(cast.meeting, "OM-039", 28) == []


def test_a_lapsed_paper_beside_a_valid_one_of_its_kind_is_no_matter(cast):
    row = reachable(cast, add(cast, categories=["av"]))
    engage(cast, row, "av")
    paper(cast, row, "liability_insurance", START - timedelta(days=90))
    paper(cast, row, "liability_insurance", FAR)
    assert findings(cast.meeting, "OM-039", 28) == []


def test_one_contact_or_nobody_on_site_is_found(cast):
    row = add(cast, categories=["av"])
    engage(cast, row, "av", "selected")
    assert [f.severity for f in findings(cast.meeting, "OM-042", 28)] == ["hint"]
    reachable(cast, row)
    assert findings(cast.meeting, "OM-042", 28) == []


def test_a_builder_owes_load_calculation_and_flame_retardancy_for_this_meeting(cast):
    row = reachable(cast, add(cast))
    engage(cast, row)
    found = findings(cast.meeting, "OM-043", 7)
    assert [("承重计算书、阻燃证明" in f.detail, f.severity) for f in found] == [(True, "block")]
    paper(cast, row, "load_calculation", meeting=cast.meeting)
    paper(cast, row, "flame_retardancy", FAR)
    assert findings(cast.meeting, "OM-043", 7) == []


def test_evidence_of_p10_is_there_once_the_signed_suppliers_are_in_order(cast):
    def present():
        return {
            k: KINDS[f"suppliers.{k}"].state(cast.meeting).present for k in ("papers", "groups", "contacts", "rated")
        }

    assert present() == dict.fromkeys(("papers", "groups", "contacts", "rated"), False)
    row = reachable(cast, add(cast, categories=["av"]))
    kept = engage(cast, row, "av")
    paper(cast, row, "business_licence")
    services.save_supplier_group(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        engagement_id=kept.pk,
        revision=kept.revision,
        values={"group_name": "音响群"},
    )
    rate(cast, row)
    assert present() == dict.fromkeys(("papers", "groups", "contacts", "rated"), True)


def test_the_group_over_a_stale_revision_is_told(cast):
    kept = engage(cast, add(cast))
    save = {"actor": cast.actor("lead"), "meeting": cast.meeting, "engagement_id": kept.pk, "revision": kept.revision}
    services.save_supplier_group(**save, values={"group_name": "一"})
    with pytest.raises(StaleEdit):
        services.save_supplier_group(**save, values={"group_name": "二"})


def rate(cast, row, revision=0, note="按验收单", action="keep", **scores):
    given = dict.fromkeys(("quality", "progress", "cooperation", "price", "safety"), 4) | scores
    return services.rate_supplier(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        supplier_id=row.pk,
        revision=revision,
        scores=given,
        note=note,
        action=action,
    )


def test_a_rating_rests_on_evidence_and_is_kept_once(cast):
    row = add(cast)
    engage(cast, row)
    for wrong in ({"note": ""}, {"quality": 2, "note": ""}, {"quality": 6}, {"action": "x"}):
        with pytest.raises(InvalidInput):
            rate(cast, row, **wrong)
    first = rate(cast, row)
    with pytest.raises(StaleEdit):
        rate(cast, row)
    again = rate(cast, row, revision=first.revision, quality=5)
    assert (again.quality, again.revision, SupplierRating.objects.count()) == (5, 2, 1)


def test_a_rating_that_stops_moves_the_supplier_in_the_library(cast):
    row = add(cast)
    engage(cast, row)
    rate(cast, row, action="stop", quality=1, progress=1, cooperation=1, note="背板倒塌")
    row.refresh_from_db()
    assert (row.status, "D 级" in row.status_reason) == ("stopped", True)


def test_only_suppliers_of_the_meeting_are_rated(cast):
    with pytest.raises(SupplierElsewhere):
        rate(cast, add(cast))


def test_papers_that_lapse_before_the_meeting_ends_are_due(cast):
    row = add(cast, categories=["av"])
    engage(cast, row, "av")
    paper(cast, row, "liability_insurance", START)
    paper(cast, row, "business_licence", FAR)
    assert papers_that_lapse_before_the_end in DUE_SOURCES
    assert [(due.due_on, due.meeting) for due in papers_that_lapse_before_the_end()] == [(START, cast.meeting)]
