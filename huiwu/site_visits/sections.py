"""Venue selection in a meeting's menu, its weights in the settings."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.sections import section, setting

section(
    "site_visits",
    title=_("场地选择与考察"),
    icon="clipboard-check",
    group="before",
    order=100,
    permission="site_visits.view",
    url=lambda meeting: reverse("site_visits:index", args=[meeting.slug]),
)
setting(
    "venue_scoring",
    title=_("场地评分权重"),
    detail=_("交通、会场适配、设备、餐饮、住宿、服务、价格、无障碍各占多少，合计 100"),
    icon="scale",
    order=47,
    permission="site_visits.view_scoring",
    url=lambda: reverse("site_visits:scheme"),
)
