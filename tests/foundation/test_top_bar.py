"""The top bar: what capabilities place there, in which menu, which one is current, and that no name is written in."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from huiwu.foundation.actors import NOBODY, Actor
from huiwu.foundation.components.pages import top_places
from huiwu.foundation.registry.sections import PLACES, place
from tests.cast import Cast

TEMPLATES = Path(__file__).resolve().parents[2] / "huiwu/foundation/templates/foundation"


def shown(cast: Cast, path: str = "/") -> dict[str, list[dict[str, object]]]:
    return top_places({"actor": Actor.of_user(cast.lead), "request": RequestFactory().get(path)})


def test_two_links_and_two_menus_stand_in_the_top_bar(cast: Cast) -> None:
    bar = shown(cast)
    assert [str(link["title"]) for link in bar["links"]] == ["会议", "接洽"]
    assert {str(menu["title"]): [str(one["title"]) for one in menu["entries"]] for menu in bar["menus"]} == {
        "资料库": ["场地库", "供应商库"],
        "财务": ["合同", "发票", "收付款"],
    }


def test_the_menu_of_the_present_page_is_marked(cast: Cast) -> None:
    bar = shown(cast, "/suppliers/new/")
    assert [menu["current"] for menu in bar["menus"]] == [True, False]
    assert [str(one["title"]) for one in bar["menus"][0]["entries"] if one.get("current")] == ["供应商库"]


def test_a_visitor_sees_no_place() -> None:
    assert top_places({"actor": NOBODY, "request": None}) == {"links": [], "menus": []}


def test_every_place_opens_for_a_member_of_the_organisation(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.lead)
    assert {one.code: client.get(one.url()).status_code for one in PLACES} == {one.code: 200 for one in PLACES}


def test_asking_what_is_shown_takes_no_query(cast: Cast, django_assert_num_queries: Any) -> None:
    actor: Any = SimpleNamespace(is_signed_in=True)
    with django_assert_num_queries(0):
        assert all(one.shown(actor) for one in PLACES)


def test_two_places_do_not_share_a_code() -> None:
    with pytest.raises(ValueError, match="two places share the code venues"):
        place("venues", title="", icon="", order=1, url=lambda: "/")


def test_the_frame_names_no_page_of_a_capability_except_the_persons_own() -> None:
    """The account, its settings, the inbox and the meeting's overview belong to the frame of every page."""
    above = "|".join(set(settings.CAPABILITIES) - {"foundation", "accounts", "notifications", "desk"})
    named = {
        path.name: found
        for path in TEMPLATES.glob("_*.html")
        if (found := re.findall(rf'{{% url "(?:{above}):', path.read_text(encoding="utf-8")))
    }
    assert named == {}
