"""What the worker does for notifications."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from huiwu.foundation.registry.jobs import job, periodic
from huiwu.kernel import clock
from huiwu.notifications import services
from huiwu.notifications.models import DigestSent, KeptMail, Message, Told
from huiwu.notifications.services.outside import SEND_OUTSIDE
from huiwu.notifications.services.writing import DELIVER


@job(DELIVER)
def deliver_message(progress: Any, delivery_id: str) -> dict[str, str]:
    """Send one delivery; the delivery itself says what came of it and when it is tried again."""
    sent = services.deliver(delivery_id=UUID(delivery_id))
    return {"state": sent.state if sent is not None else ""}


@periodic("notifications.remind", every=timedelta(minutes=10))
def remind() -> None:
    services.remind()


@periodic("notifications.digests", every=timedelta(minutes=1))
def send_digests() -> None:
    services.send_digests()


@periodic("notifications.stranded", every=timedelta(minutes=2))
def send_stranded() -> None:
    services.send_stranded()


@job(SEND_OUTSIDE)
def send_outside(progress: Any, delivery_id: str = "") -> dict[str, int]:
    """Send one message outside, or a turn's worth of those that are due."""
    return {"handled": services.send_due(delivery_id=UUID(delivery_id) if delivery_id else None)}


@periodic("notifications.outside", every=timedelta(minutes=1))
def keep_sending() -> None:
    services.keep_sending()


@periodic("notifications.returns", every=timedelta(minutes=5))
def read_returns() -> None:
    services.read_returns()


@periodic("notifications.forget", every=timedelta(hours=12))
def forget() -> None:
    """Messages are kept for a year, kept mail for a month, what was told for two years."""
    now = clock.now()
    Message.objects.filter(created_at__lt=now - timedelta(days=365)).delete()
    KeptMail.objects.filter(created_at__lt=now - timedelta(days=30)).delete()
    DigestSent.objects.filter(created_at__lt=now - timedelta(days=60)).delete()
    Told.objects.filter(created_at__lt=now - timedelta(days=730)).delete()
