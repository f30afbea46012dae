"""What is kept under lock with a delivery: named values, sealed as one text."""

from __future__ import annotations

import json
from collections.abc import Mapping

from huiwu.foundation.secrets import unseal
from huiwu.notifications.models import OutsideDelivery

PURPOSE = "notifications.outside"


def packed(secrets: Mapping[str, str]) -> str:
    return json.dumps(dict(secrets), ensure_ascii=False, sort_keys=True)


def secrets_of(delivery: OutsideDelivery) -> dict[str, str]:
    """The values for its holes; nothing once it has gone out."""
    return dict(json.loads(unseal(delivery.sealed, PURPOSE))) if delivery.sealed else {}
