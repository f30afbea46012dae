"""Personal data that registration holds beside the attendee's own record (PIPL 第45、47条)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.personal import Marks, holder, strike_rows, sweeper
from huiwu.registration.choices import PaymentState
from huiwu.registration.models import GroupRegistration, Registration
from huiwu.registration.queries.forms import schema_at
from huiwu.registration.rules.answers import shown


@holder("presence", gettext_lazy("报名记录与填写内容"), gettext_lazy("办理报名、安排场次与开票"))
class Answers:
    """Answers that are no column of the person and not sealed, the wish for an invoice, the group's contact."""

    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        found = Registration.objects.filter(meeting=meeting, attendee_id=subject_id).select_related("category")
        for row in found:
            yield _("报名类别"), row.category.name
            yield _("报名状态"), row.get_state_display()
            yield _("报名时间"), f"{row.submitted_at.astimezone(meeting.zone):%Y-%m-%d %H:%M}"
            fields = schema_at(row.form_version_id).by_key
            for key, value in row.answers.items():
                spec = fields.get(key)
                yield (spec.label, shown(spec, value)) if spec else (key, str(value))
            for value in row.invoice_wish.values():
                yield _("发票信息"), str(value)

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        found = Registration.objects.filter(meeting=meeting, attendee_id=subject_id)
        groups = list(found.exclude(group=None).values_list("group_id", flat=True))
        told = found.exclude(answers={}, invoice_wish={}, identity="", cancel_reason="", decision_reason="")
        count = told.update(answers={}, invoice_wish={}, identity="", cancel_reason="", decision_reason="")
        return count + self._erase_contacts(groups)

    def _erase_contacts(self, groups: list[UUID]) -> int:
        """The contact of a group is nobody's record: it goes with the last of the group's people."""
        left = Registration.objects.filter(group_id__in=groups, attendee__erased_at=None).exclude(identity="")
        done = set(groups) - set(left.values_list("group_id", flat=True))
        rows = GroupRegistration.objects.filter(pk__in=done).exclude(contact_name="")
        return rows.update(contact_name="", contact_mobile="", contact_email="")

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        held = Registration.objects.filter(meeting=meeting).exclude(answers={}, invoice_wish={}, identity="")
        return held.values_list("attendee_id", flat=True).distinct()

    def kept(self, meeting: Any, subject_id: UUID) -> str:
        """A fee that must still go back keeps what is needed to pay it."""
        open_fee = Registration.objects.filter(
            meeting=meeting, attendee_id=subject_id, payment_state=PaymentState.REFUND_DUE
        )
        return _("还有报名费待退，退费登记后再删除。") if open_fee.exists() else ""


@sweeper
def groups_and_answers(meeting: Any, marks: Marks) -> int:
    """Whoever registered a group as its contact, and answers of others that name them."""
    groups = GroupRegistration.objects.filter(meeting=meeting)
    count = strike_rows(groups, marks, "contact_name", "contact_mobile", "contact_email")
    return count + strike_rows(Registration.objects.filter(meeting=meeting), marks, "answers", "decision_reason")
