"""The text of a notice, composed from purposes, terms, agreements and transfers in one language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from huiwu.foundation.registry.personal import SENSITIVE_GROUPS
from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import EntrustState, NoticeState, PartyKind
from huiwu.privacy.models import CrossBorderTransfer, EntrustedProcessing, PrivacyNotice
from huiwu.privacy.queries.purposes import offered_purposes
from huiwu.privacy.queries.records import group_words
from huiwu.privacy.queries.retention import terms_of


def notice_content(meeting: Meeting, draft: PrivacyNotice, language: str) -> dict[str, Any]:
    """What people read in `language`, which is the active one: plain values for a page and for the hash."""
    is_english = language == "en"
    return {
        "meeting": (meeting.name_en if is_english else "") or meeting.name,
        "processor": (draft.processor_en if is_english else "") or draft.processor,
        "entrusted_by": meeting.org.name,
        "contact": (draft.contact_en if is_english else "") or draft.contact,
        "purposes": [
            {
                "code": row.code,
                "title": str(row.get_code_display()),
                "text": (row.text_en if is_english else "") or row.text,
                "groups": group_words(row.groups),
                "is_required": row.is_required,
                "is_sensitive": bool({*row.groups} & SENSITIVE_GROUPS),
            }
            for row in offered_purposes(meeting)
        ],
        "terms": [
            {"title": str(term.title), "days_after": term.days_after, "until": term.due_on.isoformat()}
            for term in terms_of(meeting)
        ],
        "parties": _parties(meeting),
        "abroad": [
            f"{row.recipient}（{row.country}）：{group_words(row.groups)}"
            for row in CrossBorderTransfer.objects.filter(meeting=meeting)
        ],
        "more": (draft.more_en if is_english else "") or draft.more,
    }


def _parties(meeting: Meeting) -> list[str]:
    rows = EntrustedProcessing.objects.filter(meeting=meeting).exclude(state=EntrustState.CANCELLED)
    named = [row for row in rows if row.party_kind != PartyKind.CLIENT]
    return [
        _("{name}：{purpose}").format(name=row.name, purpose=row.purpose or group_words(row.groups)) for row in named
    ]


def draft_notice(meeting: Meeting) -> PrivacyNotice | None:
    return PrivacyNotice.objects.filter(meeting=meeting, state=NoticeState.DRAFT).select_related("saved_by").first()


def notices_of(meeting: Meeting) -> list[PrivacyNotice]:
    return list(PrivacyNotice.objects.filter(meeting=meeting).select_related("published_by"))


def text_of(notice: PrivacyNotice, language: str) -> dict[str, Any]:
    """The frozen text in a language, Chinese where there is no other."""
    found: dict[str, Any] = notice.content.get(language if language in notice.content else "zh-hans", {})
    return found
