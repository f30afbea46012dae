"""What people do with a step: begin, complete, reopen, note, assign, share out, pin to days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import IO
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.files import keep_file
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import can, require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import TeamMember
from huiwu.planning.bridge import rows
from huiwu.planning.bridge.wording import listed
from huiwu.planning.choices import SOP_BASIS, DoneHow, GateParty, StepStatus
from huiwu.planning.errors import (
    EvidenceMissing,
    GateClosed,
    NoteNeeded,
    PredecessorOpen,
    RaciBroken,
    StepNotOpen,
)
from huiwu.planning.events import (
    StepAssigned,
    StepCompleted,
    StepNoted,
    StepPinned,
    StepReopened,
    StepRolesChanged,
    StepStarted,
    StepUnpinned,
)
from huiwu.planning.models import OPEN_STATUSES, Step, StepNote, StepRole
from huiwu.planning.queries.evidence import Reading, kinds_of, unconfirmed
from huiwu.planning.services.revisions import touch

Photo = IO[bytes]
"""An upload: bytes with a `name`."""


def step_for(step_id: UUID) -> Step:
    """The step with its plan and meeting; NotFound when there is none."""
    found = Step.objects.select_related("plan__meeting").defer("plan__snapshot").filter(pk=step_id).first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def start_step(*, actor: Actor, step_id: UUID) -> Step:
    """It has begun; steps that wait for its start may begin too. Again: nothing happens."""
    step = step_for(step_id)
    require(actor, "planning.work_on_step", step)
    if not step.is_open:
        raise StepNotOpen(step=step, state=step.get_status_display())
    if step.status == StepStatus.DOING:
        return step
    touch(step.plan_id)
    if Step.objects.filter(pk=step.pk, status=StepStatus.TODO).update(status=StepStatus.DOING):
        record(StepStarted(meeting_id=step.plan.meeting_id, step_id=step.pk, code=step.code), actor=actor)
    step.refresh_from_db()
    return step


@transaction.atomic
def complete_step(
    *, actor: Actor, step_id: UUID, note: str = "", photo: Photo | None = None, override: str = ""
) -> Step:
    """A named person says that it is done, with a note or a photo.

    Refused where the step completes from data that is not there (EvidenceMissing), what it waits for is open
    (PredecessorOpen) — both unless one who leads gives the reason in `override`, never for an SOP gate — or its gate is
    closed (GateClosed). The second of two people gets StepNotOpen.
    """
    step = step_for(step_id)
    require(actor, "planning.work_on_step", step)
    if not step.is_open:
        raise StepNotOpen(step=step, state=step.get_status_display())
    how = _how_it_may_be_done(actor, step, override.strip())
    if not (note.strip() or photo or override.strip()):
        raise NoteNeeded(step=step)
    now = clock.now()
    touch(step.plan_id)
    done = Step.objects.filter(pk=step.pk, status__in=OPEN_STATUSES).update(
        status=StepStatus.DONE,
        done_at=now,
        done_on=clock.today(step.plan.meeting.time_zone),
        done_by=actor.user,
        done_how=how,
        done_note=(override or note).strip()[:500],
        revision=F("revision") + 1,
    )
    if not done:
        raise StepNotOpen(step=step, state=StepStatus.DONE.label)
    if note.strip() or photo:
        _keep_note(actor, step, note, photo)
    record(StepCompleted(meeting_id=step.plan.meeting_id, step_id=step.pk, code=step.code, how=how), actor=actor)
    step.refresh_from_db()
    return step


def _how_it_may_be_done(actor: Actor, step: Step, override: str) -> str:
    reading = Reading.of(step.plan)
    codes = reading.codes_of(step)
    for gate in unconfirmed(reading, codes):
        raise GateClosed(gate=gate.code, name=gate.title, party=GateParty(gate.party).label)
    missing = [k for k in kinds_of(codes) if not reading.state(k).present]
    before = _open_before(step)
    if not missing and not before:
        return DoneHow.PERSON
    is_sop = any(g.basis == SOP_BASIS for c in codes if (g := reading.gates.get(reading.steps[c].gate_code)))
    if override and not is_sop:
        require(actor, "planning.override", step.plan.meeting)
        return DoneHow.OVERRIDE
    if missing:
        raise EvidenceMissing(step=step, missing=listed(k.title for k in missing))
    if override and can(actor, "planning.override", step.plan.meeting):
        return DoneHow.OVERRIDE
    raise PredecessorOpen(step=step, missing=listed(before))


def _open_before(step: Step) -> list[str]:
    """What has to be finished, or at least begun, before the step can be done."""
    needs = step.needs.select_related("on").order_by("on__code")
    return [
        str(need.on)
        for need in needs
        if (need.start_only and need.on.status == StepStatus.TODO) or (not need.start_only and need.on.is_open)
    ]


@transaction.atomic
def reopen_step(*, actor: Actor, step_id: UUID, reason: str) -> Step:
    """Those who lead take a completion back; what was noted stays. Data may complete it again."""
    step = step_for(step_id)
    require(actor, "planning.override", step.plan.meeting)
    if not reason.strip():
        raise NoteNeeded(step=step)
    touch(step.plan_id)
    values = {
        "status": StepStatus.DOING,
        "done_at": None,
        "done_on": None,
        "done_by": None,
        "done_how": "",
        "done_note": "",
    }
    if not Step.objects.filter(pk=step.pk, status=StepStatus.DONE).update(**values, revision=F("revision") + 1):
        raise StepNotOpen(step=step, state=step.get_status_display())
    _keep_note(actor, step, reason, None)
    record(StepReopened(meeting_id=step.plan.meeting_id, step_id=step.pk, code=step.code), actor=actor)
    step.refresh_from_db()
    return step


@transaction.atomic
def add_note(*, actor: Actor, step_id: UUID, text: str = "", photo: Photo | None = None) -> StepNote:
    """A note or photo on the step; it does not complete it."""
    step = step_for(step_id)
    require(actor, "planning.work_on_step", step)
    if not text.strip() and photo is None:
        raise NoteNeeded(step=step)
    return _keep_note(actor, step, text, photo)


def _keep_note(actor: Actor, step: Step, text: str, photo: Photo | None) -> StepNote:
    kept = None
    if photo is not None:
        name = getattr(photo, "name", "") or step.code
        kept = keep_file(photo, name=name, meeting_id=step.plan.meeting_id, kept_by=actor.id)
    note = StepNote.objects.create(step=step, text=text.strip(), file=kept, by=actor.user, at=clock.now())
    fact = StepNoted(meeting_id=step.plan.meeting_id, step_id=step.pk, code=step.code, note_id=note.pk)
    record(fact, actor=actor)
    return note


@transaction.atomic
def assign_step(*, actor: Actor, step_id: UUID, owner_id: UUID | None) -> Step:
    """Give the step or task to a person of the meeting's team, or to nobody. The same again: nothing happens."""
    step = step_for(step_id)
    require(actor, "planning.edit", step.plan.meeting)
    refuse_outsider(step.plan.meeting_id, owner_id)
    if step.owner_id == owner_id:
        return step
    Step.objects.filter(pk=step.pk).update(owner_id=owner_id, revision=F("revision") + 1)
    fact = StepAssigned(meeting_id=step.plan.meeting_id, step_id=step.pk, code=step.code, owner_id=owner_id)
    record(fact, actor=actor)
    step.refresh_from_db()
    return step


