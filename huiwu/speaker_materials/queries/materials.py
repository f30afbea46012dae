"""What is wanted, from whom, and where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from huiwu.agenda.models import AgendaItem, AgendaSpeaker
from huiwu.attendees.models import Attendee
from huiwu.meetings.models import Meeting
from huiwu.meetings.rules.naming import search_key
from huiwu.speaker_materials.choices import OWED, MaterialState
from huiwu.speaker_materials.errors import NoSuchMaterial
from huiwu.speaker_materials.models import MaterialVersion, ShowStandards, SpeakerMaterial
from huiwu.speaker_materials.rules.wanted import deadline

LATE = "late"
WAITED_FOR = (Q(is_on_agenda=True) | Q(is_extra=True)) & Q(
    waived_reason="", attendee__merged_into=None, attendee__erased_at=None
)
KIND_ORDER = ("biography", "photo", "title", "slides", "video", "handout")
STATE_ORDER = {"wanted": 0, "returned": 1, "received": 2, "accepted": 3}


def standards_of(meeting: Meeting) -> ShowStandards:
    """What the show asks of files; one that is not saved yet while nobody has touched it."""
    return ShowStandards.objects.filter(meeting=meeting).first() or ShowStandards(meeting=meeting)


def due_day(meeting: Meeting, standards: ShowStandards | None = None) -> date:
    """The meeting's day for everything that has none of its own."""
    return deadline(meeting.start_on, (standards or standards_of(meeting)).due_days_before)


def waited_for(meeting: Meeting) -> QuerySet[SpeakerMaterial]:
    """Everything the meeting waits for or has, of people who still count."""
    rows = SpeakerMaterial.objects.filter(WAITED_FOR, meeting=meeting)
    return rows.select_related("attendee", "item__function__space")


def owed(meeting: Meeting) -> QuerySet[SpeakerMaterial]:
    return waited_for(meeting).filter(state__in=OWED)


@dataclass(frozen=True, slots=True)
class MaterialFilter:
    """What of the list is asked for; `state` also `late` and `owed`."""

    text: str = ""
    state: str = ""
    kind: str = ""
    function: str = ""


def listed(meeting: Meeting, asked: MaterialFilter, today: date, due: date) -> QuerySet[SpeakerMaterial]:
    """The list: what is owed first, the most urgent first."""
    rows = waited_for(meeting).annotate(due=Coalesce(F("due_on"), due))
    if asked.state == LATE:
        rows = rows.filter(state__in=OWED, due__lt=today)
    elif asked.state == "owed":
        rows = rows.filter(state__in=OWED)
    elif asked.state:
        rows = rows.filter(state=asked.state)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.function:
        parts = AgendaSpeaker.objects.filter(item__function_id=asked.function)
        rows = rows.filter(Q(item__function_id=asked.function) | Q(item=None, attendee__in=parts.values("attendee")))
    if asked.text:
        key = search_key(asked.text)
        found = Q(attendee__search_text__contains=key) if key else Q(attendee__display_name__contains=asked.text)
        rows = rows.filter(found | Q(item__title__icontains=asked.text))
    whens = [When(state=state, then=place) for state, place in STATE_ORDER.items()]
    return rows.order_by(Case(*whens), "due", "attendee__number", "kind", "pk")


def by_speaker(rows: Iterable[SpeakerMaterial]) -> dict[Attendee, list[SpeakerMaterial]]:
    """In the order in which the speakers come first; each one's own in the order of the kinds."""
    found: dict[Attendee, list[SpeakerMaterial]] = {}
    for row in rows:
        found.setdefault(row.attendee, []).append(row)
    for mine in found.values():
        mine.sort(key=lambda row: KIND_ORDER.index(row.kind))
    return found


@dataclass(frozen=True, slots=True)
class Tally:
    """How a meeting's materials stand."""

    total: int
    owed: int
    late: int
    received: int
    accepted: int
    speakers_owing: int


