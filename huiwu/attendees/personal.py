"""Personal data held here, for export, retention and erasure (registry.personal)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.attendees.choices import SensitiveField
from huiwu.attendees.models import (
    Attendee,
    AttendeeChange,
    ImportBatch,
    ImportRow,
    Merge,
    Participation,
    SensitiveValue,
    ShortCode,
)
from huiwu.attendees.queries.words import FIELDS, field_label
from huiwu.attendees.rules import phones
from huiwu.attendees.services.importing import drop_waiting_lists
from huiwu.attendees.services.naming import forget_pieces
from huiwu.documents.models import ImpactItem
from huiwu.foundation.files import erase_file
from huiwu.foundation.registry.personal import STRUCK as GONE
from huiwu.foundation.registry.personal import FieldGroup, Marks, holder, known_by, strike_rows, sweeper
from huiwu.foundation.secrets import unseal
from huiwu.kernel import clock


def _rows_of(meeting: Any, subject_id: UUID) -> QuerySet[Attendee]:
    """The person's record and those merged into it."""
    return Attendee.objects.filter(Q(pk=subject_id) | Q(merged_into=subject_id), meeting=meeting)


@known_by
def names_and_numbers(meeting: Any, subject_ids: Sequence[UUID]) -> Iterator[str]:
    """As they are, and as the history says they once were."""
    rows = Attendee.objects.filter(Q(pk__in=subject_ids) | Q(merged_into__in=subject_ids), meeting=meeting)
    for row in rows:
        yield from (row.display_name, row.name_en, row.email, *phones.spellings(row.mobile))
    lines = AttendeeChange.objects.filter(attendee__in=rows, field__in=("display_name", "name_en", "email", "mobile"))
    for field, *values in lines.values_list("field", "before", "after"):
        for value in values:
            yield from phones.spellings(value) if field == "mobile" else (value,)


@sweeper
def lists_and_histories(meeting: Any, marks: Marks) -> int:
    """Rows of lists that name them, lists that wait, other people's notes, secretaries and histories."""
    others = Attendee.objects.filter(meeting=meeting, erased_at=None)
    words = strike_rows(others, marks, "title", "note", "presence_reason", "secretary_name", "secretary_mobile")
    told = strike_rows(AttendeeChange.objects.filter(attendee__meeting=meeting), marks, "before", "after")
    named = strike_rows(ImportBatch.objects.filter(meeting=meeting), marks, "name")
    rows = ImportRow.objects.filter(batch__meeting=meeting).only("name", "cells", "texts", "reasons")
    found = [one.pk for one in rows.iterator() if marks.stand_in([one.name, one.cells, one.texts, one.reasons])]
    for start in range(0, len(found), 500):
        ImportRow.objects.filter(pk__in=found[start : start + 500]).delete()
    return words + told + named + len(found) + drop_waiting_lists(meeting=meeting)


class _Columns:
    """Some columns of the record itself."""

    columns: ClassVar[dict[str, Any]] = {}

    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        for row in _rows_of(meeting, subject_id):
            for key in self.columns:
                value = getattr(row, key)
                text = "、".join(map(str, value)) if isinstance(value, list) else str(value or "")
                if text:
                    yield field_label(key), text

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        kept = ~Q(**self.columns)
        return _rows_of(meeting, subject_id).filter(kept).update(**self.columns, updated_at=clock.now())

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        rows = Attendee.objects.filter(~Q(**self.columns), meeting=meeting, merged_into=None)
        return rows.values_list("pk", flat=True)


