"""A08 from data: every fee of the sheet is paid, signed for and declared."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.meetings.models import Meeting
from huiwu.speaker_fees.choices import FeeState
from huiwu.speaker_fees.models import SpeakerFee

FACTS = (
    "speaker_fee_entered",
    "speaker_fee_changed",
    "speaker_fee_cancelled",
    "speaker_fee_paid",
    "speaker_fee_signed",
    "speaker_tax_declared",
)


@evidence("speaker_fees.settled", title=gettext_lazy("劳务发放表：已发放、已签收、已申报"), steps=("A08",), facts=FACTS)
def fees_settled(meeting: Meeting) -> Evidence:
    """A08: all three of 发放, 签收, 申报. Without any fee there is nothing to show; the step is then 不适用."""
    url = reverse("speaker_fees:index", args=[meeting.slug])
    fees = list(SpeakerFee.objects.filter(meeting=meeting).exclude(state=FeeState.CANCELLED).select_related("paid_by"))
    done = [fee for fee in fees if fee.state == FeeState.PAID and fee.receipt_id and fee.declared_on]
    if not fees or len(done) < len(fees):
        label = _("劳务发放表：{done}/{all} 笔办完").format(done=len(done), all=len(fees))
        return Evidence(present=False, label=label if fees else _("劳务发放表"), url=url)
    last = max(done, key=lambda fee: fee.updated_at)
    return Evidence(
        present=True,
        label=_("劳务发放表（{count} 笔）").format(count=len(fees)),
        url=url,
        at=last.updated_at,
        by=last.paid_by.name if last.paid_by else "",
    )
