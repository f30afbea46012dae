"""团体报名: one contact registers several people of an organisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.accounts.choices import LinkScope
from huiwu.accounts.models import ScopedLink
from huiwu.accounts.services import make_link
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput, Refusal
from huiwu.meetings.models import Meeting
from huiwu.registration.choices import GROUP_LINK, LARGEST_GROUP
from huiwu.registration.errors import GroupsNotAllowed, GroupTooLarge, ProofMissing
from huiwu.registration.events import GroupRegistered
from huiwu.registration.models import GroupRegistration, Registration
from huiwu.registration.queries.forms import open_form
from huiwu.registration.rules.answers import mobile_number
from huiwu.registration.services.submitting import Proof, Submission, submit_for_group


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSubmission:
    """Who registers whom: `members` are raw answers (display_name, mobile, title, …), one mapping a person."""

    org_name: str
    contact_name: str
    contact_mobile: str
    contact_email: str
    category: str
    members: Sequence[Mapping[str, Any]]
    submission_key: UUID
    language: str = "zh-hans"
    came_by: str = ""
    entry_code: str = ""
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class MemberResult:
    """What became of one person: the registration, or the refusal."""

    name: str
    registration: Registration | None
    refusal: Refusal | None = None


def register_group(
    *, actor: Actor, meeting: Meeting, submission: GroupSubmission
) -> tuple[GroupRegistration, str, list[MemberResult]]:
    """Register each person of the list on their own: who is refused (full, known already) does not hold up the others.

    Gives the group, the token of the contact's link, and a result for each. The same key again registers nobody twice.
    Raises GroupsNotAllowed, GroupTooLarge, InvalidInput, ProofMissing, RegistrationShut.
    """
    require(actor, "registration.submit", meeting)
    form = open_form(meeting).form
    if not form.allows_groups:
        raise GroupsNotAllowed
    mobile = mobile_number(submission.contact_mobile)
    _refuse(submission, mobile)
    proved = {"sms": mobile, "email": submission.contact_email.strip().lower()}
    if form.verification != "none" and not actor.is_signed_in:
        proof = submission.proof
        if proof is None or not proof.target or proved.get(proof.channel) != proof.target:
            raise ProofMissing
    group, token = _group(actor, meeting, submission, mobile)
    results = [_member(actor, meeting, group, submission, nth, raw) for nth, raw in enumerate(submission.members)]
    with transaction.atomic():
        fact = GroupRegistered(
            meeting_id=meeting.pk, group_id=group.pk, count=sum(1 for each in results if each.registration)
        )
        record(fact, actor=actor, org_id=meeting.org_id)
    return group, token, results


def _refuse(sent: GroupSubmission, mobile: str) -> None:
    if len(sent.members) > LARGEST_GROUP:
        raise GroupTooLarge(most=LARGEST_GROUP, count=len(sent.members))
    fields: dict[str, list[str]] = {}
    for name, given in (("org_name", sent.org_name), ("contact_name", sent.contact_name)):
        if not given.strip():
            fields[name] = [_("请填写这一项。")]
    if sent.contact_mobile.strip() and not mobile:
        fields["contact_mobile"] = [_("这不是手机号：大陆手机 11 位，境外号码以 + 和国家代码开头。")]
    if not mobile and not sent.contact_email.strip():
        fields.setdefault("contact_mobile", [_("请填写手机号或邮箱，以便联系。")])
    if not sent.members:
        fields["members"] = [_("请至少填写一个人。")]
    if fields:
        raise InvalidInput(fields, detail=" ".join(sentence for lines in fields.values() for sentence in lines))


@transaction.atomic
def _group(actor: Actor, meeting: Meeting, sent: GroupSubmission, mobile: str) -> tuple[GroupRegistration, str]:
    """The group of this submission with a fresh link of its contact."""
    values = {
        "meeting": meeting,
        "org_name": sent.org_name.strip()[:160],
        "contact_name": sent.contact_name.strip()[:80],
        "contact_mobile": mobile,
        "contact_email": sent.contact_email.strip().lower()[:254],
        "language": sent.language,
    }
    group, _is_new = GroupRegistration.objects.get_or_create(submission_key=sent.submission_key, defaults=values)
    _link, token = group_link(actor, group)
    return group, token


def group_link(actor: Actor, group: GroupRegistration) -> tuple[ScopedLink, str]:
    """A link by which the contact sees and cancels the group's registrations."""
    return make_link(
        actor=actor,
        org=group.meeting.org,
        scope=LinkScope.ATTENDEE,
        purpose=GROUP_LINK,
        label=group.org_name[:120],
        meeting_id=group.meeting_id,
        subject_id=group.pk,
        recipient=group.contact_email or group.contact_mobile,
        lasts=timedelta(days=180),
    )


def _member(
    actor: Actor, meeting: Meeting, group: GroupRegistration, sent: GroupSubmission, nth: int, raw: Mapping[str, Any]
) -> MemberResult:
    """The nth of the group's key makes this person's key, so that sending again finds them."""
    key = UUID(int=(group.submission_key.int + nth + 1) % 2**128)
    answers = {"org_name": group.org_name, **{name: value for name, value in raw.items() if value}}
    one = Submission(
        category=sent.category,
        answers=answers,
        language=sent.language,
        came_by=sent.came_by,
        submission_key=key,
        entry_code=sent.entry_code,
    )
    name = str(raw.get("display_name", ""))
    try:
        return MemberResult(name, submit_for_group(actor=actor, meeting=meeting, group=group, submission=one))
    except Refusal as refusal:
        return MemberResult(name, None, refusal)
