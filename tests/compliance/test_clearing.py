"""Decisions, clearance, what re-opens them; evidence for P04 and G0."""

from __future__ import annotations

import pytest

from huiwu.compliance import services
from huiwu.compliance.errors import AlreadyRecorded, FactsChanged, RuleForbids
from huiwu.compliance.evidence import compliance_cleared
from huiwu.compliance.models import ComplianceItem, ComplianceProfile, Permit
from huiwu.compliance.queries.checklist import checklist_of
from huiwu.compliance.queries.ground import RESTS_ON
from huiwu.documents.errors import Incomplete
from huiwu.foundation.models import FactRecord
from huiwu.foundation.registry.impact import Change, impacts
from huiwu.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from huiwu.meetings.choices import MeetingStatus
from huiwu.meetings.models import Meeting
from tests.compliance.conftest import change, cleared, judge, judge_all, tell

pytestmark = pytest.mark.usefixtures("today")


def states(meeting):
    fresh = Meeting.objects.get(pk=meeting.pk)
    return {item.spec.key: item.state for item in checklist_of(fresh).items}


def test_a_signed_checklist_is_the_evidence_of_p04_and_g0(cast):
    assert not compliance_cleared(cast.meeting).present
    signoff = cleared(cast)
    found = compliance_cleared(cast.meeting)
    assert (found.present, found.by, found.by_client, found.version_hash) == (
        True,
        "何静",
        False,
        signoff.version_hash,
    )
    kinds = list(FactRecord.objects.order_by("id").values_list("kind", flat=True))
    assert kinds[-2:] == ["document_signed", "compliance_cleared"]


def test_whoever_runs_the_meeting_cannot_clear_it(cast):
    judge_all(cast)
    version = services.submit_checklist(actor=cast.actor("lead"), meeting=cast.meeting)
    ask = {"meeting": cast.meeting, "version_id": version.pk, "seen_hash": version.content_hash}
    for who in ("lead", "planner", "stranger"):
        with pytest.raises(NotAllowed):
            services.clear_checklist(actor=cast.actor(who), **ask)
    first = services.clear_checklist(actor=cast.actor("compliance"), **ask)
    assert services.clear_checklist(actor=cast.actor("owner"), **ask) == first


def test_an_item_left_open_or_to_be_mended_forbids_the_version(cast):
    judge_all(cast)
    judge(cast, "pi.entrusted", "needs_work", "合同缺委托处理附件")
    with pytest.raises(Incomplete) as refused:
        services.submit_checklist(actor=cast.actor("lead"), meeting=cast.meeting)
    assert [m.key for m in refused.value.missing] == ["pi.entrusted"]


def test_submitting_twice_is_one_version(cast):
    judge_all(cast)
    first, second = (services.submit_checklist(actor=cast.actor("lead"), meeting=cast.meeting) for _ in range(2))
    assert first == second


def test_a_changed_fact_reopens_only_the_items_that_rest_on_it_and_takes_the_evidence_back(cast):
    cleared(cast)
    change(cast.meeting, name="启明科技国际论坛")
    assert {key for key, state in states(cast.meeting).items() if state == "reopened"} == {"name_words"}
    assert not compliance_cleared(Meeting.objects.get(pk=cast.meeting.pk)).present
    change(cast.meeting, name="启明科技 2027 合作伙伴大会")
    assert compliance_cleared(Meeting.objects.get(pk=cast.meeting.pk)).present


def test_a_changed_rule_reopens_open_meetings_and_leaves_closed_ones(cast):
    from dataclasses import asdict

    from huiwu.compliance.queries.packs import built_in_pack

    cleared(cast)
    pack = asdict(built_in_pack("cn.forum"))
    values = {**pack, "applies_to": [], "pending": [], "params": {**pack["params"], "words": ["大会"]}}
    services.save_own_pack(actor=cast.actor("owner"), org_id=cast.org.pk, code="cn.forum", revision=0, values=values)
    assert states(cast.meeting)["name_words"] == "reopened"
    change(cast.meeting, status=MeetingStatus.CLOSED)
    assert states(cast.meeting)["name_words"] == "pass"


def test_what_a_rule_makes_certain_cannot_be_passed_but_may_be_declared_not_applicable(cast):
    change(cast.meeting, publicness="public", expected_headcount=1000)
    with pytest.raises(RuleForbids):
        judge(cast, "mass_event")
    judge(cast, "mass_event", "not_applicable", "县级人民政府主办，不实行许可")
    assert states(cast.meeting)["mass_event"] == "not_applicable"


