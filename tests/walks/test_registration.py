"""Registration, from the empty form to a person's erasure: the team builds it, the client confirms it, people register on
their phones, wait, change, withdraw, cancel; a bot is slowed."""

from __future__ import annotations

import base64
import io
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from PIL import Image
from pypdf import PdfReader

from huiwu.kernel import clock
from tests.walks.conftest import Summit, is_within_width, visitors
from tests.walks.summit import AHEAD
from tests.walks.test_signing import confirm, invited

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite]

KEYS = """
from huiwu.attendees.queries.codes import public_keys
from huiwu.meetings.models import Meeting
meeting = Meeting.objects.get(slug={slug!r})
print(meeting.pk, public_keys(meeting)[0])
"""
INDUSTRY = {"label": "所属行业", "label_en": "Industry"}
FIRST = clock.today() + timedelta(days=AHEAD)
ANSWERS = {"org_name": "云海电子", "title": "经理", "mobile": "13911112222"}
POSTS_OF_A_BOT = 70
"""More than twice what one address may send in a minute: wherever the minute turns, the last ones are too many."""


@pytest.fixture(scope="module")
def opened(summit: Summit, browser: Any) -> str:
    """The address of the public form, after the team has built it and the client confirmed it."""
    with visitors(summit, browser) as call_in:
        team = call_in("lead")
        build(team, summit)
        link = invited(team)
        phone = call_in(phone=True)
        phone.goto(link)
        assert is_within_width(phone)
        confirm(phone, "副总裁")
        team.goto(f"/m/{summit.slug}/registration/")
        press(team, "开放报名")
        assert "报名开放中" in team.locator("main").inner_text()
        address = team.locator("main input[readonly], main [data-copy], main code").first
        assert address.count()
        team.goto(f"/m/{summit.slug}/registration/quotas/")
        team.select_option("[name=kind]", "category")
        team.select_option("[name=category]", "general")
        team.fill("[name=limit]", "1")
        press(team, "设置")
    return f"/r/{summit.slug}/"


def build(team: Any, summit: Summit) -> None:
    """One more question, one more category whose registrations are judged, a code by e-mail; then a version."""
    team.goto(f"/m/{summit.slug}/registration/")
    press(team, "设计报名表")
    team.get_by_role("link", name="加字段").first.click()
    for name, value in INDUSTRY.items():
        team.fill(f"[name={name}]", value)
    team.select_option("[name=type]", "choice")
    team.fill("[name=options]", "make | 制造 | Manufacturing\nother | 其他 | Other")
    press(team, "保存")
    team.get_by_role("link", name="加类别").click()
    for name, value in {"name": "媒体", "name_en": "Media"}.items():
        team.fill(f"[name={name}]", value)
    team.select_option("[name=mode]", "approval")
    press(team, "保存")
    team.goto(f"/m/{summit.slug}/registration/settings/")
    team.select_option("[name=verification]", "email")
    press(team, "保存")
    team.goto(f"/m/{summit.slug}/registration/form/")
    press(team, "提交版本")


def press(page: Any, name: str) -> None:
    assert is_within_width(page)
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def plain(mail: Any) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def own_link(summit: Summit, mail: Any) -> str:
    found = re.search(r"https?://\S+/l/\S+/me/", plain(mail))
    assert found is not None, plain(mail)
    return found[0].removeprefix(summit.stand.url)


def prove_address(phone: Any, summit: Summit, email: str, category: str) -> None:
    """From the first page to the form: the code comes by e-mail."""
    phone.goto(f"/r/{summit.slug}/")
    phone.locator("li", has_text=category).get_by_role("link").tap()
    phone.wait_for_url("**/code/**")
    phone.fill("[name=target]", email)
    press(phone, "获取验证码")
    code = re.search(r"\d{6}", plain(summit.mail_to(email, "验证码")))
    assert code is not None
    phone.fill("[name=code]", code[0])
    press(phone, "继续")


def register(phone: Any, summit: Summit, name: str, email: str, category: str = "参会代表", **more: str) -> None:
    prove_address(phone, summit, email, category)
    assert phone.locator("[name=email]").input_value() == email
    for key, value in (ANSWERS | {"display_name": name} | more).items():
        phone.fill(f"[name={key}]", value)
    phone.locator("[name=q1][value=make]").check()
    for purpose in ("participation", "marketing"):
        phone.locator(f"[name=consents][value={purpose}]").check()
    press(phone, "提交报名")
    phone.wait_for_url("**/me/**")


