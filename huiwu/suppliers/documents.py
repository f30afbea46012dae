"""供应商联系人表 as a sheet to print and as a workbook (SOP P10)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from huiwu.documents.blocks import Column, NamedTable, Paragraph, Sheet, Table
from huiwu.documents.language import readers_language
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.suppliers.queries import crew_contacts


def contact_sheet(meeting: Meeting) -> Sheet:
    """For the crew, on paper: landscape A4."""
    return Sheet(
        title=_("供应商联系人表"),
        blocks=(
            _table(meeting),
            Paragraph(_("含个人联系方式，仅供本会议会务组使用，会后收回。"), indent=False),
        ),
        dated_on=clock.today(),
        meeting_name=meeting.name,
        orientation="landscape",
        issuer=meeting.org.name,
        language=readers_language(),
        numbered=False,
    )


def contact_table(meeting: Meeting) -> NamedTable:
    return NamedTable(_("供应商联系人"), _table(meeting))


def _table(meeting: Meeting) -> Table:
    return Table(
        columns=(
            Column(_("品类"), 1.1),
            Column(_("供应商"), 2.2),
            Column(_("状态"), 0.9),
            Column(_("联系人"), 1.0),
            Column(_("职务"), 1.2),
            Column(_("电话"), 1.5),
            Column(_("现场"), 0.6),
            Column(_("沟通群"), 1.8),
        ),
        rows=tuple(_rows(meeting)),
    )


def _rows(meeting: Meeting) -> Any:
    for engaged in crew_contacts(meeting):
        row = engaged.row
        head = (str(row.get_category_display()), row.supplier.name, str(row.get_state_display()))
        for contact in engaged.contacts:
            on_site = _("是") if contact.is_on_site else ""
            yield (*head, contact.name, contact.title, contact.phone, on_site, row.group_name)
        if not engaged.contacts:
            yield (*head, _("未填"), "", "", "", row.group_name)
