from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.site_visits import services
from huiwu.site_visits.errors import AlreadyCandidate, ListChanged, NotReady, OneRecommended
from huiwu.site_visits.models import Candidate, VenueSearch
from huiwu.site_visits.queries import need_of, weights_for
from huiwu.site_visits.queries.board import board_of
from huiwu.site_visits.queries.finding import venue_rows
from huiwu.site_visits.rules.scoring import DEFAULT_WEIGHTS
from huiwu.venues.models import Room, Venue
from tests.site_visits.conftest import (
    EVENLY,
    fresh,
    inspect,
    make_candidate,
    make_venue,
    on_team,
    pass_vetoes,
    recommended,
)


def test_a_venue_of_the_library_goes_on_the_long_list(cast):
    venue = make_venue(cast, "滨江会议中心")
    row = services.add_candidate(actor=cast.actor("planner"), meeting=cast.meeting, venue=venue)
    assert (row.list, row.venue, row.meeting) == ("long", venue, cast.meeting)
    assert FactRecord.objects.filter(kind="candidate_added").count() == 1


def test_the_same_venue_is_listed_once(cast):
    venue = make_venue(cast, "滨江会议中心")
    services.add_candidate(actor=cast.actor("lead"), meeting=cast.meeting, venue=venue)
    with pytest.raises(AlreadyCandidate):
        services.add_candidate(actor=cast.actor("lead"), meeting=cast.meeting, venue=venue)
    assert Candidate.objects.count() == 1


def test_the_database_itself_keeps_one_recommendation_and_one_confirmation(cast):
    rows = [make_candidate(cast, name) for name in ("甲", "乙")]
    for state in ("recommended", "confirmed"):
        Candidate.objects.filter(pk=rows[0].pk).update(list=state)
        with pytest.raises(IntegrityError), transaction.atomic():
            Candidate.objects.filter(pk=rows[1].pk).update(list=state)


def test_venues_and_rooms_of_others_are_not_there(cast):
    other = Venue.objects.create(org=cast.other_org, name="他山酒店", city="上海")
    with pytest.raises(NotFound):
        services.add_candidate(actor=cast.actor("lead"), meeting=cast.meeting, venue=other)
    mine = make_venue(cast, "滨江会议中心")
    room = Room.objects.create(venue=other, name="厅")
    with pytest.raises(NotFound):
        services.add_candidate(actor=cast.actor("lead"), meeting=cast.meeting, venue=mine, room_id=room.pk)


def test_who_is_not_on_the_team_lists_nothing(cast):
    venue = make_venue(cast, "滨江会议中心")
    with pytest.raises(NotAllowed):
        services.add_candidate(actor=cast.actor("colleague"), meeting=cast.meeting, venue=venue)
    on_team(cast, "colleague")
    services.add_candidate(actor=cast.actor("colleague"), meeting=cast.meeting, venue=venue)


def test_a_new_venue_comes_into_the_library_with_its_room(cast):
    row = services.add_new_venue(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        name="新馆",
        kind="hotel",
        city="上海",
        room="序厅",
        capacity=650,
    )
    assert (row.venue.org, row.room.name, row.room.stated_capacities) == (cast.org, "序厅", {"theatre": 650})
    assert board_of(cast.meeting).of(row.pk).is_large_enough


def test_terms_are_kept_and_a_stale_form_is_told(cast, candidate):
    change = {"actor": cast.actor("lead"), "meeting": cast.meeting, "candidate_id": candidate.pk}
    revision = candidate.revision
    row = services.save_terms(**change, revision=revision, quote_cents=880_000_00, date_state="option")
    assert (row.quote_cents, row.date_state, row.revision) == (880_000_00, "option", revision + 1)
    with pytest.raises(StaleEdit) as told:
        services.save_terms(**change, revision=revision, quote_cents=1)
    assert (told.value.theirs.quote_cents, told.value.params["who"]) == (880_000_00, "林岚")


def test_a_quote_of_nothing_is_refused(cast, candidate):
    with pytest.raises(InvalidInput):
        services.save_terms(
            actor=cast.actor("lead"),
            meeting=cast.meeting,
            candidate_id=candidate.pk,
            revision=candidate.revision,
            quote_cents=0,
        )


def test_moves_are_conditional_and_twice_is_harmless(cast, candidate):
    move = {"actor": cast.actor("lead"), "meeting": cast.meeting, "candidate_id": candidate.pk}
    assert services.move_candidate(**move, verb="return_to_long").list == "long"
    assert services.move_candidate(**move, verb="return_to_long").list == "long"
    with pytest.raises(ListChanged):
        services.move_candidate(**move, verb="withdraw")
    with pytest.raises(NotFound):
        services.move_candidate(**move, verb="confirm")


