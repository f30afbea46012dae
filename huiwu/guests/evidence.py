"""The signed invitation and the settled ledger complete P12."""

from __future__ import annotations

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.choices import IN_FORCE
from huiwu.documents.models import Version
from huiwu.documents.queries import confirmation
from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.guests.choices import INVITATION
from huiwu.guests.queries import guests_of
from huiwu.guests.rules import rsvp
from huiwu.meetings.models import Meeting


@evidence(
    "guests.invitation",
    title=gettext_lazy("客户署名或盖章的《邀请函》"),
    steps=("P12",),
    facts=("document_signed", "document_returned", "version_proposed"),
)
def signed_invitation(meeting: Meeting) -> Evidence:
    rows = Version.objects.filter(document__meeting=meeting, document__kind=INVITATION, status__in=IN_FORCE)
    version = rows.select_related("document").order_by("-proposed_at").first()
    url = reverse("guests:templates", args=[meeting.slug])
    signoff = confirmation(version) if version else None
    if version is None or signoff is None:
        return Evidence(present=False, label=_("《邀请函》"), url=url)
    return Evidence(
        present=True,
        label=_("{title}第 {number} 版").format(title=version.document.title, number=version.number),
        url=url,
        at=signoff.signed_at,
        by=signoff.person_name,
        by_client=signoff.by_client,
        version_hash=signoff.version_hash,
    )


@evidence(
    "guests.ledger",
    title=gettext_lazy("《嘉宾确认台账》：每位嘉宾都有着落"),
    steps=("P12",),
    facts=("guest_moved", "guests_listed", "letters_sent", "attendees_merged", "merge_taken_back"),
)
def settled_ledger(meeting: Meeting) -> Evidence:
    found = guests_of(meeting).aggregate(
        total=Count("pk"), open=Count("pk", filter=~Q(rsvp_status__in=rsvp.SETTLED)), at=Max("moved_at")
    )
    url = reverse("guests:ledger", args=[meeting.slug])
    label = _("嘉宾确认台账：{total} 位，{open} 位未定").format(total=found["total"], open=found["open"])
    return Evidence(present=bool(found["total"]) and not found["open"], label=label, url=url, at=found["at"])
