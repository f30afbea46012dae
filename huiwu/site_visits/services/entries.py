"""What a device sends about a visit: each entry answered on its own, the same id always with the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
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
    SiteVisit.objects.select_for_update().get(pk=visit.pk)  # two devices of one inspector stand in line
    answers: dict[int, Answer] = {}
    read: list[tuple[int, Entry]] = []
    for place, one in enumerate(raw):
        try:
            read.append((place, entry_of(one, WORDS, clock.now())))
        except Unreadable as fault:
            answers[place] = Answer(_id_of(one), EntryState.REFUSED, _sentence(fault.why))
    known = {row.pk: row for row in VisitEntry.objects.filter(pk__in=[entry.id for _place, entry in read])}
    fresh = 0
    for place, entry in sorted(read, key=lambda pair: pair[1].at):
        row = known.get(entry.id)
        if row is None:
            row = known[entry.id] = _take(actor, visit, entry)
            fresh += 1
        answers[place] = _answer(visit, entry, row)
    if fresh:
        _written(actor, visit, fresh)
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


def _take(actor: Actor, visit: SiteVisit, entry: Entry) -> VisitEntry:
    state = EntryState.APPLIED if _apply(actor, visit, entry) else EntryState.OLDER
    return VisitEntry.objects.create(
        id=entry.id,
        visit=visit,
        kind=entry.kind,
        key=entry.key,
        value=entry.value,
        device_at=entry.at,
        received_at=clock.now(),
        state=state,
    )


def _apply(actor: Actor, visit: SiteVisit, entry: Entry) -> bool:
    """Whether the entry is what stands now; False where something newer stands already."""
    if entry.kind in (EntryKind.SCORE, EntryKind.NOTE, EntryKind.MEASURE):
        return _mark(visit, entry)
    if entry.kind == EntryKind.SUMMARY:
        newer = Q(summary_at=None) | Q(summary_at__lt=entry.at)
        return bool(SiteVisit.objects.filter(newer, pk=visit.pk).update(summary=entry.value, summary_at=entry.at))
    if entry.kind == EntryKind.PROMISE:
        VisitPromise.objects.get_or_create(
            id=UUID(entry.key), defaults={"visit": visit, "written_at": entry.at, **entry.value}
        )
        return True
    if entry.kind == EntryKind.FINISH:
        return _finish(actor, visit, entry)
    model: Any = VisitPromise if entry.kind == EntryKind.UNPROMISE else VisitPhoto
    return bool(model.objects.filter(pk=UUID(entry.key), visit=visit, removed_at=None).update(removed_at=entry.at))


def _mark(visit: SiteVisit, entry: Entry) -> bool:
    column = {EntryKind.SCORE: "score", EntryKind.NOTE: "note", EntryKind.MEASURE: "measured"}[EntryKind(entry.kind)]
    mark, _is_new = VisitMark.objects.get_or_create(visit=visit, key=entry.key)
    newer = Q(**{f"{column}_at": None}) | Q(**{f"{column}_at__lt": entry.at})
    values = {column: entry.value, f"{column}_at": entry.at, "updated_at": clock.now()}
    return bool(VisitMark.objects.filter(newer, pk=mark.pk).update(**values))


def _finish(actor: Actor, visit: SiteVisit, entry: Entry) -> bool:
    """`True` calls the visit complete, `False` opens it again."""
    if not entry.value:
        return bool(SiteVisit.objects.filter(pk=visit.pk).exclude(finished_at=None).update(finished_at=None))
    if not SiteVisit.objects.filter(pk=visit.pk, finished_at=None).update(finished_at=entry.at):
        return False
    fact = SiteVisitFinished(meeting_id=visit.candidate.meeting_id, candidate_id=visit.candidate_id, visit_id=visit.pk)
    record(fact, actor=actor, org_id=visit.candidate.meeting.org_id)
    return True


def _written(actor: Actor, visit: SiteVisit, count: int) -> None:
    fact = SiteVisitWritten(
        meeting_id=visit.candidate.meeting_id, candidate_id=visit.candidate_id, visit_id=visit.pk, count=count
    )
    record(fact, actor=actor, org_id=visit.candidate.meeting.org_id)


def _id_of(raw: Any) -> str:
    return str(raw.get("id", ""))[:60] if isinstance(raw, dict) else ""


def _sentence(why: str) -> str:
    return {
        "shape": _("格式不对，或缺少编号与时间"),
        "kind": _("不认识的一项"),
        "key": _("没有这个考察点"),
    }.get(why, _("数值超出范围或文字过长"))
