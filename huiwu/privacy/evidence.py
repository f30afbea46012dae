"""A20 and G11 from data: parties have given back or erased, the client has signed the certificate."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.queries import confirmation
from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import EntrustState
from huiwu.privacy.models import EntrustedProcessing
from huiwu.privacy.queries.certificate import signed_certificate


@evidence(
    "privacy.returned",
    title=gettext_lazy("受托单位的返还或删除确认"),
    steps=("A20",),
    facts=("entrustment_returned", "entrustment_saved", "entrustment_cancelled", "personal_list_exported"),
)
def parties_returned(meeting: Meeting) -> Evidence:
    """A20: present once there are parties and each has confirmed, or the certificate was signed without any."""
    url = reverse("privacy:parties", args=[meeting.slug])
    rows = list(EntrustedProcessing.objects.filter(meeting=meeting).exclude(state=EntrustState.CANCELLED))
    done = [row for row in rows if row.state == EntrustState.RETURNED]
    label = _("返还或删除确认：{done}/{all}").format(done=len(done), all=len(rows))
    if len(done) < len(rows) or (not rows and signed_certificate(meeting) is None):
        return Evidence(present=False, label=label, url=url)
    last = max((row for row in done), key=lambda row: row.updated_at, default=None)
    return Evidence(present=True, label=label, url=url, at=last.updated_at if last else None)


@evidence(
    "privacy.certificate",
    title=gettext_lazy("客户确认的《个人信息删除证明》"),
    steps=("A20",),
    gates=("G11",),
    facts=("erasure_certified", "document_signed", "version_proposed", "document_returned"),
)
def certificate_signed(meeting: Meeting) -> Evidence:
    """A20, G11: the version in force with the client's own sign-off."""
    url, version = reverse("privacy:certificate", args=[meeting.slug]), signed_certificate(meeting)
    signoff = confirmation(version) if version else None
    if version is None or signoff is None:
        return Evidence(present=False, label=_("个人信息删除证明"), url=url)
    return Evidence(
        present=True,
        label=_("个人信息删除证明第 {number} 版").format(number=version.number),
        url=url,
        at=signoff.signed_at,
        by=signoff.person_name,
        by_client=signoff.by_client,
        version_hash=signoff.version_hash,
    )
