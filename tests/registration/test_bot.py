"""A bot that posts a thousand registrations within one minute."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from huiwu.kernel import clock
from huiwu.registration.choices import POSTS_PER_ADDRESS_A_MINUTE
from huiwu.registration.errors import TooManyPosts
from huiwu.registration.models import Registration
from huiwu.registration.views.slowing import count_post


def filled(n: int) -> dict[str, Any]:
    return {
        "display_name": f"机器{n}",
        "org_name": "云海电子",
        "mobile": f"139{n:08}",
        "consents": ["participation"],
        "submission_key": str(uuid4()),
    }


def test_of_a_thousand_posts_a_minute_from_one_address_thirty_pass_and_others_are_not_held_up(cast, form) -> None:
    """The first forty through the page, the others where they are counted: each page takes a while to draw."""
    slug, bot = cast.meeting.slug, "203.0.113.66"
    page = reverse("registration:public_form", args=[slug, "general"])
    with clock.at(clock.now()):  # one minute, however slow the machine is
        client = Client(REMOTE_ADDR=bot)
        answers = Counter(client.post(page, filled(n)).status_code for n in range(40))
        answers += Counter(counted(bot, slug) for _n in range(960))
        assert answers == {302: POSTS_PER_ADDRESS_A_MINUTE, 429: 1000 - POSTS_PER_ADDRESS_A_MINUTE}
        assert Client(REMOTE_ADDR="198.51.100.7").post(page, filled(2000)).status_code == 302
    assert Registration.objects.count() == POSTS_PER_ADDRESS_A_MINUTE + 1


def counted(address: str, slug: str) -> int:
    try:
        count_post(address, slug)
    except TooManyPosts as refusal:
        return refusal.status
    return 200
