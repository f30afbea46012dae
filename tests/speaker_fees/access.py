"""Rows of the permission table for the 劳务发放表, and a fee in each state."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.files import keep_file
from huiwu.speaker_fees.models import SpeakerFee
from huiwu.speaker_fees.services import FeeValues, enter_fee
from tests.access.may import LEADS, OUR_HEADS, May, act, both, page

READERS = LEADS | {"finance", "commercial_manager", "guest_team", "compliance_officer", "department_head"}
WRITERS = LEADS | {"finance", "guest_team"}
APPROVERS = LEADS | {"department_head"}
CASHIERS = OUR_HEADS | {"finance"}

ROWS: dict[str, May] = {
    "speaker_fees:index": page(READERS),
    "speaker_fees:new": both(WRITERS),
    "speaker_fees:submit_all": act(WRITERS),
    "speaker_fees:declare": act(CASHIERS),
    "speaker_fees:declaration": act(CASHIERS),
    "speaker_fees:erase": both(CASHIERS),
    "speaker_fees:sheet": page(READERS, few=True, at={"form": "excel"}),
    "speaker_fees:fee": page(READERS),
    "speaker_fees:edit": both(WRITERS),
    "speaker_fees:submit": act(WRITERS),
    "speaker_fees:approve": act(APPROVERS),
    "speaker_fees:refuse": act(APPROVERS),
    "speaker_fees:pay": act(CASHIERS, send={"paid_on": "2027-01-10", "method": "transfer"}),
    "speaker_fees:receipt": act(WRITERS),
    "speaker_fees:cancel": act(WRITERS),
    "speaker_fees:secret": act(CASHIERS),
    "speaker_fees:file": page(READERS, at={"file_id": "fee_file"}),
}


def fill(world: Any) -> None:
    fee = enter_fee(
        actor=SYSTEM,
        meeting=world.cast.meeting,
        values=FeeValues(
            name="白露",
            grade="other",
            kind="other",
            half_units=2,
            basis="net",
            agreed_cents=200_000,
            planned_on=date(2027, 3, 20),
            id_kind="resident",
            id_number="11010519491231002X",
        ),
    )
    paper = keep_file(BytesIO(b"%PDF-1.4 receipt"), name="签收单.pdf", meeting_id=world.cast.meeting.pk)
    SpeakerFee.objects.filter(pk=fee.pk).update(receipt=paper)
    world.ids |= {"fee_id": fee.pk, "secret": "id_number", "fee_file": paper.pk}
