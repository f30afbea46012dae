"""Web input of bookings, of what functions ask of a room, and of the standards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.fields import day, offer_rows
from huiwu.meetings.models import Meeting
from huiwu.venues.bridge import GROUPS, standard_label, standards
from huiwu.venues.bridge.wording import CHOICES, UNITS
from huiwu.venues.choices import LIVE, BookingState, Viewing
from huiwu.venues.forms.inputs import Metres, YesNo, count, instant, text
from huiwu.venues.models import Booking, FunctionDemand, Room

TIMES = ("load_in_at", "from_at", "to_at", "strike_by_at")


class RoomChoice(forms.ModelChoiceField):
    """Rooms under their venue's name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.venue.name} · {obj.name}"


class BookingForm(forms.Form):
    """A room for a time; a new one also says how firm it is."""

    room = RoomChoice(label=_("会场"), queryset=Room.objects.none())
    space: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("用作本会议的"),
        queryset=None,
        required=False,
        empty_label=_("还不定"),
        help_text=_("功能单元按这间会场核对容量。"),
    )
    load_in_at = instant(_("进场搭建"), required=False)
    from_at = instant(_("使用开始"))
    to_at = instant(_("使用结束"))
    strike_by_at = instant(_("撤场完毕"), required=False)
    state = forms.ChoiceField(
        label=_("到哪一步"), choices=[(code, BookingState(code).label) for code in LIVE], initial=BookingState.OPTION
    )
    option_until = day(_("保留到"), required=False, help_text=_("场地方替我们留到哪一天；到期前提醒，过期自动失效。"))
    reference = text(_("场地方单号（BEO）"), 80)
    note = text(_("备注"), 500, rows=2)

    def __init__(self, *args: Any, meeting: Meeting, booking: Booking | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms = Room.objects.filter(venue__org_id=meeting.org_id, is_retired=False, venue__is_retired=False)
        offer_rows(self, "room", rooms.select_related("venue").order_by("venue__city", "venue__name", "order"))
        offer_rows(self, "space", meeting.spaces.all())
        if booking is not None:
            del self.fields["room"], self.fields["state"]

    @staticmethod
    def initial_of(row: Booking) -> dict[str, Any]:
        names = (*TIMES, "option_until", "reference", "note", "space")
        return {name: getattr(row, name) for name in names}

    def values(self) -> dict[str, Any]:
        """As the services take them, without room and state."""
        clean = self.cleaned_data
        values = {name: clean[name] for name in (*TIMES, "option_until", "reference", "note")}
        return values | {"space_id": clean["space"].pk if clean["space"] else None}


class ReleaseForm(forms.Form):
    reason = text(_("原因"), 300)


class DemandForm(forms.Form):
    """Screen, stage, network, wheelchairs."""

    viewing = forms.ChoiceField(label=_("屏上主要看"), choices=[("", _("未填")), *Viewing.choices], required=False)
    screen_height_mm = Metres(label=_("屏高（m）"), required=False)
    relay_screens = count(_("中继屏组数"), most=50)
    structure_height_mm = Metres(label=_("搭建最高点（m）"), required=False)
    stage_height_mm = Metres(label=_("舞台高（m）"), required=False)
    streams_1080p = count(_("1080p 直播路数"), most=50)
    streams_4k = count(_("4K 直播路数"), most=50)
    needs_wired_uplink = forms.BooleanField(label=_("必须有线上行"), required=False)
    wheelchair_spaces = count(_("布置的轮椅席"), most=10_000)
    wheelchair_users = count(_("已知需要轮椅席的人数"), most=10_000)
    has_wheelchair_on_stage = forms.BooleanField(label=_("登台者中有人使用轮椅"), required=False)
    has_stage_ramp = YesNo(label=_("登台坡道"))

    SCREEN = ("viewing", "screen_height_mm", "relay_screens", "structure_height_mm", "stage_height_mm")
    NETWORK = ("streams_1080p", "streams_4k", "needs_wired_uplink")
    ACCESS = ("wheelchair_spaces", "wheelchair_users", "has_wheelchair_on_stage", "has_stage_ramp")

    @classmethod
    def initial_of(cls, row: FunctionDemand | None) -> dict[str, Any]:
        return {name: getattr(row, name) for name in cls.base_fields} if row else {}

    def values(self) -> dict[str, Any]:
        zeros = dict.fromkeys(("relay_screens", "streams_1080p", "streams_4k"), 0)
        return {name: zeros.get(name) if value is None else value for name, value in self.cleaned_data.items()}

    def parts(self) -> list[tuple[Any, list[Any]]]:
        groups = ((_("屏幕与舞台"), self.SCREEN), (_("直播与网络"), self.NETWORK), (_("无障碍"), self.ACCESS))
        return [(title, [self[name] for name in names]) for title, names in groups]


class LoadRow(forms.Form):
    name = text(_("用电设备"), 120, required=True)
    watts = forms.IntegerField(label=_("每台功率（W）"), min_value=1, max_value=1_000_000)
    quantity = forms.IntegerField(label=_("数量"), min_value=1, max_value=10_000, initial=1)


class StandardsForm(forms.Form):
    """Every figure, with the day and the source of the organisation's own set."""

    effective_on = day(_("生效日期"))
    source = text(_("依据"), 200, required=True)
    region = text(_("适用地区"), 80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, row in standards().items():
            self.fields[key] = _figure(key, row)

    def figures(self) -> dict[str, Any]:
        return {key: self.cleaned_data[key] for key in standards()}

    def groups(self) -> list[tuple[Any, list[tuple[Any, Any]]]]:
        """Title, then each figure with its standard."""
        found: dict[str, list[tuple[Any, Any]]] = {}
        for key, row in standards().items():
            found.setdefault(row.group, []).append((self[key], row))
        return [(GROUPS[code], rows) for code, rows in found.items()]


def _figure(key: str, row: Any) -> forms.Field:
    if row.choices:
        return forms.ChoiceField(label=standard_label(key), choices=[(code, CHOICES[code]) for code in row.choices])
    unit = _("dm²/人") if row.unit == "dm2" else UNITS[row.unit]
    return forms.IntegerField(
        label=standard_label(key), min_value=row.least, max_value=row.most, help_text=f"{unit}，{row.source}"
    )
