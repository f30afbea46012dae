"""Web input of rooms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.fields import offer_rows
from huiwu.meetings.choices import Layout
from huiwu.venues.choices import RoomShape, Wall
from huiwu.venues.forms.inputs import FactsForm, Metres, SquareMetres, YesNo, Yuan, count, text
from huiwu.venues.models import Room, Venue
from huiwu.venues.schema import ROOM_FACTS

LENGTHS = {
    "length_mm": _("长（台前到后墙，m）"),
    "width_mm": _("宽（m）"),
    "clear_height_mm": _("净高（m）"),
    "stage_width_mm": _("固定舞台宽（m）"),
    "stage_depth_mm": _("固定舞台深（m）"),
    "stage_height_mm": _("固定舞台高（m）"),
    "lift_width_mm": _("货梯轿厢宽（m）"),
    "lift_depth_mm": _("货梯轿厢深（m）"),
    "lift_height_mm": _("货梯轿厢高（m）"),
}
COUNTS = {
    "floor_load_kg_m2": _("地面荷载（kg/m²）"),
    "lift_load_kg": _("货梯载重（kg）"),
    "power_kw": _("可用功率（kW）"),
    "uplink_mbps": _("上行带宽（Mbps）"),
    "access_points": _("无线 AP 数"),
    "wheelchair_spaces": _("轮椅席"),
}
KNOWN = {
    "is_three_phase": _("三相电"),
    "has_wired_uplink": _("有线上行"),
    "has_step_free_route": _("无障碍路线（坡道、电梯）"),
    "has_stage_ramp": _("登台坡道"),
    "has_accessible_toilet": _("无障碍卫生间"),
}
RATES = {
    "half_day_cents": _("半天场租（4 h，元）"),
    "full_day_cents": _("全天场租（8 h，元）"),
    "overtime_hour_cents": _("超时每小时（元）"),
}
PLAIN = ("name", "floor", "shape", "part_of", "area_dm2", "notes", *LENGTHS, *COUNTS, *KNOWN, *RATES)
SIZES = ("length_mm", "width_mm", "clear_height_mm", "area_dm2", "shape", "part_of")
STAGE = ("stage_width_mm", "stage_depth_mm", "stage_height_mm")
LOADS = ("floor_load_kg_m2", "lift_width_mm", "lift_depth_mm", "lift_height_mm", "lift_load_kg")
SUPPLY = ("power_kw", "is_three_phase", "uplink_mbps", "has_wired_uplink", "access_points")
ACCESS = ("wheelchair_spaces", "has_step_free_route", "has_stage_ramp", "has_accessible_toilet")
PRICES = tuple(RATES)


class RoomForm(FactsForm):
    """A room: measures in metres, capacities as the venue states and as its contract allows them, and the facts."""

    groups = ROOM_FACTS
    name = text(_("名称"), 120, required=True)
    floor = text(_("楼层"), 40)
    shape = forms.ChoiceField(label=_("形状"), choices=RoomShape.choices)
    part_of: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("是哪个大厅分隔出来的"), queryset=None, required=False, empty_label=_("不是")
    )
    area_dm2 = SquareMetres(label=_("面积（m²，不填按长×宽）"), required=False)
    notes = text(_("备注"), 2000, rows=3)

    def __init__(self, *args: Any, venue: Venue, room: Room | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wholes = venue.rooms.filter(part_of=None)
        offer_rows(self, "part_of", wholes.exclude(pk=room.pk) if room else wholes)
        self.fields |= {name: Metres(label=label, required=False) for name, label in LENGTHS.items()}
        self.fields |= {name: count(label) for name, label in COUNTS.items()}
        self.fields |= {name: YesNo(label=label) for name, label in KNOWN.items()}
        self.fields |= {name: Yuan(label=label, required=False) for name, label in RATES.items()}
        for layout, label in Layout.choices:
            self.fields[f"stated_{layout}"] = count(_("{layout}：场地方标称").format(layout=label))
            self.fields[f"contract_{layout}"] = count(_("{layout}：合同上限").format(layout=label))

    @classmethod
    def initial_of(cls, row: Room) -> dict[str, Any]:
        values = {name: getattr(row, name) for name in PLAIN} | cls.initial_of_facts(row.facts)
        values |= {f"stated_{layout}": people for layout, people in row.stated_capacities.items()}
        return values | {f"contract_{layout}": people for layout, people in row.contract_capacities.items()}

    def values(self) -> dict[str, Any]:
        """As the services take them; columns, exits and rigging come from their own rows."""
        clean = self.cleaned_data
        values = {name: clean[name] for name in PLAIN} | {"facts": self.facts()}
        for kind in ("stated", "contract"):
            given = {layout: clean[f"{kind}_{layout}"] for layout in Layout.values}
            values[f"{kind}_capacities"] = {layout: n for layout, n in given.items() if n is not None}
        return values

    def parts(self) -> list[tuple[Any, list[Any]]]:
        """The fields as the page groups them."""
        groups = ((_("尺寸"), SIZES), (_("舞台"), STAGE), (_("荷载与货梯"), LOADS), (_("电力与网络"), SUPPLY))
        more = ((_("无障碍"), ACCESS), (_("场租"), PRICES))
        return [(title, [self[name] for name in names]) for title, names in (*groups, *more)]

    def capacities(self) -> list[tuple[Any, Any, Any]]:
        return [(label, self[f"stated_{layout}"], self[f"contract_{layout}"]) for layout, label in Layout.choices]


class ColumnRow(forms.Form):
    x_mm = Metres(label=_("离左墙（m）"))
    y_mm = Metres(label=_("离舞台侧墙（m）"))
    width_mm = Metres(label=_("宽（m）"))
    depth_mm = Metres(label=_("深（m）"))


class ExitRow(forms.Form):
    wall = forms.ChoiceField(label=_("哪面墙"), choices=Wall.choices, initial=Wall.BACK)
    offset_mm = Metres(label=_("离左墙或舞台侧墙（m）"))
    width_mm = Metres(label=_("净宽（m）"))


class RiggingRow(forms.Form):
    x_mm = Metres(label=_("离左墙（m）"))
    y_mm = Metres(label=_("离舞台侧墙（m）"))
    load_kg = forms.IntegerField(label=_("承重（kg）"), min_value=0, max_value=100_000)


class CopyForm(forms.Form):
    name = text(_("新会场的名称"), 120, required=True)
