"""OM-070 and OM-071, and the evidence of P23."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiwu.calls.services import claim_person, record_call
from huiwu.foundation.registry.checks import RULES, Scope
from huiwu.foundation.registry.evidence import KINDS
from huiwu.kernel import clock
from huiwu.notices.models import Notice
from huiwu.notices.services import send_notice
from tests.notices.conftest import NOON


def found(cast, code, at=NOON):
    with clock.at(at):
        scope = Scope(cast.meeting, at, at.date())
        return [hit.detail for hit in RULES[code].find(scope)]


def test_whoever_was_not_reached_and_not_rung_for_a_day_is_found(cast, person, approved, work, mailbox):
    lost = person("没有邮箱", email="")
    notice = approved()
    send_notice(actor=cast.actor("lead"), notice_id=notice.pk, waived_reason="演示")
    work()
    assert found(cast, "OM-070", NOON + timedelta(hours=23)) == []
    late = NOON + timedelta(hours=25)
    assert found(cast, "OM-070", late) == ["《第一次通知》有 1 人没有送达，过了 24 小时还没有电话联系：没有邮箱。"]
    with clock.at(late):
        caller = cast.actor("lead")
        claim_person(actor=caller, meeting=cast.meeting, attendee_id=lost.pk)
        record_call(actor=caller, meeting=cast.meeting, attendee_id=lost.pk, outcome="settled", said="已告知")
    assert found(cast, "OM-070", late) == []


def test_a_waiting_notice_that_its_channel_would_refuse_is_found(cast, approved):
    notice = approved()
    assert found(cast, "OM-071") == []
    Notice.objects.update(channel="sms", text="诚请扫码：{link}", subject="")
    [detail] = found(cast, "OM-071")
    assert "没有短信签名" in detail
    assert "变量“个人页链接（签到码、日程）”里有链接" in detail
    Notice.objects.filter(pk=notice.pk).update(state="sent")
    assert found(cast, "OM-071") == []


def test_a_notice_due_tomorrow_without_the_clients_word_is_found(cast, approved, confirm):
    notice = approved()
    eve = notice.send_at - timedelta(hours=20)
    assert found(cast, "OM-071", eve) == ["《第一次通知》还不能发：客户还没有确认文案。"]
    confirm(notice)
    assert found(cast, "OM-071", eve) == []


@pytest.mark.parametrize(("batches", "present"), [(["first", "second"], False), (["first", "second", "third"], True)])
def test_three_batches_are_the_evidence_of_p23(cast, person, approved, work, mailbox, batches, present):
    person()
    for batch in batches:
        send_notice(actor=cast.actor("lead"), notice_id=approved(batch=batch).pk, waived_reason="演示")
    work()
    state = KINDS["notices.batches"].state(cast.meeting)
    assert (state.present, state.by_client) == (present, False)
