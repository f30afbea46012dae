"""What the pages of registration share."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest
from django.utils.translation import get_language

from huiwu.foundation.actors import Actor
from huiwu.foundation.pages import actor_of, address_of
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Function, Meeting
from huiwu.meetings.queries import functions_of, meeting_for
from huiwu.privacy.models import PrivacyNotice
from huiwu.privacy.queries.notices import text_of
from huiwu.privacy.queries.purposes import purposes_of
from huiwu.registration.queries.registrations import session_names, session_words
from huiwu.registration.rules.schema import FormSchema


def opened(request: HttpRequest, slug: str, permission: str = "registration.view") -> tuple[Actor, Meeting]:
    actor = actor_of(request)
    return actor, meeting_for(actor, slug, permission)


def public_meeting(slug: str) -> Meeting:
    """The meeting of a public page, which anybody may see as far as its form shows it. Raises NotFound."""
    found = Meeting.objects.select_related("org", "client").filter(slug=slug).first()
    if found is None or not found.is_live:
        raise NotFound
    return found


def visitor_of(request: HttpRequest) -> Actor:
    """Whoever fills in the public form: nobody known, with address and browser as evidence of consent. Somebody of the
    team who tries the page out is a visitor too."""
    agent = request.headers.get("User-Agent", "")[:300]
    return Actor("link", None, "", address=address_of(request), agent=agent)


def language_of() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def key_of(text: str) -> UUID:
    """The key made with the form; one that was lost is made anew."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def show_refusal(form: Any, refusal: InvalidInput) -> None:
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def consent_rows(meeting: Meeting, schema: FormSchema, given: set[str]) -> list[dict[str, Any]]:
    """The boxes to be ticked, each purpose its own."""
    words = {row.code: row for row in purposes_of(meeting)}
    is_english = language_of() == "en"
    rows = []
    for code in schema.consents:
        purpose = words.get(code)
        if purpose is None:
            continue
        text = (purpose.text_en if is_english else "") or purpose.text
        rows.append(
            {
                "code": code,
                "title": str(purpose.get_code_display()),
                "text": text,
                "is_required": code == "participation",
                "is_given": code in given,
            }
        )
    return rows


def notice_text(notice: PrivacyNotice | None) -> dict[str, Any] | None:
    if notice is None:
        return None
    return {"number": notice.number, "published_at": notice.published_at, **text_of(notice, language_of())}


def sessions_in(meeting: Meeting, schema: FormSchema) -> dict[str, str]:
    """Names and times of the sessions this form offers, as they are today."""
    ids = [o.value for spec in schema.fields if spec.type == "functions" for o in spec.options]
    return session_names(meeting, ids) if ids else {}


def session_choices(meeting: Meeting) -> list[tuple[str, str]]:
    """Every session that could be chosen."""
    rows: list[Function] = [row for row in functions_of(meeting) if not row.is_cancelled]
    return [(str(row.pk), session_words(meeting, row)) for row in rows]
