"""What is queued goes out once, whatever happens in between; e-mail by real SMTP on loopback."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.models import FactRecord
from huiwu.kernel import clock
from huiwu.notifications.errors import NumberUnusable, OutsideAddressUnusable
from huiwu.notifications.models import KeptMail, OutsideDelivery, Suppression
from huiwu.notifications.rules import OUTSIDE_STRANDED_AFTER, RETRY_WAITS
from huiwu.notifications.services import (
    Letter,
    erase_outside,
    keep_sending,
    mark_outside_read,
    send_outside_many,
    suppress_address,
    withdraw_outside,
)
from tests.notifications.conftest import NOON
from tests.notifications.outside.conftest import state_of


def test_an_email_goes_out_with_its_link_and_forgets_it(post, go_out, mailbox, cast):
    delivery = post()
    assert "secret" not in delivery.body + delivery.sealed
    assert go_out() == 1
    [mail] = mailbox.messages
    assert mail["To"] == "张伟 <zhang@example.test>"
    assert mail["Message-ID"] == f"<{delivery.pk}@127.0.0.1>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "http://127.0.0.1:8000/l/secret/" in mail.get_body(("plain",)).get_content()
    assert 'href="http://127.0.0.1:8000/l/secret/"' in mail.get_body(("html",)).get_content()
    assert state_of(delivery) == ("sent", "")
    assert (delivery.sent_at, delivery.sealed, delivery.provider) == (NOON, "", "smtp")


def test_the_same_key_again_is_the_first(post, go_out, mailbox):
    assert post(body="一").pk == post(body="二").pk
    assert (go_out(), go_out()) == (1, 0)
    assert len(mailbox.messages) == 1


def test_it_waits_for_its_time(post, go_out, mailbox):
    post(not_before_at=NOON + timedelta(hours=2))
    assert go_out() == 0
    with clock.at(NOON + timedelta(hours=2)):
        assert go_out() == 1
    assert len(mailbox.messages) == 1


@pytest.mark.parametrize(("channel", "to", "refusal"), [
    ("email", "no address", OutsideAddressUnusable),
    ("sms", "13800000000", NumberUnusable),
])  # fmt: skip
def test_what_is_no_address_is_refused(post, channel, to, refusal):
    with pytest.raises(refusal):
        post(channel=channel, to=to)
    assert OutsideDelivery.objects.count() == 0


def test_a_refusal_for_good_ends_it_and_is_a_fact(post, go_out, mailbox, cast):
    mailbox.refuse["zhang@example.test"] = "550 no such user"
    about = cast.lead.pk
    delivery = post(about_kind="guest", about_id=about)
    go_out()
    assert state_of(delivery) == ("failed", "refused")
    assert delivery.answer == "550 no such user"
    fact = FactRecord.objects.get(kind="outside_failed")
    assert (fact.payload["about_kind"], fact.payload["about_id"]) == ("guest", str(about))
    assert "zhang" not in str(fact.payload)


def test_a_server_that_is_away_is_tried_again_then_given_up(post, go_out, mailbox):
    mailbox.close()
    delivery = post()
    at = NOON
    for wait in RETRY_WAITS:
        with clock.at(at):
            assert go_out() == 1
        assert state_of(delivery) == ("queued", "")
        at += wait
    with clock.at(at):
        go_out()
    assert state_of(delivery) == ("failed", "given_up")
    mailbox.open()


def test_what_a_dead_worker_left_goes_out_under_the_same_id(post, go_out, mailbox):
    delivery = post()
    OutsideDelivery.objects.filter(pk=delivery.pk).update(state="sending", claimed_at=NOON, attempts=1)
    go_out()
    assert mailbox.messages == []
    with clock.at(NOON + OUTSIDE_STRANDED_AFTER + timedelta(seconds=1)):
        keep_sending()
        assert go_out() == 1
    assert [mail["Message-ID"] for mail in mailbox.messages] == [f"<{delivery.pk}@127.0.0.1>"]


def test_many_are_queued_with_every_reader_counted(cast, go_out, mailbox):
    suppress_address(actor=cast.actor("owner"), org_id=cast.org.pk, channel="email", address="B@example.test")
    letters = [Letter(key=k, channel="email", to=to, subject="s", body="b") for k, to in [
        ("1", "a@example.test"), ("2", "b@example.test"), ("3", "none"),
    ]]  # fmt: skip
    assert send_outside_many(actor=SYSTEM, meeting=cast.meeting, letters=letters) == 3
    assert send_outside_many(actor=SYSTEM, meeting=cast.meeting, letters=letters) == 0
    go_out()
    found = OutsideDelivery.objects.order_by("key").values_list("state", "why")
    assert list(found) == [("sent", ""), ("suppressed", "unsubscribed"), ("failed", "bad_address")]
    assert FactRecord.objects.filter(kind="outside_failed").count() == 2


def test_whoever_unsubscribes_by_the_link_gets_only_what_they_need(post, go_out, mailbox, client):
    post()
    go_out()
    url = mailbox.messages[0]["List-Unsubscribe"].strip().strip("<>").removeprefix("http://127.0.0.1:8000")
    assert client.get(url).status_code == 200
    assert Suppression.objects.count() == 0
    assert client.post(url).status_code == 200
    assert client.post(url).status_code == 200
    assert [(row.reason, row.shown) for row in Suppression.objects.all()] == [("unsubscribed", "zh••••@example.test")]
    unwanted, needed = post("k2"), post("k3", is_essential=True)
    go_out()
    assert (state_of(unwanted), state_of(needed)) == (("suppressed", "unsubscribed"), ("sent", ""))


def test_a_link_we_did_not_sign_changes_nothing(client, cast):
    assert client.post("/u/forged/").status_code == 404
    assert Suppression.objects.count() == 0


def test_nothing_goes_out_about_a_meeting_that_stopped(post, go_out, mailbox, cast):
    delivery = post()
    cast.meeting.status = "cancelled"
    cast.meeting.save()
    go_out()
    assert (state_of(delivery), mailbox.messages) == (("suppressed", "meeting_stopped"), [])


def test_withdrawn_read_and_erased(post, go_out, mailbox, cast):
    first = post("a", about_kind="guest", about_id=cast.lead.pk)
    go_out()
    second = post("b", about_kind="guest", about_id=cast.lead.pk)
    assert withdraw_outside(about_kind="guest", about_ids=[cast.lead.pk]) == 1
    assert mark_outside_read(about_kind="guest", about_id=cast.lead.pk) == 1
    assert (state_of(first), state_of(second)) == (("read", ""), ("suppressed", "withdrawn"))
    assert erase_outside(meeting=cast.meeting, addresses=["zhang@example.test"]) == 2
    first.refresh_from_db()
    assert (first.to, first.name, first.body, first.state) == ("", "", "", "read")


def test_a_text_message_is_kept_while_no_provider_is_set(post, go_out, cast):
    delivery = post(channel="sms", to="+8613800000000", body="验证码 {code}", secrets={"code": "482913"})
    go_out()
    assert (state_of(delivery), delivery.provider) == (("sent", ""), "kept")
    [kept] = KeptMail.objects.all()
    assert (kept.channel, kept.to, kept.text) == ("sms", "+8613800000000", "验证码 482913")
