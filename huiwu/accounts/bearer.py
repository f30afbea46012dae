"""Whoever calls the API with a token."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest
from ninja.security import HttpBearer

from huiwu.accounts.choices import TokenScope
from huiwu.accounts.models import ApiToken
from huiwu.accounts.services import hash_token
from huiwu.foundation.actors import Actor
from huiwu.foundation.errors import NotAuthenticated, ScopeMissing
from huiwu.foundation.pages import address_of
from huiwu.kernel import clock

READING = ("GET", "HEAD", "OPTIONS")


class BearerToken(HttpBearer):
    """Ninja's door keeper: `request.auth` is the actor. Reading asks for the scope read, everything else for write."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        return bearer_of(request, token)

    def __call__(self, request: HttpRequest) -> Actor:
        found: Actor | None = super().__call__(request)
        if found is None:
            raise NotAuthenticated
        return found


def bearer_of(request: HttpRequest, token: str) -> Actor:
    """The actor behind a good token with the scope this request needs; looked up once per request.

    Raises NotAuthenticated, ScopeMissing.
    """
    known: Actor | None = getattr(request, "_actor", None)
    if known is not None and known.kind == "user":
        return known
    now = clock.now()
    good = ApiToken.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None, user__is_active=True)
    row = good.select_related("user").filter(token_hash=hash_token(token)).first()
    if row is None:
        raise NotAuthenticated
    scope = TokenScope.READ if request.method in READING else TokenScope.WRITE
    if scope not in row.scopes:
        raise ScopeMissing(scope=scope)
    if row.last_used_at is None or now - row.last_used_at > timedelta(minutes=5):
        ApiToken.objects.filter(pk=row.pk).update(last_used_at=now)
    actor = Actor.of_user(row.user, address=address_of(request), agent=request.headers.get("User-Agent", "")[:300])
    request._actor = actor  # type: ignore[attr-defined]  # as foundation.pages.actor_of keeps it
    return actor