def test_anything_but_passing_needs_a_note(cast):
    with pytest.raises(InvalidInput):
        judge(cast, "pi.entrusted", "not_applicable", "无")
    with pytest.raises(InvalidInput):
        judge(cast, "pi.entrusted", "perhaps")
    assert ComplianceItem.objects.count() == 0


def test_a_decision_on_facts_that_have_changed_since_is_refused(cast):
    item = next(i for i in checklist_of(cast.meeting).items if i.spec.key == "name_words")
    change(cast.meeting, name="另一个名字")
    with pytest.raises(FactsChanged):
        services.decide_item(
            actor=cast.actor("compliance"),
            meeting=cast.meeting,
            key="name_words",
            decision="pass",
            seal=item.spec.seal,
            revision=0,
        )


def test_two_people_judging_at_once_do_not_overwrite_each_other(cast):
    item = next(i for i in checklist_of(cast.meeting).items if i.spec.key == "pi.entrusted")
    ask = {"meeting": cast.meeting, "key": "pi.entrusted", "decision": "pass", "seal": item.spec.seal, "revision": 0}
    services.decide_item(actor=cast.actor("compliance"), **ask)
    with pytest.raises(StaleEdit) as stale:
        services.decide_item(actor=cast.actor("owner"), **ask)
    assert (stale.value.params["who"], ComplianceItem.objects.count()) == ("何静", 1)


def test_only_compliance_judges_and_an_unknown_item_is_not_found(cast):
    item = checklist_of(cast.meeting).items[0]
    ask = {"meeting": cast.meeting, "decision": "pass", "seal": item.spec.seal, "revision": 0}
    with pytest.raises(NotAllowed):
        services.decide_item(actor=cast.actor("lead"), key=item.spec.key, **ask)
    with pytest.raises(NotFound):
        services.decide_item(actor=cast.actor("compliance"), key="foreign.visa", **ask)


def test_facts_are_saved_once_and_a_stale_form_is_told(cast):
    ask = {"actor": cast.actor("lead"), "meeting": cast.meeting}
    services.save_compliance_facts(**ask, revision=0, values={"overseas": 3})
    with pytest.raises(StaleEdit):
        services.save_compliance_facts(**ask, revision=0, values={"overseas": 4})
    services.save_compliance_facts(**ask, revision=1, values={"overseas": 5})
    assert ComplianceProfile.objects.values_list("overseas", "revision").get() == (5, 2)
    assert "foreign.visa" in states(cast.meeting)


def test_a_permit_sent_twice_is_kept_once(cast):
    ask = {"actor": cast.actor("lead"), "meeting": cast.meeting, "values": {"kind": "foreign", "number": "沪外 12"}}
    services.record_permit(**ask)
    with pytest.raises(AlreadyRecorded):
        services.record_permit(**ask)
    with pytest.raises(NotAllowed):
        services.record_permit(**(ask | {"actor": cast.actor("stranger")}))
    assert Permit.objects.count() == 1


def test_decisions_are_listed_as_touched_by_the_facts_they_rest_on(cast):
    judge_all(cast)
    found = impacts(cast.meeting, [Change("meeting.name", "会议名称", "甲", "乙")])
    assert [i.id for i in found if i.kind == "compliance_item"] == ["name_words", "secrecy"]


def test_the_secrecy_item_cannot_be_passed_when_the_name_says_secret(cast):
    change(cast.meeting, name="涉密项目评审会")
    with pytest.raises(RuleForbids):
        judge(cast, "secrecy")


def test_every_fact_an_item_rests_on_is_watched(cast):
    change(cast.meeting, name="启明国际论坛", publicness="public", expected_headcount=1500, public_body_mode=True)
    tell(
        cast.meeting,
        origin={"basis": None, "total": None, "groups": {"overseas": 3}},
        interaction=["lucky_draw"],
        special_minors="有学生团",
    )
    for meeting_type in ("forum", "launch"):
        change(cast.meeting, meeting_type=meeting_type)
        specs = [item.spec for item in checklist_of(cast.meeting).items]
        assert {key for spec in specs for key in spec.rests_on} - set(RESTS_ON) == set()
    assert len(specs) == 19
