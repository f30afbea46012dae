from __future__ import annotations

import pytest

from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Meeting
from huiwu.notifications.models import Bot
from huiwu.notifications.queries import chats_of
from huiwu.notifications.services import add_bot, change_bot, set_outside
from tests.notifications.outside.test_ways import HOOK


@pytest.fixture
def bot(cast) -> Bot:
    return add_bot(
        actor=cast.actor("owner"), org_id=cast.org.pk, name="全体群", provider="wecom", webhook=HOOK, tells=("meeting",)
    )


def changed(cast, bot, **more):
    given = {"name": bot.name, "tells": tuple(bot.tells)} | more
    return change_bot(actor=cast.actor("owner"), org_id=cast.org.pk, bot_id=bot.pk, **given)


def test_a_chat_hears_of_all_meetings_or_of_its_own(cast, bot) -> None:
    assert chats_of(cast.meeting) == [bot]
    changed(cast, bot, meeting=cast.meeting)
    assert chats_of(cast.meeting) == [bot]
    assert Bot.objects.get().webhook == bot.webhook  # an empty address keeps the former


def test_a_chat_that_is_switched_off_hears_nothing(cast, bot) -> None:
    changed(cast, bot, is_on=False)
    assert chats_of(cast.meeting) == []


def test_a_foreign_address_a_foreign_meeting_and_a_foreign_chat_are_refused(cast, bot) -> None:
    with pytest.raises(InvalidInput):
        changed(cast, bot, webhook="https://evil.example/hook")
    foreign = Meeting.objects.get(pk=cast.meeting.pk)
    foreign.org_id = cast.other_org.pk
    with pytest.raises(InvalidInput):
        changed(cast, bot, meeting=foreign)
    with pytest.raises(NotFound):
        change_bot(actor=cast.actor("stranger"), org_id=cast.other_org.pk, bot_id=bot.pk, name="x")


def test_the_form_says_which_meeting_and_what(cast, bot, client) -> None:
    client.force_login(cast.owner)
    page = f"/settings/outside/bots/{bot.pk}/"
    assert cast.meeting.name in client.get(page).content.decode()
    given = {"name": "项目群", "meeting": str(cast.meeting.pk), "tells": ["finding"], "is_on": "on"}
    assert client.post(page, given).status_code == 302
    row = Bot.objects.get()
    assert (row.name, row.meeting, row.tells, row.is_on) == ("项目群", cast.meeting, ["finding"], True)
    assert "项目群" in client.get(f"/m/{cast.meeting.slug}/messages/").content.decode()


def test_test_mode_is_seen_where_messages_are_sent(cast, client) -> None:
    client.force_login(cast.owner)
    page = f"/m/{cast.meeting.slug}/messages/"
    assert "测试模式" not in client.get(page).content.decode()
    set_outside(actor=cast.actor("owner"), org_id=cast.org.pk, revision=1, values={"is_test": True})
    assert "测试模式" in client.get(page).content.decode()
