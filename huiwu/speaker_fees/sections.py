"""The 劳务发放表 in a meeting's menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.sections import section

section(
    "speaker_fees",
    title=_("劳务发放表"),
    icon="wallet",
    group="after",
    order=330,
    permission="speaker_fees.view",
    url=lambda meeting: reverse("speaker_fees:index", args=[meeting.slug]),
)
