"""Make the budget a version; once the client has signed it, it is the baseline."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.accounts.models import ScopedLink
from huiwu.budget.choices import BUDGET
from huiwu.budget.events import BudgetBaselined
from huiwu.budget.models import Budget
from huiwu.budget.queries.content import content_of
from huiwu.documents.models import Version
from huiwu.documents.services import invite_to_sign, open_document, propose_version, save_draft
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock


@transaction.atomic
def propose_budget(*, actor: Actor, budget: Budget, note: str = "") -> Version:
    """The budget as it stands at this instant, as a version for the client. The same again returns the waiting one.

    Raises Incomplete (no lines, head-counts not told), FrozenNeedsChangeOrder.
    """
    require(actor, "budget.invite", budget.meeting)
    content = content_of(budget)
    document = open_document(actor=actor, meeting=budget.meeting, kind=BUDGET, title=_("预算表"), content=content)
    if document.draft != content:
        document = save_draft(actor=actor, document_id=document.pk, revision=document.revision, content=content)
    return propose_version(actor=actor, document_id=document.pk, revision=document.revision, note=note)


@transaction.atomic
def send_budget(
    *,
    actor: Actor,
    budget: Budget,
    person: str,
    recipient: str = "",
    note: str = "",
    lasts: timedelta = timedelta(days=14),
) -> tuple[Version, ScopedLink, str]:
    """Make a version and a link by which `person` of the client reads and signs it: version, link, token."""
    version = propose_budget(actor=actor, budget=budget, note=note)
    link, token = invite_to_sign(actor=actor, version_id=version.pk, person=person, recipient=recipient, lasts=lasts)
    return version, link, token


@transaction.atomic
def take_baseline(*, actor: Actor, budget: Budget, version: Version) -> None:
    """The signed version is the baseline from now on; draws and adjustments count anew from here. Twice is harmless."""
    require(actor, "budget.edit", budget.meeting)
    fresh = Budget.objects.filter(pk=budget.pk).exclude(baseline=version)
    if fresh.update(baseline=version, baseline_at=clock.now(), drawn_cents=0, updated_at=clock.now()):
        total = version.content["total_cents"]
        fact = BudgetBaselined(
            meeting_id=budget.meeting_id, budget_id=budget.pk, version_id=version.pk, total_cents=total
        )
        record(fact, actor=actor, org_id=budget.meeting.org_id)
