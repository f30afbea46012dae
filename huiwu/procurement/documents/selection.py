"""What was selected and by whom, and the letter to those not chosen."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiwu.documents.blocks import (
    Block,
    Column,
    Heading,
    KeyValues,
    Paragraph,
    Sheet,
    Table,
)
from huiwu.kernel.money import yuan
from huiwu.procurement.documents.paper import procurement_sheet
from huiwu.procurement.models import Decline, Selection


def selection_blocks(selection: Selection) -> list[Block]:
    zone = selection.meeting.zone
    chosen = selection.chosen_by.name if selection.chosen_by else ""
    approver = selection.approved_by.name if selection.approved_by else ""
    pairs = [
        (_("选定"), selection.quotation.supplier.name),
        (_("归一后金额"), yuan(selection.total_cents)),
        (_("推荐理由"), selection.reason),
        (_("单一来源或不足家数的理由"), selection.single_source_reason),
        (_("选定人"), f"{chosen}　{selection.chosen_at.astimezone(zone):%Y-%m-%d %H:%M}"),
    ]
    if selection.is_above_limit:
        when = f"{selection.approved_at.astimezone(zone):%Y-%m-%d %H:%M}" if selection.approved_at else _("待审批")
        pairs.append((_("审批"), f"{approver}　{when}　{selection.approval_note}"))
    if selection.must_tell_client:
        told = f"{selection.client_told_on}　{selection.client_told_how}" if selection.client_told_on else _("尚未告知")
        pairs.append((_("告知客户"), told))
    rows = tuple((row.quotation.supplier.name, row.reason) for row in _declines(selection))
    blocks: list[Block] = [Heading(1, _("选定与审批")), KeyValues(tuple(pair for pair in pairs if pair[1]))]
    if rows:
        blocks.append(Table((Column(_("未中选"), 1.4), Column(_("理由"), 4.0)), rows))
    return blocks


def _declines(selection: Selection) -> list[Decline]:
    return list(selection.declines.select_related("quotation__supplier"))


def decline_sheet(decline: Decline) -> Sheet:
    """落选通知 to one bidder: their own reason only, nothing of the others."""
    rfq = decline.selection.rfq
    supplier = decline.quotation.supplier
    blocks: list[Block] = [
        Paragraph(_("{name}：").format(name=supplier.name), indent=False),
        Paragraph(_("感谢贵公司参加“{rfq}”的报价。经比较，本次没有选用贵公司的报价。").format(rfq=rfq.title)),
        Paragraph(_("理由：{reason}").format(reason=decline.reason)),
        Paragraph(_("贵公司的报价资料由我方按保密要求保存，不向第三方提供。期待今后的合作。")),
    ]
    return procurement_sheet(rfq, _("落选通知"), blocks)
