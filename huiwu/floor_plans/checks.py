"""OM-035: what is set up stands on ways out, hydrants or switchboards (domain/failures.md)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.floor_plans.queries import Fault, faults_of, setup_plans
from huiwu.foundation.registry.checks import Hit, Scope, Subject, check


@check(
    "OM-035",
    module="venue",
    severity="block",
    title=gettext_lazy("布置占用疏散走道、消火栓、出口或配电箱"),
    step="D01",
    owner_role="venue_team",
    from_days_before=15,
)
def setups_on_ways_out(scope: Scope) -> Iterator[Hit]:
    """One finding a function, naming each shape and what it covers; shapes outside the room count as well."""
    for plan in setup_plans(scope.meeting):
        faults = [fault for fault in faults_of(plan) if fault.kind != "overlaps"]
        if not faults:
            continue
        said = _("“{function}”在{room}的布置图上：{faults}").format(
            function=plan.function.name, room=plan.room.name, faults="".join(fault.sentence for fault in faults[:6])
        )
        if len(faults) > 6:
            said += _("另有 {n} 处。").format(n=len(faults) - 6)
        yield Hit(
            detail=said,
            subjects=(Subject("function", str(plan.function_id), plan.function.name), *_shapes(faults)),
            url=reverse("floor_plans:setup", args=[scope.meeting.slug, plan.function.number]),
            action=_("在布置图上移开这些桌椅或搭建，并请安保与场地方复核；平面图画错的，改正平面图。"),
            root=f"setup:{plan.function_id}",
        )


def _shapes(faults: list[Fault]) -> Iterator[Subject]:
    for fault in faults[:6]:
        yield Subject("setup_item", fault.keys[0], f"{fault.item} → {fault.other}" if fault.other else fault.item)
