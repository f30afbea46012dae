"""Web input of the library to clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.fields import day, offer
from huiwu.venues.choices import CertificateKind, VenueKind
from huiwu.venues.forms.inputs import Degrees, FactsForm, Metres, YesNo, Yuan, count, text
from huiwu.venues.models import Venue
from huiwu.venues.queries.library import VenueFilter
from huiwu.venues.schema import VENUE_FACTS

PLAIN = (
    "name",
    "short_name",
    "kind",
    "star",
    "city",
    "address",
    "latitude_micro",
    "longitude_micro",
    "parking_coaches",
    "parking_cars",
    "unified_code",
    "invoice_ok",
    "is_designated",
    "notes",
)


class VenueForm(FactsForm):
    """A venue and every fact of the inspection sheet that belongs to the house."""

    groups = VENUE_FACTS
    name = text(_("名称"), 160, required=True)
    short_name = text(_("简称"), 60)
    kind = forms.ChoiceField(label=_("类型"), choices=VenueKind.choices)
    star = forms.IntegerField(label=_("星级"), min_value=1, max_value=7, required=False)
    city = text(_("城市"), 80)
    address = text(_("地址"), 200)
    latitude_micro = Degrees(most=90, label=_("纬度"), required=False)
    longitude_micro = Degrees(most=180, label=_("经度"), required=False)
    parking_coaches = count(_("大巴车位"))
    parking_cars = count(_("小车车位"))
    unified_code = text(_("统一社会信用代码"), 18)
    invoice_ok = YesNo(label=_("能开增值税发票"))
    is_designated = YesNo(label=_("定点会议场所"))
    notes = text(_("备注"), 2000, rows=3)

    @classmethod
    def initial_of(cls, row: Venue) -> dict[str, Any]:
        return {name: getattr(row, name) for name in PLAIN} | cls.initial_of_facts(row.facts)

    def values(self) -> dict[str, Any]:
        """As the services take them."""
        return {name: self.cleaned_data[name] for name in PLAIN} | {"facts": self.facts()}


class DistanceRow(forms.Form):
    place = text(_("到哪里"), 60, required=True)
    metres = count(_("距离（米）"))
    minutes = count(_("时间（分钟）"))


class ContactRow(forms.Form):
    name = text(_("姓名"), 80, required=True)
    title = text(_("职务"), 120)
    phone = text(_("电话"), 32)
    email = forms.EmailField(label=_("邮箱"), required=False)


class LodgingRow(forms.Form):
    room_type = text(_("房型"), 60, required=True)
    count = count(_("间数"))
    rate_cents = Yuan(label=_("每晚房价（元）"), required=False)
    has_breakfast = YesNo(label=_("含早"))
    note = text(_("备注"), 300)


class CertificateForm(forms.Form):
    kind = forms.ChoiceField(label=_("证照"), choices=CertificateKind.choices)
    number = text(_("证号"), 80)
    issuer = text(_("发证机关"), 120)
    issued_on = day(_("发证日期"), required=False)
    expires_on = day(_("有效期至"), required=False)
    file = forms.FileField(label=_("扫描件"), required=False)


class PictureForm(forms.Form):
    file = forms.FileField(
        label=_("照片"), widget=forms.ClearableFileInput({"accept": "image/jpeg,image/png,image/webp"})
    )
    caption = text(_("说明"), 160)


class LibraryFilterForm(forms.Form):
    """The list's filters as they stand in the address."""

    q = forms.CharField(label=_("查找"), required=False)
    city = forms.ChoiceField(label=_("城市"), required=False)
    kind = forms.ChoiceField(label=_("类型"), choices=[("", _("全部")), *VenueKind.choices], required=False)
    area = forms.IntegerField(label=_("最大会场不小于（m²）"), min_value=0, max_value=1_000_000, required=False)
    height = Metres(label=_("净高不低于（m）"), required=False)
    designated = forms.BooleanField(label=_("只看定点会议场所"), required=False)
    retired = forms.BooleanField(label=_("已停用的"), required=False)

    def __init__(self, *args: Any, cities: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "city", [("", _("全部")), *((c, c) for c in cities)])

    def asked(self) -> VenueFilter:
        """What of the address can be understood; the rest is as if it were not there."""
        self.is_valid()
        values = self.cleaned_data
        return VenueFilter(
            text=values.get("q") or "",
            city=values.get("city") or "",
            kind=values.get("kind") or "",
            area=values.get("area") or 0,
            height_mm=values.get("height") or 0,
            designated=bool(values.get("designated")),
            retired=bool(values.get("retired")),
        )
