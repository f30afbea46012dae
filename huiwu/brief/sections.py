"""The brief in a meeting's menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiwu.foundation.registry.sections import place, section

place(
    "intakes",
    title=pgettext_lazy("menu", "接洽"),
    icon="phone",
    order=20,
    url=lambda: reverse("brief:intakes"),
)
section(
    "brief",
    title=_("需求简报"),
    icon="clipboard-list",
    group="before",
    order=12,
    permission="brief.view",
    url=lambda meeting: reverse("brief:editor", kwargs={"slug": meeting.slug}),
)
section(
    "goals",
    title=_("目标与成功标准"),
    icon="target",
    group="before",
    order=14,
    permission="brief.view",
    url=lambda meeting: reverse("brief:goals", kwargs={"slug": meeting.slug}),
)
