"""嘉宾简介/照片/PPT, all accepted, are part of what completes P12 (sop.md)."""

from __future__ import annotations

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.meetings.models import Meeting
from huiwu.speaker_materials.choices import MaterialState
from huiwu.speaker_materials.queries import waited_for


@evidence(
    "speaker_materials.accepted",
    title=gettext_lazy("讲者资料收齐：简介、照片、演示文稿"),
    steps=("P12",),
    facts=(
        "materials_followed",
        "material_asked",
        "material_received",
        "material_accepted",
        "material_returned",
        "material_waived",
    ),
)
def all_accepted(meeting: Meeting) -> Evidence:
    """A meeting without speakers has nothing to collect."""
    rows = waited_for(meeting)
    total, at = rows.count(), rows.aggregate(at=Max("judged_at"))["at"]
    open_count = rows.exclude(state=MaterialState.ACCEPTED).count()
    label = _("讲者资料：{total} 项，{open} 项未通过").format(total=total, open=open_count)
    url = reverse("speaker_materials:materials", args=[meeting.slug])
    return Evidence(present=not open_count, label=label, url=url, at=at)
