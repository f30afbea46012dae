"""Nouns: one's inbox and choices, what a meeting sent, what is due, kept mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import time
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Exists

from huiwu.accounts.choices import LEADING_ROLES, OrgRole
from huiwu.accounts.models import Membership, User
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.messages import DUE_SOURCES, MESSAGE_KINDS, Due, MessageKind
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting, TeamMember
from huiwu.notifications.choices import CHOOSABLE, Channel, DeliveryState
from huiwu.notifications.models import (
    Bot,
    Delivery,
    KeptMail,
    Message,
    OutsideSettings,
    Preference,
    QuietHours,
    ReminderRules,
)
from huiwu.notifications.rules import Rest


def inbox(actor: Actor) -> QuerySet[Message]:
    """The actor's in-app messages, newest first, with their meeting."""
    if actor.id is None:
        return Message.objects.none()
    shown = Delivery.objects.filter(message=OuterRef("pk"), channel=Channel.IN_APP)
    return Message.objects.filter(Exists(shown), user_id=actor.id).select_related("meeting").order_by("-created_at")


def unread_count(actor: Actor) -> int:
    return inbox(actor).filter(read_at=None).count()


def wanted_channels(user: User, kind: MessageKind) -> frozenset[str]:
    """Channels on which this person gets this kind: the kind's own, changed by the person's choices. One query."""
    chosen = dict(Preference.objects.filter(user=user, group=kind.group).values_list("channel", "is_on"))
    return frozenset(c for c in Channel.values if chosen.get(c, c in kind.channels))


def preference_grid(user: User) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """Each choosable group with, for each channel, whether it is on. One query."""
    rows = Preference.objects.filter(user=user).values_list("group", "channel", "is_on")
    chosen = {(group, channel): is_on for group, channel, is_on in rows}
    grid = []
    for group in CHOOSABLE:
        usual = {c for kind in MESSAGE_KINDS.values() if kind.group == group.value for c in kind.channels}
        cells = [(str(c), str(c.label), chosen.get((group, c), c in usual)) for c in Channel]
        grid.append((str(group), str(group.label), cells))
    return grid


def quiet_hours_of(user: User) -> QuietHours:
    """The person's own, or the defaults (not saved)."""
    return QuietHours.objects.filter(user=user).first() or QuietHours(user=user)


def rest_of(user: User) -> Rest:
    row = quiet_hours_of(user)
    return Rest(row.starts, row.ends, row.zone, tuple(row.weekdays), row.is_on)


def sent_messages(meeting: Meeting) -> QuerySet[Delivery]:
    """E-mail of a meeting, what went wrong first, then the newest."""
    rows = Delivery.objects.filter(message__meeting=meeting, channel=Channel.EMAIL)
    return rows.select_related("message__user", "message__asked_by").order_by("-created_at")


def refused_count(meeting: Meeting) -> int:
    refused = [DeliveryState.FAILED, DeliveryState.GIVEN_UP]
    return Delivery.objects.filter(message__meeting=meeting, state__in=refused).count()


def reminder_rules(org_ids: Iterable[UUID]) -> dict[UUID, ReminderRules]:
    """Each organisation's own rules, or the defaults."""
    ids = set(org_ids)
    own = {row.org_id: row for row in ReminderRules.objects.filter(org_id__in=ids)}
    return {pk: own.get(pk) or ReminderRules(org_id=pk) for pk in ids}


def open_dues() -> list[Due]:
    """Everything that is due, waits or is missing, from every source, in live meetings only."""
    return [due for source in DUE_SOURCES for due in source() if due.meeting.is_live]


@dataclass(slots=True)
class Readers:
    """Who may be told about which meeting: active people who belong to its organisation. Three queries for all."""

    people: dict[UUID, User] = field(default_factory=dict)
    orgs_of: dict[UUID, set[UUID]] = field(default_factory=dict)
    leads_of: dict[UUID, list[UUID]] = field(default_factory=dict)

    def person(self, user_id: UUID | None, meeting: Meeting) -> User | None:
        if user_id is None or meeting.org_id not in self.orgs_of.get(user_id, ()):
            return None
        return self.people.get(user_id)

    def leads(self, meeting: Meeting) -> Iterator[User]:
        for user_id in self.leads_of.get(meeting.pk, ()):
            found = self.person(user_id, meeting)
            if found is not None:
                yield found

    def answerable(self, due: Due) -> list[User]:
        """Its owner, or, when nobody owns it (or the owner has left), those who lead the meeting."""
        owner = self.person(due.person_id, due.meeting)
        return [owner] if owner is not None else list(self.leads(due.meeting))


