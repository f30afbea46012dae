"""Record what happened; whoever cares is told. One write in the caller's transaction serves audit, delivery and live pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from huiwu.foundation.actors import Actor
from huiwu.foundation.models import FactRecord, Job, TopicVersion
from huiwu.kernel import clock
from huiwu.kernel.facts import Fact

_reacting: ContextVar[bool] = ContextVar("huiwu_reacting", default=False)
Told = tuple[FactRecord, tuple[str, ...]]
_waiting: ContextVar[list[Told] | None] = ContextVar("facts written together at the end of a block", default=None)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What a reaction receives: the fact as recorded. `payload` holds the fact's fields as plain JSON values."""

    id: int
    kind: str
    meeting_id: UUID | None
    payload: dict[str, Any]
    happened_at: datetime
    actor_kind: str
    actor_id: UUID | None

    @classmethod
    def of(cls, row: FactRecord) -> Occurrence:
        return cls(row.id, row.kind, row.meeting_id, row.payload, row.happened_at, row.actor_kind, row.actor_id)


def record(fact: Fact, *, actor: Actor, org_id: UUID | None = None) -> None:
    """Write the fact, bump its topics, run NOW reactions, queue LATER ones: all in the caller's transaction.

    Facts recorded by a NOW reaction get LATER reactions only: no chain is longer than cause, consequence, messages.
    Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("facts are recorded inside the transaction they tell about")
    row = FactRecord(
        kind=fact.kind(),
        meeting_id=fact.meeting_id,
        org_id=org_id,
        actor_kind=actor.kind,
        actor_id=actor.id,
        happened_at=clock.now(),
        payload=fact.payload(),
    )
    waiting = _waiting.get()
    if waiting is None:
        _write([(row, fact.topics())])
    else:
        waiting.append((row, fact.topics()))


@contextmanager
def facts_together() -> Iterator[None]:
    """Inside, facts wait; at the end they are written together, in their order: for a busy service that records several.

    To be opened inside the transaction. Leave it by an error and none is written. Nothing inside may catch a refusal and
    go on: what was recorded before the refusal would be written although it was rolled back.
    """
    if _waiting.get() is not None:
        yield
        return
    waiting: list[Told] = []
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    _write(waiting)


def _write(told: Sequence[Told]) -> None:
    """The rows, their topics, their reactions: NOW at once, LATER as jobs."""
    rows = [row for row, _topics in told]
    FactRecord.objects.bulk_create(rows)
    bump(*(topic for _row, topics in told for topic in topics))
    _queue_later(rows)
    if not _reacting.get():
        for row in rows:
            _react_now(row)


def bump(*topics: str) -> None:
    """Give each topic a newer version, so that pages showing it fetch anew."""
    for topic in sorted(set(topics)):
        if not TopicVersion.objects.filter(topic=topic).update(version=F("version") + 1):
            _, is_new = TopicVersion.objects.get_or_create(topic=topic)
            if not is_new:  # another writer made it in between
                TopicVersion.objects.filter(topic=topic).update(version=F("version") + 1)


def reaction(path: str) -> Any:
    """`capability.function` → the function in that capability's reactions.py."""
    capability, _, name = path.partition(".")
    return getattr(import_module(f"huiwu.{capability}.reactions"), name)


def _listed(when: str, kind: str) -> tuple[str, ...]:
    """Reactions to this kind, then those to every kind (listed under `*`)."""
    table: dict[str, tuple[str, ...]] = getattr(import_module(settings.HUIWU_REACTIONS), when)
    return table.get(kind, ()) + table.get("*", ())


def _queue_later(rows: Iterable[FactRecord]) -> None:
    Job.objects.bulk_create(
        Job(work=f"reaction:{path}", fact=row, meeting_id=row.meeting_id, run_after=row.happened_at)
        for row in rows
        for path in _listed("LATER", row.kind)
    )


def _react_now(row: FactRecord) -> None:
    token = _reacting.set(True)
    try:
        for path in _listed("NOW", row.kind):
            reaction(path)(Occurrence.of(row))
    finally:
        _reacting.reset(token)
