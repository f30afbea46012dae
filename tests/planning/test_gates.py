from __future__ import annotations

import pytest

from huiwu.accounts.choices import Role
from huiwu.documents.services import invite_to_sign, sign_version
from huiwu.foundation.actors import Actor
from huiwu.kernel.errors import NotAllowed
from huiwu.planning import services
from huiwu.planning.choices import GateState
from huiwu.planning.errors import GateClosed, GateHasItsDocument, GateOnlyByClient, ReasonNeeded
from huiwu.planning.queries import gate_board, next_gate, require_gate, waiting_for_client
from tests.planning.conftest import give_role


@pytest.mark.parametrize("code", ["G1", "G3b", "G4"])
@pytest.mark.parametrize("who", ["lead", "account", "owner"])
def test_nobody_inside_opens_a_gate_that_the_sop_states(cast, plan, gate, code, who):
    with pytest.raises(GateOnlyByClient):
        services.open_gate(actor=cast.actor(who), gate_id=gate(code).pk, reason="客户电话里同意了")
    assert gate(code).state == GateState.CLOSED


def test_another_client_gate_is_opened_for_the_client_only_with_a_traced_reason(cast, plan, gate):
    with pytest.raises(ReasonNeeded):
        services.open_gate(actor=cast.actor("lead"), gate_id=gate("G2").pk)
    services.open_gate(actor=cast.actor("lead"), gate_id=gate("G2").pk, reason="赵总邮件同意，补签中")
    kept = gate("G2").confirmations.get()
    assert (gate("G2").state, kept.how, kept.by_user, kept.reason) == (
        "open",
        "traced",
        cast.lead,
        "赵总邮件同意，补签中",
    )
    assert kept.by_client is False


def test_an_internal_gate_is_opened_by_its_role(cast, plan, gate):
    with pytest.raises(NotAllowed):
        services.open_gate(actor=cast.actor("planner"), gate_id=gate("G0").pk)
    services.open_gate(actor=cast.actor("compliance"), gate_id=gate("G0").pk)
    assert gate("G0").state == GateState.OPEN


def test_the_show_caller_opens_g7(cast, plan, gate):
    give_role(cast, "colleague", Role.SHOW_CALLER)
    services.open_gate(actor=cast.actor("colleague"), gate_id=gate("G7").pk)
    assert gate("G7").confirmations.get().how == "role"


def test_a_gate_of_three_steps_opens_with_the_last(cast, plan, gate):
    for code, state in (("P11", "closed"), ("P18", "closed"), ("P22", "open")):
        services.open_gate(actor=cast.actor("lead"), gate_id=gate("G5").pk, reason="邮件确认", step_codes=[code])
        assert gate("G5").state == state


def test_opening_twice_keeps_the_first_confirmation(cast, plan, gate):
    services.open_gate(actor=cast.actor("lead"), gate_id=gate("G2").pk, reason="第一次")
    services.open_gate(actor=cast.actor("account"), gate_id=gate("G2").pk, reason="第二次")
    assert gate("G2").confirmations.get().reason == "第一次"


def test_what_people_inside_opened_they_can_shut(cast, plan, gate):
    services.open_gate(actor=cast.actor("lead"), gate_id=gate("G2").pk, reason="邮件确认")
    services.shut_gate(actor=cast.actor("lead"), gate_id=gate("G2").pk, reason="客户撤回")
    assert (gate("G2").state, gate("G2").confirmations.count()) == ("closed", 0)


def test_the_client_opens_g4_by_signing_its_sheet(cast, plan, step, gate):
    lead = cast.actor("lead")
    version = services.propose_gate_sheet(
        actor=lead, step_id=step("P14").pk, revision=None, items=["背景板第 3 稿", " ", "手册封面第 2 稿"]
    )
    assert version.content["items"] == ["背景板第 3 稿", "手册封面第 2 稿"]
    link, _token = invite_to_sign(actor=lead, version_id=version.pk, person="赵明远")
    sign_version(actor=Actor.of_link(link), version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远")
    kept = gate("G4").confirmations.get()
    assert (gate("G4").state, kept.how, kept.by_name, kept.by_client) == ("open", "signoff", "赵明远", True)
    assert kept.version_hash == version.content_hash


def test_g1_has_no_sheet_beside_the_brief(cast, plan, step):
    with pytest.raises(GateHasItsDocument):
        services.propose_gate_sheet(actor=cast.actor("lead"), step_id=step("P02").pk, revision=None, items=["简报"])


def test_other_capabilities_are_stopped_by_a_shut_gate(cast, plan, gate):
    with pytest.raises(GateClosed):
        require_gate(cast.meeting, "G2")
    services.open_gate(actor=cast.actor("lead"), gate_id=gate("G2").pk, reason="邮件确认")
    assert require_gate(cast.meeting, "G2") is None


def test_the_board_shows_what_waits_behind_a_gate(plan):
    view = next(view for view in gate_board(plan) if view.gate.code == "G4")
    assert [s.code for s in view.steps] == ["P14"]
    assert [s.code for s in view.behind] == ["P15"]


def test_the_next_gate_is_the_shut_one_due_first(cast, plan):
    assert next_gate(cast.meeting).gate.code == "G1"


def test_a_begun_step_behind_a_client_gate_waits_for_the_client(cast, plan, step):
    assert waiting_for_client([cast.meeting]) == []
    services.start_step(actor=cast.actor("planner"), step_id=step("P11").pk)
    assert [s.code for s in waiting_for_client([cast.meeting])] == ["P11"]
