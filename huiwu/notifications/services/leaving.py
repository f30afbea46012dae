"""Who wants no more messages: by their own link, or put on the list by hand."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.kernel.errors import NotFound
from huiwu.notifications.choices import OutsideChannel, SuppressionReason
from huiwu.notifications.errors import UnsubscribeLinkDamaged
from huiwu.notifications.events import AddressReleased, AddressSuppressed
from huiwu.notifications.models import Suppression
from huiwu.notifications.outside.suppressing import hash_of, leaving_of, shown_as


@unasked("whoever holds the signed link received the message at this address")
@transaction.atomic
def unsubscribe(*, token: str) -> Suppression:
    """No more from this organisation on this channel, but what they ask for themselves. Twice keeps the first.

    Raises UnsubscribeLinkDamaged.
    """
    leaving = leaving_of(token)
    if leaving is None:
        raise UnsubscribeLinkDamaged
    values = {"shown": leaving.shown, "reason": SuppressionReason.UNSUBSCRIBED}
    return _suppress(SYSTEM, leaving.org_id, leaving.channel, leaving.address_hash, values)


@unasked("a mail server said that the address does not exist")
@transaction.atomic
def suppress_bounced(*, org_id: UUID, address: str, note: str) -> Suppression:
    """Write to this e-mail address no more: mail to it came back for good. The server's words are kept without the address."""
    said = note.replace(address, shown_as("email", address))
    values = {"shown": shown_as("email", address), "reason": SuppressionReason.BOUNCED, "note": said[:200]}
    return _suppress(SYSTEM, org_id, OutsideChannel.EMAIL, hash_of("email", address), values)


@transaction.atomic
def suppress_address(
    *, actor: Actor, org_id: UUID, channel: str, address: str, reason: str = SuppressionReason.BY_HAND, note: str = ""
) -> Suppression:
    """Write to this address no more. Twice keeps the first reason."""
    require(actor, "notifications.set_outside", org_id)
    values = {"shown": shown_as(channel, address), "reason": reason, "note": note[:200]}
    return _suppress(actor, org_id, OutsideChannel(channel), hash_of(channel, address), values)


def _suppress(actor: Actor, org_id: UUID, channel: str, address_hash: str, values: dict[str, str]) -> Suppression:
    row, is_new = Suppression.objects.get_or_create(
        org_id=org_id, channel=channel, address_hash=address_hash, defaults=values
    )
    if is_new:
        record(AddressSuppressed(org_id=org_id, channel=channel, reason=row.reason), actor=actor, org_id=org_id)
    return row


@transaction.atomic
def release_address(*, actor: Actor, org_id: UUID, suppression_id: UUID) -> None:
    """Off the list again, when the person asks for it. Raises NotFound."""
    require(actor, "notifications.set_outside", org_id)
    row = Suppression.objects.filter(pk=suppression_id, org_id=org_id).first()
    if row is None:
        raise NotFound
    row.delete()
    record(AddressReleased(org_id=org_id, channel=row.channel), actor=actor, org_id=org_id)
