"""Data of first contact and brief that completes steps and opens a gate."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.brief.choices import IntakeStatus
from huiwu.brief.models import IntakeRecord
from huiwu.brief.queries.briefs import brief_of
from huiwu.brief.rules import is_open
from huiwu.documents.models import Signoff, Version
from huiwu.documents.queries import confirmation, signed_version
from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.meetings.models import Meeting

SIGNING_FACTS = ("brief_signed", "document_signed", "version_proposed", "document_returned")


@evidence(
    "intake.recorded",
    title=gettext_lazy("接洽记录"),
    steps=("P01",),
    facts=("intake_accepted", "intake_merged", "meeting_opened", "meeting_taken_on"),
)
def intake_recorded(meeting: Meeting) -> Evidence:
    """P01: an accepted first contact, or the meeting opened with its client by other ways."""
    found = IntakeRecord.objects.filter(meeting=meeting, status=IntakeStatus.ACCEPTED).select_related("decided_by")
    record = found.order_by("decided_at").first()
    if record is not None:
        return Evidence(
            present=True,
            label=_("接洽记录：{name}").format(name=record.meeting_name),
            url=reverse("brief:intake", kwargs={"intake_id": record.pk}),
            at=record.decided_at,
            by=record.decided_by.name if record.decided_by else "",
        )
    return Evidence(
        present=meeting.client_id is not None,
        label=_("立项号 {number}").format(number=meeting.number),
        url=reverse("meetings:overview", args=[meeting.slug]),
        at=meeting.created_at,
    )


@evidence(
    "brief.signed",
    title=gettext_lazy("客户确认的《会议需求简报》"),
    steps=("P02", "P03"),
    gates=("G1",),
    facts=SIGNING_FACTS,
)
def brief_signed(meeting: Meeting) -> Evidence:
    """P02, P03, G1: the version in force with the client's own sign-off."""
    version, signoff = _in_force(meeting)
    url = reverse("brief:editor", kwargs={"slug": meeting.slug})
    if version is None or signoff is None:
        return Evidence(present=False, label=_("会议需求简报"), url=url)
    return Evidence(
        present=True,
        label=_("会议需求简报第 {number} 版").format(number=version.number),
        url=url,
        at=signoff.signed_at,
        by=signoff.person_name,
        by_client=signoff.by_client,
        version_hash=signoff.version_hash,
    )


@evidence(
    "brief.goals_agreed",
    title=gettext_lazy("目标与成功标准随简报确认"),
    steps=("P03",),
    facts=SIGNING_FACTS,
)
def goals_agreed(meeting: Meeting) -> Evidence:
    """P03: the signed brief says what success is; an explicit 无 or 不适用 is the client's answer too."""
    version, signoff = _in_force(meeting)
    url = reverse("brief:goals", kwargs={"slug": meeting.slug})
    if version is None or signoff is None or is_open(version.content, "kpi"):
        return Evidence(present=False, label=_("目标与成功标准"), url=url)
    return Evidence(
        present=True,
        label=_("目标与成功标准"),
        url=url,
        at=signoff.signed_at,
        by=signoff.person_name,
        by_client=signoff.by_client,
        version_hash=signoff.version_hash,
    )


def _in_force(meeting: Meeting) -> tuple[Version | None, Signoff | None]:
    document = brief_of(meeting)
    version = signed_version(document) if document else None
    return version, confirmation(version) if version else None
