"""The organisation's rules of buying, and its own line templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.accounts.choices import Role
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.procurement.events import LineTemplateSaved, ProcurementPolicySaved
from huiwu.procurement.models import LineTemplate, ProcurementPolicy
from huiwu.procurement.services.requesting import rfq_of

COLUMNS = frozenset(
    {"fewest_quotes", "low_percent", "price_weight", "criteria", "approval_limit_cents", "client_limit_cents"}
    | {"approver_role"}
)


@transaction.atomic
def save_policy(*, actor: Actor, org_id: UUID, revision: int, values: Mapping[str, Any]) -> ProcurementPolicy:
    """Write the rules; requests already written keep theirs. Raises InvalidInput (weights must make 100), StaleEdit."""
    require(actor, "procurement.edit_policy", org_id)
    kept = {name: value for name, value in values.items() if name in COLUMNS}
    _must_make_100(kept)
    if kept.get("approver_role") not in Role.values:
        raise InvalidInput(fields={"approver_role": [_("请选择谁审批")]}, detail=_("请选择谁审批。"))
    row = _written(actor, org_id, revision, kept)
    record(ProcurementPolicySaved(org_id=org_id), actor=actor, org_id=org_id)
    return row


def _must_make_100(kept: Mapping[str, Any]) -> None:
    weights = [row["weight"] for row in kept["criteria"]]
    if kept["price_weight"] + sum(weights) != 100 or min([*weights, 1]) < 1:
        raise InvalidInput(
            fields={"price_weight": [_("价格与各技术项的权重须大于 0，合计 100")]}, detail=_("权重合计须为 100。")
        )


def _written(actor: Actor, org_id: UUID, revision: int, kept: Mapping[str, Any]) -> ProcurementPolicy:
    values = {**kept, "saved_by": actor.user}
    if revision == 0:
        try:
            with transaction.atomic():
                return ProcurementPolicy.objects.create(org_id=org_id, **values)
        except IntegrityError:  # a colleague was first
            raise _stale(org_id) from None
    fresh = ProcurementPolicy.objects.filter(org_id=org_id, revision=revision)
    if not fresh.update(**values, revision=F("revision") + 1, updated_at=clock.now()):
        raise _stale(org_id)
    return ProcurementPolicy.objects.get(org_id=org_id)


def _stale(org_id: UUID) -> StaleEdit:
    row = ProcurementPolicy.objects.select_related("saved_by").filter(org_id=org_id).first()
    return StaleEdit(theirs=row, who=row.saved_by.name if row and row.saved_by else _("同事"))


@transaction.atomic
def save_line_template(*, actor: Actor, meeting: Meeting, rfq_id: UUID, name: str) -> LineTemplate:
    """Keep the lines of a request as the organisation's own template; the same name is written anew. Raises InvalidInput."""
    require(actor, "procurement.edit", meeting)
    rfq = rfq_of(meeting, rfq_id)
    if not name.strip():
        raise InvalidInput(fields={"name": [_("请给模板起名")]}, detail=_("请给模板起名。"))
    columns = ("section", "item", "spec", "unit")
    lines: Sequence[dict[str, str]] = [
        {column: getattr(line, column) for column in columns}
        | {"quantity": f"{line.quantity.normalize():f}"}
        | ({"per_person": f"{line.per_person.normalize():f}"} if line.per_person else {})
        for line in rfq.lines.all()
    ]
    row, _is_new = LineTemplate.objects.update_or_create(
        org_id=meeting.org_id,
        category=rfq.category,
        name=name.strip()[:80],
        defaults={"lines": lines, "saved_by": actor.user},
    )
    fact = LineTemplateSaved(meeting_id=meeting.pk, org_id=meeting.org_id, template_id=row.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    return row
