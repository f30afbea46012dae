"""OM-061 (domain/failures.md, 嘉宾)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.attendees.choices import NOT_COMING
from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.speaker_materials.choices import MaterialKind
from huiwu.speaker_materials.queries import owing_speakers
from huiwu.speaker_materials.words import material_words

ASKED = (MaterialKind.SLIDES, MaterialKind.BIOGRAPHY, MaterialKind.PHOTO)


@check(
    "OM-061",
    module="guests",
    severity="warn",
    title=gettext_lazy("会前一周讲者资料还没有收齐"),
    step="P12",
    owner_role="guest_team",
    from_days_before=7,
)
def speakers_who_still_owe(scope: Scope) -> Iterator[Hit]:
    """One finding for each speaker, with what is missing; a handout or a title alone is no reason for alarm."""
    if scope.days_after_end > 0:
        return
    for person, rows in owing_speakers(scope.meeting).items():
        missing = [row for row in rows if row.kind in ASKED]
        if not missing or person.presence in NOT_COMING:
            continue
        yield Hit(
            detail=_("讲者 {name} 还缺：{what}。").format(
                name=person.display_name, what=_("、").join(material_words(row) for row in missing)
            ),
            subjects=(Subject("attendee", str(person.pk), person.display_name),),
            url=reverse("speaker_materials:speaker", args=[scope.meeting.slug, person.pk]),
            action=_("今天就催到人；确实没有的，写明原因免交。"),
            root=str(person.pk),
        )
