"""Identity numbers and accounts: every look is recorded, and they are erased once the tax is declared."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.foundation.secrets import unseal
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting
from huiwu.speaker_fees.choices import FeeState, Secret
from huiwu.speaker_fees.errors import NotDeclared
from huiwu.speaker_fees.events import SpeakerSecretSeen, SpeakerSecretsErased, SpeakerSecretsExported
from huiwu.speaker_fees.models import SpeakerFee
from huiwu.speaker_fees.queries import fee_for


@transaction.atomic
def see_secret(*, actor: Actor, meeting: Meeting, fee_id: UUID, secret: str) -> str:
    """The identity number or account in the clear; that it was looked at stands in the history. Raises NotFound."""
    require(actor, "speaker_fees.see_secrets", meeting)
    if secret not in Secret.values:
        raise NotFound
    row = fee_for(meeting, fee_id)
    sealed: str = getattr(row, f"{secret}_sealed")
    if not sealed:
        raise NotFound
    fact = SpeakerSecretSeen(meeting_id=meeting.pk, speaker_fee_id=row.pk, secret=secret)
    record(fact, actor=actor, org_id=meeting.org_id)
    return unseal(sealed, secret)


@dataclass(frozen=True, slots=True)
class DeclarationRow:
    """One payment as it is declared to the tax office."""

    fee: SpeakerFee
    id_number: str


@transaction.atomic
def declaration_rows(*, actor: Actor, meeting: Meeting) -> list[DeclarationRow]:
    """Every paid fee with its identity number in the clear, for the tax declaration; recorded as one export."""
    require(actor, "speaker_fees.see_secrets", meeting)
    fees = SpeakerFee.objects.filter(meeting=meeting, state=FeeState.PAID)
    rows = [DeclarationRow(fee, unseal(fee.id_number_sealed, Secret.ID_NUMBER)) for fee in fees]
    record(SpeakerSecretsExported(meeting_id=meeting.pk, count=len(rows)), actor=actor, org_id=meeting.org_id)
    return rows


@transaction.atomic
def erase_secrets(*, actor: Actor, meeting: Meeting) -> int:
    """Erase identity numbers and accounts of fees that are declared or cancelled, masks too. Returns how many.

    Raises NotDeclared when some are still needed and none could be erased.
    """
    require(actor, "speaker_fees.see_secrets", meeting)
    kept = SpeakerFee.objects.filter(meeting=meeting).exclude(id_number_sealed="", account_sealed="")
    done = kept.filter(Q(declared_on__isnull=False) | Q(state=FeeState.CANCELLED))
    count = done.update(
        id_number_sealed="",
        id_number_mask="",
        account_sealed="",
        account_mask="",
        erased_at=clock.now(),
        revision=F("revision") + 1,
        updated_at=clock.now(),
    )
    if not count and kept.exists():
        raise NotDeclared
    if count:
        record(SpeakerSecretsErased(meeting_id=meeting.pk, count=count), actor=actor, org_id=meeting.org_id)
    return count
