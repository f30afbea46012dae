"""The suppliers in a meeting's menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiwu.foundation.registry.sections import place, section

place(
    "suppliers",
    title=_("供应商库"),
    icon="truck",
    group="library",
    order=40,
    url=lambda: reverse("suppliers:library"),
)
section(
    "suppliers",
    title=pgettext_lazy("menu", "供应商"),
    icon="building-2",
    group="before",
    order=200,
    permission="suppliers.view_meeting",
    url=lambda meeting: reverse("suppliers:meeting", args=[meeting.slug]),
)
