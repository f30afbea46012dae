"""What first contacts and other records of the brief are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.brief.choices import GoalOutcome
from huiwu.brief.models import CityEvent, IntakeRecord
from huiwu.brief.schema import SECTIONS
from huiwu.foundation.registry.names import names, words

TITLES = {section.key: section.title for section in SECTIONS}
names("goal_judged.outcome")(words(GoalOutcome))
names("brief_section_saved.section")(lambda asked: {key: TITLES[key] for key in asked & set(TITLES)})


@names("intake", "into")
def intakes(ids: set[str]) -> dict[str, Any]:
    return {str(pk): name for pk, name in IntakeRecord.objects.filter(pk__in=ids).values_list("pk", "meeting_name")}


@names("city_event")
def city_events(ids: set[str]) -> dict[str, Any]:
    return {str(pk): name for pk, name in CityEvent.objects.filter(pk__in=ids).values_list("pk", "name")}
