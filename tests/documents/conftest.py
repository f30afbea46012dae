from __future__ import annotations

import pytest

from huiwu.accounts.models import ScopedLink
from huiwu.documents.models import Document, Version
from huiwu.documents.services import invite_to_sign, open_document, propose_version
from huiwu.foundation.actors import Actor
from tests.cast import Cast
from tests.documents.plain import filled_in, kinds


@pytest.fixture(autouse=True)
def plain_kinds() -> None:
    kinds()


@pytest.fixture
def document(cast: Cast) -> Document:
    """林岚's 登记表, filled in."""
    return open_document(
        actor=cast.actor("lead"), meeting=cast.meeting, kind="plain", title="登记表", content=filled_in()
    )


@pytest.fixture
def version(cast: Cast, document: Document) -> Version:
    return propose_version(actor=cast.actor("lead"), document_id=document.pk, revision=document.revision)


@pytest.fixture
def client_actor(cast: Cast, version: Version) -> Actor:
    """赵明远, who opened the link to sign the version."""
    link, _token = invite_to_sign(actor=cast.actor("lead"), version_id=version.pk, person="赵明远")
    return of_link(link)


def of_link(link: ScopedLink) -> Actor:
    return Actor.of_link(link, address="203.0.113.9", agent="Mozilla/5.0 (phone)")
