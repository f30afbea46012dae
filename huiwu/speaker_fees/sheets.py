"""《劳务发放表》 as a sheet to sign, and as rows of a workbook. Accounts are masked; the declaration alone has numbers."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from huiwu.documents.blocks import (
    Block,
    Callout,
    Cell,
    Column,
    KeyValues,
    NamedTable,
    Paragraph,
    Party,
    Sheet,
    SignatureBlock,
    Table,
)
from huiwu.documents.language import readers_language
from huiwu.kernel.money import yuan
from huiwu.meetings.models import Meeting
from huiwu.speaker_fees.choices import FeeKind, FeeState
from huiwu.speaker_fees.models import SpeakerFee
from huiwu.speaker_fees.queries import sums_of
from huiwu.speaker_fees.services.sealed import DeclarationRow


def quantity_text(fee: SpeakerFee) -> str:
    """`4 学时`, `1.5 天`, `1 次`."""
    if fee.kind == FeeKind.OTHER:
        return _("1 次")
    words = {FeeKind.LECTURE.value: _("{units} 学时"), FeeKind.CONSULTATION.value: _("{units} 天")}
    return words[fee.kind].format(units=fee.units)


def standard_text(fee: SpeakerFee) -> str:
    """The standard and where it stands, or that none holds."""
    if fee.standard_cents is None:
        return _("按约定（无规定标准）")
    return _("税后 {unit} 元/{each}，上限 {limit} 元，{basis}").format(
        unit=yuan(fee.standard_cents),
        each=_("学时") if fee.kind == FeeKind.LECTURE else _("人天"),
        limit=yuan(fee.limit_cents or 0),
        basis=fee.standard_basis,
    )


def payment_sheet(meeting: Meeting, fees: Sequence[SpeakerFee]) -> Sheet:
    """Landscape, one row a payment with a place to sign; the foot is the sum of the rows."""
    rows = [fee for fee in fees if fee.state != FeeState.CANCELLED]
    blocks: list[Block] = [
        KeyValues(
            (
                (_("会议"), meeting.name),
                (_("会期"), f"{meeting.start_on.isoformat()} – {meeting.end_on.isoformat()}"),
                (_("立项号"), meeting.number),
            )
        ),
        _table(rows, sums_line=True),
        Paragraph(_("个人所得税按次预扣预缴；税前金额四舍五入到分，个税 = 税前 − 税后。"), indent=False),
    ]
    for fee in rows:
        if fee.is_over:
            blocks.append(Callout(_over_text(fee), "warning"))
    blocks.append(
        SignatureBlock((Party(_("制表"), meeting.org.name), Party(_("审批"), meeting.org.name), Party(_("财务"))))
    )
    is_final = all(fee.state in (FeeState.APPROVED, FeeState.PAID) for fee in rows)
    return Sheet(
        title=_("劳务发放表"),
        blocks=tuple(blocks),
        meeting_name=meeting.name,
        language=readers_language(),
        orientation="landscape",
        status_word="" if is_final else _("草稿"),
        issuer=meeting.org.name,
    )


def _over_text(fee: SpeakerFee) -> str:
    said = _("{name}：税后 {net} 元，高于标准 {limit} 元。").format(
        name=fee.name, net=yuan(fee.net_cents), limit=yuan(fee.limit_cents or 0)
    )
    if not fee.over_reason:
        return said + _("尚未写明理由。")
    who = fee.over_decided_by.name if fee.over_decided_by else ""
    return said + _("理由：{reason}（{who}）。").format(reason=fee.over_reason, who=who)


COLUMN_WIDTHS = (1.1, 1.6, 1.3, 1.3, 2.6, 0.8, 1.4, 1.3, 1.4, 1.5, 1.6)


def _table(rows: Sequence[SpeakerFee], *, sums_line: bool) -> Table:
    titles = (_("编号"), _("姓名"), _("职称"), _("数量"), _("标准依据"), _("口径"))
    money = (_("税前（元）"), _("个税（元）"), _("税后（元）"))
    columns = [Column(title, COLUMN_WIDTHS[n]) for n, title in enumerate(titles)]
    columns += [Column(title, COLUMN_WIDTHS[n], kind="money") for n, title in enumerate(money, len(titles))]
    columns += [Column(_("收款账号"), COLUMN_WIDTHS[9]), Column(_("签收"), COLUMN_WIDTHS[10])]
    lines: list[tuple[Cell, ...]] = [_row(fee) for fee in rows]
    if sums_line:
        sums = sums_of(rows)
        lines.append(
            (_("合计"), "", "", "", "", "", sums.gross_cents, sums.tax_cents, sums.net_cents, "", ""),
        )
    return Table(tuple(columns), tuple(lines), emphasis={len(lines) - 1: "total"} if sums_line else {})


def _row(fee: SpeakerFee) -> tuple[Cell, ...]:
    who = f"{fee.name}\n{fee.organisation}".strip()
    what = f"{fee.get_kind_display()}\n{quantity_text(fee)}"
    return (
        fee.label,
        who,
        str(fee.get_grade_display()),
        what,
        standard_text(fee),
        str(fee.get_basis_display()),
        fee.gross_cents,
        fee.tax_cents,
        fee.net_cents,
        fee.account_mask,
        "",
    )


def workbook(fees: Sequence[SpeakerFee]) -> list[NamedTable]:
    rows = [fee for fee in fees if fee.state != FeeState.CANCELLED]
    return [NamedTable(_("劳务发放表"), _table(rows, sums_line=True))]


def declaration(rows: Sequence[DeclarationRow]) -> list[NamedTable]:
    """The columns that the tax office's form for pay for services asks for."""
    columns = (
        Column(_("姓名"), 2),
        Column(_("证件类型"), 2),
        Column(_("证件号码"), 3),
        Column(_("所得项目"), 2),
        Column(_("发放日期"), 2, kind="date"),
        Column(_("收入（元）"), 2, kind="money"),
        Column(_("应扣缴税额（元）"), 2, kind="money"),
        Column(_("备注"), 3),
    )
    lines: list[tuple[Cell, ...]] = [
        (
            row.fee.name,
            str(row.fee.get_id_kind_display()),
            row.id_number,
            _("劳务报酬"),
            row.fee.paid_on,
            row.fee.gross_cents,
            row.fee.tax_cents,
            f"{row.fee.label} {row.fee.get_kind_display()}",
        )
        for row in rows
    ]
    total = (
        _("合计"),
        "",
        "",
        "",
        None,
        sum(row.fee.gross_cents for row in rows),
        sum(row.fee.tax_cents for row in rows),
        "",
    )
    return [NamedTable(_("个税申报"), Table(columns, (*lines, total), emphasis={len(lines): "total"}))]
