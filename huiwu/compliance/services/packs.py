"""An organisation's own rule packs: changed copies of built-in ones, and local ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.compliance.choices import ExceptionPolicy, Nature, PackStatus, Severity, Topic
from huiwu.compliance.errors import BuiltInPack
from huiwu.compliance.events import RulePackDropped, RulePackSaved
from huiwu.compliance.models import RulePack
from huiwu.compliance.rules.packs import flattened
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit

COLUMNS = frozenset(
    {
        "topic",
        "region",
        "applies_to",
        "basis",
        "effective_from",
        "effective_to",
        "params",
        "status",
        "pending",
        "severity",
        "exception_policy",
    }
)


@transaction.atomic
def save_own_pack(*, actor: Actor, org_id: UUID, code: str, revision: int, values: Mapping[str, Any]) -> RulePack:
    """Make or change the organisation's own pack under `code`; `revision` 0 makes it.

    A pack said to be verified has nothing pending. Raises InvalidInput, StaleEdit.
    """
    require(actor, "compliance.edit_packs", org_id)
    kept = {name: value for name, value in values.items() if name in COLUMNS}
    _must_be_sound(code, kept)
    if kept["status"] == PackStatus.VERIFIED:
        kept["pending"] = []
    if revision == 0:
        try:
            with transaction.atomic():
                row = RulePack.objects.create(org_id=org_id, code=code, saved_by=actor.user, **kept)
        except IntegrityError:  # a colleague made it in between
            raise _stale(org_id, code) from None
    else:
        fresh = RulePack.objects.filter(org_id=org_id, code=code, revision=revision)
        if not fresh.update(**kept, saved_by=actor.user, revision=F("revision") + 1, updated_at=clock.now()):
            raise _stale(org_id, code)
        row = RulePack.objects.get(org_id=org_id, code=code)
    record(RulePackSaved(code=code, org_id=org_id), actor=actor, org_id=org_id)
    return row


@transaction.atomic
def drop_own_pack(*, actor: Actor, org_id: UUID, code: str) -> None:
    """Go back to the built-in pack (or lose a local one). Raises BuiltInPack when there is nothing of one's own."""
    require(actor, "compliance.edit_packs", org_id)
    gone, _kinds = RulePack.objects.filter(org_id=org_id, code=code).delete()
    if not gone:
        raise BuiltInPack
    record(RulePackDropped(code=code, org_id=org_id), actor=actor, org_id=org_id)


def _must_be_sound(code: str, values: Mapping[str, Any]) -> None:
    known = {
        "topic": Topic.values,
        "status": PackStatus.values,
        "severity": Severity.values,
        "exception_policy": ExceptionPolicy.values,
    }
    fields = {name: [_("请选择")] for name, words in known.items() if values.get(name) not in words}
    if not code or len(code) > 80 or not code.replace(".", "").replace("_", "").replace("-", "").isalnum():
        fields["code"] = [_("代号只用字母、数字、点和下划线")]
    for name in ("region", "basis"):
        if not str(values.get(name) or "").strip():
            fields[name] = [_("不能为空")]
    if set(values.get("applies_to") or ()) - set(Nature.values):
        fields["applies_to"] = [_("请选择")]
    until = values.get("effective_to")
    if not values.get("effective_from") or (until and until < values["effective_from"]):
        fields["effective_to"] = [_("结束日期早于开始日期")]
    if any(isinstance(v, int) and not isinstance(v, bool) and v < 0 for _path, v in flattened(values["params"])):
        fields["params"] = [_("数值不能为负")]
    if fields:
        raise InvalidInput(fields=fields, detail=" ".join(s for rows in fields.values() for s in rows))


def _stale(org_id: UUID, code: str) -> StaleEdit:
    row = RulePack.objects.select_related("saved_by").filter(org_id=org_id, code=code).first()
    return StaleEdit(theirs=row, who=row.saved_by.name if row and row.saved_by else _("同事"))
