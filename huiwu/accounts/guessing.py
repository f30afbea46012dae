"""Guessing links: whoever misses too often from one address waits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiwu.accounts.errors import TooManyGuesses
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import address_of
from huiwu.kernel import clock

MISSES, WINDOW = 30, 60
"""So many misses in so many seconds from one address."""
LINKS = ("/l/", "/calendar.ics")
"""What opens by a token in its address."""


def slow_guessers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Counts addresses of links that lead nowhere, in the cache that all web processes share.

    Beyond MISSES even a good link is refused until the minute is over: an answer would tell the guesser that it is good.
    Only misses are written, so whoever opens their link costs one look-up.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(LINKS):
            return get_response(request)
        key = _key(request)
        if int(cache.get(key, 0)) >= MISSES:
            return _wait(request)
        response = get_response(request)
        if response.status_code == 404:
            _count(key)
        return response

    return middleware


def _key(request: HttpRequest) -> str:
    """The minute is part of the key, so a count begins anew with each. The address itself is not kept."""
    minute = int(clock.now().timestamp()) // WINDOW
    return f"link-misses:{hashlib.sha256(address_of(request).encode()).hexdigest()[:32]}:{minute}"


def _count(key: str) -> None:
    if not cache.add(key, 1, timeout=2 * WINDOW):
        cache.incr(key)


def _wait(request: HttpRequest) -> HttpResponse:
    refusal = TooManyGuesses()
    context = {"refusal": refusal, "sentence": sentence_of(refusal)}
    response = render(request, "foundation/refusal.html", context, status=refusal.status)
    response.headers["Retry-After"] = str(WINDOW)
    return response
