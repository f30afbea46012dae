"""Contracts, and what stands in them as rows. Amounts are integer cents with tax (价税合计)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from huiwu.accounts.models import Organisation
from huiwu.contracts.choices import (
    IN_FORCE,
    AmendmentStatus,
    Basis,
    Direction,
    GuaranteeKind,
    Kind,
    Purpose,
    Source,
    Status,
    TermKind,
    Trigger,
)
from huiwu.contracts.rules.ladder import Step
from huiwu.documents.models import ChangeOrder, Document
from huiwu.foundation.models import BaseModel, StoredFile, revision_field
from huiwu.kernel import clock
from huiwu.kernel.money import tax_within
from huiwu.meetings.choices import Layout
from huiwu.meetings.models import Function, Meeting, Space
from huiwu.procurement.models import Selection
from huiwu.site_visits.models import Candidate
from huiwu.suppliers.models import Supplier
from huiwu.venues.models import Room, Venue


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


def _file() -> models.ForeignKey:
    return models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class Contract(BaseModel):
    """One contract of a meeting. `document` holds its clauses (four-state) and the versions that were reviewed or signed.

    `headcount` is counted by `headcount_basis` and may be changed until `adjust_until`; `confirmed_count` is what was
    told to be coming by `confirmed_on`, judged against `stop_loss_count` before a dearer step of the ladder begins.
    `starts_on` and `ends_on` are the days of performance; `expires_on` is when the contract itself runs out.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="contracts")
    document = models.OneToOneField(Document, null=True, on_delete=models.PROTECT, related_name="contract")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    direction = models.CharField(max_length=12, choices=Direction.choices)
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    venue = models.ForeignKey(Venue, null=True, blank=True, on_delete=models.PROTECT, related_name="contracts")
    supplier = models.ForeignKey(Supplier, null=True, blank=True, on_delete=models.PROTECT, related_name="contracts")
    candidate = models.ForeignKey(Candidate, null=True, blank=True, on_delete=models.PROTECT, related_name="contracts")
    selection = models.ForeignKey(Selection, null=True, blank=True, on_delete=models.PROTECT, related_name="contracts")
    category = models.CharField(max_length=20, blank=True)
    party_name = models.CharField(max_length=160)
    party_code = models.CharField(max_length=18, blank=True)
    party_address = models.CharField(max_length=200, blank=True)
    party_signatory = models.CharField(max_length=80, blank=True)
    party_authority = models.CharField(max_length=200, blank=True)
    our_signatory = models.CharField(max_length=80, blank=True)
    our_authority = models.CharField(max_length=200, blank=True)
    amount_cents = models.PositiveBigIntegerField(default=0)
    tax_bp = models.PositiveIntegerField(default=600)
    overtime_cents = models.PositiveBigIntegerField(null=True, blank=True)
    headcount = models.PositiveIntegerField(null=True, blank=True)
    headcount_basis = models.CharField(max_length=12, choices=Basis.choices, blank=True)
    adjust_until = models.DateField(null=True, blank=True)
    stop_loss_count = models.PositiveIntegerField(null=True, blank=True)
    confirmed_count = models.PositiveIntegerField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    submitted_by = _person()
    submitted_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = _person()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.CharField(max_length=1000, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signed_hash = models.CharField(max_length=64, blank=True)
    scan = _file()
    scan_sha256 = models.CharField(max_length=64, blank=True)
    recorded_by = _person()
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.CharField(max_length=1000, blank=True)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["kind", "number"]
        indexes = [models.Index(fields=["meeting", "status"], name="contract_by_meeting")]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_contract_per_number"),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(kind="client") & ~Q(status="cancelled"),
                name="one_main_contract_per_meeting",
            ),
            models.UniqueConstraint(
                fields=["selection"],
                condition=Q(selection__isnull=False) & ~Q(status="cancelled"),
                name="one_contract_per_selection",
            ),
            models.UniqueConstraint(
                fields=["candidate"],
                condition=Q(candidate__isnull=False) & ~Q(status="cancelled"),
                name="one_contract_per_candidate",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="contract_ends_after_start"),
            models.CheckConstraint(condition=Q(tax_bp__lt=10_000), name="contract_tax_below_whole"),
            models.CheckConstraint(
                condition=~Q(status__in=["signed", "ended"]) | Q(signed_on__isnull=False),
                name="signed_contract_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    @property
    def is_in_force(self) -> bool:
        return self.status in IN_FORCE

    @property
    def is_receivable(self) -> bool:
        return self.direction == Direction.RECEIVABLE

    @property
    def tax_cents(self) -> int:
        """The tax inside the amount."""
        return tax_within(self.amount_cents, self.tax_bp)

    @property
    def net_cents(self) -> int:
        return self.amount_cents - self.tax_cents

    @property
    def total(self) -> int:
        """With signed amendments, where the row was fetched with figures (`contracts_of`)."""
        return self.amount_cents + int(getattr(self, "amended", 0))

    def days_left(self, today: date) -> int | None:
        return None if self.expires_on is None else (self.expires_on - today).days


class ContractLine(BaseModel):
    """What is delivered: a line of the price list. `subtotal_cents` with tax; the lines need not be the whole amount."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField(default=0)
    item = models.CharField(max_length=160)
    spec = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=3, default=1)
    unit_cents = models.BigIntegerField(default=0)
    subtotal_cents = models.BigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "created_at"]


class PaymentTerm(BaseModel):
    """One payment. `amount_cents` is always the exact amount; `share_bp` is kept when it was typed as a share.

    A security deposit (押金) comes back and is not part of the amount.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="terms")
    amendment = models.ForeignKey(
        "contracts.Amendment", null=True, blank=True, on_delete=models.CASCADE, related_name="terms"
    )
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=TermKind.choices, default=TermKind.PAYMENT)
    label = models.CharField(max_length=80)
    share_bp = models.PositiveIntegerField(null=True, blank=True)
    amount_cents = models.BigIntegerField()
    trigger = models.CharField(max_length=14, choices=Trigger.choices, default=Trigger.SIGNING)
    offset_days = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True, blank=True)
    requires_acceptance = models.BooleanField(default=False)
    requires_invoice = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["order", "created_at"]


