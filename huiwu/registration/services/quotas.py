"""Limits and invitation codes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Function, Meeting
from huiwu.registration.choices import QuotaKind
from huiwu.registration.errors import QuotaInUse
from huiwu.registration.events import EntryCodeRevoked, EntryCodesMade, QuotaRemoved, QuotaSet
from huiwu.registration.models import Category, EntryCode, Quota, Registration
from huiwu.registration.queries.forms import category_for
from huiwu.registration.rules.places import org_key, quota_key

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that are misread: 0 O, 1 I."""


@transaction.atomic
def set_quota(
    *,
    actor: Actor,
    meeting: Meeting,
    kind: str,
    limit: int | None,
    has_waitlist: bool = True,
    category: str = "",
    organisation: str = "",
    function_id: UUID | None = None,
) -> Quota:
    """Limit the whole, a category, an organisation or a session to `limit` people; None takes the limit off.

    People registered before are counted at once. A raised limit lets those who wait in (reaction); one below what is
    taken turns nobody away, and OM-065 tells of it. Raises InvalidInput, NoSuchCategory, NotFound.
    """
    require(actor, "registration.edit", meeting)
    if kind not in QuotaKind.values or kind == QuotaKind.CHOICE:
        raise InvalidInput({"kind": [_("请从列表中选择。")]}, detail=_("请从列表中选择。"))
    known = _subject(meeting, kind, category, organisation, function_id)
    key = known.pop("key")
    row = Quota.objects.select_for_update().filter(meeting=meeting, key=key).first()
    if row is None:
        row = Quota(meeting=meeting, kind=kind, key=key, **known)
    row.limit, row.has_waitlist, row.label = limit, has_waitlist, known["label"]
    if row._state.adding:
        row.save(force_insert=True)
        _count_earlier(row)
    else:
        row.save(update_fields=["limit", "has_waitlist", "label", "updated_at"])
    fact = QuotaSet(meeting_id=meeting.pk, quota_id=row.pk, quota_limit=limit)
    record(fact, actor=actor, org_id=meeting.org_id)
    return row


def _subject(meeting: Meeting, kind: str, category: str, organisation: str, function_id: UUID | None) -> dict[str, Any]:
    if kind == QuotaKind.TOTAL:
        return {"key": quota_key("total"), "label": _("全场")}
    if kind == QuotaKind.CATEGORY:
        found = category_for(meeting, category)
        return {"key": quota_key("category", category=found.code), "label": found.name, "category": found}
    if kind == QuotaKind.ORGANISATION:
        if not org_key(organisation):
            raise InvalidInput({"organisation": [_("请填写单位名称。")]}, detail=_("请填写单位名称。"))
        return {"key": quota_key("organisation", org=organisation), "label": organisation.strip()[:160]}
    function = Function.objects.filter(meeting=meeting, pk=function_id).first() if function_id else None
    if function is None:
        raise NotFound
    return {"key": quota_key("function", function=str(function.pk)), "label": function.name, "function": function}


def _count_earlier(row: Quota) -> None:
    """Registrations that stand already hold a place of the new limit too, so that giving back stays exact."""
    standing = Registration.objects.select_for_update(of=("self",)).filter(
        meeting_id=row.meeting_id, state__in=_HOLDING
    )
    if row.kind == QuotaKind.CATEGORY and row.category_id is not None:
        standing = standing.filter(category_id=row.category_id)
    count = 0
    for each in standing.select_related("attendee"):
        org = quota_key("organisation", org=each.attendee.org_name) if each.attendee.org_name else ""
        if row.kind == QuotaKind.ORGANISATION and org != row.key:
            continue
        if row.kind == QuotaKind.FUNCTION and str(row.function_id) not in each.functions:
            continue
        each.holds = [*each.holds, str(row.pk)]
        each.save(update_fields=["holds"])
        count += 1
    Quota.objects.filter(pk=row.pk).update(taken=count)
    row.taken = count


_HOLDING = ("confirmed", "offered")


