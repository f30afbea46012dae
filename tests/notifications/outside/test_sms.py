"""Text messages against stand-ins that check what Aliyun and Tencent Cloud document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from huiwu.foundation.secrets import seal
from huiwu.notifications.models import KeptMail, OutsideDelivery, OutsideSettings, SmsTemplate
from huiwu.notifications.outside.ways import SEAL
from huiwu.notifications.rules import STRANDED_AFTER
from huiwu.notifications.services import keep_sending, send_due
from tests.notifications.conftest import NOON
from tests.notifications.outside.conftest import state_of
from tests.notifications.outside.providers import Aliyun, Provider, Tencent

NUMBER = "+8613800000001"
NUMBERS = {"aliyun": ("SMS_100", "SMS_200"), "tencent": ("1110", "2220")}


@pytest.fixture(params=["aliyun", "tencent"])
def provider(request: Any, cast: Any, settings: Any) -> Iterator[Provider]:
    """Either provider, with the organisation's account there and two texts it has approved."""
    name = request.param
    server: Any = Aliyun() if name == "aliyun" else Tencent()
    settings.HUIWU_OUTSIDE_ADDRESSES = settings.HUIWU_OUTSIDE_ADDRESSES | {name: server.base}
    OutsideSettings.objects.create(
        org=cast.org,
        sms_provider=name,
        sms_key_id=server.key_id,
        sms_secret=seal(server.secret, SEAL),
        sms_sign="云帆会务",
        sms_app_id="1400006666",
        report_token="report",
    )
    texts = [("remind", "尊敬的{name}，会议于{time}开始。"), ("code", "验证码{code}，5分钟内有效。")]
    for (code, text), number in zip(texts, NUMBERS[name], strict=True):
        SmsTemplate.objects.create(org=cast.org, code=code, title=code, text=text, provider_id=number, is_approved=True)
    yield server
    server.close()


@pytest.fixture
def text(post: Any) -> Any:
    def written(key: str = "s1", to: str = NUMBER, **more: Any) -> OutsideDelivery:
        given = {"template": "remind", "variables": {"time": "9:00", "name": "张 伟*~"}}
        return post(key, channel="sms", to=to, subject="", **({"body": "", "secrets": {}} | given | more))

    return written


def test_a_text_message_is_taken_with_its_values_in_order(provider, text, go_out):
    delivery = text()
    assert delivery.body == "尊敬的张 伟*~，会议于9:00开始。"
    go_out()
    assert state_of(delivery) == ("sent", "")
    [took] = provider.took
    if isinstance(provider, Aliyun):
        assert (took["PhoneNumbers"], took["values"]) == ("13800000001", {"name": "张 伟*~", "time": "9:00"})
        assert (took["OutId"], delivery.provider_id) == (str(delivery.pk), "biz^1")
    else:
        assert (took["PhoneNumberSet"], took["TemplateParamSet"]) == ([NUMBER], ["张 伟*~", "9:00"])
        assert (took["SessionContext"], delivery.provider_id) == (str(delivery.pk), "2433:0")


def test_a_code_is_filled_in_only_when_it_goes_out(provider, text, go_out):
    delivery = text(template="code", variables={}, secrets={"code": "482913"})
    assert "482913" not in str([delivery.body, delivery.variables, delivery.sealed])
    go_out()
    assert "482913" in str(provider.took)
    assert state_of(delivery) == ("sent", "") and delivery.sealed == ""


def test_a_wrong_secret_is_refused_and_tried_again_when_put_right(provider, text, go_out):
    own = OutsideSettings.objects.get()
    good, own.sms_secret = own.sms_secret, seal("wrong", SEAL)
    own.save()
    delivery = text()
    go_out()
    assert (state_of(delivery), provider.took) == (("queued", ""), [])
    assert delivery.answer.startswith(("SignatureDoesNotMatch", "AuthFailure.SignatureFailure"))
    own.sms_secret = good
    own.save()
    with provider.at(NOON + timedelta(minutes=2)):
        go_out()
    assert (state_of(delivery), len(provider.took)) == (("sent", ""), 1)


def test_a_clock_that_is_wrong_is_refused(provider, text, go_out):
    provider.moment = NOON + timedelta(hours=1)
    delivery = text()
    go_out()
    assert state_of(delivery) == ("queued", "")
    assert delivery.answer.startswith(("InvalidTimeStamp.Expired", "AuthFailure.SignatureExpire"))


def test_a_link_in_a_value_is_refused_for_good(provider, text, go_out):
    delivery = text(variables={"name": "https://example.test/x", "time": "9:00"})
    go_out()
    assert state_of(delivery) == ("failed", "refused")
    assert "rl" in delivery.answer.lower()


def test_the_limit_of_a_number_passes_later(provider, text, go_out):
    rows = [text(f"s{n}") for n in range(6)]
    go_out()
    assert [state_of(row)[0] for row in rows] == ["sent"] * 5 + ["queued"]
    provider.took.clear()
    with provider.at(NOON + timedelta(minutes=2)):
        go_out()
    assert state_of(rows[5]) == ("sent", "")


def test_a_text_without_the_providers_number_is_not_sent(provider, text, go_out):
    SmsTemplate.objects.update(is_approved=False)
    delivery = text()
    go_out()
    assert (state_of(delivery), provider.calls) == (("failed", "no_template"), [])


def test_a_gateway_that_is_down_is_tried_again(provider, text, go_out):
    provider.answers = [(503, {})] if isinstance(provider, Tencent) else [(503, {"Code": "ServiceUnavailable"})]
    delivery = text()
    go_out()
    assert state_of(delivery)[0] == "queued"


def test_what_the_provider_already_has_is_not_sent_twice_after_a_kill(provider, text, go_out):
    """The worker died after the provider's yes and before our note."""
    delivery = text()
    go_out()
    OutsideDelivery.objects.update(state="sending", claimed_at=NOON, sent_at=None, provider_id="")
    with provider.at(NOON + STRANDED_AFTER + timedelta(seconds=1)):
        keep_sending()
        go_out()
    assert (state_of(delivery), len(provider.took)) == (("sent", ""), 1)


def test_what_the_provider_does_not_know_goes_out_after_a_kill(provider, text, go_out):
    delivery = text()
    OutsideDelivery.objects.update(state="sending", claimed_at=NOON, attempts=1)
    with provider.at(NOON + STRANDED_AFTER + timedelta(seconds=1)):
        send_due()
    assert (state_of(delivery), len(provider.took)) == (("sent", ""), 1)


def test_the_test_mode_sends_nothing_outside(provider, text, go_out):
    OutsideSettings.objects.update(is_test=True)
    delivery = text()
    go_out()
    assert (state_of(delivery), delivery.provider, provider.calls) == (("sent", ""), "kept", [])
    assert KeptMail.objects.get().text == "尊敬的张 伟*~，会议于9:00开始。"
