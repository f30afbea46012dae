from __future__ import annotations

from io import BytesIO

import pytest

from huiwu.checks.queries import judgement
from huiwu.foundation.archiving import put_archive, write_archive
from huiwu.foundation.models import FactRecord, StoredFile
from huiwu.foundation.outbox import Occurrence
from huiwu.foundation.registry.impact import Change, impacts
from huiwu.foundation.registry.messages import DUE_SOURCES
from huiwu.foundation.registry.plan_sections import PLAN_SECTIONS
from huiwu.foundation.registry.search import FINDERS
from huiwu.meetings.models import Meeting
from huiwu.notifications.models import Message
from huiwu.site_visits import services
from huiwu.site_visits.models import Candidate, SiteVisit, VisitEntry, VisitMark
from huiwu.site_visits.reactions import tell_inspectors_when_they_differ
from huiwu.site_visits.reminders import unfinished_visits, unsent_recommendations
from huiwu.venues.models import Room
from tests.site_visits.conftest import EVENLY, days_before, entry, fresh, inspect, make_candidate, recommended, send
from tests.site_visits.test_choice import confirmed


def findings(meeting, code, n=40):
    return [f for f in judgement(fresh(meeting), days_before(n)) if f.code == code]


def test_om_031_names_what_nobody_measured_at_the_chosen_venue(cast, candidate):
    recommended(cast, candidate)
    assert findings(cast.meeting, "OM-031") == []
    visit = SiteVisit.objects.get()
    send(
        cast,
        visit,
        entry("measure", "freight_lift", "", minute=30),
        entry("measure", "fire_acceptance", "told", minute=30),
    )
    (found,) = findings(cast.meeting, "OM-031")
    assert found.severity == "warn"
    assert "货梯（轿厢、门、载重）、消防验收或检查合格证明" in found.detail
    assert found.url.endswith("#measures")
    assert findings(cast.meeting, "OM-031", 43) == []


def test_om_031_asks_nothing_of_venues_that_are_only_candidates(cast, candidate):
    assert findings(cast.meeting, "OM-031") == []


def test_a_veto_that_appears_after_the_recommendation_blocks(cast, candidate):
    recommended(cast, candidate)
    assert findings(cast.meeting, "GEN-VEN-01") == []
    Room.objects.filter(pk=candidate.room_id).update(stated_capacities={"theatre": 400})
    (found,) = findings(cast.meeting, "GEN-VEN-01")
    assert (found.severity, "可容 400 人，需要 600 人" in found.detail) == ("block", True)


def test_a_library_that_says_something_else_is_a_hint(cast, candidate):
    recommended(cast, candidate)
    (height,) = [f for f in findings(cast.meeting, "GEN-VEN-02") if "净高" in f.detail]
    assert "场地库 8 m，现场实测 8.2 m" in height.detail


def test_what_rests_on_the_head_count_is_listed(cast, candidate):
    found = impacts(cast.meeting, [Change("meeting.expected_headcount", "人数", 600, 900)])
    assert [(i.label, i.state) for i in found if i.kind == "candidate"] == [("候选场地：滨江会议中心", "open")]


def test_the_search_box_finds_candidates_by_pinyin_and_only_ones_own(cast, candidate):
    _title, find = FINDERS["candidate"]
    assert [hit.title for hit in find(cast.actor("lead"), "binjiang", 5)] == ["滨江会议中心"]
    assert list(find(cast.actor("stranger"), "滨江", 5)) == []
    assert list(find(cast.actor("lead"), " ", 5)) == []


def test_unfinished_sheets_and_unsent_recommendations_are_due(cast, candidate):
    assert unfinished_visits in DUE_SOURCES
    services.begin_visit(actor=cast.actor("planner"), meeting=cast.meeting, candidate_id=candidate.pk)
    assert [(due.person_id, due.label) for due in unfinished_visits()] == [
        (cast.planner.pk, "场地考察未完成：滨江会议中心")
    ]
    recommended(cast, candidate)
    assert [due.label for due in unsent_recommendations()] == ["推荐场地还没有送客户确认：滨江会议中心"]
    confirmed(cast)
    assert list(unsent_recommendations()) == []


def test_inspectors_who_differ_are_told(cast, candidate):
    inspect(cast, candidate)
    inspect(cast, candidate, "planner", EVENLY | {"fit": 1})
    last = FactRecord.objects.filter(kind="site_visit_finished").latest("id")
    tell_inspectors_when_they_differ(Occurrence.of(last))
    tell_inspectors_when_they_differ(Occurrence.of(last))
    told = Message.objects.filter(kind="site_visits.differ")
    assert sorted(message.user.name for message in told) == ["林岚", "陈策"]


def test_the_event_plan_shows_the_venues_in_the_running(cast, candidate):
    inspect(cast, candidate)
    part = next(p for p in PLAN_SECTIONS if p.code == "place" and p.order == 30)
    (table,) = part.live(cast.meeting)
    assert table.rows[0][:3] == ("滨江会议中心", "短名单", "大会堂")
    Candidate.objects.update(list="long")
    assert part.live(cast.meeting) is None


@pytest.mark.django_db(transaction=True)
def test_candidates_visits_and_their_venues_travel_with_the_meeting(cast, candidate):
    make_candidate(cast, "城外馆", short=False)
    recommended(cast, candidate)
    first = BytesIO()
    write_archive(fresh(cast.meeting), first)
    counts = (Candidate.objects.count(), VisitMark.objects.count(), VisitEntry.objects.count())
    Meeting.objects.all().delete()
    StoredFile.objects.all().delete()
    first.seek(0)
    put_archive(first, cast.org.pk)
    assert (Candidate.objects.count(), VisitMark.objects.count(), VisitEntry.objects.count()) == counts
    second = BytesIO()
    write_archive(fresh(cast.meeting), second)
    assert first.getvalue() == second.getvalue()
