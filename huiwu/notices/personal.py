"""Notices as personal data: what was sent to a person, on every channel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.personal import FieldGroup, holder
from huiwu.notices.choices import RECIPIENT
from huiwu.notices.models import NoticeRecipient
from huiwu.notifications.models import OutsideDelivery
from huiwu.notifications.services import erase_outside


@holder(FieldGroup.MESSAGES, _("会议通知"), _("把会议安排告知本人"))
class Notices:
    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        for row in self._deliveries(meeting, subject_id):
            yield row.subject or str(row.get_channel_display()), f"{row.to}\n{row.body}"

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        rows = list(self._deliveries(meeting, subject_id))
        recipients = list(self._recipients(meeting, subject_id).values_list("pk", flat=True))
        known = [row.to for row in rows if row.to]
        erase_outside(meeting=meeting, addresses=known, about_kind=RECIPIENT, about_ids=recipients)
        return self._recipients(meeting, subject_id).delete()[0]

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        return NoticeRecipient.objects.filter(notice__meeting=meeting).values_list("attendee_id", flat=True).distinct()

    def _recipients(self, meeting: Any, subject_id: UUID) -> Any:
        return NoticeRecipient.objects.filter(notice__meeting=meeting, attendee_id=subject_id)

    def _deliveries(self, meeting: Any, subject_id: UUID) -> Any:
        ids = self._recipients(meeting, subject_id).values("pk")
        return OutsideDelivery.objects.filter(meeting=meeting, about_kind=RECIPIENT, about_id__in=ids, erased_at=None)
