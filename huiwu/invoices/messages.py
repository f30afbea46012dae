"""Kinds of message about invoices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.messages import message_kind

message_kind(
    "invoices.imported",
    title=_("发票导入完成"),
    group="waiting",
    subject=_("发票导入完成：登记 {taken}，重复 {duplicate}，未收 {refused}"),
    body=_("您导入的发票文件已处理完：登记 {taken} 张，并入 {joined} 个文件，重复 {duplicate} 个，未收 {refused} 个。"),
    channels=("in_app",),
    action=_("查看结果"),
)
