"""Signed contracts complete P05, P09 and P10, and open G3a and G3b (sop.md §3, decision 0009)."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.contracts.choices import IN_FORCE, Kind
from huiwu.contracts.models import Contract
from huiwu.contracts.queries.contracts import main_contract
from huiwu.documents.models import Signoff
from huiwu.documents.queries import confirmation, latest, signed_version
from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.meetings.models import Meeting
from huiwu.procurement.choices import LIVE_SELECTION
from huiwu.procurement.models import Selection
from huiwu.site_visits.choices import VENUE_CHOICE, ListState
from huiwu.site_visits.models import Candidate
from huiwu.venues.choices import VenueKind

SIGNINGS = ("contract_signed", "contract_cancelled", "contract_ended", "contract_returned")


@evidence(
    "contracts.main",
    title=gettext_lazy("客户签署的主合同"),
    steps=("P05",),
    gates=("G3a",),
    facts=(*SIGNINGS, "document_signed"),
)
def main_contract_signed(meeting: Meeting) -> Evidence:
    """P05, G3a: the version the client signed by link, or sealed on paper with its scan kept."""
    contract = main_contract(meeting)
    absent = Evidence(present=False, label=_("主合同"), url=_url(meeting, contract))
    if contract is None or contract.document is None or not contract.is_in_force:
        return absent
    version = signed_version(contract.document)
    signoff = confirmation(version) if version else None
    if version is None or signoff is None:
        return absent
    return Evidence(
        present=True,
        label=_("主合同 {number} 第 {version} 版").format(number=contract.number, version=version.number),
        url=_url(meeting, contract),
        at=signoff.signed_at,
        by=signoff.person_name,
        by_client=signoff.by_client,
        version_hash=signoff.version_hash,
    )


@evidence(
    "contracts.venue",
    title=gettext_lazy("已签订的场地合同与客户对场地的确认"),
    steps=("P09",),
    gates=("G3b",),
    facts=(*SIGNINGS, "document_signed", "gate_confirmed"),
)
def venue_contract_signed(meeting: Meeting) -> Evidence:
    """P09, G3b: the venue's contract signed, after the client's own confirmation of the venue. A house of the
    client's own needs no contract."""
    contract = Contract.objects.filter(meeting=meeting, kind=Kind.VENUE, status__in=IN_FORCE).first()
    signoff = client_choice(meeting)
    if contract is None:
        return _own_house(meeting, signoff)
    return Evidence(
        present=True,
        label=_("场地合同 {number}").format(number=contract.number),
        url=_url(meeting, contract),
        at=_latest(_noon(contract), signoff.signed_at if signoff else None),
        by=signoff.person_name if signoff else "",
        by_client=signoff is not None and signoff.by_client,
        version_hash=signoff.version_hash if signoff else contract.signed_hash,
    )


def client_choice(meeting: Meeting) -> Signoff | None:
    """The client's sign-off of the venue, if there is one in force."""
    document = latest(meeting, VENUE_CHOICE)
    version = signed_version(document) if document else None
    return confirmation(version) if version else None


def _own_house(meeting: Meeting, signoff: Signoff | None) -> Evidence:
    url = _url(meeting, None)
    chosen = Candidate.objects.filter(meeting=meeting, list=ListState.CONFIRMED).select_related("venue").first()
    if signoff is None or chosen is None or chosen.venue.kind != VenueKind.OWN:
        return Evidence(present=False, label=_("场地合同"), url=url)
    return Evidence(
        present=True,
        label=_("自有场地 {name}，无须场地合同").format(name=chosen.venue),
        url=url,
        at=signoff.signed_at,
        by=signoff.person_name,
        by_client=signoff.by_client,
        version_hash=signoff.version_hash,
    )


@evidence(
    "contracts.suppliers",
    title=gettext_lazy("与各中选供应商签订的合同"),
    steps=("P10",),
    facts=(*SIGNINGS, "contract_drafted", "selection_approved", "supplier_selected", "selection_withdrawn"),
)
def supplier_contracts_signed(meeting: Meeting) -> Evidence:
    """P10: at least one supplier's contract is signed, and every chosen quotation has one in force."""
    rows = list(Contract.objects.filter(meeting=meeting, kind=Kind.SUPPLIER, status__in=IN_FORCE))
    held = {row.selection_id for row in rows if row.selection_id}
    chosen = set(Selection.objects.filter(meeting=meeting, state__in=LIVE_SELECTION).values_list("pk", flat=True))
    if not rows or chosen - held:
        return Evidence(present=False, label=_("供应商合同"), url=_url(meeting, None))
    return Evidence(
        present=True,
        label=_("{n} 份供应商合同").format(n=len(rows)),
        url=_url(meeting, None),
        at=max(_noon(row) for row in rows),
    )


def _noon(contract: Contract) -> datetime:
    """The day of signing as an instant: noon in the meeting's zone."""
    assert contract.signed_on is not None  # a contract in force has its day
    return datetime.combine(contract.signed_on, time(12), contract.meeting.zone).astimezone(UTC)


def _latest(first: datetime, second: datetime | None) -> datetime:
    return max(first, second) if second else first


def _url(meeting: Meeting, contract: Contract | None) -> str:
    if contract is None:
        return reverse("contracts:register", args=[meeting.slug])
    return reverse("contracts:contract", args=[meeting.slug, contract.pk])
