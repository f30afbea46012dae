from __future__ import annotations

import pytest

from huiwu.accounts.choices import Role
from huiwu.documents.errors import (
    ClientMustSign,
    FrozenNeedsChangeOrder,
    Incomplete,
    NothingChanged,
    VersionSuperseded,
)
from huiwu.documents.fourstate import filled, none, unfilled
from huiwu.documents.fourstate_sections import section_seal
from huiwu.documents.models import Document, ImpactItem
from huiwu.documents.services import freeze_document, sign_version
from huiwu.event_plan import rules
from huiwu.event_plan.documents import changes, differences, field_list, lacking
from huiwu.event_plan.queries import plan_of, signed_plan
from huiwu.event_plan.schema import SCHEMA
from huiwu.event_plan.services import open_plan, propose_plan, save_plan_section, send_plan_for_signature
from huiwu.foundation.models import FactRecord
from huiwu.foundation.registry.impact import impacts
from huiwu.kernel.errors import NotAllowed, NotFound, StaleEdit
from huiwu.meetings.models import TeamMember
from huiwu.planning.models import Gate, Step
from tests.event_plan.conftest import holder, sign, signed


def told(document: Document, key: str):
    return rules.told(document.draft, key)


def save(cast, plan, section, who="planner", seal=None, **fields):
    seal = seal or section_seal(SCHEMA, plan.draft, section)
    return save_plan_section(actor=cast.actor(who), document_id=plan.pk, section=section, seal=seal, fields=fields)


def test_a_plan_begins_with_what_meeting_and_brief_already_say(cast, programme, brief):
    document = open_plan(actor=cast.actor("planner"), meeting=cast.meeting)
    assert document.number == "2027-001-EP-01"
    assert [told(document, key) for key in ("name", "city", "start_date", "theme", "typography")] == [
        "启明科技 2027 合作伙伴大会",
        "上海",
        "2027-03-18",
        "同行致远",
        "house",
    ]
    assert told(document, "budget_total") == 600 * 220_000
    assert told(document, "alt_dates") == ["2027-03-25"]
    assert [row["kind"] for row in told(document, "contingency")] == list(rules.SOP_RISKS)
    assert document.draft["transport"]["state"] == "unfilled"  # the brief asks for pick-ups


def test_beginning_twice_is_beginning_once(cast):
    first = open_plan(actor=cast.actor("planner"), meeting=cast.meeting)
    assert open_plan(actor=cast.actor("lead"), meeting=cast.meeting).pk == first.pk


def test_a_public_bodys_plan_begins_in_the_official_layout(cast):
    cast.meeting.public_body_mode = True
    cast.meeting.save()
    assert told(open_plan(actor=cast.actor("planner"), meeting=cast.meeting), "typography") == "gbt9704"


def test_a_stranger_and_one_without_a_part_in_it_cannot_begin_it(cast):
    for who in ("stranger", "compliance"):
        with pytest.raises(NotAllowed):
            open_plan(actor=cast.actor(who), meeting=cast.meeting)


def test_two_people_write_two_sections_at_once(cast, plan):
    seals = {key: section_seal(SCHEMA, plan.draft, key) for key in ("theme", "setup")}
    save(cast, plan, "theme", seal=seals["theme"], theme=filled("共创未来"))
    saved = save(cast, plan, "setup", who="lead", seal=seals["setup"], setup_scheme=filled("白色为主"))
    assert (told(saved, "theme"), told(saved, "setup_scheme")) == ("共创未来", "白色为主")


def test_the_same_section_saved_by_another_is_stale_and_names_who(cast, plan):
    seal = section_seal(SCHEMA, plan.draft, "theme")
    save(cast, plan, "theme", who="lead", seal=seal, theme=filled("共创未来"))
    with pytest.raises(StaleEdit) as refused:
        save(cast, plan, "theme", seal=seal, theme=filled("同心同行"))
    assert refused.value.params["who"] == "林岚"
    assert refused.value.theirs == {"theme": filled("共创未来")}
    plan.refresh_from_db()
    assert told(plan, "theme") == "共创未来"


def test_saving_the_same_again_is_no_conflict(cast, plan):
    save(cast, plan, "theme", theme=filled("共创未来"))
    assert told(save(cast, plan, "theme", seal="old", theme=filled("共创未来")), "theme") == "共创未来"


def test_a_team_member_without_a_writing_role_cannot_save(cast, plan):
    with pytest.raises(NotAllowed):
        save(cast, plan, "theme", who="compliance", theme=filled("共创未来"))


