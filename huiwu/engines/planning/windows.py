"""From a template's offsets to a meeting's windows: tier, scaling, anchors, and the move onto working days.

Rules, all in whole numbers:
1. Preparation offsets scale with the tier, rounded away from the opening (so nothing slips onto the first day), and never
   reach before the tier's preparation start. On-site and post-event windows are real days and do not scale.
2. A scaled preparation day that is not a working day moves to the working day before it. Real days never move.
3. A contract day earlier than the window of the main contract (P05) moves it and all it waits for earlier by as many
   days; a load-in day earlier than the eve does the same to what the set-up (D01) waits for. Neither moves anything later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huiwu.engines.planning.calendar import Ruler
from huiwu.engines.planning.catalogue import SizeTier, StepTemplate, Template
from huiwu.engines.planning.plan import MeetingFacts, Settings

CONTRACT_STEP, LOAD_IN_STEP = "P05", "D01"
XL_FROM, XL_TO = 1001, 5000


@dataclass(frozen=True, slots=True)
class Scale:
    """Tier and factor of one meeting; `prep_days` calendar days from preparation start to the first day.

    `least_permille` is the smallest factor of the template: how far preparation can be compressed at most.
    """

    tier: SizeTier
    factor_permille: int
    prep_days: int
    least_permille: int

    def offset(self, days: int) -> int:
        """A preparation offset at this scale: -3 at 250‰ → -1."""
        if days >= 0:
            return days
        return max(-(-(-days * self.factor_permille) // 1000) * -1, -self.prep_days)

    def shortest(self, length: int) -> int:
        """The least length the catalogue's smallest tier would give to what takes `length` here."""
        return max(1, -(-length * self.least_permille // self.factor_permille)) if self._can_shrink else length

    def least_tail(self, tail: int) -> int:
        """As `shortest`, for the time after the last dependency: a day at least where the catalogue leaves one."""
        return max(min(1, tail), tail * self.least_permille // self.factor_permille) if self._can_shrink else tail

    @property
    def _can_shrink(self) -> bool:
        return self.least_permille < self.factor_permille


def scale_for(template: Template, facts: MeetingFacts, settings: Settings) -> Scale:
    """Tier by head-count or by `settings.tier`; XL interpolated from 1,001 to 5,000 people."""
    tier = template.tier_for(facts.headcount)
    if settings.tier is not None:
        tier = next(t for t in template.tiers if t.id == settings.tier)
    near, far = tier.prep_days
    low, high = tier.factor_permille
    share = min(max(facts.headcount - XL_FROM, 0), XL_TO - XL_FROM)
    prep = near + (far - near) * share // (XL_TO - XL_FROM)
    factor = low + (high - low) * share // (XL_TO - XL_FROM)
    if settings.prep_days is not None:
        factor = max(1, factor * settings.prep_days // prep)
        prep = settings.prep_days
    return Scale(tier, factor, prep, min(t.factor_permille[0] for t in template.tiers))


def window(step: StepTemplate, facts: MeetingFacts, scale: Scale, ruler: Ruler) -> tuple[int, int]:
    """First and last day of a step as ordinals, before the anchors' pull."""
    anchors = {"D": facts.start_on.toordinal(), "E": facts.end_on.toordinal()}
    start, end = step.start_offset, step.end_offset
    if step.phase == "pre_event":
        first = _workday(anchors[step.anchor] + scale.offset(start), ruler)
        if step.anchor_end == "E":
            return first, anchors["E"] + end
        return first, _workday(anchors["D"] + scale.offset(end), ruler)
    if step.id == LOAD_IN_STEP and facts.load_in_on is not None:
        return facts.load_in_on.toordinal(), max(anchors[step.anchor_end] + end, facts.load_in_on.toordinal())
    return anchors[step.anchor] + start, anchors[step.anchor_end] + end


def pulls(facts: MeetingFacts) -> Mapping[str, int]:
    """Steps that an anchor holds to a day: step id → ordinal by which it and all it waits for must be finished."""
    found: dict[str, int] = {}
    if facts.contract_on is not None:
        found[CONTRACT_STEP] = facts.contract_on.toordinal()
    if facts.load_in_on is not None:
        found[LOAD_IN_STEP] = facts.load_in_on.toordinal()
    return found


def span(template: Template, facts: MeetingFacts, scale: Scale, days: list[date], own_work: int) -> tuple[date, date]:
    """A stretch of days that holds every window, today, and whatever else is given, with room on both sides for
    `own_work` working days in a row."""
    room = ROOM + 2 * own_work
    latest = max((s.end_offset for s in template.steps), default=0)
    earliest = min(facts.start_on.toordinal() - scale.prep_days, facts.today.toordinal())
    ends = [facts.end_on.toordinal() + max(latest, 0), facts.today.toordinal()]
    given = [day.toordinal() for day in days]
    return (
        date.fromordinal(max(1, min([earliest, *given]) - room)),
        date.fromordinal(min(date.max.toordinal(), max([*ends, *given]) + room)),
    )


ROOM = 400


def _workday(ordinal: int, ruler: Ruler) -> int:
    return ruler.days[ruler.floor(ordinal)]
