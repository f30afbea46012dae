"""A bot that posts forms is slowed: so many from one address in a minute, counted in the cache all processes share."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

from huiwu.kernel import clock
from huiwu.registration.choices import POSTS_PER_ADDRESS_A_MINUTE
from huiwu.registration.errors import TooManyPosts

WINDOW = 60


def count_post(address: str, slug: str) -> None:
    """Count one posted form. Raises TooManyPosts beyond the limit; the count begins anew each minute.

    The address itself is not kept, only a hash of it for two minutes.
    """
    minute = int(clock.now().timestamp()) // WINDOW
    digest = hashlib.sha256(f"{slug}|{address}".encode()).hexdigest()[:32]
    key = f"registration-posts:{digest}:{minute}"
    if int(cache.get(key, 0)) >= POSTS_PER_ADDRESS_A_MINUTE:
        raise TooManyPosts
    if not cache.add(key, 1, timeout=2 * WINDOW):
        cache.incr(key)