@transaction.atomic
def remove_quota(*, actor: Actor, quota_id: UUID) -> None:
    """Take a limit away altogether. Raises QuotaInUse while people wait for it."""
    row = Quota.objects.select_for_update().select_related("meeting").filter(pk=quota_id).first()
    if row is None:
        raise NotFound
    require(actor, "registration.edit", row.meeting)
    if row.waiting:
        raise QuotaInUse(name=row.label, count=row.taken + row.waiting)
    Quota.objects.filter(pk=row.pk).delete()
    record(QuotaRemoved(meeting_id=row.meeting_id, quota_id=row.pk), actor=actor, org_id=row.meeting.org_id)


@transaction.atomic
def make_entry_codes(
    *,
    actor: Actor,
    meeting: Meeting,
    category: str,
    labels: list[str],
    limit: int = 1,
    expires_on: date | None = None,
) -> list[EntryCode]:
    """邀请码 of a category: one for each label (an organisation, a person), good for `limit` registrations."""
    require(actor, "registration.edit", meeting)
    named = [label.strip()[:160] for label in labels if label.strip()]
    if not named or not 1 <= limit <= 10_000:
        sentence = _("请写明邀请码发给谁（每行一个），可用次数为 1 到 10000。")
        raise InvalidInput({"labels": [sentence]}, detail=sentence)
    kind = category_for(meeting, category)
    rows = [
        EntryCode(
            meeting=meeting,
            category=kind,
            code="".join(secrets.choice(LETTERS) for _nth in range(8)),
            label=label,
            limit=limit,
            expires_on=expires_on,
            made_by=actor.user,
        )
        for label in named
    ]
    EntryCode.objects.bulk_create(rows)
    record(EntryCodesMade(meeting_id=meeting.pk, count=len(rows)), actor=actor, org_id=meeting.org_id)
    return rows


@transaction.atomic
def revoke_entry_code(*, actor: Actor, entry_code_id: UUID) -> EntryCode:
    """It admits nobody any more; who came in by it stays. Twice is once."""
    row = EntryCode.objects.select_related("meeting", "category").filter(pk=entry_code_id).first()
    if row is None:
        raise NotFound
    require(actor, "registration.edit", row.meeting)
    if EntryCode.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=clock.now()):
        fact = EntryCodeRevoked(meeting_id=row.meeting_id, entry_code_id=row.pk)
        record(fact, actor=actor, org_id=row.meeting.org_id)
    row.refresh_from_db()
    return row


@unasked("part of publishing a form, which asks for its own permission")
def follow_form(meeting: Meeting, content: Mapping[str, Any]) -> None:
    """Categories and limited options of a version that is published: rows for each, those left out retired."""
    from huiwu.registration.rules.schema import schema_of

    schema = schema_of(content)
    for order, spec in enumerate(schema.categories):
        values = {
            "name": spec.name,
            "name_en": spec.name_en,
            "mode": spec.mode,
            "fee_cents": spec.fee_cents,
            "roles": list(spec.roles),
            "order": order,
            "is_retired": False,
        }
        Category.objects.update_or_create(meeting=meeting, code=spec.code, defaults=values)
    Category.objects.filter(meeting=meeting).exclude(code__in=schema.category_by_code).update(is_retired=True)
    wanted = {}
    for field in schema.fields:
        for option in field.options:
            if option.limit is None:
                continue
            if field.type == "functions":
                key = quota_key("function", function=option.value)
            else:
                key = quota_key("choice", field=field.key, option=option.value)
            wanted[key] = (field, option)
    known = set(Quota.objects.filter(meeting=meeting, key__in=wanted).values_list("key", flat=True))
    for key, (field, option) in wanted.items():
        if key in known and field.type == "functions":
            continue  # what was set on the page of limits stands
        kind = QuotaKind.FUNCTION if field.type == "functions" else QuotaKind.CHOICE
        values = {"kind": kind, "label": f"{field.label}：{option.label}"[:160], "limit": option.limit}
        values["has_waitlist"] = kind == QuotaKind.FUNCTION
        if kind == QuotaKind.FUNCTION:
            values |= {"function_id": UUID(option.value), "label": option.label[:160]}
        try:
            with transaction.atomic():
                Quota.objects.update_or_create(meeting=meeting, key=key, defaults=values)
        except IntegrityError as fault:  # a session that was removed since the version was confirmed
            raise InvalidInput({field.key: [_("所选场次已不存在，请修改报名表。")]}, detail=field.label) from fault
    Quota.objects.filter(meeting=meeting, kind=QuotaKind.CHOICE).exclude(key__in=wanted).update(limit=None)
