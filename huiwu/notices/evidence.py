"""P23 from data: the three batches went out, each confirmed by the client, and nobody who was not reached is forgotten."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.meetings.models import Meeting
from huiwu.notices.choices import DAYS_BEFORE, NoticeState
from huiwu.notices.models import Notice


@evidence(
    "notices.batches",
    title=gettext_lazy("三批会议通知的推送记录"),
    steps=("P23",),
    facts=("notice_sent", "notice_withdrawn", "notice_approved", "notice_waived", "document_signed"),
)
def batches_sent(meeting: Meeting) -> Evidence:
    """Present once T-7, T-3 and T-1 have each gone out on some channel. Who did not get it: OM-070."""
    rows = Notice.objects.filter(meeting=meeting, state=NoticeState.SENT, batch__in=list(DAYS_BEFORE))
    sent = {row.batch: row for row in rows.order_by("sent_at")}
    url = reverse("notices:notices", args=[meeting.slug])
    label = _("会议通知已发 {n} 批，应发 3 批").format(n=len(sent))
    if len(sent) < len(DAYS_BEFORE):
        return Evidence(present=False, label=label, url=url)
    last = max(sent.values(), key=lambda row: row.sent_at or row.updated_at)
    confirmed = not any(row.waived_reason for row in sent.values())
    return Evidence(present=True, label=label, url=url, at=last.sent_at, by_client=confirmed)
