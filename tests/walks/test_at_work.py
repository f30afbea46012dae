"""What goes wrong and right at work: a photo completes a step, a stale form keeps its text, a template is made one's own."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.cast import PASSWORD
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


def code_of(secret: str) -> str:
    """RFC 6238, as an authenticator app computes it."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), "sha1").digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_the_second_factor_is_set_up_and_asked_for(world: World, visit: Any) -> None:
    page = visit("planner")
    page.goto("/account/2fa/totp/activate/")
    if "reauthenticate" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/totp/activate/**")
    secret = re.search(r"\b[A-Z2-7]{32}\b", page.content())
    assert secret is not None
    page.fill("input[name=code]", "000000")
    page.press("input[name=code]", "Enter")
    page.wait_for_load_state()
    assert "/totp/activate/" in page.url
    page.fill("input[name=code]", code_of(secret[0]))
    page.press("input[name=code]", "Enter")
    page.wait_for_url(lambda url: "/totp/activate/" not in url)

    again = visit()
    again.goto("/account/login/")
    again.fill("input[name=login]", "planner@example.test")
    again.fill("input[name=password]", PASSWORD)
    again.press("input[name=password]", "Enter")
    again.wait_for_url("**/2fa/authenticate/**")
    again.goto(f"/m/{world.forum}/plan/")
    assert "/login/" in again.url or "/2fa/" in again.url