@transaction.atomic
def unassign_all_steps(*, actor: Actor, org_id: UUID, user_id: UUID) -> int:
    """The open steps and tasks of a person who left the organisation have no owner any more; their number.

    Work that is done keeps its owner.
    """
    require(actor, "accounts.administer", org_id)
    theirs = Step.objects.filter(plan__meeting__org_id=org_id, owner_id=user_id, status__in=OPEN_STATUSES)
    steps = list(theirs.select_related("plan"))
    Step.objects.filter(pk__in=[step.pk for step in steps]).update(owner=None, revision=F("revision") + 1)
    for step in steps:
        fact = StepAssigned(meeting_id=step.plan.meeting_id, step_id=step.pk, code=step.code, owner_id=None)
        record(fact, actor=actor, org_id=org_id)
    return len(steps)


def refuse_outsider(meeting_id: UUID, user_id: UUID | None) -> None:
    """InvalidInput unless the person is on the meeting's team."""
    if user_id is not None and not TeamMember.objects.filter(meeting_id=meeting_id, user_id=user_id).exists():
        raise InvalidInput({"owner": [_("这个人不在本会议的会务组里，请先加入会务组。")]})


@transaction.atomic
def set_roles(*, actor: Actor, step_id: UUID, roles: Iterable[tuple[str, str, UUID | None]]) -> Step:
    """Replace the step's RACI rows: (letter, role code or "", user or None). Raises RaciBroken unless exactly one A, one R or more."""
    step = step_for(step_id)
    require(actor, "planning.edit", step.plan.meeting)
    wanted = list(dict.fromkeys(roles))
    for _letter, _role, user_id in wanted:
        refuse_outsider(step.plan.meeting_id, user_id)
    faults = rows.raci_faults(((step.code, role or str(user), letter) for letter, role, user in wanted), [step.code])
    if faults:
        raise RaciBroken(step=step, why=faults[0][1])
    step.roles.all().delete()
    StepRole.objects.bulk_create(StepRole(step=step, letter=x, role=r, user_id=u) for x, r, u in wanted)
    record(StepRolesChanged(meeting_id=step.plan.meeting_id, step_id=step.pk, code=step.code), actor=actor)
    return step


@transaction.atomic
def pin_step(*, actor: Actor, step_id: UUID, revision: int, start_on: date, finish_on: date) -> Step:
    """Set the planned days by hand; re-planning keeps them. Raises StaleEdit when somebody changed the step since."""
    step = step_for(step_id)
    require(actor, "planning.edit", step.plan.meeting)
    if finish_on < start_on:
        raise InvalidInput({"finish_on": [_("完成日早于开始日。")]})
    if not step.is_open:
        raise StepNotOpen(step=step, state=step.get_status_display())
    touch(step.plan_id)
    days = {"start_on": start_on, "finish_on": finish_on, "is_pinned": True}
    if not Step.objects.filter(pk=step.pk, revision=revision).update(**days, revision=F("revision") + 1):
        theirs = {"start_on": step.start_on, "finish_on": step.finish_on, "revision": step.revision}
        raise StaleEdit(theirs, who=_("别人"))
    fact = StepPinned(
        meeting_id=step.plan.meeting_id, step_id=step.pk, code=step.code, start_on=start_on, finish_on=finish_on
    )
    record(fact, actor=actor)
    step.refresh_from_db()
    return step


@transaction.atomic
def unpin_step(*, actor: Actor, step_id: UUID) -> Step:
    """Let re-planning move the step again; its days stay until then."""
    step = step_for(step_id)
    require(actor, "planning.edit", step.plan.meeting)
    if not step.is_pinned:
        return step
    touch(step.plan_id)
    if Step.objects.filter(pk=step.pk, is_pinned=True).update(is_pinned=False, revision=F("revision") + 1):
        record(StepUnpinned(meeting_id=step.plan.meeting_id, step_id=step.pk, code=step.code), actor=actor)
    step.refresh_from_db()
    return step
