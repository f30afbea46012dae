"""Writing the rows of a list, portion by portion, with what undoing needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from huiwu.attendees.choices import RowChoice, RowOutcome, Source
from huiwu.attendees.models import Delegation, ImportBatch, ImportRow, SensitiveValue
from huiwu.attendees.reading.planning import Planned, decided
from huiwu.attendees.services.keeping import add_many, change_many
from huiwu.attendees.services.sensitive import keep_sensitive_of_many
from huiwu.attendees.services.values import AttendeeValues
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import unasked

PORTION = 2000


@unasked("part of services.importing, which asks")
class Taking:
    """Takes the rows of one list in."""

    def __init__(self, batch: ImportBatch, actor: Actor) -> None:
        self.batch, self.actor, self.meeting = batch, actor, batch.meeting
        doubtful = batch.rows.filter(outcome=RowOutcome.CONFLICT).exclude(choice="")
        self.choices = {
            (sheet, nth): choice for sheet, nth, choice in doubtful.values_list("sheet", "number", "choice")
        }
        self.for_all = batch.layout.get("for_all") or RowChoice.KEEP
        self.delegations = dict(Delegation.objects.filter(meeting=self.meeting).values_list("name", "pk"))

    def take(self, rows: Iterable[Planned], progress: Callable[[int, int], None] | None, *, total: int) -> None:
        """Raises what `progress` raises, between two portions."""
        done = 0
        for some in _portions(iter(rows)):
            with transaction.atomic():
                self._write([self._decided(one) for one in some if one.outcome != RowOutcome.REFUSED])
            done += len(some)
            if progress:
                progress(done, max(total, done))

    def _decided(self, one: Planned) -> Planned:
        return decided(one, self.choices.get((one.row.sheet[:60], one.row.number), self.for_all))

    def _write(self, rows: list[Planned]) -> None:
        new = [one for one in rows if one.person_id is None and one.values]
        known = [one for one in rows if one.person_id and (one.values or one.sensitive)]
        made = add_many(
            actor=self.actor,
            meeting=self.meeting,
            rows=[self._values(one) for one in new],
            source=Source.IMPORT,
            batch_id=self.batch.pk,
        )
        for one, person in zip(new, made, strict=True):
            one.person_id = person.pk
        changes = {one.person_id: self._values(one) for one in known if one.person_id and one.values}
        if changes:
            change_many(actor=self.actor, meeting=self.meeting, changes=changes, source=Source.IMPORT)
        sealed_before = self._keep_sensitive([*new, *known])
        self._remember(known, sealed_before)

    def _values(self, one: Planned) -> AttendeeValues:
        found: dict[str, Any] = {key: value for key, value in one.values.items() if key != "delegation"}
        if name := one.values.get("delegation"):
            found["delegation_id"] = self._delegation(name)
        return found  # type: ignore[return-value]

    def _delegation(self, name: str) -> UUID:
        """The delegation of that name; a list may bring new ones."""
        if name not in self.delegations:
            made, _ = Delegation.objects.get_or_create(
                meeting=self.meeting, name=name, defaults={"order": len(self.delegations) + 1}
            )
            self.delegations[name] = made.pk
        return self.delegations[name]

    def _keep_sensitive(self, rows: list[Planned]) -> dict[tuple[UUID, str], str]:
        """Put what the rows say under lock; what stood there before, still sealed."""
        wanted = {one.person_id: one.sensitive for one in rows if one.person_id and one.sensitive}
        there = SensitiveValue.objects.filter(attendee__in=list(wanted)) if wanted else ()
        before = {(row.attendee_id, row.field): row.sealed for row in there}
        if wanted:
            keep_sensitive_of_many(actor=self.actor, meeting=self.meeting, values=wanted)
        return before

    def _remember(self, rows: list[Planned], sealed_before: dict[tuple[UUID, str], str]) -> None:
        """What undoing needs, with each changed row; begun again, the first memory stays."""
        kept = {(row.sheet, row.number): row for row in self.batch.rows.filter(number__in=[r.row.number for r in rows])}
        changed, added = [], []
        for one in rows:
            before = {key: [one.before.get(key), value] for key, value in one.values.items()}
            sealed = {key: sealed_before.get((one.person_id, key), "") for key in one.sensitive if one.person_id}
            row = kept.get((one.row.sheet[:60], one.row.number))
            if row is None:
                row = ImportRow(batch=self.batch, sheet=one.row.sheet[:60], number=one.row.number, name=one.name[:120])
                row.outcome, row.attendee_id, row.cells = RowOutcome.CHANGED, one.person_id, one.cells
                added.append(row)
            elif not row.before:
                changed.append(row)
            if not row.before:
                row.before = {"values": before, "sealed": sealed}
        ImportRow.objects.bulk_update(changed, ["before"], batch_size=200)
        ImportRow.objects.bulk_create(added, ignore_conflicts=True)


def _portions(rows: Iterator[Planned]) -> Iterator[list[Planned]]:
    while some := list(islice(rows, PORTION)):
        yield some
