"""The signed plan completes P06 and opens G2."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.queries import confirmation
from huiwu.event_plan.documents import editor_url
from huiwu.event_plan.queries import signed_plan
from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.meetings.models import Meeting


@evidence(
    "event_plan.signed",
    title=gettext_lazy("客户确认的《会议策划方案》"),
    steps=("P06",),
    gates=("G2",),
    facts=("event_plan_signed", "document_signed", "version_proposed", "document_returned"),
)
def event_plan_signed(meeting: Meeting) -> Evidence:
    """P06, G2: the version in force with the client's own sign-off."""
    version = signed_plan(meeting)
    signoff = confirmation(version) if version else None
    url = editor_url(meeting)
    if version is None or signoff is None:
        return Evidence(present=False, label=_("会议策划方案"), url=url)
    return Evidence(
        present=True,
        label=_("会议策划方案第 {number} 版").format(number=version.number),
        url=url,
        at=signoff.signed_at,
        by=signoff.person_name,
        by_client=signoff.by_client,
        version_hash=signoff.version_hash,
    )
