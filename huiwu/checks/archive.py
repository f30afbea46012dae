"""Records of the meeting archive: what was found, and what was let stand and why."""

from __future__ import annotations

from huiwu.checks.models import CheckedUpTo, FindingRecord, Waiver
from huiwu.foundation.registry.archive import archived, left_at_home

archived("findings", FindingRecord, order=90)
archived("waivers", Waiver, meeting_path="finding__meeting", order=91)
left_at_home(CheckedUpTo, "how far this installation has judged its own facts; the next judgement makes it anew")
