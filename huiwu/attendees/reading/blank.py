"""The template to fill in (EX-201): headings, a line that explains each, lists to choose from, an example."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from huiwu.attendees.choices import AttendeeRole, Presence
from huiwu.attendees.reading.columns import COLUMNS, SENSITIVE

ROWS = 5000
_ASKED = (Presence.LISTED, Presence.INVITED, Presence.CONFIRMED, Presence.DECLINED)


def template() -> bytes:
    """A workbook with the sheets 名单 and 填写说明. Every cell is text, so that no number loses its end."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet(_("名单"))
        forms = {
            "head": book.add_format({"bold": True, "bg_color": "#E8EEF0", "bottom": 1, "text_wrap": True}),
            "must": book.add_format({"bold": True, "bg_color": "#F3E3DC", "bottom": 1, "text_wrap": True}),
            "hint": book.add_format({"italic": True, "font_color": "#6B6B66", "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"num_format": "@"}),
        }
        _fill(page, forms)
        _explain(book.add_worksheet(_("填写说明")), forms)
    return made.getvalue()


def _fill(page: Any, forms: dict[str, Any]) -> None:
    hints, samples = _hints(), _samples()
    page.freeze_panes(1, 2)
    page.set_row(1, 48)
    for x, column in enumerate(COLUMNS):
        wide = 30 if column.key in ("org_name", "note", "email") else 14
        page.set_column(x, x, wide, forms["text"])
        page.write_string(0, x, str(column.label), forms["must" if column.is_required else "head"])
        page.write_string(1, x, hints.get(column.key, ""), forms["hint"])
        page.write_string(2, x, samples.get(column.key, ""), forms["hint"])
    _choose_from(page, "roles", [str(role.label) for role in AttendeeRole])
    _choose_from(page, "presence", [str(state.label) for state in _ASKED])
    _choose_from(page, "language", [_("中文"), _("英文")])


def _choose_from(page: Any, key: str, words: list[str]) -> None:
    """A list to choose from; other words stay possible, since several roles are written with a mark between."""
    x = next(nth for nth, column in enumerate(COLUMNS) if column.key == key)
    asked = {"validate": "list", "source": words, "error_type": "warning", "error_title": _("请核对")}
    page.data_validation(2, x, ROWS, x, asked | {"error_message": _("通常从列表中选择；几个身份用顿号隔开。")})


def _hints() -> dict[str, str]:
    return {
        "number": _("新的人留空；更新时填系统里的编号"),
        "display_name": _("※ 必填。不写先生、女士，一格一人"),
        "reading": _("多音字、生僻字可写读音，如 zeng guo fan"),
        "org_name": _("全称，与公章一致"),
        "mobile": _("11 位；境外以 + 和国家代码开头"),
        "roles": _("可多选，用顿号隔开"),
        "secretary_name": _("代为联系的秘书或联络员"),
        "dietary_requirement": _("敏感信息，加密保存；须已征得本人同意"),
    }


def _samples() -> dict[str, str]:
    return {
        "display_name": _("示例：李明远（导入时跳过此行）"),
        "org_name": _("云州大学"),
        "org_short": _("云大"),
        "title": _("副校长"),
        "mobile": "13800000000",
        "email": "name@example.org",
        "roles": _("嘉宾"),
        "presence": _("已邀请"),
    }


def _explain(page: Any, forms: dict[str, Any]) -> None:
    lines = [
        _("1. 第一行是列名，可以增减列、调换次序；常见的叫法（手机号、工作单位……）都认得。"),
        _("2. 再次导入同一份名单时，按编号，或姓名加手机，或姓名加单位找到原来的人，只更新填了的格子。"),
        _("3. 空格子不会清除系统里的内容。"),
        _("4. 只凭姓名相同，不会当成同一个人；有疑问的行会请您逐行决定。"),
        _("5. 未通过的行可以下载更正后再次上传，其余行不受影响。"),
        _("6. 餐别、无障碍需求、住宿要求、服装尺码是敏感信息，只在需要时收集。"),
    ]
    page.set_column(0, 0, 100)
    for y, line in enumerate(lines):
        page.write_string(y, 0, line)
    labels = "、".join(str(column.label) for column in COLUMNS if column.key in SENSITIVE)
    page.write_string(len(lines) + 1, 0, _("加密保存的列：{labels}").format(labels=labels), forms["hint"])
