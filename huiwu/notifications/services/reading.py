"""Read one's own messages."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import bump
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.notifications.models import Message


@transaction.atomic
def mark_read(*, actor: Actor, message_id: UUID) -> Message:
    """One's own message is read; twice keeps the first time. Raises NotFound for anybody else's."""
    require(actor, "notifications.own", actor.user)
    message = Message.objects.filter(pk=message_id, user=actor.user).first()
    if message is None:
        raise NotFound
    if Message.objects.filter(pk=message.pk, read_at=None).update(read_at=clock.now()):
        bump(f"user:{actor.id}")
    return message


@transaction.atomic
def mark_all_read(*, actor: Actor) -> int:
    """Every message of one's own; how many were unread."""
    require(actor, "notifications.own", actor.user)
    count = Message.objects.filter(user=actor.user, read_at=None).update(read_at=clock.now())
    if count:
        bump(f"user:{actor.id}")
    return count
