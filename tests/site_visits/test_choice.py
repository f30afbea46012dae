from __future__ import annotations

import pytest

from huiwu.documents.errors import ClientMustSign
from huiwu.documents.models import Document
from huiwu.documents.queries import sheet_of
from huiwu.documents.render.pdf import pdf
from huiwu.documents.render.word import docx
from huiwu.documents.services import return_version, sign_version
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.registry.evidence import KINDS
from huiwu.kernel.errors import NotAllowed
from huiwu.planning.models import Step
from huiwu.planning.services import launch_plan
from huiwu.site_visits import services
from huiwu.site_visits.errors import NothingRecommended, NotReady
from huiwu.site_visits.models import Candidate, SiteVisit
from huiwu.site_visits.queries import confirmed_venue
from huiwu.site_visits.queries.board import board_of
from huiwu.site_visits.rules.scoring import DEFAULT_WEIGHTS
from huiwu.site_visits.services.choice import settle_choice
from tests.site_visits.conftest import entry, fresh, inspect, make_candidate, pass_vetoes, recommended, send


def sent(cast):
    version, link, _token = services.send_choice(actor=cast.actor("lead"), meeting=cast.meeting, person="赵明远")
    return version, Actor.of_link(link, address="203.0.113.9")


def confirmed(cast):
    version, holder = sent(cast)
    sign_version(actor=holder, version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远")
    return version


def test_without_a_recommendation_there_is_nothing_to_send(cast, candidate):
    with pytest.raises(NothingRecommended):
        services.propose_choice(actor=cast.actor("lead"), meeting=cast.meeting)


def test_the_client_reads_the_comparison_and_their_signature_confirms_the_venue(cast, candidate):
    recommended(cast, candidate)
    assert confirmed_venue(cast.meeting) is None
    version = confirmed(cast)
    assert confirmed_venue(cast.meeting) == candidate
    assert Candidate.objects.get(pk=candidate.pk).list == "confirmed"
    assert (version.content["venue"], version.content["quote_cents"]) == ("滨江会议中心", 1_000_000)
    assert version.content["rows"][0]["total"] == "83.0"


def test_the_other_candidates_are_declined_with_their_reasons(cast, candidate):
    dear = make_candidate(cast, "东湖酒店", quote_cents=2_000_000)
    vetoed = make_candidate(cast, "老礼堂")
    make_candidate(cast, "城外馆", short=False)
    inspect(cast, dear)
    pass_vetoes(cast, vetoed)
    veto = next(v for v in board_of(cast.meeting).of(vetoed.pk).vetoes if v.item == "fire")
    services.decide_veto(
        actor=cast.actor("lead"), meeting=cast.meeting, candidate_id=vetoed.pk, item="fire", outcome="fail",
        note="没有验收证明", seal=veto.seal, revision=1,
    )  # fmt: skip
    recommended(cast, candidate)
    confirmed(cast)
    reasons = {row.venue.name: (row.list, row.reason) for row in Candidate.objects.select_related("venue")}
    assert reasons == {
        "滨江会议中心": ("confirmed", "层高与货梯最合适"),
        "东湖酒店": ("declined", "综合得分 75.5，第 2 名；客户选定滨江会议中心（83.0 分）"),
        "老礼堂": ("declined", "一票否决：消防或疏散不合格"),
        "城外馆": ("declined", "未进短名单；客户选定滨江会议中心"),
    }


def test_settling_twice_changes_nothing(cast, candidate):
    recommended(cast, candidate)
    confirmed(cast)
    before = Candidate.objects.get(pk=candidate.pk).revision
    settle_choice(actor=SYSTEM, meeting_id=cast.meeting.pk, candidate_id=candidate.pk)
    assert Candidate.objects.get(pk=candidate.pk).revision == before


def test_nobody_inside_signs_for_the_client(cast, candidate):
    recommended(cast, candidate)
    version, _holder = sent(cast)
    with pytest.raises((ClientMustSign, NotAllowed)):
        sign_version(
            actor=cast.actor("lead"), version_id=version.pk, seen_hash=version.content_hash, person_name="林岚"
        )
    assert confirmed_venue(cast.meeting) is None


def test_sent_back_it_stays_recommended(cast, candidate):
    recommended(cast, candidate)
    version, holder = sent(cast)
    return_version(
        actor=holder, version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远", remarks="请再看一处"
    )
    assert Candidate.objects.get(pk=candidate.pk).list == "recommended"
    assert confirmed_venue(cast.meeting) is None


def test_a_recommendation_that_is_no_longer_sound_is_not_sent(cast, candidate):
    recommended(cast, candidate)
    inspect(cast, candidate, "planner", {"fit": 1})
    with pytest.raises(NotReady):
        services.propose_choice(actor=cast.actor("lead"), meeting=cast.meeting)
    assert Document.objects.filter(kind="venue_choice").count() == 0


def test_only_those_who_lead_send_it(cast, candidate):
    recommended(cast, candidate)
    with pytest.raises(NotAllowed):
        services.send_choice(actor=cast.actor("planner"), meeting=cast.meeting, person="赵明远")


def test_the_client_may_choose_another_venue_later(cast, candidate):
    recommended(cast, candidate)
    confirmed(cast)
    other = make_candidate(cast, "东湖酒店")
    recommended(cast, other)
    confirmed(cast)
    lists = {row.venue.name: row.list for row in Candidate.objects.select_related("venue")}
    assert lists == {"滨江会议中心": "declined", "东湖酒店": "confirmed"}
    assert confirmed_venue(cast.meeting) == other


def test_the_sheet_is_drawn_as_pdf_and_word_before_and_after_the_signature(cast, candidate):
    recommended(cast, candidate)
    visit = SiteVisit.objects.get()
    send(cast, visit, entry("promise", "8b8f2f0e-0000-4000-8000-000000000001", {"item": "免费投影"}))
    version = confirmed(cast)
    assert pdf(sheet_of(version)).startswith(b"%PDF")
    assert docx(sheet_of(version)).startswith(b"PK")


def planned(cast):
    return launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)


