"""P10 from data: the requests sent and the comparisons with enough quotations (SOP P10 《询价单》《供应商比价表》)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.meetings.models import Meeting
from huiwu.procurement.choices import RfqState, SelectionState
from huiwu.procurement.models import Rfq, Selection
from huiwu.procurement.queries.review import chosen_without_request

SENT = ("rfq_sent", "rfq_cancelled", "supplier_engaged")
SELECTED = (*SENT, "supplier_selected", "selection_approved", "selection_ended")


def _state(meeting: Meeting, label: str, present: bool) -> Evidence:
    return Evidence(present=present, label=label, url=reverse("procurement:rfqs", args=[meeting.slug]))


@evidence("procurement.requests", title=gettext_lazy("《询价单》"), steps=("P10",), facts=SENT)
def requests_sent(meeting: Meeting) -> Evidence:
    """At least one request, and one for every category in which somebody was chosen."""
    sent = Rfq.objects.filter(meeting=meeting, state__in=(RfqState.SENT, RfqState.SELECTED)).count()
    label = _("已发出询价单 {count} 份").format(count=sent)
    return _state(meeting, label, bool(sent) and not chosen_without_request(meeting))


@evidence("procurement.comparison", title=gettext_lazy("《供应商比价表》与选定"), steps=("P10",), facts=SELECTED)
def compared_and_selected(meeting: Meeting) -> Evidence:
    """Every request that is out has an approved selection. A selection needs three quotations or its reason (OM-037)."""
    out = Rfq.objects.filter(meeting=meeting, state__in=(RfqState.SENT, RfqState.SELECTED))
    done = Selection.objects.filter(meeting=meeting, state=SelectionState.APPROVED).values("rfq").distinct().count()
    total = out.count()
    label = _("已比价并选定 {done}/{total}").format(done=done, total=total)
    return _state(meeting, label, bool(total) and done == total)
