"""Fields of an invitation's text, four-state (domain/documents.md 6).

Title and line of address are not typed: the title is 会名 + 邀请函 and never split; each guest is addressed by
rules.letters.opening.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiwu.documents.fourstate import FieldSpec, FieldType, Schema, Section

SECTION = "letter"
WORDS_HELP = _(
    "【】里的词逐位代入：【称谓】【姓名】【单位】【职务】【会议名称】【会议时间】【会议地点】【主办单位】【嘉宾角色】"
    "【环节】【环节时间】【演讲题目】【回执期限】【联系人】【联系电话】【回执链接】。"
)


def _field(key: str, label: Any, type: FieldType = "longtext", **more: Any) -> FieldSpec:
    return FieldSpec(key=key, label=label, section=SECTION, type=type, **more)


SEALS = (("seal", _("盖章")), ("signature", _("署名")), ("both", _("署名并盖章")))

FIELDS = (
    _field("purpose", _("缘起与目的"), required=True, allows=(), help=WORDS_HELP),
    _field("invitation", _("邀请的话"), required=True, allows=(), help=_("例如：诚邀您莅临，担任【嘉宾角色】。")),
    _field("when", _("时间"), "text", required=True, allows=()),
    _field("where", _("地点"), "text", required=True, allows=()),
    _field("hosts", _("主办方"), "text", required=True, allows=()),
    _field("programme", _("内容"), required=True),
    _field("costs", _("费用承担"), required=True),
    _field("dress", _("着装"), "text", required=True),
    _field("transport", _("交通与接站"), required=True),
    _field("lodging", _("住宿"), required=True),
    _field("enclosures", _("附件"), "text", help=_("例如：会议议程、交通图。")),
    _field("contact", _("联系人"), "person", required=True, allows=()),
    _field("reply_by", _("回执期限"), "date", required=True, allows=()),
    _field("issuer", _("落款单位"), "text", required=True, allows=(), help=_("写全称。")),
    _field("issued_on", _("落款日期"), "date", required=True, allows=()),
    _field("seal", _("署名或盖章"), "choice", required=True, allows=(), choices=SEALS),
    _field("mail_subject", _("邮件主题"), "text", help=_("不填时为“会议名称邀请函”。")),
)

SCHEMA = Schema((Section(SECTION, _("邀请函文本")),), FIELDS)
TEXTS = tuple(spec.key for spec in FIELDS if spec.type in ("text", "longtext"))
BODY = ("purpose", "invitation", "programme")
ARRANGED = ("when", "where", "hosts", "costs", "dress", "transport", "lodging", "enclosures")
