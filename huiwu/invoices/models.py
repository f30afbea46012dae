"""Own titles, invoices with lines and files, what arrived twice, and bulk imports."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiwu.accounts.models import Organisation
from huiwu.contracts.models import Contract, PaymentTerm
from huiwu.foundation.models import BaseModel, StoredFile, revision_field
from huiwu.invoices.choices import Direction, FileKind, ImportState, InvoiceKind, InvoiceState, Outcome, Source, Weight
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.suppliers.models import Supplier


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


def _cents() -> models.BigIntegerField:
    return models.BigIntegerField(null=True, blank=True)


class LegalEntity(BaseModel):
    """One of our own titles (开票抬头): what must stand on an invoice as the buyer, or as the seller of ours.

    `name_key` and the plain `tax_id` are what is compared.
    """

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="legal_entities")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    tax_id = models.CharField(max_length=20)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    bank_name = models.CharField(max_length=120, blank=True)
    bank_account = models.CharField(max_length=40, blank=True)
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["-is_default", "-is_active", "name"]
        constraints = [
            models.UniqueConstraint(fields=["org", "tax_id"], name="one_title_per_tax_id"),
            models.UniqueConstraint(fields=["org"], condition=Q(is_default=True), name="one_default_title"),
        ]

    def __str__(self) -> str:
        return self.name


class Invoice(BaseModel):
    """One invoice, or one that is expected. `(org, code, number)` is its identity, over all meetings.

    The fields are the joined word of all its sources; `where` maps a field to the source it came from. `typed` is what
    people filled in or scanned, kept apart so that a file arriving later does not lose it. `troubles` are those of the
    readers, `issues` what the rules made of it all, `weight` the heaviest. Amounts of a red invoice are negative.
    `counted_cents` is what it is worth to the meeting: the gross amount, nought once reversed or returned.
    """

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invoices")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="invoices")
    direction = models.CharField(max_length=4, choices=Direction.choices, default=Direction.IN)
    state = models.CharField(max_length=12, choices=InvoiceState.choices, default=InvoiceState.RECEIVED)
    code = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=24, choices=InvoiceKind.choices, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    buyer_name = models.CharField(max_length=200, blank=True)
    buyer_tax_id = models.CharField(max_length=30, blank=True)
    seller_name = models.CharField(max_length=200, blank=True)
    seller_tax_id = models.CharField(max_length=30, blank=True)
    net_cents = _cents()
    tax_cents = _cents()
    gross_cents = _cents()
    counted_cents = models.BigIntegerField(default=0)
    qr_cents = _cents()
    capitals = models.CharField(max_length=80, blank=True)
    drawer = models.CharField(max_length=40, blank=True)
    remark = models.TextField(blank=True)
    qr_text = models.CharField(max_length=500, blank=True)
    item_name = models.CharField(max_length=200, blank=True)
    reverses = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversals")
    reverses_code = models.CharField(max_length=20, blank=True)
    reverses_number = models.CharField(max_length=30, blank=True)
    contract = models.ForeignKey(Contract, null=True, blank=True, on_delete=models.PROTECT, related_name="invoices")
    term = models.ForeignKey(PaymentTerm, null=True, blank=True, on_delete=models.PROTECT, related_name="invoices")
    supplier = models.ForeignKey(Supplier, null=True, blank=True, on_delete=models.PROTECT, related_name="invoices")
    entity = models.ForeignKey(LegalEntity, null=True, blank=True, on_delete=models.SET_NULL, related_name="invoices")
    expected_on = models.DateField(null=True, blank=True)
    expected_cents = _cents()
    source = models.CharField(max_length=8, choices=Source.choices, blank=True)
    where = models.JSONField(default=dict)
    typed = models.JSONField(default=dict)
    troubles = models.JSONField(default=list)
    issues = models.JSONField(default=list)
    weight = models.CharField(max_length=8, choices=Weight.choices, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = _person()
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = _person()
    verify_note = models.CharField(max_length=500, blank=True)
    reimbursed_on = models.DateField(null=True, blank=True)
    reimbursed_by = _person()
    reimburse_reference = models.CharField(max_length=80, blank=True)
    return_reason = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=500, blank=True)
    search_text = models.CharField(max_length=1200, blank=True)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["-issued_on", "-created_at", "id"]
        indexes = [
            models.Index(fields=["meeting", "state"], name="invoice_by_meeting"),
            models.Index(fields=["org", "number"], name="invoice_by_number"),
            models.Index(fields=["org", "-created_at"], name="invoice_by_arrival"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "code", "number"], condition=~Q(number=""), name="one_invoice_per_number"
            ),
            models.CheckConstraint(condition=Q(state="expected") | ~Q(number=""), name="invoice_there_has_number"),
        ]

    def __str__(self) -> str:
        return self.full_number or self.seller_name

    @property
    def full_number(self) -> str:
        return f"{self.code} {self.number}".strip()

    @property
    def is_red(self) -> bool:
        return (self.gross_cents or 0) < 0

    @property
    def is_open(self) -> bool:
        """Whether anything about it is still to be settled."""
        return self.state not in (InvoiceState.REVERSED, InvoiceState.RETURNED)

    @property
    def party_name(self) -> str:
        """The other side: who sold to us, or whom we sold to."""
        return self.seller_name if self.direction == Direction.IN else self.buyer_name


class InvoiceLine(BaseModel):
    """One line as printed; quantity and unit price are texts, since nothing is computed with them."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200, blank=True)
    spec = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    quantity = models.CharField(max_length=40, blank=True)
    unit_price = models.CharField(max_length=40, blank=True)
    net_cents = _cents()
    rate_bp = models.PositiveIntegerField(null=True, blank=True)
    rate_text = models.CharField(max_length=20, blank=True)
    tax_cents = _cents()

    class Meta:
        ordering: ClassVar = ["order"]

    @property
    def rate(self) -> str:
        return self.rate_text if self.rate_bp is None else f"{self.rate_bp / 100:g}%"


