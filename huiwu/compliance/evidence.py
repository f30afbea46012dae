"""P04 and G0 from data: the checklist signed by 法务合规, as long as nothing it rests on has changed."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.compliance.choices import CHECKLIST
from huiwu.compliance.queries.checklist import checklist_of
from huiwu.documents.queries import latest, signed_version
from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.meetings.models import Meeting

FACTS = (
    "compliance_cleared",
    "compliance_facts_saved",
    "compliance_item_decided",
    "permit_recorded",
    "permit_changed",
    "permit_removed",
    "spending_changed",
    "prizes_changed",
    "brief_signed",
    "draft_saved",
    "brief_section_saved",
    "meeting_changed",
    "meeting_dates_moved",
    "organisations_set",
    "function_added",
    "function_changed",
    "function_cancelled",
)


@evidence(
    "compliance.cleared",
    title=gettext_lazy("法务合规放行的《合规检查单》"),
    steps=("P04",),
    gates=("G0",),
    facts=FACTS,
)
def compliance_cleared(meeting: Meeting) -> Evidence:
    """P04, G0: internal. Facts that change afterwards take it back until the items they touch are judged again."""
    url = reverse("compliance:checklist", args=[meeting.slug])
    absent = Evidence(present=False, label=_("合规检查单"), url=url)
    document = latest(meeting, CHECKLIST)
    if document is None or signed_version(document) is None:
        return absent  # nothing signed: the checklist need not be made to know it
    checklist = checklist_of(meeting)
    signoff, version = checklist.signoff, checklist.signed
    if not checklist.is_cleared or signoff is None or version is None:
        return absent
    return Evidence(
        present=True,
        label=_("合规检查单第 {number} 版").format(number=version.number),
        url=url,
        at=signoff.signed_at,
        by=signoff.person_name,
        version_hash=signoff.version_hash,
    )
