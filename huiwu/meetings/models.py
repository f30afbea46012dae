"""Meeting, client, parties, team, spaces, functions."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from huiwu.accounts.choices import Role
from huiwu.accounts.models import Organisation
from huiwu.foundation.models import BaseModel, revision_field
from huiwu.meetings.choices import (
    ClientKind,
    FunctionKind,
    Layout,
    MeetingStatus,
    MeetingType,
    Part,
    Publicness,
    SizeTier,
)
from huiwu.meetings.rules.dates import Times
from huiwu.meetings.rules.functions import BASES


class Client(BaseModel):
    """The party the service is for."""

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="clients")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=16, choices=ClientKind.choices, default=ClientKind.ENTERPRISE)
    notes = models.TextField(blank=True)
    search_text = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints = [models.UniqueConstraint(fields=["org", "name"], name="one_client_per_name")]

    def __str__(self) -> str:
        return self.name


class Contact(BaseModel):
    """A person at the client. `is_approver` marks 客户决策人, who can open the client's gates."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    is_approver = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class NumberSeries(BaseModel):
    """The last 立项号 given out in one organisation and year; raised by one conditional update, so never given twice."""

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "year"], name="one_series_per_year")]


class SizeBorders(BaseModel):
    """An organisation's own borders between S, M, L and XL, in force from a day on (SOP §2: 阈值必须可配置)."""

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="size_borders")
    effective_on = models.DateField()
    small_max = models.PositiveIntegerField()
    medium_max = models.PositiveIntegerField()
    large_max = models.PositiveIntegerField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-effective_on"]
        constraints = [models.UniqueConstraint(fields=["org", "effective_on"], name="one_size_scale_per_day")]


class Meeting(BaseModel):
    """One meeting of one client. Dates are days in its own time zone; instants elsewhere are UTC.

    `held_status` is the status to return to when a postponed or cancelled meeting is resumed; `status_reason` says why
    it was postponed or cancelled. `search_text` holds name, client and number as written, in pinyin and in initials.
    """

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="meetings")
    client = models.ForeignKey(Client, null=True, on_delete=models.PROTECT, related_name="meetings")
    number = models.CharField(max_length=40)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=200, blank=True)
    theme = models.CharField(max_length=300, blank=True)
    meeting_type = models.CharField(max_length=16, choices=MeetingType.choices)
    status = models.CharField(max_length=16, choices=MeetingStatus.choices, default=MeetingStatus.ENQUIRY)
    size_tier = models.CharField(max_length=2, choices=SizeTier.choices)
    expected_headcount = models.PositiveIntegerField()
    publicness = models.CharField(max_length=16, choices=Publicness.choices, default=Publicness.INVITED)
    start_on = models.DateField()
    end_on = models.DateField()
    time_zone = models.CharField(max_length=50, default="Asia/Shanghai")
    city = models.CharField(max_length=80, blank=True)
    venue_name = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    conditions = models.JSONField(default=list, blank=True)
    public_body_mode = models.BooleanField(default=False)
    contract_on = models.DateField(null=True, blank=True)
    load_in_on = models.DateField(null=True, blank=True)
    edition = models.CharField(max_length=40, blank=True)
    prior_edition = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    held_status = models.CharField(max_length=16, choices=MeetingStatus.choices, blank=True)
    status_reason = models.CharField(max_length=500, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    search_text = models.CharField(max_length=1500, blank=True)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["start_on", "name"]
        indexes = [models.Index(fields=["org", "status", "start_on"], name="meeting_by_org")]
        constraints = [
            models.CheckConstraint(condition=Q(end_on__gte=F("start_on")), name="meeting_ends_after_start"),
            models.UniqueConstraint(fields=["org", "number"], name="one_meeting_per_number"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        return self.status in (MeetingStatus.ENQUIRY, MeetingStatus.ACTIVE)

    @property
    def is_on_hold(self) -> bool:
        """Postponed or cancelled: it can be resumed with new dates."""
        return self.status in (MeetingStatus.POSTPONED, MeetingStatus.CANCELLED)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def day_count(self) -> int:
        """会期 in days."""
        return (self.end_on - self.start_on).days + 1

    def days_to_start(self, today: date) -> int:
        """T-n as of `today`."""
        return (self.start_on - today).days


class MeetingOrganisation(BaseModel):
    """Host, organiser, co-organiser, supporter and guiding bodies, in order."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="organisations")
    part = models.CharField(max_length=20, choices=Part.choices)
    name = models.CharField(max_length=160)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["part", "order"]
        constraints = [models.UniqueConstraint(fields=["meeting", "part", "name"], name="one_part_per_organisation")]


class WorkGroup(BaseModel):
    """A 组别 of the event team with a named lead."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="work_groups")
    name = models.CharField(max_length=60)
    duties = models.TextField(blank=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["meeting", "name"], name="one_group_per_name")]

    def __str__(self) -> str:
        return self.name


class TeamMember(BaseModel):
    """A person in one role of one meeting's 会务组; a person may hold several roles."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="meeting_roles")
    role = models.CharField(max_length=32, choices=Role.choices)
    work_group = models.ForeignKey(WorkGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="members")
    is_backup = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "user", "role"], name="one_row_per_role")]


class Space(BaseModel):
    """A place functions use: a hall, a foyer, a restaurant."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="spaces")
    name = models.CharField(max_length=120)
    floor = models.CharField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["meeting", "name"], name="one_space_per_name")]

    def __str__(self) -> str:
        return self.name


class Function(BaseModel):
    """功能单元, the spine: a space for a span of time with four head-counts and a set-up order (APEX function sheet).

    In `setup_order` each field is `{"state": filled|none|not_applicable|unfilled, "value": …}`: an explicit
    "not applicable" differs from empty. A head-count that does not apply is named in `headcount_not_applicable`.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="functions")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=FunctionKind.choices)
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="functions")
    load_in_at = models.DateTimeField(null=True, blank=True)
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    strike_by_at = models.DateTimeField(null=True, blank=True)
    layout = models.CharField(max_length=16, choices=Layout.choices, blank=True)
    headcount_expected = models.PositiveIntegerField(null=True, blank=True)
    headcount_guaranteed = models.PositiveIntegerField(null=True, blank=True)
    headcount_set = models.PositiveIntegerField(null=True, blank=True)
    headcount_actual = models.PositiveIntegerField(null=True, blank=True)
    headcount_not_applicable = models.JSONField(default=list, blank=True)
    setup_order = models.JSONField(default=dict, blank=True)
    is_cancelled = models.BooleanField(default=False)
    cancelled_reason = models.CharField(max_length=300, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["start_at", "number"]
        constraints = [
            models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="function_ends_after_start"),
            models.UniqueConstraint(fields=["meeting", "number"], name="one_function_per_number"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def times(self) -> Times:
        return Times(self.load_in_at, self.start_at, self.end_at, self.strike_by_at)

    @property
    def headcounts(self) -> dict[str, int | None]:
        """The four head-counts by basis."""
        return {basis: getattr(self, f"headcount_{basis}") for basis in BASES}
