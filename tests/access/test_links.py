"""Links for people without an account: good for one thing, and hard to guess."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from huiwu.accounts.guessing import MISSES
from huiwu.accounts.models import ScopedLink
from huiwu.accounts.services import revoke_link
from huiwu.brief.services import invite_intake
from huiwu.kernel import clock
from tests.access.world import undone

NOON = datetime(2027, 1, 11, 4, 0, 30, tzinfo=UTC)


@pytest.fixture
def noon():
    with clock.at(NOON):
        yield NOON


@pytest.fixture
def token(cast, noon):
    return invite_intake(actor=cast.actor("lead"), org=cast.org, label="启明科技")[1]


def guess(client, times, **where):
    return [client.get(f"/l/guess-{n}/", **where).status_code for n in range(times)]


def test_after_thirty_misses_in_a_minute_even_a_good_link_waits(client, token):
    assert set(guess(client, MISSES)) == {404}
    waiting = client.get(f"/l/{token}/intake")
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (429, "60")
    assert "暂停一分钟" in waiting.content.decode()
    assert client.get("/calendar.ics?token=guess").status_code == 429
    assert ScopedLink.objects.get().use_count == 0


def test_another_address_is_not_made_to_wait(client, token):
    guess(client, MISSES + 1)
    assert client.get(f"/l/{token}/intake", REMOTE_ADDR="203.0.113.50").status_code == 200


def test_a_minute_later_the_link_opens(client, token):
    guess(client, MISSES + 1)
    with clock.at(NOON + timedelta(minutes=1)):
        assert client.get(f"/l/{token}/intake").status_code == 200


def test_opening_a_good_link_often_is_no_guessing(client, token):
    assert {client.get(f"/l/{token}/intake").status_code for _ in range(MISSES + 5)} == {200}


def test_every_client_of_an_address_counts_together(token):
    for _ in range(MISSES):
        Client().get("/l/guess/")
    assert Client().get(f"/l/{token}/intake").status_code == 429


def test_a_link_opens_nothing_but_what_it_is_for(cast, client, token):
    for path in (f"/l/{token}/", f"/l/{token}/word/file/", "/m/qiming-2027/", "/intake/", "/settings/links/"):
        assert client.get(path).status_code in (302, 404)
    client.get(f"/l/{token}/intake")
    assert "sessionid" not in client.cookies
    assert client.get("/intake/").headers["Location"].startswith("/account/login/")


def seen(client, token):
    page = client.get(f"/l/{token}/intake").content.decode()
    return page[page.index("<main") :].replace(token, "…")


def test_an_expired_and_a_revoked_link_look_like_one_that_never_was(cast, client, token):
    link = ScopedLink.objects.get()
    never = seen(client, "never")
    with undone():
        revoke_link(actor=cast.actor("lead"), link_id=link.pk)
        assert seen(client, token) == never
    with clock.at(link.expires_at + timedelta(seconds=1)):
        assert seen(client, token) == never


def test_the_list_of_links_says_who_has_it_when_it_was_used_from_where_and_until_when(cast, client, token):
    client.get(f"/l/{token}/intake", REMOTE_ADDR="203.0.113.7")
    client.force_login(cast.owner)
    page = client.get("/settings/links/").content.decode()
    assert [word in page for word in ("启明科技", "203.0.113.7", "2027", "停用")] == [True] * 4
    assert token not in page


def test_the_list_of_links_asks_as_much_for_three_as_for_one(cast, client, token, django_assert_num_queries):
    client.force_login(cast.owner)
    client.get("/settings/links/")
    with django_assert_num_queries(12):
        client.get("/settings/links/")
    for label in ("甲", "乙"):
        invite_intake(actor=cast.actor("lead"), org=cast.org, label=label)
    with django_assert_num_queries(12):
        client.get("/settings/links/")
