"""The agenda the client has confirmed completes P11 and P11's part of gate G5 (sop.md §3, 客户确认议程)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.agenda.queries import released
from huiwu.documents.queries import confirmation
from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.meetings.models import Meeting


@evidence(
    "agenda.released",
    title=gettext_lazy("客户确认的《议程表》"),
    steps=("P11",),
    gates=("G5",),
    facts=("agenda_released", "document_signed", "version_proposed", "document_returned"),
)
def agenda_released(meeting: Meeting) -> Evidence:
    """P11, G5: the version in force with the client's own sign-off."""
    version = released(meeting)
    signoff = confirmation(version) if version else None
    url = reverse("agenda:agenda", args=[meeting.slug])
    if version is None or signoff is None:
        return Evidence(present=False, label=_("议程表"), url=url)
    return Evidence(
        present=True,
        label=_("议程表第 {number} 版").format(number=version.number),
        url=url,
        at=signoff.signed_at,
        by=signoff.person_name,
        by_client=signoff.by_client,
        version_hash=signoff.version_hash,
    )
