"""One row of the 劳务发放表: who is paid what for what, on which standard, with which tax."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from huiwu.compliance.rules.spending import days_text
from huiwu.contracts.models import Contract
from huiwu.foundation.models import BaseModel, StoredFile, revision_field
from huiwu.meetings.models import Meeting
from huiwu.speaker_fees.choices import FeeBasis, FeeKind, FeeState, IdKind, PayMethod, SpeakerGrade


def _person() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")


def _file() -> models.ForeignKey:
    return models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class SpeakerFee(BaseModel):
    """One payment to one person. Amounts are integer cents and always add up: gross − tax = net.

    `half_units` counts what is paid for in halves: of hours (lecture), of days (consultation); 2 is once (other).
    `lessons` are what was taught, `{"on", "starts", "half_hours"}`. `limit_cents` is the most the rule allows after tax
    (None: no rule for this host), `limit_is_certain` whether the rule leaves no room; `over_*` is who let what is above
    it pass, and why. `*_sealed` hold identity number and account under lock, `*_mask` what may be shown.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="speaker_fees")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    organisation = models.CharField(max_length=160, blank=True)
    contract = models.ForeignKey(Contract, null=True, blank=True, on_delete=models.PROTECT, related_name="speaker_fees")
    grade = models.CharField(max_length=12, choices=SpeakerGrade.choices)
    kind = models.CharField(max_length=12, choices=FeeKind.choices)
    subject = models.CharField(max_length=160, blank=True)
    half_units = models.PositiveIntegerField()
    lessons = models.JSONField(default=list)
    basis = models.CharField(max_length=5, choices=FeeBasis.choices)
    gross_cents = models.PositiveBigIntegerField()
    tax_cents = models.PositiveBigIntegerField()
    net_cents = models.PositiveBigIntegerField()
    standard_cents = models.PositiveBigIntegerField(null=True, blank=True)
    limit_cents = models.PositiveBigIntegerField(null=True, blank=True)
    limit_is_certain = models.BooleanField(default=False)
    standard_basis = models.CharField(max_length=300, blank=True)
    tax_basis = models.CharField(max_length=300, blank=True)
    over_reason = models.CharField(max_length=500, blank=True)
    over_decided_by = _person()
    over_decided_at = models.DateTimeField(null=True, blank=True)
    id_kind = models.CharField(max_length=12, choices=IdKind.choices, blank=True)
    id_number_sealed = models.TextField(blank=True)
    id_number_mask = models.CharField(max_length=40, blank=True)
    bank_name = models.CharField(max_length=120, blank=True)
    account_sealed = models.TextField(blank=True)
    account_mask = models.CharField(max_length=40, blank=True)
    planned_on = models.DateField()
    state = models.CharField(max_length=12, choices=FeeState.choices, default=FeeState.DRAFT)
    entered_by = _person()
    submitted_by = _person()
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = _person()
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(max_length=500, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    paid_by = _person()
    method = models.CharField(max_length=8, choices=PayMethod.choices, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    voucher = _file()
    receipt = _file()
    declared_on = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_speaker_fee_per_number"),
            models.CheckConstraint(
                condition=Q(gross_cents=F("tax_cents") + F("net_cents")), name="speaker_fee_adds_up"
            ),
            models.CheckConstraint(condition=Q(basis__in=FeeBasis.values), name="speaker_fee_says_its_basis"),
            models.CheckConstraint(
                condition=~Q(state=FeeState.PAID) | Q(paid_on__isnull=False), name="paid_speaker_fee_has_a_day"
            ),
        ]
        indexes = [models.Index(fields=["meeting", "state"], name="speaker_fee_by_state")]

    def __str__(self) -> str:
        return f"{self.label} {self.name}"

    @property
    def label(self) -> str:
        return f"LW-{self.number:03d}"

    @property
    def agreed_cents(self) -> int:
        """The amount as it was agreed, before or after tax as `basis` says."""
        return self.net_cents if self.basis == FeeBasis.NET else self.gross_cents

    @property
    def units(self) -> str:
        return days_text(self.half_units)

    @property
    def is_over(self) -> bool:
        return self.limit_cents is not None and self.net_cents > self.limit_cents

    @property
    def over_cents(self) -> int:
        return max(0, self.net_cents - self.limit_cents) if self.limit_cents is not None else 0

    @property
    def is_forbidden(self) -> bool:
        """Above a limit of which the rule leaves no doubt."""
        return self.is_over and self.limit_is_certain

    @property
    def may_change(self) -> bool:
        return self.state in (FeeState.DRAFT, FeeState.REFUSED)

    @property
    def has_secrets(self) -> bool:
        return bool(self.id_number_sealed or self.account_sealed)
