"""Signing in as a person does it: password, limits, second factor, sessions."""

from __future__ import annotations

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

PASSWORD = "correct horse battery"


def sign_in(client, email="lead@example.test", password=PASSWORD):
    return client.post("/account/login/", {"login": email, "password": password})


def test_a_person_signs_in_by_email_whatever_its_case(cast, client):
    assert sign_in(client, "LEAD@example.test").status_code == 302
    assert client.get("/account/").status_code == 200


def test_a_wrong_password_and_an_unknown_address_are_told_in_the_same_words(cast, client):
    wrong = sign_in(client, password="nope nope nope").content.decode()
    unknown = sign_in(client, email="nobody@example.test").content.decode()
    assert "邮件地址或密码错误" in wrong or "电子邮件" in wrong or "密码" in wrong
    assert ("errorlist" in wrong) == ("errorlist" in unknown)


def test_after_five_failures_even_the_right_password_waits(cast, client):
    for _ in range(5):
        sign_in(client, password="nope nope nope")
    sign_in(client)
    assert client.get("/account/").status_code == 302


def test_nobody_signs_up_by_themselves(cast, client):
    client.post("/account/signup/", {"email": "x@example.test", "password1": PASSWORD})
    assert sign_in(client, "x@example.test").status_code == 200


def code_of(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_a_second_factor_is_asked_for_and_kept_encrypted(cast, client):
    secret = generate_totp_secret()
    TOTP.activate(cast.lead, secret)
    assert secret not in str(Authenticator.objects.values().get())
    assert get_adapter().decrypt(Authenticator.objects.get().data["secret"]) == secret
    sign_in(client)
    assert client.get("/account/").status_code == 302
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert client.get("/account/").status_code == 200


def test_where_a_second_factor_is_demanded_nothing_else_opens_until_it_is_set_up(cast, client):
    cast.org.second_factor_required = True
    cast.org.save()
    client.force_login(cast.lead)
    assert client.get("/settings/members/").headers["Location"] == "/account/2fa/"
    assert client.get("/account/2fa/").status_code == 200
    assert client.get("/inbox/badge/", headers={"HX-Request": "true"}).status_code == 204


def test_sign_out_everywhere_ends_the_session_on_the_other_machine_too(cast):
    here, there = Client(), Client()
    for machine in (here, there):
        sign_in(machine)
        assert machine.get("/account/").status_code == 200
    here.post("/account/sessions/end-all/")
    assert (here.get("/account/").status_code, there.get("/account/").status_code) == (302, 302)


@pytest.mark.parametrize(
    "path", ["/account/", "/account/sessions/", "/account/2fa/", "/account/tokens/", "/settings/members/"]
)
def test_pages_of_an_account_need_a_log_in(db, client, path):
    assert client.get(path).status_code == 302
