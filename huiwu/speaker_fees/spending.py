"""Speakers' fees among the lines on which a meeting spends money."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.foundation.registry.spending import SpendingLine, spends
from huiwu.meetings.models import Meeting
from huiwu.speaker_fees.choices import LIVE
from huiwu.speaker_fees.models import SpeakerFee


@spends
def fees_as_lines(meeting: Meeting) -> Iterator[SpendingLine]:
    for fee in SpeakerFee.objects.filter(meeting=meeting, state__in=LIVE):
        yield SpendingLine(
            id=f"speaker_fee:{fee.pk}",
            where=_("劳务发放表"),
            text=f"{fee.get_kind_display()} {fee.subject}".strip(),
            amount_cents=fee.gross_cents,
            url=reverse("speaker_fees:fee", args=[meeting.slug, fee.pk]),
            owner_role="finance",
        )