def test_the_clients_signature_is_the_gates_evidence_and_nothing_else_is(cast, candidate):
    """G3b asks for the chosen venue and its signed contract; the choice is the client's alone."""
    planned(cast)
    state = KINDS["site_visits.confirmed"].state
    recommended(cast, candidate)
    assert state(cast.meeting).present is False
    confirmed(cast)
    shown = state(cast.meeting)
    assert (shown.present, shown.by_client, "G3b" in KINDS["site_visits.confirmed"].gates) == (True, True, True)


def test_three_inspections_and_a_recommendation_are_the_evidence_of_p08(cast, candidate):
    state = KINDS["site_visits.inspected"].state
    for row in (candidate, make_candidate(cast, "乙馆"), make_candidate(cast, "丙馆")):
        assert not state(fresh(cast.meeting)).present
        inspect(cast, row)
    assert state(fresh(cast.meeting)).label == "场地考察表 3 处"
    assert not KINDS["site_visits.recommended"].state(cast.meeting).present
    plan = planned(cast)
    pass_vetoes(cast, candidate)
    services.recommend_candidate(
        actor=cast.actor("lead"), meeting=cast.meeting, candidate_id=candidate.pk, reason="最合适的一处"
    )
    assert Step.objects.get(plan=plan, code="P08").status == "done"


def test_one_inspection_is_enough_with_the_reason_stated(cast, candidate):
    inspect(cast, candidate)
    state = KINDS["site_visits.inspected"].state
    assert not state(cast.meeting).present
    services.set_search(
        actor=cast.actor("lead"), meeting=cast.meeting, revision=0, weights=DEFAULT_WEIGHTS, fewer_reason="客户指定"
    )
    assert state(cast.meeting).present
