"""The words of a notice as a document that the client confirms."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huiwu.documents.blocks import Heading, KeyValues, Paragraph, Sheet
from huiwu.documents.kinds import DocumentKind, FieldDifference, register
from huiwu.notices.choices import NOTICE, Batch, NoticeChannel
from huiwu.notices.words import VARIABLE_WORDS


def sheet(meeting: Any, content: dict[str, Any], version: Any) -> Sheet:
    """《会议通知》 as the client reads it: to whom, when, the words, and what their variables stand for."""
    pairs = [(str(label), value) for label, value in _lines(content)]
    return Sheet(
        title=content.get("title", ""),
        subtitle=meeting.name,
        blocks=(
            KeyValues(tuple(pairs)),
            Heading(2, _("正文")),
            *(Paragraph(line, indent=False) for line in content.get("text", "").splitlines() if line.strip()),
        ),
        doc_no=version.header.get("document", "") if version else "",
        version=str(version.number) if version else "",
        dated_on=version.proposed_at.astimezone(meeting.zone).date() if version else None,
        meeting_name=meeting.name,
        language="en" if (get_language() or "").startswith("en") else "zh-hans",
        status_word=_("草稿") if version is None else "",
        issuer=meeting.org.name,
    )


def _lines(content: dict[str, Any]) -> list[tuple[Any, str]]:
    about = content.get("about", {})
    batch, channel = dict(Batch.choices), dict(NoticeChannel.choices)
    return [
        (_("批次"), str(batch.get(content.get("batch"), ""))),
        (_("渠道"), str(channel.get(content.get("channel"), ""))),
        (_("接收人"), content.get("audience", "")),
        (_("发出日期"), content.get("send_on", "")),
        (_("标题"), content.get("subject", "")),
        *((VARIABLE_WORDS[key], value) for key, value in about.items() if value),
    ]


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[FieldDifference]:
    """Lines and words that read differently."""
    old, new = dict(_flat(before)), dict(_flat(after))
    return [
        FieldDifference(label, label, old.get(label, ""), new.get(label, ""))
        for label in dict.fromkeys([*old, *new])
        if old.get(label, "") != new.get(label, "")
    ]


def _flat(content: dict[str, Any]) -> list[tuple[str, str]]:
    return [*((str(label), value) for label, value in _lines(content)), (_("正文"), content.get("text", ""))]


register(
    DocumentKind(
        code=NOTICE,
        title=gettext_lazy("会议通知"),
        prefix="TZ",
        signer="client",
        view="notices.view",
        edit="notices.edit",
        sign_off="notices.invite",
        sheet=sheet,
        url=lambda document: reverse("notices:notice", args=[document.meeting.slug, document.subject_id]),
        differences=differences,
        fields=lambda content: [("text", _("正文"), ""), ("audience", _("接收人"), ""), ("send_on", _("发出日期"), "")],
        rests_on=("meeting.name", "meeting.start_on", "meeting.venue_name"),
        owner_role="data_admin",
    )
)
