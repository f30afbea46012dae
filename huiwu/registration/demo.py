"""The demo's registration: written, confirmed by the client, open until the first printing; people register."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from huiwu.accounts.choices import Role
from huiwu.accounts.models import ScopedLink
from huiwu.attendees.models import Attendee
from huiwu.documents.models import Version
from huiwu.documents.services import sign_version
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock
from huiwu.planning.demo import window
from huiwu.registration import services
from huiwu.registration.checks import first_deadline
from huiwu.registration.services import Proof, Submission

P16 = (40, 10)
LAST_ENTRIES, ROOM = 10, 2000
"""Closed so many days before the start, where nothing is printed sooner; room for many more, so that the page can be
tried out."""


@demo(47)
def register(ctx: DemoContext) -> None:
    """Written as P16 begins, confirmed by the client and opened the day after. Those who register are people of the list
    who have not answered yet: nobody is invented twice."""
    first, last = window(ctx, "P16", P16)
    if first > ctx.today:
        return
    opens_on = first + timedelta(days=1)
    at_last = max(last, ctx.meeting.start_on - timedelta(days=LAST_ENTRIES))
    closes_on = max(min(first_deadline(ctx.meeting)[0], at_last), opens_on + timedelta(days=1))
    with clock.at(moment(first, 10)):
        version, link = _write(ctx, closes_on)
    if opens_on > ctx.today:
        return
    with clock.at(moment(opens_on, 9)):
        _open(ctx, version, link)
    for nth, person in enumerate(_people(ctx)):
        day = min(opens_on + timedelta(days=1 + nth // 2), closes_on - timedelta(days=1))
        if day <= ctx.today:
            with clock.at(moment(day, 10 + nth % 8)):
                _one(ctx, person)
    if ctx.today > closes_on:
        with clock.at(moment(closes_on, 18)):
            services.close_registration(actor=_keeper(ctx), meeting=ctx.meeting)


def _keeper(ctx: DemoContext) -> Actor:
    return Actor.of_user(ctx.cast.get(Role.DATA_ADMIN) or ctx.cast[Role.PROJECT_MANAGER])


def _lead(ctx: DemoContext) -> Actor:
    return Actor.of_user(ctx.cast[Role.PROJECT_MANAGER])


def _write(ctx: DemoContext, closes_on: date) -> tuple[Version, ScopedLink]:
    form = services.begin_form(actor=_keeper(ctx), meeting=ctx.meeting)
    values: dict[str, Any] = {"closes_at": moment(closes_on, 18), "verification": "sms", "offer_hours": 24}
    services.save_settings(actor=_keeper(ctx), meeting=ctx.meeting, revision=form.revision, values=values)
    contact = ctx.meeting.client.contacts.order_by("-is_approver", "order").first() if ctx.meeting.client else None
    version, link, _token = services.send_form_for_signature(
        actor=_lead(ctx),
        meeting=ctx.meeting,
        revision=form.document.revision,
        person=contact.name if contact else "客户",
        note="字段只收参会必需的信息",
    )
    return version, link


def _open(ctx: DemoContext, version: Version, link: ScopedLink) -> None:
    contact = ctx.meeting.client.contacts.order_by("-is_approver", "order").first() if ctx.meeting.client else None
    sign_version(
        actor=Actor.of_link(link, address="203.0.113.20", agent="demo"),
        version_id=version.pk,
        seen_hash=version.content_hash,
        person_name=contact.name if contact else "客户",
        person_title=contact.title if contact else "",
    )
    services.open_registration(actor=_lead(ctx), meeting=ctx.meeting)
    services.set_quota(actor=_keeper(ctx), meeting=ctx.meeting, kind="total", limit=ctx.people + ROOM)


def _people(ctx: DemoContext) -> list[Attendee]:
    """Representatives left to the page by the demo of the people (`ctx.made["by_form"]`)."""
    rows = Attendee.objects.filter(pk__in=ctx.made.get("by_form", ()), merged_into=None, erased_at=None)
    return list(rows.order_by("number"))


def _one(ctx: DemoContext, person: Attendee) -> None:
    """By themselves on the phone, with the code that was sent to it."""
    answers = {key: getattr(person, key) for key in ("display_name", "org_name", "title", "mobile", "email")}
    answers["org_name"] = answers["org_name"] or "个人"
    services.submit_registration(
        actor=Actor("link", None, "", address="203.0.113.21", agent="demo"),
        meeting=ctx.meeting,
        submission=Submission(
            category="general",
            answers=answers,
            consents=("participation",),
            came_by="公众号",
            proof=Proof("sms", person.mobile),
        ),
    )
