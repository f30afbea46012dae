"""The words of invoices (glossary 4.4; domain/compliance.md §3)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    IN = "in", _("收到的发票")
    OUT = "out", _("开出的发票")


class InvoiceState(models.TextChoices):
    """待收 → 已收 → 已验 → 已报销; 红冲 nets out; 已退回 went back to the seller because it cannot be used."""

    EXPECTED = "expected", _("待收")
    RECEIVED = "received", _("已收")
    VERIFIED = "verified", _("已验")
    REIMBURSED = "reimbursed", _("已报销")
    REVERSED = "reversed", _("红冲")
    RETURNED = "returned", _("已退回")


COUNTED = (InvoiceState.RECEIVED, InvoiceState.VERIFIED, InvoiceState.REIMBURSED)
"""States in which an invoice is there and good for something."""


class InvoiceKind(models.TextChoices):
    """票种; the codes of the QR text in brackets, all 待核."""

    DIGITAL_SPECIAL = "digital_special", _("数电票（专用发票）")  # 31
    DIGITAL_ORDINARY = "digital_ordinary", _("数电票（普通发票）")  # 32
    ELECTRONIC_SPECIAL = "electronic_special", _("增值税电子专用发票")  # 08
    ELECTRONIC_ORDINARY = "electronic_ordinary", _("增值税电子普通发票")  # 10
    SPECIAL = "special", _("增值税专用发票（纸质）")  # 01
    ORDINARY = "ordinary", _("增值税普通发票（纸质）")  # 04
    ROLL = "roll", _("增值税普通发票（卷票）")  # 11
    TOLL = "toll", _("通行费电子发票")  # 14
    OTHER = "other", _("其他票据")


class FileKind(models.TextChoices):
    XML = "xml", _("XML")
    OFD = "ofd", _("OFD")
    PDF = "pdf", _("PDF")
    PICTURE = "picture", _("图片")


class Source(models.TextChoices):
    """Whose word a field is."""

    XML = "xml", _("XML 原件")
    OFD = "ofd", _("OFD")
    PDF = "pdf", _("PDF")
    PICTURE = "picture", _("图片上的二维码")
    QR = "qr", _("扫码")
    HAND = "hand", _("手工填写")


class Layout(models.TextChoices):
    """Which format a reader recognised."""

    EINVOICE = "einvoice", _("税务数电票 XML")
    ACCOUNTING_STANDARD = "accounting_standard", _("电子凭证会计数据标准（XBRL）")
    OFD_EINVOICE = "ofd_einvoice", _("OFD 内嵌电子发票")
    OFD = "ofd", _("OFD 版式文件")
    PDF = "pdf", _("PDF 版式文件")
    QR = "qr", _("二维码")
    HAND = "hand", _("手工")


class Field(models.TextChoices):
    """Fields as they are called on the page and in sentences."""

    CODE = "code", _("发票代码")
    NUMBER = "number", _("发票号码")
    KIND = "kind", _("票种")
    ISSUED_ON = "issued_on", _("开票日期")
    BUYER_NAME = "buyer_name", _("购买方名称")
    BUYER_TAX_ID = "buyer_tax_id", _("购买方税号")
    SELLER_NAME = "seller_name", _("销售方名称")
    SELLER_TAX_ID = "seller_tax_id", _("销售方税号")
    NET_CENTS = "net_cents", _("合计金额（不含税）")
    TAX_CENTS = "tax_cents", _("合计税额")
    GROSS_CENTS = "gross_cents", _("价税合计（小写）")
    CAPITALS = "capitals", _("价税合计（大写）")
    QR_CENTS = "qr_cents", _("二维码上的金额")
    DRAWER = "drawer", _("开票人")
    REMARK = "remark", _("备注")
    REVERSES_CODE = "reverses_code", _("被红冲发票代码")
    REVERSES_NUMBER = "reverses_number", _("被红冲发票号码")
    QR_TEXT = "qr_text", _("二维码原文")
    LINES = "lines", _("明细")


class Outcome(models.TextChoices):
    """What became of one file of an import."""

    WAITING = "waiting", _("待处理")
    TAKEN = "taken", _("已登记")
    JOINED = "joined", _("已并入")
    KNOWN = "known", _("已有此文件")
    DUPLICATE = "duplicate", _("重复")
    REFUSED = "refused", _("未收")


class ImportState(models.TextChoices):
    WAITING = "waiting", _("排队中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    STOPPED = "stopped", _("已停止")


class Weight(models.TextChoices):
    """How much an issue weighs: only what is certain blocks."""

    NONE = "", _("无")
    HINT = "hint", _("提示")
    WARN = "warn", _("警告")
    BLOCK = "block", _("阻断")


class Issue(models.TextChoices):
    """What may be wrong with an invoice; the words take the issue's values."""

    # whose invoice it is (OM-108)
    SWAPPED = "swapped", _("购销方颠倒：销售方“{seller}”是本单位，购买方却是“{buyer}”。")
    TITLE_WRONG = "title_wrong", _("抬头“{said}”与本单位“{own}”不符，税号相同。")
    TAX_ID_WRONG = "tax_id_wrong", _("税号“{said}”与本单位“{own}”的税号 {own_tax_id} 不符。")
    TAX_ID_MISSING = "tax_id_missing", _("没有写{side}税号，应为 {own_tax_id}。")
    OTHER_COMPANY = "other_company", _("{side}“{said}”（税号 {said_tax_id}）不是本单位“{own}”（税号 {own_tax_id}）。")
    TITLE_UNREAD = "title_unread", _("没有读到{side}的名称和税号，请对照原件核对抬头。")
    NO_ENTITY = "no_entity", _("单位设置里还没有开票抬头，无法核对抬头与税号。")
    # number and tax IDs
    NUMBER_MISSING = "number_missing", _("没有发票号码。")
    NUMBER_SHAPE = (
        "number_shape",
        _("号码“{code} {number}”不像发票号码：数电票应为 20 位数字，其他发票为 10 或 12 位代码加 8 位号码。"),
    )
    NUMBER_YEAR = "number_year", _("号码前两位表示 {year} 年，与数电票的开具年份不符。")
    NUMBER_PROVINCE = "number_province", _("号码第 3—4 位“{province}”不在省级代码表内。")
    NUMBER_DATE = "number_date", _("号码表示 {year} 年，开票日期却是 {issued_on}。")
    CHECK_DIGIT = "check_digit", _("{side}税号“{tax_id}”的校验位不对，可能写错。")
    TAX_ID_SHAPE = "tax_id_shape", _("{side}税号“{tax_id}”的位数或字符不对。")
    # dates
    DATE_MISSING = "date_missing", _("没有开票日期。")
    DATE_FUTURE = "date_future", _("开票日期 {issued_on} 晚于今天 {today}。")
    DATE_BEFORE_CONTRACT = "date_before_contract", _("开票日期 {issued_on} 比合同签订 {signed_on} 早 {days} 天。")
    LAST_YEAR = "last_year", _("{issued_on} 开具，{received_on} 才收到：跨年发票，请先与财务确认能否入账。")
    YEAR_END = "year_end", _("年末发票，请在 {year} 年关账前报销。")
    # sums
    AMOUNT_MISSING = "amount_missing", _("没有读到{field}。")
    SUM_WRONG = "sum_wrong", _("金额 {net} + 税额 {tax} ≠ 价税合计 {gross}，相差 {difference}。")
    LINES_NET = "lines_net", _("明细金额合计 {lines} ≠ 合计金额 {total}，相差 {difference}。")
    LINES_TAX = "lines_tax", _("明细税额合计 {lines} ≠ 合计税额 {total}，相差 {difference}。")
    LINE_TAX = "line_tax", _("第 {line} 行“{name}”：金额 {net} × 税率 {rate} 应为 {right}，税额写 {tax}。")
    TAX_SPREAD = "tax_spread", _("各行税额与按税率计算的差合计 {difference}，超过 {limit}。")
    CAPITALS_WRONG = "capitals_wrong", _("大写“{capitals}”是 {said}，小写是 {gross}。")
    CAPITALS_UNREADABLE = "capitals_unreadable", _("大写“{capitals}”读不懂，请对照原件。")
    QR_AMOUNT = "qr_amount", _("二维码上的金额 {qr} 既不等于价税合计 {gross}，也不等于不含税金额 {net}。")
    QR_AMOUNT_UNSURE = (
        "qr_amount_unsure",
        _("只有二维码上的金额 {qr}，按{taken}登记；二维码没有写明是否含税，请对照原件。"),
    )
    RATE_UNKNOWN = "rate_unknown", _("第 {line} 行“{name}”的税率 {rate} 不是现行税率或征收率。")
    RATE_UNUSUAL = "rate_unusual", _("第 {line} 行“{name}”的税率 {rate} 少见，这类项目一般为 {usual}。")
    NEGATIVE = "negative", _("负数发票（红字），没有写明被红冲的发票号码。")
    REVERSES_UNKNOWN = "reverses_unknown", _("红字发票冲的是 {number}，这张发票还没有登记。")
    # reading
    FIELD_UNREADABLE = "field_unreadable", _("{field}“{text}”读不懂（{where}）。")
    CONFLICT = "conflict", _("{field}两处不一致：{one_source}写“{one}”，{other_source}写“{other}”。")
    INNER_CONFLICT = "inner_conflict", _("同一个文件里{field}不一致：一处“{one}”，{where} 写“{other}”。")
    LINES_DIFFER = "lines_differ", _("明细两处不一致：{one_source}有 {one} 行，{other_source}有 {other} 行。")
    LINES_CUT = "lines_cut", _("明细超过 {limit} 行，只读了前 {limit} 行。")
    QR_KIND_UNKNOWN = "qr_kind_unknown", _("二维码里的票种“{text}”没有见过。")
    PDF_LONG = "pdf_long", _("PDF 有 {pages} 页，只读了前 {read} 页。")
    PDF_SLOW = "pdf_slow", _("PDF 读取超过 {seconds} 秒，只读了前 {page} 页。")
    PDF_PAGE_BROKEN = "pdf_page_broken", _("PDF 第 {page} 页已损坏，没有读。")
    ONLY_PRINT = "only_print", _("只有版式文件（PDF 或 OFD），没有 XML 原件；归档须有 XML。")
    NO_FILE = "no_file", _("没有发票文件，只有登记。")
