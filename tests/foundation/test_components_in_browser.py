"""The component page as a person sees it: no sideways scrolling, no complaint of the browser, nothing axe objects to."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def objections(page: Any) -> list[str]:
    """What axe-core finds, its rules for WCAG 2.2 AA and for good practice."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def complaints_of(page: Any) -> list[str]:
    """A list that collects whatever the browser complains of from now on."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda fault: heard.append(str(fault)))
    return heard


def speak(page: Any, language: str) -> None:
    page.context.add_cookies([{"name": "huiwu_language", "value": language, "url": page.url}])


def test_the_component_page_is_fit_for_everyone(page: Any, sign_in: Any, tmp_path: Path) -> None:
    sign_in("lead")
    heard = complaints_of(page)
    faults: dict[str, Any] = {}
    for language in ("zh-hans", "en"):
        speak(page, language)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            for width in (360, 768, 1440):
                page.set_viewport_size({"width": width, "height": 900})
                page.goto("/ui")
                seen = f"{width}-{theme}-{language}"
                page.screenshot(path=tmp_path / f"components-{seen}.png", full_page=True)
                found = (
                    [f"as wide as {wide}"]
                    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width
                    else []
                )
                if found := found + objections(page):
                    faults[seen] = found
    assert faults == {}
    assert heard == []


def test_the_theme_changes_at_once_and_stays(page: Any, sign_in: Any) -> None:
    sign_in("lead").goto("/ui")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.locator(".user-menu > summary").click()
    page.get_by_role("button", name="切换明暗").click()
    assert page.evaluate(ground) != light
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate(ground) != light


def test_the_four_state_field_shows_its_input_only_when_filled(page: Any, sign_in: Any) -> None:
    sign_in("lead").goto("/ui")
    box = page.locator('input[name="budget"]')
    assert box.is_visible()
    page.get_by_role("group", name="预算上限").get_by_label("无", exact=True).check()
    assert not box.is_visible()


def test_rows_are_walked_with_the_keyboard(page: Any, sign_in: Any) -> None:
    sign_in("lead").goto("/ui")
    page.locator("[data-table-keys]").first.focus()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "策划方案送客户确认"


def test_styles_and_scripts_of_a_phone_page_stay_small(page: Any, sign_in: Any) -> None:
    """At most 150 KB compressed: everything the page loads, icons included."""
    sign_in("lead")
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/ui", wait_until="load")
    names = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    weight = sum(len(gzip.compress(page.request.get(name).body())) for name in set(names) if "/static/" in name)
    assert 20_000 < weight < 150_000, weight
