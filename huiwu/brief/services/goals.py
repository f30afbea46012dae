"""Goals judged at the end (SOP P03, A15)."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.brief.choices import GoalOutcome
from huiwu.brief.errors import GoalNotAgreed
from huiwu.brief.events import GoalJudged
from huiwu.brief.models import GoalResult
from huiwu.brief.queries.briefs import signed_brief
from huiwu.brief.rules import goals, meets
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings.models import Meeting


@transaction.atomic
def judge_goal(
    *, actor: Actor, meeting: Meeting, metric: str, value: str, outcome: str = "", note: str = "", revision: int = 0
) -> GoalResult:
    """Write down how one goal of the signed brief came out; `value` as measured.

    Without `outcome` it is judged from target and value where both are numbers of one unit. `revision` 0 for the first
    judgement, else that of the result corrected. Raises GoalNotAgreed, StaleEdit, InvalidInput.
    """
    require(actor, "brief.judge", meeting)
    version = signed_brief(meeting)
    goal = next((row for row in goals(version.content) if row["metric"] == metric), None) if version else None
    if version is None or goal is None:
        raise GoalNotAgreed
    columns = {
        "version_id": version.pk,
        "target": goal["target"][:200],
        "measure": goal["measure"][:300],
        "value": value.strip(),
        "outcome": _outcome(goal["target"], value.strip(), outcome, note),
        "note": note.strip()[:2000],
        "judged_by_id": actor.id,
        "judged_at": clock.now(),
    }
    made = _write(meeting, metric[:200], revision, columns)
    record(
        GoalJudged(meeting_id=meeting.pk, result_id=made.pk, outcome=made.outcome), actor=actor, org_id=meeting.org_id
    )
    return made


def _write(meeting: Meeting, metric: str, revision: int, columns: dict[str, object]) -> GoalResult:
    mine = GoalResult.objects.filter(meeting=meeting, metric=metric)
    if revision:
        if not mine.filter(revision=revision).update(**columns, revision=F("revision") + 1, updated_at=clock.now()):
            raise _stale(meeting, metric)
        return mine.get()
    try:
        with transaction.atomic():
            return GoalResult.objects.create(meeting=meeting, metric=metric, **columns)
    except IntegrityError:  # judged by somebody else in between
        raise _stale(meeting, metric) from None


def _stale(meeting: Meeting, metric: str) -> StaleEdit:
    theirs = GoalResult.objects.select_related("judged_by").filter(meeting=meeting, metric=metric).first()
    return StaleEdit(theirs=theirs, who=theirs.judged_by.name if theirs and theirs.judged_by else _("同事"))


def _outcome(target: str, value: str, outcome: str, note: str) -> str:
    if len(value) > 200:
        raise InvalidInput({"value": [_("最多 200 个字。")]}, detail=_("实测值过长。"))
    if outcome and outcome not in GoalOutcome.values:
        raise InvalidInput({"outcome": [_("请从所列的结论里选。")]}, detail=_("没有这个结论。"))
    if outcome == GoalOutcome.UNMEASURED and not note.strip():
        raise InvalidInput({"note": [_("请写明为什么没有测量。")]}, detail=_("未能测量须写明原因。"))
    if not value and outcome != GoalOutcome.UNMEASURED:
        raise InvalidInput({"value": [_("请填写实测值；没有测量的选“未能测量”并说明原因。")]}, detail=_("缺少实测值。"))
    if outcome:
        return outcome
    reached = meets(target, value)
    if reached is None:
        raise InvalidInput({"outcome": [_("目标值与实测值不能自动比较，请选择结论。")]}, detail=_("请选择结论。"))
    return GoalOutcome.MET if reached else GoalOutcome.MISSED
