"""The budget of a meeting: its lines and head-counts, what was put on which line, adjustments, approvals, reports.

Contracts, orders, invoices, fees and payments stay where they are; the ledger reads them (queries/sources.py). Only what a
person decided about them is kept here.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from huiwu.budget.choices import (
    AdjustmentKind,
    Basis,
    Detail,
    DrawState,
    Group,
    Origin,
    Payer,
    PerDiem,
    Pricing,
    ReportState,
    SourceKind,
    Unit,
)
from huiwu.budget.rules.forecast import DEFAULT_THRESHOLD_BP
from huiwu.budget.rules.forecast import Line as PlainLine
from huiwu.budget.rules.quantities import Factors
from huiwu.budget.rules.reporting import DEFAULT_DAYS
from huiwu.documents.models import ChangeOrder, Document, Version
from huiwu.event_plan.choices import BudgetCategory
from huiwu.foundation.models import BaseModel, revision_field
from huiwu.kernel import clock
from huiwu.meetings.models import Function, Meeting
from huiwu.suppliers.models import Supplier


def _person() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")


class Budget(BaseModel):
    """One per meeting. `baseline` is the version in force; `drawn_cents` what of its reserve has been drawn."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="budget")
    origin = models.CharField(max_length=12, choices=Origin.choices)
    pricing = models.CharField(max_length=12, choices=Pricing.choices, default=Pricing.COST_PLUS)
    report_detail = models.CharField(max_length=12, choices=Detail.choices, default=Detail.CATEGORIES)
    report_every_days = models.PositiveSmallIntegerField(default=DEFAULT_DAYS)
    threshold_bp = models.PositiveIntegerField(default=DEFAULT_THRESHOLD_BP)
    baseline = models.ForeignKey(Version, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    baseline_at = models.DateTimeField(null=True, blank=True)
    drawn_cents = models.BigIntegerField(default=0)
    last_key = models.PositiveIntegerField(default=0)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(drawn_cents__gte=0), name="reserve_drawn_not_negative"),
            models.CheckConstraint(condition=Q(report_every_days__gte=1), name="report_period_of_a_day_at_least"),
        ]

    @property
    def url(self) -> str:
        return reverse("budget:budget", args=[self.meeting.slug])


class BudgetLine(BaseModel):
    """One line. `key` never changes and is never given twice: versions and the ledger name a line by it.

    The quantity is reckoned from the factors (rules.quantities); `unit_cents` is with tax.
    """

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="lines")
    key = models.CharField(max_length=12)
    order = models.PositiveIntegerField(default=0)
    category = models.CharField(max_length=16, choices=BudgetCategory.choices)
    item = models.CharField(max_length=120)
    spec = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=12, choices=Unit.choices)
    basis = models.CharField(max_length=12, choices=Basis.choices, blank=True)
    group = models.CharField(max_length=12, choices=Group.choices, default=Group.ALL)
    function = models.ForeignKey(Function, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    count = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(1))
    overage_permille = models.PositiveSmallIntegerField(default=0)
    people_per_unit = models.PositiveIntegerField(default=1)
    spare = models.PositiveIntegerField(default=0)
    days = models.DecimalField(max_digits=7, decimal_places=3, default=Decimal(1))
    times = models.DecimalField(max_digits=9, decimal_places=3, default=Decimal(1))
    unit_cents = models.BigIntegerField()
    tax_bp = models.PositiveIntegerField(default=0)
    payer = models.CharField(max_length=12, choices=Payer.choices, default=Payer.CLIENT)
    per_diem = models.CharField(max_length=8, choices=PerDiem.choices, blank=True)
    is_adjustable = models.BooleanField(default=True)
    is_settled = models.BooleanField(default=False)
    supplier = models.ForeignKey(Supplier, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["order", "key"]
        indexes = [models.Index(fields=["budget", "deleted_at", "order"], name="budget_line_in_order")]
        constraints = [
            models.UniqueConstraint(fields=["budget", "key"], name="one_line_per_key"),
            models.CheckConstraint(condition=Q(people_per_unit__gte=1), name="unit_of_a_person_at_least"),
            models.CheckConstraint(condition=Q(unit_cents__gte=0), name="line_price_not_negative"),
            models.CheckConstraint(
                condition=Q(count__gte=0) & Q(days__gte=0) & Q(times__gte=0), name="line_factors_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.item

    @property
    def factors(self) -> Factors:
        return Factors(
            basis=self.basis,
            subject=str(self.function_id) if self.function_id else self.group,
            count=self.count,
            overage_permille=self.overage_permille,
            people_per_unit=self.people_per_unit,
            spare=self.spare,
            days=self.days,
            times=self.times,
        )

    @property
    def plain(self) -> PlainLine:
        return PlainLine(self.key, self.category, self.factors, self.unit_cents, self.tax_bp, self.is_settled)


class Headcount(BaseModel):
    """How many people a group has on a basis. Functions keep their own numbers; they are read there."""

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="headcounts")
    group = models.CharField(max_length=12, choices=Group.choices)
    basis = models.CharField(max_length=12, choices=Basis.choices)
    people = models.PositiveIntegerField()
    saved_by = _person()

    class Meta:
        ordering: ClassVar = ["basis", "group"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "group", "basis"], name="one_number_per_group_and_basis")
        ]


