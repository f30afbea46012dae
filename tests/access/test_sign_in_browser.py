"""Signing in as people do it, in a real browser: second factor, passkeys, sessions, limits."""

from __future__ import annotations

import base64
import hmac
import struct
import time
from uuid import uuid4

import pytest

pytestmark = pytest.mark.browser
PASSWORD = "a phrase of one's own"
PEOPLE = """
from huiwu.accounts.models import Membership, Organisation, User
org = Organisation.objects.create(name={org!r}, slug={name!r}, second_factor_required={demands})
user = User.objects.create_user({email!r}, "郑新", {password!r})
Membership.objects.create(org=org, user=user, role="owner")
"""


@pytest.fixture
def newcomer(server):
    """`newcomer()`: the e-mail of a fresh person, owner of an organisation of their own."""

    def arrive(demands: bool = False) -> str:
        name = f"newcomer-{uuid4().hex[:8]}"
        email = f"{name}@example.test"
        server.python(PEOPLE.format(org=name, name=name, demands=demands, email=email, password=PASSWORD))
        return email

    return arrive


def enter(page, email, password=PASSWORD):
    page.goto("/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()


def confirm_password(page):
    page.wait_for_url("**/account/reauthenticate/**")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")


def leave(page):
    page.goto("/account/logout/")
    page.click("main form[action='/account/logout/'] button")
    page.wait_for_url("**/account/login/**")


def code_now(secret):
    """RFC 6238, as an authenticator app reckons it."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def set_up_app(page):
    """Follow the page to the end; the secret."""
    page.goto("/account/2fa/totp/activate/")
    confirm_password(page)
    page.wait_for_url("**/totp/activate/**")
    assert page.locator("main img[src^='data:image/svg']").is_visible()
    secret = page.locator("main code, main input[disabled], main input[readonly]").first
    text = secret.input_value() if secret.evaluate("e => e.tagName") == "INPUT" else secret.inner_text()
    page.fill("input[name=code]", code_now(text.strip()))
    page.press("input[name=code]", "Enter")
    page.wait_for_url("**/recovery-codes/**")
    return text.strip()


def test_an_authenticator_app_is_set_up_by_its_picture_and_asked_for_at_the_next_sign_in(page, newcomer):
    email = newcomer()
    enter(page, email)
    secret = set_up_app(page)
    leave(page)
    enter(page, email)
    page.wait_for_url("**/2fa/authenticate/**")
    page.goto("/account/")
    assert page.url.endswith("/account/2fa/authenticate/")
    page.fill("input[name=code]", code_now(secret))
    page.press("input[name=code]", "Enter")
    page.wait_for_url(lambda url: "authenticate" not in url)
    page.goto("/account/")
    assert page.locator("h1").inner_text() == "我的账号"


def test_a_passkey_is_registered_and_opens_the_door_without_a_password(browser, server, newcomer):
    email = newcomer()
    context = browser.new_context(base_url=server.url.replace("127.0.0.1", "localhost"), locale="zh-CN")
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": device | {"isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    enter(page, email)
    page.goto("/account/2fa/webauthn/add/")
    confirm_password(page)
    page.wait_for_url("**/webauthn/add/**")
    page.fill("input[name=name]", "办公室电脑")
    page.check("input[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)
    leave(page)
    page.click("#passkey_login")
    page.wait_for_url(lambda url: "/login/" not in url)
    page.goto("/account/2fa/webauthn/")
    assert "办公室电脑" in page.locator("main").inner_text()
    context.close()


def test_where_a_second_factor_is_demanded_the_first_page_is_its_set_up_and_then_everything_opens(page, newcomer):
    enter(page, newcomer(demands=True))
    page.goto("/settings/members/")
    assert page.url.endswith("/account/2fa/")
    assert "贵单位要求两步验证" in page.locator("body").inner_text()
    set_up_app(page)
    page.goto("/settings/members/")
    assert page.url.endswith("/settings/members/")


def test_signing_out_everywhere_ends_the_other_browser_too(page, browser, server, newcomer):
    email = newcomer()
    enter(page, email)
    other = browser.new_context(base_url=server.url, locale="zh-CN")
    there = other.new_page()
    enter(there, email)
    there.goto("/account/")
    assert there.locator("h1").inner_text() == "我的账号"
    page.goto("/account/")
    page.click("form[action='/account/sessions/end-all/'] button")
    page.wait_for_url("**/account/login/**")
    there.reload()
    assert "/account/login/" in there.url
    other.close()


def test_after_five_wrong_passwords_the_right_one_waits_and_the_page_says_so(page, newcomer):
    email = newcomer()
    for _ in range(5):
        enter(page, email, "not this one at all")
        assert "/account/login/" in page.url
    enter(page, email)
    assert "/account/login/" in page.url
    assert "登录失败次数过多" in page.locator("main").inner_text()


@pytest.mark.parametrize(
    "path", ["/account/login/", "/account/2fa/", "/account/2fa/webauthn/add/", "/account/sessions/"]
)
def test_no_page_of_the_account_breaks_the_rules_against_foreign_scripts_and_styles(page, newcomer, path):
    faults = []
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    if path != "/account/login/":
        enter(page, newcomer())
    page.goto(path)
    if "/reauthenticate/" in page.url:
        confirm_password(page)
        page.wait_for_url(f"**{path}**")
    assert faults == []
