"""Judge an item of the checklist: a person decides, on the facts the page showed."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.compliance.choices import Decision
from huiwu.compliance.errors import FactsChanged, RuleForbids
from huiwu.compliance.events import ComplianceItemDecided
from huiwu.compliance.models import ComplianceItem
from huiwu.compliance.queries.ground import Ground, ItemSpec
from huiwu.compliance.queries.items import item_specs
from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import Meeting

SHORTEST_NOTE = 4


@transaction.atomic
def decide_item(
    *,
    actor: Actor,
    meeting: Meeting,
    key: str,
    decision: str,
    seal: str,
    revision: int,
    note: str = "",
    attachment: StoredFile | None = None,
) -> ComplianceItem:
    """Write who decided what, when and on which basis. `seal` is that of the item as it was shown.

    Without a new attachment the former one stays. Raises FactsChanged, RuleForbids, InvalidInput (a note is needed for
    anything but 通过), StaleEdit, NotFound.
    """
    require(actor, "compliance.decide", meeting)
    spec = _spec(meeting, key)
    if spec.seal != seal:
        raise FactsChanged
    _must_be_whole(decision, note)
    former = ComplianceItem.objects.filter(meeting=meeting, key=key).first()
    kept = attachment or (former.attachment if former else None)
    if decision == Decision.PASS and spec.forbids and not (spec.or_file and kept):
        raise RuleForbids(item=spec.title, why=spec.forbids)
    values = {
        "decision": decision,
        "note": note.strip()[:2000],
        "basis": spec.basis,
        "attachment": kept,
        "seal": seal,
        "decided_by": actor.user,
        "decided_at": clock.now(),
    }
    row = _write(meeting, key, revision, values)
    fact = ComplianceItemDecided(meeting_id=meeting.pk, item_id=row.pk, key=key, decision=decision)
    record(fact, actor=actor, org_id=meeting.org_id)
    return row


def _spec(meeting: Meeting, key: str) -> ItemSpec:
    found = next((spec for spec in item_specs(Ground.of(meeting)) if spec.key == key), None)
    if found is None:
        raise NotFound
    return found


def _must_be_whole(decision: str, note: str) -> None:
    if decision not in Decision.values:
        raise InvalidInput(fields={"decision": [_("请选择判断结果")]}, detail=_("请选择判断结果。"))
    if decision != Decision.PASS and len(note.strip()) < SHORTEST_NOTE:
        raise InvalidInput(
            fields={"note": [_("判为需整改或不适用，须写明理由（至少 4 个字）")]}, detail=_("请写明理由。")
        )


def _write(meeting: Meeting, key: str, revision: int, values: dict[str, object]) -> ComplianceItem:
    if revision == 0:
        try:
            with transaction.atomic():
                return ComplianceItem.objects.create(meeting=meeting, key=key, **values)
        except IntegrityError:  # a colleague judged it in between
            raise _stale(meeting, key) from None
    fresh = ComplianceItem.objects.filter(meeting=meeting, key=key, revision=revision)
    if not fresh.update(**values, revision=F("revision") + 1, updated_at=clock.now()):
        raise _stale(meeting, key)
    return ComplianceItem.objects.get(meeting=meeting, key=key)


def _stale(meeting: Meeting, key: str) -> StaleEdit:
    row = ComplianceItem.objects.select_related("decided_by").filter(meeting=meeting, key=key).first()
    return StaleEdit(theirs=row, who=row.decided_by.name if row and row.decided_by else _("同事"))
