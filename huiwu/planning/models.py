"""Templates, working days, people's time; a meeting's plan with its steps, gates, notes and proposals."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext, gettext_lazy, gettext_noop

from huiwu.accounts.models import Organisation
from huiwu.foundation.models import BaseModel, StoredFile, revision_field
from huiwu.meetings.models import Meeting
from huiwu.planning.choices import (
    SOP_BASIS,
    AbsenceReason,
    DoneHow,
    GateHow,
    GateParty,
    GateState,
    Letter,
    Mode,
    Phase,
    ProposalKind,
    ProposalState,
    StepKind,
    StepStatus,
    TableState,
    TemplateStatus,
)

USER = settings.AUTH_USER_MODEL
BUILT_IN_NAME = "会务服务标准操作流程"
OWN_REASONS = {"工作日历更新": gettext_lazy("工作日历更新"), "均衡工作量": gettext_lazy("均衡工作量")}
"""Reasons of proposals that the product gives itself; what people write stays as it is."""


def in_english(text: str) -> str:
    """`text` with a capital where the reader reads English; else nothing."""
    return text[:1].upper() + text[1:] if (get_language() or "").startswith("en") else ""


def template_word(name: str) -> str:
    """The name of a template with its version; the built-in one is translated."""
    return name.replace(BUILT_IN_NAME, gettext(BUILT_IN_WORD), 1) if name.startswith(BUILT_IN_NAME) else name


BUILT_IN_WORD = gettext_noop("会务服务标准操作流程")


class SopTemplate(BaseModel):
    """One version of an organisation's own SOP, in the catalogue's JSON shape. A published version never changes.

    The built-in template is no row: it ships with the product and is upgraded with it.
    """

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sop_templates")
    name = models.CharField(max_length=120)
    number = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField()
    status = models.CharField(max_length=12, choices=TemplateStatus.choices, default=TemplateStatus.DRAFT)
    based_on = models.CharField(max_length=160, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["name", "-number"]
        constraints = [models.UniqueConstraint(fields=["org", "name", "number"], name="one_template_per_number")]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"

    @property
    def based_on_words(self) -> str:
        return template_word(self.based_on)


class WorkdayTable(BaseModel):
    """One year's days off and make-up workdays as the organisation plans with them; replaces the shipped table."""

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="workday_tables")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=TableState.choices, default=TableState.UNANNOUNCED)
    source = models.CharField(max_length=200, blank=True)
    holidays = models.JSONField(default=dict, blank=True)
    workdays = models.JSONField(default=list, blank=True)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["year"]
        constraints = [models.UniqueConstraint(fields=["org", "year"], name="one_workday_table_per_year")]


class Absence(BaseModel):
    """Days on which a person does no work. The reason is one word; nothing more is asked."""

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="absences")
    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="absences")
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.CharField(max_length=12, choices=AbsenceReason.choices, default=AbsenceReason.LEAVE)

    class Meta:
        ordering: ClassVar = ["from_on"]
        indexes = [models.Index(fields=["user", "from_on"], name="absence_by_person")]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="absence_ends_after_start"),
            models.UniqueConstraint(fields=["org", "user", "from_on", "to_on"], name="one_absence_per_span"),
        ]


class Capacity(BaseModel):
    """How many steps and tasks a person can carry on one day, over all meetings of the organisation."""

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="capacities")
    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="capacities")
    parallel = models.PositiveSmallIntegerField(default=3)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "user"], name="one_capacity_per_person")]


class Plan(BaseModel):
    """A meeting's plan. `snapshot` is the SOP as it was at launch: later edits of a template leave it alone.

    `anchors` are the facts it was computed from (days ISO), `settings` what was chosen (tier, keep, omit …), `notes` the
    engine's conclusions: shortened, postponed, unmet, deadlines, unannounced_years, driving_chain, note.
    `evidence_version` is the version of the meeting's topic up to which busy facts were followed.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="plan")
    template = models.ForeignKey(SopTemplate, null=True, blank=True, on_delete=models.SET_NULL, related_name="plans")
    template_name = models.CharField(max_length=160)
    snapshot = models.JSONField()
    anchors = models.JSONField()
    settings = models.JSONField(default=dict, blank=True)
    notes = models.JSONField(default=dict, blank=True)
    tier = models.CharField(max_length=4)
    factor_permille = models.PositiveIntegerField()
    prep_start_on = models.DateField()
    feasible = models.BooleanField()
    computed_on = models.DateField()
    planned_at = models.DateTimeField()
    evidence_version = models.BigIntegerField(default=0, editable=False)
    revision = revision_field()

    def __str__(self) -> str:
        return str(self.meeting_id)

    @property
    def template_title(self) -> str:
        """The SOP it was launched with, in the reader's language."""
        return template_word(self.template_name)


