"""One port: `/events` as native event streams, everything else as synchronous pages in a bounded pool of threads.

Streams held by page threads would stop the pages after a dozen screens; pages run asynchronously by Django cost twice
the time. Together on one port, 500 open screens and the pages do not disturb each other.
"""

from __future__ import annotations

import asyncio
import os
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiwu.config.settings")

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.http import HttpRequest

from huiwu.config import supervision
from huiwu.config.wsgi import application as pages
from huiwu.foundation import live
from huiwu.foundation.actors import NOBODY, Actor
from huiwu.foundation.threads import PagesInThreads, Receive, Scope, Send

in_threads = PagesInThreads(pages, threads=settings.HUIWU_THREADS, largest_body=settings.HUIWU_LARGEST_BODY)
hub = live.Hub()
supervision.end_with_parent()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/events":
        await _events(scope, receive, send)
    elif scope["type"] == "http":
        await in_threads(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            hub.close()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def _events(scope: Scope, receive: Receive, send: Send) -> None:
    query = {k: v[-1] for k, v in parse_qs(scope["query_string"].decode("latin-1")).items()}
    headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
    asked = [topic for topic in query.get("topics", "").split(",") if topic][: live.MOST_TOPICS]
    loop = asyncio.get_running_loop()
    allowed = await loop.run_in_executor(in_threads.pool, _allowed, headers.get("cookie", ""), query, asked)
    if not allowed:
        return await _refuse(send, 403)
    known = live.known_from(headers.get("last-event-id", "") or query.get("since", ""))
    stream = await hub.join(allowed, known)
    if stream is None:
        return await _refuse(send, 503)
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
        await live.stream_events(hub, stream, receive, send)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        hub.leave(stream)


def _allowed(cookie: str, query: dict[str, str], asked: list[str]) -> frozenset[str]:
    """In a page thread: those of the topics that this visitor may follow."""
    try:
        viewer = live.Viewer(_actor(cookie), query.get("token", ""))
        return frozenset(topic for topic in asked if live.may_follow(viewer, topic))
    finally:
        close_old_connections()


def _actor(cookie: str) -> Actor:
    try:
        key = SimpleCookie(cookie).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        key = None
    if key is None:
        return NOBODY
    request = HttpRequest()
    request.session = SessionStore(key.value)
    user: Any = get_user(request)
    return Actor.of_user(user) if user.is_authenticated else NOBODY


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
