"""Pay, keep the signed receipt, declare the tax."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.speaker_fees.choices import FeeState, PayMethod
from huiwu.speaker_fees.errors import CashForbidden, FeeMoved
from huiwu.speaker_fees.events import SpeakerFeePaid, SpeakerFeeSigned, SpeakerTaxDeclared
from huiwu.speaker_fees.models import SpeakerFee
from huiwu.speaker_fees.queries import fee_for


@transaction.atomic
def pay_fee(
    *,
    actor: Actor,
    meeting: Meeting,
    fee_id: UUID,
    paid_on: date,
    method: str,
    reference: str = "",
    voucher: StoredFile | None = None,
) -> SpeakerFee:
    """Mark an approved fee as paid to the speaker (the amount after tax). Twice returns the first.

    Raises CashForbidden (public bodies), FeeMoved, InvalidInput, NotFound.
    """
    require(actor, "speaker_fees.pay", meeting)
    row = fee_for(meeting, fee_id)
    if row.state == FeeState.PAID:
        return row
    if method not in PayMethod.values:
        raise InvalidInput(fields={"method": [_("请选择支付方式")]}, detail=_("请选择支付方式。"))
    if method == PayMethod.CASH and meeting.public_body_mode:
        raise CashForbidden
    if paid_on > clock.today(meeting.time_zone):
        raise InvalidInput(fields={"paid_on": [_("发放日期不能晚于今天")]}, detail=_("发放日期不能晚于今天。"))
    values = {
        "paid_on": paid_on,
        "paid_by": actor.user,
        "method": method,
        "reference": reference.strip()[:80],
        "voucher": voucher,
    }
    fresh = SpeakerFee.objects.filter(pk=row.pk, state=FeeState.APPROVED)
    if not fresh.update(state=FeeState.PAID, **values, revision=F("revision") + 1, updated_at=clock.now()):
        raise FeeMoved(name=row.name, state=row.get_state_display())
    record(SpeakerFeePaid(meeting_id=meeting.pk, speaker_fee_id=row.pk), actor=actor, org_id=meeting.org_id)
    return fee_for(meeting, fee_id)


@transaction.atomic
def keep_receipt(*, actor: Actor, meeting: Meeting, fee_id: UUID, receipt: StoredFile) -> SpeakerFee:
    """Keep the scan of the sheet the speaker signed. Raises FeeMoved unless approved or paid, NotFound."""
    require(actor, "speaker_fees.edit", meeting)
    row = fee_for(meeting, fee_id)
    fresh = SpeakerFee.objects.filter(pk=row.pk, state__in=[FeeState.APPROVED, FeeState.PAID])
    if not fresh.update(receipt=receipt, revision=F("revision") + 1, updated_at=clock.now()):
        raise FeeMoved(name=row.name, state=row.get_state_display())
    record(SpeakerFeeSigned(meeting_id=meeting.pk, speaker_fee_id=row.pk), actor=actor, org_id=meeting.org_id)
    return fee_for(meeting, fee_id)


@transaction.atomic
def declare_tax(*, actor: Actor, meeting: Meeting, fee_ids: Sequence[UUID], declared_on: date) -> int:
    """Note that the tax of these paid fees was declared; those declared before keep their day. Returns how many."""
    require(actor, "speaker_fees.pay", meeting)
    if declared_on > clock.today(meeting.time_zone):
        raise InvalidInput(fields={"declared_on": [_("申报日期不能晚于今天")]}, detail=_("申报日期不能晚于今天。"))
    rows = SpeakerFee.objects.filter(
        meeting=meeting, pk__in=list(fee_ids), state=FeeState.PAID, declared_on=None, paid_on__lte=declared_on
    )
    count = rows.update(declared_on=declared_on, revision=F("revision") + 1, updated_at=clock.now())
    if count:
        record(SpeakerTaxDeclared(meeting_id=meeting.pk, count=count), actor=actor, org_id=meeting.org_id)
    return count
