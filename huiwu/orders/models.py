"""Orders to suppliers, their answers, and what was received."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiwu.contracts.models import Acceptance, Contract
from huiwu.foundation.models import BaseModel, StoredFile, revision_field
from huiwu.kernel import clock
from huiwu.kernel.money import tax_within, times
from huiwu.meetings.models import Function, Meeting, Space
from huiwu.orders.choices import OrderState, Quality, ReplyKind
from huiwu.procurement.models import Selection
from huiwu.suppliers.choices import SupplierCategory
from huiwu.suppliers.models import Supplier


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class OrderSeries(BaseModel):
    """The last order number given out in a meeting; raised by one conditional update, so never given twice."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="+")
    last = models.PositiveIntegerField(default=0)


class Order(BaseModel):
    """What one supplier brings, when and where. Amounts of the lines are integer cents with tax.

    `deliver_at` is what we ask for, `promised_at` what the supplier says; `late_at` (the later of the two) is what is
    counted on. `headcount` is the head-count that the quantities of lines which follow it were made for.
    `receiver` is our person at the load-in; `driver_name`, `driver_phone` and `plates` are the supplier's.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="orders")
    number = models.CharField(max_length=20)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="orders")
    category = models.CharField(max_length=16, choices=SupplierCategory.choices)
    contract = models.ForeignKey(Contract, null=True, blank=True, on_delete=models.PROTECT, related_name="orders")
    selection = models.ForeignKey(Selection, null=True, blank=True, on_delete=models.PROTECT, related_name="orders")
    title = models.CharField(max_length=160)
    state = models.CharField(max_length=14, choices=OrderState.choices, default=OrderState.DRAFT)
    deliver_at = models.DateTimeField()
    promised_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="orders")
    receiver_name = models.CharField(max_length=80, blank=True)
    receiver_phone = models.CharField(max_length=32, blank=True)
    needs_setup = models.BooleanField(default=False)
    requirements = models.TextField(blank=True)
    headcount = models.PositiveIntegerField(null=True, blank=True)
    driver_name = models.CharField(max_length=80, blank=True)
    driver_phone = models.CharField(max_length=32, blank=True)
    plates = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_name = models.CharField(max_length=80, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.CharField(max_length=300, blank=True)
    search_text = models.CharField(max_length=1000, blank=True)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["deliver_at", "number"]
        indexes = [
            models.Index(fields=["meeting", "state"], name="order_by_meeting"),
            models.Index(fields=["meeting", "deliver_at"], name="order_by_delivery"),
        ]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_order_per_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def late_at(self) -> datetime:
        """When it is counted on: what the supplier promises, else what we ask for."""
        return self.promised_at or self.deliver_at

    @property
    def is_draft(self) -> bool:
        return self.state == OrderState.DRAFT


class OrderLine(BaseModel):
    """`unit_cents` with tax. `follows_headcount` marks quantities that rest on the order's head-count."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(default=0)
    item = models.CharField(max_length=160)
    spec = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    unit_cents = models.BigIntegerField(default=0)
    tax_bp = models.PositiveIntegerField(default=600)
    function = models.ForeignKey(Function, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    follows_headcount = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["position", "created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="ordered_quantity_above_zero"),
            models.CheckConstraint(condition=Q(tax_bp__lt=10_000), name="order_tax_below_whole"),
        ]

    def __str__(self) -> str:
        return self.item

    @property
    def gross_cents(self) -> int:
        return times(self.unit_cents, self.quantity)

    @property
    def tax_percent(self) -> str:
        return f"{self.tax_bp / 100:g}"

    @property
    def tax_cents(self) -> int:
        return tax_within(self.gross_cents, self.tax_bp)


class OrderReply(BaseModel):
    """What the supplier said about an order, in its own words; `link_id`, `address` and `agent` are the evidence."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="replies")
    kind = models.CharField(max_length=14, choices=ReplyKind.choices)
    person_name = models.CharField(max_length=80)
    text = models.TextField(blank=True)
    said_at = models.DateTimeField(default=clock.now)
    order_revision = models.PositiveIntegerField()
    link_id = models.UUIDField(null=True, blank=True)
    address = models.CharField(max_length=64, blank=True)
    agent = models.CharField(max_length=300, blank=True)
    noted_by = _person()

    class Meta:
        ordering: ClassVar = ["-said_at", "-id"]


class OrderAcceptance(BaseModel):
    """Goods received at the door: counted, looked at, written down. The last one that is `is_final` closes the order.

    `amount_cents` is what was received and not refused, at the order's prices; `recorded` the contract's acceptance it
    was entered as.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="acceptances")
    accepted_at = models.DateTimeField(default=clock.now)
    accepted_by = _person()
    is_final = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    amount_cents = models.BigIntegerField(default=0)
    recorded = models.ForeignKey(
        Acceptance, null=True, blank=True, on_delete=models.SET_NULL, related_name="order_acceptances"
    )

    class Meta:
        ordering: ClassVar = ["accepted_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(is_final=True), name="one_final_acceptance_per_order")
        ]


class AcceptanceLine(BaseModel):
    """How many of a line came at one acceptance, how they are, and what is wrong with them."""

    acceptance = models.ForeignKey(OrderAcceptance, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="receipts")
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    quality = models.CharField(max_length=8, choices=Quality.choices, default=Quality.GOOD)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["line__position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["acceptance", "line"], name="one_count_per_line"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="received_quantity_not_negative"),
        ]


class OrderPhoto(BaseModel):
    """A photo of the delivery (with the supplier's report) or of the goods received (with our acceptance)."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="photos")
    reply = models.ForeignKey(OrderReply, null=True, blank=True, on_delete=models.CASCADE, related_name="photos")
    acceptance = models.ForeignKey(
        OrderAcceptance, null=True, blank=True, on_delete=models.CASCADE, related_name="photos"
    )
    picture = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    thumbnail = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
