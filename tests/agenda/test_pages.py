"""Pages of the agenda: a day, an item, versions, the public page, files."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from huiwu.agenda import services
from huiwu.agenda.models import AgendaItem, AgendaTelling
from huiwu.attendees.services import personal_link
from tests.agenda.conftest import at, release


@pytest.fixture
def page(cast, client: Client) -> Client:
    client.force_login(cast.lead)
    return client


def url(name: str, *more: Any) -> str:
    return reverse(f"agenda:{name}", args=["qiming-2027", *more])


def text_of(response) -> str:
    return response.content.decode()


def typed(function, **more: Any) -> dict[str, Any]:
    """What the form of an item posts; `people` are texts."""
    people = more.pop("people", ())
    rows = {
        "speakers-TOTAL_FORMS": max(2, len(people)),
        "speakers-INITIAL_FORMS": 0,
        "speakers-MIN_NUM_FORMS": 0,
        "speakers-MAX_NUM_FORMS": 60,
    }
    for nth, text in enumerate(people):
        rows |= {f"speakers-{nth}-person": text, f"speakers-{nth}-role": "keynote"}
    usual = {
        "function": str(function.pk),
        "kind": "keynote",
        "title": "主旨演讲",
        "starts_at": "2027-03-18T09:30",
        "minutes": 30,
        "buffer_minutes": 5,
    }
    return usual | rows | more


def test_a_meeting_without_functions_is_told_what_to_do(cast, page):
    assert "先登记开幕式" in text_of(page.get(url("agenda")))
    assert "先登记开幕式" in text_of(page.get(url("new")))


def test_an_item_is_written_with_a_speaker_by_name(cast, page, plenary, wang):
    answer = page.post(url("new"), typed(plenary, people=["王建国"]))
    assert (answer.status_code, answer.url) == (302, url("agenda") + "?day=2027-03-18")
    item = AgendaItem.objects.get()
    assert (item.starts_at, item.minutes, item.buffer_minutes) == (at(9, 30), 30, 5)
    assert [(p.attendee, p.speaker_role) for p in item.speakers.all()] == [(wang, "keynote")]
    shown = text_of(page.get(url("agenda")))
    assert "主旨演讲：王建国" in shown
    assert 'data-item="' in shown


def test_a_name_that_is_nobody_or_several_people_is_told_at_its_row(cast, page, plenary, wang, add):
    from huiwu.attendees.services import add_attendee

    add_attendee(actor=cast.actor("lead"), meeting=cast.meeting, values={"display_name": "王建国", "org_name": "他社"})
    answer = page.post(url("new"), typed(plenary, people=["王建国", "无此人"]))
    shown = text_of(answer)
    assert answer.status_code == 422
    assert "有 2 位“王建国”，请写编号：1 王建国（启明科技 总裁）" in shown
    assert "参会人员里没有“无此人”" in shown
    assert page.post(url("new"), typed(plenary, people=["2 王建国（他社）"])).status_code == 302


def test_the_form_is_judged_while_it_is_typed(cast, page, plenary, breakout, wang, add):
    add(plenary, "甲", who=[(wang, "talk")], starts_at=at(9, 30))
    shown = text_of(page.post(url("judge"), typed(breakout, people=["王建国"])))
    assert "王建国同时在" in shown
    assert AgendaItem.objects.count() == 1
    assert "没有冲突" in text_of(page.post(url("judge"), typed(breakout, starts_at="2027-03-18T11:00")))


def test_a_stale_form_keeps_what_was_typed(cast, page, plenary, add):
    item = add(plenary, "甲")
    services.move_item(actor=cast.actor("planner"), item=item, revision=1, starts_at=at(9, 5), minutes=30)
    answer = page.post(url("item", item.pk), typed(plenary, title="我写的", revision=1))
    shown = text_of(answer)
    assert answer.status_code == 409
    assert 'value="我写的"' in shown
    assert "在您编辑期间，陈策已保存了新的内容" in shown


def test_buttons_move_and_swap_items_without_a_script(cast, page, plenary, add):
    first, second = add(plenary, "甲"), add(plenary, "乙", starts_at=at(9, 30))
    page.post(url("move"), {"move": f"{first.pk}:1:5:5", "following": "1", "day": "2027-03-18"})
    rows = list(AgendaItem.objects.order_by("starts_at").values_list("title", "starts_at", "minutes"))
    assert rows == [("甲", at(9, 5), 35), ("乙", at(9, 40), 30)]
    second.refresh_from_db()
    page.post(url("move"), {"move": f"{second.pk}:{second.revision}:up"})
    rows = list(AgendaItem.objects.order_by("starts_at").values_list("title", "starts_at"))
    assert rows == [("乙", at(9, 5)), ("甲", at(9, 35))]


@pytest.mark.parametrize("asked", ["", "x", "x:1", "::::", "00000000-0000-0000-0000-000000000000:1:5:0"])
def test_a_move_of_nothing_is_not_found(cast, page, plenary, asked):
    assert page.post(url("move"), {"move": asked}).status_code == 404


def test_a_move_of_a_stale_page_is_refused_in_place(cast, page, plenary, add):
    item = add(plenary, "甲")
    headers = {"HX-Request": "true", "HX-Target": "agenda-board"}
    answer = page.post(url("move"), {"move": f"{item.pk}:9:5:0"}, headers=headers)
    assert (answer.status_code, "没有完成" in text_of(answer)) == (200, True)
    assert page.post(url("move"), {"move": f"{item.pk}:9:5:0"}).status_code == 409


def test_the_day_asks_as_often_for_three_items_as_for_one(cast, page, plenary, wang, add):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page.get(url("agenda"))  # what is fetched once for a process is there now
    counts = []
    for minute in (0, 30, 60):
        add(plenary, who=[(wang, "talk")], starts_at=at(9, minute))
        with CaptureQueriesContext(connection) as asked:
            page.get(url("agenda"))
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_from_draft_to_a_version_the_public_reads(cast, page, client, plenary, wang, add):
    add(plenary, title_en="Keynote address", who=[(wang, "keynote")])
    add(plenary, "走台", starts_at=at(11), is_internal=True)
    answer = page.post(url("propose"), {"note": "初稿"})
    assert answer.status_code == 302
    visitor = Client()
    assert visitor.get(url("public")).status_code == 404
    release_of_waiting(cast)
    page.post(url("public_settings"), {"is_public": "on", "introduction": "欢迎"})
    shown = text_of(visitor.get(url("public")))
    assert "主旨演讲" in shown
    assert "王建国（启明科技 总裁）" in shown
    assert "走台" not in shown
    with translation.override("en"):
        assert "Keynote address" in text_of(visitor.get(url("public"), headers={"accept-language": "en"}))
    calendar = visitor.get(url("public_calendar"))
    assert calendar["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"BEGIN:VEVENT" in b"".join(calendar.streaming_content)


def release_of_waiting(cast) -> None:
    from huiwu.documents.models import Version
    from huiwu.documents.services import invite_to_sign, sign_version
    from huiwu.foundation.actors import Actor

    version = Version.objects.get(status="review")
    link, _token = invite_to_sign(actor=cast.actor("lead"), version_id=version.pk, person="赵明远")
    sign_version(actor=Actor.of_link(link), version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远")


def test_a_contradictory_agenda_says_what_to_resolve_first(cast, page, plenary, breakout, wang, add):
    add(plenary, "甲", who=[(wang, "talk")])
    add(breakout, "乙", who=[(wang, "talk")])
    answer = page.post(url("propose"), {})
    assert answer.status_code == 422
    assert "王建国同时在" in text_of(answer)


@pytest.mark.parametrize("which", ["print", "stage"])
@pytest.mark.parametrize(("form", "head"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK"), ("ics", b"BEGIN")])
def test_every_file_opens(cast, page, plenary, wang, add, which, form, head):
    add(plenary, who=[(wang, "keynote")])
    answer = page.get(url("file", "draft", which, form))
    assert b"".join(answer.streaming_content)[: len(head)] == head
    assert page.get(url("file", "released", which, form)).status_code == 404


def test_whoever_is_concerned_is_listed_and_marked(cast, page, plenary, wang, add):
    add(plenary, who=[(wang, "keynote")])
    version = release(cast)
    assert "王建国" in text_of(page.get(url("tellings", version.number)))
    row = AgendaTelling.objects.get(attendee=wang)
    page.post(url("told", version.number, row.pk), {"how": "phone", "note": "已接"})
    row.refresh_from_db()
    assert (row.how, row.told_by) == ("phone", cast.lead)
    assert page.get(url("tellings", 99)).status_code == 404


def test_a_quote_is_noted_renewed_and_withdrawn(cast, page, plenary, add):
    item = add(plenary)
    assert page.post(url("quotes"), {"place": "screen", "label": ""}).status_code == 409
    release(cast)
    assert page.post(url("quotes"), {"place": "screen", "label": "主屏"}).status_code == 302
    services.move_item(actor=cast.actor("lead"), item=item, revision=1, starts_at=at(10), minutes=30)
    release(cast)
    assert "已换成现行版本" in text_of(page.get(url("quotes")))


def test_a_speaker_takes_home_a_calendar_of_their_own(cast, plenary, wang, li, add):
    add(plenary, "甲", who=[(wang, "talk")])
    add(plenary, "乙", starts_at=at(10), who=[(li, "talk")])
    _link, token = personal_link(actor=cast.actor("lead"), attendee=wang)
    answer = Client().get(reverse("agenda:own_calendar", args=[token]))
    text = b"".join(answer.streaming_content).decode()
    assert ("甲" in text, "乙" in text) == (True, False)


def test_tracks_and_resources_are_kept_in_one_form(cast, page, plenary):
    head = {"tracks-TOTAL_FORMS": 2, "tracks-INITIAL_FORMS": 0}
    page.post(url("tracks"), head | {"tracks-0-name": "绿色制造", "tracks-1-name": ""})
    assert [t.name for t in cast.meeting.tracks.all()] == ["绿色制造"]
    head = {"resources-TOTAL_FORMS": 1, "resources-INITIAL_FORMS": 0}
    page.post(
        url("resources"), head | {"resources-0-kind": "equipment", "resources-0-name": "话筒", "resources-0-count": 4}
    )
    assert [(r.name, r.count) for r in cast.meeting.agenda_resources.all()] == [("话筒", 4)]


def test_the_figures_of_the_house_are_changed_by_its_heads(cast, client, plenary):
    client.force_login(cast.owner)
    from huiwu.agenda.rules.standards import STANDARDS

    form = {key: row.value for key, row in STANDARDS.items()} | {"break_length_medium": 20}
    sent = form | {"effective_on": "2026-01-01", "source": "院内规定", "region": "CN", "revision": 0}
    assert client.post(reverse("agenda:standards_edit"), sent).status_code == 302
    assert "院内规定" in text_of(client.get(reverse("agenda:standards")))
    client.force_login(cast.colleague)
    assert client.get(reverse("agenda:standards_edit")).status_code == 403
