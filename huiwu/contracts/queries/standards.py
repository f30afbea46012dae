"""The numbers an organisation's contracts start from, on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huiwu.contracts.models import ContractStandards
from huiwu.contracts.rules.ladder import DEFAULT_LADDER, Step

EXPOSURE_LIMIT_CENTS = 5_000_000
STOP_LOSS_BP = 8000
EXPIRING_DAYS = 30


@dataclass(frozen=True, slots=True)
class Standards:
    """`row` is the organisation's own, None while the built-in 默认 hold."""

    ladder: tuple[Step, ...]
    exposure_limit_cents: int
    stop_loss_bp: int
    expiring_days: int
    source: str
    row: ContractStandards | None = None


BUILT_IN = Standards(
    tuple(Step(days, share) for days, share in DEFAULT_LADDER),
    EXPOSURE_LIMIT_CENTS,
    STOP_LOSS_BP,
    EXPIRING_DAYS,
    "",
)


def standards_of(org_id: UUID, day: date) -> Standards:
    """The newest in force on `day`; the built-in ones before any."""
    row = ContractStandards.objects.filter(org=org_id, effective_on__lte=day).first()
    if row is None:
        return BUILT_IN
    ladder = tuple(Step(days, share) for days, share in row.ladder) or BUILT_IN.ladder
    return Standards(ladder, row.exposure_limit_cents, row.stop_loss_bp, row.expiring_days, row.source, row)
