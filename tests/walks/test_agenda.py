"""The agenda's walk: written in the browser, judged while it is typed, released, changed, released again, read by everybody."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from docx import Document as WordDocument
from icalendar import Calendar
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from tests.walks.conftest import World, is_within_width
from tests.walks.test_signing import confirm, invited

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite]

BREAKFAST, TALK, PANEL = "青年早餐会", "青年说：从实验室到车间", "青年圆桌"


def second_day(page: Any, world: World) -> date:
    """The forum's last day, by the tabs of its agenda."""
    page.goto(f"/m/{world.forum}/agenda/")
    page.locator(".agenda-days a").last.click()
    page.wait_for_load_state()
    return date.fromisoformat(page.url.split("day=")[1])


def add_track(page: Any, world: World) -> None:
    page.goto(f"/m/{world.forum}/agenda/")
    page.get_by_role("link", name="专场").click()
    page.locator("input[name$=-name]").last.fill("青年专场")
    page.locator("input[name$=-name_en]").last.fill("Youth track")
    page.get_by_role("button", name="保存").click()
    page.wait_for_load_state()


def add_function(page: Any, world: World, day: date) -> None:
    """A morning talk in the great hall, before the day's programme."""
    page.goto(f"/m/{world.forum}/functions/new/")
    page.fill("[name=name]", BREAKFAST)
    page.select_option("[name=kind]", "plenary")
    page.select_option("[name=space]", label="大会堂")
    for name, clock in (("start_at", "07:00"), ("end_at", "08:50")):
        page.fill(f"[name={name}]", f"{day.isoformat()}T{clock}")
    page.fill("[name=headcount_expected]", "60")
    page.get_by_role("button", name="保存").first.click()
    page.wait_for_url(lambda url: "/new/" not in url)


def write_item(page: Any, world: World, **said: str) -> None:
    """Fill the form of a new item as far as said; it is not saved yet."""
    page.goto(f"/m/{world.forum}/agenda/new/")
    choice = page.locator("[name=function] option", has_text=BREAKFAST).get_attribute("value")
    page.select_option("[name=function]", choice)
    for name, text in said.items():
        box = page.locator(f"[name={name}]")
        box.select_option(label=text) if name in ("kind", "track") else box.fill(text)


def name_speaker(page: Any, typed: str) -> str:
    """Type initials into the first row and take the first suggestion, as the list of them offers it."""
    box = page.locator("input[name=speakers-0-person]")
    box.press_sequentially(typed)
    page.locator("#agenda-people option").first.wait_for(state="attached")
    found = str(page.locator("#agenda-people option").first.get_attribute("value"))
    box.fill(found)
    box.blur()
    return found


def save(page: Any) -> None:
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url("**/agenda/?day=*")


def row_of(page: Any, title: str) -> Any:
    return page.locator("tr[data-row]", has_text=title)


def when(page: Any, title: str) -> str:
    return str(row_of(page, title).locator("td").first.inner_text().strip())


def waits_until(page: Any, title: str, at: str) -> None:
    row_of(page, title).filter(has_text=at).wait_for()


def drag_down(page: Any, title: str, minutes: int) -> None:
    """Take the block by its middle and let it go that much lower."""
    block = page.locator("[data-agenda-svg] [data-item]", has_text=title[:5])
    block.scroll_into_view_if_needed()
    box = block.locator(".agenda-box").bounding_box()
    per_minute = float(page.locator("[data-agenda-svg]").get_attribute("data-per-minute"))
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + minutes * per_minute / 2)
    page.mouse.move(x, y + minutes * per_minute)
    page.mouse.up()


def release(page: Any, visit: Any, world: World) -> None:
    """A version, a link, the client's yes on a phone."""
    page.goto(f"/m/{world.forum}/agenda/")
    page.get_by_text("生成版本，请客户确认").click()
    page.get_by_role("button", name="生成版本").click()
    page.wait_for_url("**/documents/versions/**")
    phone = visit(phone=True)
    phone.goto(invited(page))
    assert is_within_width(phone)
    confirm(phone, "副总裁")


