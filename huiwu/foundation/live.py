"""Live pages: a stream of "this topic has a newer version". What a page then fetches is its own affair.

`GET /events?topics=meeting:<id>,user:<id>[&since=…][&token=…]` answers with an event stream: first the present
versions, then every newer one, as `event: version` and `data: {"topic": "meeting:<id>", "version": 7}`. The event's id
holds every version this stream knows; a browser that reconnects sends it back and misses nothing.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from django.db import Error, close_old_connections

from huiwu.foundation.actors import Actor
from huiwu.foundation.models import TopicVersion

POLL_SECONDS = 0.25
HEARTBEAT_SECONDS = 15
LONGEST_SECONDS = 900
"""A stream ends after this long; the browser opens the next by itself, and is asked again who it is."""
MOST_STREAMS = 2000
MOST_TOPICS = 20

log = logging.getLogger("huiwu.live")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who wants to follow: an actor, or the bearer of a link's `token`."""

    actor: Actor
    token: str = ""


TopicRule = Callable[[Viewer, str], bool]
TOPIC_RULES: dict[str, TopicRule] = {}


def topic_rule(prefix: str) -> Callable[[TopicRule], TopicRule]:
    """Register who may follow topics `prefix:<key>`; the rule gets the viewer and the key. Without a rule: nobody."""

    def keep(rule: TopicRule) -> TopicRule:
        if prefix in TOPIC_RULES:
            raise ValueError(f"two rules for the topics {prefix}")
        TOPIC_RULES[prefix] = rule
        return rule

    return keep


def may_follow(viewer: Viewer, topic: str) -> bool:
    prefix, _, key = topic.partition(":")
    rule = TOPIC_RULES.get(prefix)
    return rule is not None and bool(key) and rule(viewer, key)


def versions(topics: set[str]) -> dict[str, int]:
    """Current versions of these topics, in one query; a topic without changes so far has none."""
    rows = TopicVersion.objects.filter(topic__in=sorted(topics)).values_list("topic", "version")
    return dict(rows)


@dataclass(eq=False, slots=True)
class Stream:
    """One open page: what it follows, and what it knows."""

    topics: frozenset[str]
    known: dict[str, int] = field(default_factory=dict)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    newer: dict[str, int] = field(default_factory=dict)


class Hub:
    """All streams of this process. One query every quarter of a second serves them all; none while nobody listens."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self.latest: dict[str, int] = {}
        self.poller: asyncio.Task[None] | None = None
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="live")
        self.is_closing = False

    async def join(self, topics: frozenset[str], since: dict[str, int] | None) -> Stream | None:
        """A new stream, told at once what is newer than `since`, or what is; None when there are too many."""
        if len(self.streams) >= MOST_STREAMS or self.is_closing:
            return None
        now = await self._read(set(topics))
        stream = Stream(topics, {topic: now.get(topic, 0) for topic in topics})
        for topic in topics:
            if since is None or now.get(topic, 0) > since.get(topic, 0):
                stream.newer[topic] = now.get(topic, 0)
                stream.woken.set()
        self.streams.add(stream)
        if self.poller is None or self.poller.done():
            self.poller = asyncio.get_running_loop().create_task(self._poll())
        return stream

    def leave(self, stream: Stream) -> None:
        self.streams.discard(stream)

    def close(self) -> None:
        """End every stream, so that the server can stop; browsers come back when it is there again."""
        self.is_closing = True
        for stream in self.streams:
            stream.woken.set()

    async def _poll(self) -> None:
        while self.streams and not self.is_closing:
            await asyncio.sleep(POLL_SECONDS)
            topics = {topic for stream in self.streams for topic in stream.topics}
            try:
                self._tell(await self._read(topics))
            except Error as fault:  # the database is away: streams stay open and hear of changes when it is back
                log.warning("live versions cannot be read: %s", fault)
                await asyncio.sleep(2)

    def _tell(self, now: dict[str, int]) -> None:
        changed = {topic for topic, version in now.items() if version != self.latest.get(topic)}
        self.latest = now
        for stream in self.streams if changed else ():
            for topic in stream.topics & changed:
                if now[topic] > stream.known[topic]:
                    stream.known[topic] = stream.newer[topic] = now[topic]
                    stream.woken.set()

    async def _read(self, topics: set[str]) -> dict[str, int]:
        return await asyncio.get_running_loop().run_in_executor(self.pool, _versions_in_thread, topics)


def _versions_in_thread(topics: set[str]) -> dict[str, int]:
    try:
        return versions(topics)
    finally:
        close_old_connections()


def known_from(text: str) -> dict[str, int] | None:
    """`"meeting:1=17,user:2=3"` → versions; None when nothing usable was given."""
    pairs = (part.rpartition("=") for part in text.split(",") if part)
    return {topic: int(version) for topic, _, version in pairs if version.isdigit()} or None


def as_event(stream: Stream) -> bytes:
    """Everything the stream has not yet told, as lines of an event stream."""
    newer, stream.newer = stream.newer, {}
    stream.known.update(newer)
    mark = ",".join(f"{topic}={version}" for topic, version in sorted(stream.known.items()))
    told = (json.dumps({"topic": topic, "version": version}) for topic, version in sorted(newer.items()))
    return "".join(f"id: {mark}\nevent: version\ndata: {data}\n\n" for data in told).encode()


async def stream_events(hub: Hub, stream: Stream, receive: Any, send: Any) -> None:
    """Send until the browser leaves, the server stops, or the stream is old."""
    gone = asyncio.get_running_loop().create_task(_gone(receive))
    end = asyncio.get_running_loop().time() + LONGEST_SECONDS
    waiting: asyncio.Task[bool] | None = None
    try:
        while not gone.done() and not hub.is_closing and asyncio.get_running_loop().time() < end:
            waiting = waiting or asyncio.get_running_loop().create_task(stream.woken.wait())
            await asyncio.wait({gone, waiting}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if waiting.done():
                waiting = None
                stream.woken.clear()
            body = as_event(stream) or b": \n\n"
            if not gone.done():
                await send({"type": "http.response.body", "body": body, "more_body": True})
    finally:
        gone.cancel()
        if waiting:
            waiting.cancel()


async def _gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