def readers(meetings: Iterable[Meeting], more: Iterable[UUID] = ()) -> Readers:
    """Leads of these meetings and the people named in `more`."""
    found = Readers()
    ids = {meeting.pk for meeting in meetings}
    leading = TeamMember.objects.filter(meeting_id__in=ids, role__in=LEADING_ROLES).order_by("role")
    for meeting_id, user_id in leading.values_list("meeting_id", "user_id"):
        known = found.leads_of.setdefault(meeting_id, [])
        if user_id not in known:
            known.append(user_id)
    wanted = set(more) | {user_id for row in found.leads_of.values() for user_id in row}
    found.people = {user.pk: user for user in User.objects.filter(pk__in=wanted, is_active=True)}
    for user_id, org_id in Membership.objects.filter(user_id__in=wanted).values_list("user_id", "org_id"):
        found.orgs_of.setdefault(user_id, set()).add(org_id)
    return found


def team_readers(meeting: Meeting, *roles: str) -> list[User]:
    """Active people of the meeting's team (with one of `roles`, if given) who belong to its organisation."""
    rows = TeamMember.objects.filter(meeting=meeting).exclude(role="client")
    if roles:
        rows = rows.filter(role__in=roles)
    belongs = Membership.objects.filter(user=OuterRef("pk"), org_id=meeting.org_id)
    users = User.objects.filter(Exists(belongs), pk__in=rows.values("user_id"), is_active=True)
    return list(users.order_by("name", "pk"))


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A person with the hour and zone of their digest."""

    user: User
    zone: str
    at: time


def digest_rhythms() -> list[Rhythm]:
    """Active members of any organisation who want a digest, with their hour. Two queries."""
    member = Membership.objects.filter(user=OuterRef("pk"))
    users = User.objects.filter(Exists(member), is_active=True).order_by("pk")
    own = {row.user_id: row for row in QuietHours.objects.all()}
    rows = [(user, own.get(user.pk) or QuietHours(user=user)) for user in users]
    return [Rhythm(user, row.zone, row.digest_time) for user, row in rows if row.digest_on]


def kept_mail(actor: Actor) -> QuerySet[KeptMail]:
    """Mail kept of organisations the actor administers; log-in mail (of no organisation) for owners, of members
    who belong nowhere else: it leads to the account, and no owner may act for another organisation."""
    if actor.id is None:
        return KeptMail.objects.none()
    mine = Membership.objects.filter(user_id=actor.id)
    administered = mine.filter(role__in=[OrgRole.OWNER, OrgRole.ADMIN]).values("org_id")
    owned = mine.filter(role=OrgRole.OWNER).values("org_id")
    theirs = Membership.objects.filter(user=OuterRef("pk"))
    ours, elsewhere = theirs.filter(org_id__in=Subquery(owned)), theirs.exclude(org_id__in=Subquery(owned))
    people = User.objects.filter(Exists(ours), ~Exists(elsewhere))
    own = Q(org_id__in=administered) | Q(org=None, to__in=people.values("email"))
    return KeptMail.objects.filter(own).order_by("-created_at")


def kept_mail_for(actor: Actor, mail_id: UUID) -> KeptMail:
    found = kept_mail(actor).filter(pk=mail_id).first()
    if found is None:
        raise NotFound
    return found


def leaves_nothing(org_id: UUID) -> bool:
    """Whether the organisation is in test mode: everything it sends is kept on the mailbox page."""
    return OutsideSettings.objects.filter(org=org_id, is_test=True).exists()


def chats_of(meeting: Meeting) -> list[Bot]:
    """The group chats that hear of this meeting: its own, and those of the whole organisation."""
    rows = Bot.objects.filter(Q(meeting=meeting) | Q(meeting=None), org=meeting.org_id, is_on=True)
    return list(rows.order_by("name"))
