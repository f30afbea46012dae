"""Settled suppliers complete A06; the settlement the client confirmed completes A07 and opens G9."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.queries import confirmation
from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.meetings.models import Meeting
from huiwu.settlement.queries import rows_of, signed_final


@evidence(
    "settlement.suppliers",
    title=gettext_lazy("每份应付合同都有审批过的结算"),
    steps=("A06",),
    facts=("settlement_approved", "settlement_returned", "settlement_saved", "contract_signed", "contract_ended"),
)
def suppliers_settled(meeting: Meeting) -> Evidence:
    """A06: present once there are contracts and each has its approved settlement."""
    rows, url = rows_of(meeting), reverse("settlement:suppliers", args=[meeting.slug])
    open_rows = [row for row in rows if not row.is_approved]
    label = _("供应商结算：{done}/{all}").format(done=len(rows) - len(open_rows), all=len(rows))
    if not rows or open_rows:
        return Evidence(present=False, label=label, url=url)
    last = max((row.settlement for row in rows if row.settlement), key=lambda one: one.approved_at or one.created_at)
    who = last.approved_by.name if last.approved_by else ""
    return Evidence(present=True, label=label, url=url, at=last.approved_at, by=who)


@evidence(
    "settlement.final",
    title=gettext_lazy("客户确认的《决算表》"),
    steps=("A07",),
    gates=("G9",),
    facts=("final_settlement_signed", "document_signed", "version_proposed", "document_returned"),
)
def final_signed(meeting: Meeting) -> Evidence:
    """A07, G9: the version in force with the client's own sign-off."""
    url, version = reverse("settlement:final", args=[meeting.slug]), signed_final(meeting)
    signoff = confirmation(version) if version else None
    if version is None or signoff is None:
        return Evidence(present=False, label=_("决算表"), url=url)
    return Evidence(
        present=True,
        label=_("决算表第 {number} 版").format(number=version.number),
        url=url,
        at=signoff.signed_at,
        by=signoff.person_name,
        by_client=signoff.by_client,
        version_hash=signoff.version_hash,
    )
