"""Record what happened; whoever cares is told. One write in the caller's transaction serves audit, delivery and live pages."""

from __future__ import annotations

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


def record(fact: Fact, *, actor: Actor, org_id: UUID | None = None) -> FactRecord:
    """Write the fact, bump its topics, run NOW reactions, queue LATER ones: all in the caller's transaction.

    Facts recorded by a NOW reaction get LATER reactions only: no chain is longer than cause, consequence, messages.
    Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("facts are recorded inside the transaction they tell about")
    row = FactRecord.objects.create(
        kind=fact.kind(),
        meeting_id=fact.meeting_id,
        org_id=org_id,
        actor_kind=actor.kind,
        actor_id=actor.id,
        happened_at=clock.now(),
        payload=fact.payload(),
    )
    bump(*fact.topics())
    _queue_later(row)
    if not _reacting.get():
        _react_now(row)
    return row


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


def _queue_later(row: FactRecord) -> None:
    paths = _listed("LATER", row.kind)
    Job.objects.bulk_create(
        Job(work=f"reaction:{path}", fact=row, meeting_id=row.meeting_id, run_after=row.happened_at) for path in paths
    )


def _react_now(row: FactRecord) -> None:
    token = _reacting.set(True)
    try:
        for path in _listed("NOW", row.kind):
            reaction(path)(Occurrence.of(row))
    finally:
        _reacting.reset(token)
