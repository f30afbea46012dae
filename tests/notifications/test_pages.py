from __future__ import annotations

from datetime import time

import pytest
from django.core.mail import send_mail
from django.urls import reverse

from huiwu.foundation.live import versions
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.notifications.models import Delivery, KeptMail, Message
from huiwu.notifications.queries import preference_grid, quiet_hours_of, reminder_rules
from huiwu.notifications.services import deliver, mail_link, mark_all_read, mark_read, set_quiet_hours
from tests.notifications.conftest import NOON

MAILBOX = "huiwu.notifications.mailbox.KeepMail"


def inbox_page(client, user, **asked):
    client.force_login(user)
    return client.get(reverse("notifications:inbox"), asked).content.decode()


def test_the_inbox_shows_ones_own_messages_alone(client, cast, write):
    write()
    assert inbox_page(client, cast.planner).count("即将到期 1 项") == 1
    assert inbox_page(client, cast.lead).count("即将到期 1 项") == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_asks_the_same_queries_for_one_row_and_three(client, cast, write, django_assert_num_queries, count):
    for n in range(count):
        write(f"k{n}")
    client.force_login(cast.planner)
    client.get(reverse("notifications:inbox"))
    with django_assert_num_queries(11):
        page = client.get(reverse("notifications:inbox")).content.decode()
    assert page.count("row-link") == count


def test_opening_a_message_reads_it_and_tells_the_badge(client, cast, write):
    message = write()
    client.force_login(cast.planner)
    badge = reverse("notifications:badge")
    assert "1 条未读" in client.get(badge).content.decode()
    before = versions({f"user:{cast.planner.pk}"})
    page = client.get(reverse("notifications:open", args=[message.pk])).content.decode()
    assert f"《{cast.meeting.name}》中由您负责的以下事项即将到期。" in page
    assert client.get(badge).content.decode().strip() == ""
    assert versions({f"user:{cast.planner.pk}"}) != before
    message.refresh_from_db()
    assert message.read_at == NOON
    assert "没有未读消息" in inbox_page(client, cast.planner, unread="1")


def test_nobody_opens_the_messages_of_others(cast, write):
    with pytest.raises(NotFound):
        mark_read(actor=cast.actor("lead"), message_id=write().pk)


def test_everything_is_read_at_once_and_only_ones_own(cast, write):
    write("a")
    write("b")
    write("c", user=cast.lead)
    assert [mark_all_read(actor=cast.actor("planner")) for _ in range(2)] == [2, 0]
    assert Message.objects.filter(read_at=None).count() == 1


def test_choices_are_kept_as_ticked(client, cast):
    client.force_login(cast.planner)
    url = reverse("notifications:preferences")
    assert client.get(url).status_code == 200
    answer = client.post(url, {"reminder.in_app": "on", "digest.email": "on"})
    assert answer.status_code == 302
    grid = {group: [is_on for _c, _l, is_on in cells] for group, _label, cells in preference_grid(cast.planner)}
    assert grid == {
        "reminder": [True, False],
        "escalation": [False, False],
        "waiting": [False, False],
        "change": [False, False],
        "digest": [False, True],
        "finding": [False, False],
    }


HOURS = {
    "is_on": "on",
    "starts": "22:00",
    "ends": "07:30",
    "weekdays": ["0", "4"],
    "zone": "Europe/Paris",
    "digest_on": "on",
    "digest_time": "09:00",
}


def test_quiet_hours_are_kept_and_shown_again(client, cast):
    client.force_login(cast.planner)
    assert client.post(reverse("notifications:quiet_hours"), HOURS).status_code == 302
    row = quiet_hours_of(cast.planner)
    assert (row.starts, row.ends, row.weekdays, row.zone, row.digest_time) == (
        time(22),
        time(7, 30),
        [0, 4],
        "Europe/Paris",
        time(9),
    )
    assert 'value="22:00"' in client.get(reverse("notifications:preferences")).content.decode()


def test_a_wrong_hour_keeps_what_was_typed(client, cast):
    client.force_login(cast.planner)
    answer = client.post(reverse("notifications:quiet_hours"), {**HOURS, "ends": "25:00"})
    assert answer.status_code == 422
    assert 'value="25:00"' in answer.content.decode()


def test_an_unknown_zone_is_refused(cast):
    with pytest.raises(InvalidInput):
        set_quiet_hours(
            actor=cast.actor("planner"),
            is_on=True,
            starts=time(21),
            ends=time(8),
            weekdays=[],
            zone="Moon/Base",
            digest_on=True,
            digest_time=time(8),
        )