def tally(meeting: Meeting, today: date, due: date) -> Tally:
    """One query."""
    rows = list(waited_for(meeting).values_list("state", "due_on", "attendee_id"))
    states = Counter(state for state, _due, _who in rows)
    return Tally(
        total=len(rows),
        owed=states[MaterialState.WANTED] + states[MaterialState.RETURNED],
        late=sum(state in OWED and (own or due) < today for state, own, _who in rows),
        received=states[MaterialState.RECEIVED],
        accepted=states[MaterialState.ACCEPTED],
        speakers_owing=len({who for state, _due, who in rows if state in OWED}),
    )


def of_person(attendee: Attendee) -> list[SpeakerMaterial]:
    """A speaker's materials that are waited for, and those of which a version is here; by item, then kind."""
    rows = SpeakerMaterial.objects.filter(attendee=attendee).select_related("item__function__space", "judged_by")
    return [row for row in rows if row.is_waited_for or row.version_count or row.waived_reason]


def owed_by(attendee: Attendee) -> list[SpeakerMaterial]:
    return [row for row in of_person(attendee) if row.is_owed]


def material_for(meeting: Meeting, material_id: UUID) -> SpeakerMaterial:
    """Raises NoSuchMaterial."""
    rows = SpeakerMaterial.objects.select_related("attendee__meeting__org", "item", "meeting__org", "judged_by")
    row = rows.filter(meeting=meeting, pk=material_id, attendee__merged_into=None, attendee__erased_at=None).first()
    if row is None:
        raise NoSuchMaterial
    return row


def speaker_for(meeting: Meeting, attendee_id: UUID) -> Attendee:
    """Somebody who has materials on the list, or is on the stage. Raises NoSuchMaterial."""
    people = Attendee.objects.filter(meeting=meeting, merged_into=None, erased_at=None)
    speaks = Q(pk__in=SpeakerMaterial.objects.filter(meeting=meeting).values("attendee"))
    speaks |= Q(pk__in=AgendaSpeaker.objects.filter(item__meeting=meeting).values("attendee"))
    row = people.filter(speaks, pk=attendee_id).select_related("meeting__org").first()
    if row is None:
        raise NoSuchMaterial
    return row


def current_versions(rows: Iterable[SpeakerMaterial]) -> dict[UUID, MaterialVersion]:
    """What counts now, by material; one query."""
    found = MaterialVersion.objects.filter(material__in=[row.pk for row in rows], is_current=True)
    return {version.material_id: version for version in found.select_related("file", "thumbnail", "handed_in_by")}


def versions_of(row: SpeakerMaterial) -> list[MaterialVersion]:
    return list(row.versions.select_related("file", "thumbnail", "handed_in_by"))


def version_for(meeting: Meeting, version_id: UUID) -> MaterialVersion:
    """Raises NoSuchMaterial."""
    rows = MaterialVersion.objects.select_related("material__attendee", "material__item", "file", "thumbnail")
    row = rows.filter(material__meeting=meeting, pk=version_id, material__attendee__erased_at=None).first()
    if row is None:
        raise NoSuchMaterial
    return row


def items_of_speaker(attendee: Attendee) -> list[AgendaItem]:
    """Items of which more may be asked."""
    rows = AgendaItem.objects.filter(speakers__attendee=attendee, function__is_cancelled=False)
    return list(rows.distinct().order_by("starts_at"))


def owing_speakers(meeting: Meeting, ids: Iterable[UUID] | None = None) -> dict[Attendee, list[SpeakerMaterial]]:
    """Who owes what; one query."""
    rows = owed(meeting).order_by("attendee__number", "item__starts_at", "kind")
    found: dict[Attendee, list[SpeakerMaterial]] = {}
    for row in rows if ids is None else rows.filter(attendee__in=list(ids)):
        found.setdefault(row.attendee, []).append(row)
    return found


def is_late(row: SpeakerMaterial, due: date, today: date) -> bool:
    return row.is_owed and (row.due_on or due) < today
