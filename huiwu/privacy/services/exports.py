"""Looks and exports: each is written down; a list that a party may not have is not given (OM-155, OM-157)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.foundation.registry.personal import FieldGroup, group_of
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import Audience, EntrustState, Origin, PurposeCode
from huiwu.privacy.errors import AbroadUnregistered, DirectoryWithoutConsent, FieldsBeyondNeed, NotEntrusted
from huiwu.privacy.events import PersonalFieldSeen, PersonalListExported, PersonalListNoted
from huiwu.privacy.models import CrossBorderTransfer, EntrustedProcessing, ExportRecord
from huiwu.privacy.queries.consents import without_consent
from huiwu.suppliers.models import Supplier

CONTACT_GROUPS = frozenset({FieldGroup.CONTACT})


@transaction.atomic
def log_look(*, actor: Actor, meeting: Meeting, subject_id: UUID, field: str) -> None:
    """Write down that the actor saw a masked value in full. The person's look at their own is written down too.

    Called by the service that unseals, in its transaction, after it asked whether the actor may see this field.
    """
    if actor.is_signed_in:
        require(actor, "privacy.handle", meeting)
    fact = PersonalFieldSeen(meeting_id=meeting.pk, attendee_id=subject_id, personal_field=field)
    record(fact, actor=actor, org_id=meeting.org_id)


@transaction.atomic
def record_export(
    *,
    actor: Actor,
    meeting: Meeting,
    what: str,
    title: str,
    fields: Sequence[str],
    count: int,
    purpose: str,
    audience: str = Audience.TEAM,
    recipient: str = "",
    supplier: Supplier | None = None,
    entrusted_id: UUID | None = None,
    abroad: str = "",
    subject_ids: Iterable[UUID] = (),
    file: StoredFile | None = None,
) -> ExportRecord:
    """Ask whether a list may leave, and write down that it did; called before the list is handed over.

    `what` is the list's code (`attendees.sign_in` …), `fields` the columns as holders of personal data name them;
    `supplier` or `entrusted_id` make it an export to an entrusted party; `abroad` is the recipient's country (two
    letters) where that is not CN; `subject_ids` is needed for Audience.ATTENDEES (a directory); `file` a kept copy.

    Raises NotEntrusted, FieldsBeyondNeed (OM-155), DirectoryWithoutConsent (OM-157), AbroadUnregistered, InvalidInput.
    """
    require(actor, "privacy.handle", meeting)
    if not purpose.strip():
        raise InvalidInput(fields={"purpose": [_("请填写用途")]}, detail=_("请填写名单的用途。"))
    groups = _groups(fields)
    people = [str(pk) for pk in subject_ids]
    agreement = None
    if supplier is not None or entrusted_id is not None or audience == Audience.ENTRUSTED:
        audience = Audience.ENTRUSTED
        agreement = _agreement(meeting, supplier, entrusted_id, recipient)
        _must_be_within(agreement, groups)
    if audience == Audience.ATTENDEES and CONTACT_GROUPS & set(groups):
        _must_have_agreed(meeting, people)
    if abroad and abroad.upper() != "CN":
        _must_be_registered(meeting, recipient or str(supplier or ""), abroad.upper(), groups)
    row = ExportRecord.objects.create(
        meeting=meeting,
        what=what,
        title=title[:160],
        fields=list(fields),
        groups=groups,
        count=count,
        audience=audience,
        recipient=(recipient or (agreement.name if agreement else ""))[:160],
        supplier=supplier or (agreement.supplier if agreement else None),
        entrusted=agreement,
        purpose=purpose.strip()[:300],
        subject_ids=people if audience == Audience.ATTENDEES else [],
        file=file,
        made_by=actor.user,
        made_at=clock.now(),
    )
    fact = PersonalListExported(meeting_id=meeting.pk, export_record_id=row.pk, count=count, audience=row.audience)
    record(fact, actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def note_disclosure(
    *,
    actor: Actor,
    meeting: Meeting,
    title: str,
    groups: Sequence[str],
    count: int,
    recipient: str,
    purpose: str,
    made_at: datetime,
    entrusted_id: UUID | None = None,
) -> ExportRecord:
    """Write down a list that left on another way: a group chat, a shared sheet, paper (compliance.md 4, 泄露).

    It has happened, so nothing is refused; OM-155 finds what should not have been given. Raises InvalidInput.
    """
    require(actor, "privacy.edit", meeting)
    faults: dict[str, list[str]] = {}
    if not title.strip():
        faults["title"] = [_("请写明是什么名单")]
    if not recipient.strip():
        faults["recipient"] = [_("请填写接收方")]
    if not groups or set(groups) - set(FieldGroup.values):
        faults["groups"] = [_("请选择名单含哪些信息")]
    if made_at > clock.now():
        faults["made_at"] = [_("时间不能晚于现在")]
    if faults:
        raise InvalidInput(fields=faults, detail=_("请补齐后再保存。"))
    agreements = EntrustedProcessing.objects.filter(meeting=meeting)
    agreement = agreements.filter(pk=entrusted_id).first() if entrusted_id else None
    row = ExportRecord.objects.create(
        meeting=meeting,
        what="noted",
        title=title.strip()[:160],
        groups=sorted(groups),
        count=count,
        audience=Audience.ENTRUSTED if agreement else Audience.OTHER,
        recipient=recipient.strip()[:160],
        supplier=agreement.supplier if agreement else None,
        entrusted=agreement,
        purpose=purpose.strip()[:300],
        origin=Origin.NOTED,
        made_by=actor.user,
        made_at=made_at,
    )
    fact = PersonalListNoted(meeting_id=meeting.pk, export_record_id=row.pk, count=count)
    record(fact, actor=actor, org_id=meeting.org_id)
    return row


def _groups(fields: Sequence[str]) -> list[str]:
    """Columns that nobody declared as personal (number, table …) count as other."""
    found: set[str] = set()
    for name in fields:
        try:
            found.add(group_of(name).value)
        except KeyError:
            found.add(FieldGroup.OTHER.value)
    return sorted(found)


def _agreement(
    meeting: Meeting, supplier: Supplier | None, entrusted_id: UUID | None, recipient: str
) -> EntrustedProcessing:
    rows = EntrustedProcessing.objects.filter(meeting=meeting, state=EntrustState.IN_FORCE).select_related("supplier")
    wanted: dict[str, Any] = {"pk": entrusted_id} if entrusted_id else {"supplier": supplier}
    found = rows.filter(**wanted).first() if supplier or entrusted_id else None
    if found is None or (found.until_on and found.until_on < clock.today(meeting.time_zone)):
        raise NotEntrusted(recipient=recipient or str(supplier or "") or (found.name if found else _("该单位")))
    return found


def _must_be_within(agreement: EntrustedProcessing, groups: Sequence[str]) -> None:
    beyond = set(groups) - set(agreement.groups) - {FieldGroup.OTHER.value}
    if beyond:
        words = _("、").join(str(FieldGroup(group).label) for group in sorted(beyond))
        raise FieldsBeyondNeed(recipient=agreement.name, groups=words)


def _must_have_agreed(meeting: Meeting, people: Sequence[str]) -> None:
    missing = without_consent(meeting, (UUID(pk) for pk in people), PurposeCode.DIRECTORY)
    if missing:
        raise DirectoryWithoutConsent(count=len(missing))


def _must_be_registered(meeting: Meeting, recipient: str, country: str, groups: Sequence[str]) -> None:
    known = CrossBorderTransfer.objects.filter(meeting=meeting, country=country)
    for row in known:
        if row.recipient == recipient and set(groups) <= {*row.groups, FieldGroup.OTHER.value}:
            return
    raise AbroadUnregistered(recipient=recipient)