@holder(
    FieldGroup.IDENTITY,
    gettext_lazy("参会人员记录：姓名、单位、职务"),
    gettext_lazy("制作名单、名牌、席卡与座次，安排接待"),
    fields={
        key: FIELDS[key]
        for key in ("display_name", "name_en", "org_name", "org_short", "title", "salutation", "protocol_rank", "tags")
    },
)
class Identity(_Columns):
    """Erased last, with everything that is searched by; the number stays."""

    columns: ClassVar[dict[str, Any]] = {
        "display_name": GONE,
        "family_name": "",
        "given_name": "",
        "name_en": "",
        "salutation": "",
        "org_name": "",
        "org_short": "",
        "title": "",
        "protocol_rank": None,
        "tags": [],
        "group_name": "",
        "note": "",
        "reading": "",
        "pinyin": "",
        "initials": "",
        "stroke_key": "",
        "search_text": "",
        "presence_reason": "",
    }

    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        shown = (
            "display_name",
            "name_en",
            "salutation",
            "org_name",
            "org_short",
            "title",
            "tags",
            "group_name",
            "note",
        )
        for row in _rows_of(meeting, subject_id):
            for key in shown:
                value = getattr(row, key)
                if value and value != GONE:
                    yield field_label(key), "、".join(value) if isinstance(value, list) else str(value)
            if row.protocol_rank:
                yield field_label("protocol_rank"), str(row.protocol_rank)

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        now = clock.now()
        rows = _rows_of(meeting, subject_id).filter(erased_at=None)
        forget_pieces(list(rows.values_list("pk", flat=True)))
        ShortCode.objects.filter(attendee__in=_rows_of(meeting, subject_id)).delete()
        return rows.update(**self.columns, erased_at=now, updated_at=now, directory_opt_in=False, roles=[])

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        rows = Attendee.objects.filter(meeting=meeting, erased_at=None, merged_into=None)
        return rows.values_list("pk", flat=True)


@holder(
    FieldGroup.CONTACT,
    gettext_lazy("参会人员记录：手机、邮箱、联系人"),
    gettext_lazy("通知会议安排，现场联系"),
    fields={key: FIELDS[key] for key in ("mobile", "email", "secretary_name", "secretary_mobile")},
)
class Contacts(_Columns):
    columns: ClassVar[dict[str, Any]] = {
        "mobile": "",
        "mobile_tail": "",
        "email": "",
        "secretary_name": "",
        "secretary_mobile": "",
    }

    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        for row in _rows_of(meeting, subject_id):
            for key in ("mobile", "email", "secretary_name", "secretary_mobile"):
                value = getattr(row, key)
                if value:
                    yield field_label(key), phones.spoken(value) if "mobile" in key else value


@holder(
    FieldGroup.PRESENCE,
    gettext_lazy("参加的场次"),
    gettext_lazy("统计人数，安排座位与用餐"),
    fields={"participations": gettext_lazy("参加的场次"), "presence": FIELDS["presence"]},
)
class Functions:
    """Which functions the person was put into."""

    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        for row in _rows_of(meeting, subject_id):
            if row.erased_at is None:
                yield field_label("presence"), str(row.get_presence_display())
        for part in self._found(meeting, subject_id).select_related("function"):
            yield part.function.name, str(part.get_state_display())

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        return self._found(meeting, subject_id).delete()[0]

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        rows = Participation.objects.filter(attendee__meeting=meeting).order_by()
        return rows.values_list("attendee_id", flat=True).distinct()

    def _found(self, meeting: Any, subject_id: UUID) -> QuerySet[Participation]:
        return Participation.objects.filter(attendee__in=_rows_of(meeting, subject_id))


@holder(
    FieldGroup.PORTRAIT,
    gettext_lazy("名牌与手册用的照片"),
    gettext_lazy("制作名牌与手册，不用于人脸识别"),
    fields={"photo": FIELDS["photo"]},
)
class Photo:
    """The file goes too: nothing else may use it."""

    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        for row in _rows_of(meeting, subject_id).exclude(photo=None).select_related("photo"):
            yield field_label("photo"), row.photo.name if row.photo else ""

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        files = [row.photo for row in _rows_of(meeting, subject_id).exclude(photo=None).select_related("photo")]
        changed = _rows_of(meeting, subject_id).exclude(photo=None).update(photo=None, updated_at=clock.now())
        for stored in files:
            if stored is not None:
                erase_file(stored)
        return changed

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        rows = Attendee.objects.filter(meeting=meeting, merged_into=None).exclude(photo=None)
        return rows.values_list("pk", flat=True)


