from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiwu.planning import services
from huiwu.planning.models import Gate, Plan, PlanProposal, Step
from huiwu.planning.services.tasks import TaskWish

HOME = "/m/qiming-2027/plan/"
READ = ["", "gantt/", "raci/", "raci/?phase=all", "load/", "gates/", "print/", "P11/", "D07/"]
LEAD = ["replan/", "P11/roles/", "P14/sheet/"]
WRITES = [
    ("launch/", {}),
    ("P11/start/", {}),
    ("P11/complete/", {"note": "好"}),
    ("P01/reopen/", {"reason": "看错"}),
    ("P11/note/", {"n-note": "好"}),
    ("P11/assign/", {"owner": ""}),
    ("P11/days/", {"revision": "1", "start_on": "2027-02-01", "finish_on": "2027-02-02"}),
    ("P11/unpin/", {}),
    ("gates/G0/open/", {}),
    ("levelling/", {}),
    ("tasks/new/", {"name": "印席卡", "length_days": "1"}),
]


@pytest.fixture
def visit(client: Any, cast: Any) -> Any:
    """`visit("lead", path)` or `visit("lead", path, data)`."""

    def go(who: str, path: str, data: dict[str, str] | None = None) -> Any:
        client.force_login(getattr(cast, who))
        return client.post(HOME + path, data) if data is not None else client.get(HOME + path)

    return go


@pytest.mark.parametrize("path", READ)
def test_the_team_reads_every_page_of_the_plan(plan, visit, path):
    assert visit("compliance", path).status_code == 200


@pytest.mark.parametrize("path", [*READ, *LEAD])
def test_strangers_are_told_there_is_no_such_meeting(plan, visit, path):
    assert (visit("stranger", path).status_code, visit("colleague", path).status_code) == (404, 404)


@pytest.mark.parametrize("path", [*LEAD, "launch/"])
def test_pages_of_those_who_lead_are_refused_to_others(plan, visit, path):
    assert visit("compliance", path).status_code == 403


@pytest.mark.parametrize("path", LEAD)
def test_those_who_lead_open_their_pages(plan, visit, path):
    assert visit("lead", path).status_code == 200


