"""First contacts as one person may see them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from huiwu.accounts.models import Membership, Organisation, ScopedLink, User
from huiwu.brief.choices import TYPE_QUESTIONS, HeadcountGroup, IntakeStatus
from huiwu.brief.models import IntakeRecord
from huiwu.brief.permissions import INTAKE_LINK
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import require
from huiwu.kernel import clock


def orgs_of(actor: Actor) -> QuerySet[Organisation]:
    """Organisations the actor works for."""
    if actor.id is None or not actor.is_signed_in:
        return Organisation.objects.none()
    return Organisation.objects.filter(memberships__user_id=actor.id).order_by("name")


def intakes_of(actor: Actor, status: str = "", text: str = "") -> QuerySet[IntakeRecord]:
    """First contacts of the actor's organisations, newest first, narrowed by status and by words in them."""
    found = IntakeRecord.objects.filter(org__in=orgs_of(actor)).select_related("meeting", "decided_by")
    if status in IntakeStatus.values:
        found = found.filter(status=status)
    for word in text.split()[:5]:
        found = found.filter(
            Q(client_name__icontains=word)
            | Q(meeting_name__icontains=word)
            | Q(contact_name__icontains=word)
            | Q(phone__endswith=word)
            | Q(city__icontains=word)
        )
    return found


def status_counts(actor: Actor) -> dict[str, int]:
    rows = IntakeRecord.objects.filter(org__in=orgs_of(actor)).order_by().values_list("status")
    return dict(rows.annotate(Count("pk")))


def alike(record: IntakeRecord) -> list[IntakeRecord]:
    """Other standing records that may tell of the same meeting: same phone or e-mail, or same client and first day."""
    same = Q(client_name__iexact=record.client_name, start_on=record.start_on)
    if record.phone:
        same |= Q(phone=record.phone)
    if record.email:
        same |= Q(email__iexact=record.email)
    found = IntakeRecord.objects.filter(same, org_id=record.org_id).exclude(pk=record.pk)
    return list(found.filter(status__in=[IntakeStatus.NEW, IntakeStatus.ACCEPTED])[:5])


def merge_targets(record: IntakeRecord) -> list[IntakeRecord]:
    found = IntakeRecord.objects.filter(
        org_id=record.org_id, status__in=[IntakeStatus.NEW, IntakeStatus.ACCEPTED]
    ).exclude(pk=record.pk)
    return list(found[:50])


def sent_through(link: ScopedLink, submission_key: UUID) -> IntakeRecord | None:
    """What was sent through this link under this key, and nothing of others who use the same link."""
    return IntakeRecord.objects.filter(link_id=link.pk, submission_key=submission_key).first()


def colleagues(org_id: UUID) -> list[User]:
    """People of the organisation who can be given a meeting."""
    ids = Membership.objects.filter(org_id=org_id).values("user_id")
    return list(User.objects.filter(pk__in=ids, is_active=True).order_by("name"))


@dataclass(frozen=True, slots=True)
class IntakeLink:
    """A link that was sent out, without its token."""

    id: UUID
    label: str
    recipient: str
    expires_at: object
    use_count: int
    is_open: bool


def intake_links(actor: Actor, org: Organisation) -> list[IntakeLink]:
    """Links for the contact form made by the organisation, newest first."""
    require(actor, "intake.view", org.pk)
    rows = ScopedLink.objects.filter(org=org, purpose=INTAKE_LINK).order_by("-created_at")[:50]
    now = clock.now()
    return [
        IntakeLink(r.pk, r.label, r.recipient, r.expires_at, r.use_count, r.revoked_at is None and r.expires_at > now)
        for r in rows
    ]


def headcount_rows(record: IntakeRecord) -> list[tuple[str, int | None]]:
    """Group and number; None where the client has not said."""
    return [(str(HeadcountGroup(code).label), record.headcount.get(code)) for code in HeadcountGroup.values]


def answer_rows(record: IntakeRecord) -> list[tuple[str, object]]:
    """Question and answer of the questions this type of meeting is asked."""
    return [
        (question.label, record.answers.get(question.key, ""))
        for question in TYPE_QUESTIONS.get(record.meeting_type, ())
    ]
