"""Gaps, working and signs of the comparison as a person says them."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext as _

from huiwu.procurement.choices import AdjustmentOrigin
from huiwu.procurement.rules.alike import Likeness
from huiwu.procurement.rules.comparison import Gap, Judged, Step


def side_word(side: str) -> str:
    return {"tax": _("税金"), "transport": _("运输"), "setup": _("安装撤场")}[side]


def gap_text(gap: Gap) -> str:
    if gap.code == "unsaid":
        return _("没有说明是否含{side}").format(side=side_word(gap.side))
    if gap.code == "unpriced":
        return _("{side}的口径与询价不同，还没有金额").format(side=side_word(gap.side))
    if gap.code == "no_rate":
        return _("含税口径不同，税率不明")
    if gap.code == "missing":
        return _("{count} 项未报").format(count=gap.count)
    return _("没有单价")


def gaps_text(row: Judged) -> str:
    return "；".join(gap_text(gap) for gap in row.gaps)


def step_label(step: Step, items: dict[str, str] | None = None) -> str:
    """What a line of the working is; a missing line by its item's name."""
    if step.kind == "scope":
        return _("补：{item}").format(item=(items or {}).get(step.note, ""))
    if step.kind == "quoted":
        return _("按询价数量的报价")
    if step.kind == "extras":
        return _("供应商另加的项")
    word = side_word(step.kind)
    return _("加：{side}").format(side=word) if step.amount_cents >= 0 else _("减：{side}").format(side=word)


def step_source(step: Step) -> str:
    """Where the amount comes from."""
    if step.origin == "rate":
        return _("按所报税率计算")
    if not step.origin:
        return ""
    word = str(AdjustmentOrigin(step.origin).label)
    return f"{word}：{step.note}" if step.note and step.kind != "scope" else word


def likeness_text(sign: Likeness, names: dict[str, str]) -> str:
    """A whole sentence about two bidders."""
    who = {"one": names.get(sign.one, ""), "other": names.get(sign.other, "")}
    if sign.code == "equal_prices":
        text = _("{one}与{other}：共同报价的 {whole} 项里 {part} 项单价完全相同")
    elif sign.code == "equal_ratio":
        text = _("{one}与{other}：共同报价的 {whole} 项里 {part} 项单价按同一比例 {value} 相差")
    else:
        text = _MARKS[sign.code]()
    return text.format(**who, whole=sign.whole, part=sign.part, value=sign.value)


_MARKS = {
    "same_phone": lambda: _("{one}与{other}：联系电话相同（{value}）"),
    "same_email": lambda: _("{one}与{other}：邮箱相同（{value}）"),
    "same_address": lambda: _("{one}与{other}：地址相同（{value}）"),
    "same_account": lambda: _("{one}与{other}：银行账号相同"),
    "same_sender": lambda: _("{one}与{other}：从同一网络地址提交（{value}）"),
    "same_author": lambda: _("{one}与{other}：报价文件的作者相同（{value}）"),
    "same_editor": lambda: _("{one}与{other}：报价文件最后由同一人保存（{value}）"),
    "same_file": lambda: _("{one}与{other}：报价文件内容完全相同"),
}


def points(score: Fraction | None) -> str:
    """A score to two decimals, rounded half up; empty where there is none."""
    if score is None:
        return ""
    hundredths = (score.numerator * 200 + score.denominator) // (2 * score.denominator)
    return f"{hundredths // 100}.{hundredths % 100:02d}"