def test_administrators_set_the_days_of_reminders(client, cast):
    url = reverse("notifications:reminder_rules")
    client.force_login(cast.lead)
    assert client.get(url).status_code == 403
    client.force_login(cast.owner)
    assert 'value="3, 1, 0"' in client.get(url).content.decode()
    given = {"days_before": "7、2", "owner_after_days": "1", "leads_after_days": "2"}
    assert client.post(url, given).status_code == 302
    row = reminder_rules([cast.org.pk])[cast.org.pk]
    assert (row.days_before, row.owner_after_days, row.leads_after_days) == ([7, 2], 1, 2)
    answers = [
        client.post(url, {**given, **wrong}).status_code for wrong in ({"days_before": "a"}, {"leads_after_days": "0"})
    ]
    assert answers == [422, 422]


def link_to_client(cast, n=1):
    return mail_link(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        recipient="zhao@example.test",
        person="赵明远",
        url=f"http://127.0.0.1:8000/l/token{n}/",
        kind="documents.sign",
        values={"document": "需求简报", "number": n},
    )


@pytest.mark.parametrize(("who", "status"), [("lead", 200), ("owner", 200), ("planner", 403), ("stranger", 404)])
def test_leads_see_what_the_meeting_sent(client, cast, who, status):
    client.force_login(getattr(cast, who))
    assert client.get(reverse("notifications:sent", args=[cast.meeting.slug])).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_what_was_sent_asks_the_same_queries_for_one_row_and_three(client, cast, django_assert_num_queries, count):
    for n in range(count):
        link_to_client(cast, n)
    client.force_login(cast.lead)
    url = reverse("notifications:sent", args=[cast.meeting.slug])
    client.get(url)
    with django_assert_num_queries(16):
        page = client.get(url).content.decode()
    assert page.count("zhao@example.test") == count
    assert "token0" not in page


def test_a_refused_delivery_stands_there_with_the_servers_words_and_is_repeated(client, cast, send_due, mailbox):
    mailbox.refuse["zhao@example.test"] = "550 No such user"
    delivery = link_to_client(cast).deliveries.get()
    send_due()
    client.force_login(cast.lead)
    page = client.get(reverse("notifications:sent", args=[cast.meeting.slug])).content.decode()
    assert "550 No such user" in page
    assert "1 封邮件没有送达" in page
    mailbox.refuse.clear()
    client.post(reverse("notifications:repeat", args=[cast.meeting.slug, delivery.pk]))
    assert send_due() == ["sent"]


def test_without_a_mail_server_mail_stays_in_the_mailbox_with_working_links(client, cast, send_due, settings):
    settings.EMAIL_BACKEND = MAILBOX
    link_to_client(cast)
    assert send_due() == ["sent"]
    [kept] = KeptMail.objects.all()
    client.force_login(cast.owner)
    assert kept.subject in client.get(reverse("notifications:mailbox")).content.decode()
    page = client.get(reverse("notifications:kept_mail", args=[kept.pk])).content.decode()
    assert 'href="http://127.0.0.1:8000/l/token1/"' in page
    html = client.get(reverse("notifications:kept_html", args=[kept.pk]))
    assert 'href="http://127.0.0.1:8000/l/token1/"' in html.content.decode()
    assert html["X-Frame-Options"] == "SAMEORIGIN"
    assert "script-src" not in html["Content-Security-Policy"]
    assert html["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_same_mail_kept_twice_is_one(cast, send_due, settings):
    settings.EMAIL_BACKEND = MAILBOX
    delivery = link_to_client(cast).deliveries.get()
    send_due()
    Delivery.objects.filter(pk=delivery.pk).update(state="queued")
    deliver(delivery_id=delivery.pk)
    assert KeptMail.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "sends", "status"),
    [("owner", False, 200), ("lead", False, 404), ("owner", True, 404)],
)
def test_the_mailbox_opens_for_administrators_while_no_server_is_set(client, cast, settings, who, sends, status):
    settings.HUIWU_SENDS_MAIL = sends
    client.force_login(getattr(cast, who))
    assert client.get(reverse("notifications:mailbox")).status_code == status


def test_the_mailbox_shows_nothing_of_other_organisations(client, cast, send_due, settings):
    settings.EMAIL_BACKEND = MAILBOX
    link_to_client(cast)
    send_due()
    send_mail("重设密码", "链接", None, ["lead@example.test"])
    client.force_login(cast.stranger)
    assert "还没有邮件" in client.get(reverse("notifications:mailbox")).content.decode()
    for kept in KeptMail.objects.all():
        assert client.get(reverse("notifications:kept_mail", args=[kept.pk])).status_code == 404
    client.force_login(cast.owner)
    page = client.get(reverse("notifications:mailbox")).content.decode()
    assert [page.count("重设密码"), page.count("请确认《需求简报》第 1 版")] == [1, 1]
