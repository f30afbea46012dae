"""Records of the meeting archive; who has whom on the telephone at this moment stays at home."""

from __future__ import annotations

from huiwu.calls.models import Callee, CallRecord, CallTask
from huiwu.foundation.registry.archive import archived

archived("callees", Callee, order=94, leave_out=("claimed_by", "claimed_until"))
archived("call_tasks", CallTask, order=94)
archived("call_records", CallRecord, order=94)