def test_declining_keeps_the_reason_and_can_be_taken_back(cast, candidate):
    act = {"actor": cast.actor("lead"), "meeting": cast.meeting, "candidate_id": candidate.pk}
    with pytest.raises(InvalidInput):
        services.decline_candidate(**act, reason="贵")
    row = services.decline_candidate(**act, reason="同期有展会，进场受限")
    assert (row.list, row.reason) == ("declined", "同期有展会，进场受限")
    assert services.move_candidate(**act, verb="reinstate").list == "long"


def test_a_venue_is_recommended_when_everything_about_it_is_settled(cast, candidate):
    act = {"actor": cast.actor("lead"), "meeting": cast.meeting, "candidate_id": candidate.pk, "reason": "最合适的一处"}
    with pytest.raises(NotReady) as told:
        services.recommend_candidate(**act)
    assert "照片" in told.value.params["why"]
    assert "容量不足" in told.value.params["why"]
    inspect(cast, candidate)
    pass_vetoes(cast, candidate)
    assert services.recommend_candidate(**act).list == "recommended"


def test_only_those_who_lead_recommend(cast, candidate):
    inspect(cast, candidate)
    pass_vetoes(cast, candidate)
    act = {"meeting": cast.meeting, "candidate_id": candidate.pk, "reason": "最合适的一处"}
    with pytest.raises(NotAllowed):
        services.recommend_candidate(actor=cast.actor("planner"), **act)


def test_one_venue_is_recommended_at_a_time(cast, candidate):
    recommended(cast, candidate)
    other = make_candidate(cast, "东湖酒店")
    inspect(cast, other)
    pass_vetoes(cast, other)
    with pytest.raises(OneRecommended):
        services.recommend_candidate(
            actor=cast.actor("lead"), meeting=cast.meeting, candidate_id=other.pk, reason="改推这里"
        )
    assert [row.list for row in Candidate.objects.order_by("created_at")] == ["recommended", "short"]


def test_a_veto_excludes_with_its_reason(cast, candidate):
    other = make_candidate(cast, "东湖酒店", quote_cents=500_000)
    inspect(cast, candidate)
    inspect(cast, other)
    veto = next(v for v in board_of(cast.meeting).of(other.pk).vetoes if v.item == "fire")
    decide = {
        "actor": cast.actor("lead"),
        "meeting": cast.meeting,
        "candidate_id": other.pk,
        "item": "fire",
        "seal": veto.seal,
        "revision": 0,
    }
    with pytest.raises(InvalidInput):
        services.decide_veto(**decide, outcome="fail")
    services.decide_veto(**decide, outcome="fail", note="二层疏散门上锁")
    board = board_of(cast.meeting)
    assert [(row.venue.name, row.rank, row.excluded_by) for row in board.running] == [
        ("滨江会议中心", 1, []),
        ("东湖酒店", None, ["消防或疏散不合格"]),
    ]
    assert board.lowest_cents == 1_000_000


def test_a_decision_is_asked_for_again_when_its_facts_change(cast, candidate):
    pass_vetoes(cast, candidate)
    assert board_of(cast.meeting).of(candidate.pk).undecided == []
    Room.objects.filter(pk=candidate.room_id).update(stated_capacities={"theatre": 500})
    (stale,) = board_of(cast.meeting).of(candidate.pk).undecided
    assert (stale.item, stale.is_stale, stale.says) == ("capacity", True, "fail")
    with pytest.raises(StaleEdit):
        services.decide_veto(
            actor=cast.actor("lead"),
            meeting=cast.meeting,
            candidate_id=candidate.pk,
            item="capacity",
            outcome="pass",
            seal="capacity=old",
            revision=1,
            note="现场数过",
        )


def test_designated_venues_are_a_veto_for_public_bodies_alone(cast, candidate):
    assert "designated" not in [v.item for v in board_of(cast.meeting).of(candidate.pk).vetoes]
    Meeting.objects.filter(pk=cast.meeting.pk).update(public_body_mode=True)
    row = board_of(fresh(cast.meeting)).of(candidate.pk)
    assert [(v.item, v.says) for v in row.vetoes][-1] == ("designated", "unknown")


