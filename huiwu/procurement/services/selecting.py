"""Choose a bidder with the reason, have it approved above the limit, tell the client and those who were not chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.accounts.choices import LinkScope
from huiwu.accounts.models import ScopedLink
from huiwu.accounts.services import make_link, url_of
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.foundation.registry.messages import mail_link
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Meeting
from huiwu.procurement.choices import LIVE_SELECTION, QUOTE_LINK, RfqState, SelectionState
from huiwu.procurement.errors import (
    AlreadySelected,
    ComparisonChanged,
    LowUnexplained,
    NotComparable,
    RfqClosed,
    SelectionMoved,
    SingleSourceUnexplained,
)
from huiwu.procurement.events import (
    BidderDeclined,
    ClientToldOfSelection,
    SelectionApproved,
    SelectionEnded,
    SupplierSelected,
)
from huiwu.procurement.models import Decline, Rfq, Selection
from huiwu.procurement.queries.comparing import Compared, comparison_of
from huiwu.procurement.queries.outcome import selection_for
from huiwu.procurement.queries.policy import policy_of
from huiwu.procurement.queries.words import gaps_text
from huiwu.procurement.rules.comparison import Judged
from huiwu.procurement.rules.content import fingerprint
from huiwu.procurement.services.requesting import rfq_of
from huiwu.suppliers.choices import EngagementState
from huiwu.suppliers.services import engage_supplier

DECLINED = "procurement.declined"
"""Kind of the message to those who were not chosen."""


@transaction.atomic
def select_quotation(
    *,
    actor: Actor,
    meeting: Meeting,
    rfq_id: UUID,
    quotation_id: UUID,
    revision: int,
    reason: str,
    declines: Mapping[UUID, str],
    single_source_reason: str = "",
) -> Selection:
    """Choose one bid out of the comparison as it was seen (`revision` of the request), with a reason for each other bidder.

    Above the policy's limit the selection waits for approval. Raises ComparisonChanged, AlreadySelected, RfqClosed,
    NotComparable (OM-038), LowUnexplained (OM-041), SingleSourceUnexplained (OM-037), InvalidInput, NotFound.
    """
    require(actor, "procurement.select", meeting)
    rfq = rfq_of(meeting, rfq_id)
    _take(rfq, revision)
    compared = comparison_of(rfq)
    chosen = compared.judged(quotation_id)
    if chosen is None:
        raise NotFound
    _refuse_odd(compared, chosen, single_source_reason)
    reasons = _reasons(compared, quotation_id, reason, declines)
    selection = _made(actor, compared, chosen, reason, single_source_reason)
    Decline.objects.bulk_create(
        Decline(selection=selection, quotation_id=other, reason=text[:500]) for other, text in reasons.items()
    )
    is_waiting = selection.state == SelectionState.WAITING
    fact = SupplierSelected(
        meeting_id=meeting.pk,
        rfq_id=rfq.pk,
        quotation_id=quotation_id,
        selection_id=selection.pk,
        is_waiting=is_waiting,
    )
    record(fact, actor=actor, org_id=meeting.org_id)
    if not is_waiting:
        _engage(actor, selection)
    return selection


@transaction.atomic
def approve_selection(*, actor: Actor, meeting: Meeting, selection_id: UUID, note: str = "") -> Selection:
    """The approver agrees. Twice is harmless. Raises NotAllowed for the one who chose, SelectionMoved, NotFound."""
    selection = _selection(meeting, selection_id)
    require(actor, "procurement.approve", selection)
    if selection.state == SelectionState.APPROVED:
        return selection
    values = {"approved_by": actor.user, "approved_at": clock.now(), "approval_note": note.strip()[:500]}
    _move(selection, (SelectionState.WAITING,), SelectionState.APPROVED, **values)
    fact = SelectionApproved(
        meeting_id=meeting.pk, selection_id=selection.pk, rfq_id=selection.rfq_id, quotation_id=selection.quotation_id
    )
    record(fact, actor=actor, org_id=meeting.org_id)
    _engage(SYSTEM, selection)  # whoever approves need not be one who keeps the list of suppliers
    return _selection(meeting, selection_id)


@transaction.atomic
def refuse_selection(*, actor: Actor, meeting: Meeting, selection_id: UUID, reason: str) -> Selection:
    """The approver does not agree: the request is open again. Raises InvalidInput, SelectionMoved, NotAllowed, NotFound."""
    selection = _selection(meeting, selection_id)
    require(actor, "procurement.approve", selection)
    _end(actor, selection, (SelectionState.WAITING,), SelectionState.REFUSED, reason)
    return _selection(meeting, selection_id)


@transaction.atomic
def revoke_selection(*, actor: Actor, meeting: Meeting, selection_id: UUID, reason: str) -> Selection:
    """Take a selection back, with the reason: the request is open again. Raises InvalidInput, SelectionMoved, NotFound."""
    selection = _selection(meeting, selection_id)
    require(actor, "procurement.select", meeting)
    _end(actor, selection, LIVE_SELECTION, SelectionState.REVOKED, reason)
    return _selection(meeting, selection_id)


@transaction.atomic
def tell_client(*, actor: Actor, meeting: Meeting, selection_id: UUID, told_on: date, how: str) -> Selection:
    """Note when and how the client was told of a selection above the limit (SOP P10). Raises InvalidInput, NotFound."""
    require(actor, "procurement.select", meeting)
    selection = _selection(meeting, selection_id)
    if not how.strip() or told_on > clock.today(meeting.time_zone):
        raise InvalidInput(fields={"how": [_("请写明何时、怎样告知，日期不能晚于今天")]}, detail=_("请写明怎样告知。"))
    values = {"client_told_on": told_on, "client_told_how": how.strip()[:300], "updated_at": clock.now()}
    Selection.objects.filter(pk=selection.pk).update(**values, revision=F("revision") + 1)
    record(ClientToldOfSelection(meeting_id=meeting.pk, selection_id=selection.pk), actor=actor, org_id=meeting.org_id)
    return _selection(meeting, selection_id)


@transaction.atomic
def notify_bidder(*, actor: Actor, meeting: Meeting, decline_id: UUID, recipient: str = "") -> tuple[Decline, str]:
    """Tell a bidder that they were not chosen; returns the address of the page that says so, mailed if there is an e-mail.

    Only once the selection is approved. Raises SelectionMoved, AddressUnusable, NotFound.
    """
    require(actor, "procurement.select", meeting)
    rows = Decline.objects.select_related("selection__rfq", "quotation__supplier")
    decline = rows.filter(pk=decline_id, selection__meeting=meeting).first()
    if decline is None:
        raise NotFound
    if decline.selection.state != SelectionState.APPROVED:
        raise SelectionMoved
    address = _outcome_link(actor, meeting, decline, recipient)
    Decline.objects.filter(pk=decline.pk).update(told_at=clock.now(), told_to=recipient.strip()[:254])
    fact = BidderDeclined(meeting_id=meeting.pk, quotation_id=decline.quotation_id, decline_id=decline.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    decline.refresh_from_db()
    return decline, address


def _outcome_link(actor: Actor, meeting: Meeting, decline: Decline, recipient: str) -> str:
    ScopedLink.objects.filter(purpose=QUOTE_LINK, subject_id=decline.quotation_id, revoked_at=None).update(
        revoked_at=clock.now()
    )
    supplier = decline.quotation.supplier
    _row, token = make_link(
        actor=actor,
        org=meeting.org,
        scope=LinkScope.SUPPLIER,
        purpose=QUOTE_LINK,
        label=supplier.called[:120],
        meeting_id=meeting.pk,
        subject_id=decline.quotation_id,
        recipient=recipient.strip()[:254],
    )
    address = url_of(reverse("procurement:quote", args=[token]))
    mail_link(
        actor=actor,
        meeting=meeting,
        recipient=recipient.strip(),
        person=supplier.called,
        url=address,
        kind=DECLINED,
        values={"rfq": decline.selection.rfq.title},
    )
    return address


def _selection(meeting: Meeting, selection_id: UUID) -> Selection:
    found = selection_for(meeting, selection_id)
    if found is None:
        raise NotFound
    return found


def _take(rfq: Rfq, revision: int) -> None:
    """From here on nobody submits, and nobody else selects."""
    fresh = Rfq.objects.filter(pk=rfq.pk, state=RfqState.SENT, revision=revision)
    if fresh.update(state=RfqState.SELECTED, revision=F("revision") + 1, updated_at=clock.now()):
        return
    live = Selection.objects.select_related("chosen_by", "quotation__supplier")
    former = live.filter(rfq=rfq, state__in=LIVE_SELECTION).first()
    if former is not None:
        who = former.chosen_by.name if former.chosen_by else _("同事")
        raise AlreadySelected(who=who, supplier=former.quotation.supplier.called)
    if Rfq.objects.filter(pk=rfq.pk, state=RfqState.SENT).exists():
        raise ComparisonChanged
    raise RfqClosed(rfq=rfq)


def _refuse_odd(compared: Compared, chosen: Judged, single_source_reason: str) -> None:
    if not chosen.is_ranked:
        raise NotComparable(supplier=chosen.bid.name, why=gaps_text(chosen))
    quotation = compared.quotation(chosen)
    if chosen.is_low and chosen.share_of_mean is not None and not quotation.low_explained:
        raise LowUnexplained(supplier=chosen.bid.name, percent=int(chosen.share_of_mean * 100))
    if compared.valid_count < compared.rfq.fewest_quotes and len(single_source_reason.strip()) < 4:
        raise SingleSourceUnexplained(count=compared.valid_count, fewest=compared.rfq.fewest_quotes)


def _reasons(compared: Compared, quotation_id: UUID, reason: str, declines: Mapping[UUID, str]) -> dict[UUID, str]:
    wrong: dict[str, list[str]] = {}
    if len(reason.strip()) < 4:
        wrong["reason"] = [_("请写明推荐理由（至少 4 个字）")]
    others = [row.pk for row in compared.quotations if row.pk != quotation_id]
    for other in others:
        if not declines.get(other, "").strip():
            wrong[f"decline-{other}"] = [_("请写明未中选的理由")]
    if wrong:
        raise InvalidInput(fields=wrong, detail=_("推荐理由和每家未中选的理由都要写。"))
    return {other: declines[other].strip() for other in others}


def _made(actor: Actor, compared: Compared, chosen: Judged, reason: str, single: str) -> Selection:
    rfq, total = compared.rfq, chosen.normal_cents or 0
    policy = policy_of(rfq.meeting.org_id)
    content = compared.content()
    is_above = total > policy.approval_limit_cents
    values: dict[str, Any] = {
        "state": SelectionState.WAITING if is_above else SelectionState.APPROVED,
        "is_above_limit": is_above,
        "approver_role": policy.approver_role if is_above else "",
        "must_tell_client": total > policy.client_limit_cents,
        "approved_at": None if is_above else clock.now(),
    }
    try:
        with transaction.atomic():
            return Selection.objects.create(
                meeting=rfq.meeting,
                rfq=rfq,
                quotation_id=UUID(chosen.bid.id),
                reason=reason.strip()[:2000],
                single_source_reason=single.strip()[:2000],
                total_cents=total,
                comparison=content,
                comparison_hash=fingerprint(content),
                chosen_by=actor.user,
                chosen_at=clock.now(),
                **values,
            )
    except IntegrityError:
        raise AlreadySelected(who=_("同事"), supplier="") from None


def _engage(actor: Actor, selection: Selection) -> None:
    engage_supplier(
        actor=actor,
        meeting=selection.meeting,
        supplier=selection.quotation.supplier,
        category=selection.rfq.category,
        state=EngagementState.SELECTED,
    )


def _move(selection: Selection, before: tuple[str, ...], after: str, **values: Any) -> None:
    rows = Selection.objects.filter(pk=selection.pk, state__in=before)
    if not rows.update(state=after, **values, revision=F("revision") + 1, updated_at=clock.now()):
        raise SelectionMoved


def _end(actor: Actor, selection: Selection, before: tuple[str, ...], after: str, reason: str) -> None:
    if len(reason.strip()) < 4:
        raise InvalidInput(fields={"reason": [_("请写明原因（至少 4 个字）")]}, detail=_("请写明原因。"))
    _move(selection, before, after, ended_reason=reason.strip()[:500])
    Rfq.objects.filter(pk=selection.rfq_id).update(state=RfqState.SENT, revision=F("revision") + 1)
    fact = SelectionEnded(
        meeting_id=selection.meeting_id,
        selection_id=selection.pk,
        rfq_id=selection.rfq_id,
        quotation_id=selection.quotation_id,
    )
    record(fact, actor=actor, org_id=selection.meeting.org_id)