def test_a_stranger_is_not_told_that_the_plan_exists(cast, plan):
    with pytest.raises(NotFound):
        save(cast, plan, "theme", who="stranger", theme=filled("共创未来"))


def test_another_kind_of_document_is_not_saved_as_a_plan(cast, plan, brief):
    with pytest.raises(NotFound):
        save_plan_section(actor=cast.actor("lead"), document_id=brief.document_id, section="theme", seal="", fields={})


def test_a_version_keeps_live_data_of_its_instant(cast, plan, programme):
    version = propose_plan(actor=cast.actor("lead"), document_id=plan.pk, revision=plan.revision)
    kept = version.content["live"]["agenda"][0]["blocks"][0]["rows"]
    programme[0].name = "开幕大会"
    programme[0].save()
    version.refresh_from_db()
    assert version.content["live"]["agenda"][0]["blocks"][0]["rows"] == kept
    assert [row[2] for row in kept] == ["开幕式", "欢迎晚宴"]
    assert version.is_intact


def test_the_same_draft_and_the_same_live_data_make_no_second_version(cast, plan):
    first = propose_plan(actor=cast.actor("lead"), document_id=plan.pk, revision=plan.revision)
    plan.refresh_from_db()
    assert propose_plan(actor=cast.actor("lead"), document_id=plan.pk, revision=plan.revision).pk == first.pk


def test_changed_live_data_alone_makes_a_new_version(cast, plan, programme):
    signed(cast, plan)
    plan.refresh_from_db()
    with pytest.raises(NothingChanged):
        propose_plan(actor=cast.actor("lead"), document_id=plan.pk, revision=plan.revision)
    programme[0].name = "开幕大会"
    programme[0].save()
    assert propose_plan(actor=cast.actor("lead"), document_id=plan.pk, revision=plan.revision).number == 2


def test_only_those_who_lead_the_meeting_propose(cast, plan):
    with pytest.raises(NotAllowed):
        propose_plan(actor=cast.actor("planner"), document_id=plan.pk, revision=plan.revision)


def test_a_stale_proposal_is_refused(cast, plan):
    with pytest.raises(StaleEdit):
        propose_plan(actor=cast.actor("lead"), document_id=plan.pk, revision=plan.revision - 1)


@pytest.mark.parametrize(
    ("fields", "lacks"),
    [
        ({"materials": unfilled()}, ["materials"]),
        ({"rooms": unfilled()}, ["rooms"]),
        ({"venue": unfilled()}, ["venue"]),
        ({"budget_total": filled(1)}, ["budget_total"]),
        ({"end_date": filled("2027-03-01")}, ["end_date"]),
        ({"contingency": filled([])}, ["contingency"]),
    ],
)
def test_an_incomplete_plan_is_not_proposed_and_says_what_is_missing(cast, rewrite, fields, lacks):
    plan = rewrite(**fields)
    with pytest.raises(Incomplete) as refused:
        propose_plan(actor=cast.actor("lead"), document_id=plan.pk, revision=plan.revision)
    assert [row.key for row in refused.value.missing] == lacks
    plan.refresh_from_db()
    assert "live" not in plan.draft


def test_a_contingency_without_owner_is_named_by_its_kind(cast, rewrite, plan):
    cases = [row for row in told(plan, "contingency") if row["kind"] != "guest_absent"]
    (row,) = lacking(rewrite(contingency=filled(cases)))
    assert (row.key, row.why) == ("contingency", "缺少应对措施或责任人：嘉宾临时缺席")


def test_nothing_need_be_typed_where_live_data_is_the_content(cast, rewrite):
    assert lacking(rewrite(agenda=unfilled(), division=unfilled(), setup_scheme=unfilled(), meals=unfilled())) == []


def test_the_clients_signature_completes_p06_and_opens_g2(cast, plan):
    version = signed(cast, plan)
    assert signed_plan(cast.meeting) == version
    assert Step.objects.get(plan__meeting=cast.meeting, code="P06").status == "done"
    gate = Gate.objects.get(plan__meeting=cast.meeting, code="G2")
    assert (gate.state, gate.confirmations.get().by_name) == ("open", "赵明远")
    fact = FactRecord.objects.get(kind="event_plan_signed")
    assert fact.payload["version_hash"] == version.content_hash
    assert fact.payload["budget_total_cents"] == rules.told(version.content, "budget_total")


