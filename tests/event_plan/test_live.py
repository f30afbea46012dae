from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from huiwu.documents import blocks as b
from huiwu.documents.rules import canonical
from huiwu.documents.stored_blocks import lines_of, restored, stored
from huiwu.event_plan.live import agenda, organisation, schedule
from huiwu.event_plan.queries.live import live_of, outdated_sections, sources_of, with_live

EVERY = (
    b.Heading(2, "标题"),
    b.Paragraph("2027-03-18", align="left", indent=False),
    b.Bullets(("甲", "乙")),
    b.Numbered(("一",)),
    b.KeyValues((("名称", "大会"),)),
    b.Table(
        (b.Column("日期", 1.25, kind="date"), b.Column("金额", kind="money"), b.Column("量", kind="number")),
        ((date(2027, 3, 18), 12_345, Decimal("1.5")), (None, None, 3)),
        emphasis={1: "total"},
    ),
    b.Gantt(
        (b.GanttRow("P01", "客户经理", date(2027, 1, 4), date(2027, 1, 8), critical=True),),
        date(2027, 1, 4),
        date(2027, 1, 31),
        frozenset({date(2027, 1, 9)}),
    ),
    b.RaciMatrix(("策划",), (b.RaciRow("P06", ("A/R",)),)),
    b.Callout("注意", "warning"),
)


def test_every_block_that_can_be_kept_comes_back_as_it_was():
    kept = stored(EVERY)
    assert restored(canonical(kept)) == EVERY


def test_a_picture_is_refused_instead_of_lost():
    with pytest.raises(TypeError):
        stored([b.Picture(b"")])


def test_blocks_are_compared_line_by_line_in_words():
    assert lines_of(EVERY[5:8]) == [
        "2027-03-18 | 123.45 | 1.5",
        "3",
        "P01 2027-01-04 — 2027-01-08",
        "P06：A/R 策划",
    ]


def test_functions_become_the_agenda_in_the_meetings_own_time(cast, programme):
    (table,) = agenda.programme(cast.meeting)
    assert table.rows == (
        ("03-18 周四", "09:00–10:30", "开幕式", "宴会厅 3 层", 600),
        ("", "18:00–20:00", "欢迎晚宴", "宴会厅 3 层", 600),
    )


def test_a_cancelled_function_is_no_part_of_the_plan(cast, programme):
    programme[0].is_cancelled = True
    programme[0].save()
    (table,) = agenda.programme(cast.meeting)
    assert [row[2] for row in table.rows] == ["欢迎晚宴"]


def test_without_functions_there_is_no_live_agenda(cast):
    assert agenda.programme(cast.meeting) is None
    assert agenda.setups(cast.meeting) is None
    assert agenda.meals(cast.meeting) is None


def test_meals_carry_expected_and_guaranteed_people(cast, programme):
    (table,) = agenda.meals(cast.meeting)
    assert table.rows == (("03-18 周四", "18:00–20:00", "欢迎晚宴", "宴会厅 3 层", 600, 540),)


def test_the_set_up_order_stands_under_its_function(cast, programme):
    table, heading, pairs = agenda.setups(cast.meeting)
    assert table.rows == (("开幕式", "宴会厅 3 层", "剧院式", 600, "03-18 09:00–10:30"),)
    assert (heading, pairs) == (b.Heading(3, "开幕式"), b.KeyValues((("舞台与主席台", "12 m × 5 m"),)))


def test_groups_with_their_leads_stand_behind_those_who_lead_the_meeting(cast, programme):
    (table,) = organisation.team(cast.meeting)
    assert table.rows[-1] == ("秘书组", "陈策", "议程与名单")
    assert [row[1] for row in table.rows[:-1]] == ["周敏", "林岚", "陈策", "何静"]


def test_the_signed_brief_brings_people_and_goals(cast, brief):
    (people,), (goals,) = organisation.people(cast.meeting), organisation.goals(cast.meeting)
    assert people.rows[-1] == ("合计", 600)
    assert people.emphasis == {6: "total"}
    assert goals.rows[0] == ("到会率", "≥ 90%", "实到 ÷ 确认，以签到为准")


def test_before_the_brief_is_signed_it_brings_nothing(cast):
    assert (organisation.people(cast.meeting), organisation.goals(cast.meeting)) == (None, None)
    assert (schedule.milestones(cast.meeting), schedule.gantt(cast.meeting), schedule.raci(cast.meeting)) == (
        None,
        None,
        None,
    )


def test_the_schedule_has_every_gate_a_chart_for_each_phase_and_who_answers(cast, brief):
    (gates,) = schedule.milestones(cast.meeting)
    assert "G2" in [row[0] for row in gates.rows]
    charts = schedule.gantt(cast.meeting)
    assert [chart.caption for chart in charts] == ["会前筹备", "会中·最终确认与布置", "会中·执行", "会后总结"]
    assert charts[0].rows[0].label == "P01 初步接洽与信息收集"
    heading, first = schedule.raci(cast.meeting)[:2]
    assert heading.text == "会前筹备"
    row = next(row for row in first.rows if row[0].startswith("P06"))
    assert row[1:] == ("项目负责人", "策划")


def test_live_data_is_gathered_by_section(cast, programme, brief):
    found = live_of(cast.meeting)
    assert {code: [p["title"] for p in parts] for code, parts in found.items()} == {
        "agenda": ["日程"],
        "catering": ["用餐与茶歇"],
        "organisation": ["组织架构", "会务组分工"],
        "participants": ["人数"],
        "purpose": ["目标与成功标准"],
        "raci": ["职责分配（RACI）"],
        "schedule": ["里程碑与门禁", "倒排进度"],
        "setup": ["各功能单元布置"],
    }


def test_a_section_shows_where_its_data_is_edited(cast):
    (source,) = sources_of(cast.meeting, "agenda")
    assert (source.title, source.url, source.blocks) == ("日程", "/m/qiming-2027/functions/", ())


def test_only_sections_that_say_something_else_are_outdated(cast, programme):
    kept = with_live(cast.meeting, {})
    assert outdated_sections(cast.meeting, kept) == []
    programme[0].name = "开幕大会"
    programme[0].save()
    assert sorted(outdated_sections(cast.meeting, kept)) == ["agenda", "setup"]


def test_live_data_takes_the_same_queries_for_two_functions_and_for_six(
    cast, programme, brief, django_assert_num_queries
):
    with django_assert_num_queries(38):
        live_of(cast.meeting)
    for number in range(3, 7):
        programme[0].pk, programme[0].number, programme[0].name = None, number, f"论坛{number}"
        programme[0]._state.adding = True
        programme[0].save()
    with django_assert_num_queries(38):
        live_of(cast.meeting)
