"""Verbs of accounts."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F

from huiwu.accounts.choices import LinkScope
from huiwu.accounts.errors import LinkUnusable
from huiwu.accounts.models import Organisation, ScopedLink
from huiwu.foundation.actors import Actor
from huiwu.kernel import clock


def make_link(
    *,
    actor: Actor,
    org: Organisation,
    scope: LinkScope,
    purpose: str,
    label: str,
    meeting_id: UUID | None = None,
    subject_id: UUID | None = None,
    recipient: str = "",
    lasts: timedelta = timedelta(days=30),
) -> tuple[ScopedLink, str]:
    """A new link and its token, which is shown this once and never stored.

    Called by the services of other capabilities inside their transaction, after they asked for their own permission.
    """
    token = secrets.token_urlsafe(24)
    link = ScopedLink.objects.create(
        org=org,
        token_hash=hash_token(token),
        scope=scope,
        purpose=purpose,
        meeting_id=meeting_id,
        subject_id=subject_id,
        label=label,
        recipient=recipient,
        made_by=actor.user,
        expires_at=clock.now() + lasts,
    )
    return link, token


def open_link(*, token: str, purpose: str, address: str = "") -> ScopedLink:
    """The link behind a token, if it is good for `purpose` now; notes the use. Raises LinkUnusable otherwise."""
    now = clock.now()
    good = ScopedLink.objects.filter(token_hash=hash_token(token), purpose=purpose, revoked_at=None, expires_at__gt=now)
    if not good.update(last_used_at=now, last_used_from=address, use_count=F("use_count") + 1):
        raise LinkUnusable
    return ScopedLink.objects.select_related("org").get(token_hash=hash_token(token))


def url_of(path: str) -> str:
    """The full address of a path, for messages."""
    return f"{settings.BASE_URL}{path}"


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
