from __future__ import annotations

import threading
from datetime import date
from io import BytesIO

import pytest
from django.db import connection

from huiwu.accounts.choices import Role
from huiwu.foundation.actors import Actor
from huiwu.foundation.models import FactRecord
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotAllowed, StaleEdit
from huiwu.planning import services
from huiwu.planning.choices import StepStatus
from huiwu.planning.errors import (
    EvidenceMissing,
    GateClosed,
    NoteNeeded,
    PredecessorOpen,
    RaciBroken,
    StepNotOpen,
)
from huiwu.planning.models import Plan, Step
from huiwu.planning.services.tasks import TaskWish
from tests.cast import assemble
from tests.planning.conftest import LAUNCH_DAY, give_role

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def free_task(cast, **more):
    """A task of 陈策 that waits for nothing."""
    wish = TaskWish(**{"name": "印席卡", "owner_id": cast.planner.pk} | more)
    return services.add_task(actor=cast.actor("lead"), meeting_id=cast.meeting.pk, wish=wish)


def test_data_completes_a_step_without_a_tick(plan, step):
    p01 = step("P01")
    assert (p01.status, p01.done_how, p01.done_by) == (StepStatus.DONE, "evidence", None)


def test_a_step_falls_back_when_its_data_is_gone(cast, plan, step):
    cast.meeting.client = None
    cast.meeting.save()
    services.refresh_evidence(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)
    assert step("P01").status == StepStatus.DOING


def test_a_person_completes_with_a_note_and_a_photo(cast, plan, step):
    task = free_task(cast)
    photo = BytesIO(PNG)
    photo.name = "席卡.png"
    services.complete_step(actor=cast.actor("planner"), step_id=task.pk, note="已核对两遍", photo=photo)
    done = step("T01")
    note = done.notes.get()
    assert (done.status, done.done_how, done.done_by, done.done_on) == (
        "done",
        "person",
        cast.planner,
        date(2027, 1, 11),
    )
    assert (note.text, note.file.name, note.file.media_type) == ("已核对两遍", "席卡.png", "image/png")


def test_a_bare_tick_is_refused(cast, plan, step):
    task = free_task(cast)
    with pytest.raises(NoteNeeded):
        services.complete_step(actor=cast.actor("planner"), step_id=task.pk)
    assert step("T01").status == StepStatus.TODO


def test_a_step_with_data_is_not_completed_by_word(cast, plan, step):
    services.reopen_step(actor=cast.actor("lead"), step_id=step("P01").pk, reason="看错了")
    cast.meeting.client = None
    cast.meeting.save()
    with pytest.raises(EvidenceMissing) as refused:
        services.complete_step(actor=cast.actor("account"), step_id=step("P01").pk, note="做了")
    assert refused.value.params["missing"] == "接洽记录"


def test_one_who_leads_overrides_missing_data_with_a_reason(cast, plan, step):
    services.reopen_step(actor=cast.actor("lead"), step_id=step("P01").pk, reason="看错了")
    cast.meeting.client = None
    cast.meeting.save()
    services.complete_step(actor=cast.actor("lead"), step_id=step("P01").pk, override="客户档案在旧系统里")
    assert (step("P01").done_how, step("P01").done_note) == ("override", "客户档案在旧系统里")


def test_what_must_come_before_is_named(cast, plan, step):
    with pytest.raises(PredecessorOpen) as refused:
        services.complete_step(actor=cast.actor("lead"), step_id=step("P24").pk, note="推演过")
    assert refused.value.params["missing"] == "P06 制定《会议策划方案》、P09 场地租赁合同签订与预订"


def test_no_override_passes_an_sop_gate(cast, plan, step):
    for who in ("lead", "owner"):
        with pytest.raises(GateClosed):
            services.complete_step(actor=cast.actor(who), step_id=step("P14").pk, override="赶时间")
    assert step("P14").status == StepStatus.TODO


def test_a_step_is_not_completed_twice(cast, plan, step):
    task = free_task(cast)
    services.complete_step(actor=cast.actor("planner"), step_id=task.pk, note="好了")
    with pytest.raises(StepNotOpen):
        services.complete_step(actor=cast.actor("lead"), step_id=task.pk, note="我也好了")
    assert step("T01").done_by == cast.planner


def test_only_its_people_work_on_a_step(cast, plan, step):
    with pytest.raises(NotAllowed):
        services.start_step(actor=cast.actor("compliance"), step_id=step("P11").pk)
    services.start_step(actor=cast.actor("planner"), step_id=step("P11").pk)
    give_role(cast, "colleague", Role.SECRETARIAT)
    services.add_note(actor=cast.actor("colleague"), step_id=step("P11").pk, text="初稿在群文件")
    assert (step("P11").status, step("P11").notes.get().by) == (StepStatus.DOING, cast.colleague)


