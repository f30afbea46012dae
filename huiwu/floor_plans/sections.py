"""Set-up plans in a meeting's menu."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.sections import section

section(
    "floor_plans",
    title=_("布置图"),
    icon="layout-grid",
    group="before",
    order=120,
    permission="floor_plans.view",
    url=lambda meeting: reverse("floor_plans:list", args=[meeting.slug]),
)
