"""Requests in a meeting's menu, the rules of buying in the settings."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.sections import section, setting

section(
    "procurement",
    title=_("询价与比价"),
    icon="scale",
    group="before",
    order=210,
    permission="procurement.view",
    url=lambda meeting: reverse("procurement:rfqs", args=[meeting.slug]),
)
setting(
    "procurement",
    title=_("采购规则"),
    detail=_("最少几家报价、异常低价线、价格与技术权重、审批限额与审批人"),
    icon="scale",
    order=47,
    permission="procurement.view_policy",
    url=lambda: reverse("procurement:policy"),
)
