"""OM-035 on a set-up that covers a way out, and on one that does not."""

from __future__ import annotations

from huiwu.floor_plans.models import SetupPlan
from tests.floor_plans.conftest import findings, item


def planned(hall, *items):
    return SetupPlan.objects.create(
        meeting=hall.cast.meeting, function=hall.function, room=hall.room, items=list(items)
    )


def test_a_table_on_a_way_out_blocks_from_fifteen_days_before(hall):
    planned(hall, item("round_table", 1_000, 22_000, 1_800, 1_800, 10, "T9"))
    found = findings(hall.cast.meeting)
    assert [(f.severity, f.owner_role, f.step) for f in found] == [("block", "venue_team", "D01")]
    assert "圆桌 T9占用了疏散门 1须保持畅通的地面" in found[0].detail
    assert found[0].url == f"/m/{hall.cast.meeting.slug}/setup-plans/1/"
    assert findings(hall.cast.meeting, days_before=16) == []


def test_a_set_up_that_leaves_everything_free_is_not_found(hall):
    planned(hall, item("stage", 4_000, 300, 8_000, 4_000), item("round_table", 3_000, 8_000, 1_800, 1_800, 10))
    assert findings(hall.cast.meeting) == []


def test_many_faults_are_one_finding(hall):
    planned(hall, *[item("round_table", 1_000, 22_000, 1_800, 1_800, 10, str(n)) for n in range(9)])
    found = findings(hall.cast.meeting)
    assert len(found) == 1
    assert "另有 3 处" in found[0].detail