class InvoiceFile(BaseModel):
    """An original as it arrived, with what its reader made of it (`said`, field by field) and its hash."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=8, choices=FileKind.choices)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    layout = models.CharField(max_length=24, blank=True)
    said = models.JSONField(default=dict)
    is_from_inside = models.BooleanField(default=False)
    added_by = _person()
    arrived_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["kind", "arrived_at"]
        constraints = [models.UniqueConstraint(fields=["invoice", "sha256"], name="one_file_per_invoice")]


class RepeatedArrival(BaseModel):
    """The same invoice brought again where it may not be: to another meeting, or typed a second time (OM-109).

    It stays open until a person says that nothing is claimed twice.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="repeats")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="repeated_invoices"
    )
    source = models.CharField(max_length=8, choices=Source.choices)
    stored = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    brought_by = _person()
    brought_at = models.DateTimeField(default=clock.now)
    cleared_by = _person()
    cleared_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["-brought_at"]
        indexes = [models.Index(fields=["meeting", "cleared_at"], name="repeat_by_meeting")]


class InvoiceImport(BaseModel):
    """Many files at once, read by a worker; each is answered in its own row."""

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invoice_imports")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="invoice_imports"
    )
    direction = models.CharField(max_length=4, choices=Direction.choices, default=Direction.IN)
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.WAITING)
    files = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    job_id = models.UUIDField(null=True, blank=True)
    asked_by = _person()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]


class ImportRow(BaseModel):
    """What became of one file: taken, joined, known, a duplicate, or refused with the reason."""

    batch = models.ForeignKey(InvoiceImport, on_delete=models.CASCADE, related_name="rows")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    invoice = models.ForeignKey(Invoice, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.JSONField(default=dict)
    weight = models.CharField(max_length=8, choices=Weight.choices, blank=True)

    class Meta:
        ordering: ClassVar = ["order"]
        constraints = [models.UniqueConstraint(fields=["batch", "order"], name="one_answer_per_file")]
