"""What stands on an invitation: its text as a kind of document, and the letter made of it for one guest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.blocks import Block, Heading, KeyValues, PageBreak, Paragraph, Qr, Sheet
from huiwu.documents.fourstate import filled, shown_value, unfilled
from huiwu.documents.kinds import MEETING_FACTS, DocumentKind, FieldDifference, Missing, register
from huiwu.documents.models import Document
from huiwu.documents.render.letters import LetterSheet
from huiwu.documents.render.text import day_text
from huiwu.foundation.registry.impact import Change
from huiwu.guests.choices import INVITATION
from huiwu.guests.models import InvitationTemplate
from huiwu.guests.rules.letters import WORDS, filled_in, unknown_words
from huiwu.guests.schema import ARRANGED, BODY, SCHEMA, TEXTS
from huiwu.meetings.choices import Part
from huiwu.meetings.models import Meeting

Content = Mapping[str, Any]


def told(content: Content, key: str) -> Any:
    """The value of a filled field; none, not applicable and unfilled alike say nothing on a letter."""
    held = content.get(key) or unfilled()
    return held["value"] if held["state"] == "filled" else None


def first_draft(meeting: Meeting, language: str) -> dict[str, Any]:
    """What an invitation begins with: the meeting's own facts, and the phrases every invitation has."""
    english = language.startswith("en")
    hosts = list(meeting.organisations.filter(part=Part.HOST_ORG).values_list("name", flat=True))
    contact = meeting.client.contacts.order_by("-is_approver").first() if meeting.client else None
    with translation.override("en" if english else "zh-hans"):
        known: dict[str, Any] = {
            "purpose": _("{meeting}将以“{theme}”为主题举行。").format(
                meeting=_called(meeting, english), theme=meeting.theme
            )
            if meeting.theme
            else "",
            "invitation": _("诚邀您莅临，担任【嘉宾角色】。"),
            "when": when_text(meeting, english),
            "where": " ".join(filter(None, (meeting.city, meeting.venue_name))),
            "hosts": _("、").join(hosts) or (meeting.client.name if meeting.client else ""),
            "issuer": _("、").join(hosts) or (meeting.client.name if meeting.client else ""),
            "seal": "seal",
        }
    if contact is not None:
        known["contact"] = {
            "name": contact.name, "title": contact.title, "phone": contact.phone, "email": contact.email
        }  # fmt: skip
    return SCHEMA.blank() | {key: filled(value) for key, value in known.items()}


def _called(meeting: Any, english: bool) -> str:
    return str((english and meeting.name_en) or meeting.name)


def when_text(meeting: Any, english: bool) -> str:
    """2027年3月18日至3月19日 / 18–19 March 2027."""
    first, last = meeting.start_on, meeting.end_on
    if english:
        return day_text(first, "en") if first == last else f"{day_text(first, 'en')} – {day_text(last, 'en')}"
    if first == last:
        return day_text(first, "zh-hans")
    until = day_text(last, "zh-hans") if first.year != last.year else f"{last.month}月{last.day}日"
    return f"{day_text(first, 'zh-hans')}至{until}"


def title_of(meeting: Any, language: str) -> str:
    """会名 + 邀请函, never split (documents.md 6)."""
    if language.startswith("en"):
        return f"Invitation to {_called(meeting, True)}"
    return f"{meeting.name}邀请函"


def letter_of(
    meeting: Any,
    content: Content,
    values: Mapping[str, str],
    *,
    language: str,
    link: str = "",
    number: str = "",
) -> LetterSheet:
    """The letter to one guest: `values` are the words filled in, 【】 stands where one has no value."""
    english = language.startswith("en")
    with translation.override("en" if english else "zh-hans"):
        pairs = [
            (str(SCHEMA[key].label), filled_in(told(content, key), values)) for key in ARRANGED if told(content, key)
        ]
        pairs += [(str(SCHEMA["contact"].label), values.get("联系人", "") + " " + values.get("联系电话", ""))]
        if values.get("回执期限"):
            pairs += [(str(SCHEMA["reply_by"].label), values["回执期限"])]
        seal = str(
            {"seal": _("（盖章）"), "signature": _("（署名）"), "both": _("（署名、盖章）")}.get(
                told(content, "seal") or "", ""
            )
        )
        ending = _("敬请于{day}前扫码或打开链接回复。恭候光临。") if link else _("敬请于{day}前回复。恭候光临。")
        issued = told(content, "issued_on")
        return LetterSheet(
            title=title_of(meeting, language),
            org=values.get("单位", ""),
            opening=values.get("称谓", "【称谓】"),
            paragraphs=tuple(
                filled_in(line, values)
                for key in BODY
                for line in (told(content, key) or "").splitlines()
                if line.strip()
            ),
            pairs=tuple(pairs),
            ending=ending.format(day=values.get("回执期限", "【回执期限】")),
            issuer=told(content, "issuer") or "",
            dated_on=day_text(date.fromisoformat(issued), "en" if english else "zh-hans") if issued else "",
            seal=seal,
            link=link,
            link_words=_("扫码查看邀请并回复"),
            number=number,
            foot=_called(meeting, english),
        )


