from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiwu.desk.queries import found_everywhere
from huiwu.documents.models import Document
from huiwu.meetings.models import Meeting
from huiwu.meetings.services.details import meeting_search_text


@pytest.fixture
def known(cast):
    """The cast's meeting as services keep it, with a brief."""
    Meeting.objects.update(search_text=meeting_search_text(cast.meeting))
    Document.objects.create(meeting=cast.meeting, kind="brief", number="2027-001-BR-001", title="启明科技需求简报")
    return cast


def titles(cast, text, who="lead"):
    return {group.kind: [hit.title for hit in group.hits] for group in found_everywhere(cast.actor(who), text, 5)}


def test_one_box_finds_every_kind(known):
    assert titles(known, "启明科技") == {"meeting": ["启明科技 2027 合作伙伴大会"], "document": ["启明科技需求简报"]}


@pytest.mark.parametrize("text", ["qimingkeji", "qmkj", "2027-001", "qiming-2027"])
def test_pinyin_initials_and_numbers_find_too(known, text):
    assert titles(known, text)["meeting"] == ["启明科技 2027 合作伙伴大会"]


@pytest.mark.parametrize("who", ["stranger", "colleague"])
def test_nothing_is_found_that_one_may_not_see(known, who):
    assert titles(known, "启明科技", who) == {}


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "' OR 1=1 --", "x" * 500, "\\", "启" * 200])
def test_odd_texts_find_nothing_and_break_nothing(known, text, client):
    client.force_login(known.lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get("/search", {"q": text})
    assert (answer.status_code, 'class="row-link"' in answer.content.decode()) == (200, False)


def test_suggestions_are_a_fragment_with_few_hits(known, client):
    client.force_login(known.lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    part = client.get("/search?q=启明", headers={"HX-Request": "true", "HX-Target": "search-suggestions"})
    assert "<html" not in part.content.decode()
    assert 'href="/m/qiming-2027/"' in part.content.decode()


def test_a_visitor_is_asked_to_log_in(client, db):
    assert client.get("/search?q=x")["Location"].startswith("/account/login/")


def test_searching_takes_the_same_queries_for_one_hit_and_for_three(known, django_assert_num_queries):
    """How many depends on how many capabilities have something to search, so the first run sets the number."""
    actor = known.actor("lead")
    found_everywhere(actor, "启明科技", 5)
    with CaptureQueriesContext(connection) as one_hit:
        found_everywhere(actor, "启明科技", 5)
    for nth in range(2):
        Document.objects.create(
            meeting=known.meeting, kind="brief", number=f"B-{nth}", title="启明科技附件",
            subject_id=f"00000000-0000-4000-8000-00000000000{nth}",
        )  # fmt: skip
    with django_assert_num_queries(len(one_hit)):
        groups = found_everywhere(actor, "启明科技", 5)
    assert {group.kind: len(group.hits) for group in groups} == {"meeting": 1, "document": 3}
