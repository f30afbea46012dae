"""Facts of guests: ids and codes only, no personal data."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class GuestFact(Fact):
    """Base: what happens to one guest."""

    guest_id: UUID


@dataclass(frozen=True, kw_only=True)
class GuestsListed(Fact):
    said = "把 {count} 人列为嘉宾"
    count: int


@dataclass(frozen=True, kw_only=True)
class GuestChanged(GuestFact):
    said = "修改了嘉宾 {guest} 的登记"


@dataclass(frozen=True, kw_only=True)
class GuestsHandedOver(Fact):
    said = "给 {count} 位嘉宾指定了对接人 {handler}"
    count: int
    handler_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class RsvpDeadlineSet(Fact):
    said = "给 {count} 位嘉宾定了回执期限"
    count: int


@dataclass(frozen=True, kw_only=True)
class GuestMoved(GuestFact):
    """The answer moved; `source` says through whom."""

    said = "嘉宾 {guest}：{before} → {after}"
    before: str
    after: str
    source: str


@dataclass(frozen=True, kw_only=True)
class GuestReplied(GuestFact):
    """The guest told something about the stay; `parts` are keys of rules.rsvp."""

    said = "嘉宾 {guest} 填写了回执"
    reply_id: UUID
    parts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class GuestContacted(GuestFact):
    said = "跟进了嘉宾 {guest}"
    contact_id: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationDrafted(Fact):
    said = "起草了邀请函 {invitation_template}"
    invitation_template_id: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationChanged(Fact):
    said = "修改了邀请函 {invitation_template} 的名称或适用范围"
    invitation_template_id: UUID


@dataclass(frozen=True, kw_only=True)
class LettersMade(Fact):
    said = "生成了 {count} 封邀请函"
    batch_id: UUID
    count: int


@dataclass(frozen=True, kw_only=True)
class LettersSent(Fact):
    """Letters of a batch went out; told once for each portion of the batch."""

    said = "发出了 {count} 封邀请函"
    batch_id: UUID
    count: int


@dataclass(frozen=True, kw_only=True)
class LetterVoided(Fact):
    said = "作废了邀请函 {letter}"
    letter_id: UUID


@dataclass(frozen=True, kw_only=True)
class LetterLinkShown(Fact):
    said = "取用了邀请函 {letter} 的专属链接"
    letter_id: UUID
