"""Payments in a meeting's menu, the approval chain in the settings."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.sections import place, section, setting

place(
    "payments",
    title=_("收付款"),
    icon="wallet",
    group="finance",
    order=70,
    url=lambda: reverse("payments:across"),
)
section(
    "payments",
    title=_("付款与收款"),
    icon="wallet",
    group="before",
    order=320,
    permission="payments.view",
    url=lambda meeting: reverse("payments:index", args=[meeting.slug]),
)
setting(
    "payment_approval",
    title=_("付款审批"),
    detail=_("付款申请按金额由哪一级审批：岗位与限额"),
    icon="scale",
    order=60,
    permission="payments.set_levels",
    url=lambda: reverse("payments:levels"),
)
