"""Papers that lapse: reminded of in the meetings they are needed for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from huiwu.foundation.registry.messages import Due, reminder_source
from huiwu.meetings.services.holding import LIVE
from huiwu.suppliers.models import MeetingSupplier, Qualification
from huiwu.suppliers.queries.needs import TAKEN


@reminder_source
def papers_that_lapse_before_the_end() -> Iterator[Due]:
    """Papers of selected and signed suppliers that end before their meeting does, due on their last day. Two queries."""
    engaged = MeetingSupplier.objects.filter(state__in=TAKEN, meeting__status__in=LIVE)
    late = Qualification.objects.filter(supplier__engagements__in=engaged).filter(
        Q(meeting=None) | Q(meeting_id=F("supplier__engagements__meeting_id")),
        expires_on__lt=F("supplier__engagements__meeting__end_on"),
        supplier__engagements__in=engaged,
    )
    papers = {paper.pk: paper for paper in late.select_related("supplier")}
    by_supplier: dict[Any, list[Qualification]] = {}
    for paper in papers.values():
        by_supplier.setdefault(paper.supplier_id, []).append(paper)
    told = set()
    for row in engaged.filter(supplier__in=by_supplier).select_related("meeting", "supplier"):
        for paper in by_supplier[row.supplier_id]:
            ends = paper.expires_on
            key = (paper.pk, row.meeting_id)
            if (
                key in told
                or ends is None
                or ends >= row.meeting.end_on
                or paper.meeting_id not in (None, row.meeting_id)
            ):
                continue
            told.add(key)
            yield Due(
                key=f"qualification:{paper.pk}:{row.meeting_id}",
                meeting=row.meeting,
                label=_label(row.supplier.called, paper),
                url=reverse("suppliers:engagement", args=[row.meeting.slug, row.pk]),
                due_on=ends,
            )


def _label_text(supplier: str, paper: Qualification) -> str:
    return _("{supplier}的{paper}到期").format(supplier=supplier, paper=paper)


_label: Any = lazy(_label_text, str)
