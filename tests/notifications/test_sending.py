"""Real mail to a real SMTP server on loopback, read back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiwu.foundation.models import FactRecord, Job
from huiwu.kernel import clock
from huiwu.kernel.errors import NotAllowed
from huiwu.notifications.errors import AddressUnusable, NothingToRepeat
from huiwu.notifications.models import Delivery, Message
from huiwu.notifications.queries import inbox
from huiwu.notifications.rules import RETRY_WAITS, STRANDED_AFTER
from huiwu.notifications.services import deliver, mail_link, repeat_delivery, send_stranded, set_preferences
from tests.notifications.conftest import NOON

LINK = "http://127.0.0.1:8000/l/secret-token/"


def mail_to_client(cast, recipient="zhao@example.test", url=LINK):
    return mail_link(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        recipient=recipient,
        person="赵明远",
        url=url,
        kind="documents.sign",
        values={"document": "需求简报", "number": 2},
    )


def state(message):
    delivery = message.deliveries.get(channel="email")
    return delivery.state, delivery.attempts


def test_a_message_arrives_with_headers_and_both_parts(write, send_due, mailbox, cast, settings):
    settings.DEFAULT_FROM_EMAIL = "会务 <mail@example.test>"
    message = write()
    assert send_due() == ["sent"]
    [mail] = mailbox.messages
    delivery = message.deliveries.get(channel="email")
    assert mail["Subject"].strip() == f"即将到期 1 项：P04 需求简报｜{cast.meeting.name}"
    assert mail["To"] == "陈策 <planner@example.test>"
    assert mail["From"] == "会务 <mail@example.test>"
    assert mail["Message-ID"] == f"<{delivery.pk}@127.0.0.1>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"] is not None
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    text, html = (part.get_content() for part in mail.iter_parts())
    assert "打开会议：\nhttp://127.0.0.1:8000/inbox/\n" in text.replace("\r\n", "\n")
    assert f"《{cast.meeting.name}》中由您负责的以下事项即将到期。" in text
    assert 'href="http://127.0.0.1:8000/inbox/"' in html
    assert (delivery.state, delivery.sent_at) == ("sent", NOON)


def test_the_reader_gets_their_own_language(write, send_due, mailbox, cast):
    cast.planner.language = "en"
    write(user=cast.planner)
    send_due()
    assert mailbox.messages[0]["Subject"].strip() == f"Soon due (1): P04 需求简报 | {cast.meeting.name}"
    assert "Reminders and quiet hours" in mailbox.messages[0].get_body(("plain",)).get_content()


def test_markup_in_names_is_text_in_the_mail(write, send_due, mailbox):
    write(values={"first": "<b>粗</b>\r\nBcc: a@example.test", "count": 1, "meeting": "论坛"})
    send_due()
    [mail] = mailbox.messages
    assert mail["Subject"].strip() == "即将到期 1 项：<b>粗</b> Bcc: a@example.test｜论坛"
    assert mail["Bcc"] is None
    assert "&lt;b&gt;粗&lt;/b&gt;" in mail.get_body(("html",)).get_content()


def test_the_same_occasion_is_told_once(write, send_due, mailbox, cast):
    assert write("same").pk == write("same").pk
    assert send_due() == ["sent"]
    assert (len(mailbox.messages), inbox(cast.actor("planner")).count()) == (1, 1)


def test_a_delivery_is_sent_once_however_often_it_is_asked_for(write, send_due, mailbox):
    message = write()
    send_due()
    assert deliver(delivery_id=message.deliveries.get(channel="email").pk) is None
    assert len(mailbox.messages) == 1


def test_a_refused_recipient_fails_for_good_and_the_sender_is_told(cast, send_due, mailbox):
    mailbox.refuse["zhao@example.test"] = "550 5.1.1 No such user"
    message = mail_to_client(cast)
    assert send_due() == ["failed"]
    assert state(message) == ("failed", 1)
    assert message.deliveries.get().answer == "550 5.1.1 No such user"
    [told] = inbox(cast.actor("lead"))
    assert told.subject == "发给赵明远的邮件没有送达"
    assert "550 5.1.1 No such user" in told.body
    assert FactRecord.objects.filter(kind="delivery_failed").count() == 1
    assert Job.objects.filter(work="notifications.deliver").count() == 0


def test_a_refused_delivery_is_sent_again_when_the_lead_says_so(cast, send_due, mailbox):
    mailbox.refuse["zhao@example.test"] = "550 No"
    delivery = mail_to_client(cast).deliveries.get()
    send_due()
    with pytest.raises(NotAllowed):
        repeat_delivery(actor=cast.actor("planner"), delivery_id=delivery.pk)
    mailbox.refuse.clear()
    repeat_delivery(actor=cast.actor("lead"), delivery_id=delivery.pk)
    with pytest.raises(NothingToRepeat):
        repeat_delivery(actor=cast.actor("lead"), delivery_id=delivery.pk)
    assert send_due() == ["sent"]
    assert LINK in mailbox.messages[0].get_body(("plain",)).get_content()


def test_a_busy_server_is_tried_again_with_growing_waits_and_then_given_up(write, send_due, mailbox):
    mailbox.refuse["planner@example.test"] = "451 Try later"
    message = write()
    now = NOON
    for attempt, wait in enumerate(RETRY_WAITS, start=1):
        with clock.at(now):
            assert send_due() == ["queued"]
            assert send_due() == []
        assert state(message) == ("queued", attempt)
        now += wait
    with clock.at(now):
        assert send_due() == ["given_up"]
    assert state(message) == ("given_up", len(RETRY_WAITS) + 1)
    assert message.deliveries.get(channel="email").answer == "451 Try later"


def test_a_server_that_is_down_and_comes_back_gets_the_message(write, send_due, mailbox):
    mailbox.close()
    message = write()
    assert send_due() == ["queued"]
    assert "Connection" in message.deliveries.get(channel="email").answer
    mailbox.open()
    with clock.at(NOON + RETRY_WAITS[0]):
        assert send_due() == ["sent"]
    assert len(mailbox.messages) == 1


def test_what_a_dead_worker_left_is_sent_again_under_the_same_id(write, send_due, mailbox):
    message = write()
    delivery = message.deliveries.get(channel="email")
    Job.objects.all().delete()
    Delivery.objects.filter(pk=delivery.pk).update(state="sending", claimed_at=NOON, attempts=1)
    with clock.at(NOON + STRANDED_AFTER):
        assert send_stranded() == 0
    with clock.at(NOON + STRANDED_AFTER + timedelta(seconds=1)):
        assert send_stranded() == 1
        assert send_stranded() == 0
    assert [mail["Message-ID"] for mail in mailbox.messages] == [f"<{delivery.pk}@127.0.0.1>"]


def test_quiet_hours_hold_mail_back_until_they_end(write, send_due, mailbox, cast):
    with clock.at(NOON + timedelta(hours=12)):  # midnight in Shanghai
        message = write()
        assert send_due() == []
        assert inbox(cast.actor("planner")).count() == 1
    assert message.deliveries.get(channel="email").not_before_at == NOON + timedelta(hours=20)
    with clock.at(NOON + timedelta(hours=20)):
        assert send_due() == ["sent"]


def test_urgent_messages_and_links_break_the_quiet_hours(write, send_due, mailbox, cast):
    with clock.at(NOON + timedelta(hours=12)):
        write(kind="meetings.cancelled")
        mail_to_client(cast)
        assert send_due() == ["sent", "sent"]


def test_a_person_chooses_the_channels(write, send_due, mailbox, cast):
    set_preferences(actor=cast.actor("planner"), choices={("reminder", "email"): False})
    set_preferences(actor=cast.actor("planner"), choices={("change", "in_app"): False})
    silent, mailed = write("a"), write("b", kind="meetings.joined")
    assert send_due() == ["sent"]
    assert [(d.channel, d.state, d.why) for d in silent.deliveries.order_by("channel")] == [
        ("email", "suppressed", "preference"),
        ("in_app", "sent", ""),
    ]
    assert [d.channel for d in mailed.deliveries.all()] == ["email"]
    assert list(inbox(cast.actor("planner"))) == [silent]


@pytest.mark.parametrize("status", ["cancelled", "postponed", "closed"])
def test_reminders_of_a_stopped_meeting_are_not_sent_any_more(write, send_due, mailbox, cast, status):
    message = write()
    cast.meeting.status = status
    cast.meeting.save()
    assert send_due() == [""]
    assert [(d.state, d.why) for d in message.deliveries.filter(channel="email")] == [("suppressed", "meeting_stopped")]
    assert mailbox.messages == []


def test_nothing_is_sent_to_somebody_who_has_gone(write, send_due, mailbox, cast):
    write()
    cast.planner.is_active = False
    cast.planner.save()
    assert send_due() == [""]
    assert mailbox.messages == []


def test_a_link_is_mailed_once_and_its_token_forgotten(cast, send_due, mailbox):
    message = mail_to_client(cast)
    assert mail_to_client(cast).pk == message.pk
    assert LINK not in message.body
    assert send_due() == ["sent"]
    [mail] = mailbox.messages
    assert mail["To"] == "赵明远 <zhao@example.test>"
    assert mail["Subject"].strip() == f"请确认《需求简报》第 2 版｜{cast.meeting.name}"
    assert LINK in mail.get_body(("plain",)).get_content()
    assert f'href="{LINK}"' in mail.get_body(("html",)).get_content()
    message.refresh_from_db()
    assert (message.secret_url, message.has_secret) == ("", True)
    assert FactRecord.objects.filter(kind="link_mailed").count() == 1


def test_a_bad_address_is_refused_and_nothing_kept(cast):
    with pytest.raises(AddressUnusable):
        mail_to_client(cast, recipient="zhao@@example")
    assert Message.objects.count() == 0


def test_only_the_team_mails_links(cast):
    with pytest.raises(NotAllowed):
        mail_link(
            actor=cast.actor("stranger"),
            meeting=cast.meeting,
            recipient="zhao@example.test",
            person="赵明远",
            url=LINK,
            kind="documents.sign",
        )
