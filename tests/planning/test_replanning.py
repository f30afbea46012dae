from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from huiwu.kernel import clock
from huiwu.kernel.errors import NotAllowed
from huiwu.meetings.services import move_dates
from huiwu.planning import services
from huiwu.planning.choices import ProposalState, StepStatus
from huiwu.planning.errors import NoPlanYet, NothingToChange, ProposalDecided, ProposalStale
from huiwu.planning.models import Plan, PlanProposal
from huiwu.planning.services.tasks import TaskWish

WEEK = timedelta(days=7)


def later(cast, weeks=1):
    cast.meeting.start_on += WEEK * weeks
    cast.meeting.end_on += WEEK * weeks
    cast.meeting.save()


def propose(cast, **more):
    return services.propose_replan(
        actor=cast.actor("lead"), meeting_id=cast.meeting.pk, **({"reason": "会期顺延一周"} | more)
    )


def test_nothing_moves_before_the_difference_is_accepted(cast, plan, step):
    before = step("P06").start_on
    later(cast)
    proposal = propose(cast)
    assert step("P06").start_on == before
    services.accept_proposal(actor=cast.actor("lead"), proposal_id=proposal.pk)
    moved = {item["code"]: item for item in proposal.difference["moved"]}
    assert step("P06").start_on == before + WEEK
    assert moved["P06"]["to_start"] == step("P06").start_on.isoformat()


def test_what_is_done_pinned_or_signed_stays(cast, plan, step, gate):
    lead = cast.actor("lead")
    done = step("P01")
    services.pin_step(
        actor=lead, step_id=step("P12").pk, revision=1, start_on=date(2027, 2, 8), finish_on=date(2027, 2, 26)
    )
    services.open_gate(actor=lead, gate_id=gate("G5").pk, reason="客户已定", step_codes=["P18"])
    signed = step("P18")
    later(cast)
    services.accept_proposal(actor=lead, proposal_id=propose(cast).pk)
    assert (step("P01").status, step("P01").start_on, step("P01").finish_on) == ("done", done.start_on, done.finish_on)
    assert (step("P12").start_on, step("P12").finish_on) == (date(2027, 2, 8), date(2027, 2, 26))
    assert (step("P18").start_on, step("P18").finish_on) == (signed.start_on, signed.finish_on)


def test_a_proposal_computed_before_another_change_is_stale(cast, plan, step):
    later(cast)
    proposal = propose(cast)
    services.start_step(actor=cast.actor("planner"), step_id=step("P11").pk)
    before = step("P06").start_on
    with pytest.raises(ProposalStale):
        services.accept_proposal(actor=cast.actor("lead"), proposal_id=proposal.pk)
    proposal.refresh_from_db()
    assert (proposal.state, step("P06").start_on) == (ProposalState.WAITING, before)


def test_a_proposal_is_decided_once(cast, plan):
    later(cast)
    proposal = propose(cast)
    services.discard_proposal(actor=cast.actor("lead"), proposal_id=proposal.pk)
    with pytest.raises(ProposalDecided):
        services.accept_proposal(actor=cast.actor("account"), proposal_id=proposal.pk)
    assert Plan.objects.get().anchors["start_on"] == "2027-03-18"


def test_the_same_facts_are_nothing_to_change(cast, plan):
    with pytest.raises(NothingToChange):
        propose(cast)


def test_without_a_plan_there_is_nothing_to_replan(cast):
    with pytest.raises(NoPlanYet):
        propose(cast)


def test_only_those_who_lead_replan(cast, plan):
    later(cast)
    with pytest.raises(NotAllowed):
        services.propose_replan(actor=cast.actor("planner"), meeting_id=cast.meeting.pk, reason="想晚点")


def test_new_conditions_bring_steps_back_and_take_others_away(cast, plan, step):
    anchors = Plan.objects.get().anchors | {"conditions": ["has_pickup"]}
    proposal = propose(cast, reason="改为本地会，有接站", anchors=anchors)
    services.accept_proposal(actor=cast.actor("lead"), proposal_id=proposal.pk)
    assert (step("D10").status, step("P20").status) == (StepStatus.TODO, StepStatus.TODO)
    assert (step("P19").status, step("P21").status) == (StepStatus.OMITTED, StepStatus.OMITTED)
    assert "P21" not in set(step("P26").needs.values_list("on__code", flat=True))


def test_own_tasks_move_along(cast, plan, step):
    wish = TaskWish(name="主视觉三稿", parent="P14", length_days=3, needs=("P06",))
    task = services.add_task(actor=cast.actor("lead"), meeting_id=cast.meeting.pk, wish=wish)
    later(cast)
    services.accept_proposal(actor=cast.actor("lead"), proposal_id=propose(cast).pk)
    assert (task.start_on, step("T01").start_on) == (date(2027, 2, 11), date(2027, 2, 12))


def test_moving_the_meeting_makes_a_proposal_by_itself(cast, plan):
    move_dates(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        start_on=cast.meeting.start_on + WEEK,
        end_on=cast.meeting.end_on + WEEK,
    )
    proposal = PlanProposal.objects.get()
    assert (proposal.state, proposal.reason) == ("waiting", "会议日期变更")
    assert proposal.difference["moved"] != []


def test_a_newer_proposal_replaces_the_waiting_one(cast, plan):
    later(cast)
    first = propose(cast)
    later(cast)
    second = propose(cast)
    states = dict(PlanProposal.objects.values_list("pk", "state"))
    assert states == {first.pk: "discarded", second.pk: "waiting"}


def test_switching_the_template_adds_and_drops_steps(cast, plan, step):
    owner = cast.actor("owner")
    own = services.copy_template(actor=owner, org_id=cast.org.pk, name="云帆标准")
    steps = [s for s in own.content["steps"] if s["id"] != "A18"]
    extra = steps[0] | {"id": "P99", "zh": "客户看样", "en": "sample viewing", "deps": ["P14"], "t0": -15, "t1": -10}
    extra |= {"gate": None, "deps_start_only": []}
    services.edit_template(
        actor=owner, template_id=own.pk, revision=1, content=own.content | {"steps": [*steps, extra | {"order": 99}]}
    )
    services.publish_template(actor=owner, template_id=own.pk)
    services.accept_proposal(actor=cast.actor("lead"), proposal_id=propose(cast, template=str(own.pk)).pk)
    assert list(plan.steps.filter(code__in=["A18", "P99"]).values_list("code", flat=True)) == ["P99"]
    assert list(step("P99").needs.values_list("on__code", flat=True)) == ["P14"]
    assert Plan.objects.get().template == own


def test_too_late_a_date_is_proposed_with_its_reasons(cast, plan):
    with clock.at(datetime(2027, 3, 1, tzinfo=UTC)):
        cast.meeting.start_on, cast.meeting.end_on = date(2027, 3, 8), date(2027, 3, 9)
        cast.meeting.save()
        proposal = propose(cast, reason="提前")
    assert proposal.difference["feasible"] == [True, False]
    assert proposal.difference["unmet"] != []
