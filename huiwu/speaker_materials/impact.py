"""What rests on a title, a biography or a photo that was accepted before."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.accounts.choices import Role
from huiwu.foundation.registry.impact import Change, Impacted, rests_on
from huiwu.meetings.models import Meeting
from huiwu.planning.choices import StepStatus
from huiwu.planning.models import Step
from huiwu.speaker_materials.choices import MaterialKind
from huiwu.speaker_materials.models import SpeakerMaterial

HANDBOOK, SCRIPT, SCREEN, PRESS = "handbook", "script", "screen", "press"
PLACES = {
    HANDBOOK: (gettext_lazy("会议手册的讲者介绍"), Role.SECRETARIAT, "P22"),
    SCRIPT: (gettext_lazy("流程单与主持词"), Role.DIRECTOR, "D06"),
    SCREEN: (gettext_lazy("大屏与背景画面"), Role.MATERIALS_TEAM, "P14"),
    PRESS: (gettext_lazy("通稿与宣传页"), Role.PUBLICITY_TEAM, "P13"),
}
"""Where a material is used again: in whose hands, and the step of the SOP in which that begins."""
USED = {
    MaterialKind.TITLE: (HANDBOOK, SCRIPT, SCREEN, PRESS),
    MaterialKind.BIOGRAPHY: (HANDBOOK, SCRIPT, PRESS),
    MaterialKind.PHOTO: (HANDBOOK, SCREEN, PRESS),
}


@rests_on("material.")
def who_used_it(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """A line for each place whose work has begun; the others will take the new version anyway."""
    row = _material(meeting, change.subject_id)
    if row is None:
        return
    begun = set(
        Step.objects.filter(plan__meeting=meeting, status__in=(StepStatus.DOING, StepStatus.DONE)).values_list(
            "code", flat=True
        )
    )
    for place in USED.get(MaterialKind(row.kind), ()):
        title, role, step = PLACES[place]
        if step in begun:
            yield Impacted(
                kind="material.place",
                id=f"{row.pk}:{place}",
                label=_("{place}：{name}").format(place=title, name=row.attendee.display_name),
                state="open",
                url=reverse("speaker_materials:speaker", args=[meeting.slug, row.attendee_id]),
                owner_role=role,
                why=_("讲者交了新的一版，已用旧版的要换掉"),
            )


def _material(meeting: Meeting, key: str) -> SpeakerMaterial | None:
    try:
        pk = UUID(key)
    except ValueError:
        return None
    return SpeakerMaterial.objects.filter(meeting=meeting, pk=pk).select_related("attendee").first()
