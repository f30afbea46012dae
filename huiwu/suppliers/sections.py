"""The suppliers in a meeting's menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.sections import section

section(
    "suppliers",
    title=_("供应商"),
    icon="building-2",
    group="before",
    order=170,
    permission="suppliers.view_meeting",
    url=lambda meeting: reverse("suppliers:meeting", args=[meeting.slug]),
)
