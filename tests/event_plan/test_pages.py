from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from huiwu.documents.fourstate import filled, unfilled
from huiwu.documents.fourstate_sections import section_seal
from huiwu.documents.models import Version
from huiwu.documents.services.remarks import add_remark
from huiwu.event_plan.queries import plan_of
from huiwu.event_plan.rules import rows, told
from huiwu.event_plan.schema import SCHEMA, SECTIONS
from tests.event_plan.conftest import signed


@pytest.fixture
def page(cast, client: Client) -> Client:
    client.force_login(cast.lead)
    return client


def at(name: str, *more: str) -> str:
    return reverse(f"event_plan:{name}", args=["qiming-2027", *more])


def text_of(response) -> str:
    return response.content.decode()


def test_an_empty_page_says_what_to_do_and_begins_the_plan(cast, page):
    assert "还没有起草策划方案" in text_of(page.get(at("editor")))
    assert page.post(at("editor")).url == at("editor")
    assert plan_of(cast.meeting) is not None
    assert "还不能提交" in text_of(page.get(at("editor")))


@pytest.mark.parametrize("section", [s.key for s in SECTIONS])
def test_every_section_opens(page, plan, section):
    assert page.get(at("section", section)).status_code == 200


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("colleague", 404), ("compliance", 200), ("planner", 200)]
)
def test_the_plan_is_for_the_team(cast, client, plan, who, status):
    client.force_login(getattr(cast, who))
    for address in (at("editor"), at("section", "theme"), at("preview"), at("draft_file", "word")):
        assert client.get(address).status_code == status


def test_whoever_may_not_write_sees_the_form_shut(cast, client, plan):
    client.force_login(cast.compliance)
    shown = text_of(client.get(at("section", "theme")))
    assert '<fieldset class="plain-set" disabled>' in shown
    assert "保存并到下一节" not in shown


def test_an_unknown_section_or_form_of_file_is_not_found(page, plan):
    assert page.get(at("section", "weather")).status_code == 404
    assert page.get(at("draft_file", "odt")).status_code == 404


def test_a_section_is_saved_and_leads_to_the_next(page, plan):
    seal = section_seal(SCHEMA, plan.draft, "theme")
    answer = page.post(
        at("section", "theme"), {"seal": seal, "theme": "共创未来", "theme__state": "filled", "next": "1"}
    )
    assert answer.url == at("section", "agenda")
    plan.refresh_from_db()
    assert told(plan.draft, "theme") == "共创未来"


def test_a_stale_section_keeps_what_was_typed_and_shows_both_sides(page, plan, rewrite):
    seal = section_seal(SCHEMA, plan.draft, "theme")
    rewrite(theme=filled("共创未来"))
    answer = page.post(at("section", "theme"), {"seal": seal, "theme": "同心同行", "theme__state": "filled"})
    assert answer.status_code == 409
    shown = text_of(answer)
    assert "同心同行" in shown
    assert "共创未来" in shown
    plan.refresh_from_db()
    assert told(plan.draft, "theme") == "共创未来"


def test_a_faulty_field_is_named_and_the_others_are_saved(page, plan):
    seal = section_seal(SCHEMA, plan.draft, "time")
    form = {
        "seal": seal,
        "start_date": "十八日",
        "start_date__state": "filled",
        "end_date": "2027-03-19",
        "end_date__state": "filled",
        "time_note": "7:00 报到",
        "time_note__state": "filled",
    }
    answer = page.post(at("section", "time"), form)
    assert answer.status_code == 422
    assert "十八日" in text_of(answer)
    plan.refresh_from_db()
    assert (told(plan.draft, "time_note"), told(plan.draft, "start_date")) == ("7:00 报到", "2027-03-18")


def test_a_list_grows_without_script_and_keeps_what_was_typed(page, plan):
    seal = section_seal(SCHEMA, plan.draft, "contacts")
    form = {
        "seal": seal,
        "contacts__state": "filled",
        "contacts__rows": "1",
        "contacts__0__name": "何静",
        "add_row": "contacts",
    }
    answer = page.post(at("section", "contacts"), form)
    assert answer.status_code == 200
    assert 'name="contacts__1__name"' in text_of(answer)
    assert "何静" in text_of(answer)


