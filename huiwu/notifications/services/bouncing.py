"""Mail that came back: its delivery has failed, whoever it was about goes on the callers' list, dead addresses rest."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from huiwu.foundation.permission import unasked
from huiwu.kernel.errors import NotFound
from huiwu.notifications.choices import DeliveryState, OutsideChannel, OutsideWhy
from huiwu.notifications.models import Delivery, OutsideDelivery, OutsideSettings
from huiwu.notifications.outside.bounces import Bounce, bounces_in
from huiwu.notifications.outside.returns import ReturnedMail
from huiwu.notifications.services.going_out import mark_delivered, mark_undelivered
from huiwu.notifications.services.leaving import suppress_bounced


@unasked("the token in the address is the permission: only the organisation's own mail server knows it")
def take_bounce(*, token: str, raw: bytes) -> int:
    """A mail that came back to the organisation with this token; how many of its messages it was about.

    Raises NotFound for an unknown token.
    """
    own = OutsideSettings.objects.filter(report_token=token).first()
    if own is None or not token:
        raise NotFound
    ours = [
        one for one in bounces_in(raw) if OutsideDelivery.objects.filter(pk=one.delivery_id, org=own.org_id).exists()
    ]
    return sum(_note(one) for one in ours)


@unasked("done by the worker on its own")
def read_returns() -> int:
    """The mailbox that this installation sends from, where it is set (HUIWU_IMAP_HOST); how many messages came back."""
    if not settings.IMAP_HOST:
        return 0
    with ReturnedMail() as mailbox:
        return mailbox.read(lambda raw: sum(_note(one) for one in bounces_in(raw)))


@transaction.atomic
def _note(bounce: Bounce) -> bool:
    row = OutsideDelivery.objects.filter(pk=bounce.delivery_id, channel=OutsideChannel.EMAIL).first()
    if row is None:
        return _note_inside(bounce)
    if bounce.action in ("delivered", "relayed"):
        return mark_delivered(delivery_id=row.pk)
    if bounce.action != "failed":
        return False
    if bounce.is_gone and row.to:
        suppress_bounced(org_id=row.org_id, address=row.to, note=bounce.words)
    return mark_undelivered(delivery_id=row.pk, words=bounce.words, why=OutsideWhy.REFUSED)


def _note_inside(bounce: Bounce) -> bool:
    """To somebody with an account, or with a link of theirs: seen on the meeting's page of messages, and repeated there."""
    if bounce.action != "failed":
        return False
    rows = Delivery.objects.filter(pk=bounce.delivery_id, state=DeliveryState.SENT)
    return bool(rows.update(state=DeliveryState.FAILED, answer=bounce.words))
