"""Personal data in what speakers hand in, for export, retention and erasure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.models import ImpactItem
from huiwu.foundation.files import erase_file
from huiwu.foundation.registry.personal import FieldGroup, holder
from huiwu.kernel import clock
from huiwu.speaker_materials.choices import MaterialKind
from huiwu.speaker_materials.models import MaterialVersion, SpeakerMaterial
from huiwu.speaker_materials.words import material_words

HELD = Q(file__isnull=False) | ~Q(text="", text_en="")
BLANK: dict[str, Any] = {"text": "", "text_en": "", "file": None, "thumbnail": None, "outline": [], "findings": []}


def _versions(meeting: Any, subject_id: UUID, kinds: Sequence[str]) -> QuerySet[MaterialVersion]:
    rows = MaterialVersion.objects.filter(
        HELD, material__meeting=meeting, material__attendee_id=subject_id, material__kind__in=kinds
    )
    return rows.select_related("material__item", "file", "thumbnail")


def _rows(meeting: Any, subject_id: UUID, kinds: Sequence[str]) -> Iterable[tuple[str, str]]:
    for version in _versions(meeting, subject_id, kinds).order_by("material__kind", "number"):
        said = version.file.name if version.file else "\n".join(filter(None, (version.text, version.text_en)))
        label = _("{what} 第 {n} 版").format(what=material_words(version.material), n=version.number)
        yield label, said


def _erase(meeting: Any, subject_id: UUID, kinds: Sequence[str]) -> int:
    """Words and files go; that something was handed in, and when, stays."""
    versions = list(_versions(meeting, subject_id, kinds))
    count = MaterialVersion.objects.filter(pk__in=[row.pk for row in versions]).update(**BLANK, updated_at=clock.now())
    for version in versions:
        for stored in filter(None, (version.file, version.thumbnail)):
            erase_file(stored)
    rows = SpeakerMaterial.objects.filter(meeting=meeting, attendee_id=subject_id, kind__in=kinds)
    count += rows.exclude(return_reason="").update(return_reason="")
    for pk in rows.values_list("pk", flat=True):
        listed = ImpactItem.objects.filter(meeting=meeting, cause_key__startswith=f"material:{pk}:").exclude(cause="")
        count += listed.update(cause="", label=_("（已删除）"), why="")
    return count


def _subjects(meeting: Any, kinds: Sequence[str]) -> Iterable[UUID]:
    rows = MaterialVersion.objects.filter(HELD, material__meeting=meeting, material__kind__in=kinds)
    return rows.order_by().values_list("material__attendee_id", flat=True).distinct()


@holder(FieldGroup.PORTRAIT, gettext_lazy("讲者照片"), gettext_lazy("印制会议手册、制作讲者画面，不用于人脸识别"))
class SpeakerPhotos:
    KINDS = (MaterialKind.PHOTO,)

    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        return _rows(meeting, subject_id, self.KINDS)

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        return _erase(meeting, subject_id, self.KINDS)

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        return _subjects(meeting, self.KINDS)


@holder(
    FieldGroup.PRESENCE,
    gettext_lazy("讲者交来的题目、简介与文件"),
    gettext_lazy("会场放映、印制会议手册"),
    fields={"biography": gettext_lazy("讲者简介"), "talk_files": gettext_lazy("演示文稿与讲义")},
)
class SpeakerPapers:
    KINDS = tuple(kind for kind in MaterialKind if kind != MaterialKind.PHOTO)

    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        return _rows(meeting, subject_id, self.KINDS)

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        return _erase(meeting, subject_id, self.KINDS)

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        return _subjects(meeting, self.KINDS)