def test_inspectors_average_and_a_wide_difference_holds_the_recommendation(cast, candidate):
    inspect(cast, candidate, "lead")
    inspect(cast, candidate, "planner", EVENLY | {"lodging": 2})
    row = board_of(cast.meeting).of(candidate.pk)
    assert row.groups["lodging"] == 3
    assert [p.point.value for p in row.open_differences] == ["lodging.rooms", "lodging.standard", "lodging.terms"]
    settle = {"actor": cast.actor("planner"), "meeting": cast.meeting, "candidate_id": candidate.pk}
    with pytest.raises(InvalidInput):
        services.settle_difference(**settle, key="lodging.rooms", note="")
    for point in row.open_differences:
        services.settle_difference(**settle, key=point.point.value, note="看的楼层不同，取平均")
    assert board_of(cast.meeting).of(candidate.pk).open_differences == []
    with pytest.raises(NotFound):
        services.settle_difference(**settle, key="fit.size", note="没有差异")


def test_a_settled_difference_opens_again_when_a_score_changes(cast, candidate):
    first = inspect(cast, candidate, "lead")
    inspect(cast, candidate, "planner", EVENLY | {"service": 2})
    for key in ("service.attitude", "service.experience"):
        services.settle_difference(
            actor=cast.actor("lead"), meeting=cast.meeting, candidate_id=candidate.pk, key=key, note="取平均" + "即可"
        )
    from tests.site_visits.conftest import entry, send

    send(cast, first, entry("score", "service.attitude", 5, minute=30))
    row = board_of(cast.meeting).of(candidate.pk)
    assert [p.point.value for p in row.open_differences] == ["service.attitude"]


def test_weights_are_taken_from_the_organisation_and_then_the_meetings_own(cast):
    own = DEFAULT_WEIGHTS | {"lodging": 0, "fit": 30}
    services.save_scheme(actor=cast.actor("owner"), org_id=cast.org.pk, revision=0, weights=own)
    assert weights_for(cast.meeting) == own
    mine = DEFAULT_WEIGHTS | {"price": 20, "fit": 15}
    services.set_search(actor=cast.actor("lead"), meeting=cast.meeting, revision=0, weights=mine, fewer_reason="")
    assert weights_for(cast.meeting) == mine
    with pytest.raises(NotAllowed):
        services.save_scheme(actor=cast.actor("lead"), org_id=cast.org.pk, revision=1, weights=own)


def test_weights_that_do_not_add_up_or_are_stale_are_refused(cast):
    act = {"actor": cast.actor("lead"), "meeting": cast.meeting}
    with pytest.raises(InvalidInput):
        services.set_search(**act, revision=0, weights=DEFAULT_WEIGHTS | {"fit": 19})
    services.set_search(**act, revision=0, weights=DEFAULT_WEIGHTS)
    with pytest.raises(StaleEdit):
        services.set_search(**act, revision=0, weights=DEFAULT_WEIGHTS)
    with pytest.raises(StaleEdit):
        services.set_search(**act, revision=9, weights=DEFAULT_WEIGHTS)
    assert VenueSearch.objects.get().revision == 1


def test_the_need_is_that_of_the_fullest_main_function(cast):
    from datetime import timedelta

    from huiwu.meetings.models import Function
    from tests.site_visits.conftest import days_before

    assert need_of(cast.meeting).people == 600
    for number, (name, people, layout) in enumerate([("开幕", 400, "theatre"), ("主论坛", 520, "classroom")], 1):
        start = days_before(0) + timedelta(hours=number * 2)
        Function.objects.create(
            meeting=cast.meeting, number=number, name=name, kind="plenary", headcount_expected=people, layout=layout,
            start_at=start, end_at=start + timedelta(hours=1),
        )  # fmt: skip
    need = need_of(cast.meeting)
    assert (need.people, need.layout, need.function) == (520, "classroom", "主论坛")


def test_the_library_is_shown_with_the_room_that_fits(cast):
    make_venue(cast, "小馆", 300)
    make_venue(cast, "大馆", 900)
    make_venue(cast, "外地馆", 900, city="杭州")
    rows = venue_rows(cast.actor("lead"), cast.meeting, need_of(cast.meeting), "", everywhere=False)
    assert [(row.venue.name, row.capacity, row.is_enough) for row in rows] == [
        ("大馆", 900, True),
        ("小馆", 300, False),
    ]
    anywhere = venue_rows(cast.actor("lead"), cast.meeting, need_of(cast.meeting), "waidi", everywhere=True)
    assert [row.venue.name for row in anywhere] == ["外地馆"]
