"""OM-032, OM-033, OM-034: network, height and power that the room does not have."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.checks import Hit, Scope, check
from huiwu.meetings.choices import FunctionKind
from huiwu.venues.bridge import demands_of, measured, screen_of_demand, usable_watts
from huiwu.venues.bridge.wording import metres
from huiwu.venues.checks.saying import demand_url, hit, of_room
from huiwu.venues.queries.placed import Placed, placement_for
from huiwu.venues.queries.standards import numbers_for

OFFLINE = (
    FunctionKind.MEAL,
    FunctionKind.COFFEE_BREAK,
    FunctionKind.GROUP_PHOTO,
    FunctionKind.VISIT,
    FunctionKind.REHEARSAL,
)
"""Kinds whose people are not reckoned to be on the network."""


@check(
    "OM-032",
    module="venue",
    severity="warn",
    title=gettext_lazy("会场网络不够"),
    step="P08",
    owner_role="av_team",
    from_days_before=20,
)
def network_too_slow(scope: Scope) -> Iterator[Hit]:
    """Less bandwidth than reckoned, or streaming and registration without a wired uplink. Unknown counts as missing."""
    numbers = numbers_for(scope)
    for row in placement_for(scope).placed:
        if row.room is None:
            continue
        people = 0 if row.function.kind in OFFLINE else row.people
        needed = demands_of(people, numbers, row.demand).bandwidth_mbps
        has = row.room.uplink_mbps
        if needed and (has is None or has < needed):
            detail = _("“{function}”按 {people} 人计算需要 {needed} Mbps，“{room}”的带宽{has}。").format(
                function=row.function.name,
                people=people,
                needed=needed,
                room=row.room.name,
                has=_("未填") if has is None else _("只有 {mbps} Mbps").format(mbps=has),
            )
            action = _("请场地方临时扩容，或拉专线、分流直播。")
            root = f"{row.function.pk}:bandwidth"
            yield hit(scope, row.function, detail, action, more=[of_room(row.room)], root=root, owner_role="av_team")
        if _needs_wire(row) and not row.room.has_wired_uplink:
            detail = _("“{function}”要直播或签到，而“{room}”的有线上行{has}。").format(
                function=row.function.name,
                room=row.room.name,
                has=_("未填") if row.room.has_wired_uplink is None else _("没有"),
            )
            action = _("落实有线上行或独立 VLAN；签到机须可离线。")
            root = f"{row.function.pk}:wire"
            yield hit(scope, row.function, detail, action, more=[of_room(row.room)], root=root, owner_role="av_team")


def _needs_wire(row: Placed) -> bool:
    if row.function.kind == FunctionKind.REGISTRATION_DESK:
        return True
    demand = row.demand
    return demand is not None and bool(demand.needs_wired_uplink or demand.streams_1080p or demand.streams_4k)


@check(
    "OM-033",
    module="venue",
    severity="block",
    title=gettext_lazy("会场净高不够挂屏或搭台"),
    step="P08",
    owner_role="av_team",
    from_days_before=40,
)
def room_too_low(scope: Scope) -> Iterator[Hit]:
    """What screen and set need against the room's clear height. An unknown height counts as too low."""
    numbers = numbers_for(scope)
    for row in placement_for(scope).placed:
        if row.room is None or row.demand is None:
            continue
        found = measured(row.room, row.function.layout, numbers) if row.function.layout else None
        has = row.room.clear_height_mm
        for height in screen_of_demand(row.demand, found, numbers):
            if has is not None and has >= height.needed_mm:
                continue
            said = (
                _("“{function}”高 {height} m 的屏需要净高 {needed} m，“{room}”净高{has}。")
                if height.what == "screen"
                else _("“{function}”高 {height} m 的搭建需要净高 {needed} m，“{room}”净高{has}。")
            )
            detail = said.format(
                function=row.function.name,
                height=metres(height.height_mm),
                needed=metres(height.needed_mm),
                room=row.room.name,
                has=_("未填") if has is None else _("只有 {height} m").format(height=metres(has)),
            )
            action = _("换小一号的屏并加中继屏，降低搭建，或换净高够的会场。")
            root = f"{row.function.pk}:{height.what}"
            url = demand_url(scope, row.function)
            yield hit(
                scope,
                row.function,
                detail,
                action,
                more=[of_room(row.room)],
                url=url,
                root=root,
                owner_role="av_team",
            )


@check(
    "OM-034",
    module="venue",
    severity="block",
    title=gettext_lazy("会场电力不够"),
    step="P08",
    owner_role="av_team",
    from_days_before=20,
)
def power_too_low(scope: Scope) -> Iterator[Hit]:
    """The equipment that runs at once against the room's power less its reserve. Unknown power counts as none."""
    numbers = numbers_for(scope)
    for row in placement_for(scope).placed:
        if row.room is None or not row.watts:
            continue
        has = row.room.power_kw
        usable = usable_watts(has, numbers) if has is not None else 0
        if row.watts <= usable:
            continue
        detail = _("“{function}”同时用电 {watts} kW，“{room}”可用功率{has}。").format(
            function=row.function.name,
            watts=f"{row.watts / 1000:g}",
            room=row.room.name,
            has=_("未填")
            if has is None
            else _(" {kw} kW，留 {reserve}% 余量后 {usable} kW").format(
                kw=has, reserve=numbers["power_reserve"] // 10, usable=f"{usable / 1000:g}"
            ),
        )
        action = _("请场地方加临时电箱或发电车，或减少同时用电。")
        url = demand_url(scope, row.function)
        yield hit(scope, row.function, detail, action, more=[of_room(row.room)], url=url, owner_role="av_team")
