"""What the meeting's own data states about facts that documents state too (GEN-001)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.foundation.registry.statements import Statement, states
from huiwu.meetings.models import Meeting


@states
def what_the_meeting_states(meeting: Meeting) -> Iterator[Statement]:
    """Name, theme, days, city, venue and head-count, as far as they are known."""
    said = {
        "name": (_("会议名称"), meeting.name),
        "theme": (_("会议主题"), meeting.theme),
        "start_on": (_("开始日期"), meeting.start_on.isoformat()),
        "end_on": (_("结束日期"), meeting.end_on.isoformat()),
        "city": (_("举办城市"), meeting.city),
        "venue_name": (_("会议场地"), meeting.venue_name),
        "expected_headcount": (_("预计人数"), str(meeting.expected_headcount or "")),
    }
    url = reverse("meetings:overview", args=[meeting.slug])
    for key, (label, value) in said.items():
        if value:
            yield Statement(f"meeting.{key}", str(label), str(_("会议信息")), value, url)
