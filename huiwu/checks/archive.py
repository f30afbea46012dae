"""Records of the meeting archive: what was found, and what was let stand and why."""

from __future__ import annotations

from huiwu.checks.models import FindingRecord, Waiver
from huiwu.foundation.registry.archive import archived

archived("findings", FindingRecord, order=90)
archived("waivers", Waiver, meeting_path="finding__meeting", order=91)