def test_nobody_of_ours_signs_for_the_client(cast, plan):
    version = propose_plan(actor=cast.actor("lead"), document_id=plan.pk, revision=plan.revision)
    with pytest.raises(ClientMustSign):
        sign_version(
            actor=cast.actor("lead"), version_id=version.pk, seen_hash=version.content_hash, person_name="林岚"
        )
    assert Gate.objects.get(plan__meeting=cast.meeting, code="G2").state == "closed"


def test_a_version_replaced_meanwhile_is_not_signed(cast, plan, rewrite):
    lead = cast.actor("lead")
    old, link, _token = send_plan_for_signature(
        actor=lead, document_id=plan.pk, revision=plan.revision, person="赵明远"
    )
    rewrite(theme=filled("共创未来"))
    propose_plan(actor=lead, document_id=plan.pk, revision=plan.revision)
    with pytest.raises(VersionSuperseded):
        sign(old, holder(link))


def test_a_frozen_plan_changes_by_a_change_order_only(cast, plan):
    signed(cast, plan)
    freeze_document(actor=cast.actor("lead"), document_id=plan.pk)
    plan.refresh_from_db()
    with pytest.raises(FrozenNeedsChangeOrder):
        save(cast, plan, "theme", theme=filled("共创未来"))


def test_two_versions_differ_in_words_for_typed_and_for_live_fields(cast, plan, programme):
    before = signed(cast, plan).content
    programme[0].name = "开幕大会"
    programme[0].save()
    plan.refresh_from_db()
    saved = save(cast, plan, "theme", theme=filled("共创未来"))
    after = propose_plan(actor=cast.actor("lead"), document_id=plan.pk, revision=saved.revision).content
    found = {row.key: (row.label, row.before_text, row.after_text) for row in differences(before, after)}
    assert found == {
        "theme": ("会议主题", "同行致远", "共创未来"),
        "live.agenda": (
            "会议议程（实时数据）",
            "03-18 周四 | 09:00–10:30 | 开幕式 | 宴会厅 3 层 | 600",
            "03-18 周四 | 09:00–10:30 | 开幕大会 | 宴会厅 3 层 | 600",
        ),
        "live.setup": (
            "场地布置方案（实时数据）",
            "开幕式 | 宴会厅 3 层 | 剧院式 | 600 | 03-18 09:00–10:30\n开幕式",
            "开幕大会 | 宴会厅 3 层 | 剧院式 | 600 | 03-18 09:00–10:30\n开幕大会",
        ),
    }
    assert [c.key for c in changes(before, after)] == [f"event_plan.{key}" for key in found]


def test_every_field_and_every_live_section_can_be_remarked_on(cast, plan):
    content = propose_plan(actor=cast.actor("lead"), document_id=plan.pk, revision=plan.revision).content
    keys = [key for key, _label, _section in field_list(content)]
    assert keys[: len(SCHEMA.fields)] == [spec.key for spec in SCHEMA.fields]
    assert keys[len(SCHEMA.fields) :] == [f"live.{code}" for code in content["live"]]


def test_a_newer_plan_lists_the_steps_that_have_begun_on_the_older_one(cast, plan, rewrite):
    signed(cast, plan)
    step = Step.objects.get(plan__meeting=cast.meeting, code="P08")
    Step.objects.filter(pk=step.pk).update(status="doing")
    plan.refresh_from_db()
    rewrite(venue=filled("上海东湖国际酒店"))
    version = propose_plan(actor=cast.actor("lead"), document_id=plan.pk, revision=plan.revision)
    listed = ImpactItem.objects.filter(version=version, impacted_kind="step")
    assert [(row.label, row.state) for row in listed] == [(str(step), "doing")]


def test_a_change_of_the_brief_touches_the_signed_plan(cast, plan):
    from huiwu.foundation.registry.impact import Change

    signed(cast, plan)
    found = impacts(cast.meeting, [Change("brief.headcount", "人数", "600", "700")])
    assert [(i.label, i.state) for i in found if i.kind == "document.event_plan"] == [
        ("会议策划方案第 1 版", "confirmed")
    ]


def test_none_is_kept_apart_from_unfilled(cast, rewrite):
    plan = rewrite(rooms=none(), lodging_note=none())
    assert lacking(plan) == []


def test_a_client_with_a_login_reads_the_plan_and_cannot_write_it(cast, plan):
    TeamMember.objects.create(meeting=cast.meeting, user=cast.colleague, role=Role.CLIENT)
    assert plan_of(cast.meeting) is not None
    with pytest.raises(NotAllowed):
        save(cast, plan, "theme", who="colleague", theme=filled("共创未来"))
