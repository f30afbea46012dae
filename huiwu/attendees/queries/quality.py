"""What is doubtful or missing in a list: people who look alike, required fields, ranks, counts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from huiwu.attendees.choices import COMING, NOT_COMING, NOT_COUNTED, AttendeeRole, Presence
from huiwu.attendees.models import Attendee, ListCheck, Merge, NotSamePerson
from huiwu.attendees.queries.people import active, with_role
from huiwu.meetings.models import Meeting

REQUIRED = ("org_name", "title", "mobile")
"""OM-067: without them place cards, notices and lists go wrong."""


@dataclass(frozen=True, slots=True)
class Alike:
    """People who may be one: `why` is `same_mobile` or `same_name`; `shared` is what they share."""

    why: str
    shared: str
    people: tuple[Attendee, ...]

    @property
    def key(self) -> str:
        return f"{self.why}:{self.people[0].pk}"


def open_duplicates(meeting: Meeting) -> list[Alike]:
    """OM-066: same mobile, or same name and organisation, as far as nobody judged them to be different people."""
    people = active(meeting)
    mobiles = _shared(people.exclude(mobile=""), "mobile")
    names = _shared(people, "display_name", "org_name")
    wanted = Q(mobile__in=[key[0] for key in mobiles]) | Q(display_name__in=[key[0] for key in names])
    if not mobiles and not names:
        return []
    rows = list(people.filter(wanted).select_related("delegation"))
    apart = set(NotSamePerson.objects.filter(meeting=meeting).values_list("first_id", "second_id"))
    groups = [Alike("same_mobile", key[0], _of(rows, lambda r, k=key: (r.mobile,) == k)) for key in mobiles]
    groups += [
        Alike("same_name", key[0], _of(rows, lambda r, k=key: (r.display_name, r.org_name) == k)) for key in names
    ]
    seen: set[frozenset[UUID]] = set()
    found = []
    for group in groups:
        ids = frozenset(row.pk for row in group.people)
        if ids not in seen and not _all_told_apart(ids, apart):
            seen.add(ids)
            found.append(group)
    return found


def _shared(rows: QuerySet[Attendee], *columns: str) -> list[tuple[str, ...]]:
    counted = rows.order_by().values_list(*columns).annotate(n=Count("pk")).filter(n__gt=1)
    return [tuple(row[:-1]) for row in counted.order_by(*columns)[:500]]


def _of(rows: Iterable[Attendee], fits: object) -> tuple[Attendee, ...]:
    assert callable(fits)
    return tuple(row for row in rows if fits(row))


def _all_told_apart(ids: frozenset[UUID], apart: set[tuple[UUID, UUID]]) -> bool:
    ordered = sorted(ids)
    return all((a, b) in apart for n, a in enumerate(ordered) for b in ordered[n + 1 :])


def alike_to(attendee: Attendee) -> list[Attendee]:
    """Others who may be the same person, by mobile or by name and organisation, judged or not."""
    same = Q(display_name=attendee.display_name, org_name=attendee.org_name)
    if attendee.mobile:
        same |= Q(mobile=attendee.mobile)
    return list(active(attendee.meeting_id).filter(same).exclude(pk=attendee.pk)[:20])


def lacking(people: QuerySet[Attendee]) -> QuerySet[Attendee]:
    """Those of them without organisation, title or mobile. Whoever does not come, drives or works here lacks nothing;
    a secretary's mobile stands for one's own."""
    no_mobile = Q(mobile="", secretary_mobile="")
    rows = people.exclude(presence__in=NOT_COMING).filter(Q(org_name="") | Q(title="") | no_mobile)
    for role in NOT_COUNTED:
        rows = rows.exclude(with_role(role))
    return rows


def missing_rows(meeting: Meeting) -> list[tuple[Attendee, list[str]]]:
    """OM-067: who lacks what, by column."""
    return [(row, missing_of(row)) for row in lacking(active(meeting))]


def missing_of(row: Attendee) -> list[str]:
    return [key for key in REQUIRED if not getattr(row, key) and not (key == "mobile" and row.secretary_mobile)]


def same_ranks(meeting: Meeting) -> dict[int, list[Attendee]]:
    """Ranks that several people have (OM-073)."""
    ranked: dict[int, list[Attendee]] = {}
    for row in active(meeting).exclude(protocol_rank=None).exclude(presence__in=NOT_COMING).order_by("number"):
        ranked.setdefault(int(row.protocol_rank or 0), []).append(row)
    return {rank: rows for rank, rows in ranked.items() if len(rows) > 1}


def ranked(meeting: Meeting) -> list[Attendee]:
    """Those whose 位次 matters: guests, speakers, VIPs, and whoever has one; by rank, the unranked last."""
    matters = with_role(AttendeeRole.VIP) | with_role(AttendeeRole.GUEST) | with_role(AttendeeRole.SPEAKER)
    rows = active(meeting).exclude(presence__in=NOT_COMING).filter(matters | ~Q(protocol_rank=None))
    return list(rows.order_by(F("protocol_rank").asc(nulls_last=True), "number").select_related("delegation"))


@dataclass(frozen=True, slots=True)
class Tally:
    """People of a meeting by what they are. `invited` and `confirmed` are the head-count bases of the same name:
    those who may come, and those who said yes; people who only work at the meeting count in neither. Tags by frequency."""

    total: int
    invited: int
    confirmed: int
    by_presence: dict[str, int]
    by_role: dict[str, int]
    by_tag: dict[str, int]


@dataclass(frozen=True, slots=True)
class Counts(Tally):
    """With the 50 largest organisations, and people by delegation."""

    by_org: list[tuple[str, int]]
    by_delegation: dict[UUID, int]


def tally(meeting: Meeting) -> Tally:
    """One query, since every count walks through all the people; a row for each combination of what they are."""
    rows = active(meeting).order_by().values_list("presence", "roles", "tags").annotate(n=Count("pk"))
    presence: Counter[str] = Counter()
    role: Counter[str] = Counter()
    tag: Counter[str] = Counter()
    invited = confirmed = 0
    for state, roles, tags, n in rows:
        presence[state] += n
        for word in tags:
            tag[word] += n
        for code in roles:
            role[code] += n
        if not roles or set(roles) - NOT_COUNTED:
            invited += n * (state not in NOT_COMING)
            confirmed += n * (state in COMING)
    return Tally(
        total=sum(presence.values()),
        invited=invited,
        confirmed=confirmed,
        by_presence={code: presence[code] for code in Presence.values if presence[code]},
        by_role={code: role[code] for code in AttendeeRole.values if role[code]},
        by_tag={word: tag[word] for word in sorted(tag, key=lambda word: (-tag[word], word))},
    )


def counts(meeting: Meeting) -> Counts:
    """Three queries, whatever the size."""
    found = tally(meeting)
    people = active(meeting).order_by()
    orgs = people.exclude(org_name="").values_list("org_name").annotate(n=Count("pk")).order_by("-n", "org_name")
    return Counts(
        total=found.total,
        invited=found.invited,
        confirmed=found.confirmed,
        by_presence=found.by_presence,
        by_role=found.by_role,
        by_tag=found.by_tag,
        by_org=list(orgs[:50]),
        by_delegation=people_by_delegation(meeting),
    )


def people_by_delegation(meeting: Meeting) -> dict[UUID, int]:
    rows = active(meeting).order_by().exclude(delegation=None).values_list("delegation_id").annotate(n=Count("pk"))
    return {key: n for key, n in rows if key}


def list_hash(meeting: Meeting) -> str:
    """SHA-256 of the list as it stands: number, name, organisation, title, presence of everybody active."""
    digest = hashlib.sha256()
    rows = active(meeting).order_by("number").values_list("number", "display_name", "org_name", "title", "presence")
    for row in rows.iterator(chunk_size=2000):
        digest.update(("\x1f".join(str(value) for value in row) + "\x1e").encode())
    return digest.hexdigest()


def standing_merges(meeting: Meeting) -> list[Merge]:
    """Merges that can be taken back, the latest first."""
    rows = Merge.objects.filter(meeting=meeting, undone_at=None, kept__merged_into=None, kept__erased_at=None)
    return list(rows.select_related("kept", "gone", "merged_by")[:50])


def list_checks(meeting: Meeting) -> list[ListCheck]:
    return list(ListCheck.objects.filter(meeting=meeting).select_related("checked_by")[:10])


def changed_since_check(meeting: Meeting) -> bool:
    """Whether the list differs from the one last declared checked."""
    last = ListCheck.objects.filter(meeting=meeting).first()
    return last is not None and last.list_hash != list_hash(meeting)
