"""Plans are kept over a revision, and only by those who may."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from huiwu.floor_plans import services
from huiwu.floor_plans.errors import NoRoomBooked, RoomUnmeasured
from huiwu.floor_plans.models import FloorPlan, SetupPlan
from huiwu.floor_plans.queries import faults_of
from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import NotAllowed, StaleEdit
from huiwu.venues.models import Booking, Room
from tests.cast import assemble
from tests.floor_plans.conftest import function_in, item, made


def opened(hall, who="lead"):
    meeting = hall.cast.meeting
    return services.open_setup_plan(actor=hall.cast.actor(who), meeting=meeting, function=hall.function)


def saved(hall, plan, items, revision=None, who="lead"):
    return services.save_setup_plan(
        actor=hall.cast.actor(who),
        meeting=hall.cast.meeting,
        plan_id=plan.pk,
        revision=plan.revision if revision is None else revision,
        items=items,
    )


def test_a_plan_is_begun_once_in_the_booked_room(hall):
    assert opened(hall).pk == opened(hall, "planner").pk
    assert SetupPlan.objects.get().room == hall.room


def test_a_function_without_a_booked_room_gets_no_plan(hall):
    lonely = function_in(hall.cast.meeting, None, 2, "茶歇")
    with pytest.raises(NoRoomBooked, match="茶歇"):
        services.open_setup_plan(actor=hall.cast.actor("lead"), meeting=hall.cast.meeting, function=lonely)


def test_an_unmeasured_room_gets_no_plan(hall):
    Room.objects.update(width_mm=None)
    with pytest.raises(RoomUnmeasured, match="大会堂"):
        opened(hall)


@pytest.mark.parametrize("who", ["stranger", "colleague", "compliance"])
def test_others_draw_nothing(hall, who):
    with pytest.raises(NotAllowed):
        opened(hall, who)
    assert SetupPlan.objects.count() == 0


def test_saving_keeps_ids_records_a_fact_and_raises_the_revision(hall):
    plan, table = opened(hall), item("round_table", 3_000, 3_000, 1_800, 1_800, 10)
    kept = saved(hall, plan, [table, table | {"id": "none"}])
    assert kept.revision == plan.revision + 1
    assert kept.items[0]["id"] == table["id"]
    assert len({row["id"] for row in kept.items}) == 2
    assert FactRecord.objects.filter(kind="setup_plan_saved").count() == 1


def test_the_second_of_two_savers_is_told_and_overwrites_nothing(hall):
    plan = opened(hall)
    first = saved(hall, plan, [item("stage", 0, 0, 8_000, 4_000)])
    with pytest.raises(StaleEdit, match="林岚"):
        saved(hall, plan, [], revision=plan.revision, who="planner")
    assert SetupPlan.objects.get().items == first.items


def test_a_table_on_a_way_out_a_column_and_outside_are_named(hall):
    plan = saved(
        hall,
        opened(hall),
        [
            item("round_table", 1_000, 22_000, 1_800, 1_800, 10, "T9"),
            item("desk_block", 7_500, 11_500, 5_400, 6_000, 24),
            item("build", 15_500, 0, 1_000, 1_000),
        ],
    )
    assert [(fault.kind, fault.item, fault.other) for fault in faults_of(plan)] == [
        ("outside", "搭建物 3", ""),
        ("blocks", "圆桌 T9", "疏散门 1"),
        ("blocks", "课桌区 2", "柱"),
    ]


def test_marks_of_the_rooms_plan_are_kept_free_too(hall):
    marks = [
        {"id": "", "kind": "hydrant", "label": "", "x_mm": 15_700, "y_mm": 6_000, "width_mm": 240, "depth_mm": 700}
    ]
    plan = services.open_floor_plan(actor=hall.cast.actor("lead"), room=hall.room)
    rows = [row | {"clear_mm": 1_000} for row in marks]
    services.save_floor_plan(actor=hall.cast.actor("lead"), room=hall.room, revision=plan.revision, marks=rows)
    setup = saved(hall, opened(hall), [item("round_table", 13_200, 5_500, 1_800, 1_800, 10)])
    setup = SetupPlan.objects.select_related("room__floor_plan").get(pk=setup.pk)
    assert [(fault.kind, fault.other) for fault in faults_of(setup)] == [("blocks", "消火栓")]


def test_strangers_touch_no_rooms_plan(hall):
    with pytest.raises(NotAllowed):
        services.open_floor_plan(actor=hall.cast.actor("stranger"), room=hall.room)
    assert FloorPlan.objects.count() == 0


def test_a_plan_follows_its_function_to_another_room(hall):
    plan = opened(hall)
    other = Room.objects.create(venue=hall.room.venue, name="宴会厅", width_mm=20_000, length_mm=30_000)
    Booking.objects.update(room=other)
    services.move_setup_plan(actor=hall.cast.actor("lead"), meeting=hall.cast.meeting, plan_id=plan.pk)
    assert SetupPlan.objects.get().room == other


@pytest.mark.django_db(transaction=True)
def test_of_two_savers_at_once_one_is_kept_and_one_is_told():
    hall = made(assemble())
    plan, gate, answers = opened(hall), threading.Barrier(2), []

    def run(who):
        try:
            gate.wait()
            saved(hall, plan, [item("stage", 0, 0, 8_000, 4_000, label=who)], who=who)
            answers.append("kept")
        except StaleEdit:
            answers.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(who,)) for who in ("lead", "planner")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["kept", "told"]
    assert SetupPlan.objects.get().revision == plan.revision + 1
