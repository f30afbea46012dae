"""The columns of a list of people, with the headings people write over them (EX-202)."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from huiwu.attendees.choices import SensitiveField
from huiwu.attendees.reading import cells
from huiwu.foundation.sheets import Column

COLUMNS: tuple[Column, ...] = (
    Column("number", _("编号"), cells.number, ("参会编号", "人员编号", "No", "Number")),
    Column(
        "display_name",
        _("姓名"),
        cells.name,
        ("名字", "参会人", "参会人员", "参会人姓名", "嘉宾姓名", "代表姓名", "中文名", "中文姓名", "Name", "Full name"),
        is_required=True,
        must_be_filled=True,
        longest=80,
    ),
    Column("salutation", _("称谓"), "text", ("尊称", "称呼", "Salutation"), longest=20),
    Column("name_en", _("英文名"), "text", ("英文姓名", "外文名", "拼音姓名", "English name", "Name in English"), longest=120),
    Column("reading", _("姓名读音"), "text", ("拼音", "读音", "Pinyin"), longest=160),
    Column(
        "org_name",
        _("单位"),
        "text",
        ("工作单位", "单位名称", "所在单位", "单位全称", "公司", "公司名称", "机构", "学校", "院校", "企业", "Organization", "Organisation", "Company"),
        longest=160,
    ),
    Column("org_short", _("单位简称"), "text", ("简称", "公司简称", "Short name"), longest=60),
    Column("org_order", _("单位排序号"), cells.order, ("单位序号", "单位排序"), longest=10),
    Column(
        "title",
        _("职务"),
        "text",
        ("职位", "职务职称", "职务/职称", "职称", "岗位", "头衔", "Title", "Job title", "Position"),
        longest=160,
    ),
    Column(
        "mobile",
        _("手机"),
        cells.mobile,
        ("手机号", "手机号码", "移动电话", "联系电话", "联系方式", "电话", "电话号码", "Mobile", "Phone", "Tel", "Mobile phone"),
    ),
    Column("email", _("邮箱"), cells.email, ("电子邮箱", "电子邮件", "邮件", "E-mail", "Email", "Mail")),
    Column("roles", _("身份"), cells.roles, ("参会身份", "类别", "人员类别", "代表类别", "Role", "Category")),
    Column("presence", _("确认状态"), cells.presence, ("是否参会", "是否出席", "参会状态", "回执", "Status", "Attending")),
    Column("delegation", _("代表团"), "text", ("代表队", "团组", "Delegation"), longest=120),
    Column("group_name", _("分组"), "text", ("组别", "小组", "分会场", "Group"), longest=80),
    Column("tags", _("标签"), cells.tags, ("Tags",)),
    Column("language", _("语言"), cells.language, ("语种", "Language")),
    Column("secretary_name", _("联系人"), "text", ("秘书", "秘书姓名", "随行联系人", "Contact", "Secretary"), longest=80),
    Column("secretary_mobile", _("联系人手机"), cells.mobile, ("秘书手机", "秘书电话", "联系人电话", "Contact phone")),
    Column("note", _("备注"), "text", ("说明", "附注", "Remarks", "Note", "Notes"), longest=500),
    Column("dietary_requirement", _("餐别"), "text", ("饮食要求", "饮食禁忌", "忌口", "用餐要求", "Diet"), longest=200),
    Column("accessibility", _("无障碍需求"), "text", ("无障碍", "特殊需求", "Accessibility"), longest=200),
    Column("lodging_wish", _("住宿要求"), "text", ("住宿", "房型", "Lodging"), longest=200),
    Column("clothing_size", _("服装尺码"), "text", ("衣服尺码", "尺码", "Clothing size"), longest=40),
)  # fmt: skip
SENSITIVE = tuple(column.key for column in COLUMNS if column.key in SensitiveField.values)
"""Kept under lock, written only by those who may read them, never shown in the comparison."""
WRITTEN = tuple(c.key for c in COLUMNS if c.key not in ("number", "delegation", *SENSITIVE))
"""Columns of the person's own record."""


@lru_cache(maxsize=1)
def by_key() -> dict[str, Column]:
    return {column.key: column for column in COLUMNS}