def test_assigning_goes_to_people_of_the_team_only(cast, plan, step):
    with pytest.raises(InvalidInput):
        services.assign_step(actor=cast.actor("lead"), step_id=step("P09").pk, owner_id=cast.colleague.pk)
    services.assign_step(actor=cast.actor("lead"), step_id=step("P09").pk, owner_id=cast.planner.pk)
    assert step("P09").owner == cast.planner


def test_pinned_days_notice_a_stale_form(cast, plan, step):
    pin = {"actor": cast.actor("lead"), "step_id": step("P12").pk, "start_on": date(2027, 2, 8)}
    services.pin_step(**pin, revision=1, finish_on=date(2027, 2, 26))
    with pytest.raises(StaleEdit) as refused:
        services.pin_step(**pin, revision=1, finish_on=date(2027, 3, 1))
    assert refused.value.theirs["finish_on"] == date(2027, 2, 26)
    assert (step("P12").is_pinned, step("P12").finish_on) == (True, date(2027, 2, 26))


def test_raci_has_exactly_one_a_and_an_r(cast, plan, step):
    save = {"actor": cast.actor("lead"), "step_id": step("P12").pk}
    for roles in ([("R", "planner", None)], [("A", "planner", None)], [("A", "planner", None), ("A", "finance", None)]):
        with pytest.raises(RaciBroken):
            services.set_roles(**save, roles=roles)
    services.set_roles(**save, roles=[("A", "planner", None), ("R", "", cast.account.pk), ("I", "finance", None)])
    assert set(step("P12").roles.values_list("letter", "role", "user")) == {
        ("A", "planner", None),
        ("R", "", cast.account.pk),
        ("I", "finance", None),
    }


def test_a_task_is_placed_after_what_it_waits_for(cast, plan, step):
    """P06 ends on 4 February; the Spring Festival lies between."""
    task = free_task(cast, parent="P14", needs=("P06",), length_days=3)
    assert (task.code, task.parent, task.start_on) == ("T01", step("P14"), date(2027, 2, 11))
    assert task.finish_on == date(2027, 2, 15)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": " "}, "name"), ({"length_days": 0}, "length_days"), ({"needs": ("X9",)}, "needs")],
)
def test_a_task_that_makes_no_sense_is_refused_field_by_field(cast, plan, wrong, field):
    with pytest.raises(InvalidInput) as refused:
        free_task(cast, **wrong)
    assert list(refused.value.fields) == [field]
    assert plan.steps.filter(kind="task").count() == 0


def test_tasks_that_wait_for_each_other_are_refused(cast, plan, step):
    first = free_task(cast)
    free_task(cast, name="剪席卡", needs=("T01",))
    with pytest.raises(InvalidInput):
        services.change_task(
            actor=cast.actor("lead"), task_id=first.pk, revision=1, wish=TaskWish(name="印席卡", needs=("T02",))
        )


def test_a_stale_task_form_is_noticed(cast, plan, step):
    task = free_task(cast)
    change = {"actor": cast.actor("planner"), "task_id": task.pk, "revision": 1}
    services.change_task(**change, wish=TaskWish(name="印 600 张席卡", owner_id=cast.planner.pk))
    with pytest.raises(StaleEdit):
        services.change_task(**change, wish=TaskWish(name="印 700 张席卡"))
    assert step("T01").name == "印 600 张席卡"


def test_the_plans_revision_counts_what_would_make_a_proposal_stale(cast, plan, step):
    before = Plan.objects.get().revision
    services.start_step(actor=cast.actor("planner"), step_id=step("P11").pk)
    services.start_step(actor=cast.actor("planner"), step_id=step("P11").pk)
    assert Plan.objects.get().revision == before + 1


@pytest.mark.django_db(transaction=True)
def test_of_two_people_completing_at_once_one_is_told_it_is_done():
    cast = assemble()
    with clock.at(LAUNCH_DAY):
        services.launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)
        task = free_task(cast)
    gate, answers = threading.Barrier(2), []

    def finish(user):
        try:
            gate.wait()
            services.complete_step(actor=Actor.of_user(user), step_id=task.pk, note="好了")
            answers.append("done")
        except StepNotOpen:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=finish, args=(user,)) for user in (cast.planner, cast.lead)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["done", "refused"]
    assert FactRecord.objects.filter(kind="step_completed", payload__code="T01").count() == 1
    assert Step.objects.get(pk=task.pk).notes.count() == 1


def test_without_the_condition_both_would_have_completed_it(cast, plan):
    """The race that the conditional update closes: two who both read the step as open."""
    task = free_task(cast)
    seen = [Step.objects.get(pk=task.pk) for _ in range(2)]
    assert [row.is_open for row in seen] == [True, True]
    careless = [Step.objects.filter(pk=row.pk).update(done_note="好了") for row in seen]
    careful = [Step.objects.filter(pk=row.pk, status="todo").update(status="done") for row in seen]
    assert (careless, careful) == ([1, 1], [1, 0])
