"""What site visits' records and codes are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.foundation.registry.names import names, words
from huiwu.site_visits.choices import ListState, Measure, Outcome, Point, Veto
from huiwu.site_visits.models import Candidate

names("candidate_moved.to")(words(ListState))
names("veto_decided.veto")(words(Veto))
names("veto_decided.outcome")(words(Outcome))
names("difference_settled.point")(words(Point))
names("measurement_taken_over.measure")(words(Measure))


@names("candidate")
def candidates(ids: set[str]) -> dict[str, Any]:
    return {str(pk): name for pk, name in Candidate.objects.filter(pk__in=ids).values_list("pk", "venue__name")}
