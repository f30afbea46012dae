"""Versions: what the client confirms, what differs, who is told, what quotes it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiwu.agenda import services
from huiwu.agenda.documents import calendar_events, changes, differences, workbook
from huiwu.agenda.errors import AgendaContradictory, AgendaEmpty, NothingReleased
from huiwu.agenda.models import AgendaTelling
from huiwu.agenda.queries import agenda_content, items_of, parts_of, released
from huiwu.agenda.queries.content import former_contents
from huiwu.agenda.queries.quotes import changes_of, concerned_by
from huiwu.agenda.reactions import tell_team_when_agenda_is_released
from huiwu.agenda.words import change_words
from huiwu.checks.queries import judgement
from huiwu.documents.errors import NothingChanged
from huiwu.foundation.models import FactRecord
from huiwu.foundation.outbox import Occurrence
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotAllowed, StaleEdit
from huiwu.notifications.models import Message
from tests.agenda.conftest import at, release


def lead(cast):
    return {"actor": cast.actor("lead"), "meeting": cast.meeting}


def test_an_empty_agenda_and_one_that_cannot_be_make_no_version(cast, plenary, breakout, wang, add):
    with pytest.raises(AgendaEmpty):
        services.propose_agenda(**lead(cast))
    add(plenary, "甲", who=[(wang, "talk")])
    add(breakout, "乙", who=[(wang, "talk")])
    with pytest.raises(AgendaContradictory) as refused:
        services.propose_agenda(**lead(cast))
    assert "王建国同时在" in refused.value.params["detail"]
    assert released(cast.meeting) is None


def test_only_those_who_lead_take_it_to_the_client(cast, plenary, add):
    add(plenary)
    with pytest.raises(NotAllowed):
        services.propose_agenda(actor=cast.actor("planner"), meeting=cast.meeting)


def test_the_client_confirms_and_the_version_is_in_force(cast, plenary, wang, add):
    add(plenary, who=[(wang, "keynote")])
    version = release(cast)
    assert released(cast.meeting) == version
    payload = FactRecord.objects.get(kind="agenda_released").payload
    assert (payload["number"], payload["version_id"], payload["former_version_id"]) == (1, str(version.pk), None)
    with pytest.raises(NothingChanged):
        services.propose_agenda(**lead(cast))


def test_a_move_is_told_in_words(cast, plenary, wang, add):
    item = add(plenary, who=[(wang, "keynote")])
    first = release(cast)
    services.move_item(actor=cast.actor("planner"), item=item, revision=1, starts_at=at(10), minutes=30)
    second = release(cast)
    told = [change_words(change, cast.meeting.zone) for change in changes_of(second)]
    assert told == ["“主旨演讲”由 3 月 18 日 周四 09:00–09:30 改到 10:00–10:30。"]
    assert [(row.label, row.before_text, row.after_text) for row in differences(first.content, second.content)] == [
        ("“主旨演讲”的时间", "3 月 18 日 周四 09:00–09:30", "3 月 18 日 周四 10:00–10:30")
    ]
    assert [change.key for change in changes(first.content, second.content)] == ["agenda.time"]


def test_what_comes_goes_and_changes_its_room_or_people_is_told(cast, plenary, breakout, wang, li, add):
    gone, stays = add(plenary, "甲"), add(plenary, "乙", starts_at=at(10), who=[(wang, "talk")])
    release(cast)
    services.remove_item(actor=cast.actor("planner"), item=gone, revision=1)
    from tests.agenda.conftest import values_of

    wish = values_of(breakout, "乙", starts_at=at(10), who=[(li, "talk")])
    services.change_item(actor=cast.actor("planner"), item=stays, revision=1, values=wish)
    add(plenary, "丙", starts_at=at(11), who=[(wang, "mc")])
    version = release(cast)
    assert [change_words(change, cast.meeting.zone) for change in changes_of(version)] == [
        "“乙”的地点由“大会堂 3 层”改为“1 号会议室”。",
        "“乙”的讲者由“报告：王建国（启明科技 总裁）”改为“报告：李红（明湖研究院 院长）”。",
        "新增“丙”：3 月 18 日 周四 11:00–11:30 · 大会堂 3 层 · 主持：王建国（启明科技 总裁）。",
        "取消“甲”（原为 3 月 18 日 周四 09:00–09:30 · 大会堂 3 层）。",
    ]


def test_speakers_and_groups_whom_a_version_concerns_are_listed_with_what_to_tell_them(cast, plenary, wang, li, add):
    item = add(plenary, "甲", who=[(wang, "talk")])
    add(plenary, "乙", starts_at=at(11), who=[(li, "talk")])
    first = release(cast)
    assert [one.who for one in concerned_by(first)] == ["王建国", "李红"]
    services.move_item(actor=cast.actor("planner"), item=item, revision=1, starts_at=at(9, 30), minutes=30)
    second = release(cast)
    told = {one.who: one.sentences for one in concerned_by(second)}
    sentence = "“甲”由 3 月 18 日 周四 09:00–09:30 改到 09:30–10:00。"
    assert told == {"王建国": [sentence], "技术组": [sentence], "秘书组": [sentence], "引导组": [sentence]} or (
        "李红" not in told and told["王建国"] == [sentence]
    )


def test_whoever_was_told_is_marked_once(cast, plenary, wang, add):
    add(plenary, who=[(wang, "talk")])
    release(cast)
    row = AgendaTelling.objects.get(attendee=wang)
    mark = {"actor": cast.actor("planner"), "meeting": cast.meeting, "telling_id": row.pk}
    with pytest.raises(InvalidInput):
        services.mark_told(**mark, how="smoke")
    first = services.mark_told(**mark, how="phone", note="秘书接听")
    again = services.mark_told(**mark, how="email")
    assert (again.how, again.note, again.told_at) == ("phone", "秘书接听", first.told_at)
    assert FactRecord.objects.filter(kind="agenda_change_told").count() == 1


def test_the_team_is_told_by_message_once_each(cast, plenary, add):
    from huiwu.meetings.models import TeamMember

    TeamMember.objects.create(meeting=cast.meeting, user=cast.planner, role="secretariat")
    item = add(plenary, "甲")
    release(cast)
    services.move_item(actor=cast.actor("planner"), item=item, revision=1, starts_at=at(9, 30), minutes=30)
    release(cast)
    fact = Occurrence.of(FactRecord.objects.filter(kind="agenda_released").latest("pk"))
    tell_team_when_agenda_is_released(fact)
    tell_team_when_agenda_is_released(fact)
    message = Message.objects.get(kind="agenda.released")
    assert message.user == cast.planner
    assert "“甲”由 3 月 18 日 周四 09:00–09:30 改到 09:30–10:00。" in message.body
    assert AgendaTelling.objects.get(role="secretariat", version__number=2).how == "in_app"


def test_a_speaker_sees_what_is_settled_and_what_is_not(cast, plenary, wang, add):
    item = add(plenary, who=[(wang, "mc"), (wang, "keynote")])
    (part,) = parts_of(cast.meeting, wang)
    assert (part.roles, part.is_settled, part.space) == (("mc", "keynote"), False, "大会堂 3 层")
    release(cast)
    assert parts_of(cast.meeting, wang)[0].is_settled is True
    services.move_item(actor=cast.actor("planner"), item=item, revision=1, starts_at=at(9, 5), minutes=30)
    assert parts_of(cast.meeting, wang)[0].is_settled is False


def test_calendars_move_and_cancel_their_entries(cast, plenary, wang, li, add):
    item = add(plenary, "甲", who=[(wang, "talk")])
    add(plenary, "乙", starts_at=at(10), who=[(li, "talk")])
    add(plenary, "走台", starts_at=at(11), is_internal=True)
    first = release(cast)
    events = calendar_events(cast.meeting, first.content, number=1)
    assert [(e.title.split(" · ")[0], e.sequence, e.cancelled) for e in events] == [("甲", 1, False), ("乙", 1, False)]
    services.remove_item(actor=cast.actor("planner"), item=item, revision=1)
    second = release(cast)
    later = calendar_events(cast.meeting, second.content, number=2, former=former_contents(second))
    assert [(e.uid, e.sequence, e.cancelled) for e in later] == [
        (events[1].uid, 2, False),
        (events[0].uid, 2, True),
    ]
    own = calendar_events(cast.meeting, second.content, number=2, former=former_contents(second), attendee=str(wang.pk))
    assert [(e.uid, e.cancelled) for e in own] == [(events[0].uid, True)]


def test_the_workbook_has_a_row_for_each_item(cast, plenary, wang, add):
    add(plenary, who=[(wang, "talk")], buffer_minutes=5)
    (tab,) = workbook(agenda_content(cast.meeting))
    assert len(tab.table.rows) == items_of(cast.meeting).count() == 1
    assert tab.table.rows[0][1:5] == ("09:00", "09:30", 30, 5)


def test_only_a_version_in_force_is_shown_to_the_public_or_quoted(cast, plenary, add):
    with pytest.raises(NothingReleased):
        services.set_public_page(**lead(cast), is_public=True)
    with pytest.raises(NothingReleased):
        services.quote_version(**lead(cast), place="screen")
    add(plenary)
    release(cast)
    assert services.set_public_page(**lead(cast), is_public=True).is_public is True
    row = services.quote_version(**lead(cast), place="screen")
    with pytest.raises(InvalidInput):
        services.quote_version(**lead(cast), place="screen")
    assert services.withdraw_quote(**lead(cast), quote_id=row.pk).withdrawn_at is not None
    services.quote_version(**lead(cast), place="screen")


def findings(cast, code: str, days: int = 8) -> list:
    moment = at(9) - timedelta(days=days)
    with clock.at(moment):
        return [found for found in judgement(cast.meeting, moment) if found.code == code]


def test_what_quotes_an_older_version_is_found_until_it_is_renewed(cast, plenary, add):
    item = add(plenary, "甲")
    release(cast)
    row = services.quote_version(**lead(cast), place="handbook")
    assert findings(cast, "OM-057") == []
    services.move_item(actor=cast.actor("planner"), item=item, revision=1, starts_at=at(9, 30), minutes=30)
    release(cast)
    (found,) = findings(cast, "OM-057")
    assert found.detail == "“会议手册”用的是议程第 1 版，现行的是第 2 版。"
    with pytest.raises(StaleEdit):
        services.renew_quote(**lead(cast), quote_id=row.pk, revision=9)
    services.renew_quote(**lead(cast), quote_id=row.pk, revision=1)
    assert findings(cast, "OM-057") == []


def test_planted_faults_are_found_each_by_its_rule(cast, plenary, breakout, wang, add):
    add(plenary, "甲", who=[(wang, "talk")], minutes=175, buffer_minutes=10)
    add(breakout, "乙", who=[(wang, "talk")])
    add(breakout, "合影", kind="group_photo", starts_at=at(9, 30), minutes=10)
    cast.meeting.functions.create(number=7, kind="plenary", name="下午", start_at=at(14), end_at=at(16))
    add(cast.meeting.functions.get(number=7), "丙", starts_at=at(14))
    counts = {code: len(findings(cast, code, 40)) for code in ("OM-052", "OM-053", "OM-054", "OM-056")}
    assert counts == {"OM-052": 1, "OM-053": 1, "OM-054": 1, "OM-056": 1}


def test_the_confirmed_agenda_completes_its_step_and_its_part_of_the_gate(cast, plenary, add):
    from huiwu.agenda.evidence import agenda_released

    add(plenary)
    assert agenda_released(cast.meeting).present is False
    version = release(cast)
    state = agenda_released(cast.meeting)
    assert (state.present, state.by, state.by_client, state.version_hash) == (
        True,
        "赵明远",
        True,
        version.content_hash,
    )
