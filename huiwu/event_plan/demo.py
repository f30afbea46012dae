"""A believable plan for the demo meeting: written section by section, sent and signed through the real services."""

from __future__ import annotations

from datetime import date, timedelta

from huiwu.accounts.choices import Role
from huiwu.brief.queries.briefs import signed_brief
from huiwu.brief.rules import told
from huiwu.documents.fourstate_sections import section_of, section_seal
from huiwu.documents.models import Document, Version
from huiwu.documents.services import sign_version
from huiwu.event_plan.demo_content import content_for
from huiwu.event_plan.schema import SCHEMA
from huiwu.event_plan.services import open_plan, save_plan_section, send_plan_for_signature
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock
from huiwu.planning.demo import window


@demo(40)
def build(ctx: DemoContext) -> None:
    """A draft from the day P06 begins; a version with the client two days before it ends; signed on its last day.

    `ctx.script["event_plan"]` maps field keys to values (or to a whole four-state field) that replace the invented
    ones; `ctx.script["event_plan_state"]` (none, draft, review, signed) overrules what the day would give.
    """
    first, last = _window(ctx)
    state = ctx.script.get("event_plan_state") or _state(ctx.today, first, last)
    if state == "none":
        return
    planner = Actor.of_user(ctx.cast.get(Role.PLANNER) or ctx.cast[Role.PROJECT_MANAGER])
    with clock.at(moment(min(first, ctx.today), 9)):
        document = _written(ctx, planner)
    if state in ("review", "signed"):
        sent_on = min(max(first, last - timedelta(days=2)), ctx.today)
        with clock.at(moment(sent_on, 10)):
            version, holder = _sent(ctx, document)
        if state == "signed":
            with clock.at(moment(min(max(last, sent_on), ctx.today), 15)):
                _signed(version, holder)
    document.refresh_from_db()
    ctx.made["event_plan"] = document


def _window(ctx: DemoContext) -> tuple[date, date]:
    """When the meeting's own schedule writes the plan; without one, as the SOP has it (T-50 to T-42)."""
    return window(ctx, "P06", (50, 42))


def _state(today: date, first: date, last: date) -> str:
    if today < first:
        return "none"
    if today >= last:
        return "signed"
    return "review" if today >= last - timedelta(days=2) else "draft"


def _written(ctx: DemoContext, planner: Actor) -> Document:
    brief = signed_brief(ctx.meeting)
    ceiling = told(brief.content, "budget_total") if brief else None
    document = open_plan(actor=planner, meeting=ctx.meeting)
    document.meeting = ctx.meeting
    content = content_for(document.draft, ctx.meeting, ctx.people, ceiling, ctx.script.get("event_plan", {}))
    for section in SCHEMA.sections:
        document.refresh_from_db(fields=["draft", "revision"])
        fields = section_of(SCHEMA, content, section.key)
        if fields:
            seal = section_seal(SCHEMA, document.draft, section.key)
            save_plan_section(actor=planner, document_id=document.pk, section=section.key, seal=seal, fields=fields)
    document.refresh_from_db()
    return document


def _sent(ctx: DemoContext, document: Document) -> tuple[Version, Actor]:
    lead = Actor.of_user(ctx.cast[Role.PROJECT_MANAGER])
    contacts = list(ctx.meeting.client.contacts.all()) if ctx.meeting.client else []
    person = next((c for c in contacts if c.is_approver), contacts[0] if contacts else None)
    version, link, _token = send_plan_for_signature(
        actor=lead,
        document_id=document.pk,
        revision=document.revision,
        person=person.name if person else "客户",
        recipient=(person.email or person.phone) if person else "",
        note="按需求简报与会务组分工编制的第一版",
    )
    return version, Actor.of_link(link, address="203.0.113.20", agent="demo")


def _signed(version: Version, holder: Actor) -> None:
    sign_version(actor=holder, version_id=version.pk, seen_hash=version.content_hash, person_name=holder.name)
