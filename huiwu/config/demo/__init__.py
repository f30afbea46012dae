"""Invented meetings: six scripts, each loadable as it stands while planning, on site or at wrap-up."""

from __future__ import annotations

import secrets

from django.db import transaction

from huiwu.accounts.models import Organisation, User
from huiwu.config.demo.loading import play
from huiwu.config.demo.people import CAST
from huiwu.config.demo.scripts import SCRIPTS
from huiwu.kernel import clock

SEED = 1


def load_into_empty() -> list[str]:
    """All six meetings, each at its own stage, where nobody and nothing is yet; lines for the person at the terminal.

    An installation with an organisation or a person in it is left as it is. Passwords are made afresh and only said here.
    """
    if Organisation.objects.exists() or User.objects.exists():
        return []
    with transaction.atomic():
        today = clock.today()
        meetings = [
            play(script, stage=script.stage, people=script.people, seed=SEED, today=today)
            for script in SCRIPTS.values()
        ]
        passwords = give_passwords()
    lines = [f"示例会议 {len(meetings)} 场：" + "、".join(meeting.name for meeting in meetings)]
    return lines + said(passwords)


def give_passwords() -> dict[str, str]:
    """A fresh random password for each of the cast who logs in and has none yet, by key."""
    made: dict[str, str] = {}
    for part in CAST.values():
        user = User.objects.get(email=part.email)
        if part.logs_in and not user.has_usable_password():
            made[part.key] = secrets.token_urlsafe(9)
            user.set_password(made[part.key])
            user.save(update_fields=["password"])
    return made


def said(passwords: dict[str, str]) -> list[str]:
    """Log-ins as lines; shown once, kept nowhere."""
    if not passwords:
        return []
    rows = [f"  {CAST[key].name}  {CAST[key].email}  {password}" for key, password in passwords.items()]
    return ["登录信息（只显示这一次）：", *rows]