@pytest.mark.parametrize(("path", "data"), WRITES)
def test_no_write_reaches_a_meeting_of_others(plan, visit, path, data):
    before = list(Step.objects.order_by("pk").values())
    assert visit("stranger", path, data).status_code == 404
    assert list(Step.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(("path", "data"), [w for w in WRITES if w[0] not in ("tasks/new/", "gates/G0/open/")])
def test_a_team_member_without_the_role_writes_nothing(plan, visit, path, data):
    before = list(Step.objects.order_by("pk").values())
    assert visit("compliance", path, data).status_code == 403
    assert list(Step.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("path", ["", "P11/", "gates/"])
def test_an_anonymous_visitor_is_sent_to_sign_in(client, plan, path):
    assert client.get(HOME + path).status_code == 302


def test_a_meeting_without_a_plan_says_what_to_do_next(cast, visit):
    page = visit("lead", "").content.decode()
    assert "还没有计划" in page
    assert "launch/" in page


def test_the_plan_is_launched_from_its_form(cast, january, visit):
    form = {"template": "built_in", "conditions_known": "on", "conditions": ["has_meals"]}
    assert visit("lead", "launch/", form).status_code == 302
    assert Plan.objects.get().anchors["conditions"] == ["has_meals"]


def test_replanning_shows_a_difference_and_accepts_it(cast, plan, visit):
    form = {"reason": "改规模", "template": "keep", "tier": "M", "conditions_known": "on", "conditions": ["has_meals"]}
    there = visit("lead", "replan/", form)
    proposal = PlanProposal.objects.get()
    assert there["Location"] == f"{HOME}proposals/{proposal.pk}/"
    assert "移动的步骤" in visit("lead", f"proposals/{proposal.pk}/").content.decode()
    assert visit("compliance", f"proposals/{proposal.pk}/accept/", {}).status_code == 403
    assert visit("lead", f"proposals/{proposal.pk}/accept/", {}).status_code == 302
    assert Plan.objects.get().tier == "M"


def test_a_stale_date_form_keeps_what_was_typed(plan, visit):
    data = {"revision": "1", "start_on": "2027-02-01", "finish_on": "2027-02-02"}
    assert visit("lead", "P11/days/", data).status_code == 302
    answer = visit("account", "P11/days/", data | {"finish_on": "2027-02-20"})
    assert answer.status_code == 409
    assert 'value="2027-02-20"' in answer.content.decode()
    assert "2027-02-01 – 2027-02-02" in answer.content.decode()


def test_a_refused_completion_keeps_the_note(plan, visit):
    answer = visit("lead", "P24/complete/", {"note": "三家都看过了，推荐滨江"})
    assert answer.status_code == 409
    assert "三家都看过了，推荐滨江" in answer.content.decode()
    assert "的前置还没有完成：P06" in answer.content.decode()


def test_an_sop_gate_offers_no_form_to_anybody_inside(plan, visit):
    page = visit("owner", "gates/").content.decode()
    assert "/gates/G2/open/" in page
    assert "/gates/G4/open/" not in page
    assert visit("owner", "gates/G4/open/", {"reason": "客户说可以"}).status_code == 403
    assert Gate.objects.get(code="G4").state == "closed"


def test_a_bad_task_is_sent_back_with_the_words_in_place(plan, visit):
    answer = visit("lead", "tasks/new/", {"name": "印席卡", "length_days": "1", "needs": "X9"})
    assert answer.status_code == 422
    assert "没有编号为 X9 的前置" in answer.content.decode()
    assert 'value="印席卡"' in answer.content.decode()


@pytest.mark.parametrize("path", ["", "gantt/", "raci/?phase=all", "load/", "gates/", "print/"])
def test_three_tasks_cost_as_many_queries_as_one(cast, plan, visit, path):
    def add(name: str) -> None:
        wish = TaskWish(name=name, owner_id=cast.planner.pk)
        services.add_task(actor=cast.actor("lead"), meeting_id=cast.meeting.pk, wish=wish)

    add("一")
    visit("lead", path)
    count = counted(visit, path)
    add("二")
    add("三")
    assert (counted(visit, path), count) == (QUERIES[path], QUERIES[path])


QUERIES = {"": 11, "gantt/": 7, "raci/?phase=all": 3, "load/": 6, "gates/": 5, "print/": 9}
"""Queries on tables of planning; what the frame of a page asks for is counted by its own tests."""


def counted(visit: Any, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        visit("lead", path)
    return sum('"planning_' in query["sql"] for query in queries)


SETTINGS = ["sop/", "sop/built-in/", "workdays/", "workdays/2027/", "people/"]


@pytest.mark.parametrize("path", SETTINGS)
def test_an_administrator_opens_the_settings(client, cast, path):
    client.force_login(cast.owner)
    assert client.get(f"/settings/{path}").status_code == 200


def test_members_read_templates_but_do_not_copy_them(client, cast):
    client.force_login(cast.lead)
    assert client.get("/settings/sop/").status_code == 200
    assert client.post("/settings/sop/copy/", {"name": "我的"}).status_code == 403
    assert client.get("/settings/workdays/2027/").status_code == 403


def test_a_template_is_copied_edited_compared_and_published_in_the_browser(client, cast):
    client.force_login(cast.owner)
    home = client.post("/settings/sop/copy/", {"name": "云帆标准"})["Location"]
    form = client.get(f"{home}steps/P11/").context["form"].initial
    keep = ("revision", "id", "en", "phase", "mode", "anchor", "t0", "anchor_end", "t1", "responsible", "accountable",
            "deps", "inputs", "outputs", "failures")  # fmt: skip
    sent = {name: form[name] for name in keep} | {"zh": "议程打磨"}
    assert client.post(f"{home}steps/P11/", sent).status_code == 302
    assert "议程打磨" in client.get(f"{home}difference/").content.decode()
    stale = client.post(f"{home}steps/P11/", sent | {"zh": "议程再打磨"})
    assert (stale.status_code, "议程再打磨" in stale.content.decode()) == (409, True)
    bad = client.post(f"{home}steps/P06/", sent | {"id": "P06", "revision": 2, "deps": "P11", "zh": "方案"})
    assert (bad.status_code, "依赖成环" in bad.content.decode()) == (422, True)
    assert client.post(f"{home}publish/").status_code == 302


def test_another_organisations_template_is_not_there(client, cast):
    own = services.copy_template(actor=cast.actor("owner"), org_id=cast.org.pk, name="云帆标准")
    client.force_login(cast.stranger)
    assert client.get(f"/settings/sop/{own.pk}/").status_code == 404


def test_a_line_that_is_no_day_is_named(client, cast):
    client.force_login(cast.owner)
    form = {"revision": "0", "state": "announced", "holidays": "2027-02-06 春节\n二月七日", "workdays": ""}
    answer = client.post("/settings/workdays/2027/", form)
    assert "第 2 行“二月七日”不是日期" in answer.content.decode()


def test_a_refused_completion_says_which_file_must_be_chosen_again(plan, visit):
    from django.core.files.uploadedfile import SimpleUploadedFile

    photo = SimpleUploadedFile("现场.png", b"\x89PNG\r\n\x1a\n")
    answer = visit("lead", "P08/complete/", {"note": "看过了", "photo": photo})
    assert answer.status_code == 409
    assert "请重新选择“现场.png”" in answer.content.decode()
