"""Verbs of settlement."""

from huiwu.settlement.services.final import keep_paper, propose_final, remove_paper, save_final
from huiwu.settlement.services.suppliers import (
    DisputeRow,
    agree_settlement,
    approve_settlement,
    return_settlement,
    save_settlement,
)

__all__ = [
    "DisputeRow",
    "agree_settlement",
    "approve_settlement",
    "keep_paper",
    "propose_final",
    "remove_paper",
    "return_settlement",
    "save_final",
    "save_settlement",
]
