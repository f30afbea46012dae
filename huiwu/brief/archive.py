"""Records of the meeting archive; the brief itself goes with the documents."""

from __future__ import annotations

from huiwu.brief.models import DateAcknowledgement, GoalResult, IntakeRecord
from huiwu.foundation.registry.archive import archived

archived("intake_records", IntakeRecord, order=40, leave_out=("submission_key", "sent_from", "link_id"))
archived("date_acknowledgements", DateAcknowledgement, order=40)
archived("goal_results", GoalResult, order=40)
