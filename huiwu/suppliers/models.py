"""The organisation's library of suppliers, and the suppliers of each meeting."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from huiwu.accounts.models import Organisation
from huiwu.foundation.models import BaseModel, StoredFile, revision_field
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.suppliers.choices import (
    EngagementState,
    ListAction,
    NeedDecision,
    QualificationKind,
    SupplierCategory,
    SupplierStatus,
    Taxpayer,
)


def _person() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")


def _file() -> models.ForeignKey:
    return models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


def _score() -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])


class Supplier(BaseModel):
    """A company (or person) of the library.

    `categories` lists SupplierCategory codes, `category_key` the same as `|build|av|` to filter by. `name_key` is the
    normalised name: two companies that differ only in blanks, brackets or width are one. `search_text` holds names and
    codes as written, in pinyin and in initials. `bank_account` is shown to finance and the leads only.
    """

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="suppliers")
    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60, blank=True)
    unified_code = models.CharField(max_length=18, blank=True)
    categories = models.JSONField(default=list)
    category_key = models.CharField(max_length=400, blank=True)
    taxpayer = models.CharField(max_length=8, choices=Taxpayer.choices, blank=True)
    status = models.CharField(max_length=8, choices=SupplierStatus.choices, default=SupplierStatus.ACTIVE)
    status_reason = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=200, blank=True)
    bank_name = models.CharField(max_length=120, blank=True)
    bank_account = models.CharField(max_length=40, blank=True)
    notes = models.TextField(blank=True)
    search_text = models.CharField(max_length=1500, blank=True)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        indexes = [models.Index(fields=["org", "status", "name"], name="supplier_by_org")]
        constraints = [
            models.UniqueConstraint(fields=["org", "name_key"], name="one_supplier_per_name"),
            models.UniqueConstraint(
                fields=["org", "unified_code"], condition=~Q(unified_code=""), name="one_supplier_per_code"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name

    @property
    def category_labels(self) -> list[str]:
        words = dict(SupplierCategory.choices)
        return [str(words.get(code, code)) for code in self.categories]


class SupplierContact(BaseModel):
    """A person at the supplier; `is_on_site` marks who is at the venue on the day."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    is_on_site = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Qualification(BaseModel):
    """A licence, an insurance or a calculation. Without `expires_on` it holds for good.

    `meeting` is set for papers made for one meeting only, such as the load calculation of its stage.
    """

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="qualifications")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.CASCADE, related_name="supplier_qualifications"
    )
    kind = models.CharField(max_length=24, choices=QualificationKind.choices)
    title = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=120, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    file = _file()
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["kind", "expires_on", "id"]
        indexes = [models.Index(fields=["expires_on"], name="qualification_by_expiry")]
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_on=None) | Q(expires_on=None) | Q(expires_on__gte=F("issued_on")),
                name="qualification_ends_after_issue",
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())


class MeetingSupplier(BaseModel):
    """A supplier in one category of one meeting: how far it is, and the group where one talks to it (沟通群)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="suppliers")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="engagements")
    category = models.CharField(max_length=16, choices=SupplierCategory.choices)
    state = models.CharField(max_length=12, choices=EngagementState.choices, default=EngagementState.CONSIDERED)
    note = models.CharField(max_length=500, blank=True)
    group_name = models.CharField(max_length=120, blank=True)
    group_on = models.DateField(null=True, blank=True)
    group_note = models.TextField(blank=True)
    group_file = _file()
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["category", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "supplier", "category"], name="one_engagement_per_category")
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} · {self.supplier}"


class CategoryNeed(BaseModel):
    """What a person decided about a category that brief, conditions or plan call for; or one added by hand."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="category_needs")
    category = models.CharField(max_length=16, choices=SupplierCategory.choices)
    decision = models.CharField(max_length=12, choices=NeedDecision.choices)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = _person()
    decided_at = models.DateTimeField(default=clock.now)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["category"]
        constraints = [models.UniqueConstraint(fields=["meeting", "category"], name="one_need_per_category")]


class SupplierRating(BaseModel):
    """供应商评价表 of one meeting (SOP A16): five scores of 1 to 5, the evidence, and what it means for the library."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="supplier_ratings")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="ratings")
    quality = _score()
    progress = _score()
    cooperation = _score()
    price = _score()
    safety = _score()
    note = models.TextField(blank=True)
    file = _file()
    action = models.CharField(max_length=8, choices=ListAction.choices, default=ListAction.KEEP)
    rated_by = _person()
    rated_at = models.DateTimeField(default=clock.now)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["-rated_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "supplier"], name="one_rating_per_meeting")]
