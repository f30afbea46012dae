"""From draft to everybody's mailbox, with what came of each and who is rung."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiwu.calls.models import CallTask
from huiwu.foundation.models import FactRecord
from huiwu.kernel import clock
from huiwu.kernel.errors import NotAllowed, NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.notices.errors import (
    NobodyToTell,
    NothingToRepeat,
    NoticeBreaksRules,
    NoticeNotApproved,
    NoticeNotConfirmed,
    NoticeNotOpen,
)
from huiwu.notices.models import Notice, NoticeRecipient
from huiwu.notices.queries import audience, counts_of, is_confirmed, recipients_of
from huiwu.notices.services import (
    NoticeValues,
    approve_notice,
    mark_own_read,
    save_notice,
    send_again,
    send_due_notices,
    send_notice,
    shift_notices,
    spread,
    withdraw_notice,
)
from huiwu.notifications.models import OutsideDelivery
from huiwu.notifications.outside.suppressing import unsubscribe_url
from huiwu.notifications.services import unsubscribe
from tests.notices.conftest import ABOUT, TEXT


def send(cast, notice, reason=""):
    return send_notice(actor=cast.actor("lead"), notice_id=notice.pk, waived_reason=reason)


def outcome(notice):
    return [(row.attendee.display_name, row.skipped or row.state) for row in recipients_of(notice)]


def test_an_approved_and_confirmed_notice_reaches_everybody(cast, person, approved, confirm, work, mailbox):
    person("张伟"), person("李娜", salutation="女士", presence="invited"), person("不来", presence="declined")
    notice = approved()
    confirm(notice)
    send(cast, notice)
    work()
    assert outcome(notice) == [("张伟", "sent"), ("李娜", "sent")]
    mail = mailbox.messages[0]
    text = mail.get_body(("plain",)).get_content()
    assert mail["Subject"].strip() == f"会议通知：{cast.meeting.name}"
    assert text.startswith("尊敬的张伟先生：")
    assert "地点：国际会议中心" in text
    assert "/l/" in text
    notice.refresh_from_db()
    assert (notice.state, FactRecord.objects.get(kind="notice_sent").payload["count"]) == ("sent", 2)


def test_each_refusal_on_the_way(cast, person, draft, approved, confirm):
    with pytest.raises(NoticeNotApproved):
        send(cast, draft())
    with pytest.raises(NoticeNotConfirmed):
        send(cast, approved())
    with pytest.raises(NoticeBreaksRules):
        approved(about=ABOUT | {"weather": ""})
    with pytest.raises(NobodyToTell):
        send(cast, approved(), reason="改期")
    with pytest.raises(NotAllowed):
        approve_notice(actor=cast.actor("planner"), notice_id=draft().pk, revision=1)


def test_new_words_take_approval_and_confirmation_back(cast, person, approved, confirm):
    person()
    notice = approved()
    confirm(notice)
    assert is_confirmed(notice)
    values = NoticeValues(
        title="第一次通知", channel="email", text=TEXT + "\n改", subject="会议通知", batch="first", about=ABOUT
    )
    changed = save_notice(actor=cast.actor("lead"), notice_id=notice.pk, revision=notice.revision, values=values)
    assert (changed.state, is_confirmed(changed)) == ("draft", False)
    with pytest.raises(StaleEdit):
        save_notice(actor=cast.actor("lead"), notice_id=notice.pk, revision=notice.revision, values=values)


def test_in_an_emergency_a_reason_stands_for_the_client(cast, person, approved, work, mailbox):
    person()
    notice = send(cast, approved(), reason="台风红色预警，会场改期")
    work()
    notice.refresh_from_db()
    assert (notice.state, notice.waived_reason, notice.waived_by) == ("sent", "台风红色预警，会场改期", cast.lead)
    assert FactRecord.objects.filter(kind="notice_waived").count() == 1


def test_pressed_twice_it_goes_out_once(cast, person, approved, confirm, work, mailbox):
    person()
    notice = approved()
    confirm(notice)
    send(cast, notice)
    with pytest.raises(NoticeNotOpen):
        send(cast, notice)
    work()
    assert spread(notice_id=notice.pk) == 0
    assert len(mailbox.messages) == 1


def test_a_batch_goes_at_ten_on_its_day_once_the_client_has_confirmed(cast, person, approved, confirm, work, mailbox):
    person()
    notice = approved(batch="third")
    due = notice.send_at.astimezone(cast.meeting.zone)
    assert (due.date(), due.hour) == (cast.meeting.start_on - timedelta(days=1), 10)
    with clock.at(notice.send_at + timedelta(minutes=1)):
        assert send_due_notices() == 0
    confirm(notice)
    assert send_due_notices() == 0
    with clock.at(notice.send_at + timedelta(minutes=1)):
        assert (send_due_notices(), send_due_notices()) == (1, 0)
        work()
    assert len(mailbox.messages) == 1


def test_moved_dates_move_what_has_not_gone_out(cast, approved, confirm):
    notice = approved()
    confirm(notice)
    Meeting.objects.update(
        start_on=cast.meeting.start_on + timedelta(days=10), end_on=cast.meeting.end_on + timedelta(days=10)
    )
    assert (shift_notices(meeting_id=cast.meeting.pk), shift_notices(meeting_id=cast.meeting.pk)) == (1, 0)
    moved = Notice.objects.select_related("meeting").get(pk=notice.pk)
    assert moved.send_at == notice.send_at + timedelta(days=10)
    assert not is_confirmed(moved)


def test_those_not_reached_are_rung(cast, person, approved, work, mailbox):
    person("张伟"), person("没有邮箱", email=""), person("拒收")
    mailbox.refuse["拒收@example.test"] = "550 no such user"
    notice = send(cast, approved(), reason="演示")
    work()
    assert outcome(notice) == [("张伟", "sent"), ("没有邮箱", "no_email"), ("拒收", "failed")]
    calls = CallTask.objects.order_by("attendee__number").values_list("attendee__display_name", "why", "note")
    assert list(calls) == [
        ("没有邮箱", "undelivered", "第一次通知：没有邮箱"),
        ("拒收", "undelivered", "第一次通知：对方拒收"),
    ]
    counts = counts_of([notice])[notice.pk]
    assert (counts.total, counts.sent, counts.lost) == (3, 1, 2)


def test_a_mended_address_is_sent_again_and_the_call_dropped(cast, person, approved, work, mailbox):
    lost = person("没有邮箱", email="")
    notice = send(cast, approved(), reason="演示")
    work()
    row = NoticeRecipient.objects.get()
    with pytest.raises(NothingToRepeat):
        send_again(actor=cast.actor("lead"), recipient_id=row.pk)
    lost.email = "new@example.test"
    lost.save()
    send_again(actor=cast.actor("lead"), recipient_id=row.pk)
    work()
    assert outcome(notice) == [("没有邮箱", "sent")]
    assert CallTask.objects.get().state == "dropped"
    with pytest.raises(NothingToRepeat):
        send_again(actor=cast.actor("lead"), recipient_id=row.pk)


def test_whoever_unsubscribed_is_rung_instead(cast, person, approved, work, mailbox):
    person()
    first = send(cast, approved(), reason="一")
    work()
    unsubscribe(token=unsubscribe_url(OutsideDelivery.objects.get()).rstrip("/").rpartition("/")[2])
    second = send(cast, approved(batch="second"), reason="二")
    work()
    assert (outcome(first), outcome(second)) == ([("张伟", "sent")], [("张伟", "suppressed")])


def test_a_withdrawn_notice_stops_what_is_still_here(cast, person, approved, mailbox):
    person()
    notice = send(cast, approved(), reason="演示")
    spread(notice_id=notice.pk)
    assert withdraw_notice(actor=cast.actor("lead"), notice_id=notice.pk) == 1
    assert withdraw_notice(actor=cast.actor("lead"), notice_id=notice.pk) == 0
    assert outcome(notice) == [("张伟", "suppressed")]
    assert CallTask.objects.count() == 0


def test_after_a_kill_the_rest_follows_and_nobody_gets_two(cast, person, approved, work, mailbox):
    people = [person(f"第{n}位") for n in range(3)]
    notice = send(cast, approved(), reason="演示")
    NoticeRecipient.objects.create(notice=notice, attendee=people[0], skipped="no_email")  # done before the kill
    spread(notice_id=notice.pk)
    Notice.objects.update(state="sending")
    spread(notice_id=notice.pk)
    assert OutsideDelivery.objects.count() == 2
    assert NoticeRecipient.objects.count() == 3


def test_opening_it_on_ones_own_page_marks_it_read(cast, person, approved, work, mailbox, client):
    someone = person()
    notice = send(cast, approved(), reason="演示")
    work()
    text = mailbox.messages[0].get_body(("plain",)).get_content()
    token = text.partition("/l/")[2].partition("/")[0]
    row = NoticeRecipient.objects.get()
    page = client.get(f"/l/{token}/me/notices/{row.pk}/")
    assert page.status_code == 200
    assert "尊敬的张伟先生" in page.content.decode()
    assert outcome(notice) == [("张伟", "read")]
    with pytest.raises(NotAllowed):
        mark_own_read(actor=cast.actor("lead"), attendee=someone, recipient_id=row.pk)
    other = person("别人")
    assert other.pk != someone.pk
    assert client.get(f"/l/{token}/me/notices/{notice.pk}/").status_code == 404


def test_the_filter_is_what_it_says(cast, person, draft):
    person("代表", roles=["representative"]), person("媒体", roles=["media"]), person("标签", tags=["北京"])
    notice = draft(audience={"roles": ["representative", "media"]})
    assert [one.display_name for one in audience(notice)] == ["代表", "媒体"]
    notice.audience = {"tags": ["北京"]}
    assert [one.display_name for one in audience(notice)] == ["标签"]
    notice.audience = {"presence": ["declined"]}
    assert list(audience(notice)) == []


def test_another_organisations_notice_is_not_found(cast, client, draft):
    notice = draft()
    client.force_login(cast.stranger)
    assert client.get(f"/m/{cast.meeting.slug}/notices/{notice.pk}/").status_code == 404
    with pytest.raises(NotFound):
        withdraw_notice(actor=cast.actor("lead"), notice_id=cast.meeting.pk)
