"""Verbs of first contact and of the brief, split by what they are about."""

from huiwu.brief.services.accepting import accept_intake
from huiwu.brief.services.cities import (
    acknowledge_clashes,
    change_city_event,
    city_event_of,
    list_city_event,
    remove_city_event,
)
from huiwu.brief.services.drafts import (
    follow_signed_brief,
    open_brief,
    propose_brief,
    save_brief,
    send_brief_for_signature,
)
from huiwu.brief.services.goals import judge_goal
from huiwu.brief.services.intake import (
    correct_intake,
    decline_intake,
    forget_old_intakes,
    intake_of,
    invite_intake,
    merge_intake,
    record_intake,
    submit_intake,
)

__all__ = [
    "accept_intake",
    "acknowledge_clashes",
    "change_city_event",
    "city_event_of",
    "correct_intake",
    "decline_intake",
    "follow_signed_brief",
    "forget_old_intakes",
    "intake_of",
    "invite_intake",
    "judge_goal",
    "list_city_event",
    "merge_intake",
    "open_brief",
    "propose_brief",
    "record_intake",
    "remove_city_event",
    "save_brief",
    "send_brief_for_signature",
    "submit_intake",
]