def test_the_budget_page_says_what_the_lines_add_up_to(page, plan, rewrite):
    assert f"已保存的 {len(rows(plan.draft, 'budget'))} 行合计" in text_of(page.get(at("section", "budget")))
    rewrite(budget_total=filled(told(plan.draft, "budget_total") + 100))
    shown = text_of(page.get(at("section", "budget")))
    assert "明细合计与总额不符" in shown


def test_live_data_is_shown_with_the_way_to_where_it_is_edited(page, plan):
    shown = text_of(page.get(at("section", "setup")))
    assert "12 m × 5 m" in shown
    assert 'href="/m/qiming-2027/functions/"' in shown


def test_a_remark_of_the_client_stands_at_its_section(cast, page, plan):
    signed(cast, plan)
    version = Version.objects.get(document=plan)
    add_remark(actor=cast.actor("lead"), version_id=version.pk, field_key="theme", text="主题请再响亮些")
    assert "主题请再响亮些" in text_of(page.get(at("section", "theme")))
    assert "1 条待答" in text_of(page.get(at("editor")))


def test_a_whole_plan_is_proposed_from_its_page(page, plan):
    answer = page.post(at("propose"), {"revision": plan.revision, "note": "首版"})
    version = Version.objects.get(document=plan)
    assert answer.url == reverse("documents:version", args=["qiming-2027", version.pk])
    assert version.note == "首版"


def test_an_incomplete_plan_stays_on_its_page_with_the_note_typed(page, plan, rewrite):
    rewrite(materials=unfilled())
    answer = page.post(at("propose"), {"revision": plan.revision, "note": "首版"})
    assert answer.status_code == 422
    assert "首版" in text_of(answer)
    assert at("section", "materials") + "#field-materials" in text_of(answer)


def test_proposing_from_an_old_page_is_refused(page, plan):
    answer = page.post(at("propose"), {"revision": "x"})
    assert answer.status_code == 409


def test_the_preview_shows_what_differs_from_the_signed_version(cast, page, plan, rewrite):
    signed(cast, plan)
    assert "与客户确认的第 1 版相比" not in text_of(page.get(at("preview")))
    rewrite(theme=filled("共创未来"))
    assert "与客户确认的第 1 版相比" in text_of(page.get(at("preview")))


def test_changed_live_data_is_announced(cast, page, plan, programme):
    signed(cast, plan)
    assert "实时数据已有变化" not in text_of(page.get(at("editor")))
    programme[0].name = "开幕大会"
    programme[0].save()
    assert "实时数据已有变化" in text_of(page.get(at("editor")))


def test_the_draft_is_taken_away_as_pdf_and_word(page, plan):
    made = page.get(at("draft_file", "pdf"))
    assert (made["Content-Type"], b"".join(made.streaming_content)[:5]) == ("application/pdf", b"%PDF-")
    word = page.get(at("draft_file", "word"))
    assert b"".join(word.streaming_content)[:2] == b"PK"


def test_a_character_without_a_font_is_refused_by_name_or_marked(page, plan, rewrite):
    rewrite(theme=filled("同行\ue123致远"))
    assert page.get(at("draft_file", "pdf")).status_code == 422
    assert page.get(at("draft_file", "pdf") + "?missing=mark").status_code == 200


def test_the_overview_takes_the_same_queries_for_one_budget_line_and_for_many(
    page, plan, rewrite, django_assert_num_queries
):
    page.get(at("editor"))  # what is looked up once for each process
    with django_assert_num_queries(54):
        page.get(at("editor"))
    rewrite(budget=filled(rows(plan.draft, "budget")[:1]))
    with django_assert_num_queries(54):
        page.get(at("editor"))


def test_pages_are_complete_in_english(page, plan):
    with translation.override("en"):  # put back what the request leaves behind in this process
        shown = text_of(page.get(at("editor"), headers={"accept-language": "en"}))
    assert "Event plan" in shown
    assert "会议议程" not in shown
