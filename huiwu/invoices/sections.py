"""The register in a meeting's menu, the titles in the settings."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.sections import section, setting

section(
    "invoices",
    title=_("发票"),
    icon="receipt",
    group="before",
    order=300,
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
setting(
    "all_invoices",
    title=_("各会议的发票"),
    detail=_("财务跨会议的发票登记簿：查重、验票、未归会议的发票"),
    icon="receipt",
    order=56,
    permission="invoices.view_all",
    url=lambda: reverse("invoices:all_register"),
)
