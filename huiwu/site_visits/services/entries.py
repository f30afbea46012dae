"""What a device sends about a visit: each entry answered on its own, the same id always with the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import can
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.site_visits.choices import WHOLE_MEASURES, EntryKind, EntryState, FireAcceptance, Measure, Point
from huiwu.site_visits.errors import NotYourVisit, TooManyEntries
from huiwu.site_visits.events import SiteVisitFinished, SiteVisitWritten
from huiwu.site_visits.models import SiteVisit, VisitEntry, VisitMark, VisitPhoto, VisitPromise
from huiwu.site_visits.queries.visits import visit_for
from huiwu.site_visits.rules.entries import MOST_AT_ONCE, Entry, Unreadable, Words, entry_of

WORDS = Words(
    points=frozenset(Point.values),
    measures=frozenset(Measure.values),
    whole=frozenset(measure.value for measure in WHOLE_MEASURES),
    choices={Measure.FIRE_ACCEPTANCE.value: frozenset(FireAcceptance.values)},
)

COLUMNS = {EntryKind.SCORE.value: "score", EntryKind.NOTE.value: "note", EntryKind.MEASURE.value: "measured"}
"""Kinds of entry that fill in a mark, and the column they fill."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one entry: applied, older (kept in the record only) or refused, with a sentence."""

    id: str
    state: str
    why: str = ""


@transaction.atomic
def receive_entries(*, actor: Actor, meeting: Meeting, visit_id: UUID, raw: Sequence[Any]) -> list[Answer]:
    """Take what the inspector's device kept while it had no network, in the order of the device's times.

    Each is `{"id", "kind", "key", "value", "at"}`. Of two entries for the same field the later device time stands; the
    other is kept in the record. Raises NotYourVisit, TooManyEntries, NotFound; single bad entries are answered `refused`.
    """
    visit = own_visit(actor, meeting, visit_id)
    if len(raw) > MOST_AT_ONCE:
        raise TooManyEntries(limit=MOST_AT_ONCE)
    locked = SiteVisit.objects.select_for_update().get(pk=visit.pk)  # two devices of one inspector stand in line
    locked.candidate = visit.candidate
    answers: dict[int, Answer] = {}
    read: list[tuple[int, Entry]] = []
    for place, one in enumerate(raw):
        try:
            read.append((place, entry_of(one, WORDS, clock.now())))
        except Unreadable as fault:
            answers[place] = Answer(_id_of(one), EntryState.REFUSED, _sentence(fault.why))
    desk = _Desk.of(actor, locked, [entry for _place, entry in read])
    for place, entry in sorted(read, key=lambda pair: pair[1].at):
        answers[place] = _answer(locked, entry, desk.take(entry))
    desk.write()
    return [answers[place] for place in range(len(raw))]


def own_visit(actor: Actor, meeting: Meeting, visit_id: UUID) -> SiteVisit:
    """The visit, for its inspector. Raises NotYourVisit, NotFound."""
    visit = visit_for(meeting, visit_id)
    if not can(actor, "site_visits.write", visit):
        raise NotYourVisit(inspector=visit.inspector.name)
    return visit


def _answer(visit: SiteVisit, entry: Entry, row: VisitEntry) -> Answer:
    if row.visit_id != visit.pk or (row.kind, row.key, row.value) != (entry.kind, entry.key, entry.value):
        return Answer(str(entry.id), EntryState.REFUSED, _("这个编号已用于另一项内容"))
    return Answer(str(entry.id), row.state)


