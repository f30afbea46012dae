"""A code by phone or e-mail, before the form opens to a visitor."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.notifications.services import Letter, send_outside
from huiwu.registration.choices import (
    CODE_LASTS,
    CODE_PAUSE,
    CODE_TRIES,
    CODES_PER_ADDRESS_AN_HOUR,
    CODES_PER_TARGET_AN_HOUR,
    Channel,
)
from huiwu.registration.errors import CodeTooSoon, CodeWrong, TooManyCodes
from huiwu.registration.events import ContactCodeSent
from huiwu.registration.models import ContactCode
from huiwu.registration.queries.forms import open_form
from huiwu.registration.rules.answers import EMAIL, mobile_number, plain
from huiwu.registration.services.submitting import Proof


@transaction.atomic
def send_code(*, actor: Actor, meeting: Meeting, channel: str, target: str, language: str = "zh-hans") -> ContactCode:
    """Send a code of six figures to a phone or an address; good for ten minutes.

    Raises RegistrationShut, InvalidInput, CodeTooSoon, TooManyCodes.
    """
    require(actor, "registration.submit", meeting)
    form = open_form(meeting).form
    if form.verification not in ("either", channel) or channel not in Channel.values:
        raise InvalidInput({"channel": [_("请从列表中选择。")]}, detail=_("请从列表中选择。"))
    to = read_target(channel, target)
    now = clock.now()
    sent_to = ContactCode.objects.filter(target_hash=_hash(to), sent_at__gt=now - timedelta(hours=1))
    last = sent_to.order_by("-sent_at").values_list("sent_at", flat=True).first()
    if last is not None and now - last < CODE_PAUSE:
        raise CodeTooSoon(seconds=int((CODE_PAUSE - (now - last)).total_seconds()) + 1)
    where = _hash(actor.address) if actor.address else ""
    from_there = ContactCode.objects.filter(address_hash=where, sent_at__gt=now - timedelta(hours=1))
    is_busy = bool(where) and from_there.count() >= CODES_PER_ADDRESS_AN_HOUR
    if sent_to.count() >= CODES_PER_TARGET_AN_HOUR or is_busy:
        raise TooManyCodes
    code = f"{secrets.randbelow(10**6):06d}"
    row = ContactCode(
        meeting=meeting, channel=channel, target_hash=_hash(to), address_hash=where, expires_at=now + CODE_LASTS
    )
    row.code_hash = _hash(f"{row.pk}:{code}")
    row.save(force_insert=True)
    send_outside(actor=actor, letter=_letter(row, to, code, meeting, language), meeting=meeting)
    record(ContactCodeSent(meeting_id=meeting.pk, contact_code_id=row.pk), actor=actor, org_id=meeting.org_id)
    return row


def verify_code(*, actor: Actor, meeting: Meeting, contact_code_id: UUID, target: str, code: str) -> Proof:
    """The proof that the target is the visitor's. Each try counts, right ones too; raises CodeWrong."""
    require(actor, "registration.submit", meeting)
    good = ContactCode.objects.filter(
        pk=contact_code_id, meeting=meeting, used_at=None, expires_at__gt=clock.now(), tries__lt=CODE_TRIES
    )
    if not good.update(tries=F("tries") + 1):
        raise CodeWrong(left=0)
    row = ContactCode.objects.get(pk=contact_code_id)
    to = read_target(row.channel, target)
    given = _hash(f"{row.pk}:{plain(code)}")
    if row.target_hash != _hash(to) or not hmac.compare_digest(given, row.code_hash):
        raise CodeWrong(left=CODE_TRIES - row.tries)
    ContactCode.objects.filter(pk=row.pk, used_at=None).update(used_at=clock.now())
    return Proof(row.channel, to)


def forget_codes(*, actor: Actor) -> int:
    """Codes of yesterday and before are deleted: nothing of them is needed any more."""
    require(actor, "registration.lapse", None)
    return ContactCode.objects.filter(sent_at__lt=clock.now() - timedelta(days=1)).delete()[0]


def read_target(channel: str, target: str) -> str:
    """A phone in E.164 or an address in small letters. Raises InvalidInput."""
    text = plain(target)
    if channel == Channel.SMS:
        if number := mobile_number(text):
            return number
        sentence = _("这不是手机号：大陆手机 11 位，境外号码以 + 和国家代码开头。")
    else:
        if EMAIL.fullmatch(text) and len(text) <= 254:
            return text.lower()
        sentence = _("这不是邮箱地址。")
    raise InvalidInput({"target": [sentence]}, detail=sentence)


def _letter(row: ContactCode, to: str, code: str, meeting: Meeting, language: str) -> Letter:
    head: dict[str, Any] = {
        "key": f"registration.code:{row.pk}",
        "channel": row.channel,
        "to": to,
        "language": language,
        "about_kind": "registration.code",
        "about_id": row.pk,
        "is_essential": True,
        "secrets": {"code": code},
    }
    if row.channel == Channel.SMS:
        return Letter(**head, template="registration.code")
    subject = _("报名验证码：{meeting}").format(meeting=meeting.name)
    body = _("您的报名验证码是 {code}，十分钟内有效。如非本人操作，请忽略。")
    return Letter(**head, subject=subject, body=body)


def _hash(text: str) -> str:
    return hmac.new(str(settings.SECRET_KEY).encode(), text.encode(), hashlib.sha256).hexdigest()
