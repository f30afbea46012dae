"""Delegations, ranks, new codes, photos, many people at once, and the list declared checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.attendees.choices import AttendeeRole, Presence, Source
from huiwu.attendees.errors import DelegationNameTaken, ListNotReady, NoSuchDelegation, TooManyAtOnce
from huiwu.attendees.events import (
    CodeReissued,
    DelegationKept,
    DelegationRemoved,
    ListChecked,
    PresencesChanged,
    RanksConfirmed,
)
from huiwu.attendees.models import Attendee, AttendeeChange, Delegation, ListCheck
from huiwu.attendees.queries.quality import list_hash, missing_rows, open_duplicates
from huiwu.attendees.services import history
from huiwu.attendees.services.keeping import change_many, held
from huiwu.attendees.services.values import LARGEST_RANK, AttendeeValues, cleaned
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.foundation.pictures import keep_picture
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting

MOST_AT_ONCE = 5000


@transaction.atomic
def keep_delegation(
    *,
    actor: Actor,
    meeting: Meeting,
    name: str,
    order: int = 0,
    contact_name: str = "",
    contact_mobile: str = "",
    delegation_id: UUID | None = None,
) -> Delegation:
    """A new delegation, or a known one changed. Raises DelegationNameTaken, InvalidInput, NoSuchDelegation."""
    require(actor, "attendees.edit", meeting)
    phone = cleaned({"mobile": contact_mobile})["mobile"]
    name = " ".join(name.split())
    if not name or len(name) > 120:
        sentence = _("请填写代表团名称，最多 120 个字。")
        raise InvalidInput({"name": [sentence]}, detail=sentence)
    row = Delegation(meeting=meeting)
    if delegation_id:
        found = Delegation.objects.filter(meeting=meeting, pk=delegation_id).first()
        if found is None:
            raise NoSuchDelegation
        row = found
    row.name, row.order = name, order
    row.contact_name, row.contact_mobile = contact_name.strip()[:80], phone[:32]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise DelegationNameTaken(name=name) from None
    record(DelegationKept(meeting_id=meeting.pk, delegation_id=row.pk), actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def remove_delegation(*, actor: Actor, meeting: Meeting, delegation_id: UUID) -> int:
    """The delegation is gone; its people stay, without one. How many they were. Twice is harmless."""
    require(actor, "attendees.edit", meeting)
    people = Attendee.objects.filter(meeting=meeting, delegation_id=delegation_id).count()
    gone, _rows = Delegation.objects.filter(meeting=meeting, pk=delegation_id).delete()
    if gone:
        record(
            DelegationRemoved(meeting_id=meeting.pk, delegation_id=delegation_id), actor=actor, org_id=meeting.org_id
        )
    return people if gone else 0


@transaction.atomic
def confirm_ranks(*, actor: Actor, meeting: Meeting, ranks: Mapping[UUID, int | None]) -> int:
    """位次, by hand: 1 is first, None none. How many changed. Two of the same rank are kept, and shown as such."""
    require(actor, "attendees.rank", meeting)
    bad = [rank for rank in ranks.values() if rank is not None and not 1 <= rank <= LARGEST_RANK]
    if bad:
        sentence = _("位次须是 1 以上的整数。")
        raise InvalidInput({"rank": [sentence]}, detail=sentence)
    rows = Attendee.objects.select_for_update(of=("self",)).filter(meeting=meeting, merged_into=None, erased_at=None)
    changed, told = [], []
    for row in rows.filter(pk__in=list(ranks)):
        values = history.differences(row, {"protocol_rank": ranks[row.pk]})
        if values:
            told += history.lines(actor, row, values, Source.HAND)
            row.protocol_rank, row.updated_at = ranks[row.pk], clock.now()
            row.revision += 1
            changed.append(row)
    if changed:
        Attendee.objects.bulk_update(changed, ["protocol_rank", "revision", "updated_at"], batch_size=200)
        AttendeeChange.objects.bulk_create(told)
        record(RanksConfirmed(meeting_id=meeting.pk, count=len(changed)), actor=actor, org_id=meeting.org_id)
    return len(changed)


@transaction.atomic
def set_presence_of_many(
    *, actor: Actor, meeting: Meeting, attendee_ids: Sequence[UUID], presence: str, reason: str = ""
) -> int:
    """The same presence for many; how many changed. Raises TooManyAtOnce, InvalidInput."""
    require(actor, "attendees.edit", meeting)
    _refuse_too_many(attendee_ids)
    if presence not in Presence.values:
        sentence = _("确认状态须从列表中选择。")
        raise InvalidInput({"presence": [sentence]}, detail=sentence)
    rows = Attendee.objects.select_for_update(of=("self",)).filter(meeting=meeting, merged_into=None, erased_at=None)
    found = list(rows.filter(pk__in=attendee_ids).exclude(presence=presence))
    told = [line for row in found for line in history.lines(actor, row, {"presence": presence}, Source.HAND)]
    ids = [row.pk for row in found]
    if not ids:
        return 0
    rows.filter(pk__in=ids).update(
        presence=presence,
        presence_reason=reason.strip()[:300],
        saved_by=actor.user,
        revision=F("revision") + 1,
        updated_at=clock.now(),
    )
    AttendeeChange.objects.bulk_create(told, batch_size=500)
    fact = PresencesChanged(meeting_id=meeting.pk, count=len(ids), after=presence, attendee_ids=tuple(ids))
    record(fact, actor=actor, org_id=meeting.org_id)
    return len(ids)


@transaction.atomic
def label_many(
    *,
    actor: Actor,
    meeting: Meeting,
    attendee_ids: Sequence[UUID],
    add_tag: str = "",
    drop_tag: str = "",
    add_role: str = "",
    delegation_id: UUID | None = None,
) -> int:
    """Give many people a tag, a role or a delegation, or take a tag away; how many changed. Raises TooManyAtOnce."""
    require(actor, "attendees.edit", meeting)
    _refuse_too_many(attendee_ids)
    changes: dict[UUID, AttendeeValues] = {}
    for row in Attendee.objects.filter(meeting=meeting, pk__in=attendee_ids, merged_into=None, erased_at=None):
        values: Any = {}
        tags = [tag for tag in row.tags if tag != drop_tag]
        if add_tag.strip() and add_tag.strip() not in tags:
            tags = [*tags, add_tag.strip()]
        if tags != row.tags:
            values["tags"] = tags
        if add_role in AttendeeRole.values and add_role not in row.roles:
            values["roles"] = [*row.roles, add_role]
        if delegation_id:
            values["delegation_id"] = delegation_id
        if values:
            changes[row.pk] = values
    return len(change_many(actor=actor, meeting=meeting, changes=changes, source=Source.HAND))


@transaction.atomic
def reissue_code(*, actor: Actor, attendee_id: UUID) -> Attendee:
    """A new code for the ticket; every earlier one is refused from now on (CodeReplaced)."""
    row = held(actor, attendee_id)
    row.code_version += 1
    row.save(update_fields=["code_version", "updated_at"])
    fact = CodeReissued(meeting_id=row.meeting_id, attendee_id=row.pk)
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return row


@transaction.atomic
def keep_photo(*, actor: Actor, attendee_id: UUID, content: IO[bytes], name: str) -> Attendee:
    """The photo for badge and handbook; not for recognising faces. Raises PictureUnreadable, PictureTooLarge."""
    row = held(actor, attendee_id)
    picture = keep_picture(content, name=name, meeting_id=row.meeting_id, kept_by=actor.id if actor.user else None)
    row.photo, row.revision, row.updated_at = picture.stored, row.revision + 1, clock.now()
    row.save(update_fields=["photo", "revision", "updated_at"])
    AttendeeChange.objects.create(attendee=row, field="photo", changed_by=actor.user)
    return row


@transaction.atomic
def check_list(*, actor: Actor, meeting: Meeting, note: str = "") -> ListCheck:
    """P17: the list is declared checked as it stands. Raises ListNotReady while anything is open."""
    require(actor, "attendees.judge", meeting)
    people = Attendee.objects.filter(meeting=meeting, merged_into=None, erased_at=None).count()
    lacks = []
    if not people:
        lacks.append(_("名单是空的"))
    if doubles := len(open_duplicates(meeting)):
        lacks.append(_("{n} 组疑似重复没有裁决").format(n=doubles))
    if missing := len(missing_rows(meeting)):
        lacks.append(_("{n} 人缺单位、职务或手机").format(n=missing))
    if lacks:
        raise ListNotReady(lacks="；".join(lacks))
    row = ListCheck.objects.create(
        meeting=meeting, people=people, list_hash=list_hash(meeting), note=note.strip()[:300], checked_by=actor.user
    )
    fact = ListChecked(meeting_id=meeting.pk, count=people, check_id=row.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    return row


def _refuse_too_many(ids: Sequence[UUID]) -> None:
    if len(ids) > MOST_AT_ONCE:
        raise TooManyAtOnce(most=MOST_AT_ONCE, count=len(ids))
