"""Invitations that went out, for the gate that must be open before (OM-021)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.foundation.registry.went_public import Outgoing, went_public
from huiwu.guests.choices import LetterState
from huiwu.guests.models import Letter
from huiwu.meetings.models import Meeting


@went_public
def invitations_that_went_out(meeting: Meeting) -> Iterable[Outgoing]:
    """One entry, however many letters: when the first went out."""
    rows = Letter.objects.filter(meeting=meeting, state__in=(LetterState.SENT, LetterState.DELIVERED))
    first = rows.aggregate(at=Min("sent_at"))["at"]
    if first is not None:
        url = reverse("guests:letters", args=[meeting.slug])
        yield Outgoing("invitation", str(meeting.pk), _("邀请函"), first, url)
