"""Purposes, notices, consents, retention, exports, entrusted parties, erasures, incidents.

People are named by `subject_id`, the attendee's id, without a key: the record of a consent or an erasure outlives the
person's own record and holds nothing that tells who they were.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from huiwu.accounts.choices import Role
from huiwu.contracts.models import Contract
from huiwu.foundation.models import BaseModel, StoredFile, revision_field
from huiwu.foundation.registry.personal import FieldGroup
from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import (
    Audience,
    BreachSeverity,
    EntrustState,
    ErasureKind,
    Ground,
    How,
    NoticeState,
    Operator,
    Origin,
    PartyKind,
    PurposeCode,
    RequestKind,
    RequestState,
    ReturnKind,
)
from huiwu.suppliers.models import Supplier


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


def _file() -> models.ForeignKey:
    return models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")


class Purpose(BaseModel):
    """What a meeting asks people's data for. `groups` are codes of FieldGroup; `is_offered` shows it to be ticked."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="purposes")
    code = models.CharField(max_length=16, choices=PurposeCode.choices)
    text = models.CharField(max_length=500)
    text_en = models.CharField(max_length=800, blank=True)
    groups = models.JSONField(default=list)
    is_required = models.BooleanField(default=False)
    is_offered = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["meeting", "code"], name="one_purpose_per_code")]

    def __str__(self) -> str:
        return str(self.get_code_display())


class PrivacyNotice(BaseModel):
    """A version of 《个人信息处理告知》 in both languages. Published, its `content` never changes again.

    `content` is what people read: processor, contact, purposes, groups with their terms, recipients, rights; `content_hash`
    the SHA-256 of its canonical JSON. `asks_again` says that people who agreed to an older version are asked anew.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="privacy_notices")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=NoticeState.choices, default=NoticeState.DRAFT)
    processor = models.CharField(max_length=160)
    processor_en = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=160)
    contact_en = models.CharField(max_length=200, blank=True)
    more = models.TextField(blank=True)
    more_en = models.TextField(blank=True)
    content = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64, blank=True)
    asks_again = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = _person()
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_notice_per_number"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state=NoticeState.PUBLISHED), name="one_published_notice"
            ),
            models.UniqueConstraint(fields=["meeting"], condition=Q(state=NoticeState.DRAFT), name="one_notice_draft"),
        ]

    def __str__(self) -> str:
        return f"V{self.number}"


class Consent(BaseModel):
    """One person's yes to one purpose, under the notice they had read. Withdrawn ones stay, as evidence.

    `evidence` is how it can be proved (address, browser, link, scan); it is emptied when the person is erased.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="consents")
    subject_id = models.UUIDField()
    purpose = models.CharField(max_length=16, choices=PurposeCode.choices)
    notice = models.ForeignKey(PrivacyNotice, null=True, blank=True, on_delete=models.PROTECT, related_name="consents")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=8, choices=How.choices)
    evidence = models.JSONField(default=dict, blank=True)
    given_by = _person()
    withdrawn_by = _person()

    class Meta:
        ordering: ClassVar = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "subject_id", "purpose"],
                condition=Q(withdrawn_at=None),
                name="one_standing_consent_per_purpose",
            )
        ]
        indexes = [models.Index(fields=["meeting", "purpose", "withdrawn_at"], name="consent_by_purpose")]


class RetentionRule(BaseModel):
    """How long a meeting keeps a group, where it differs from the default; `basis` says why."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="retention_rules")
    group = models.CharField(max_length=16, choices=FieldGroup.choices)
    days_after = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=300)
    set_by = _person()
    revision = revision_field()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "group"], name="one_retention_rule_per_group")]


class EntrustedProcessing(BaseModel):
    """An agreement with a party that handles people's data for the meeting (PIPL art. 21: six terms).

    `groups` are the kinds of data it may receive, no more than its work needs. `returned_*` is the confirmation that all
    of it was given back or erased (G11).
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="entrusted_processings")
    party_kind = models.CharField(max_length=8, choices=PartyKind.choices)
    supplier = models.ForeignKey(
        Supplier, null=True, blank=True, on_delete=models.PROTECT, related_name="entrusted_processings"
    )
    contract = models.ForeignKey(
        Contract, null=True, blank=True, on_delete=models.PROTECT, related_name="entrusted_processings"
    )
    name = models.CharField(max_length=160)
    purpose = models.CharField(max_length=300, blank=True)
    until_on = models.DateField(null=True, blank=True)
    method = models.CharField(max_length=300, blank=True)
    groups = models.JSONField(default=list)
    safeguards = models.CharField(max_length=500, blank=True)
    duties = models.CharField(max_length=500, blank=True)
    may_pass_on = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=EntrustState.choices, default=EntrustState.DRAFT)
    agreed_on = models.DateField(null=True, blank=True)
    agreement = _file()
    returned_kind = models.CharField(max_length=8, choices=ReturnKind.choices, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    returned_by_name = models.CharField(max_length=80, blank=True)
    return_proof = _file()
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "supplier"],
                condition=Q(supplier__isnull=False) & ~Q(state=EntrustState.CANCELLED),
                name="one_entrusted_processing_per_supplier",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def group_words(self) -> str:
        return _("、").join(str(group.label) for group in FieldGroup if group.value in self.groups)


