"""The entry of documents in a meeting's menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.sections import section

section(
    "documents",
    title=_("单据"),
    icon="file-text",
    group="meeting",
    order=20,
    permission="documents.view",
    url=lambda meeting: reverse("documents:register", args=[meeting.slug]),
)