@holder(
    FieldGroup.HISTORY,
    gettext_lazy("资料的变更记录与合并记录"),
    gettext_lazy("说明资料由谁、何时、为何改动"),
)
class History:
    """Lines of the history, what merges kept to be undone, and impact lists that name the person."""

    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        for line in AttendeeChange.objects.filter(attendee__in=_rows_of(meeting, subject_id)):
            at = line.changed_at.astimezone(meeting.zone)
            change = _("{before} → {after}").format(before=line.before or "—", after=line.after or "—")
            yield f"{at:%Y-%m-%d %H:%M} {field_label(line.field)}", change

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        rows = _rows_of(meeting, subject_id)
        gone = AttendeeChange.objects.filter(attendee__in=rows).delete()[0]
        gone += self._merges(meeting, subject_id).exclude(snapshot={}).update(snapshot={}, undone_at=clock.now())
        gone += ImportRow.objects.filter(batch__meeting=meeting, attendee_id__in=rows.values("pk")).delete()[0]
        for pk in rows.values_list("pk", flat=True):
            listed = ImpactItem.objects.filter(meeting=meeting, cause_key__startswith=f"attendee:{pk}:")
            gone += listed.delete()[0]
        return gone

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        rows = AttendeeChange.objects.filter(attendee__meeting=meeting).order_by()
        return rows.values_list("attendee_id", flat=True).distinct()

    def _merges(self, meeting: Any, subject_id: UUID) -> QuerySet[Merge]:
        return Merge.objects.filter(Q(kept=subject_id) | Q(gone=subject_id), meeting=meeting)


class _Sensitive:
    """Values under lock of some fields."""

    names: ClassVar[tuple[SensitiveField, ...]] = ()

    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        for value in self._found(meeting, subject_id):
            yield str(value.get_field_display()), unseal(value.sealed, f"attendees.{value.field}")

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        return self._found(meeting, subject_id).delete()[0]

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        rows = SensitiveValue.objects.filter(attendee__meeting=meeting, field__in=self.names).order_by()
        return rows.values_list("attendee_id", flat=True).distinct()

    def _found(self, meeting: Any, subject_id: UUID) -> QuerySet[SensitiveValue]:
        rows = SensitiveValue.objects.filter(attendee__in=_rows_of(meeting, subject_id))
        return rows.filter(field__in=self.names)


def _labels(*names: SensitiveField) -> dict[str, Any]:
    return {name.value: name.label for name in names}


DIET = (SensitiveField.DIETARY_REQUIREMENT,)
HEALTH = (
    SensitiveField.DIETARY_REASON,
    SensitiveField.HEALTH,
    SensitiveField.ACCESSIBILITY,
    SensitiveField.EMERGENCY_CONTACT,
)
DOCUMENT = (SensitiveField.ID_TYPE, SensitiveField.ID_NUMBER)
TRAVEL = (SensitiveField.ITINERARY, SensitiveField.CAR_PLATE)
LODGING = (SensitiveField.LODGING_WISH,)
OTHER = (SensitiveField.CLOTHING_SIZE,)


@holder(FieldGroup.DIET, gettext_lazy("餐别"), gettext_lazy("按需要备餐"), fields=_labels(*DIET))
class Diet(_Sensitive):
    names = DIET


@holder(
    FieldGroup.HEALTH,
    gettext_lazy("健康状况、无障碍需求、紧急联系人"),
    gettext_lazy("现场照护与无障碍安排"),
    fields=_labels(*HEALTH),
)
class Health(_Sensitive):
    names = HEALTH


@holder(
    FieldGroup.ID_DOCUMENT,
    gettext_lazy("证件类型与号码"),
    gettext_lazy("办理入住、购票与入场核验"),
    fields=_labels(*DOCUMENT),
)
class IdDocument(_Sensitive):
    names = DOCUMENT


@holder(
    FieldGroup.ITINERARY,
    gettext_lazy("到返行程与车牌"),
    gettext_lazy("安排接送与停车"),
    fields=_labels(*TRAVEL),
)
class Itinerary(_Sensitive):
    names = TRAVEL


@holder(FieldGroup.LODGING, gettext_lazy("住宿要求"), gettext_lazy("安排房间"), fields=_labels(*LODGING))
class Lodging(_Sensitive):
    names = LODGING


@holder(FieldGroup.OTHER, gettext_lazy("服装尺码"), gettext_lazy("准备服装"), fields=_labels(*OTHER))
class Sizes(_Sensitive):
    names = OTHER
