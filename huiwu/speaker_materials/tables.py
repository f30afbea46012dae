"""The list as a table: in the package for the playing computer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiwu.documents.blocks import Column, NamedTable, Table
from huiwu.meetings.models import Meeting
from huiwu.speaker_materials.models import MaterialVersion, SpeakerMaterial
from huiwu.speaker_materials.words import finding_words


def materials_table(
    meeting: Meeting, rows: Iterable[SpeakerMaterial], versions: dict[UUID, MaterialVersion], due: date
) -> NamedTable:
    """《讲者资料清单》, one row for each thing wanted."""
    columns = (
        Column(_("讲者")),
        Column(_("单位"), 2),
        Column(_("环节"), 2),
        Column(_("时间"), 1.2),
        Column(_("地点")),
        Column(_("资料种类")),
        Column(_("状态")),
        Column(_("期限")),
        Column(_("版本"), 0.6, kind="number"),
        Column(_("页数"), 0.6, kind="number"),
        Column(_("题目或简介"), 3),
        Column(_("问题"), 3),
    )
    return NamedTable(_("讲者资料清单"), Table(columns, tuple(_cells(meeting, row, versions, due) for row in rows)))


def _cells(meeting: Meeting, row: SpeakerMaterial, versions: dict[UUID, MaterialVersion], due: date) -> tuple[Any, ...]:
    version, item = versions.get(row.pk), row.item
    space = item.function.space if item else None
    return (
        row.attendee.display_name,
        row.attendee.org_name,
        item.title if item else row.item_title,
        f"{item.starts_at.astimezone(meeting.zone):%m-%d %H:%M}" if item else "",
        space.name if space else "",
        str(row.get_kind_display()),
        str(row.get_state_display()),
        row.due_on or due,
        row.version_count,
        version.page_count if version else None,
        version.text if version else "",
        "；".join(finding_words(one) for one in version.findings) if version else "",
    )
