"""Every address, as every role, against the table: real requests, everything undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings
from django.urls import reverse

from huiwu.kernel import clock
from tests.access.addresses import addresses
from tests.access.blank import BLANK
from tests.access.may import ALL, FEW, OUTSIDE, May
from tests.access.table import TABLE
from tests.access.world import TODAY, World, build, undone

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # who may do what is the same on any database
KEYS = addresses()
REFUSED = {"login", "401", "403", "404", "405"}
STRANGERS = ("anonymous", "stranger", "colleague", "planner")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """Built once for the table and taken back at its end; that a session is noted as seen changes no answer.

    Nobody has to prove again who they are, however long the table takes.
    """
    lean = override_settings(
        TEMPLATES=BLANK, USERSESSIONS_TRACK_ACTIVITY=False, ACCOUNT_REAUTHENTICATION_TIMEOUT=24 * 3600
    )
    with django_db_blocker.unblock(), lean, undone(), clock.at(TODAY):
        yield build()


def answer(world: World, who: str, method: str, name: str, may: May) -> str:
    ids = world.ids | {key: world.ids.get(other, other) for key, other in may.at.items()}
    path = reverse(name, kwargs={key: ids[key] for key in KEYS[name]})
    sent = {key: world.ids.get(value, value) if isinstance(value, str) else value for key, value in may.send.items()}
    response = world.ask(who, method, path, sent if method != "GET" else None)
    if response.status_code == 302 and response.headers["Location"].startswith("/account/login/"):
        return "login"
    return str(response.status_code)


def faults(world: World, method: str, name: str, may: May, allowed: frozenset[str]) -> Iterator[str]:
    of_meeting = "slug" in KEYS[name] or "meeting" in KEYS[name]
    for who in sorted(ALL if of_meeting and not may.few else FEW):
        got = answer(world, who, method, name, may)
        if who in allowed:
            let_in = got not in REFUSED or (may.own and got != "403")
            if not let_in:
                yield f"{who} was refused with {got}"
        elif got not in expected(who, of_meeting):
            yield f"{who} got {got}"


def expected(who: str, of_meeting: bool) -> set[str]:
    """What somebody who may not must be told."""
    if who == "anonymous":
        return {"login", "401"} if of_meeting else {"login", "401", "403"}
    if of_meeting:
        return {"404"} if who in OUTSIDE else {"403"}
    return {"403", "404"}


def test_every_address_has_its_row_and_every_row_its_address():
    assert sorted(TABLE) == sorted(KEYS)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_who_may_open_it_and_who_may_act(world, name):
    may = TABLE[name]
    found = {}
    for method, allowed in (("GET", may.get), ("POST", may.post), ("PATCH", may.patch), ("PUT", may.put)):
        if allowed is not None:
            found[method] = list(faults(world, method, name, may, allowed))
    assert found == dict.fromkeys(found, [])


@pytest.mark.parametrize(
    "name",
    sorted(n for n, may in TABLE.items() if may.get is not None and may.post is None and not n.startswith("api:")),
)
def test_sending_a_form_to_a_page_that_takes_none_opens_nothing_more(world, name):
    may = TABLE[name]
    got = {who: (answer(world, who, "POST", name, may), answer(world, who, "GET", name, may)) for who in STRANGERS}
    assert [who for who, (sent, opened) in got.items() if sent not in (opened, "405", "403", "login")] == []
