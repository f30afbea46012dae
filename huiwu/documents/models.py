"""Documents, their versions, sign-offs, remarks, change orders, impact lists, acknowledgements.

A version's content is written once: services only move its status by conditional updates, and a trigger of the database
(migration `0002_versions_never_change`) refuses anything else.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from huiwu.documents.choices import (
    IN_FORCE,
    ChangeOrderStatus,
    Decision,
    ImpactAnswer,
    Method,
    Party,
    VersionStatus,
    VoidReason,
)
from huiwu.documents.rules import snapshot_hash
from huiwu.foundation.models import BaseModel, StoredFile, revision_field
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting


def _person() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")


class NumberSeries(BaseModel):
    """How many documents of one prefix a meeting has; taken by an update, so that two never share a number."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    prefix = models.CharField(max_length=12)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "prefix"], name="one_series_per_prefix")]


class Document(BaseModel):
    """One 单据 of a meeting. `draft` is what people edit; what was shown to others stands in versions.

    `subject_id` is the record the document is about when a meeting has several of a kind. A frozen document is edited
    only while a signed change order has been applied and not yet carried out.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True, blank=True)
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    draft = models.JSONField(default=dict)
    revision = revision_field()
    edited_by = _person()
    edited_at = models.DateTimeField(default=clock.now)
    version_count = models.PositiveIntegerField(default=0)
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = _person()

    class Meta:
        ordering: ClassVar = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "kind", "subject_id"], name="one_document_per_subject"),
            models.UniqueConstraint(
                fields=["meeting", "kind"], condition=Q(subject_id=None), name="one_document_per_kind"
            ),
            models.UniqueConstraint(fields=["meeting", "number"], name="one_document_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def url(self) -> str:
        """Its page with all versions; where it is edited is said by its kind."""
        return reverse("documents:document", args=[self.meeting.slug, self.pk])

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def open_order(self) -> ChangeOrder | None:
        """The applied change order that holds a frozen document open."""
        return self.change_orders.filter(status=ChangeOrderStatus.APPLIED).first()

    @property
    def is_open_for_edit(self) -> bool:
        return self.frozen_at is None or self.open_order is not None


class Version(BaseModel):
    """One numbered version: an immutable snapshot. `header` holds number, version and the meeting's facts of that moment.

    One thing only may change it: a person's right to be erased (PIPL art. 47). `content_hash` stays what was signed;
    `redacted_hash` then seals what is left, and `redacted_at` says when names were taken out.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=VersionStatus.choices, default=VersionStatus.REVIEW)
    header = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    redacted_hash = models.CharField(max_length=64, null=True)
    redacted_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    proposed_by = _person()
    proposed_at = models.DateTimeField(default=clock.now)
    void_reason = models.CharField(max_length=12, choices=VoidReason.choices, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number"),
            models.UniqueConstraint(fields=["document"], condition=Q(status="review"), name="one_version_in_review"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(status__in=["confirmed", "frozen"]), name="one_version_in_force"
            ),
            models.CheckConstraint(condition=Q(status__in=VersionStatus.values), name="version_status_known"),
            models.CheckConstraint(
                condition=(Q(status="void") & ~Q(void_reason="")) | (~Q(status="void") & Q(void_reason="")),
                name="void_version_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"

    @property
    def url(self) -> str:
        return reverse("documents:version", args=[self.document.meeting.slug, self.pk])

    @property
    def is_in_force(self) -> bool:
        return self.status in IN_FORCE

    @property
    def can_be_signed(self) -> bool:
        return self.status == VersionStatus.REVIEW

    @property
    def is_intact(self) -> bool:
        """Whether header and content still give the hash that was shown and signed, but for names erased since."""
        return snapshot_hash(self.header, self.content) == (self.redacted_hash or self.content_hash)


class Signoff(BaseModel):
    """确认留痕: who, when, how, from where, and the hash of exactly what was seen. Written once."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="signoffs")
    decision = models.CharField(max_length=12, choices=Decision.choices)
    person_name = models.CharField(max_length=80)
    person_title = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField(default=clock.now)
    method = models.CharField(max_length=12, choices=Method.choices)
    address = models.CharField(max_length=64, blank=True)
    agent = models.CharField(max_length=300, blank=True)
    link_id = models.UUIDField(null=True)
    by_user = _person()
    recorded_by = _person()
    evidence = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    by_client = models.BooleanField(default=False)
    version_hash = models.CharField(max_length=64)
    remarks = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(decision="confirmed"), name="one_confirmation_per_version"
            ),
            models.CheckConstraint(
                condition=Q(method="link") | Q(evidence__isnull=False), name="signoff_on_paper_has_its_scan"
            ),
        ]


class Remark(BaseModel):
    """A remark on one field, or on the whole document when `field_key` is empty."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="remarks")
    version = models.ForeignKey(Version, null=True, on_delete=models.CASCADE, related_name="remarks")
    field_key = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    by_name = models.CharField(max_length=80)
    by_user = _person()
    link_id = models.UUIDField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = _person()
    answer = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["made_at"]

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None


class ChangeOrder(BaseModel):
    """变更单: what changes in a frozen document, who asked, what it costs. `sheet` is its own document, which is signed."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="change_orders")
    base_version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    sheet = models.OneToOneField(Document, null=True, on_delete=models.CASCADE, related_name="change_order")
    status = models.CharField(max_length=12, choices=ChangeOrderStatus.choices, default=ChangeOrderStatus.REVIEW)
    summary = models.TextField()
    reason = models.TextField()
    requested_by = models.CharField(max_length=80)
    requested_party = models.CharField(max_length=12, choices=Party.choices)
    cost_cents = models.BigIntegerField(default=0)
    settlement_basis = models.TextField(blank=True)
    time_effect = models.TextField(blank=True)
    changed_keys = models.JSONField(default=list)
    opened_by = _person()
    opened_at = models.DateTimeField(default=clock.now)
    signed_version = models.ForeignKey(Version, null=True, on_delete=models.SET_NULL, related_name="+")
    applied_by = _person()
    applied_at = models.DateTimeField(null=True)
    done_version = models.ForeignKey(Version, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(status="applied"), name="one_applied_order_per_document"
            )
        ]

    @property
    def url(self) -> str:
        return reverse("documents:change_order", args=[self.document.meeting.slug, self.pk])


class ImpactItem(BaseModel):
    """One line of a 受影响单据清单, confirmed by a named person.

    The cause is a proposed `version`, a `change_order`, or, with neither, a change of the meeting's own facts; `cause_key`
    tells causes apart, so that a repeated listing adds nothing.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="impact_items")
    version = models.ForeignKey(Version, null=True, on_delete=models.CASCADE, related_name="impact_items")
    change_order = models.ForeignKey(ChangeOrder, null=True, on_delete=models.CASCADE, related_name="impact_items")
    cause_key = models.CharField(max_length=80)
    cause = models.TextField(blank=True)
    impacted_kind = models.CharField(max_length=40)
    impacted_id = models.CharField(max_length=64)
    label = models.CharField(max_length=300)
    state = models.CharField(max_length=20, blank=True)
    url = models.CharField(max_length=300, blank=True)
    owner_role = models.CharField(max_length=32, blank=True)
    why = models.TextField(blank=True)
    needs_change_order = models.BooleanField(default=False)
    listed_at = models.DateTimeField(default=clock.now)
    answer = models.CharField(max_length=16, choices=ImpactAnswer.choices, blank=True)
    note = models.TextField(blank=True)
    confirmed_by = _person()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["listed_at", "-needs_change_order", "impacted_kind", "label"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "cause_key", "impacted_kind", "impacted_id"], name="one_impact_line_per_cause"
            )
        ]

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None


class Acknowledgement(BaseModel):
    """已阅: a reader has read a released version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="acknowledgements")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["at"]
        constraints = [models.UniqueConstraint(fields=["version", "reader"], name="one_acknowledgement_per_reader")]
