"""Nouns: what happened, in sentences, with the names of today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiwu.accounts.models import Organisation
from huiwu.audit.rules import field_of, holes, is_id, values_in, without_holes
from huiwu.foundation.models import FactRecord
from huiwu.foundation.registry.names import FINDERS, finder_of
from huiwu.kernel.facts import Fact
from huiwu.meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """`person`: only what this user did; `kind`: of fact; `day`: in `zone`."""

    person: UUID | None = None
    kind: str = ""
    day: date | None = None
    zone: str = "Asia/Shanghai"

    def applied_to(self, rows: QuerySet[FactRecord]) -> QuerySet[FactRecord]:
        if self.person is not None:
            rows = rows.filter(actor_kind="user", actor_id=self.person)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.day is not None:
            begin = datetime.combine(self.day, time(0), ZoneInfo(self.zone))
            rows = rows.filter(happened_at__gte=begin, happened_at__lt=begin + timedelta(days=1))
        return rows


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history. `who_kind`: user, link or system; `meeting` is its name on the organisation's page."""

    id: int
    kind: str
    happened_at: datetime
    who: str
    who_kind: str
    said: str
    meeting: str = ""


def history(meeting: Meeting, asked: HistoryFilter | None = None) -> QuerySet[FactRecord]:
    """The meeting's facts, newest first; `told` makes sentences of a page of them."""
    return (asked or HistoryFilter()).applied_to(FactRecord.objects.filter(meeting_id=meeting.pk)).order_by("-id")


def history_of_organisation(org: Organisation, asked: HistoryFilter | None = None) -> QuerySet[FactRecord]:
    """Facts of the organisation and of all its meetings, newest first."""
    mine = Q(org_id=org.pk) | Q(meeting_id__in=Meeting.objects.filter(org=org).values("pk"))
    return (asked or HistoryFilter()).applied_to(FactRecord.objects.filter(mine)).order_by("-id")


def told(rows: Sequence[FactRecord]) -> list[Line]:
    """Sentences in the active language. One query for each kind of name that occurs, however many rows there are."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        for finder, ids in _asked_of(row):
            wanted.setdefault(finder, set()).update(ids)
    found = {finder: FINDERS[finder](ids) for finder, ids in wanted.items() if ids}
    return [
        Line(
            id=row.id,
            kind=row.kind,
            happened_at=row.happened_at,
            who=_who(row, found),
            who_kind=row.actor_kind,
            said=_sentence(row, found),
            meeting=str(found.get("meeting", {}).get(str(row.meeting_id), "")),
        )
        for row in rows
    ]


def sentence_of(kind: str) -> str:
    """The sentence of a kind of fact in the active language; one no longer known shows its kind."""
    fact = Fact.catalogue.get(kind)
    return _(fact.said) if fact is not None and fact.said else kind


def people_in(rows: QuerySet[FactRecord]) -> list[tuple[str, str]]:
    """Who did anything in these rows: (id, name) by name. Two queries."""
    ids = rows.order_by().filter(actor_kind="user").values_list("actor_id", flat=True).distinct()
    asked = {str(pk) for pk in ids if pk}
    known = FINDERS["user"](asked) if asked else {}
    return sorted(((pk, str(known.get(pk) or _erased("user"))) for pk in asked), key=lambda row: row[1])


def kinds_in(rows: QuerySet[FactRecord]) -> list[tuple[str, str]]:
    """Kinds of fact in these rows: (kind, sentence with … for its holes). One query."""
    kinds = rows.order_by().values_list("kind", flat=True).distinct()
    return sorted(((kind, without_holes(sentence_of(kind))) for kind in kinds), key=lambda row: row[1])


def _asked_of(row: FactRecord) -> list[tuple[str, list[str]]]:
    asked = [("meeting", [str(row.meeting_id)])] if row.meeting_id else []
    if row.actor_id is not None and row.actor_kind in ("user", "link"):
        asked.append((row.actor_kind, [str(row.actor_id)]))
    for hole in holes(sentence_of(row.kind)):
        field = field_of(hole, row.payload)
        finder = finder_of(row.kind, field) if field else None
        if field and finder:
            asked.append((finder[0], values_in(row.payload[field])))
    return asked


def _who(row: FactRecord, found: dict[str, dict[str, Any]]) -> str:
    if row.actor_kind == "user":
        return str(found.get("user", {}).get(str(row.actor_id)) or _erased("user"))
    if row.actor_kind == "link" and row.actor_id is not None:
        return str(found.get("link", {}).get(str(row.actor_id)) or _erased("user"))
    return _("系统")


def _sentence(row: FactRecord, found: dict[str, dict[str, Any]]) -> str:
    filled = {hole: _filling(row, hole, found) for hole in holes(sentence_of(row.kind))}
    return sentence_of(row.kind).format_map(filled)


def _filling(row: FactRecord, hole: str, found: dict[str, dict[str, Any]]) -> str:
    field = field_of(hole, row.payload)
    if field is None:
        return "…"
    finder = finder_of(row.kind, field)
    known = found.get(finder[0], {}) if finder else {}
    kind = finder[0] if finder else ""
    texts = [str(known.get(v) or (_erased(kind) if is_id(v) else v)) for v in values_in(row.payload[field])]
    return _("、").join(texts) or _("无")


def _erased(kind: str) -> str:
    return _("已删除的人员") if kind in ("user", "owner") else _("（已删除）")
