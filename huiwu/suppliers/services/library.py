"""Verbs on the library: companies, their standing, their people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.accounts.models import Organisation
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import can, require
from huiwu.kernel import clock
from huiwu.kernel.credit_code import code_fault, plain_code
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings.rules.naming import search_text
from huiwu.suppliers.choices import SupplierCategory, SupplierStatus, Taxpayer
from huiwu.suppliers.errors import SupplierKnown
from huiwu.suppliers.events import SupplierAdded, SupplierChanged, SupplierContactsSet, SupplierStatusSet
from huiwu.suppliers.models import Supplier, SupplierContact
from huiwu.suppliers.queries import alike, supplier_for
from huiwu.suppliers.rules.naming import category_key, name_key

EDITABLE = (
    "name",
    "short_name",
    "unified_code",
    "categories",
    "taxpayer",
    "city",
    "address",
    "bank_name",
    "bank_account",
    "notes",
)
"""Columns that `change_supplier` accepts; the standing is set by its own verb."""
MOST_CONTACTS = 30

Wrong = dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierContactValues:
    """One contact as typed in; `id` names the row it replaces."""

    name: str
    title: str = ""
    phone: str = ""
    email: str = ""
    is_on_site: bool = False
    id: UUID | None = None


@transaction.atomic
def add_supplier(*, actor: Actor, org: Organisation, values: Mapping[str, Any]) -> Supplier:
    """A new row of the library from columns of EDITABLE. Raises InvalidInput, SupplierKnown, NotAllowed."""
    require(actor, "suppliers.edit", org.pk)
    wanted = _cleaned({"name": "", "categories": [], **values})
    _refuse(_problems(wanted))
    _refuse_known(org.pk, wanted["name"], wanted.get("unified_code", ""))
    row = Supplier(org=org, saved_by=actor.user, **wanted, **_keys(wanted))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody saved the same company in between
        _refuse_known(org.pk, row.name, row.unified_code)
        raise
    record(SupplierAdded(supplier_id=row.pk, org_id=org.pk), actor=actor, org_id=org.pk)
    return row


@transaction.atomic
def change_supplier(*, actor: Actor, supplier_id: UUID, revision: int, values: Mapping[str, Any]) -> Supplier:
    """Save the changed columns among `values` over the revision the form was opened with.

    A bank account from somebody who may not see it is left as it is. Raises StaleEdit, InvalidInput, SupplierKnown.
    """
    current = supplier_for(actor, supplier_id, "suppliers.edit")
    if current.revision != revision:
        raise _stale(current)
    wanted = _cleaned({key: values[key] for key in EDITABLE if key in values})
    if not can(actor, "suppliers.see_bank", current.org_id):
        wanted = {key: value for key, value in wanted.items() if key not in ("bank_name", "bank_account")}
    _refuse(_problems(wanted))
    changed = {key: value for key, value in wanted.items() if getattr(current, key) != value}
    if not changed:
        return current
    for key, value in changed.items():
        setattr(current, key, value)
    _refuse_known(current.org_id, current.name, current.unified_code, but=current.pk)
    columns = changed | _keys({key: getattr(current, key) for key in EDITABLE})
    fresh = Supplier.objects.filter(pk=current.pk, revision=revision)
    try:
        with transaction.atomic():
            won = fresh.update(**columns, saved_by=actor.user, revision=F("revision") + 1, updated_at=clock.now())
    except IntegrityError:
        _refuse_known(current.org_id, current.name, current.unified_code, but=current.pk)
        raise
    if not won:
        raise _stale(Supplier.objects.select_related("saved_by").get(pk=current.pk))
    keys = tuple(sorted(changed))
    record(
        SupplierChanged(supplier_id=current.pk, org_id=current.org_id, keys=keys), actor=actor, org_id=current.org_id
    )
    return supplier_for(actor, supplier_id)


@transaction.atomic
def set_supplier_status(*, actor: Actor, supplier_id: UUID, revision: int, status: str, reason: str) -> Supplier:
    """在用、观察、停用. 观察 and 停用 need a reason. Raises StaleEdit, InvalidInput."""
    current = supplier_for(actor, supplier_id, "suppliers.edit")
    reason = reason.strip()
    if status not in SupplierStatus.values:
        raise InvalidInput({"status": [_("请选择状态。")]}, detail=_("请选择状态。"))
    if status != SupplierStatus.ACTIVE and not reason:
        raise InvalidInput({"reason": [_("请写明原因。")]}, detail=_("请写明原因。"))
    fresh = Supplier.objects.filter(pk=current.pk, revision=revision)
    won = fresh.update(
        status=status,
        status_reason=reason[:300],
        saved_by=actor.user,
        revision=F("revision") + 1,
        updated_at=clock.now(),
    )
    if not won:
        raise _stale(current)
    fact = SupplierStatusSet(supplier_id=current.pk, org_id=current.org_id, status=status)
    record(fact, actor=actor, org_id=current.org_id)
    return supplier_for(actor, supplier_id)


@transaction.atomic
def set_supplier_contacts(
    *, actor: Actor, supplier_id: UUID, revision: int, contacts: Sequence[SupplierContactValues]
) -> list[SupplierContact]:
    """The supplier's people in order. Rows whose `id` is not given again are removed. Raises StaleEdit, InvalidInput."""
    current = supplier_for(actor, supplier_id, "suppliers.edit")
    _refuse(_problems_with_contacts(contacts))
    fresh = Supplier.objects.filter(pk=current.pk, revision=revision)
    if not fresh.update(saved_by=actor.user, revision=F("revision") + 1, updated_at=clock.now()):
        raise _stale(current)
    kept = {row.pk: row for row in current.contacts.all()}
    made = []
    for order, values in enumerate(contacts):
        row = kept.pop(values.id, None) if values.id else None
        made.append(_written(row or SupplierContact(supplier=current), values, order))
    SupplierContact.objects.filter(pk__in=kept).delete()
    fact = SupplierContactsSet(supplier_id=current.pk, org_id=current.org_id)
    record(fact, actor=actor, org_id=current.org_id)
    return made


