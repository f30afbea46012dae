"""Group bots against stand-ins that check what WeCom, DingTalk and Feishu document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from huiwu.foundation.secrets import seal
from huiwu.kernel import clock
from huiwu.notifications.models import Bot, OutsideDelivery
from huiwu.notifications.outside.bots import SEAL, cut, digest, size
from huiwu.notifications.outside.limits import Rate, take
from huiwu.notifications.services import send_due
from tests.notifications.conftest import NOON
from tests.notifications.outside.conftest import state_of
from tests.notifications.outside.providers import DingTalk, Feishu, Provider, WeCom

SERVERS: dict[str, Any] = {"wecom": WeCom, "dingtalk": DingTalk, "feishu": Feishu}
QUIET = NOON + timedelta(minutes=7)


@pytest.fixture(autouse=True)
def off_the_hour() -> Iterator[None]:
    with clock.at(QUIET):
        yield


@pytest.fixture(params=list(SERVERS))
def provider(request: Any) -> Iterator[Provider]:
    server = SERVERS[request.param]()
    server.kind = request.param
    yield server
    server.close()


@pytest.fixture
def bot(cast: Any, provider: Any) -> Bot:
    return Bot.objects.create(
        org=cast.org,
        meeting=cast.meeting,
        name="会务组群",
        provider=provider.kind,
        webhook=seal(provider.base + provider.webhook, SEAL),
        secret=seal(getattr(provider, "secret", ""), SEAL),
    )


@pytest.fixture
def say(post: Any, bot: Bot) -> Any:
    def said(key: str = "b1", **more: Any) -> OutsideDelivery:
        return post(
            key, channel="bot", to=str(bot.pk), name="", **({"subject": "改期", "body": "会议改到 3 月 9 日"} | more)
        )

    return said


def text_of(took: dict[str, Any]) -> str:
    return took.get("text", {}).get("content") or took["content"]["text"]


def test_a_message_arrives_signed(provider, say, go_out):
    delivery = say()
    go_out()
    assert state_of(delivery) == ("sent", "")
    assert [text_of(took) for took in provider.took] == ["改期\n会议改到 3 月 9 日"]


def test_many_waiting_become_one_digest(provider, say, go_out):
    rows = [say(f"b{n}", subject=f"第{n}件", body=f"内容{n}\n细节") for n in range(1, 31)]
    go_out()
    assert {state_of(row) for row in rows} == {("sent", "")}
    assert len(provider.took) == 1
    assert text_of(provider.took[0]).splitlines()[:2] == ["1. 第1件：内容1", "2. 第2件：内容2"]


def test_a_digest_longer_than_a_message_goes_in_parts(provider, say, go_out):
    rows = [say(f"b{n}", subject="", body="会" * 300) for n in range(10)]
    for _turn in range(12):
        send_due()
    assert {state_of(row) for row in rows} == {("sent", "")}
    assert len(provider.took) == (5 if provider.kind == "wecom" else 1)


def test_a_message_longer_than_the_limit_is_cut(provider, say, go_out):
    delivery = say(subject="", body='会"\n' * 9000)
    go_out()
    assert state_of(delivery) == ("sent", "")
    assert text_of(provider.took[0]).endswith("…")


def test_a_hundred_in_a_row_never_pass_the_providers_limit(provider, say):
    """One after the other as fast as we may, over three minutes."""
    for second in range(180):
        with provider.at(QUIET + timedelta(seconds=second)):
            if second < 100:
                say(f"b{second}", is_essential=True)
            send_due()
    assert set(OutsideDelivery.objects.values_list("state", flat=True)) == {"sent"}
    assert not OutsideDelivery.objects.exclude(answer="").exists()
    assert len(provider.calls) == len(provider.took)


def test_too_fast_says_the_provider_and_we_pause(provider, say, go_out):
    code = {"wecom": {"errcode": 45009}, "dingtalk": {"errcode": 130101}, "feishu": {"code": 11232}}[provider.kind]
    provider.answers = [(200, code)]
    delivery = say()
    go_out()
    pause = timedelta(minutes=10 if provider.kind == "dingtalk" else 1)
    assert (state_of(delivery), delivery.attempts, delivery.not_before_at) == (("queued", ""), 0, QUIET + pause)
    with provider.at(QUIET + pause + timedelta(seconds=10)):
        send_due()
    assert state_of(delivery) == ("sent", "")


def test_a_wrong_secret_is_a_refusal_to_be_read(provider, say, go_out, bot):
    if provider.kind == "wecom":
        bot.webhook = seal(provider.base + "/cgi-bin/webhook/send?key=gone", SEAL)
    bot.secret = seal("wrong", SEAL)
    bot.save()
    delivery = say()
    go_out()
    assert state_of(delivery) == ("failed", "refused")
    assert delivery.answer.split()[0] in ("93000", "310000", "19021")


def test_a_bot_that_is_off_is_not_written_to(provider, say, go_out, bot):
    Bot.objects.update(is_on=False)
    delivery = say()
    go_out()
    assert (state_of(delivery), provider.calls) == (("suppressed", "bot_off"), [])


@pytest.mark.parametrize("provider", ["feishu"], indirect=True)
def test_feishu_is_left_alone_on_the_half_hour_unless_it_matters(provider, say, go_out):
    with provider.at(NOON + timedelta(minutes=30, seconds=5)):
        usual = say("u")
        send_due()
        assert (state_of(usual)[0], usual.not_before_at) == ("queued", NOON + timedelta(minutes=31, seconds=1))
        say("e", is_essential=True)
        with provider.at(NOON + timedelta(minutes=30, seconds=20)):
            send_due()
    assert len(provider.took) == 1


def test_sizes_count_bytes_as_json_writes_them():
    assert (size("会a\n"), size('"')) == (6, 2)
    assert size(cut("会" * 1000, 2048)) <= 2048
    assert digest([("a", "x"), ("b", "y" * 5000)], 2048).count == 1
    assert digest([("a", "x"), ("b", "")], 2048).text == "1. a：x\n2. b"


def test_a_bucket_is_shared_and_refills(db):
    rate = Rate(2, 1)
    assert [take("k", rate) for _ in range(3)] == [None, None, timedelta(seconds=1)]
    with clock.at(QUIET + timedelta(seconds=1)):
        assert [take("k", rate), take("k", rate)] == [None, timedelta(seconds=1)]
