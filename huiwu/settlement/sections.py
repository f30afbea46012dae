"""Settlement in a meeting's menu."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.sections import section

section(
    "settlement",
    title=_("结算与决算"),
    icon="scale",
    group="after",
    order=510,
    permission="settlement.view",
    url=lambda meeting: reverse("settlement:suppliers", args=[meeting.slug]),
)