@dataclass(slots=True)
class _Desk:
    """The visit's marks in memory while a batch is worked off; the visit's row is held, so nobody else writes them."""

    actor: Actor
    visit: SiteVisit
    known: dict[UUID, VisitEntry]
    marks: dict[str, VisitMark]
    fresh: list[VisitEntry] = field(default_factory=list)
    new: list[VisitMark] = field(default_factory=list)
    changed: dict[str, VisitMark] = field(default_factory=dict)

    @classmethod
    def of(cls, actor: Actor, visit: SiteVisit, entries: Sequence[Entry]) -> _Desk:
        known = {row.pk: row for row in VisitEntry.objects.filter(pk__in=[entry.id for entry in entries])}
        keys = {entry.key for entry in entries}
        return cls(actor, visit, known, {mark.key: mark for mark in visit.marks.filter(key__in=keys)})

    def take(self, entry: Entry) -> VisitEntry:
        """The entry's row: what was answered before, or made now."""
        if entry.id in self.known:
            return self.known[entry.id]
        row = VisitEntry(
            id=entry.id,
            visit=self.visit,
            kind=entry.kind,
            key=entry.key,
            value=entry.value,
            device_at=entry.at,
            received_at=clock.now(),
            state=EntryState.APPLIED if self._applies(entry) else EntryState.OLDER,
        )
        self.known[entry.id] = row
        self.fresh.append(row)
        return row

    def _applies(self, entry: Entry) -> bool:
        """Whether the entry is what stands now; False where something newer stands already."""
        if entry.kind in COLUMNS:
            return self._mark(entry, COLUMNS[entry.kind])
        if entry.kind == EntryKind.SUMMARY:
            return self._summary(entry)
        if entry.kind == EntryKind.PROMISE:
            VisitPromise.objects.get_or_create(
                id=UUID(entry.key), defaults={"visit": self.visit, "written_at": entry.at, **entry.value}
            )
            return True
        if entry.kind == EntryKind.FINISH:
            return self._finish(entry)
        model: Any = VisitPromise if entry.kind == EntryKind.UNPROMISE else VisitPhoto
        shown = model.objects.filter(pk=UUID(entry.key), visit=self.visit, removed_at=None)
        return bool(shown.update(removed_at=entry.at))

    def _mark(self, entry: Entry, column: str) -> bool:
        mark = self.marks.get(entry.key)
        if mark is None:
            mark = self.marks[entry.key] = VisitMark(visit=self.visit, key=entry.key)
            self.new.append(mark)
        standing = getattr(mark, f"{column}_at")
        if standing is not None and standing >= entry.at:
            return False
        setattr(mark, column, entry.value)
        setattr(mark, f"{column}_at", entry.at)
        self.changed[mark.key] = mark
        return True

    def _summary(self, entry: Entry) -> bool:
        if self.visit.summary_at is not None and self.visit.summary_at >= entry.at:
            return False
        self.visit.summary, self.visit.summary_at = entry.value, entry.at
        self.visit.save(update_fields=["summary", "summary_at", "updated_at"])
        return True

    def _finish(self, entry: Entry) -> bool:
        """`True` calls the visit complete, `False` opens it again."""
        if (self.visit.finished_at is not None) == bool(entry.value):
            return False
        self.visit.finished_at = entry.at if entry.value else None
        self.visit.save(update_fields=["finished_at", "updated_at"])
        return True

    def write(self) -> None:
        """Marks and record in a handful of queries, then the facts."""
        if not self.fresh:
            return
        VisitMark.objects.bulk_create(self.new)
        new = {id(mark) for mark in self.new}
        old = [mark for mark in self.changed.values() if id(mark) not in new]
        if old:
            VisitMark.objects.bulk_update(old, [name for c in COLUMNS.values() for name in (c, f"{c}_at")])
        VisitEntry.objects.bulk_create(self.fresh)
        self._tell()

    def _tell(self) -> None:
        meeting, candidate_id = self.visit.candidate.meeting, self.visit.candidate_id
        about: dict[str, Any] = {"meeting_id": meeting.pk, "candidate_id": candidate_id, "visit_id": self.visit.pk}
        record(SiteVisitWritten(**about, count=len(self.fresh)), actor=self.actor, org_id=meeting.org_id)
        applied = [row for row in self.fresh if row.state == EntryState.APPLIED]
        if self.visit.finished_at and any(row.kind == EntryKind.FINISH and row.value for row in applied):
            record(SiteVisitFinished(**about), actor=self.actor, org_id=meeting.org_id)


def _id_of(raw: Any) -> str:
    return str(raw.get("id", ""))[:60] if isinstance(raw, dict) else ""


def _sentence(why: str) -> str:
    return {
        "shape": _("格式不对，或缺少编号与时间"),
        "kind": _("不认识的一项"),
        "key": _("没有这个考察点"),
    }.get(why, _("数值超出范围或文字过长"))
