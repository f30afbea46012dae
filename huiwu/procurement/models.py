"""Requests for quotation, what suppliers quoted, how it was compared, and who was chosen why."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiwu.accounts.choices import Role
from huiwu.accounts.models import Organisation
from huiwu.foundation.models import BaseModel, StoredFile, revision_field
from huiwu.kernel import clock
from huiwu.kernel.money import times
from huiwu.meetings.models import Function, Meeting
from huiwu.procurement.choices import (
    LIVE_SELECTION,
    AdjustmentKind,
    AdjustmentOrigin,
    LineScope,
    PromiseKind,
    QuotationSource,
    QuotationState,
    RfqState,
    SelectionState,
)
from huiwu.suppliers.choices import SupplierCategory
from huiwu.suppliers.models import Supplier


def _person() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")


def _file() -> models.ForeignKey:
    return models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class ProcurementPolicy(BaseModel):
    """How an organisation buys: a snapshot of it goes into every request. Percentages are whole, money is with tax.

    A selection above `approval_limit_cents` needs somebody of `approver_role` (or a head of the organisation); above
    `client_limit_cents` the client is told.
    """

    org = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="procurement_policy")
    fewest_quotes = models.PositiveSmallIntegerField(default=3)
    low_percent = models.PositiveSmallIntegerField(default=60)
    price_weight = models.PositiveSmallIntegerField(default=60)
    criteria = models.JSONField(default=list)
    approval_limit_cents = models.PositiveBigIntegerField(default=5_000_000)
    client_limit_cents = models.PositiveBigIntegerField(default=20_000_000)
    approver_role = models.CharField(max_length=32, choices=Role.choices, default=Role.PROJECT_MANAGER)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(price_weight__lte=100), name="price_weight_at_most_100"),
            models.CheckConstraint(condition=Q(low_percent__lte=100), name="low_percent_at_most_100"),
        ]


class LineTemplate(BaseModel):
    """An organisation's own lines of a category to begin a request with, beside the built-in ones."""

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="line_templates")
    category = models.CharField(max_length=16, choices=SupplierCategory.choices)
    name = models.CharField(max_length=80)
    lines = models.JSONField(default=list)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["category", "name"]
        constraints = [models.UniqueConstraint(fields=["org", "category", "name"], name="one_line_template_per_name")]


class Rfq(BaseModel):
    """《询价单》: one category of one meeting. `with_…` say what the price that is asked for includes.

    `criteria` are rows of code, label, weight: with `price_weight` they add up to 100. Once sent, the lines stand.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="rfqs")
    category = models.CharField(max_length=16, choices=SupplierCategory.choices)
    number = models.CharField(max_length=24)
    title = models.CharField(max_length=160)
    state = models.CharField(max_length=12, choices=RfqState.choices, default=RfqState.DRAFT)
    due_on = models.DateField()
    deliver_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    terms = models.TextField(blank=True)
    with_tax = models.BooleanField(default=True)
    with_transport = models.BooleanField(default=True)
    with_setup = models.BooleanField(default=True)
    headcount = models.PositiveIntegerField(null=True, blank=True)
    fewest_quotes = models.PositiveSmallIntegerField(default=3)
    low_percent = models.PositiveSmallIntegerField(default=60)
    price_weight = models.PositiveSmallIntegerField(default=60)
    criteria = models.JSONField(default=list)
    single_source_reason = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = _person()
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_rfq_per_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class RfqLine(BaseModel):
    """One line everybody quotes on. `per_person` is the quantity for each of `rfq.headcount` people, where it follows them."""

    rfq = models.ForeignKey(Rfq, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveIntegerField()
    section = models.CharField(max_length=80, blank=True)
    item = models.CharField(max_length=160)
    spec = models.CharField(max_length=500, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    per_person = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)
    function = models.ForeignKey(Function, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="rfq_line_asks_for_something"),
        ]

    def __str__(self) -> str:
        return self.item


class Quotation(BaseModel):
    """What one supplier quotes for one request, as it stands now; each submission is kept in QuotationRevision.

    `with_…` say what their prices include (null while they have not said). `stated_total_cents` is the total they wrote
    themselves. `traces` hold author and program of their file, by which alike bids are noticed. `draft` is what a
    supplier typed and has not submitted.
    """

    rfq = models.ForeignKey(Rfq, on_delete=models.CASCADE, related_name="quotations")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="quotations")
    state = models.CharField(max_length=12, choices=QuotationState.choices, default=QuotationState.INVITED)
    source = models.CharField(max_length=8, choices=QuotationSource.choices, blank=True)
    with_tax = models.BooleanField(null=True, blank=True)
    with_transport = models.BooleanField(null=True, blank=True)
    with_setup = models.BooleanField(null=True, blank=True)
    tax_bp = models.PositiveSmallIntegerField(null=True, blank=True)
    stated_total_cents = models.PositiveBigIntegerField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    delivery = models.CharField(max_length=300, blank=True)
    payment = models.CharField(max_length=300, blank=True)
    warranty = models.CharField(max_length=300, blank=True)
    breach = models.CharField(max_length=300, blank=True)
    excluded = models.TextField(blank=True)
    cases = models.TextField(blank=True)
    note = models.TextField(blank=True)
    low_explained = models.TextField(blank=True)
    contact_name = models.CharField(max_length=80, blank=True)
    contact_phone = models.CharField(max_length=32, blank=True)
    file = _file()
    traces = models.JSONField(default=dict)
    draft = models.JSONField(default=dict)
    submission = models.PositiveSmallIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.CharField(max_length=80, blank=True)
    submitted_from = models.CharField(max_length=64, blank=True)
    invited_at = models.DateTimeField(default=clock.now)
    invited_by = _person()
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["invited_at", "id"]
        constraints = [models.UniqueConstraint(fields=["rfq", "supplier"], name="one_quotation_per_supplier")]

    def __str__(self) -> str:
        return self.supplier.called


class QuotationLine(BaseModel):
    """A price for a line of the request, or something extra. `unit_cents` is as the supplier quotes (see the quotation's basis)."""

    quotation = models.ForeignKey(Quotation, on_delete=models.CASCADE, related_name="lines")
    rfq_line = models.ForeignKey(RfqLine, null=True, blank=True, on_delete=models.CASCADE, related_name="quoted")
    order = models.PositiveIntegerField()
    item = models.CharField(max_length=160, blank=True)
    spec = models.CharField(max_length=500, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    unit_cents = models.PositiveBigIntegerField(null=True, blank=True)
    tax_bp = models.PositiveSmallIntegerField(null=True, blank=True)
    scope = models.CharField(max_length=8, choices=LineScope.choices, default=LineScope.IN)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["quotation", "rfq_line"], name="one_price_per_line"),
            models.CheckConstraint(
                condition=Q(scope=LineScope.EXTRA, rfq_line=None) | (~Q(scope=LineScope.EXTRA) & ~Q(rfq_line=None)),
                name="only_extras_stand_outside_the_request",
            ),
        ]

    @property
    def total_cents(self) -> int | None:
        """Price times quantity, rounded half up; None for what is not quoted."""
        return None if self.unit_cents is None else times(self.unit_cents, self.quantity)


