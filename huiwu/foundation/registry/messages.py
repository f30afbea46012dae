"""What people are told, and what they must be reminded of; declared by the capability that knows, sent by notifications.

A capability's `messages.py` declares kinds, its `reminders.py` what is due. Texts are Chinese message ids with
`{placeholders}`; they are translated into the reader's language when a message is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol
from uuid import UUID

Group = Literal["reminder", "escalation", "waiting", "change", "digest", "finding", "access"]
"""`access`: links and invitations somebody asked for by name; they have no preference and know no quiet hours."""


@dataclass(frozen=True, slots=True)
class MessageKind:
    """`subject` and `body` take the message's values; an `urgent` kind breaks the quiet hours."""

    code: str
    title: Any
    group: Group
    subject: Any
    body: Any
    channels: tuple[str, ...]
    action: Any
    urgent: bool


MESSAGE_KINDS: dict[str, MessageKind] = {}


def message_kind(
    code: str,
    *,
    title: Any,
    group: Group,
    subject: Any,
    body: Any,
    channels: tuple[str, ...] = ("in_app", "email"),
    action: Any = "",
    urgent: bool = False,
) -> None:
    """Register a kind of message. `channels` are those used unless the reader chose otherwise; `action` labels the link."""
    if code in MESSAGE_KINDS:
        raise ValueError(f"two kinds of message share the code {code}")
    MESSAGE_KINDS[code] = MessageKind(code, title, group, subject, body, channels, action, urgent)


@dataclass(frozen=True, slots=True)
class Due:
    """Something open in a live meeting that somebody must do, or that waits, or that is missing.

    `key` names it for good (`step:<id>`); `person_id` is who owns it, None when nobody does: then the meeting's leads
    are told. Without `due_on` it stands in the daily digest alone. `label` is as a person would name it.
    """

    key: str
    meeting: Any
    label: str
    url: str
    person_id: UUID | None = None
    due_on: date | None = None
    state: Literal["mine", "waiting_client", "missing"] = "mine"


DueSource = Callable[[], Iterable[Due]]
DUE_SOURCES: list[DueSource] = []


def reminder_source(find: DueSource) -> DueSource:
    """Register `find() -> Due…`: everything open now, over all meetings, in a constant number of queries."""
    DUE_SOURCES.append(find)
    return find


class LinkMailer(Protocol):
    def __call__(
        self, *, actor: Any, meeting: Any, recipient: str, person: str, url: str, kind: str, values: dict[str, Any]
    ) -> Any: ...


@dataclass(slots=True)
class _Post:
    mailer: LinkMailer | None = field(default=None)


_post = _Post()


def link_mailer(send: LinkMailer) -> LinkMailer:
    """Register the one that mails links; notifications does."""
    _post.mailer = send
    return send


def mail_link(
    *, actor: Any, meeting: Any, recipient: str, person: str, url: str, kind: str, values: dict[str, Any]
) -> Any:
    """Mail a link to a person without an account, in the caller's transaction; None when `recipient` is no e-mail address.

    For capabilities below notifications. `url` is the full address with its token; it is forgotten once sent.
    """
    if _post.mailer is None or "@" not in recipient:
        return None
    return _post.mailer(
        actor=actor, meeting=meeting, recipient=recipient, person=person, url=url, kind=kind, values=values
    )
