"""The template editor: gates, tiers and merges through a form; both sides of a stale save; English beside Chinese."""

from __future__ import annotations

from typing import Any

import pytest

from huiwu.planning import services
from huiwu.planning.forms import StepTemplateForm
from huiwu.planning.models import SopTemplate


@pytest.fixture
def own(cast: Any) -> SopTemplate:
    return services.copy_template(actor=cast.actor("owner"), org_id=cast.org.pk, name="云帆标准")


@pytest.fixture
def home(client: Any, cast: Any, own: SopTemplate) -> str:
    client.force_login(cast.owner)
    return f"/settings/sop/{own.pk}/"


def rules_of(client: Any, home: str) -> dict[str, Any]:
    """What the browser sends when nothing is changed."""
    page = client.get(f"{home}rules/").context
    sent: dict[str, Any] = {"revision": page["template"].revision}
    for rows in (page["gates"], page["tiers"]):
        sent |= {f"{rows.prefix}-{k}": v for k, v in rows.management_form.initial.items()}
        for row in rows:
            sent |= {f"{row.prefix}-{name}": row.initial.get(name) for name in row.fields}
    return {key: "" if value is None else value for key, value in sent.items()}


def step_of(client: Any, home: str, code: str) -> dict[str, Any]:
    form = client.get(f"{home}steps/{code}/").context["form"]
    return {k: form.initial.get(k, "") for k in form.fields if form.initial.get(k) is not None}


def test_saving_the_rules_untouched_changes_nothing(client, home, own):
    before = own.content
    assert client.post(f"{home}rules/", rules_of(client, home)).status_code == 302
    own.refresh_from_db()
    assert (own.content, own.revision) == (before, 2)


def test_a_gate_is_renamed_moved_added_and_removed_through_the_form(client, home, own):
    sent = rules_of(client, home)
    index = next(k for k, v in sent.items() if v == "G4").split("-")[1]
    spare = int(sent["gates-TOTAL_FORMS"]) - 1
    gone = next(k for k, v in sent.items() if v == "G8")
    sent |= {f"gates-{index}-zh": "设计定稿", f"gates-{index}-steps": "P13 P14", gone: ""}
    sent |= {
        f"gates-{spare}-id": "G12",
        f"gates-{spare}-zh": "彩排通过",
        f"gates-{spare}-party": "internal",
        f"gates-{spare}-steps": "D06",
    }
    assert client.post(f"{home}rules/", sent).status_code == 302
    own.refresh_from_db()
    gates = {gate["id"]: gate for gate in own.content["gates"]}
    steps = {step["id"]: step for step in own.content["steps"]}
    assert (gates["G4"]["zh"], gates["G4"]["steps"], "G8" in gates) == ("设计定稿", ["P13", "P14"], False)
    assert [(steps[c]["gate"]["id"], steps[c]["gate"]["party"]) for c in ("P13", "P14", "D06", "D28")] == [
        ("G4", "client"), ("G4", "client"), ("G12", "internal"), (None, "client"),
    ]  # fmt: skip


def test_tiers_and_merges_are_edited_through_the_form(client, home, own):
    sent = rules_of(client, home)
    assert (sent["tiers-0-merges"], sent["tiers-3-prep_from"], sent["tiers-3-prep_to"]) == ("P01 P02 P03", 90, 120)
    sent |= {"tiers-0-max_headcount": 60, "tiers-0-merges": "P01 P02\nP20 P21", "tiers-3-prep_to": 90}
    assert client.post(f"{home}rules/", sent).status_code == 302
    own.refresh_from_db()
    tiers = {tier["id"]: tier for tier in own.content["size_tiers"]}
    assert (tiers["S"]["max_headcount"], tiers["XL"]["prep_start_day"]) == (60, -90)
    assert own.content["merge_at"] == {"S": [["P01", "P02"], ["P20", "P21"]]}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("gates-0-steps", "P77", "门禁 G0 指向不存在的步骤 P77。"),
        ("gates-0-zh", "", "门禁 G0 没有名称。"),
        ("gates-1-id", "G0", "门禁编号 G0 出现了不止一次。"),
        ("tiers-0-max_headcount", "900", "规模级别的人数上限应从小到大，且最后一级不设上限。"),
        ("tiers-0-factor_from", "0", "规模级别 S 的筹备天数与时间系数应大于 0。"),
        ("tiers-0-merges", "P01 P77", "级别 S 的合并表提到不存在的步骤 P77。"),
    ],
)
def test_a_bad_rule_is_refused_by_name_and_the_typed_text_stays(client, home, own, field, value, sentence):
    answer = client.post(f"{home}rules/", rules_of(client, home) | {field: value})
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    own.refresh_from_db()
    assert own.revision == 1


def test_members_do_not_edit_the_rules(client, cast, home):
    client.force_login(cast.lead)
    assert client.get(f"{home}rules/").status_code == 403


def test_a_stale_step_shows_both_sides_and_can_then_be_saved(client, home, own):
    sent = step_of(client, home, "P11")
    assert client.post(f"{home}steps/P11/", sent | {"zh": "议程打磨", "t0": -44}).status_code == 302
    stale = client.post(f"{home}steps/P11/", sent | {"zh": "议程再打磨"})
    shown = [(r["label"], r["before"], r["after"]) for r in stale.context["both_sides"]]
    assert (stale.status_code, shown) == (
        409, [("开始（天）", "-44", "-45"), ("名称", "议程打磨", "议程再打磨")],
    )  # fmt: skip
    assert 'value="议程再打磨"' in stale.content.decode()
    again = sent | {"zh": "议程再打磨", "revision": stale.context["form"]["revision"].value()}
    assert client.post(f"{home}steps/P11/", again).status_code == 302
    own.refresh_from_db()
    assert next(s for s in own.content["steps"] if s["id"] == "P11")["zh"] == "议程再打磨"


def test_stale_rules_and_stale_json_show_both_sides(client, home, own):
    sent = rules_of(client, home)
    text = client.get(f"{home}json/").context["form"].initial
    assert client.post(f"{home}rules/", sent | {"gates-0-zh": "合规放行"}).status_code == 302
    stale = client.post(f"{home}rules/", sent | {"gates-0-zh": "预审放行"})
    shown = [(r["code"], r["label"], r["before"], r["after"]) for r in stale.context["both_sides"]]
    assert (stale.status_code, shown) == (409, [("G0", "名称", "合规放行", "预审放行")])
    raw = client.post(f"{home}json/", text)
    shown = [(r["code"], r["before"], r["after"]) for r in raw.context["both_sides"]]
    assert (raw.status_code, shown) == (409, [("G0", "合规放行", "合规预审通过")])


def test_english_that_no_longer_fits_its_chinese_is_emptied(client, home, own):
    sent = step_of(client, home, "P11")
    changed = sent | {"inputs": "上届议程", "outputs": "《议程表》", "outputs_en": "Agenda only"}
    assert client.post(f"{home}steps/P11/", changed).status_code == 302
    own.refresh_from_db()
    english = next(s for s in own.content["steps"] if s["id"] == "P11")["english"]
    assert ("inputs" in english, english["outputs"], english["failures"]) == (
        False, ["Agenda only"], own.content["steps"][10]["english"]["failures"],
    )  # fmt: skip


def test_the_forms_fields_are_all_worded():
    from huiwu.planning.queries.templates import field_words

    known = field_words()
    assert [
        n for n in StepTemplateForm.base_fields if not n.endswith("_en") and n != "revision" and n not in known
    ] == []
