"""OM-028 and OM-036: more people than the room takes, fewer places for wheelchairs than there must be."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.checks import Hit, Scope, Severity, check
from huiwu.meetings.choices import FunctionKind, Layout
from huiwu.venues.bridge import demands_of, measured
from huiwu.venues.checks.saying import demand_url, hit, of_room
from huiwu.venues.queries.placed import Placed, placement_for
from huiwu.venues.queries.standards import numbers_for

UNSEATED = (FunctionKind.REGISTRATION_DESK, FunctionKind.GROUP_PHOTO, FunctionKind.VISIT, FunctionKind.REHEARSAL)


@check(
    "OM-028",
    module="venue",
    severity="block",
    title=gettext_lazy("人数超过会场容量"),
    step="P08",
    owner_role="venue_team",
    from_days_before=50,
)
def too_many_for_the_room(scope: Scope) -> Iterator[Hit]:
    """More than the maximum blocks; more than recommended, or measures that are missing, are warned of."""
    numbers = numbers_for(scope)
    for row in placement_for(scope).placed:
        if row.room is None or not row.function.layout or not row.people:
            continue
        found = measured(row.room, row.function.layout, numbers).capacity
        if found.maximum is None or found.recommended is None:
            detail = _("“{function}”{people} 人用“{room}”，而会场没有填长、宽或面积，容量无法核算。")
            yield _about(scope, row, detail, _("到会场页补填尺寸。"), severity="warn")
        elif row.people > found.maximum:
            detail = _(
                "“{function}”{people} 人，“{room}”{layout}最大 {most} 人（推荐 {good} 人）：坐不下或超过疏散允许。"
            )
            action = _("换大一些的会场、改台型，或核对人数。")
            yield _about(scope, row, detail, action, most=found.maximum, good=found.recommended)
        elif row.people > found.recommended:
            detail = _("“{function}”{people} 人，超过“{room}”{layout}的推荐容量 {good} 人（最大 {most} 人）。")
            action = _("与场地方确认实际摆法，或换台型。")
            yield _about(scope, row, detail, action, severity="warn", most=found.maximum, good=found.recommended)


def _about(
    scope: Scope, row: Placed, detail: str, action: str, severity: Severity | None = None, **values: object
) -> Hit:
    assert row.room is not None
    said = detail.format(
        function=row.function.name,
        people=row.people,
        room=row.room.name,
        layout=Layout(row.function.layout).label,
        **values,
    )
    url = reverse("venues:room", args=[row.room.pk])
    return hit(scope, row.function, said, action, more=[of_room(row.room)], url=url, severity=severity)


@check(
    "OM-036",
    module="venue",
    severity="block",
    title=gettext_lazy("轮椅席或登台坡道不足"),
    step="P08",
    owner_role="venue_team",
    from_days_before=30,
)
def too_few_wheelchair_spaces(scope: Scope) -> Iterator[Hit]:
    """Spaces planned for the function, else those of the room, against the rule and against those who need one."""
    numbers = numbers_for(scope)
    for row in placement_for(scope).placed:
        if row.room is None or row.function.kind in UNSEATED:
            continue
        users = (row.demand.wheelchair_users if row.demand else None) or 0
        seated = row.people if row.function.layout and row.function.layout != Layout.COCKTAIL else 0
        needed = max(demands_of(seated, numbers).wheelchair_spaces, users)
        planned = row.demand.wheelchair_spaces if row.demand else None
        spaces = planned if planned is not None else row.room.wheelchair_spaces
        if needed and (spaces is None or spaces < needed):
            yield _spaces_short(scope, row, spaces, needed, users)
        if row.demand and row.demand.has_wheelchair_on_stage:
            yield from _no_ramp(scope, row)


def _spaces_short(scope: Scope, row: Placed, spaces: int | None, needed: int, users: int) -> Hit:
    assert row.room is not None
    detail = _("“{function}”在“{room}”有轮椅席 {spaces}，应有 {needed} 席（规则与实际需要 {users} 席取大）。").format(
        function=row.function.name,
        room=row.room.name,
        spaces=_("未填") if spaces is None else _("{count} 席").format(count=spaces),
        needed=needed,
        users=users,
    )
    action = _("在座位区留出轮椅席并配陪护位，填入“会场要求”。")
    url = demand_url(scope, row.function)
    return hit(scope, row.function, detail, action, more=[of_room(row.room)], url=url, root=f"{row.function.pk}:spaces")


def _no_ramp(scope: Scope, row: Placed) -> Iterator[Hit]:
    assert row.room is not None
    assert row.demand is not None
    has_ramp = row.demand.has_stage_ramp if row.demand.has_stage_ramp is not None else row.room.has_stage_ramp
    if not has_ramp:
        detail = _("“{function}”有登台者使用轮椅，而“{room}”的登台坡道{state}。").format(
            function=row.function.name, room=row.room.name, state=_("未填") if has_ramp is None else _("没有")
        )
        url = demand_url(scope, row.function)
        action = _("落实登台坡道并填写，或改在台下致辞。")
        yield hit(
            scope, row.function, detail, action, more=[of_room(row.room)], url=url, root=f"{row.function.pk}:ramp"
        )
