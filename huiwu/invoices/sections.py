"""The register in a meeting's menu, the titles in the settings."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiwu.foundation.registry.sections import place, section, setting

place(
    "invoices",
    title=pgettext_lazy("menu", "发票"),
    icon="receipt",
    group="finance",
    order=60,
    url=lambda: reverse("invoices:all_register"),
)
section(
    "invoices",
    title=pgettext_lazy("menu", "发票"),
    icon="receipt",
    group="before",
    order=310,
    permission="invoices.view",
    url=lambda meeting: reverse("invoices:register", args=[meeting.slug]),
)
setting(
    "titles",
    title=_("开票抬头"),
    detail=_("本单位的名称与税号：收到的发票按它核对，也可发给供应商开票"),
    icon="receipt",
    order=55,
    permission="invoices.view_titles",
    url=lambda: reverse("invoices:titles"),
)