def test_the_agenda_is_written_judged_released_and_changed(world: World, visit: Any) -> None:
    lead = visit("lead")
    add_track(lead, world)
    day = second_day(lead, world)
    add_function(lead, world, day)
    moment = f"{day.isoformat()}T{{}}".format

    # Written: a talk of the youth track, judged while it is typed.
    write_item(
        lead,
        world,
        title=TALK,
        title_en="From lab to workshop",
        track="青年专场",
        starts_at=moment("07:00"),
        minutes="40",
        buffer_minutes="5",
    )
    speaker = name_speaker(lead, "xcc")
    assert "许成超" in speaker
    lead.locator("#agenda-judged", has_text="没有冲突").wait_for()
    save(lead)
    assert when(lead, TALK) == "07:00–07:40"
    assert "许成超" in row_of(lead, TALK).inner_text()

    # The same speaker, in the same room, at the same time: both are said before anything is saved.
    write_item(lead, world, title=PANEL, starts_at=moment("07:20"), minutes="20", buffer_minutes="0")
    name_speaker(lead, "xcc")
    judged = lead.locator("#agenda-judged", has_text="许成超同时在")
    judged.wait_for()
    assert "大会堂同时安排了" in judged.inner_text()
    save(lead)
    lead.locator(".agenda-troubles", has_text="不能同时成立").wait_for()
    lead.get_by_text("生成版本，请客户确认").click()
    lead.get_by_role("button", name="生成版本").click()
    lead.get_by_text("没有完成").wait_for()  # what contradicts itself is not sent to the client

    # Moved: the panel by dragging, then by the keyboard, until nothing contradicts.
    lead.goto(f"/m/{world.forum}/agenda/?day={day.isoformat()}")
    drag_down(lead, PANEL, 40)
    waits_until(lead, PANEL, "08:00–08:20")
    lead.locator("[data-agenda-svg] [data-item]", has_text=PANEL).focus()
    lead.keyboard.press("ArrowDown")
    lead.keyboard.press("ArrowDown")
    lead.keyboard.press("Shift+ArrowDown")
    waits_until(lead, PANEL, "08:10–08:35")
    lead.get_by_text("没有冲突。").first.wait_for()

    # Released, and open to everybody.
    release(lead, visit, world)
    lead.goto(f"/m/{world.forum}/agenda/public/")
    lead.get_by_label("公开现行版本").check()
    lead.get_by_role("button", name="保存").click()
    lead.get_by_text("正在公开").wait_for()
    visitor = visit(phone=True)
    assert "07:00–07:40" in public_line(visitor, world, TALK)
    assert visitor.context.request.get(f"/a/{world.forum}/").ok
    assert starts_in_calendar(visitor, world, TALK) == f"{day:%Y-%m-%d} 07:00"

    # Changed by a form, released again: what differs and who is to be told, in words.
    lead.goto(f"/m/{world.forum}/agenda/?day={day.isoformat()}")
    row_of(lead, PANEL).get_by_role("link").first.click()
    lead.fill("[name=starts_at]", moment("08:20"))
    save(lead)
    row_of(lead, TALK).get_by_role("link").first.click()
    lead.fill("[name=starts_at]", moment("07:30"))
    save(lead)
    differs = f"“{TALK}”由 {day.month} 月 {day.day} 日"
    assert differs in lead.content()
    release(lead, visit, world)
    lead.goto(f"/m/{world.forum}/agenda/")
    lead.get_by_role("link", name="改了什么、该告诉谁").click()
    told = lead.locator("main").inner_text()
    assert "07:00–07:40 改到 07:30–08:10" in told
    assert "08:10–08:35 改到 08:20–08:45" in told
    assert "许成超" in told
    ring(lead)

    visitor.reload()
    assert "07:30–08:10" in public_line(visitor, world, TALK)
    assert starts_in_calendar(visitor, world, TALK) == f"{day:%Y-%m-%d} 07:30"
    sheets_say(lead, world, [TALK, "07:30", "许成超"])


def ring(page: Any) -> None:
    """The lead rings the speaker and notes so."""
    line = page.locator("li", has_text="许成超").filter(has=page.locator("select[name=how]")).first
    line.locator("select[name=how]").select_option(index=0)
    line.get_by_role("button").click()
    page.locator("li", has_text="许成超").get_by_text("已告知").wait_for()


def public_line(page: Any, world: World, title: str) -> str:
    page.goto(f"/a/{world.forum}/")
    assert is_within_width(page)
    return str(page.locator("li[id^=item-]", has_text=title).inner_text())


def starts_in_calendar(page: Any, world: World, title: str) -> str:
    """When the public calendar says it begins, in the meeting's zone."""
    answer = page.request.get(f"/a/{world.forum}/agenda.ics")
    events = Calendar.from_ical(answer.body()).walk("VEVENT")
    start = next(event for event in events if title in str(event["SUMMARY"]))["DTSTART"].dt
    local = start + (timedelta(hours=8) if str(start.tzinfo) == "UTC" else timedelta())
    return f"{local:%Y-%m-%d %H:%M}"


def sheets_say(page: Any, world: World, words: list[str]) -> None:
    """The sheets of the version in force open as PDF (to print, for the stage), Word and Excel, and say so."""

    def file(which: str, form: str) -> io.BytesIO:
        answer = page.request.get(f"/m/{world.forum}/agenda/file/released/{which}/{form}/")
        assert answer.ok
        return io.BytesIO(answer.body())

    texts = ["".join(WordDocument(file("print", "docx")).element.body.itertext())]
    for which in ("print", "stage"):
        texts.append("".join(one.extract_text() for one in PdfReader(file(which, "pdf")).pages))
    book = CalamineWorkbook.from_filelike(file("print", "xlsx"))
    texts.append(str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names]))
    for text in texts:
        plain = "".join(text.split())
        assert [word for word in words if "".join(word.split()) not in plain] == []
