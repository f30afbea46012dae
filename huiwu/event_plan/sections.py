"""The event plan in a meeting's menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.sections import section

section(
    "event_plan",
    title=_("策划方案"),
    icon="file-text",
    group="before",
    order=40,
    permission="event_plan.view",
    url=lambda meeting: reverse("event_plan:editor", kwargs={"slug": meeting.slug}),
)