class QuotationRevision(BaseModel):
    """A submission as it came in, never changed: who, when, from where, and its content with the hash."""

    quotation = models.ForeignKey(Quotation, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    source = models.CharField(max_length=8, choices=QuotationSource.choices)
    total_cents = models.PositiveBigIntegerField()
    submitted_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=80, blank=True)
    submitted_from = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints = [models.UniqueConstraint(fields=["quotation", "number"], name="one_revision_per_number")]


class Adjustment(BaseModel):
    """A stated or assumed addition that brings a quotation to the basis asked for; `line` for scope that is missing."""

    quotation = models.ForeignKey(Quotation, on_delete=models.CASCADE, related_name="adjustments")
    kind = models.CharField(max_length=12, choices=AdjustmentKind.choices)
    origin = models.CharField(max_length=12, choices=AdjustmentOrigin.choices)
    line = models.ForeignKey(RfqLine, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    amount_cents = models.BigIntegerField()
    note = models.CharField(max_length=300, blank=True)
    saved_by = _person()

    class Meta:
        ordering: ClassVar = ["kind", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["quotation", "kind", "line"], name="one_adjustment_per_line"),
            models.UniqueConstraint(
                fields=["quotation", "kind"], condition=Q(line=None), name="one_adjustment_per_kind"
            ),
        ]


class Promise(BaseModel):
    """Something promised beside the prices: a free item, a rebate. Contracts must take it up (OM-050)."""

    quotation = models.ForeignKey(Quotation, on_delete=models.CASCADE, related_name="promises")
    kind = models.CharField(max_length=12, choices=PromiseKind.choices)
    text = models.CharField(max_length=300)
    value_cents = models.PositiveBigIntegerField(null=True, blank=True)
    promised_by = models.CharField(max_length=80, blank=True)
    promised_on = models.DateField(null=True, blank=True)
    file = _file()
    saved_by = _person()

    class Meta:
        ordering: ClassVar = ["created_at"]


class TechnicalScore(BaseModel):
    """One person's score of 0 to 100 for one criterion of one quotation."""

    quotation = models.ForeignKey(Quotation, on_delete=models.CASCADE, related_name="scores")
    scorer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    criterion = models.CharField(max_length=40)
    score = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["criterion", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["quotation", "scorer", "criterion"], name="one_score_per_person"),
            models.CheckConstraint(condition=Q(score__lte=100), name="technical_score_at_most_100"),
        ]


class Selection(BaseModel):
    """Who was chosen and why. `total_cents` is the quotation on the basis asked for; `comparison` what was compared."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="selections")
    rfq = models.ForeignKey(Rfq, on_delete=models.CASCADE, related_name="selections")
    quotation = models.ForeignKey(Quotation, on_delete=models.PROTECT, related_name="selections")
    state = models.CharField(max_length=10, choices=SelectionState.choices)
    reason = models.TextField()
    single_source_reason = models.TextField(blank=True)
    total_cents = models.PositiveBigIntegerField()
    comparison = models.JSONField(default=dict)
    comparison_hash = models.CharField(max_length=64)
    is_above_limit = models.BooleanField(default=False)
    approver_role = models.CharField(max_length=32, blank=True)
    must_tell_client = models.BooleanField(default=False)
    chosen_by = _person()
    chosen_at = models.DateTimeField(default=clock.now)
    approved_by = _person()
    approved_at = models.DateTimeField(null=True, blank=True)
    approval_note = models.CharField(max_length=500, blank=True)
    client_told_on = models.DateField(null=True, blank=True)
    client_told_how = models.CharField(max_length=300, blank=True)
    ended_reason = models.CharField(max_length=500, blank=True)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["-chosen_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rfq"], condition=Q(state__in=LIVE_SELECTION), name="one_live_selection_per_rfq"
            )
        ]


class Decline(BaseModel):
    """Why a bidder was not chosen, and whether and where they were told (落选通知)."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="declines")
    quotation = models.ForeignKey(Quotation, on_delete=models.PROTECT, related_name="declines")
    reason = models.CharField(max_length=500)
    told_at = models.DateTimeField(null=True, blank=True)
    told_to = models.CharField(max_length=254, blank=True)

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["selection", "quotation"], name="one_decline_per_bidder")]
