"""What records of suppliers are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.foundation.registry.names import names, words
from huiwu.suppliers.choices import (
    EngagementState,
    NeedDecision,
    QualificationKind,
    SupplierCategory,
    SupplierStatus,
)
from huiwu.suppliers.forms import SupplierForm
from huiwu.suppliers.models import Supplier

LABELS = {name: field.label for name, field in SupplierForm.base_fields.items()}
names("supplier_changed.keys")(lambda asked: {key: LABELS[key] for key in asked & set(LABELS)})
names("supplier_status_set.status")(words(SupplierStatus))
names("supplier_engaged.category", "need_decided.category")(words(SupplierCategory))
names("supplier_engaged.state")(words(EngagementState))
names("need_decided.decision")(words(NeedDecision))
names("qualification_kind")(words(QualificationKind))


@names("supplier")
def suppliers(ids: set[str]) -> dict[str, Any]:
    return {str(pk): name for pk, name in Supplier.objects.filter(pk__in=ids).values_list("pk", "name")}
