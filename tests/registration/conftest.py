"""An open form: categories 代表, 媒体 (by hand) and 特邀 (by invitation), limits where a test sets them."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any
from uuid import uuid4

import pytest

from huiwu.documents.services import sign_version
from huiwu.foundation.actors import Actor
from huiwu.kernel import clock
from huiwu.planning.models import Gate
from huiwu.planning.services import launch_plan
from huiwu.privacy.choices import NoticeState
from huiwu.privacy.models import PrivacyNotice
from huiwu.registration import services
from huiwu.registration.models import Registration, RegistrationForm
from huiwu.registration.services import Submission
from tests.cast import Cast

CATEGORIES = [
    {"code": "general", "name": "参会代表", "name_en": "Participant", "mode": "public"},
    {"code": "media", "name": "媒体", "name_en": "Media", "mode": "approval", "roles": ["media"]},
    {"code": "invited", "name": "特邀", "name_en": "Invited", "mode": "invited", "fee_cents": 80000},
]
SHIRT = {
    "key": "shirt",
    "type": "choice",
    "label": "文化衫",
    "options": [{"value": "m", "label": "M 码"}, {"value": "xl", "label": "XL 码", "limit": 1}],
}


def visitor() -> Actor:
    return Actor("link", None, "", address="203.0.113.9", agent="test")


def open_form(cast: Cast, *, verification: str = "none", more: list[dict[str, Any]] | None = None) -> RegistrationForm:
    """Begun, written, confirmed by the client through the link, opened."""
    lead, meeting = cast.actor("lead"), cast.meeting
    if not Gate.objects.filter(plan__meeting=meeting).exists():
        launch_plan(actor=lead, meeting_id=meeting.pk)
    if not PrivacyNotice.objects.filter(meeting=meeting).exists():
        PrivacyNotice.objects.create(
            meeting=meeting,
            number=1,
            state=NoticeState.PUBLISHED,
            processor="启明科技",
            contact="privacy@example.test",
            published_at=clock.now(),
        )
    form = services.begin_form(actor=lead, meeting=meeting)
    content = deepcopy(form.document.draft)
    content["categories"] = CATEGORIES
    if more:
        content["sections"] = [*content["sections"], {"key": "more", "title": "其他", "fields": more}]
    revision = services.save_content(actor=lead, meeting=meeting, revision=form.document.revision, changes=content)
    services.save_settings(
        actor=lead, meeting=meeting, revision=form.revision, values={"verification": verification, "offer_hours": 24}
    )
    version, link, _token = services.send_form_for_signature(
        actor=lead, meeting=meeting, revision=revision, person="赵明远"
    )
    sign_version(actor=Actor.of_link(link), version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远")
    Gate.objects.filter(plan__meeting=meeting, code="G0").update(state="open")  # the checklist is not the subject here
    return services.open_registration(actor=lead, meeting=meeting)


@pytest.fixture
def form(cast: Cast) -> RegistrationForm:
    return open_form(cast)


def answers(name: str = "王小明", mobile: str = "13800000001", **more: Any) -> dict[str, Any]:
    return {"display_name": name, "org_name": "云海电子", "mobile": mobile, **more}


def sent(name: str = "王小明", mobile: str = "13800000001", category: str = "general", **more: Any) -> Submission:
    given = answers(name, mobile, **more.pop("answers", {}))
    given_consents = more.pop("consents", ("participation",))
    return Submission(
        category=category,
        answers=given,
        consents=given_consents,
        submission_key=more.pop("submission_key", None) or uuid4(),
        **more,
    )


@pytest.fixture
def register(cast: Cast, form: RegistrationForm) -> Callable[..., Registration]:
    """`register("李雷", "13800000002")` as a visitor of the open form."""
    return lambda *args, **more: services.submit_registration(
        actor=visitor(), meeting=cast.meeting, submission=sent(*args, **more)
    )