def letter_blocks(letter: LetterSheet) -> tuple[Block, ...]:
    """A letter for the page and for Word."""
    blocks: list[Block] = []
    if letter.org:
        blocks.append(Paragraph(letter.org, "left", indent=False))
    blocks.append(Paragraph(f"**{letter.opening}**", "left", indent=False))
    blocks += [Paragraph(text) for text in letter.paragraphs]
    blocks.append(KeyValues(letter.pairs))
    blocks.append(Paragraph(letter.ending))
    if letter.link:
        blocks.append(Qr(letter.link, letter.link_words, 26.0))
    closing = "\n".join(filter(None, (f"{letter.issuer}{letter.seal}", letter.dated_on)))
    blocks.append(Paragraph(closing, "right", indent=False))
    return tuple(blocks)


def letters_sheet(letters: Iterable[LetterSheet], *, language: str) -> Sheet:
    """Letters for Word, each on its own page under its own number, so that words can still be mended by hand."""
    blocks: list[Block] = []
    name = ""
    for letter in letters:
        blocks += [PageBreak()] * bool(blocks)
        blocks.append(Heading(1, letter.title))
        name = name or letter.title
        if letter.number:
            blocks.append(Paragraph(letter.number, "right", indent=False))
        blocks += letter_blocks(letter)
    english = language.startswith("en")
    return Sheet(
        title="",
        meeting_name=name,
        blocks=tuple(blocks),
        numbered=False,
        paged=False,
        language="en" if english else "zh-hans",
    )


def meeting_words(meeting: Any, content: Content, language: str) -> dict[str, str]:
    """Words that are the same for every guest."""
    english = language.startswith("en")
    contact = told(content, "contact") or {}
    day = told(content, "reply_by")
    return {
        "会议名称": _called(meeting, english),
        "会议时间": told(content, "when") or "",
        "会议地点": told(content, "where") or "",
        "主办单位": told(content, "hosts") or "",
        "联系人": " ".join(filter(None, (contact.get("name"), contact.get("title")))),
        "联系电话": contact.get("phone") or "",
        "回执期限": day_text(date.fromisoformat(day), "en" if english else "zh-hans") if day else "",
    }


def sheet(meeting: Any, content: dict[str, Any], version: Any) -> Sheet:
    """The text as the client reads and signs it; what differs from guest to guest stands in 【】."""
    language = content.get("language") or "zh-hans"
    blanks = {word: f"【{word}】" for word in WORDS}
    letter = letter_of(meeting, content, blanks | meeting_words(meeting, content, language), language=language)
    return Sheet(
        title=letter.title,
        blocks=letter_blocks(letter),
        doc_no=version.header.get("document", "") if version else "",
        version=str(version.number) if version else "",
        dated_on=version.proposed_at.astimezone(meeting.zone).date() if version else None,
        meeting_name=meeting.name,
        status_word=_("草稿") if version is None else "",
        language="en" if language.startswith("en") else "zh-hans",
        numbered=False,
    )


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[FieldDifference]:
    return SCHEMA.differences(before, after)


def missing(content: dict[str, Any], meeting: Any) -> list[Missing]:
    """Unfilled fields, words nobody fills in, and a day for answering that lies after the meeting."""
    found = {row.key: row for row in SCHEMA.missing(content)}
    for key in TEXTS:
        for word in unknown_words(str(told(content, key) or "")):
            why = _("不认识的词【{word}】").format(word=word)
            found.setdefault(key, Missing(key, str(SCHEMA[key].label), why))
    day = told(content, "reply_by")
    if day and date.fromisoformat(day) >= meeting.start_on:
        found.setdefault("reply_by", Missing("reply_by", str(SCHEMA["reply_by"].label), _("须早于会议开始")))
    contact = told(content, "contact") or {}
    if contact and not contact.get("phone"):
        found.setdefault("contact", Missing("contact", str(SCHEMA["contact"].label), _("缺电话")))
    order = [spec.key for spec in SCHEMA.fields]
    return sorted(found.values(), key=lambda row: order.index(row.key))


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    return [
        Change(f"invitation.{row.key}", row.label, row.before_text, row.after_text)
        for row in differences(before, after)
    ]


def editor_url(document: Document) -> str:
    template = InvitationTemplate.objects.filter(pk=document.subject_id).first() if document.subject_id else None
    if template is None:
        return reverse("guests:templates", args=[document.meeting.slug])
    return reverse("guests:template", args=[document.meeting.slug, template.pk])


def shown_field(content: Content, key: str) -> str:
    """One field as a person reads it."""
    return str(shown_value(SCHEMA[key], content.get(key, unfilled())["value"]) or "")


register(
    DocumentKind(
        code=INVITATION,
        title=gettext_lazy("邀请函"),
        prefix="YQ",
        signer="client",
        view="guests.read_invitation",
        edit="guests.edit_invitation",
        sign_off="guests.send_for_signature",
        sheet=sheet,
        url=editor_url,
        differences=differences,
        missing=missing,
        changes=changes,
        fields=lambda _content: SCHEMA.field_list(),
        rests_on=(*MEETING_FACTS, "meeting.theme"),
        owner_role="guest_team",
    )
)
