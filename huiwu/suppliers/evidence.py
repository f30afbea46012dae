"""What of P10 and A16 shows from data: papers, groups, people of the signed suppliers, and their ratings."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.evidence import Evidence, evidence, once
from huiwu.meetings.models import Meeting
from huiwu.suppliers.choices import EngagementState
from huiwu.suppliers.models import MeetingSupplier, SupplierRating
from huiwu.suppliers.queries import engaged_with_papers
from huiwu.suppliers.queries.needs import Engaged

ENGAGED = ("supplier_engaged",)
PAPERS = (
    *ENGAGED,
    "qualification_kept",
    "qualification_removed",
    "function_added",
    "function_changed",
    "function_cancelled",
    "meeting_dates_moved",
)


def _signed(meeting: Meeting) -> list[Engaged]:
    found = once(engaged_with_papers, meeting)
    return [engaged for engaged in found if engaged.row.state == EngagementState.CONTRACTED]


def _evidence(meeting: Meeting, label: Any, present: bool, page: str = "suppliers:meeting") -> Evidence:
    return Evidence(present=present, label=str(label), url=reverse(page, args=[meeting.slug]))


@evidence("suppliers.papers", title=gettext_lazy("签约供应商的资质有效到撤场"), steps=("P10",), facts=PAPERS)
def papers_in_order(meeting: Meeting) -> Evidence:
    """Every signed supplier has a paper, and none that ends before the strike; builders have both of theirs."""
    signed = _signed(meeting)
    whole = [e for e in signed if e.has_papers and not e.lapsing and not e.lacks_papers]
    label = _("资质齐全的签约供应商 {done}/{total}").format(done=len(whole), total=len(signed))
    return _evidence(meeting, label, bool(signed) and len(whole) == len(signed))


@evidence(
    "suppliers.groups",
    title=gettext_lazy("签约供应商的沟通群"),
    steps=("P10",),
    facts=(*ENGAGED, "supplier_group_saved"),
)
def groups_made(meeting: Meeting) -> Evidence:
    signed = _signed(meeting)
    made = {e.row.supplier_id for e in signed if e.row.group_name}
    all_of_them = {e.row.supplier_id for e in signed}
    label = _("已建沟通群 {done}/{total}").format(done=len(made), total=len(all_of_them))
    return _evidence(meeting, label, bool(all_of_them) and made == all_of_them)


@evidence(
    "suppliers.contacts",
    title=gettext_lazy("供应商联系人表"),
    steps=("P10",),
    facts=(*ENGAGED, "supplier_contacts_set"),
)
def contacts_known(meeting: Meeting) -> Evidence:
    """Two people each, one of them on site with a telephone."""
    signed = _signed(meeting)
    known = [e for e in signed if e.is_reachable]
    label = _("联系人齐全的签约供应商 {done}/{total}").format(done=len(known), total=len(signed))
    return _evidence(meeting, label, bool(signed) and len(known) == len(signed), "suppliers:contact_list")


@evidence(
    "suppliers.rated",
    title=gettext_lazy("《供应商评价表》"),
    steps=("A16",),
    facts=(*ENGAGED, "supplier_rated"),
)
def all_rated(meeting: Meeting) -> Evidence:
    signed = MeetingSupplier.objects.filter(meeting=meeting, state=EngagementState.CONTRACTED)
    wanted = set(signed.values_list("supplier_id", flat=True))
    done = set(SupplierRating.objects.filter(meeting=meeting).values_list("supplier_id", flat=True)) & wanted
    label = _("已评价的签约供应商 {done}/{total}").format(done=len(done), total=len(wanted))
    return _evidence(meeting, label, bool(wanted) and done == wanted)
