"""Fields of a person in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "display_name": _("姓名"),
    "family_name": _("姓"),
    "given_name": _("名"),
    "name_en": _("英文名"),
    "salutation": _("称谓"),
    "org_name": _("单位"),
    "org_short": _("单位简称"),
    "org_order": _("单位排序号"),
    "title": _("职务"),
    "mobile": _("手机"),
    "email": _("邮箱"),
    "language": _("语言"),
    "country": _("国家或地区代码"),
    "roles": _("身份"),
    "delegation": _("代表团"),
    "group_name": _("分组"),
    "tags": _("标签"),
    "protocol_rank": _("位次"),
    "secretary_name": _("联系人（秘书）"),
    "secretary_mobile": _("联系人手机"),
    "accompanies": _("随行于"),
    "substitute_for": _("代替谁参会"),
    "presence": _("确认状态"),
    "presence_reason": _("原因"),
    "note": _("备注"),
    "reading": _("姓名读音"),
    "photo": _("照片"),
    "directory_opt_in": _("通讯录公开意愿"),
    "merged": _("合并"),
}
"""Columns as people call them."""


def field_label(key: str) -> str:
    return str(FIELDS.get(key.removesuffix("_id"), key))
