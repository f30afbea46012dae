"""What selections rely on: the quotation was still valid on the day it was chosen (GEN general layer)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.foundation.registry.statements import Reference, refers
from huiwu.meetings.models import Meeting
from huiwu.procurement.choices import LIVE_SELECTION, QuotationState
from huiwu.procurement.models import Selection


@refers
def quotations_that_were_chosen(meeting: Meeting) -> Iterator[Reference]:
    rows = Selection.objects.filter(meeting=meeting, state__in=LIVE_SELECTION)
    for row in rows.select_related("rfq", "quotation__supplier"):
        quotation = row.quotation
        yield Reference(
            source=_("选定：{rfq}").format(rfq=row.rfq),
            target=_("{supplier}的报价").format(supplier=quotation.supplier.called),
            state="ok" if quotation.state == QuotationState.ENTERED else "void",
            url=reverse("procurement:selection", args=[meeting.slug, row.pk]),
            expires_on=quotation.valid_until,
            needed_on=row.chosen_at.astimezone(meeting.zone).date(),
        )
