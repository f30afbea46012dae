"""受影响单据清单: list what rests on a change, and confirm each line by name."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.documents.choices import ImpactAnswer
from huiwu.documents.errors import ImpactAnswered
from huiwu.documents.events import ImpactConfirmed, ImpactsListed
from huiwu.documents.kinds import kind_of
from huiwu.documents.models import ChangeOrder, Document, ImpactItem, Version
from huiwu.documents.services.remarks import fit_text
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.foundation.registry.impact import Change, impacts
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Meeting


@unasked("follows from a change whose service asked")
@transaction.atomic
def list_impacts(
    *,
    actor: Actor,
    meeting: Meeting,
    changes: Iterable[Change],
    version: Version | None = None,
    change_order: ChangeOrder | None = None,
    cause_key: str = "",
) -> list[ImpactItem]:
    """Everything that rests on the changes, one line each, kept until a named person confirms it.

    Called by the service that made the change, inside its transaction and after it asked for its own permission:
    with the proposed version or the change order, or with neither when the meeting's own facts changed. `cause_key` names
    that change then (`fact:17`): listing the same again adds nothing.
    """
    changed = list(changes)
    own = version.document_id if version else change_order.document_id if change_order else None
    found = [item for item in impacts(meeting, changed) if item.id != str(own)]
    cause = "\n".join(_line(change) for change in changed)
    key = f"version:{version.pk}" if version else f"order:{change_order.pk}" if change_order else cause_key
    rows = [
        ImpactItem(
            meeting=meeting,
            cause_key=key or f"listed:{clock.now().isoformat()}",
            version=version,
            change_order=change_order,
            cause=cause,
            impacted_kind=item.kind,
            impacted_id=item.id,
            label=item.label[:300],
            state=item.state,
            url=item.url,
            owner_role=item.owner_role,
            why=item.why,
            needs_change_order=item.needs_change_order,
        )
        for item in found
    ]
    known = ImpactItem.objects.filter(meeting=meeting, cause_key=key).exists()
    ImpactItem.objects.bulk_create(rows, ignore_conflicts=True)
    if rows and not known:
        fact = ImpactsListed(
            meeting_id=meeting.pk,
            count=len(rows),
            document_id=own,
            version_id=version.pk if version else None,
            change_order_id=change_order.pk if change_order else None,
        )
        record(fact, actor=actor, org_id=meeting.org_id)
    return rows


@unasked("follows from a new version whose service asked")
def list_impacts_of_version(*, actor: Actor, version: Version, former: Version) -> list[ImpactItem]:
    """What a version proposed over a signed one touches, by the changes its kind finds between the two."""
    document: Document = version.document
    changes = kind_of(document.kind).changes(former.content, version.content)
    return list_impacts(actor=actor, meeting=document.meeting, changes=changes, version=version)


@transaction.atomic
def confirm_impact(*, actor: Actor, impact_item_id: UUID, answer: str, note: str = "") -> ImpactItem:
    """A named person says what was done about one line, once. Raises ImpactAnswered when somebody else did."""
    item = ImpactItem.objects.select_related("meeting").filter(pk=impact_item_id).first()
    if item is None:
        raise NotFound
    require(actor, "documents.confirm_impact", item.meeting)
    if answer not in ImpactAnswer.values:
        raise InvalidInput(fields={"answer": [_("请选择核对的结果")]}, detail=_("请选择核对的结果。"))
    open_one = ImpactItem.objects.filter(pk=item.pk, confirmed_at=None)
    if not open_one.update(
        answer=answer,
        note=fit_text(note, "note"),
        confirmed_by=actor.user,
        confirmed_at=clock.now(),
        updated_at=clock.now(),
    ):
        who = ImpactItem.objects.select_related("confirmed_by").get(pk=item.pk).confirmed_by
        raise ImpactAnswered(who=who.name if who else _("系统"))
    fact = ImpactConfirmed(
        meeting_id=item.meeting_id, impact_item_id=item.pk, impacted_kind=item.impacted_kind, answer=answer
    )
    record(fact, actor=actor, org_id=item.meeting.org_id)
    item.refresh_from_db()
    return item


def _line(change: Change) -> str:
    """What changes; without values for a change order, which names fields before they are edited."""
    if not change.before and not change.after:
        return change.label
    return f"{change.label}：{_text(change.before)} → {_text(change.after)}"


def _text(value: object) -> str:
    return _("（空）") if value in (None, "", [], {}) else str(value)
