from __future__ import annotations

from huiwu.documents.fourstate import filled
from huiwu.event_plan.rules import rows, subtotal
from huiwu.event_plan.spending import lines_of_the_plan
from huiwu.foundation.registry.checks import RULES, Scope
from tests.event_plan.conftest import NOW


def test_every_budget_line_and_material_of_the_plan_is_shown_to_the_spending_rules(cast, plan):
    budget, materials = rows(plan.draft, "budget"), rows(plan.draft, "materials")
    lines = list(lines_of_the_plan(cast.meeting))
    assert [line.amount_cents for line in lines] == [subtotal(row) for row in budget] + [None] * len(materials)


def test_a_backdrop_among_a_public_bodys_materials_is_found(cast, plan, rewrite):
    def found():
        scope = Scope(cast.meeting, NOW, NOW.date())
        return [hit for hit in RULES["OM-022"].find(scope) if "背景板" in hit.detail]

    row = rows(plan.draft, "materials")[0] | {"name": "主背景板"}
    rewrite(materials=filled([row]))
    assert found() == []
    cast.meeting.public_body_mode = True
    cast.meeting.save()
    assert len(found()) == 1


def test_without_a_plan_there_is_nothing_to_show(cast):
    assert list(lines_of_the_plan(cast.meeting)) == []
