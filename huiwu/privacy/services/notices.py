"""The notice: purposes in the meeting's own words, a draft, a published version that never changes (PIPL art. 17)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import translation
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import NoticeState, PurposeCode
from huiwu.privacy.errors import NotADraft, NoticeMoved
from huiwu.privacy.events import PrivacyNoticePublished, PrivacyNoticeSaved, PurposesChanged
from huiwu.privacy.models import PrivacyNotice, Purpose
from huiwu.privacy.queries.notices import notice_content
from huiwu.privacy.queries.purposes import USUAL, usual

LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True, slots=True)
class NoticeValues:
    """The parts of a notice that are written by hand; all else follows from purposes, terms and agreements."""

    processor: str
    contact: str
    processor_en: str = ""
    contact_en: str = ""
    more: str = ""
    more_en: str = ""
    asks_again: bool = False


@transaction.atomic
def set_purpose(
    *,
    actor: Actor,
    meeting: Meeting,
    code: str,
    revision: int,
    text: str,
    text_en: str,
    is_offered: bool,
) -> Purpose:
    """The meeting's own words for a purpose, and whether it is asked. Published notices keep theirs.

    Taking part is always asked. Raises StaleEdit, InvalidInput.
    """
    require(actor, "privacy.edit", meeting)
    if code not in PurposeCode.values or not text.strip():
        raise InvalidInput(fields={"text": [_("请写明用途")]}, detail=_("请写明用途。"))
    row = usual(meeting, code, list(USUAL).index(code))
    values = {
        "text": text.strip()[:500],
        "text_en": text_en.strip()[:800],
        "is_offered": is_offered or code == PurposeCode.PARTICIPATION,
    }
    if revision:
        changed = Purpose.objects.filter(meeting=meeting, code=code, revision=revision)
        if not changed.update(**values, revision=F("revision") + 1, updated_at=clock.now()):
            raise StaleEdit(theirs=Purpose.objects.filter(meeting=meeting, code=code).first(), who=_("同事"))
    else:
        for name, value in values.items():
            setattr(row, name, value)
        row.revision = 1
        _insert(row, lambda: Purpose.objects.get(meeting=meeting, code=code))
    record(PurposesChanged(meeting_id=meeting.pk, purpose=code), actor=actor, org_id=meeting.org_id)
    return Purpose.objects.get(meeting=meeting, code=code)


@transaction.atomic
def save_notice(*, actor: Actor, meeting: Meeting, revision: int, values: NoticeValues) -> PrivacyNotice:
    """Begin or change the draft of the next version. `revision` is 0 for a new one. Raises StaleEdit, InvalidInput."""
    require(actor, "privacy.edit", meeting)
    missing = {name: [_("请填写")] for name in ("processor", "contact") if not getattr(values, name).strip()}
    if missing:
        raise InvalidInput(fields=missing, detail=_("请填写处理者与联系渠道。"))
    columns: dict[str, Any] = asdict(values) | {"saved_by": actor.user}
    drafts = PrivacyNotice.objects.filter(meeting=meeting, state=NoticeState.DRAFT)
    if revision:
        if not drafts.filter(revision=revision).update(**columns, revision=F("revision") + 1, updated_at=clock.now()):
            theirs = drafts.select_related("saved_by").first()
            if theirs is None:
                raise NoticeMoved
            raise StaleEdit(theirs=theirs, who=theirs.saved_by.name if theirs.saved_by else _("同事"))
        row = drafts.get()
    else:
        last = PrivacyNotice.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"] or 0
        row = PrivacyNotice(meeting=meeting, number=last + 1, **columns)
        _insert(row, lambda: drafts.select_related("saved_by").first())
    fact = PrivacyNoticeSaved(meeting_id=meeting.pk, number=row.number)
    record(fact, actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def publish_notice(*, actor: Actor, meeting: Meeting, revision: int) -> PrivacyNotice:
    """Make the draft the notice that people read, frozen in both languages. Raises NotADraft, NoticeMoved."""
    require(actor, "privacy.publish", meeting)
    drafts = PrivacyNotice.objects.filter(meeting=meeting, state=NoticeState.DRAFT)
    draft = drafts.select_for_update().first()
    if draft is None:
        raise NotADraft
    content = {}
    for language in LANGUAGES:
        with translation.override(language):
            content[language] = notice_content(meeting, draft, language)
    published = PrivacyNotice.objects.filter(meeting=meeting, state=NoticeState.PUBLISHED)
    published.update(state=NoticeState.SUPERSEDED, updated_at=clock.now())
    changed = drafts.filter(revision=revision).update(
        state=NoticeState.PUBLISHED,
        content=content,
        content_hash=sealed(content),
        published_at=clock.now(),
        published_by=actor.user,
        revision=F("revision") + 1,
        updated_at=clock.now(),
    )
    if not changed:
        raise NoticeMoved
    draft.refresh_from_db()
    fact = PrivacyNoticePublished(meeting_id=meeting.pk, number=draft.number, content_hash=draft.content_hash)
    record(fact, actor=actor, org_id=meeting.org_id)
    return draft


def sealed(content: Any) -> str:
    """SHA-256 of the canonical JSON."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _insert(row: Any, theirs: Any) -> None:
    """Of two who begin at once, the second is told."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise StaleEdit(theirs=theirs(), who=_("同事")) from None
