"""The client's secretary gives the list by a link: it is mended row by row, taken in, found, repeated, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.attendees.lists import workbook
from tests.walks.conftest import World, is_within_width

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite]

HEAD = ("序号", "名字", "工作单位", "职位", "联系电话", "忌口")
RARE, EMOJI = ("1", "刘䶮", "临港海事大学", "教授", "13710010001", ""), "尉迟岚😀先生"
GOOD = (
    RARE,
    ("2", EMOJI, "临港海事大学", "副院长", "１３７ 1001 0002", "不吃辣"),
    ("3", "覃 雪", "临港港务集团", "主任", "13710010003", ""),
    ("4", "单小川", "临港港务集团", "科员", "13710010003", ""),
)
LANDLINE, SHORT = (
    ("5", "仇立", "临港港务集团", "处长", "021-68881234", ""),
    ("6", "解思远", "临港海事大学", "讲师", "1371001000", ""),
)
MENDED = {"仇立": "13710010005", "解思远": "+86 137-1001-0006"}
Rows = Sequence[Sequence[Any]]


def list_file(folder: Path, name: str, rows: Rows, above: int = 3) -> Path:
    """As the secretary keeps it: three lines of titles, the headings in row 4."""
    path = folder / name
    path.write_bytes(workbook(*rows, head=HEAD, above=above).getvalue())
    return path


def invite(staff: Any, world: World) -> str:
    """The lead makes a link for the client's secretary; its address as shown once."""
    staff.goto(f"/m/{world.forum}/attendees/")
    staff.get_by_role("link", name="导入名单").click()
    staff.get_by_text("生成给客户的链接").click()
    staff.get_by_label("交名单的人").fill("方秘书")
    staff.get_by_role("button", name="生成链接").click()
    staff.get_by_text("请把这个链接发给方秘书").wait_for()
    html = staff.content()
    start = html.index("/l/")
    return str(html[start : html.index("/list/", start)]) + "/list/"


def upload(page: Any, file: Path, button: str) -> None:
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name=button).first.click()
    page.get_by_role("heading", name=file.name).wait_for()


def tally(page: Any) -> dict[str, int]:
    """How many rows have which outcome, as the page says."""
    found: dict[str, int] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.list-counts li')]"
        ".map(one => one.innerText.split(/\\s+/)).map(([label, count]) => [label, Number(count)]))"
    )
    return found


def result_of(page: Any, name: str) -> str:
    return str(page.locator("tbody tr", has_text=name).inner_text())


def mended(refused: Path, to: Path) -> Path:
    """The secretary types the right numbers into the file of corrections, strikes the repeated row, and keeps the rest."""
    head, *rows = CalamineWorkbook.from_path(str(refused)).get_sheet_by_index(0).to_python()
    phone, name = head.index("手机"), head.index("姓名")
    kept = []
    for row in rows:
        if row[name] in MENDED:
            kept.append([*row[:phone], MENDED[str(row[name])], *row[phone + 1 :]])
    to.write_bytes(workbook(*kept, head=[str(word) for word in head]).getvalue())
    return to


def take_in(staff: Any, name: str, link: str) -> None:
    """The team opens the list the message led to, and confirms."""
    staff.goto(link)
    staff.get_by_role("link", name=name).first.click()
    staff.get_by_role("button", name="确认导入").click()
    staff.get_by_text("导入完成").wait_for()


def told_of(staff: Any, words: str) -> None:
    """The lead's messages, once the worker has delivered them."""
    for _nth in range(60):
        staff.goto("/inbox/")
        if staff.get_by_text(words).count():
            return
        staff.wait_for_timeout(500)
    raise AssertionError(words)


def found_by(staff: Any, world: World, words: str) -> list[str]:
    """Names the list gives for what is typed in its one box."""
    staff.goto(f"/m/{world.forum}/attendees/?q={words}")
    return [str(one) for one in staff.locator("tbody .row-link").all_inner_texts()]


