"""Bookings in a meeting's menu, the reckoning figures in the settings."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.sections import place, section, setting

place(
    "venues",
    title=_("场地库"),
    icon="building",
    group="library",
    order=30,
    url=lambda: reverse("venues:list"),
)
section(
    "bookings",
    title=_("会场预订"),
    icon="map-pin",
    group="before",
    order=110,
    permission="venues.view_bookings",
    url=lambda meeting: reverse("venues:bookings", args=[meeting.slug]),
)
setting(
    "venue_standards",
    title=_("场地计算标准"),
    detail=_("人均面积、座距、疏散、屏幕、轮椅席、网络、翻台等数值的依据、地区与生效日期"),
    icon="calculator",
    order=50,
    permission="venues.view",
    url=lambda: reverse("venues:standards"),
)
