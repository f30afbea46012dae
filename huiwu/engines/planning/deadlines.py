"""Days that do not scale with the size of a meeting: permits, contracts, platform reviews, visas (sop.md §2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from huiwu.engines.planning.network import Network
from huiwu.engines.planning.plan import Deadline, Fixed, MeetingFacts, Settings, Unmet
from huiwu.engines.planning.sentences import Sentence, say
from huiwu.engines.planning.vocabulary import PUBLIC_TYPES

# Calendar days before the first day. Permit: 《大型群众性活动安全管理条例》; filing: local rules, pending; others: defaults.
LEAD_DAYS: dict[str, int] = {"mass_event_permit": 20, "sms_template": 5, "visa": 30, "government_press": 7}
MASS_EVENT_HEADCOUNT = 1000
_KINDS = {
    "mass_event_permit": "statutory",
    "sms_template": "platform",
    "visa": "visa",
    "government_press": "statutory",
}
# A built-in deadline counts as met once the step that carries it has come this far.
_CARRIED_BY = {
    "mass_event_permit": ("P04", ("done", "signed")),
    "sms_template": ("P23", ("done", "signed", "started")),
    "visa": ("P12", ("done", "signed")),
    "government_press": ("P13", ("done", "signed")),
}


def deadlines_for(
    facts: MeetingFacts, settings: Settings, given: Iterable[Deadline], fixed: Mapping[str, Fixed]
) -> tuple[Deadline, ...]:
    """Built-in deadlines that apply to the meeting, then the given ones (which replace a built-in one of the same id)."""
    found = {name: _built_in(name, facts, settings, fixed) for name in LEAD_DAYS if _applies(name, facts)}
    if facts.contract_on is not None:
        found["contract"] = Deadline("contract", str(say("contract")), facts.contract_on, "contract")
    found.update({item.id: item for item in given})
    return tuple(sorted(found.values(), key=lambda d: (d.needed_on, d.id)))


def unmet_deadlines(due: Iterable[Deadline], facts: MeetingFacts, network: Network) -> tuple[Unmet, ...]:
    """Deadlines before which preparation cannot even begin: today, or the scaled preparation start, is later."""
    starts = [node.early_start for node in network.order if node.prep and node.fixed is None]
    began = any(node.fixed is not None for node in network.order)
    prep_start = facts.today if began or not starts else date.fromordinal(min(starts))
    return tuple(
        Unmet(item.id, item.name, item.kind, _why(item, facts, prep_start), item.needed_on, facts.today)
        for item in due
        if not item.done and item.id != "contract" and max(prep_start, facts.today) > item.needed_on
    )


def is_public(facts: MeetingFacts) -> bool:
    """Whether the meeting is open to the public; judged by type where it is not said."""
    if facts.publicness is not None:
        return facts.publicness == "public"
    return facts.type in PUBLIC_TYPES


def _applies(name: str, facts: MeetingFacts) -> bool:
    said = facts.conditions or frozenset()
    if name == "mass_event_permit":
        return is_public(facts) and facts.headcount >= MASS_EVENT_HEADCOUNT
    if name == "sms_template":
        return facts.conditions is None or "has_sms" in said
    return {"visa": "has_foreign_guests", "government_press": "has_government_press"}[name] in said


def _built_in(name: str, facts: MeetingFacts, settings: Settings, fixed: Mapping[str, Fixed]) -> Deadline:
    days = settings.lead_days.get(name, LEAD_DAYS[name])
    step, far_enough = _CARRIED_BY[name]
    done = step in fixed and fixed[step].reason in far_enough
    needed_on = facts.start_on - timedelta(days=days)
    return Deadline(name, str(say(name, days=days)), needed_on, _KINDS[name], done, days)


def _why(item: Deadline, facts: MeetingFacts, prep_start: date) -> Sentence:
    needed = item.needed_on.isoformat()
    if facts.today > item.needed_on:
        return say("deadline_passed", name=item.name, needed=needed, today=facts.today.isoformat())
    return say("deadline_before_preparation", name=item.name, needed=needed, start=prep_start.isoformat())
