"""Our own titles: kept in the settings; every invoice still open is judged by them anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.invoices.choices import InvoiceState
from huiwu.invoices.errors import TitleInUse
from huiwu.invoices.events import TitleRetired, TitleSaved
from huiwu.invoices.models import Invoice, LegalEntity
from huiwu.invoices.queries.titles import plain_titles
from huiwu.invoices.rules.tax_ids import plain_name, plain_tax_id, verdict_on
from huiwu.invoices.services.ground import recompose
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit

COLUMNS = frozenset({"name", "tax_id", "address", "phone", "bank_name", "bank_account"})


@transaction.atomic
def save_title(
    *,
    actor: Actor,
    org_id: UUID,
    values: Mapping[str, Any],
    title_id: UUID | None = None,
    revision: int = 0,
    is_default: bool = False,
) -> LegalEntity:
    """Make (no `title_id`) or change a title; the first one is the default. Raises InvalidInput, TitleInUse, StaleEdit."""
    require(actor, "invoices.edit_titles", org_id)
    kept = _clean({name: str(value or "").strip() for name, value in values.items() if name in COLUMNS})
    others = LegalEntity.objects.filter(org_id=org_id)
    if title_id is not None:
        others = others.exclude(pk=title_id)
    is_default = is_default or not others.filter(is_default=True).exists()
    if is_default:
        others.filter(is_default=True).update(is_default=False, updated_at=clock.now())
    try:
        with transaction.atomic():
            row = _written(actor, org_id, title_id, revision, kept | {"is_default": is_default, "is_active": True})
    except IntegrityError:
        raise TitleInUse(tax_id=kept["tax_id"]) from None
    record(TitleSaved(title_id=row.pk, org_id=org_id), actor=actor, org_id=org_id)
    _judge_again(org_id)
    return row


@transaction.atomic
def retire_title(*, actor: Actor, org_id: UUID, title_id: UUID) -> LegalEntity:
    """No new invoice may carry it; those registered with it stay. The default is the next in use. Raises NotFound."""
    require(actor, "invoices.edit_titles", org_id)
    row = LegalEntity.objects.filter(org_id=org_id, pk=title_id).first()
    if row is None:
        raise NotFound
    LegalEntity.objects.filter(pk=row.pk).update(
        is_active=False, is_default=False, saved_by=actor.user, revision=F("revision") + 1, updated_at=clock.now()
    )
    heir = LegalEntity.objects.filter(org_id=org_id, is_active=True).order_by("-is_default", "created_at").first()
    if heir is not None and not heir.is_default:
        LegalEntity.objects.filter(pk=heir.pk).update(is_default=True, updated_at=clock.now())
    record(TitleRetired(title_id=row.pk, org_id=org_id), actor=actor, org_id=org_id)
    _judge_again(org_id)
    row.refresh_from_db()
    return row


def _clean(kept: dict[str, str]) -> dict[str, str]:
    fields = {}
    if not kept.get("name"):
        fields["name"] = [_("请填写抬头全称")]
    kept["tax_id"] = plain_tax_id(kept.get("tax_id", ""))
    verdict = verdict_on(kept["tax_id"])
    if verdict in ("missing", "shape"):
        fields["tax_id"] = [_("请填写 18 位统一社会信用代码（老证件为 15 或 20 位税号）")]
    elif verdict == "check_digit":
        fields["tax_id"] = [_("税号的校验位不对，请逐位核对")]
    if fields:
        raise InvalidInput(fields=fields, detail=" ".join(s for rows in fields.values() for s in rows))
    kept["name_key"] = plain_name(kept["name"])
    return kept


def _written(actor: Actor, org_id: UUID, title_id: UUID | None, revision: int, kept: dict[str, Any]) -> LegalEntity:
    if title_id is None:
        return LegalEntity.objects.create(org_id=org_id, saved_by=actor.user, **kept)
    rows = LegalEntity.objects.filter(org_id=org_id, pk=title_id)
    if not rows.exists():
        raise NotFound
    changed = {**kept, "saved_by": actor.user, "revision": F("revision") + 1, "updated_at": clock.now()}
    if not rows.filter(revision=revision).update(**changed):
        now = rows.select_related("saved_by").get()
        raise StaleEdit(theirs=now, who=now.saved_by.name if now.saved_by else _("同事"))
    return rows.get()


def _judge_again(org_id: UUID) -> None:
    """Only those whose say on the title may change: received, not verified."""
    titles = plain_titles(org_id)
    rows = Invoice.objects.select_for_update(of=("self",)).select_related("meeting", "contract")
    for invoice in rows.filter(org_id=org_id, state=InvoiceState.RECEIVED):
        recompose(invoice, titles)