def verified_offline(phone: Any, summit: Summit) -> int:
    """The code on the screen is read as a camera reads it and verified by the public key alone; the number in it."""
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(phone.screenshot(full_page=True))))
    meeting, key = summit.stand.python(KEYS.format(slug=summit.slug)).split()
    assert code.text.startswith("HW1")
    body = base64.b32decode(code.text.removeprefix("HW1"))
    head, signature = body[:-64], body[-64:]
    Ed25519PublicKey.from_public_bytes(base64.b64decode(key)).verify(signature, UUID(meeting).bytes + head)
    return int.from_bytes(head[4:8], "big")


def test_people_register_change_withdraw_and_make_room(summit: Summit, opened: str, call_in: Any) -> None:
    first, second = call_in(phone=True), call_in(phone=True)
    register(first, summit, "王小明", "xiaoming@example.test")
    number = verified_offline(first, summit)
    assert f"编号 {number}" in first.locator(".ticket").inner_text()
    own = own_link(summit, summit.mail_to("xiaoming@example.test", "报名成功"))
    with first.expect_download() as saved:
        first.get_by_role("link", name="加入日历").tap()
    calendar = saved.value.path().read_text()
    assert f"{FIRST:%Y%m%d}" in calendar

    register(second, summit, "陈好", "hao@example.test", mobile="13911113333")
    assert "候补第 1 位" in second.locator("main").inner_text()
    assert second.locator(".ticket .qr-code").count() == 0  # whoever waits holds no ticket

    first.goto(own)
    first.get_by_role("link", name="修改报名").tap()
    first.fill("[name=title]", "总监")
    press(first, "保存")
    assert "总监" in first.locator(".ticket").inner_text()

    first.goto(own.replace("/me/", "/privacy/"))
    row = first.locator("li", has=first.locator("[name=purpose][value=marketing]"))
    assert "已同意" in row.inner_text()
    with first.expect_navigation():
        row.get_by_role("button", name="撤回").tap()
    assert "未同意" in row.inner_text()

    first.goto(own)
    first.get_by_role("link", name="取消报名").tap()
    first.fill("[name=reason]", "临时出差")
    press(first, "取消报名")
    assert "已取消" in first.locator("main").inner_text()

    second.goto(own_link(summit, summit.mail_to("hao@example.test", "有名额了")))
    press(second, "确认参会")
    assert verified_offline(second, summit) != number


def test_a_person_takes_their_data_away_and_is_erased(summit: Summit, opened: str, call_in: Any) -> None:
    phone = call_in(phone=True)
    register(phone, summit, "林可", "ke@example.test", "媒体", mobile="13911114444")
    assert "等待会务组审核" in phone.locator("main").inner_text()
    phone.locator("a[href$='/privacy/']").tap()
    with phone.expect_download() as saved:
        phone.get_by_role("button", name="下载 JSON").tap()
    assert "云海电子" in saved.value.path().read_text()

    phone.get_by_role("link", name="删除我的个人信息").tap()
    phone.fill("[name=name]", "林克")
    press(phone, "确认删除")
    assert "没有删除" in phone.locator("main").inner_text()
    phone.fill("[name=name]", "林可")
    press(phone, "确认删除")
    assert "已删除您的个人信息" in phone.locator("h1").inner_text()
    with phone.expect_download() as saved:
        phone.get_by_role("link", name="下载 PDF").tap()
    certificate = "".join(page.extract_text() for page in PdfReader(saved.value.path()).pages)
    assert ("林可" in certificate, "ke@example.test" in certificate) == (False, False)

    team = call_in("lead")
    for page in ("registration/people", "attendees"):
        team.goto(f"/m/{summit.slug}/{page}/?q=林可")
        assert "云海电子" not in team.locator("main").inner_text()


def test_a_bot_is_slowed_and_told_so(summit: Summit, opened: str, call_in: Any) -> None:
    phone = call_in(phone=True)
    prove_address(phone, summit, "late@example.test", "媒体")
    with httpx.Client(base_url=summit.stand.url, timeout=30) as bot:
        bot.get(opened)
        token = bot.cookies["csrftoken"]
        head = {"X-CSRFToken": token, "Referer": summit.stand.url}
        statuses = [
            bot.post(f"{opened}c1/", data={"display_name": "机器"}, headers=head).status_code
            for _ in range(POSTS_OF_A_BOT)
        ]
    assert (statuses[0], statuses[-1]) == (422, 429)
    phone.fill("[name=display_name]", "晚到的人")
    press(phone, "提交报名")
    assert (
        "提交得太频繁，这一次没有提交，您填写的内容还在页面上。请等一分钟再提交。" in phone.locator("main").inner_text()
    )
    assert phone.locator("[name=display_name]").input_value() == "晚到的人"