class ExportRecord(BaseModel):
    """That people's data left the system: who took which columns of how many people, for whom and what for.

    `groups` follow from `fields`. `subject_ids` are kept for lists given to the attendees themselves, so that one who
    withdraws later is found on them. `file` is the kept copy, removed when anybody is erased.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="export_records")
    what = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    fields = models.JSONField(default=list)
    groups = models.JSONField(default=list)
    count = models.PositiveIntegerField()
    audience = models.CharField(max_length=10, choices=Audience.choices)
    recipient = models.CharField(max_length=160, blank=True)
    supplier = models.ForeignKey(Supplier, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entrusted = models.ForeignKey(
        EntrustedProcessing, null=True, blank=True, on_delete=models.PROTECT, related_name="exports"
    )
    purpose = models.CharField(max_length=300)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.EXPORT)
    subject_ids = models.JSONField(default=list, blank=True)
    file = _file()
    made_by = _person()
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        indexes = [models.Index(fields=["meeting", "-made_at"], name="export_record_by_meeting")]


class CrossBorderTransfer(BaseModel):
    """That people's data goes to a recipient outside the mainland, on which grounds (PIPL art. 38, 39)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="cross_border_transfers")
    recipient = models.CharField(max_length=160)
    country = models.CharField(max_length=2)
    contact = models.CharField(max_length=160, blank=True)
    purpose = models.CharField(max_length=300)
    groups = models.JSONField(default=list)
    count = models.PositiveIntegerField()
    ground = models.CharField(max_length=20, choices=Ground.choices)
    ground_note = models.CharField(max_length=300, blank=True)
    has_separate_consent = models.BooleanField(default=False)
    sent_on = models.DateField()
    proof = _file()
    saved_by = _person()

    class Meta:
        ordering: ClassVar = ["-sent_on", "id"]


class ImpactAssessment(BaseModel):
    """个人信息保护影响评估 before sensitive data is handled, entrusted or given away (PIPL art. 55, 56); kept three years."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="impact_assessments")
    title = models.CharField(max_length=160)
    groups = models.JSONField(default=list)
    necessity = models.TextField()
    risks = models.TextField()
    measures = models.TextField()
    conclusion = models.CharField(max_length=500)
    assessed_by = _person()
    assessed_on = models.DateField()
    keep_until = models.DateField()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["-assessed_on", "id"]


class Breach(BaseModel):
    """A leak, or the danger of one: what happened, whom it touches, what was done and when it was told (PIPL art. 57)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="breaches")
    number = models.PositiveIntegerField()
    found_at = models.DateTimeField()
    what = models.TextField()
    groups = models.JSONField(default=list)
    count = models.PositiveIntegerField(default=0)
    cause = models.TextField(blank=True)
    harm = models.TextField(blank=True)
    severity = models.CharField(max_length=8, choices=BreachSeverity.choices)
    operator = models.CharField(max_length=10, choices=Operator.choices, default=Operator.GENERAL)
    remedy = models.TextField(blank=True)
    contained_at = models.DateTimeField(null=True, blank=True)
    authority_told_at = models.DateTimeField(null=True, blank=True)
    people_told_at = models.DateTimeField(null=True, blank=True)
    people_untold_why = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_breach_per_number")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return f"XL-{self.number:03d}"


class SubjectRequest(BaseModel):
    """What a person asked for by their link, and the answer. `words` are theirs, emptied when they are erased."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="subject_requests")
    subject_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=RequestKind.choices)
    words = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=RequestState.choices, default=RequestState.OPEN)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = _person()

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        indexes = [models.Index(fields=["meeting", "state"], name="subject_request_by_state")]


class Erasure(BaseModel):
    """One erasure and its certificate: which groups, how many people and records, on whose word; nobody's data.

    `lines` are `{"group", "title", "people", "records", "kept"}`; `content_hash` seals what the certificate says.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="erasures")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=ErasureKind.choices)
    subject_id = models.UUIDField(null=True, blank=True)
    groups = models.JSONField(default=list)
    people = models.PositiveIntegerField(default=0)
    records = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    lines = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    asked_by = _person()
    asked_by_role = models.CharField(max_length=24, choices=Role.choices, blank=True)
    is_done = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_erasure_per_number")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return f"SC-{self.number:03d}"
