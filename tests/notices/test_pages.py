"""The pages of notices: how many queries, what a stale form keeps, what the words look like to a real person."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiwu.foundation.registry.personal import HOLDERS
from huiwu.notices.models import Notice, NoticeRecipient, NoticeTemplate
from huiwu.notices.services import save_template, send_notice
from huiwu.notifications.models import OutsideDelivery


def count(client, url):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.fixture
def lead(cast, client):
    client.force_login(cast.lead)
    return client


def test_the_list_asks_as_often_for_three_as_for_one(cast, lead, draft):
    url = f"/m/{cast.meeting.slug}/notices/"
    draft()
    lead.get(url)  # the first page of a session asks who it is
    one = count(lead, url)
    draft(), draft()
    assert count(lead, url) == one


def test_the_page_shows_the_words_as_a_person_reads_them(cast, lead, person, draft):
    person("王芳", salutation="女士")
    page = lead.get(f"/m/{cast.meeting.slug}/notices/{draft().pk}/").content.decode()
    assert "尊敬的王芳女士" in page
    assert "地点：国际会议中心" in page


def test_a_stale_form_keeps_what_was_typed(cast, lead, draft):
    notice = draft()
    Notice.objects.filter(pk=notice.pk).update(revision=5, text="别人的文字")
    typed = {"title": "我的", "batch": "first", "channel": "email", "subject": "s", "text": "我打的字", "revision": "1"}
    page = lead.post(f"/m/{cast.meeting.slug}/notices/{notice.pk}/edit/", typed)
    assert page.status_code == 409
    assert "我打的字" in page.content.decode()
    assert "别人的文字" in page.content.decode()
    assert Notice.objects.get().text == "别人的文字"


def test_from_a_ready_text_to_a_draft(cast, lead):
    url = f"/m/{cast.meeting.slug}/notices/new/?from=first.email"
    assert "会议通知：{meeting}" in lead.get(url).content.decode()
    typed = {
        "title": "第一次",
        "batch": "first",
        "channel": "email",
        "subject": "会议通知",
        "text": "您好",
        "tags": "北京、上海",
    }
    assert lead.post(url, typed).status_code == 302
    notice = Notice.objects.get()
    assert (notice.number, notice.audience["tags"], notice.days_before) == (1, ["北京", "上海"], 7)


def test_erasing_a_person_takes_their_words_out(cast, person, approved, work, mailbox):
    someone = person()
    send_notice(actor=cast.actor("lead"), notice_id=approved().pk, waived_reason="演示")
    work()
    holding = HOLDERS["notices.Notices"].holding
    [(title, text)] = list(holding.rows(cast.meeting, someone.pk))
    assert title.startswith("会议通知：")
    assert someone.email in text
    assert list(holding.subjects(cast.meeting)) == [someone.pk]
    assert holding.erase(cast.meeting, someone.pk) == 1
    assert holding.erase(cast.meeting, someone.pk) == 0
    row = OutsideDelivery.objects.get()
    assert (row.to, row.body, row.state, NoticeRecipient.objects.count()) == ("", "", "sent", 0)


def test_the_texts_of_another_organisation_are_neither_shown_nor_touched(cast, client):
    words = {"title": "常用", "batch": "first", "channel": "email", "subject": "s", "text": "t", "sms_code": ""}
    row = save_template(actor=cast.actor("owner"), org_id=cast.org.pk, values=words)
    url = f"/settings/notice-templates/{row.pk}/"
    client.force_login(cast.stranger)
    assert list(client.get("/settings/notice-templates/").context["rows"]) == []
    sent = [client.get(url), client.post(url, words | {"revision": "1"}), client.post(f"{url}retire/")]
    assert [answer.status_code for answer in sent] == [404, 404, 404]
    row.refresh_from_db()
    assert (row.revision, row.retired_at) == (1, None)
    client.force_login(cast.owner)
    assert [client.post(f"{url}retire/").status_code for _twice in range(2)] == [302, 302]
    assert NoticeTemplate.objects.exclude(retired_at=None).count() == 1
