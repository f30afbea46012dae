"""What suppliers are settled at, what is disputed, and the papers of a public body. Cents with tax (价税合计)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from huiwu.contracts.models import Contract
from huiwu.foundation.models import BaseModel, StoredFile, revision_field
from huiwu.meetings.models import Meeting
from huiwu.settlement.choices import PaperKind, State


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


def _file() -> models.ForeignKey:
    return models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class SupplierSettlement(BaseModel):
    """《供应商结算单》 of one contract. `amount_cents` is what the work is worth, `deduction_cents` what is kept back of it.

    `approved_ceiling_cents` is contract and signed changes when it was approved: the ground of the approval.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="supplier_settlements")
    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="settlement")
    amount_cents = models.PositiveBigIntegerField()
    deduction_cents = models.PositiveBigIntegerField(default=0)
    deduction_reason = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    agreed_by_name = models.CharField(max_length=80, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_file = _file()
    approved_by = _person()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_ceiling_cents = models.BigIntegerField(null=True, blank=True)
    returned_reason = models.CharField(max_length=500, blank=True)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["contract__number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deduction_cents__lte=F("amount_cents")), name="settlement_deducts_at_most_all"
            ),
            models.CheckConstraint(
                condition=Q(deduction_cents=0) | ~Q(deduction_reason=""), name="settlement_deduction_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False), name="approved_settlement_has_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.contract)

    @property
    def payable_cents(self) -> int:
        return self.amount_cents - self.deduction_cents


class Dispute(BaseModel):
    """争议: what the two sides see differently, until `answer` says how it was settled."""

    settlement = models.ForeignKey(SupplierSettlement, on_delete=models.CASCADE, related_name="disputes")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=300)
    amount_cents = models.BigIntegerField(default=0)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["order", "created_at"]


class SettlementPaper(BaseModel):
    """One of the five papers of a public body's settlement."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="settlement_papers")
    kind = models.CharField(max_length=14, choices=PaperKind.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    kept_by = _person()

    class Meta:
        ordering: ClassVar = ["kind", "created_at"]
