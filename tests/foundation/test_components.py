"""The components: each is shown on the component page, writes what it should, and escapes what it is given."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation

from huiwu.foundation.components.library import register
from huiwu.foundation.components.marks import icon_names
from tests.cast import Cast

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "huiwu/foundation/templates/foundation/components.html"
PLUMBING = {"can", "island", "meeting_sections", "meeting_stage", "top_places"}


def drawn(source: str, **context: Any) -> str:
    request = RequestFactory().get("/m/x/tasks", {"state": "late", "page": "2"})
    return str(engines["django"].from_string(source).render(context, request)).strip()


def page_of(cast: Cast, language: str) -> str:
    client = Client()
    client.force_login(cast.lead)
    client.cookies["huiwu_language"] = language
    answer = client.get("/ui")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_component_page_shows_every_component() -> None:
    source = PAGE.read_text(encoding="utf-8")
    shown = set(re.findall(r"{%\s*(\w+)", source)) | PLUMBING
    assert set(register.tags) - shown == set()


def test_the_usage_list_names_every_component() -> None:
    from huiwu.foundation.templatetags import ui

    assert {
        name for name in register.tags if f"{{% {name} " not in ui.__doc__ and f"{{% {name} %}}" not in ui.__doc__
    } == set()


def test_the_component_page_is_in_the_language_asked_for(cast: Cast) -> None:
    assert "<h1>界面部件</h1>" in page_of(cast, "zh-hans")
    assert "<h1>Components</h1>" in page_of(cast, "en")


def test_the_english_page_has_no_chinese_left(cast: Cast) -> None:
    words = re.sub(r"<[^>]*>", " ", page_of(cast, "en"))
    assert set(re.findall(r"[\u4e00-\u9fff]+", words)) == {"中文", "林岚"}


def test_a_visitor_without_log_in_may_not_see_it(db: None) -> None:
    assert Client().get("/ui").status_code == 403


def test_pages_hold_no_inline_style_or_script(cast: Cast) -> None:
    page = page_of(cast, "zh-hans")
    assert re.findall(r"\sstyle=|\son\w+=|<style|<script(?![^>]*src=)", page) == []


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    named = set()
    for template in (ROOT / "huiwu").rglob("*.html"):
        named |= set(re.findall(r'(?:{% icon |icon=|icon_name=)"([^"]+)"', template.read_text(encoding="utf-8")))
    assert named - icon_names() == set()


def test_what_people_typed_is_escaped_in_every_component() -> None:
    evil = "<b>&"
    for source in (
        "{% button evil name=evil %}", "{% link_button evil evil %}", "{% state 'done' label=evil %}", "{% chip evil %}",
        "{% person evil evil phone=evil %}", "{% copy_link evil label=evil %}", "{% facts evil evil %}",
        "{% page_head evil lead=evil %}{% endpage_head %}", "{% empty evil %}{% endempty %}", "{% diff '' evil %}",
        "{% diff_sides evil evil %}", "{% breadcrumbs evil evil evil %}", "{% card evil url=evil %}{% endcard %}",
        "{% search_box value=evil label=evil %}", "{% bar_chart bars evil %}", "{% icon 'x' label=evil %}", "{% qr 'x' label=evil %}",
    ):  # fmt: skip
        assert evil not in drawn(source, evil=evil, bars=[(evil, 1)]), source


def test_attributes_are_written_with_dashes_and_false_ones_left_out() -> None:
    assert drawn("{% button 'x' hx_post='/a' disabled=no formnovalidate=True %}", no=False) == (
        '<button type="submit" class="button" hx-post="/a" formnovalidate><span class="button-label">x</span></button>'
    )


@pytest.mark.parametrize(
    ("language", "source", "written"),
    [
        ("zh-hans", "{% day d %}", "2027年3月18日（周四）"),
        ("en", "{% day d %}", "Thu 18 Mar 2027"),
        ("zh-hans", "{% day_span d e %}", "2027年3月18日（周四）至19日（周五）"),
        ("en", "{% day_span d e %}", "Thu 18 – Fri 19 Mar 2027"),
        ("zh-hans", "{% day_span d f %}", "2027年3月18日（周四）至4月1日（周四）"),
        ("en", "{% day_span d f %}", "Thu 18 Mar – Thu 1 Apr 2027"),
        ("zh-hans", "{% day_span d d %}", "2027年3月18日（周四）"),
        ("zh-hans", "{% instant t %}", "2027年3月18日 07:30"),
        ("zh-hans", "{% instant t zone='Europe/Berlin' %}", "2027年3月18日 00:30 CET"),
        ("zh-hans", "{% clock_time t %}", "07:30"),
        ("zh-hans", "{% countdown d e today=before %}", "T-12 距开幕12天"),
        ("zh-hans", "{% countdown d e today=e %}", "D2 会期第2天"),
        ("en", "{% countdown d e today=f %}", "T+13 Days since closing: 13"),
        ("zh-hans", "{% yuan 123450 %}", "¥1,234.50"),
        ("zh-hans", "{% yuan -1 %}", "−¥0.01"),
        ("zh-hans", "{% yuan None %}", "—"),
        ("zh-hans", "{% instant None %}{% day None %}", ""),
    ],
)
def test_days_instants_and_money_read_as_people_write_them(language: str, source: str, written: str) -> None:
    values = {
        "d": date(2027, 3, 18), "e": date(2027, 3, 19), "f": date(2027, 4, 1), "before": date(2027, 3, 6),
        "t": datetime(2027, 3, 17, 23, 30, tzinfo=UTC),
    }  # fmt: skip
    with translation.override(language):
        text = re.sub(r"<[^>]*>", "", drawn(source, **values))
    assert " ".join(text.split()) == written


def test_a_difference_marks_only_what_changed() -> None:
    assert drawn("{% diff '预计500人' '预计600人' %}") == '<span class="diff">预计<del>500</del><ins>600</ins>人</span>'


def test_the_next_page_keeps_the_filters() -> None:
    from django.core.paginator import Paginator

    page = drawn("{% pagination page %}", page=Paginator(range(60), 20).get_page(2))
    assert re.findall(r'href="(\?[^"]+)"', page) == ["?state=late&amp;page=1", "?state=late&amp;page=3"]


def test_a_job_asks_for_its_progress_until_it_has_ended() -> None:
    source = '{% job_progress job "/jobs/1" %}'
    job = SimpleNamespace(title="导入", state="running", done=1, total=2, error="")
    assert 'hx-get="/jobs/1"' in drawn(source, job=job)
    job.state = "done"
    assert "hx-get" not in drawn(source, job=job)


def test_a_gantt_without_dates_says_so_instead_of_failing() -> None:
    assert "还没有排期" in drawn("{% gantt rows %}", rows=[{"label": "甲", "start": None, "end": None}])


def test_a_missing_page_script_draws_nothing() -> None:
    assert drawn('{% island "no-such-island" %}') == ""


def test_the_theme_goes_from_the_device_to_dark_to_light_and_back(client: Client) -> None:
    seen = []
    for _ in range(3):
        answer = client.post("/preferences/theme", {"next": "/ui?a=1"})
        seen.append((answer.url, client.cookies["huiwu_theme"].value))
    assert seen == [("/ui?a=1", "dark"), ("/ui?a=1", "light"), ("/ui?a=1", "")]


def test_the_theme_form_leads_to_no_other_host(client: Client) -> None:
    assert client.post("/preferences/theme", {"next": "https://evil.test/"}).url == "/"


def test_the_chosen_theme_is_on_the_page_before_any_script(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.lead)
    client.cookies["huiwu_theme"] = "dark"
    assert 'data-theme="dark"' in client.get("/ui").content.decode()
    client.cookies["huiwu_theme"] = '"><script>'
    assert "data-theme" not in client.get("/ui").content.decode().split("<head>")[0]
