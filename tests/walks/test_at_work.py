"""What goes wrong and right at work: a photo completes a step, a stale form keeps its text, a template is made one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.walks.conftest import World

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite]


def test_a_stale_form_keeps_the_text_and_shows_both_sides(world: World, visit: Any) -> None:
    one, two = visit("lead"), visit("account")
    address = f"/m/{world.forum}/brief/materials/"
    for page in (one, two):
        page.goto(address)
    one.fill("textarea[name=style]", "深蓝与银白，少用图片。")
    one.get_by_role("button", name="保存", exact=True).last.click()
    one.wait_for_load_state()
    two.fill("textarea[name=style]", "墨绿与米白，手绘线条。")
    two.get_by_role("button", name="保存", exact=True).last.click()
    two.wait_for_selector(".doc-theirs")

    assert two.locator("textarea[name=style]").input_value() == "墨绿与米白，手绘线条。"
    assert "深蓝与银白，少用图片。" in two.locator(".doc-theirs").inner_text()


def test_a_step_is_completed_with_a_photo(world: World, visit: Any, tmp_path: Path) -> None:
    photo = tmp_path / "site.jpg"
    Image.new("RGB", (640, 480), (120, 140, 160)).save(photo)
    page = visit("lead")
    page.goto(f"/m/{world.forum}/plan/P08/")
    form = page.locator("form[action$='/complete/']")
    form.locator("[name=photo]").set_input_files(photo)
    form.locator("[name=note]").fill("已看三处场地，评分表在照片里。")
    if form.locator("[name=override]").count():
        form.locator("[name=override]").fill("评分已由项目负责人核对")
    form.locator("button[type=submit], button").last.click()
    page.wait_for_load_state()
    page.goto(f"/m/{world.forum}/plan/P08/")

    assert page.locator("form[action$='/complete/']").count() == 0
    assert "已看三处场地" in page.content()


def test_a_template_is_copied_and_published(world: World, visit: Any) -> None:
    page = visit("owner")
    page.goto("/settings/sop/")
    form = page.locator("form[action$='/copy/']")
    form.locator("input[type=text]").first.fill("云帆论坛专用")
    form.locator("button").last.click()
    page.wait_for_load_state()
    page.goto("/settings/sop/")
    page.get_by_role("link", name="云帆论坛专用").first.click()
    page.locator("form[action$='/publish/'] button").last.click()
    page.wait_for_load_state()
    page.goto("/settings/sop/")

    assert "已发布" in page.locator("tr", has_text="云帆论坛专用").inner_text()


def test_the_second_factor_is_offered_with_a_code_to_scan(visit: Any) -> None:
    page = visit("account")
    page.goto("/account/2fa/totp/activate/")
    if "reauthenticate" in page.url:
        page.fill("input[name=password]", "correct horse battery")
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/totp/activate/**")
    assert page.locator("svg, img").count() > 0
    page.fill("input[name=code]", "000000")
    page.press("input[name=code]", "Enter")
    page.wait_for_load_state()
    assert "/totp/activate/" in page.url
