"""`GET /me`: whose token this is."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

PREFIX = "/me"
router = Router(tags=["accounts"])


class Me(Schema):
    id: UUID
    email: str
    name: str


@router.get("", response=Me, summary="令牌的主人")
def me(request: HttpRequest) -> Me:
    """A first call to try a token with."""
    user = request.auth.user  # type: ignore[attr-defined]  # set by ninja: the actor
    return Me(id=user.pk, email=user.email, name=user.name)