def _written(row: SupplierContact, values: SupplierContactValues, order: int) -> SupplierContact:
    row.name, row.title, row.phone = values.name.strip(), values.title.strip(), values.phone.strip()
    row.email, row.is_on_site, row.order = values.email.strip(), values.is_on_site, order
    row.save()
    return row


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    plain = {key: v.strip() if isinstance(v, str) else v for key, v in values.items() if key in EDITABLE}
    if "unified_code" in plain:
        plain["unified_code"] = plain_code(plain["unified_code"])
    if "bank_account" in plain:
        plain["bank_account"] = "".join(plain["bank_account"].split())
    if "categories" in plain:
        asked = set(plain["categories"])
        known = [code for code in SupplierCategory.values if code in asked]
        plain["categories"] = known + sorted(asked - set(known))
    return plain


def _keys(values: Mapping[str, Any]) -> dict[str, str]:
    text = search_text(values["name"], values.get("short_name", ""), values.get("unified_code", ""))
    most = Supplier._meta.get_field("search_text").max_length
    return {
        "name_key": name_key(values["name"]),
        "category_key": category_key(values["categories"]),
        "search_text": text[:most],
    }


def _problems(values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for key, value in values.items():
        most = getattr(Supplier._meta.get_field(key), "max_length", None)
        if isinstance(value, str) and most and key != "unified_code" and len(value) > most:
            yield key, _("最多 {most} 个字，现在有 {count} 个。").format(most=most, count=len(value))
    if "name" in values and not name_key(values["name"]):
        yield "name", _("请填写供应商全称。")
    if values.get("unified_code"):
        yield from _problems_with_code(values["unified_code"])
    if "categories" in values:
        if not values["categories"]:
            yield "categories", _("请至少选一个品类。")
        for code in set(values["categories"]) - set(SupplierCategory.values):
            yield "categories", _("没有“{value}”这个品类。").format(value=code)
    if values.get("taxpayer") and values["taxpayer"] not in Taxpayer.values:
        yield "taxpayer", _("没有“{value}”这个选项。").format(value=values["taxpayer"])


def _problems_with_code(code: str) -> Iterable[tuple[str, str]]:
    match code_fault(code):
        case ("length", has, must):
            yield "unified_code", _("统一社会信用代码是 {must} 位，现在有 {has} 位。").format(must=must, has=has)
        case ("character", wrong, place):
            sentence = _(
                "第 {place} 位的“{wrong}”不会出现在统一社会信用代码里（只有数字和除 I、O、S、V、Z 外的大写字母）。"
            )
            yield "unified_code", sentence.format(place=place, wrong=wrong)
        case ("check", has, must):
            sentence = _("校验码不对：按前 17 位应为“{must}”，现在是“{has}”。请对照营业执照核对每一位。")
            yield "unified_code", sentence.format(must=must, has=has)


def _problems_with_contacts(contacts: Sequence[SupplierContactValues]) -> Iterable[tuple[str, str]]:
    if len(contacts) > MOST_CONTACTS:
        yield "contacts", _("最多 {most} 位联系人。").format(most=MOST_CONTACTS)
    for nth, values in enumerate(contacts):
        if not values.name.strip():
            yield f"contacts-{nth}", _("请填写姓名。")
        for key, most in (("name", 80), ("title", 120), ("phone", 32), ("email", 254)):
            if (count := len(getattr(values, key).strip())) > most:
                yield f"contacts-{nth}", _("最多 {most} 个字，现在有 {count} 个。").format(most=most, count=count)
        if values.email.strip() and not _is_email(values.email.strip()):
            yield f"contacts-{nth}", _("“{value}”不是能用的电子邮箱。").format(value=values.email)
        if values.is_on_site and not values.phone.strip():
            yield f"contacts-{nth}", _("现场联系人“{value}”要有电话。").format(value=values.name)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _refuse(problems: Iterable[tuple[str, str]]) -> None:
    fields: Wrong = {}
    for key, sentence in problems:
        fields.setdefault(key, []).append(sentence)
    if fields:
        raise InvalidInput(fields, detail=" ".join(dict.fromkeys(s for found in fields.values() for s in found)))


def _refuse_known(org_id: UUID, name: str, unified_code: str, but: UUID | None = None) -> None:
    for row, why in alike(org_id, name=name, unified_code=unified_code, but=but):
        if why != "near":
            reason = _("统一社会信用代码") if why == "code" else _("名称")
            raise SupplierKnown(name=row.name, why=reason, supplier_id=row.pk)


def _stale(current: Supplier) -> StaleEdit:
    return StaleEdit(current, who=current.saved_by.name if current.saved_by else _("同事"))
