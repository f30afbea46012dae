"""Every page of planning in English holds no Chinese but what people typed."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.utils import translation

from huiwu.planning import services
from huiwu.planning.bridge import rows, wording
from huiwu.planning.models import Gate, Plan, PlanProposal, Step

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
STEPS = [step["id"] for step in rows.built_in()["steps"]]
PAGES = [
    "",
    "gantt/",
    "raci/?phase=all",
    "load/",
    "gates/",
    "print/",
    "replan/",
    "P11/roles/",
    "P14/sheet/",
    "tasks/new/",
]
SETTINGS = ["sop/built-in/", "sop/", "people/", "workdays/", "workdays/2026/", "workdays/2027/"]


@pytest.fixture
def english(client: Any, cast: Any) -> Any:
    """`english("lead", path)`: Chinese words on the page that nobody of the cast typed."""

    def read(who: str, path: str) -> list[str]:
        client.force_login(getattr(cast, who))
        answer = client.get(path, headers={"accept-language": "en"})
        assert answer.status_code == 200, path
        text = html.unescape(answer.content.decode().partition("<main")[2].partition("</main>")[0])
        return sorted(set(CHINESE.findall(_without(text, _typed(cast)))))

    client.cookies["django_language"] = "en"
    return read


def _typed(cast: Any) -> list[str]:
    """Names of people, of the meeting and its client, longest first."""
    from huiwu.accounts.models import Organisation, User
    from huiwu.meetings.models import Client, Contact, Meeting

    found = [
        v
        for model in (User, Organisation, Meeting, Client, Contact)
        for v in model.objects.values_list("name", flat=True)
    ]
    found += Meeting.objects.values_list("city", flat=True)
    return sorted((name for name in found if name), key=len, reverse=True)


def _without(text: str, names: list[str]) -> str:
    for name in names:
        text = text.replace(name, "")
    return text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_plan_has_no_chinese_of_its_own(plan, english, path):
    assert english("lead", f"/m/qiming-2027/plan/{path}") == []


@pytest.mark.parametrize("code", STEPS)
def test_every_step_of_the_catalogue_is_told_in_english(plan, code):
    with translation.override("en"):
        text = rows.text_of(plan.snapshot, code)
    step = Step.objects.get(code=code)
    words = [text.time_label, text.applies, text.note, text.sop_section, step.name_en, step.gate_note_en]
    words += [*text.inputs, *text.outputs, *text.failures, *text.differences]
    assert [word for word in words if CHINESE.search(word)] == []
    assert bool(step.gate_note_en) == bool(step.gate_note)


def test_english_and_chinese_of_a_step_say_as_many_things(plan):
    for code in STEPS:
        chinese = rows.text_of(plan.snapshot, code)
        with translation.override("en"):
            said = rows.text_of(plan.snapshot, code)
        for name in ("inputs", "outputs", "failures", "differences"):
            assert len(getattr(said, name)) == len(getattr(chinese, name)), (code, name)


@pytest.mark.parametrize("code", ["P01", "P14", "D05", "A09"])
def test_a_steps_page_has_no_chinese_of_its_own(plan, english, code):
    assert english("lead", f"/m/qiming-2027/plan/{code}/") == []


def test_gates_carry_both_names(plan):
    assert [
        gate.code
        for gate in Gate.objects.all()
        if not gate.name_en or CHINESE.search(str(gate.name_en + gate.basis_en))
    ] == []


@pytest.mark.parametrize("path", SETTINGS)
def test_a_page_of_the_settings_has_no_chinese_of_its_own(cast, english, path):
    assert english("owner", f"/settings/{path}") == []


def test_an_own_template_and_its_forms_have_no_chinese_but_what_stands_in_the_fields(cast, english, client):
    own = services.copy_template(actor=cast.actor("owner"), org_id=cast.org.pk, name="Ours")
    assert english("owner", f"/settings/sop/{own.pk}/") == []
    client.force_login(cast.owner)
    for path in ("steps/P11/", "rules/"):
        page = client.get(f"/settings/sop/{own.pk}/{path}", headers={"accept-language": "en"}).content.decode()
        page = page.partition("<main")[2].partition("</main>")[0]
        bare = re.sub(r"<textarea.*?</textarea>|value=\"[^\"]*\"", "", page, flags=re.DOTALL)
        assert CHINESE.findall(bare) == [], path


def test_why_a_plan_cannot_be_kept_is_told_in_english(cast, january, english):
    cast.meeting.start_on = cast.meeting.start_on.replace(month=1, day=20)
    cast.meeting.end_on = cast.meeting.start_on
    cast.meeting.conditions = ["has_foreign_guests"]
    cast.meeting.expected_headcount = 1200
    cast.meeting.publicness = "public"
    cast.meeting.save()
    plan = services.launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)
    with translation.override("en"):
        told = [wording.unmet_sentence(item) for item in plan.notes["unmet"]]
    assert told[0].startswith("Invitation letters and visas: was due by 2026-12-21")
    assert [sentence for sentence in told if CHINESE.search(sentence)] == []
    assert english("lead", "/m/qiming-2027/plan/") == []
    with translation.override("zh-hans"):
        assert wording.unmet_sentence(plan.notes["unmet"][0]) == plan.notes["unmet"][0]["why"]


def test_a_proposal_is_told_in_english(cast, plan, english):
    services.propose_replan(
        actor=cast.actor("lead"), meeting_id=cast.meeting.pk, reason="Smaller", settings={"tier": "S"}
    )
    proposal = PlanProposal.objects.get()
    assert english("lead", f"/m/qiming-2027/plan/proposals/{proposal.pk}/") == []


def test_the_reasons_that_the_product_gives_itself_are_translated(plan):
    with translation.override("en"):
        told = [PlanProposal(reason=reason).why for reason in ("工作日历更新：2027", "均衡工作量", "客户说改")]
    assert told == ["Working calendar updated: 2027", "Level workload", "客户说改"]


def test_a_refused_plan_and_a_faulty_template_are_told_in_english(cast, plan):
    from huiwu.planning.errors import PlanImpossible, TemplateFaulty

    anchors = plan.anchors | {"headcount": 0}
    with translation.override("en"), pytest.raises(PlanImpossible) as refused:
        services.propose_replan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk, reason="x", anchors=anchors)
    assert refused.value.params["why"] == "A head-count of 0 is not possible; at least 1 is needed."
    own = services.copy_template(actor=cast.actor("owner"), org_id=cast.org.pk, name="Ours")
    steps = [s | {"deps": ["P99"]} if s["id"] == "P05" else s for s in own.content["steps"]]
    with translation.override("en"), pytest.raises(TemplateFaulty) as faulty:
        services.edit_template(
            actor=cast.actor("owner"), template_id=own.pk, revision=1, content=own.content | {"steps": steps}
        )
    assert faulty.value.problems == [("steps.P05.deps", "Step P05 waits for P99, which does not exist.")]


def test_a_plan_of_before_shows_what_it_has():
    old = {"code": "visa", "name": "邀请信", "kind": "visa", "why": "已过", "needed_on": "2027-01-01"}
    assert wording.unmet_sentence(old) == "已过"
    assert Plan(template_name="我们的流程 v2").template_title == "我们的流程 v2"


def test_a_year_saved_in_english_keeps_the_official_chinese_names(cast, client):
    from huiwu.planning.models import WorkdayTable

    client.force_login(cast.owner)
    spoken = {"accept-language": "en"}
    form = client.get("/settings/workdays/2026/", headers=spoken).context["form"].initial
    assert "2026-01-01 New Year's Day" in form["holidays"]
    assert client.post("/settings/workdays/2026/", form, headers=spoken).status_code == 302
    table, shipped = WorkdayTable.objects.get(), rows.shipped_years()[2026]
    assert (table.holidays, table.source) == (shipped["holidays"], shipped["source"])
