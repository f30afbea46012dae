"""Six letters and figures in a text message that lead to the personal page (EX-104: no link in a variable)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Q

from huiwu.attendees.errors import ShortCodeRests, ShortCodeWrong
from huiwu.attendees.models import Attendee, ShortCode
from huiwu.attendees.services.linking import active_person, personal_link
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.permission import unasked
from huiwu.kernel import clock

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without what is mistaken on a phone: 0 o, 1 i l."""
LENGTH, TRIES, REST = 6, 5, timedelta(hours=1)
FROM_ONE_ADDRESS = 30
"""Wrong answers from one address in an hour: more is somebody who guesses."""


@unasked("what goes out follows from a service that asked for its own permission")
def short_codes(*, attendees: Sequence[Attendee]) -> dict[UUID, str]:
    """The code of each person, made for those who have none yet; it stays the same for good."""
    ids = [row.pk for row in attendees]
    for _turn in range(5):  # two codes alike are as rare as a repeated lottery draw
        known = dict(ShortCode.objects.filter(attendee__in=ids).values_list("attendee_id", "code"))
        lacking = [pk for pk in ids if pk not in known]
        if not lacking:
            break
        rows = [ShortCode(attendee_id=pk, code=_drawn()) for pk in dict.fromkeys(lacking)]
        ShortCode.objects.bulk_create(rows, ignore_conflicts=True)
    return known


def _drawn() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


@unasked("whoever has the text message and knows the phone it was sent to is the person")
def open_by_code(*, code: str, tail: str, address: str = "") -> str:
    """The token of a fresh personal link, for the last four figures of the person's phone.

    Raises ShortCodeWrong (no such code, other figures: the same answer), ShortCodeRests after five wrong tries within an
    hour, or too many codes from one address.
    """
    _refuse_guessers(address)
    row = ShortCode.objects.select_related("attendee").filter(code=code.strip().lower()).first()
    if row is None:
        raise _wrong(address)
    now = clock.now()
    ShortCode.objects.filter(pk=row.pk, tried_at__lt=now - REST).update(tries=0, tried_at=None)
    fresh = Q(tried_at=None) | Q(tries__lt=TRIES)
    if not ShortCode.objects.filter(fresh, pk=row.pk).update(tries=F("tries") + 1, tried_at=now):
        raise ShortCodeRests
    person = active_person(row.attendee_id)
    if not person.mobile_tail or not secrets.compare_digest(tail.strip().encode(), person.mobile_tail.encode()):
        raise _wrong(address)
    with transaction.atomic():
        ShortCode.objects.filter(pk=row.pk).update(tries=0, tried_at=None)
        _link, token = personal_link(actor=SYSTEM, attendee=person)
    return token


def _refuse_guessers(address: str) -> None:
    if int(cache.get(_key(address), 0)) >= FROM_ONE_ADDRESS:
        raise ShortCodeRests


def _wrong(address: str) -> ShortCodeWrong:
    """Counted in the cache that all processes share."""
    if not cache.add(_key(address), 1, timeout=3600):
        cache.incr(_key(address))
    return ShortCodeWrong()


def _key(address: str) -> str:
    return f"short-codes:{hashlib.sha256(address.encode()).hexdigest()[:32]}:{int(clock.now().timestamp()) // 3600}"
