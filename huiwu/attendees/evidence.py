"""P17 from data: the list declared checked, nothing doubtful or missing in it since."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.attendees.models import ListCheck
from huiwu.attendees.queries.quality import missing_rows, open_duplicates
from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.meetings.models import Meeting


@evidence(
    "attendees.checked",
    title=gettext_lazy("核对完毕的参会人员名单"),
    steps=("P17",),
    facts=(
        "list_checked",
        "attendees_merged",
        "merge_taken_back",
        "told_apart",
        "person_erased",
        "personal_data_erased",
    ),
    busy_facts=(
        "attendee_added",
        "attendees_added",
        "attendee_changed",
        "attendees_changed",
        "presence_changed",
        "presences_changed",
    ),
)
def list_is_checked(meeting: Meeting) -> Evidence:
    """Newcomers do not take it back; a doubtful double or a missing mobile does, until it is settled."""
    url = reverse("attendees:quality", args=[meeting.slug])
    check = ListCheck.objects.select_related("checked_by").filter(meeting=meeting).first()
    if check is None or open_duplicates(meeting) or missing_rows(meeting):
        return Evidence(present=False, label=_("参会人员名单"), url=url)
    return Evidence(
        present=True,
        label=_("参会人员名单，{n} 人").format(n=check.people),
        url=url,
        at=check.checked_at,
        by=check.checked_by.name if check.checked_by else "",
        version_hash=check.list_hash,
    )
