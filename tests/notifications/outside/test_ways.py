"""Settings of the ways out, and what providers report."""

from __future__ import annotations

import json

import pytest

from huiwu.foundation.models import FactRecord
from huiwu.foundation.outbox import Occurrence
from huiwu.foundation.secrets import unseal
from huiwu.kernel.errors import InvalidInput, NotAllowed, StaleEdit
from huiwu.notifications.models import Bot, OutsideDelivery
from huiwu.notifications.outside import bots, ways
from huiwu.notifications.reactions import tell_team_when_meeting_is_cancelled
from huiwu.notifications.services import add_bot, set_outside
from tests.notifications.outside.conftest import state_of

HOOK = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a"
ACCOUNT = {"sms_provider": "aliyun", "sms_key_id": "LTAI", "sms_secret": "s3cret", "sms_sign": "云帆会务"}


def test_secrets_are_kept_sealed_and_an_empty_one_keeps_the_former(cast):
    own = set_outside(actor=cast.actor("owner"), org_id=cast.org.pk, revision=1, values=ACCOUNT)
    assert "s3cret" not in own.sms_secret
    again = set_outside(
        actor=cast.actor("owner"), org_id=cast.org.pk, revision=own.revision, values=ACCOUNT | {"sms_secret": ""}
    )
    assert unseal(again.sms_secret, ways.SEAL) == "s3cret"
    with pytest.raises(StaleEdit):
        set_outside(actor=cast.actor("owner"), org_id=cast.org.pk, revision=1, values=ACCOUNT)


def test_what_is_missing_or_foreign_is_refused(cast):
    owner = cast.actor("owner")
    with pytest.raises(InvalidInput):
        set_outside(actor=owner, org_id=cast.org.pk, revision=1, values={"sms_provider": "tencent"})
    with pytest.raises(InvalidInput):  # a webhook may not make us call any host
        add_bot(actor=owner, org_id=cast.org.pk, name="群", provider="wecom", webhook="https://evil.example/qyapi")
    with pytest.raises(NotAllowed):
        add_bot(actor=cast.actor("planner"), org_id=cast.org.pk, name="群", provider="wecom", webhook=HOOK)


@pytest.mark.parametrize("body", [
    [{"phone_number": "13800000001", "success": True, "err_code": "DELIVERED", "biz_id": "biz^1", "out_id": "x"}],
    [{"mobile": "13800000001", "report_status": "SUCCESS", "errmsg": "DELIVRD", "sid": "biz^1"}],
])  # fmt: skip
def test_a_report_says_it_was_delivered_once(cast, post, client, body):
    own = set_outside(actor=cast.actor("owner"), org_id=cast.org.pk, revision=1, values=ACCOUNT)
    delivery = post(channel="sms", to="+8613800000001", body="x")
    OutsideDelivery.objects.update(state="sent", provider_id="biz^1")
    for _again in range(2):
        answer = client.post(f"/hooks/sms/{own.report_token}/", json.dumps(body), content_type="application/json")
        assert answer.json() == {"code": 0, "msg": "OK", "result": 0, "errmsg": "OK"}
    assert state_of(delivery) == ("delivered", "")
    assert FactRecord.objects.filter(kind="outside_delivered").count() == 1


def test_a_report_of_failure_ends_it(cast, post, client):
    own = set_outside(actor=cast.actor("owner"), org_id=cast.org.pk, revision=1, values=ACCOUNT)
    delivery = post(channel="sms", to="+8613800000001", body="x")
    OutsideDelivery.objects.update(state="sent", provider_id="biz^1")
    body = [{"success": False, "err_code": "MK:0001", "err_msg": "空号", "biz_id": "biz^1"}]
    client.post(f"/hooks/sms/{own.report_token}/", json.dumps(body), content_type="application/json")
    assert (state_of(delivery), delivery.answer) == (("failed", "undelivered"), "MK:0001 空号")
    assert client.post("/hooks/sms/unknown/", "[]", content_type="application/json").status_code == 404
    assert client.post(f"/hooks/sms/{own.report_token}/", "no", content_type="application/json").status_code == 400


def test_a_chat_hears_of_what_it_asked_for_once(cast):
    add_bot(actor=cast.actor("owner"), org_id=cast.org.pk, name="群", provider="wecom", webhook=HOOK, tells=("change",))
    assert unseal(Bot.objects.get().webhook, bots.SEAL) == HOOK
    fact = FactRecord.objects.create(
        kind="meeting_cancelled", meeting_id=cast.meeting.pk, org_id=cast.org.pk, actor_kind="system"
    )
    for _again in range(2):
        tell_team_when_meeting_is_cancelled(Occurrence.of(fact))
    [told] = OutsideDelivery.objects.all()
    assert (told.channel, told.subject) == ("bot", f"已取消：{cast.meeting.name}")


def test_the_settings_page_shows_no_secret(cast, client):
    set_outside(actor=cast.actor("owner"), org_id=cast.org.pk, revision=1, values=ACCOUNT)
    add_bot(actor=cast.actor("owner"), org_id=cast.org.pk, name="群", provider="wecom", webhook=HOOK)
    client.force_login(cast.owner)
    page = client.get("/settings/outside/").content.decode()
    assert "LTAI" in page
    assert "s3cret" not in page
    assert "693a" not in page