@pytest.mark.parametrize("is_phone", [False, True], ids=["desktop", "phone"])
def test_the_secretary_uploads_the_list_and_mends_what_was_refused(
    world: World, visit: Any, tmp_path: Path, is_phone: bool
) -> None:
    lead = visit("lead")
    link = invite(lead, world)
    lists = f"/m/{world.forum}/attendees/import/"

    secretary = visit(phone=is_phone)
    assert secretary.goto(link).status == 200
    assert "方秘书，您好" in secretary.content()
    assert is_within_width(secretary)

    again = ("7", *RARE[1:])
    first, second, third = (f"{name}-{'phone' if is_phone else 'desk'}.xlsx" for name in ("参会名单", "更正", "新名单"))
    upload(secretary, list_file(tmp_path, first, [*GOOD, LANDLINE, SHORT, again]), "上传并检查")
    assert tally(secretary) == {"有冲突": 0, "未通过": 3, "更新": 0, "新增": 4, "无变化": 0}
    assert "表头在第 4 行" in secretary.content()
    assert "是座机" in result_of(secretary, "仇立")
    assert "有 10 位" in result_of(secretary, "解思远")
    assert "与第 5 行的姓名和手机都相同" in result_of(secretary, "刘䶮")
    assert is_within_width(secretary)
    with secretary.expect_download() as got:
        secretary.get_by_role("link", name="下载未通过的行去更正").click()
    refused = tmp_path / "待更正.xlsx"
    got.value.save_as(refused)

    preview = secretary.url
    secretary.goto(f"{preview}?outcome=new")
    assert "去掉了表情符号" in result_of(secretary, "尉迟岚")
    assert "不吃辣" not in secretary.content()
    assert "共用手机" in result_of(secretary, "单小川")
    lead.goto(lists)
    assert lead.get_by_text(first).count() == 0  # still the secretary's own
    secretary.get_by_role("button", name="提交 4 行给会务组").click()
    secretary.get_by_text("已提交，谢谢").wait_for()

    secretary.goto(link)
    upload(secretary, mended(refused, tmp_path / second), "上传并检查")
    assert tally(secretary) == {"有冲突": 0, "未通过": 0, "更新": 0, "新增": 2, "无变化": 0}
    secretary.get_by_role("button", name="提交 2 行给会务组").click()
    secretary.get_by_text("已提交，谢谢").wait_for()

    told_of(lead, "方秘书交来名单")
    for name in (first, second):
        take_in(lead, name, lists)
    secretary.goto(link)
    assert secretary.get_by_text("会务组已导入").count() == 2
    assert secretary.get_by_text("新增 4 人").count() == 1

    assert found_by(lead, world, "ycl") == ["尉迟岚"]
    assert found_by(lead, world, "0006") == ["解思远"]
    assert found_by(lead, world, "qiuli") == ["仇立"]
    assert found_by(lead, world, "shan 港务") == ["单小川"]
    assert found_by(lead, world, "刘䶮") == ["刘䶮"]

    promoted = ("4", "单小川", "临港港务集团", "副科长", "13710010003", "")
    upload(secretary, list_file(tmp_path, third, [*GOOD[:3], promoted], above=0), "上传并检查")
    assert tally(secretary) == {"有冲突": 0, "未通过": 0, "更新": 1, "新增": 0, "无变化": 3}
    assert "科员 副科长" in " ".join(result_of(secretary, "单小川").split())
    secretary.get_by_role("button", name="提交 1 行给会务组").click()
    secretary.get_by_text("已提交，谢谢").wait_for()
    take_in(lead, third, lists)
    found_by(lead, world, "单小川")
    assert "副科长" in lead.locator("tbody").inner_text()

    for name in (third, second, first):
        take_back(lead, name, lists)
    assert found_by(lead, world, "临港") == []

    shut(lead, lists)
    assert secretary.goto(link).status in (404, 410)


def take_back(staff: Any, name: str, lists: str) -> None:
    staff.goto(lists)
    staff.get_by_role("row", name=name).filter(has_text="已导入").get_by_role("link").first.click()
    staff.get_by_role("link", name="撤销这次导入").click()
    staff.get_by_role("button", name="撤销这次导入").click()
    staff.get_by_text("已撤销：").wait_for()


def shut(staff: Any, lists: str) -> None:
    staff.goto(lists)
    staff.get_by_role("row", name="方秘书").get_by_role("button", name="停用").first.click()
    staff.get_by_text("给方秘书的链接已停用").wait_for()
