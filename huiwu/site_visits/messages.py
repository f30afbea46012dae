"""Kinds of message of site visits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.messages import message_kind

message_kind(
    "site_visits.differ",
    title=_("考察人的评分差得多"),
    group="waiting",
    subject=_("{venue}：考察评分差异待商定"),
    body=_(
        "《{meeting}》的候选场地“{venue}”，几位考察人在这些点上相差 2 分以上：{points}。请商定后改分，或写明差异的原因。"
    ),
    channels=("in_app",),
    action=_("看评分差异"),
)
