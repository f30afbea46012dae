"""What stands in lower capabilities and here about a person: links, letters to their address, proofs, requests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import LinkScope
from huiwu.accounts.models import ScopedLink
from huiwu.foundation.models import IdempotentAnswer, Job
from huiwu.foundation.registry.personal import STRUCK as GONE
from huiwu.foundation.registry.personal import FieldGroup, Marks, holder, known_by, strike_rows, sweeper
from huiwu.kernel import clock
from huiwu.notifications.models import Delivery, KeptMail, Message
from huiwu.privacy.models import Consent, SubjectRequest

NOWHERE = "erased@example.invalid"
"""Stands in place of an address that a row must have."""


@known_by
def addresses_of_links(meeting: Any, subject_ids: Sequence[UUID]) -> Iterator[str]:
    """Where their links were sent."""
    links = ScopedLink.objects.filter(meeting_id=meeting.pk, scope__in=[LinkScope.ATTENDEE, LinkScope.GUEST])
    yield from links.filter(subject_id__in=subject_ids).exclude(recipient="").values_list("recipient", flat=True)


@sweeper
def links_that_name_them(meeting: Any, marks: Marks) -> int:
    """Links of records merged into theirs, and those that a group's contact got."""
    links = ScopedLink.objects.filter(meeting_id=meeting.pk, scope__in=[LinkScope.ATTENDEE, LinkScope.GUEST])
    return strike_rows(links, marks, "label", "recipient")


@sweeper
def answers_and_jobs(meeting: Any, marks: Marks) -> int:
    """Answers kept for programs that repeat a request, and what ended jobs said."""
    ended = Job.objects.filter(meeting_id=meeting.pk, state__in=[Job.State.DONE, Job.State.GIVEN_UP])
    return strike_rows(ended, marks, "result", "error") + sum(map(partial(_struck_answer, marks), _kept_answers()))


def _kept_answers() -> Iterator[IdempotentAnswer]:
    return IdempotentAnswer.objects.exclude(body=None).iterator(chunk_size=1000)


def _struck_answer(marks: Marks, row: IdempotentAnswer) -> int:
    """An answer is kept as the text that was sent, its JSON perhaps escaped."""
    body: dict[str, str] = row.body or {}
    try:
        said = json.loads(body.get("text", ""))
    except ValueError:
        said = body.get("text", "")
    left = marks.struck(said)
    if left == said:
        return 0
    text = left if isinstance(left, str) else json.dumps(left, ensure_ascii=False)
    return IdempotentAnswer.objects.filter(pk=row.pk).update(body=body | {"text": text})


@holder(FieldGroup.CONTACT, _("个人链接与寄给本人的邮件"), _("让您打开自己的页面，寄送确认与通知"))
class LinksAndLetters:
    """Links carry the name and the address they were sent to; letters, the kept copies too, are found by that address."""

    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        for link in self._links(meeting, subject_id):
            yield str(_("个人链接")), f"{link.label} {link.recipient}".strip()
        for message in self._letters(meeting, self._addresses(meeting, subject_id)):
            yield message.subject, message.body

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        now = clock.now()
        addresses = self._addresses(meeting, subject_id)
        gone = KeptMail.objects.filter(org=meeting.org_id, to__in=addresses).delete()[0]
        letters = self._letters(meeting, addresses)
        Delivery.objects.filter(message__in=letters).update(address="", answer="", updated_at=now)
        gone += letters.update(
            address=NOWHERE, name="", subject=GONE, body="", lines=[], url="", secret_url="", updated_at=now
        )
        return gone + self._links(meeting, subject_id).update(
            label=GONE, recipient="", last_used_from="", revoked_at=now, updated_at=now
        )

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        found = self._of(meeting).order_by().values_list("subject_id", flat=True).distinct()
        return [pk for pk in found if pk is not None]

    def _of(self, meeting: Any) -> QuerySet[ScopedLink]:
        rows = ScopedLink.objects.filter(meeting_id=meeting.pk, scope__in=[LinkScope.ATTENDEE, LinkScope.GUEST])
        return rows.filter(subject_id__isnull=False).exclude(label=GONE).filter(~Q(purpose="privacy.certificate"))

    def _links(self, meeting: Any, subject_id: UUID) -> QuerySet[ScopedLink]:
        return self._of(meeting).filter(subject_id=subject_id)

    def _addresses(self, meeting: Any, subject_id: UUID) -> list[str]:
        found = self._links(meeting, subject_id).values_list("recipient", flat=True)
        return [address for address in found if "@" in address]

    def _letters(self, meeting: Any, addresses: list[str]) -> QuerySet[Message]:
        return Message.objects.filter(meeting=meeting, user=None, address__in=addresses)


@holder(FieldGroup.HISTORY, _("同意的凭据：网络地址、浏览器、链接"), _("证明您曾经同意"))
class ConsentProofs:
    """That a purpose was agreed to stays without them, and names nobody any more."""

    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        for row in self._found(meeting).filter(subject_id=subject_id):
            yield str(row.get_purpose_display()), " · ".join(map(str, row.evidence.values()))

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        rows = self._found(meeting).filter(subject_id=subject_id)
        return rows.update(evidence={}, updated_at=clock.now())

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        return self._found(meeting).order_by().values_list("subject_id", flat=True).distinct()

    def _found(self, meeting: Any) -> QuerySet[Consent]:
        return Consent.objects.filter(meeting=meeting).exclude(evidence={})


@holder(FieldGroup.MESSAGES, _("您提出的请求与我们的答复"), _("办理您的请求"))
class Requests:
    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        for row in self._found(meeting).filter(subject_id=subject_id):
            yield str(row.get_kind_display()), " → ".join(filter(None, [row.words, row.answer]))

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        rows = self._found(meeting).filter(subject_id=subject_id)
        return rows.update(words="", answer="", updated_at=clock.now())

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        return self._found(meeting).order_by().values_list("subject_id", flat=True).distinct()

    def _found(self, meeting: Any) -> QuerySet[SubjectRequest]:
        return SubjectRequest.objects.filter(meeting=meeting).exclude(words="", answer="")
