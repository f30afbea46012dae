"""Pages of the checklist and of the rule packs."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiwu.compliance.models import ComplianceItem, Permit, Prize, Release, RulePack, SpendingItem
from huiwu.compliance.queries.checklist import checklist_of
from huiwu.documents.models import Version
from tests.compliance.conftest import change, judge_all

pytestmark = pytest.mark.usefixtures("today")


def at(cast, name, *more):
    return reverse(f"compliance:{name}", args=[cast.meeting.slug, *more])


VIEW = ("checklist", "spending", "prizes", "releases")
EDIT = ("facts", "permit_new")


@pytest.mark.parametrize(
    ("who", "view", "edit"),
    [("lead", 200, 200), ("compliance", 200, 200), ("stranger", 404, 404), ("colleague", 404, 404)],
)
def test_each_page_opens_for_those_who_may(client, cast, who, view, edit):
    client.force_login(getattr(cast, who))
    answers = {name: client.get(at(cast, name)).status_code for name in (*VIEW, *EDIT)}
    assert answers == dict.fromkeys(VIEW, view) | dict.fromkeys(EDIT, edit)


def post_decision(client, cast, key, **values):
    item = next(i for i in checklist_of(cast.meeting).items if i.spec.key == key)
    prefix = key.replace(".", "-")
    posted = {"decision": "pass", "seal": item.spec.seal, "revision": item.revision} | values
    return client.post(at(cast, "decide", key), {f"{prefix}-{name}": value for name, value in posted.items()})


def test_an_item_is_judged_with_an_attachment_that_the_team_can_open_and_others_cannot(client, cast):
    client.force_login(cast.compliance)
    scan = SimpleUploadedFile("批准.pdf", b"%PDF-1.4 x")
    assert post_decision(client, cast, "name_words", note="已登记", attachment=scan).status_code == 302
    row = ComplianceItem.objects.get()
    assert (row.decision, row.note, row.decided_by, row.attachment.name) == (
        "pass",
        "已登记",
        cast.compliance,
        "批准.pdf",
    )
    url = at(cast, "file", row.attachment_id)
    client.force_login(cast.planner)
    assert client.get(url).status_code == 200
    client.force_login(cast.stranger)
    assert client.get(url).status_code == 404


def test_what_was_typed_stays_when_a_judgement_is_refused(client, cast):
    change(cast.meeting, publicness="public", expected_headcount=1500)
    client.force_login(cast.compliance)
    answer = post_decision(client, cast, "mass_event", note="听说不用办")
    assert answer.status_code == 409
    assert ("听说不用办" in answer.content.decode(), ComplianceItem.objects.count()) == (True, 0)
    answer = post_decision(client, cast, "mass_event", decision="not_applicable", note="")
    assert (answer.status_code, "须写明理由" in answer.content.decode()) == (422, True)


def test_those_who_may_not_judge_are_refused(client, cast):
    client.force_login(cast.lead)
    assert post_decision(client, cast, "pi.entrusted").status_code == 403


def test_the_checklist_is_submitted_and_cleared(client, cast):
    judge_all(cast)
    client.force_login(cast.lead)
    assert client.post(at(cast, "submit")).status_code == 302
    version = Version.objects.get()
    posted = {"version": version.pk, "seen_hash": version.content_hash}
    assert client.post(at(cast, "clear"), posted).status_code == 403
    client.force_login(cast.compliance)
    assert "等法务合规放行" in client.get(at(cast, "checklist")).content.decode()
    assert client.post(at(cast, "clear"), posted).status_code == 302
    assert "已放行（G0）" in client.get(at(cast, "checklist")).content.decode()
    assert client.post(at(cast, "clear"), {"version": "x"}).status_code == 404


def test_submitting_while_items_are_open_says_which(client, cast):
    client.force_login(cast.lead)
    answer = client.post(at(cast, "submit"))
    assert (answer.status_code, "是否涉密" in answer.content.decode()) == (422, True)


def test_facts_keep_what_was_typed_beside_a_colleagues(client, cast):
    client.force_login(cast.lead)
    values = {"revision": 0, "delegates": "110", "session_half_days": "1.5", "spending_class": "3"}
    assert client.post(at(cast, "facts"), values).status_code == 302
    profile = cast.meeting.compliance_profile
    assert (profile.delegates, profile.session_half_days, profile.spending_class) == (110, 3, "3")
    stale = client.post(at(cast, "facts"), values | {"delegates": "999"})
    assert stale.status_code == 409
    assert ["999" in stale.content.decode(), "110" in stale.content.decode()] == [True, True]
    odd = client.post(at(cast, "facts"), values | {"revision": 1, "session_half_days": "1.3"})
    assert (odd.status_code, "以半天为单位" in odd.content.decode()) == (422, True)


def test_permits_spending_prizes_and_releases_are_noted_and_taken_off(client, cast):
    client.force_login(cast.lead)
    client.post(at(cast, "permit_new"), {"kind": "mass_event", "applied_on": "2027-01-20", "number": "沪公 1"})
    client.post(
        at(cast, "spending"),
        {"category": "meals", "name": "自助餐", "unit_cents": "130", "people": "120", "half_days": "2"},
    )
    client.post(
        at(cast, "prizes"), {"name": "电动车", "value_cents": "4,999.50", "count": "1", "audience": "consumers"}
    )
    client.post(at(cast, "releases"), {"kind": "invitation", "title": "邀请函", "went_out_on": "2027-01-20T09:30"})
    item = SpendingItem.objects.get()
    assert (item.unit_cents, item.half_days, Prize.objects.get().value_cents) == (13000, 4, 499950)
    assert Release.objects.get().went_out_at.isoformat() == "2027-01-20T01:30:00+00:00"
    for name, row in (
        ("permit_remove", Permit.objects.get()),
        ("spending_remove", item),
        ("prize_remove", Prize.objects.get()),
        ("release_remove", Release.objects.get()),
    ):
        client.post(at(cast, name, row.pk))
    assert [model.objects.count() for model in (Permit, SpendingItem, Prize, Release)] == [0, 0, 0, 0]


def test_a_rule_pack_is_changed_for_ones_own_organisation_and_put_back(client, cast):
    client.force_login(cast.owner)
    url = reverse("compliance:pack_edit", args=["cn.lucky_draw"])
    form = client.get(url).context["form"]
    posted = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    posted |= {"revision": 0, "status": "verified", "param:top_prize_cents": "30000"}
    assert client.post(url, posted).status_code == 302
    row = RulePack.objects.get()
    assert (row.params, row.status, row.pending, row.org) == ({"top_prize_cents": 3_000_000}, "verified", [], cast.org)
    assert client.post(url, posted).status_code == 409
    page = client.get(reverse("compliance:pack", args=["cn.lucky_draw"])).content.decode()
    assert ["50,000.00" in page, "30,000.00" in page] == [True, True]
    client.post(reverse("compliance:pack_drop", args=["cn.lucky_draw"]))
    assert RulePack.objects.count() == 0


def test_every_built_in_pack_can_be_saved_as_it_is_shown(client, cast):
    client.force_login(cast.owner)
    packs = [pack for pack, _topic, _region in client.get(reverse("compliance:packs")).context["rows"]]
    for pack in packs:
        url = reverse("compliance:pack_edit", args=[pack.code])
        form = client.get(url).context["form"]
        posted = {n: form[n].value() for n in form.fields if form[n].value() is not None} | {"revision": 0}
        assert client.post(url, posted).status_code == 302
        saved = RulePack.objects.get(code=pack.code)
        assert (saved.params, saved.pending) == (pack.params, list(pack.pending))


def test_a_local_pack_begins_as_a_copy_with_everything_pending(client, cast):
    client.force_login(cast.owner)
    url = reverse("compliance:pack_new")
    posted = {"source": "cn.mass_event", "code": "shanghai-events", "region": "上海"}
    assert client.post(url, posted).status_code == 302
    row = RulePack.objects.get()
    assert (row.region, row.status, "people" in row.pending) == ("上海", "pending", True)
    assert client.post(url, posted).status_code == 422


def test_members_see_the_packs_and_may_not_change_them(client, cast):
    client.force_login(cast.planner)
    assert client.get(reverse("compliance:packs")).status_code == 200
    assert client.get(reverse("compliance:pack", args=["cn.mass_event"])).status_code == 200
    assert client.get(reverse("compliance:pack_edit", args=["cn.mass_event"])).status_code == 403
    assert client.get(reverse("compliance:pack", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_queries_for_one_and_three(client, cast, rows, django_assert_num_queries):
    for n in range(rows):
        Prize.objects.create(meeting=cast.meeting, name=f"{n}", value_cents=100, audience="internal")
        SpendingItem.objects.create(
            meeting=cast.meeting, category="other", name=f"{n}", unit_cents=1, people=1, half_days=2
        )
        Permit.objects.create(meeting=cast.meeting, kind="other", number=f"{n}")
        RulePack.objects.create(
            org=cast.org, code=f"own-{n}", topic="foreign", region="上海", basis="x", effective_from="2027-01-01",
            status="pending", severity="warn", exception_policy="waive",
        )  # fmt: skip
    client.force_login(cast.lead)
    pages = {name: at(cast, name) for name in ("checklist", "spending", "prizes")}
    pages["packs"] = reverse("compliance:packs")
    for name, url in pages.items():
        client.get(url)
        with django_assert_num_queries(QUERIES[name]):
            client.get(url)


QUERIES = {"checklist": 24, "spending": 18, "prizes": 17, "packs": 11}
