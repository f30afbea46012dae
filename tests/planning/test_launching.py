from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiwu.brief.schema import SCHEMA
from huiwu.brief.services import open_brief, propose_brief
from huiwu.documents.models import Version
from huiwu.documents.services import invite_to_sign, save_draft, sign_version
from huiwu.foundation.actors import Actor
from huiwu.foundation.models import FactRecord
from huiwu.kernel import clock
from huiwu.kernel.errors import NotAllowed, NotFound
from huiwu.planning import services
from huiwu.planning.choices import GateState, StepStatus
from huiwu.planning.errors import PlanExists, PlanImpossible
from huiwu.planning.models import Plan, Step, StepDependency, StepRole
from tests.cast import Cast


def test_the_plan_has_every_step_of_the_sop_with_days_people_and_gates(cast, plan):
    assert plan.steps.count() == 75
    assert list(plan.gates.values_list("code", flat=True)) == [
        "G0", "G1", "G2", "G3a", "G3b", "G4", "G5", "G6", "G7", "G8", "G9", "G10", "G11",
    ]  # fmt: skip
    p06 = plan.steps.get(code="P06")
    assert (p06.start_on, p06.finish_on, p06.owner) == (date(2027, 1, 27), date(2027, 2, 4), cast.planner)
    assert set(p06.needs.values_list("on__code", "start_only")) == {("P02", False), ("P03", False), ("P04", False)}
    assert set(p06.roles.values_list("letter", "role")) == {("R", "planner"), ("A", "project_manager")}
    assert plan.feasible is True


def test_conditions_that_do_not_hold_omit_their_steps(plan):
    omitted = set(plan.steps.filter(status=StepStatus.OMITTED).values_list("code", flat=True))
    assert omitted == {"P13", "P20", "D10", "D16", "D21", "D22", "D25", "A05", "A08", "A09"}


def test_a_short_lead_time_is_launched_and_says_what_cannot_be_kept(cast):
    with clock.at(datetime(2027, 3, 15, 1, tzinfo=UTC)):
        plan = services.launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)
    assert plan.feasible is False
    assert plan.notes["unmet"][0]["why"] != ""


def test_a_plan_on_an_unannounced_year_says_so(plan):
    assert plan.notes["unannounced_years"] == [2027]


def test_a_small_meeting_merges_the_first_three_steps(cast, january):
    cast.meeting.expected_headcount = 40
    cast.meeting.save()
    plan = services.launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)
    merged = plan.steps.filter(status=StepStatus.MERGED).values_list("code", "merged_into")
    assert list(merged) == [("P02", "P01"), ("P03", "P01")]
    assert plan.tier == "S"


def test_launching_twice_keeps_the_first_plan(cast, plan):
    with pytest.raises(PlanExists):
        services.launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)
    assert list(Plan.objects.values_list("pk", flat=True)) == [plan.pk]
    assert Step.objects.count() == 75


@pytest.mark.parametrize("who", ["planner", "colleague", "stranger"])
def test_only_those_who_lead_launch(cast, january, who):
    with pytest.raises(NotAllowed):
        services.launch_plan(actor=cast.actor(who), meeting_id=cast.meeting.pk)
    assert Plan.objects.count() == 0


def test_an_impossible_question_is_refused_and_nothing_is_kept(cast, january):
    cast.meeting.load_in_on = date(2027, 4, 1)
    cast.meeting.save()
    with pytest.raises(PlanImpossible) as refused:
        services.launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)
    assert str(refused.value) == "按这些日期和条件排不出计划：进场日 2027-04-01 晚于会议首日。计划没有改变。"
    assert Plan.objects.count() == 0


def test_another_organisations_template_is_not_found(cast, january):
    other = services.copy_template(actor=cast.actor("stranger"), org_id=cast.other_org.pk, name="他山标准")
    services.publish_template(actor=cast.actor("stranger"), template_id=other.pk)
    with pytest.raises(NotFound):
        services.launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk, template_id=other.pk)


def test_a_later_edit_of_the_template_leaves_the_launched_plan_alone(cast, january):
    owner = cast.actor("owner")
    own = services.copy_template(actor=owner, org_id=cast.org.pk, name="云帆标准")
    services.publish_template(actor=owner, template_id=own.pk)
    plan = services.launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk, template_id=own.pk)
    draft = services.new_version(actor=owner, template_id=own.pk)
    steps = [s | {"zh": "改名"} if s["id"] == "P01" else s for s in draft.content["steps"]]
    services.edit_template(actor=owner, template_id=draft.pk, revision=1, content=draft.content | {"steps": steps})
    services.publish_template(actor=owner, template_id=draft.pk)
    plan.refresh_from_db()
    assert plan.snapshot["steps"][0]["zh"] == "初步接洽与信息收集"
    assert plan.template_name == "云帆标准 v1"


def sign_brief(cast: Cast) -> Version:
    """林岚 drafts a brief that says 不适用 wherever it may, and 赵明远 signs it by his link."""
    lead = cast.actor("lead")
    document = open_brief(actor=lead, meeting=cast.meeting)
    content: dict[str, Any] = {
        key: {"state": "not_applicable", "value": None} if value.get("state") == "unfilled" else value
        for key, value in document.draft.items()
    }
    groups = {"vip": 20, "guest": 30, "general": 500, "media": 10, "staff": 30, "entourage": 10}
    content["headcount"] = {"state": "filled", "value": {"basis": "estimate", "total": 600, "groups": groups}}
    document = save_draft(actor=lead, document_id=document.pk, revision=document.revision, content=content)
    assert SCHEMA.missing(document.draft) == []
    version = propose_brief(actor=lead, document_id=document.pk, revision=document.revision)
    link, _token = invite_to_sign(actor=lead, version_id=version.pk, person="赵明远")
    sign_version(actor=Actor.of_link(link), version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远")
    return version


def test_the_signed_brief_makes_the_plan_and_completes_its_steps_in_one_go(cast, january):
    version = sign_brief(cast)
    plan = Plan.objects.get(meeting=cast.meeting)
    assert dict(plan.steps.filter(code__in=["P01", "P02"]).values_list("code", "done_how")) == {
        "P01": "evidence",
        "P02": "evidence",
    }
    gate = plan.gates.get(code="G1")
    confirmation = gate.confirmations.get(step_code="P02")
    assert (gate.state, confirmation.by_name, confirmation.by_client) == (GateState.OPEN, "赵明远", True)
    assert confirmation.version_hash == version.content_hash
    assert FactRecord.objects.filter(kind="plan_launched", meeting_id=cast.meeting.pk).count() == 1


def test_writing_a_plan_takes_a_fixed_number_of_statements(cast, january):
    with CaptureQueriesContext(connection) as queries:
        services.launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)
    written = [q["sql"] for q in queries if q["sql"].startswith('INSERT INTO "planning_')]
    assert len(written) == 9
    assert StepRole.objects.filter(letter="A").count() == 75
    assert StepDependency.objects.count() > 80