class CancellationStep(BaseModel):
    """取消阶梯: from `min_days` days before the first day on, `share_bp` of the amount is owed."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="ladder")
    min_days = models.PositiveSmallIntegerField()
    share_bp = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["-min_days"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "min_days"], name="one_ladder_step_per_day"),
            models.CheckConstraint(condition=Q(share_bp__lte=10_000), name="ladder_share_at_most_whole"),
        ]

    @property
    def step(self) -> Step:
        return Step(self.min_days, self.share_bp)


class Guarantee(BaseModel):
    """保底: so many people, rooms or tables are paid for in any case. `expected` is the team's estimate, `actual` what came.

    People guaranteed for one function are judged by its own expected head-count.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="guarantees")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=8, choices=GuaranteeKind.choices)
    label = models.CharField(max_length=120, blank=True)
    function = models.ForeignKey(Function, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reserved = models.PositiveIntegerField(null=True, blank=True)
    count = models.PositiveIntegerField()
    unit_cents = models.PositiveBigIntegerField(default=0)
    adjust_until = models.DateField(null=True, blank=True)
    expected = models.PositiveIntegerField(null=True, blank=True)
    actual = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["order", "created_at"]


class UseSpan(BaseModel):
    """Hours of use that the contract grants; without a space, every space of the contract."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="spans")
    order = models.PositiveSmallIntegerField(default=0)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.USE)
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=160, blank=True)
    layout = models.CharField(max_length=16, choices=Layout.choices, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["from_at", "order"]
        constraints = [models.CheckConstraint(condition=Q(to_at__gt=F("from_at")), name="use_span_ends_after_start")]


class Inclusion(BaseModel):
    """What the price includes. A promise made elsewhere (考察、报价、沟通) counts only once it `is_written` (OM-050)."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="inclusions")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=300)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.CONTRACT)
    source_key = models.CharField(max_length=80, blank=True)
    said = models.CharField(max_length=200, blank=True)
    is_written = models.BooleanField(default=True)
    dropped_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["order", "created_at"]


class Amendment(BaseModel):
    """补充协议: changes the amount by `amount_cents` (may be negative or nought) once it is signed."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    amount_cents = models.BigIntegerField(default=0)
    summary = models.TextField()
    reason = models.CharField(max_length=500)
    change_order = models.ForeignKey(
        ChangeOrder, null=True, blank=True, on_delete=models.SET_NULL, related_name="amendments"
    )
    due_on = models.DateField(null=True, blank=True)
    headcount = models.PositiveIntegerField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=AmendmentStatus.choices, default=AmendmentStatus.DRAFT)
    signed_on = models.DateField(null=True, blank=True)
    scan = _file()
    scan_sha256 = models.CharField(max_length=64, blank=True)
    made_by = _person()
    recorded_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="one_amendment_per_number"),
            models.CheckConstraint(
                condition=~Q(status="signed") | Q(signed_on__isnull=False), name="signed_amendment_has_day"
            ),
        ]


class Acceptance(BaseModel):
    """验收: what was delivered and accepted, for so much of the amount; of one payment term, or of the whole."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="acceptances")
    term = models.ForeignKey(PaymentTerm, null=True, blank=True, on_delete=models.PROTECT, related_name="acceptances")
    accepted_on = models.DateField()
    amount_cents = models.BigIntegerField()
    note = models.CharField(max_length=1000, blank=True)
    file = _file()
    recorded_by = _person()

    class Meta:
        ordering: ClassVar = ["accepted_on", "created_at"]


class WordTemplate(BaseModel):
    """An organisation's own Word template for one kind of contract; the newest of a kind is used."""

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contract_templates")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=120)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    placeholders = models.JSONField(default=list)
    kept_by = _person()
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["kind", "-created_at"]


class ContractStandards(BaseModel):
    """The numbers an organisation's contracts start from, in force from a day on (documents.md §5「默认」).

    `ladder` is a list of [days before at least, basis points]. `exposure_limit_cents`: above it OM-051 speaks.
    `stop_loss_bp`: below this share of the head-count OM-047 speaks.
    """

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contract_standards")
    effective_on = models.DateField(default=clock.today)
    region = models.CharField(max_length=80, default="CN")
    source = models.CharField(max_length=200, blank=True)
    ladder = models.JSONField(default=list)
    exposure_limit_cents = models.PositiveBigIntegerField(default=0)
    stop_loss_bp = models.PositiveIntegerField(default=8000)
    expiring_days = models.PositiveSmallIntegerField(default=30)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["-effective_on"]
        constraints = [models.UniqueConstraint(fields=["org", "effective_on"], name="one_contract_standard_per_day")]
