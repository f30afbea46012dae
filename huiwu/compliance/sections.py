"""The checklist in a meeting's menu, the rule packs in the settings."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.sections import section, setting

section(
    "compliance",
    title=_("合规检查单"),
    icon="shield-check",
    group="before",
    order=20,
    permission="compliance.view",
    url=lambda meeting: reverse("compliance:checklist", args=[meeting.slug]),
)
setting(
    "rules",
    title=_("规则包"),
    detail=_("会议费、许可、会名等规则的依据、地区、生效日期与数值；待核的如实显示"),
    icon="landmark",
    order=45,
    permission="compliance.view_packs",
    url=lambda: reverse("compliance:packs"),
)
