"""Who may follow what concerns one person."""

from __future__ import annotations

from huiwu.accounts.models import ScopedLink
from huiwu.accounts.services import hash_token
from huiwu.foundation.live import Viewer, topic_rule
from huiwu.kernel import clock


def good_link(token: str) -> ScopedLink | None:
    """The link behind a token, good now for whatever purpose; following a page does not count as a use."""
    good = ScopedLink.objects.filter(token_hash=hash_token(token), revoked_at=None, expires_at__gt=clock.now())
    return good.first()


@topic_rule("user")
def is_that_person(viewer: Viewer, key: str) -> bool:
    return viewer.actor.is_signed_in and str(viewer.actor.id) == key
