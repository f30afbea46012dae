"""Who asks for money, who grants it, what was paid, what came in. Amounts are integer cents with tax (价税合计)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiwu.accounts.models import Organisation
from huiwu.contracts.models import Contract, PaymentTerm
from huiwu.foundation.models import BaseModel, StoredFile, revision_field
from huiwu.invoices.models import Invoice
from huiwu.meetings.models import Meeting
from huiwu.orders.models import Order
from huiwu.payments.choices import Decision, Method, ReceiptKind, RequestState
from huiwu.speaker_fees.models import SpeakerFee


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


def _file() -> models.ForeignKey:
    return models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


def _source(to: type[models.Model]) -> models.ForeignKey:
    return models.ForeignKey(to, null=True, blank=True, on_delete=models.PROTECT, related_name="payment_requests")


class ApprovalLevel(BaseModel):
    """One step of an organisation's approval chain: `role` may grant up to `limit_cents`; None has no limit.

    `role` is a role of the meeting, or `owner` for the organisation's heads.
    """

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="approval_levels")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=32)
    limit_cents = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["org", "position"], name="one_approval_level_per_position"),
            models.UniqueConstraint(fields=["org", "role"], name="one_approval_level_per_role"),
        ]


class PaymentRequest(BaseModel):
    """What is asked to be paid, for one contract term, contract, order or speaker's fee, or by hand (none of them).

    `bank_account` is that of a company; a speaker's stays sealed with the fee. `level` is how far the approval has come,
    `round` how often it was submitted.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="payment_requests")
    number = models.PositiveIntegerField()
    contract = _source(Contract)
    term = _source(PaymentTerm)
    order = _source(Order)
    speaker_fee = _source(SpeakerFee)
    purpose = models.CharField(max_length=200)
    payee = models.CharField(max_length=160)
    bank_name = models.CharField(max_length=120, blank=True)
    bank_account = models.CharField(max_length=40, blank=True)
    amount_cents = models.PositiveBigIntegerField()
    needed_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    file = _file()
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.DRAFT)
    level = models.PositiveSmallIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=0)
    made_by = _person()
    requested_by = _person()
    requested_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=500, blank=True)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["-number"]
        indexes = [
            models.Index(fields=["meeting", "state"], name="payment_request_by_state"),
            models.Index(fields=["contract", "state"], name="payment_request_by_contract"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_payment_request_per_number"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="payment_request_above_zero"),
            models.CheckConstraint(condition=Q(term=None) | Q(contract__isnull=False), name="paid_term_has_contract"),
            models.UniqueConstraint(
                fields=["speaker_fee"],
                condition=Q(state__in=["draft", "requested", "approved", "refused", "paid"]),
                name="one_payment_request_per_speaker_fee",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.purpose}"

    @property
    def label(self) -> str:
        return f"FK-{self.number:03d}"

    @property
    def may_change(self) -> bool:
        return self.state in (RequestState.DRAFT, RequestState.REFUSED)


class PaymentInvoice(BaseModel):
    """How much of an invoice stands behind a request. One invoice may stand behind several, never for more than its gross."""

    request = models.ForeignKey(PaymentRequest, on_delete=models.CASCADE, related_name="invoices")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    amount_cents = models.PositiveBigIntegerField()

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "invoice"], name="one_amount_per_invoice_and_request"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="invoice_amount_above_zero"),
        ]


class PaymentApproval(BaseModel):
    """One decision of the chain in one round, at level `level` (counted from 1), in the `role` of that level."""

    request = models.ForeignKey(PaymentRequest, on_delete=models.CASCADE, related_name="approvals")
    round = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=32)
    decision = models.CharField(max_length=10, choices=Decision.choices)
    decided_by = _person()
    decided_at = models.DateTimeField()
    amount_cents = models.PositiveBigIntegerField()
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["round", "level"]
        constraints = [
            models.UniqueConstraint(fields=["request", "round", "level"], name="one_approval_per_round_and_level")
        ]


class Payment(BaseModel):
    """Money that left for a request. `key` is made by the form: sent twice, it is one payment. A voided one counts nothing."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="payments")
    request = models.ForeignKey(PaymentRequest, on_delete=models.PROTECT, related_name="payments")
    amount_cents = models.PositiveBigIntegerField()
    paid_on = models.DateField()
    method = models.CharField(max_length=10, choices=Method.choices)
    reference = models.CharField(max_length=80, blank=True)
    voucher = _file()
    key = models.UUIDField()
    recorded_by = _person()
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = _person()
    void_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["-paid_on", "-created_at"]
        indexes = [models.Index(fields=["meeting", "paid_on"], name="payment_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "key"], name="one_payment_per_key"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="payment_above_zero"),
        ]


class Receipt(BaseModel):
    """Money that came in: from the client on the main contract, or a deposit that a venue or supplier gave back."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="receipts")
    contract = models.ForeignKey(Contract, null=True, blank=True, on_delete=models.PROTECT, related_name="receipts")
    term = models.ForeignKey(PaymentTerm, null=True, blank=True, on_delete=models.PROTECT, related_name="receipts")
    kind = models.CharField(max_length=14, choices=ReceiptKind.choices, default=ReceiptKind.PAYMENT)
    amount_cents = models.PositiveBigIntegerField()
    received_on = models.DateField()
    payer = models.CharField(max_length=160)
    method = models.CharField(max_length=10, choices=Method.choices)
    reference = models.CharField(max_length=80, blank=True)
    file = _file()
    note = models.CharField(max_length=500, blank=True)
    key = models.UUIDField()
    recorded_by = _person()
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = _person()
    void_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["-received_on", "-created_at"]
        indexes = [models.Index(fields=["meeting", "received_on"], name="receipt_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "key"], name="one_receipt_per_key"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="receipt_above_zero"),
        ]
