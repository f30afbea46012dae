"""What goes into a plan and what comes out of it: frozen values with days as `date`, lengths as whole days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from huiwu.engines.planning.sentences import Sentence, Value, say


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """The meeting as the schedule sees it. `today` is given, never read from a clock.

    `conditions` None = not known yet: every conditional step is planned, so that nothing is forgotten.
    `publicness` is `public`, `internal` or None (judged from the type). Days are days in the meeting's `timezone`.
    """

    type: str
    headcount: int
    start_on: date
    end_on: date
    today: date
    conditions: frozenset[str] | None = None
    publicness: str | None = None
    contract_on: date | None = None
    load_in_on: date | None = None
    timezone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class OwnTask:
    """A task the team adds. Starts on the working day after the last of `deps` (steps or tasks) is finished;
    a dependency in `start_only` need only have started. Without `due_on` it ends before the meeting, or, when it
    follows an on-site or later step, by the end of the plan. `length_days` are working days."""

    id: str
    name: str
    length_days: int
    deps: tuple[str, ...] = ()
    start_only: frozenset[str] = frozenset()
    not_before: date | None = None
    due_on: date | None = None
    assignee: str | None = None
    step: str | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """A step or task that re-planning must keep. `reason`: `done`, `pinned`, `signed`, or `started` (finish may be None)."""

    id: str
    start_on: date
    finish_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that does not scale: statutory, contract, platform or visa. `done` = already handed in; `days` before the first
    day, where the rule counts so."""

    id: str
    name: str
    needed_on: date
    kind: str
    done: bool = False
    days: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """What an organisation or a meeting may decide. Every number has a default of the domain reference.

    `tier` overrides the tier by head-count; `prep_days` the calendar days of preparation (XL: 90 at 1,001 people to 120
    at 5,000 and more, linear); `keep` and `omit` name steps against the defaults; `lead_days` the calendar days before
    the first day for `mass_event_permit`, `sms_template`, `visa`, `government_press`.
    """

    tier: str | None = None
    prep_days: int | None = None
    keep: frozenset[str] = frozenset()
    omit: frozenset[str] = frozenset()
    merge: bool = True
    lead_days: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A dependency as planned: after merging and after inheriting from omitted steps."""

    id: str
    start_only: bool


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step or task of a plan. An omitted step has no dates. Early dates are the plan; late dates the last chance.

    `slack` is in the unit of the step: working days (`workday`) for preparation and own tasks, days (`day`) on site and
    after. `critical`: no slack. `late`: not finished, and its late finish is before today. Continuous and triggered
    steps accompany the meeting to the end of their window; their slack is how much later they may begin. `kind` is
    `step` or `task`; `fixed` the reason it may not move. `minutes` is the window from the opening, in minutes, on the
    first day.
    """

    id: str
    kind: str
    name: str
    name_en: str
    phase: str
    mode: str
    order: int
    unit: str
    gate: str | None
    gate_party: str | None
    gate_blocking: bool
    responsible: tuple[str, ...]
    accountable: str | None
    assignee: str | None
    deps: tuple[Link, ...]
    early_start: date | None
    early_finish: date | None
    late_start: date | None
    late_finish: date | None
    slack: int
    critical: bool
    late: bool
    length_days: int
    merged_into: str | None
    omitted: str | None
    simplified: bool
    fixed: str | None
    minutes: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Shortened:
    """A step that got less time than the catalogue gives it. `rule` is the sentence of code `shortened`."""

    id: str
    name: str
    from_days: int
    to_days: int

    @property
    def rule(self) -> str:
        return str(say("shortened"))


@dataclass(frozen=True, slots=True)
class Postponed:
    """A step whose catalogue deadline has passed or cannot be kept, and the deadline it has now."""

    id: str
    name: str
    from_on: date
    to_on: date

    @property
    def rule(self) -> str:
        """The sentence of code `postponed`."""
        return str(say("postponed"))


@dataclass(frozen=True, slots=True)
class Unmet:
    """Something that cannot be met, and what is to be said about it. `kind`: `statutory`, `contract`, `platform`, `visa`,
    `step` or `fixed`."""

    id: str
    name: str
    kind: str
    said: Sentence
    needed_on: date
    today: date

    @property
    def why(self) -> str:
        """The Chinese sentence."""
        return str(self.said)


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole answer. `steps` in catalogue order, own tasks after them; `critical_path` the critical ids by date;
    `driving_chain` the chain of least slack that leads to the last step before the opening."""

    facts: MeetingFacts
    template_version: str
    tier: str
    tier_name: str
    factor_permille: int
    prep_start_on: date
    feasible: bool
    steps: tuple[PlannedStep, ...]
    critical_path: tuple[str, ...]
    driving_chain: tuple[str, ...]
    shortened: tuple[Shortened, ...]
    postponed: tuple[Postponed, ...]
    unmet: tuple[Unmet, ...]
    deadlines: tuple[Deadline, ...]
    unannounced_years: tuple[int, ...]
    notice: Sentence | None

    @property
    def note(self) -> str:
        """The Chinese sentence about years not announced, or nothing."""
        return str(self.notice or "")

    def step(self, step_id: str) -> PlannedStep:
        """The planned step of that id; KeyError when there is none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)


class PlanRefused(ValueError):
    """The question itself is impossible; the message is one Chinese sentence, `said` its code and values."""

    def __init__(self, key: str, **params: Value) -> None:
        self.said = say(key, **params)
        self.code = self.said.code
        super().__init__(str(self.said))
