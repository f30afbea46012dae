"""Records of the meeting archive: the notices and whom they went to. What came of each delivery stays at home."""

from __future__ import annotations

from huiwu.foundation.registry.archive import archived
from huiwu.notices.models import Notice, NoticeRecipient

archived("notices", Notice, order=98)
archived("notice_recipients", NoticeRecipient, meeting_path="notice__meeting", order=99)
