"""Whom procurement tells. LATER reactions: repeated, they add nothing."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from huiwu.accounts.choices import OrgRole, Role
from huiwu.accounts.models import User
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence
from huiwu.meetings.models import Meeting
from huiwu.notifications.services import write_message
from huiwu.procurement.choices import QuotationSource, QuotationState, SelectionState
from huiwu.procurement.models import Quotation, Selection


def tell_buyers_when_quotation_comes_in(occurrence: Occurrence) -> None:
    """A supplier submitted through their link: the buyers of the meeting, or the project lead where there are none."""
    if occurrence.payload.get("source") != QuotationSource.LINK:
        return
    rows = Quotation.objects.select_related("rfq__meeting", "supplier")
    quotation = rows.filter(pk=occurrence.payload["quotation_id"]).first()
    if quotation is None:
        return
    rfq = quotation.rfq
    states = list(rfq.quotations.values_list("state", flat=True))
    values = {
        "rfq": rfq.title,
        "supplier": quotation.supplier.called,
        "number": occurrence.payload["number"],
        "entered": states.count(QuotationState.ENTERED),
        "invited": len(states),
    }
    buyers = _on_team(rfq.meeting, Role.PROCUREMENT, Role.COMMERCIAL_MANAGER)
    for user in buyers or _on_team(rfq.meeting, Role.PROJECT_MANAGER):
        write_message(
            actor=SYSTEM,
            kind="procurement.received",
            key=f"quotation:{occurrence.id}:{user.pk}",
            user=user,
            meeting=rfq.meeting,
            values=values,
            url=reverse("procurement:rfq", args=[rfq.meeting.slug, rfq.pk]),
        )


def tell_approvers_when_selection_waits(occurrence: Occurrence) -> None:
    """Above the limit: whoever may approve, but not the one who chose."""
    rows = Selection.objects.select_related("rfq", "meeting", "quotation__supplier")
    selection = rows.filter(pk=occurrence.payload["selection_id"], state=SelectionState.WAITING).first()
    if selection is None:
        return
    meeting = selection.meeting
    others = User.objects.exclude(pk=selection.chosen_by_id) if selection.chosen_by_id else User.objects.all()
    team = others.filter(meeting_roles__meeting=meeting, meeting_roles__role=selection.approver_role).distinct()
    heads = others.filter(memberships__org=meeting.org_id, memberships__role__in=(OrgRole.OWNER, OrgRole.ADMIN))
    approvers = team or heads
    for user in approvers:
        write_message(
            actor=SYSTEM,
            kind="procurement.approve",
            key=f"selection:{selection.pk}:{user.pk}",
            user=user,
            meeting=meeting,
            values={"rfq": selection.rfq.title, "supplier": selection.quotation.supplier.called},
            url=reverse("procurement:selection", args=[meeting.slug, selection.pk]),
        )


def _on_team(meeting: Meeting, *roles: str) -> QuerySet[User]:
    """Who has one of the roles in this meeting: both asked of the same row, for a person may have others elsewhere."""
    held = User.objects.filter(meeting_roles__meeting=meeting, meeting_roles__role__in=roles, is_active=True)
    return held.distinct()
