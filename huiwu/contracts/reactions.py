"""What contracts do when something happened elsewhere (listed in config/reactions.py)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.accounts.models import User
from huiwu.contracts.choices import MAIN_CONTRACT, Kind, Status
from huiwu.contracts.models import Contract
from huiwu.contracts.services.review import back_to_draft
from huiwu.contracts.services.signing import sign_main_contract
from huiwu.documents.models import Signoff
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence
from huiwu.notifications.queries import readers
from huiwu.notifications.services import write_message
from huiwu.suppliers.choices import EngagementState
from huiwu.suppliers.services import engage_supplier, release_supplier
from huiwu.venues.choices import BookingState
from huiwu.venues.errors import BookingEnded, OptionLapsed, RoomTaken
from huiwu.venues.models import Booking
from huiwu.venues.services import confirm_booking


def sign_main_contract_when_client_signs(occurrence: Occurrence) -> None:
    """NOW. The client's sign-off of the version is the signature of the contract."""
    if occurrence.payload.get("doc_kind") != MAIN_CONTRACT:
        return
    signoff = Signoff.objects.select_related("version__document", "evidence", "recorded_by").get(
        pk=occurrence.payload["signoff_id"]
    )
    if signoff.by_client:
        sign_main_contract(actor=SYSTEM, signoff=signoff)


def return_main_contract_when_client_returns_it(occurrence: Occurrence) -> None:
    """NOW. The client sent it back: it is a draft again, with the client's remark as the reason."""
    if occurrence.payload.get("doc_kind") != MAIN_CONTRACT:
        return
    signoff = Signoff.objects.get(pk=occurrence.payload["signoff_id"])
    contract = Contract.objects.select_related("meeting__org", "document").filter(
        document=occurrence.payload["document_id"], status=Status.REVIEW
    )
    if (found := contract.first()) is not None:
        reason = signoff.remarks or _("客户退回，意见见各字段")
        back_to_draft(actor=SYSTEM, contract=found, reason=f"{signoff.person_name}：{reason}")


def engage_supplier_when_contract_is_signed(occurrence: Occurrence) -> None:
    """NOW. The meeting's list shows the supplier as contracted."""
    contract = _contract(occurrence)
    if contract is not None and contract.kind == Kind.SUPPLIER and contract.supplier is not None and contract.category:
        engage_supplier(
            actor=SYSTEM,
            meeting=contract.meeting,
            supplier=contract.supplier,
            category=contract.category,
            state=EngagementState.CONTRACTED,
        )


def confirm_bookings_when_venue_contract_is_signed(occurrence: Occurrence) -> None:
    """NOW. The rooms held at that venue are ours. A room that another meeting has meanwhile stays as it is: the venue's
    own checks name the clash, and the signature stands."""
    contract = _contract(occurrence)
    if contract is None or contract.kind != Kind.VENUE or contract.venue_id is None:
        return
    held = Booking.objects.filter(
        meeting=contract.meeting, room__venue=contract.venue_id, state__in=[BookingState.OPTION, BookingState.HELD]
    )
    for booking_id in list(held.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                confirm_booking(actor=SYSTEM, meeting=contract.meeting, booking_id=booking_id)
        except (RoomTaken, OptionLapsed, BookingEnded):
            continue


def release_supplier_when_contract_is_cancelled(occurrence: Occurrence) -> None:
    """NOW. The supplier goes back to selected; the team decides what becomes of it."""
    contract = _contract(occurrence)
    if contract is not None and contract.signed_on and contract.supplier is not None:
        release_supplier(
            actor=SYSTEM,
            meeting=contract.meeting,
            supplier=contract.supplier,
            category=contract.category,
            reason=contract.ended_reason,
        )


def tell_reviewers_when_contract_is_submitted(occurrence: Occurrence) -> None:
    """LATER. Those who lead, except who sent it."""
    contract = _contract(occurrence)
    if contract is None or contract.status != Status.REVIEW or contract.reviewed_at is not None:
        return
    for lead in readers([contract.meeting]).leads(contract.meeting):
        if lead.pk != occurrence.actor_id:
            _tell(occurrence, contract, "contracts.submitted", lead)


def tell_submitter_when_contract_is_returned(occurrence: Occurrence) -> None:
    """LATER. Who sent it, with the reason."""
    contract = _contract(occurrence)
    asked = occurrence.payload.get("submitted_by")
    user = User.objects.filter(pk=UUID(asked)).first() if asked else None
    if contract is not None and user is not None and user.pk != occurrence.actor_id:
        _tell(occurrence, contract, "contracts.returned", user, reason=contract.returned_reason)


def tell_leads_when_contract_is_signed(occurrence: Occurrence) -> None:
    """LATER."""
    contract = _contract(occurrence)
    if contract is None or not contract.is_in_force:
        return
    for lead in readers([contract.meeting]).leads(contract.meeting):
        if lead.pk != occurrence.actor_id:
            _tell(occurrence, contract, "contracts.signed", lead)


def _contract(occurrence: Occurrence) -> Contract | None:
    found = Contract.objects.select_related("meeting__org", "supplier")
    return found.filter(pk=occurrence.payload["contract_id"]).first()


def _tell(occurrence: Occurrence, contract: Contract, kind: str, user: User, **more: object) -> None:
    write_message(
        actor=SYSTEM,
        kind=kind,
        key=f"fact:{occurrence.id}:{user.pk}",
        user=user,
        meeting=contract.meeting,
        values={
            "contract": str(contract),
            "meeting": contract.meeting.name,
            "party": contract.party_name,
            "day": contract.signed_on.isoformat() if contract.signed_on else "",
            **more,
        },
        url=reverse("contracts:contract", args=[contract.meeting.slug, contract.pk]),
    )
