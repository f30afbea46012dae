"""Addresses that want no more: recognised by a hash, left by a signed link."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.urls import reverse

from huiwu.accounts.services import url_of
from huiwu.foundation.secrets import masked
from huiwu.notifications.models import OutsideDelivery, Suppression

SALT = "notifications.unsubscribe"


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who asks to be left alone, read from a signed link; no personal data but the masked address."""

    org_id: UUID
    channel: str
    address_hash: str
    shown: str


def hash_of(channel: str, address: str) -> str:
    """The same for `A@b.cn` and ` a@B.cn`."""
    return hashlib.sha256(f"{channel}|{address.strip().lower()}".encode()).hexdigest()


def shown_as(channel: str, address: str) -> str:
    """`zh••••@example.cn`, `••••0001`."""
    if channel == "email" and "@" in address:
        name, _, host = address.rpartition("@")
        return f"{masked(name, head=2, tail=0)}@{host}"[:120]
    return masked(address)[:120]


def unsubscribe_url(delivery: OutsideDelivery) -> str:
    parts = [delivery.org_id.hex, delivery.channel, hash_of(delivery.channel, delivery.to)]
    token = signing.dumps([*parts, shown_as(delivery.channel, delivery.to)], salt=SALT, compress=True)
    return url_of(reverse("notifications:unsubscribe", args=[token]))


def leaving_of(token: str) -> Leaving | None:
    """None for a token that we did not sign."""
    try:
        org, channel, address_hash, shown = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Leaving(UUID(org), channel, address_hash, shown)


def suppressed(org_id: UUID, channel: str, addresses: Iterable[str]) -> dict[str, str]:
    """Which of these addresses must not be written to, and the reason. One query per 500."""
    hashes = {hash_of(channel, address): address for address in addresses}
    rows = Suppression.objects.filter(org_id=org_id, channel=channel)
    found: dict[str, str] = {}
    wanted = list(hashes)
    for start in range(0, len(wanted), 500):
        part = rows.filter(address_hash__in=wanted[start : start + 500])
        found |= {hashes[key]: reason for key, reason in part.values_list("address_hash", "reason")}
    return found
