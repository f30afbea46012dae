"""Write a message to one reader, in the reader's language, on the channels the reader wants."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import override

from huiwu.accounts.models import Organisation, User
from huiwu.foundation.actors import Actor
from huiwu.foundation.jobs import enqueue
from huiwu.foundation.outbox import bump, record
from huiwu.foundation.permission import require, unasked
from huiwu.foundation.registry.messages import MESSAGE_KINDS, MessageKind, link_mailer
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.notifications.choices import Channel, DeliveryState, Group, Why
from huiwu.notifications.errors import AddressUnusable
from huiwu.notifications.events import LinkMailed
from huiwu.notifications.models import Delivery, Message, Told
from huiwu.notifications.queries import rest_of, wanted_channels
from huiwu.notifications.rules import sendable_at

DELIVER = "notifications.deliver"
TELLS = "a message follows from what another service or reaction did, which asked for its own permission"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A reader without an account."""

    address: str
    name: str = ""
    language: str = "zh-hans"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a grouped message; `key` names the thing told for good. `label` and `detail` may be lazy texts."""

    key: str
    label: Any
    detail: Any = ""
    url: str = ""
    section: Any = ""


@unasked(TELLS)
@transaction.atomic
def write_message(
    *,
    actor: Actor,
    kind: str,
    key: str,
    user: User | None = None,
    recipient: Recipient | None = None,
    meeting: Meeting | None = None,
    org: Organisation | None = None,
    values: Mapping[str, Any] | None = None,
    items: Sequence[Item] = (),
    url: str = "",
    secret_url: str = "",
) -> Message:
    """One message to `user` or `recipient`, in the caller's transaction; the same `key` again returns the first.

    `url` is a path of ours; `secret_url` a full address with a token, kept only until it is sent. In-app it is there at
    once; e-mail is queued, and waits for the end of the reader's quiet hours unless the kind is urgent.
    """
    known = Message.objects.filter(key=key).first()
    if known is not None:
        return known
    shape = MESSAGE_KINDS[kind]
    language = user.language if user is not None else recipient.language if recipient else "zh-hans"
    texts = _texts(shape, language, dict(values or {}), items)
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "group": shape.group,
            "meeting": meeting,
            "org_id": org.pk if org else meeting.org_id if meeting else None,
            "user": user,
            "address": recipient.address if recipient else "",
            "name": recipient.name[:120] if recipient else "",
            "language": language,
            "url": url,
            "secret_url": secret_url,
            "has_secret": bool(secret_url),
            "asked_by": actor.user,
            **texts,
        },
    )
    if is_new:
        _queue(message, shape)
    return message


@unasked("words only; nothing is written")
def words_of(*, kind: str, language: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of a kind of message in a language."""
    texts = _texts(MESSAGE_KINDS[kind], language, dict(values), [])
    return texts["subject"], texts["body"]


def _texts(shape: MessageKind, language: str, values: dict[str, Any], items: Sequence[Item]) -> dict[str, Any]:
    """Every text of the message in one language; holes without a value stay empty."""
    with override(language):
        said = _Holes({name: str(value) for name, value in values.items()})
        return {
            "subject": " ".join(str(shape.subject).format_map(said).split())[:250],
            "body": str(shape.body).format_map(said),
            "action": str(shape.action)[:80],
            "lines": [
                {"section": str(i.section), "label": str(i.label), "detail": str(i.detail), "url": i.url} for i in items
            ],
        }


class _Holes(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _queue(message: Message, shape: MessageKind) -> None:
    wanted = wanted_channels(message.user, shape) if message.user else frozenset({Channel.EMAIL})
    now = clock.now()
    if Channel.IN_APP in wanted and message.user_id:
        Delivery.objects.create(message=message, channel=Channel.IN_APP, state=DeliveryState.SENT, sent_at=now)
        bump(f"user:{message.user_id}")
    if Channel.EMAIL not in shape.channels and Channel.EMAIL not in wanted:
        return
    address = message.user.email if message.user else message.address
    mail = Delivery(message=message, channel=Channel.EMAIL, address=address, not_before_at=now)
    if Channel.EMAIL not in wanted:
        mail.state, mail.why = DeliveryState.SUPPRESSED, Why.PREFERENCE
    elif message.user and not shape.urgent and shape.group != Group.ACCESS.value:
        mail.not_before_at = sendable_at(now, rest_of(message.user))
    mail.save()
    if mail.state == DeliveryState.QUEUED:
        queue_delivery(mail)


def queue_delivery(delivery: Delivery) -> None:
    """Have a worker send it when its time has come."""
    enqueue(
        DELIVER,
        args={"delivery_id": str(delivery.pk)},
        meeting_id=delivery.message.meeting_id,
        run_after=delivery.not_before_at,
    )


@unasked(TELLS)
@transaction.atomic
def tell(
    *,
    actor: Actor,
    kind: str,
    user: User,
    items: Sequence[Item],
    meeting: Meeting | None = None,
    url: str = "",
    values: Mapping[str, Any] | None = None,
) -> Message | None:
    """One message about those of the items this person was not told yet; None when they were told all.

    Two workers at once tell each thing once: the unique row of `Told` decides, in one transaction with the message.
    """
    keys = [item.key[:200] for item in items]
    known = set(Told.objects.filter(user=user, key__in=keys).values_list("key", flat=True))
    fresh = [
        item
        for item in sorted(items, key=lambda i: i.key)
        if item.key[:200] not in known and Told.objects.get_or_create(user=user, key=item.key[:200])[1]
    ]
    if not fresh:
        return None
    order = {item.key: place for place, item in enumerate(items)}
    fresh.sort(key=lambda item: order[item.key])
    said = {"count": len(fresh), "first": fresh[0].label, "meeting": meeting.name if meeting else "", **(values or {})}
    return write_message(
        actor=actor,
        kind=kind,
        key=f"{kind}:{user.pk}:{uuid4()}",
        user=user,
        meeting=meeting,
        values=said,
        items=fresh,
        url=url,
    )


@link_mailer
@transaction.atomic
def mail_link(
    *,
    actor: Actor,
    meeting: Meeting | None,
    recipient: str,
    person: str,
    url: str,
    kind: str,
    values: Mapping[str, Any] | None = None,
) -> Message:
    """Mail a link (full address with its token) to a person without an account. The same link again is not sent twice.

    Raises AddressUnusable. The token is wiped from the message once it is sent; a refusal is told to the actor.
    """
    require(actor, "notifications.mail_link", meeting)
    address = recipient.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise AddressUnusable(address=address) from None
    key = f"link:{kind}:{hashlib.sha256(url.encode()).hexdigest()}"
    is_known = Message.objects.filter(key=key).exists()
    message = write_message(
        actor=actor,
        kind=kind,
        key=key,
        recipient=Recipient(address, person, meeting.language if meeting else "zh-hans"),
        meeting=meeting,
        values={
            "person": person,
            "sender": actor.name,
            "org": meeting.org.name if meeting else "",
            "meeting": meeting.name if meeting else "",
            **(values or {}),
        },
        secret_url=url,
    )
    if not is_known:
        meeting_id: UUID | None = meeting.pk if meeting else None
        record(
            LinkMailed(meeting_id=meeting_id, message_id=message.pk, message_kind=kind),
            actor=actor,
            org_id=message.org_id,
        )
    return message
