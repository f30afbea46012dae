"""Passwords: refused when weak, in the reader's language; reset by a mail that leads to our own address."""

from __future__ import annotations

import ast

import pytest
from django.conf import settings

from huiwu.accounts.models import User
from huiwu.accounts.services import password_path
from tests.stand import ROOT

SETTING = {"set_password", "create_user", "add_person", "make_password"}


def set_password(client, user, password):
    """What the page says after the new password was sent."""
    page = client.get(password_path(user), follow=True)
    here = page.redirect_chain[-1][0]
    return client.post(here, {"password1": password, "password2": password}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "至少 10 个字符"),
        ("password123", "这个密码太常见了"),
        ("98237498237", "密码只包含数字"),
        ("planner@example.test", "密码跟"),
    ],
)
def test_a_weak_password_is_refused_and_the_page_says_why(cast, client, password, sentence):
    page = set_password(client, cast.planner, password)
    cast.planner.refresh_from_db()
    assert (sentence in page, cast.planner.check_password(password)) == (True, False)


def test_the_rules_stand_beside_the_field_before_anything_is_typed(cast, client):
    page = client.get(password_path(cast.planner), follow=True).content.decode()
    assert [rule in page for rule in ("至少 10 个字符", "不能全都是数字")] == [True, True]


def test_the_mail_to_reset_leads_to_our_own_address_whatever_host_the_request_named(cast, client, mailoutbox):
    client.post("/account/password/reset/", {"email": "planner@example.test"}, headers={"host": "evil.test"})
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["planner@example.test"], "会务：重设登录密码")
    assert (f"{settings.BASE_URL}/account/password/reset/key/" in mail.body, "evil.test" in mail.body) == (True, False)
    assert mail.body.startswith("陈策，您好：")


def test_an_english_reader_is_written_to_in_english(cast, client, mailoutbox):
    client.post("/account/password/reset/", {"email": "planner@example.test"}, headers={"accept-language": "en"})
    assert mailoutbox[0].body.startswith("Hello 陈策,")


def test_an_address_without_an_account_gets_no_mail_and_the_same_answer(cast, client, mailoutbox):
    known = client.post("/account/password/reset/", {"email": "planner@example.test"})
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.test"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [mail.to for mail in mailoutbox] == [["planner@example.test"]]


def test_a_person_made_without_a_password_cannot_sign_in_with_any(db, client):
    user = User.objects.create_user("neu@example.test", "郑新")
    assert [user.has_usable_password(), user.check_password("")] == [False, False]
    client.post("/account/login/", {"login": "neu@example.test", "password": ""})
    assert client.get("/account/").status_code == 302


def test_no_password_is_written_in_the_program():
    """Every call that sets a password is given it by a person or makes it up at random."""
    found = []
    for path in sorted((ROOT / "huiwu").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in SETTING:
                given = [*node.args, *[k.value for k in node.keywords if k.arg == "password"]]
                position = given[-1:] if getattr(node.func, "attr", "") == "set_password" else given[2:]
                found += [f"{path}:{node.lineno}" for a in position if isinstance(a, ast.Constant) and a.value]
    assert found == []
