"""What payments are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.foundation.registry.names import names
from huiwu.payments.models import PaymentRequest


@names("payment_request")
def requests(ids: set[str]) -> dict[str, Any]:
    rows = PaymentRequest.objects.filter(pk__in=ids).values_list("pk", "number", "purpose")
    return {str(pk): f"FK-{number:03d} {purpose}" for pk, number, purpose in rows}
