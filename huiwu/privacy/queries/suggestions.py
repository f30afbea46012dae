"""What a party of a kind usually needs, and which parties of the meeting have no agreement yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from huiwu.contracts.choices import IN_FORCE
from huiwu.contracts.models import Contract
from huiwu.foundation.registry.personal import FieldGroup
from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import EntrustState, PartyKind
from huiwu.privacy.models import EntrustedProcessing
from huiwu.suppliers.choices import SupplierCategory

USUAL_GROUPS: dict[str, tuple[FieldGroup, ...]] = {
    SupplierCategory.LODGING: (
        FieldGroup.IDENTITY,
        FieldGroup.CONTACT,
        FieldGroup.LODGING,
        FieldGroup.ID_DOCUMENT,
    ),
    SupplierCategory.TRANSPORT: (FieldGroup.IDENTITY, FieldGroup.CONTACT, FieldGroup.ITINERARY),
    SupplierCategory.CATERING: (FieldGroup.IDENTITY, FieldGroup.DIET),
    SupplierCategory.PRINTING: (FieldGroup.IDENTITY,),
    SupplierCategory.PHOTOGRAPHY: (FieldGroup.IDENTITY, FieldGroup.PORTRAIT),
    SupplierCategory.STREAMING: (FieldGroup.PORTRAIT,),
    SupplierCategory.SOFTWARE: (FieldGroup.IDENTITY, FieldGroup.CONTACT, FieldGroup.PRESENCE),
    SupplierCategory.INSURANCE: (FieldGroup.IDENTITY, FieldGroup.ID_DOCUMENT),
    SupplierCategory.SECURITY: (FieldGroup.IDENTITY,),
    SupplierCategory.MEDICAL: (FieldGroup.IDENTITY, FieldGroup.HEALTH),
    SupplierCategory.CEREMONY: (FieldGroup.IDENTITY,),
}
"""The least that the work needs (PIPL art. 6, 19). Builders, sound, light need nobody's data."""
UNTIL_DAYS = 30
"""An agreement ends so many days after the meeting「默认」."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A contract whose party usually receives lists and has no agreement."""

    contract: Contract
    name: str
    groups: tuple[FieldGroup, ...]


def suggested_parties(meeting: Meeting) -> list[Suggested]:
    """Contracts in force with parties that usually receive lists; two queries."""
    known = EntrustedProcessing.objects.filter(meeting=meeting).exclude(state=EntrustState.CANCELLED)
    bound = {key for row in known for key in (row.supplier_id, row.contract_id) if key}
    rows = Contract.objects.filter(meeting=meeting, status__in=IN_FORCE).select_related("supplier", "venue")
    found: dict[Any, Suggested] = {}
    for row in rows:
        groups = usual_groups(row)
        if groups and not {row.supplier_id, row.pk} & bound:
            found.setdefault(row.supplier_id or row.pk, Suggested(row, row.party_name, groups))
    return list(found.values())


def usual_groups(contract: Contract) -> tuple[FieldGroup, ...]:
    """By the supplier's categories; a venue with guest rooms handles lodging."""
    if contract.supplier is not None:
        named = {group for code in contract.supplier.categories for group in USUAL_GROUPS.get(code, ())}
        return tuple(group for group in FieldGroup if group in named)
    if contract.venue is not None and "has_lodging" in contract.meeting.conditions:
        return USUAL_GROUPS[SupplierCategory.LODGING]
    return ()


def prefilled(meeting: Meeting, suggested: Suggested) -> dict[str, Any]:
    """The six terms as they usually read, to be edited: initial values of the form."""
    is_venue = suggested.contract.supplier_id is None
    return {
        "party_kind": PartyKind.VENUE if is_venue else PartyKind.SUPPLIER,
        "supplier": str(suggested.contract.supplier_id or ""),
        "contract": str(suggested.contract.pk),
        "name": suggested.name,
        "purpose": _("为《{meeting}》提供约定的服务").format(meeting=meeting.name),
        "until_on": meeting.end_on + timedelta(days=UNTIL_DAYS),
        "method": _("只由经办人查阅，按名单办理，不另行复制、不转发到群聊与共享文档"),
        "groups": [group.value for group in suggested.groups],
        "safeguards": _("专人保管、加密传输、离开即锁屏；纸质名单用后收回"),
        "duties": _("委托方提供必要信息并可检查；受托方按约处理、发生泄露立即通知、期满返还或删除并书面确认"),
    }
