from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from huiwu.accounts.models import ScopedLink
from huiwu.brief.demo import content_for
from huiwu.brief.services import open_brief, propose_brief
from huiwu.documents.models import Document, Version
from huiwu.documents.services import invite_to_sign, save_draft, sign_version
from huiwu.foundation.actors import Actor
from tests.cast import Cast


@pytest.fixture
def whole(cast: Cast) -> dict[str, Any]:
    """A brief of 启明科技's meeting without one 未填 field, for 600 people."""
    return content_for(cast.meeting, 600)


@pytest.fixture
def brief(cast: Cast, whole: dict[str, Any]) -> Document:
    """林岚's draft, whole."""
    return open_brief(actor=cast.actor("lead"), meeting=cast.meeting, content=whole)


@pytest.fixture
def rewrite(cast: Cast, brief: Document) -> Callable[..., Document]:
    """Change fields of the draft."""

    def change(**fields: Any) -> Document:
        brief.refresh_from_db()
        content = {**brief.draft, **fields}
        return save_draft(actor=cast.actor("lead"), document_id=brief.pk, revision=brief.revision, content=content)

    return change


def sign(cast: Cast, document: Document) -> Version:
    """赵明远 confirms the draft as it stands, by the link he was sent."""
    document.refresh_from_db()
    lead = cast.actor("lead")
    version = propose_brief(actor=lead, document_id=document.pk, revision=document.revision)
    link, _token = invite_to_sign(actor=lead, version_id=version.pk, person="赵明远")
    sign_version(
        actor=holder(link),
        version_id=version.pk,
        seen_hash=version.content_hash,
        person_name="赵明远",
        person_title="副总裁",
    )
    version.refresh_from_db()
    cast.meeting.refresh_from_db()
    return version


def holder(link: ScopedLink) -> Actor:
    return Actor.of_link(link, address="203.0.113.9", agent="Mozilla/5.0 (phone)")