class Step(BaseModel):
    """A step of the SOP in this meeting, or a task that the team added (`kind`).

    `start_on`/`finish_on` are planned; early and late ones are the limits. `slack` counts in `unit` (workday or day).
    An omitted or merged step has no life of its own; `merged_into` names the code that stands for it.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=StepKind.choices, default=StepKind.STEP)
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    phase = models.CharField(max_length=12, choices=Phase.choices)
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.WINDOW)
    order = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=8, choices=StepStatus.choices, default=StepStatus.TODO)
    start_on = models.DateField(null=True, blank=True)
    finish_on = models.DateField(null=True, blank=True)
    early_start_on = models.DateField(null=True, blank=True)
    early_finish_on = models.DateField(null=True, blank=True)
    late_start_on = models.DateField(null=True, blank=True)
    late_finish_on = models.DateField(null=True, blank=True)
    length_days = models.PositiveSmallIntegerField(default=0)
    unit = models.CharField(max_length=8, default="workday")
    slack = models.IntegerField(default=0)
    is_critical = models.BooleanField(default=False)
    is_pinned = models.BooleanField(default=False)
    is_simplified = models.BooleanField(default=False)
    omitted = models.CharField(max_length=12, blank=True)
    merged_into = models.CharField(max_length=12, blank=True)
    gate_code = models.CharField(max_length=8, blank=True)
    gate_party = models.CharField(max_length=12, blank=True)
    gate_note = models.CharField(max_length=160, blank=True)
    gate_note_en = models.CharField(max_length=160, blank=True)
    owner = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="steps")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="tasks")
    not_before_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    done_how = models.CharField(max_length=10, choices=DoneHow.choices, blank=True)
    done_note = models.CharField(max_length=500, blank=True)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="one_step_per_code")]
        indexes = [
            models.Index(fields=["owner", "status", "late_finish_on"], name="step_by_owner"),
            models.Index(fields=["plan", "status", "finish_on"], name="step_by_plan"),
            models.Index(fields=["status", "late_finish_on"], name="step_by_due"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    waits_for: list[tuple[str, bool]]
    """Set by `steps_to_plan`: codes it waits for, and whether only until they have begun."""
    is_signed: bool
    changed_fields: list[models.Field[Any, Any]]
    """Set while a proposal is written."""

    @property
    def title(self) -> str:
        """The name in the reader's language."""
        return in_english(self.name_en) or self.name

    @property
    def gate_words(self) -> str:
        """What is confirmed at the step, in the reader's language."""
        return in_english(self.gate_note_en) or self.gate_note

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def is_live(self) -> bool:
        """Has a life of its own: neither omitted nor merged."""
        return self.status not in (StepStatus.OMITTED, StepStatus.MERGED)

    def is_late(self, today: date) -> bool:
        """Open although its last chance has passed."""
        return self.is_open and self.late_finish_on is not None and self.late_finish_on < today

    def is_overdue(self, today: date) -> bool:
        """Open although its planned day has passed."""
        return self.is_open and self.finish_on is not None and self.finish_on < today


OPEN_STATUSES = (StepStatus.TODO, StepStatus.DOING)


class StepRole(BaseModel):
    """A letter of RACI on a step: for a role of the meeting, or for one person. Exactly one A, at least one R."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="roles")
    letter = models.CharField(max_length=1, choices=Letter.choices)
    role = models.CharField(max_length=32, blank=True)
    user = models.ForeignKey(USER, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar = ["letter", "role"]
        constraints = [
            models.UniqueConstraint(fields=["step"], condition=Q(letter="A"), name="one_accountable_per_step"),
            models.UniqueConstraint(fields=["step", "letter", "role", "user"], name="one_letter_per_role"),
        ]


class StepDependency(BaseModel):
    """`step` waits for `on`: until it is done, or, with `start_only`, until it has begun."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="needs")
    on = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="unlocks")
    start_only = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "on"], name="one_dependency_per_pair")]


class Gate(BaseModel):
    """A confirmation that blocks what comes after it. Open when each of its live steps has been confirmed."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="gates")
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=160)
    party = models.CharField(max_length=12, choices=GateParty.choices)
    name_en = models.CharField(max_length=160, blank=True)
    confirmed_by = models.CharField(max_length=60, blank=True)
    confirmed_by_en = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=60, blank=True)
    basis_en = models.CharField(max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=GateState.choices, default=GateState.CLOSED)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["order"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="one_gate_per_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        """The name in the reader's language."""
        return in_english(self.name_en) or self.name

    @property
    def basis_words(self) -> str:
        return in_english(self.basis_en) or self.basis

    @property
    def is_sop(self) -> bool:
        """Stated by the SOP itself: only the client's own sign-off opens it."""
        return self.basis == SOP_BASIS

    @property
    def is_open(self) -> bool:
        return self.state != GateState.CLOSED


class GateConfirmation(BaseModel):
    """That a gate was confirmed for one of its steps: by whom, how, on what version."""

    gate = models.ForeignKey(Gate, on_delete=models.CASCADE, related_name="confirmations")
    step_code = models.CharField(max_length=12)
    how = models.CharField(max_length=10, choices=GateHow.choices)
    by_client = models.BooleanField(default=False)
    by_name = models.CharField(max_length=80, blank=True)
    by_user = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    evidence = models.CharField(max_length=60, blank=True)
    label = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=300, blank=True)
    version_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["at"]
        constraints = [models.UniqueConstraint(fields=["gate", "step_code"], name="one_confirmation_per_step")]


class StepNote(BaseModel):
    """What a person wrote or photographed at a step: evidence where no data exists."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at"]


class PlanProposal(BaseModel):
    """A new plan waiting to be accepted: exactly what was shown, computed against one revision of the plan.

    `difference` is what people read, `result` what acceptance writes: `{"plan": {…}, "steps": {code: {…}}, …}`.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=12, choices=ProposalKind.choices)
    reason = models.CharField(max_length=300)
    base_revision = models.PositiveIntegerField()
    difference = models.JSONField()
    result = models.JSONField()
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.WAITING)
    proposed_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes = [models.Index(fields=["plan", "state"], name="proposal_by_plan")]

    @property
    def why(self) -> str:
        """The reason in the reader's language: `工作日历更新：2027` is the product's own, others are people's words."""
        head, colon, tail = self.reason.partition("：")
        return f"{OWN_REASONS[head]}{colon and ' '}{tail}" if head in OWN_REASONS else self.reason

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.WAITING
