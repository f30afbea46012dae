"""Technical scores, each person for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.procurement.events import QuotationScored
from huiwu.procurement.models import TechnicalScore
from huiwu.procurement.services.quoting import _touch, quotation_of


@transaction.atomic
def score_quotation(
    *, actor: Actor, meeting: Meeting, quotation_id: UUID, scores: Mapping[str, int], note: str = ""
) -> None:
    """Write or change one's own scores of 0 to 100 per criterion. Raises InvalidInput, RfqClosed, NotFound."""
    require(actor, "procurement.score", meeting)
    quotation = quotation_of(quotation_id, meeting)
    known = {row["code"] for row in quotation.rfq.criteria}
    if not scores or set(scores) - known or any(not 0 <= score <= 100 for score in scores.values()):
        raise InvalidInput(fields={"scores": [_("每项打 0 到 100 分")]}, detail=_("每项打 0 到 100 分。"))
    _touch(quotation.rfq)
    TechnicalScore.objects.bulk_create(
        [
            TechnicalScore(
                quotation=quotation, scorer_id=actor.user_id, criterion=code, score=score, note=note.strip()[:300]
            )
            for code, score in scores.items()
        ],
        update_conflicts=True,
        unique_fields=["quotation", "scorer", "criterion"],
        update_fields=["score", "note", "updated_at"],
    )
    fact = QuotationScored(meeting_id=meeting.pk, rfq_id=quotation.rfq_id, quotation_id=quotation.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
