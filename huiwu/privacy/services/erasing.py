"""Erasure: one person at their own word, or a group that has fallen due, and the certificate that it was done.

Every holder of the registry erases what it holds; our own evidence (addresses, browsers, the person's words), kept copies
of lists follow. What a law keeps stays, and the certificate says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huiwu.accounts.choices import LinkScope
from huiwu.accounts.services import make_link
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.files import erase_file
from huiwu.foundation.jobs import enqueue
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.foundation.registry.personal import FieldGroup, Holder, groups_held, holders_of, marks_of, swept
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import CERTIFICATE, ErasureKind
from huiwu.privacy.errors import ErasureBound, NotDueYet
from huiwu.privacy.events import PersonalDataErased, PersonErased
from huiwu.privacy.models import Consent, Erasure, ExportRecord
from huiwu.privacy.permissions import Subject, is_the_person
from huiwu.privacy.queries.records import certificate_content, group_words
from huiwu.privacy.queries.retention import held_in, terms_of
from huiwu.privacy.services.notices import sealed

SLICE = 200
"""People erased in one transaction of a job."""
MENTIONS = "mentions"
CERTIFICATE_LASTS = timedelta(days=3 * 365)


@transaction.atomic
def erase_person(*, actor: Actor, meeting: Meeting, subject_id: UUID, reason: str = "") -> Erasure:
    """Erase everything that is held about one person, and give the certificate.

    By the person's own link, or by those who answer for erasure. Where every part must be kept: ErasureBound, and nothing
    is erased. What must be kept in part stays, and stands in the certificate. Raises NotAllowed.
    """
    subject = Subject(meeting, subject_id)
    require(
        actor, "privacy.own" if actor.kind == "link" else "privacy.erase", subject if actor.kind == "link" else meeting
    )
    groups, marks = groups_held(), marks_of(meeting, [subject_id])
    lines, kept = _erased(meeting, subject_id, groups)
    if kept and not any(line["records"] for line in lines):
        raise ErasureBound(reasons="；".join(dict.fromkeys(kept)))
    lines.append(_mentions() | {"people": 1, "records": swept(meeting, marks)})
    files = _forget_traces(meeting, [subject_id], is_whole=True)
    row = _new(
        actor, meeting, groups, reason, kind=ErasureKind.PERSON if is_the_person(actor, subject) else ErasureKind.STAFF
    )
    row.lines, row.people, row.files = lines, 1, files
    row.subject_id = subject_id
    _seal(row)
    fact = PersonErased(
        meeting_id=meeting.pk,
        erasure_id=row.pk,
        attendee_id=subject_id,
        field_groups=tuple(group.value for group in groups),
    )
    record(fact, actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def erase_due(*, actor: Actor, meeting: Meeting, groups: Sequence[str], reason: str = "") -> Erasure:
    """Confirm that groups are erased, of everybody: a job does it, the returned row shows how far it is.

    A term is the longest time allowed: after the meeting a group may go before its day, with a reason. Raises NotDueYet
    before that or without one, InvalidInput for no group.
    """
    require(actor, "privacy.erase", meeting)
    terms = {term.group.value: term for term in terms_of(meeting)}
    if not groups or set(groups) - set(terms):
        raise InvalidInput(detail=_("请选择要删除的种类。"))
    today = clock.today(meeting.time_zone)
    early = [group for group in groups if terms[group].due_on > today]
    if early and (today <= meeting.end_on or not reason.strip()):
        raise NotDueYet(groups=group_words(early))
    row = _new(actor, meeting, [FieldGroup(group) for group in groups], reason, kind=ErasureKind.DUE)
    row.lines = [_line(holder) for group in row.groups for holder in holders_of(group)]
    row.save()
    enqueue(
        "privacy.erase_due",
        args={"erasure_id": str(row.pk)},
        meeting_id=meeting.pk,
        asked_by=actor.id,
        key=job_key(row.pk),
    )
    return row


def job_key(erasure_id: UUID) -> str:
    return f"privacy.erase:{erasure_id}"


@unasked("the work of a job that a person with the permission asked for")
def run_erasure(*, erasure_id: UUID, progress: Callable[[int, int], Any]) -> Erasure:
    """Erase a slice of people at a time; begun again after a crash, it goes on where it stood. Seals the certificate."""
    row = Erasure.objects.select_related("meeting", "asked_by").get(pk=erasure_id)
    if row.is_done:
        return row
    people = _people_of(row)
    _sweep(row, people)
    for start in range(0, len(people), SLICE):
        progress(start, len(people))
        _erase_slice(row, people[start : start + SLICE])
    with transaction.atomic():
        if not people and not row.people:
            row.files = _forget_traces(row.meeting, [], is_whole=False)
        _seal(row)
        fact = PersonalDataErased(
            meeting_id=row.meeting_id, erasure_id=row.pk, field_groups=tuple(row.groups), people=row.people
        )
        actor = Actor.of_user(row.asked_by) if row.asked_by else SYSTEM
        record(fact, actor=actor, org_id=row.meeting.org_id)
    progress(len(people), len(people))
    return row


def _people_of(row: Erasure) -> list[UUID]:
    found: set[UUID] = set()
    for term in terms_of(row.meeting):
        if term.group.value in row.groups:
            held = held_in(row.meeting, term)
            found |= held.people - set(held.bound)
    return sorted(found)


@transaction.atomic
def _sweep(row: Erasure, people: Sequence[UUID]) -> None:
    """Strike the names of all before the first is erased: afterwards nobody knows them any more."""
    if FieldGroup.IDENTITY.value in row.groups and people:
        line = next((line for line in row.lines if line["code"] == MENTIONS), None) or _mentions()
        line |= {"people": len(people), "records": line["records"] + swept(row.meeting, marks_of(row.meeting, people))}
        row.lines = [one for one in row.lines if one["code"] != MENTIONS] + [line]
        row.save()


@transaction.atomic
def _erase_slice(row: Erasure, people: Sequence[UUID]) -> None:
    groups = [FieldGroup(group) for group in row.groups]
    totals = {line["code"]: line for line in row.lines}
    for subject_id in people:
        lines, _kept = _erased(row.meeting, subject_id, groups)
        for line in lines:
            total = totals[line["code"]]
            total["people"] += line["people"]
            total["records"] += line["records"]
            total["kept"] += line["kept"]
    row.people += len(people)
    row.files += _forget_traces(row.meeting, people, is_whole=FieldGroup.IDENTITY in groups)
    row.save()


def _erased(meeting: Meeting, subject_id: UUID, groups: Iterable[FieldGroup]) -> tuple[list[dict[str, Any]], list[str]]:
    """Let every holder of the groups erase; lines of the certificate, and the reasons for what stays."""
    lines, reasons = [], []
    for holder in (holder for group in groups for holder in holders_of(group)):
        line = _line(holder)
        why = holder.kept(meeting, subject_id)
        if why:
            line["kept"] = 1
            reasons.append(why)
        else:
            line["records"] = holder.holding.erase(meeting, subject_id)
            line["people"] = int(bool(line["records"]))
        lines.append(line)
    return lines, reasons


def _line(holder: Holder) -> dict[str, Any]:
    title = str(holder.title)
    return {"code": holder.code, "group": holder.group.value, "title": title, "people": 0, "records": 0, "kept": 0}


def _mentions() -> dict[str, Any]:
    """The line of the certificate for texts that belong to nobody in particular."""
    title = _("消息、名单、清单等文字中的姓名与联系方式")
    return {
        "code": MENTIONS,
        "group": FieldGroup.MESSAGES.value,
        "title": title,
        "people": 0,
        "records": 0,
        "kept": 0,
    }


def _forget_traces(meeting: Meeting, people: Sequence[UUID], *, is_whole: bool) -> int:
    """Kept copies of lists, of whomever; whole persons no longer agree to anything."""
    if is_whole:
        now = clock.now()
        consents = Consent.objects.filter(meeting=meeting, subject_id__in=people)
        consents.filter(withdrawn_at=None).update(withdrawn_at=now, updated_at=now)
        _forget_in_directories(meeting, {str(pk) for pk in people})
    count = 0
    for export in ExportRecord.objects.filter(meeting=meeting, file__isnull=False).select_related("file"):
        file, export.file = export.file, None
        export.save(update_fields=["file", "updated_at"])
        if file is not None:
            erase_file(file)
            count += 1
    return count


def _forget_in_directories(meeting: Meeting, people: set[str]) -> None:
    for export in ExportRecord.objects.filter(meeting=meeting).exclude(subject_ids=[]):
        left = [pk for pk in export.subject_ids if pk not in people]
        if len(left) < len(export.subject_ids):
            export.subject_ids = left
            export.save(update_fields=["subject_ids", "updated_at"])


def _new(actor: Actor, meeting: Meeting, groups: Sequence[FieldGroup], reason: str, *, kind: str) -> Erasure:
    Meeting.objects.select_for_update().get(pk=meeting.pk)  # numbers follow one another
    last = Erasure.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"] or 0
    return Erasure(
        meeting=meeting,
        number=last + 1,
        kind=kind,
        groups=[group.value for group in groups],
        reason=reason.strip()[:300],
        asked_by=actor.user,
    )


def _seal(row: Erasure) -> None:
    row.records = sum(line["records"] for line in row.lines)
    row.is_done, row.done_at = True, clock.now()
    row.content_hash = sealed(certificate_content(row))
    row.save()


@unasked("the certificate of an erasure just done, for the person who asked for it")
def certificate_token(*, actor: Actor, erasure: Erasure) -> str:
    """The token under which the person may read and keep the certificate: their own link ends with the erasure."""
    _link, token = make_link(
        actor=actor,
        org=erasure.meeting.org,
        scope=LinkScope.GUEST,
        purpose=CERTIFICATE,
        label=erasure.label,
        meeting_id=erasure.meeting_id,
        subject_id=erasure.pk,
        lasts=CERTIFICATE_LASTS,
    )
    return token