class Allocation(BaseModel):
    """A person put so much of a record on a line; `quantity` says how much of the line's need that meets.

    `source_id` is the id of a row of contracts, orders, speaker_fees, invoices or payments.
    """

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="allocations")
    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="allocations")
    source_kind = models.CharField(max_length=16, choices=SourceKind.choices)
    source_id = models.UUIDField()
    amount_cents = models.BigIntegerField()
    quantity = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    confirmed_by = _person()
    confirmed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["source_kind", "source_id", "line"]
        constraints = [
            models.UniqueConstraint(fields=["line", "source_kind", "source_id"], name="one_part_per_line_and_record")
        ]


class ReserveDraw(BaseModel):
    """动用不可预见费: asked for with a reason, decided by somebody, and only as long as there is reserve left."""

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="draws")
    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="draws")
    amount_cents = models.BigIntegerField()
    reason = models.TextField()
    state = models.CharField(max_length=12, choices=DrawState.choices, default=DrawState.REQUESTED)
    requested_by = _person()
    requested_at = models.DateTimeField(default=clock.now)
    decided_by = _person()
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-requested_at"]
        constraints = [models.CheckConstraint(condition=Q(amount_cents__gt=0), name="draw_of_a_cent_at_least")]


class Adjustment(BaseModel):
    """What changes a line's approved budget after the baseline. Written once; only those of the present baseline count.

    Draws and transfers come in rows that add up to nothing; a change order's rows add up to what it costs.
    """

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="adjustments")
    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="adjustments")
    baseline = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=AdjustmentKind.choices)
    amount_cents = models.BigIntegerField()
    reason = models.TextField(blank=True)
    change_order = models.ForeignKey(ChangeOrder, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    draw = models.ForeignKey(ReserveDraw, null=True, blank=True, on_delete=models.CASCADE, related_name="rows")
    made_by = _person()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["made_at", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "change_order"],
                condition=Q(change_order__isnull=False),
                name="one_row_per_line_and_change_order",
            ),
            models.CheckConstraint(
                condition=(Q(kind="change_order") & Q(change_order__isnull=False))
                | (Q(kind="draw") & Q(draw__isnull=False))
                | Q(kind="transfer"),
                name="adjustment_names_its_ground",
            ),
        ]


class LineApproval(BaseModel):
    """超支审批: somebody lets a line be exposed up to an amount, with a reason. The highest one counts."""

    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="approvals")
    up_to_cents = models.BigIntegerField()
    reason = models.TextField()
    approved_by = _person()
    approved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["-approved_at"]


class BudgetReport(BaseModel):
    """《预算执行简报》: figures frozen at `as_of_at`; sent, it is a version that the client reads by a link."""

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="reports")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=ReportState.choices, default=ReportState.DRAFT)
    as_of_at = models.DateTimeField()
    due_on = models.DateField()
    figures = models.JSONField(default=dict)
    remarks = models.TextField(blank=True)
    drafted_by = _person()
    document = models.OneToOneField(Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = _person()
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "number"], name="one_report_per_number"),
            models.UniqueConstraint(fields=["budget"], condition=Q(state="draft"), name="one_report_in_draft"),
        ]

    @property
    def url(self) -> str:
        return reverse("budget:report", args=[self.budget.meeting.slug, self.number])
