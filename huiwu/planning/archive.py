"""Records of the meeting archive. The organisation's own templates stay at home: the plan carries its snapshot."""

from __future__ import annotations

from huiwu.foundation.registry.archive import archived
from huiwu.planning.models import (
    Gate,
    GateConfirmation,
    Plan,
    PlanProposal,
    Step,
    StepDependency,
    StepNote,
    StepRole,
)

archived("plans", Plan, order=50, leave_out=("template", "evidence_version"))
archived("steps", Step, meeting_path="plan__meeting", order=51)
archived("gates", Gate, meeting_path="plan__meeting", order=51)
archived("step_roles", StepRole, meeting_path="step__plan__meeting", order=52)
archived("step_dependencies", StepDependency, meeting_path="step__plan__meeting", order=52)
archived("gate_confirmations", GateConfirmation, meeting_path="gate__plan__meeting", order=52)
archived("step_notes", StepNote, meeting_path="step__plan__meeting", order=52)
archived("plan_proposals", PlanProposal, meeting_path="plan__meeting", order=52)
