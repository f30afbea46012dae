"""The ledger and the data of a mail merge as tables."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from huiwu.documents.blocks import Column, NamedTable, Table
from huiwu.guests.models import Guest, Letter
from huiwu.guests.rules.letters import WORDS
from huiwu.meetings.models import Meeting


def ledger_table(meeting: Meeting, rows: Iterable[Guest]) -> NamedTable:
    """《嘉宾确认台账》, one row for each guest."""
    columns = (
        Column(_("编号"), 0.6),
        Column(_("姓名")),
        Column(_("单位"), 2),
        Column(_("职务"), 1.4),
        Column(_("嘉宾角色")),
        Column(_("演讲题目"), 2),
        Column(_("状态")),
        Column(_("状态时间"), 1.2),
        Column(_("回执期限")),
        Column(_("对接人")),
        Column(_("随员"), 0.6, kind="number"),
        Column(_("备注"), 2),
    )
    cells = tuple(
        (
            str(row.attendee.number),
            row.attendee.display_name,
            row.attendee.org_name,
            row.attendee.title,
            str(row.get_guest_role_display()),
            row.talk_title,
            str(row.get_rsvp_status_display()),
            f"{row.moved_at.astimezone(meeting.zone):%Y-%m-%d %H:%M}",
            row.rsvp_deadline_on,
            row.handler.name if row.handler else "",
            row.companion_count,
            row.note,
        )
        for row in rows
    )
    return NamedTable(_("嘉宾确认台账"), Table(columns, cells))


def merge_table(letters: Iterable[Letter]) -> NamedTable:
    """Data for a mail merge in Word or WPS: a row for each letter, a column for each word."""
    words = tuple(word for word in WORDS if word != "回执链接")
    columns = (Column(_("函号")), *(Column(word) for word in words), Column(_("邮寄地址")), Column(_("邮编")))
    cells = tuple(
        (row.number, *(row.values.get(word, "") for word in words), row.guest.post_address, row.guest.postcode)
        for row in letters
    )
    return NamedTable(_("邮件合并数据"), Table(columns, cells))
