"""The demo's registration: written, confirmed by the client, open from T-40 until the first printing; people register."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from huiwu.accounts.choices import Role
from huiwu.attendees.choices import Presence
from huiwu.attendees.models import Attendee
from huiwu.documents.services import sign_version
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock
from huiwu.registration import services
from huiwu.registration.checks import first_deadline
from huiwu.registration.services import Submission

OPENS, PEOPLE, ROOM = 40, 12, 2000
"""T-40 (SOP P16); so many register; room for many more, so that the page can be tried out."""


@demo(47)
def register(ctx: DemoContext) -> None:
    """Nothing before T-40. Those who register are people of the list: nobody is invented twice."""
    opens_on = ctx.meeting.start_on - timedelta(days=OPENS)
    if ctx.today < opens_on:
        return
    keeper = Actor.of_user(ctx.cast.get(Role.DATA_ADMIN) or ctx.cast[Role.PROJECT_MANAGER])
    closes_on = min(first_deadline(ctx.meeting)[0], ctx.meeting.start_on - timedelta(days=10))
    with clock.at(moment(opens_on, 9)):
        _open(ctx, keeper, closes_on)
    for nth, person in enumerate(_people(ctx)):
        day = min(opens_on + timedelta(days=1 + nth), closes_on - timedelta(days=1), ctx.today)
        with clock.at(moment(day, 10)):
            _one(ctx, keeper, person)
    if ctx.today > closes_on:
        with clock.at(moment(closes_on, 18)):
            services.close_registration(actor=keeper, meeting=ctx.meeting)


def _open(ctx: DemoContext, keeper: Actor, closes_on: date) -> None:
    lead = Actor.of_user(ctx.cast[Role.PROJECT_MANAGER])
    form = services.begin_form(actor=keeper, meeting=ctx.meeting)
    values: dict[str, Any] = {"closes_at": moment(closes_on, 18), "verification": "sms", "offer_hours": 24}
    services.save_settings(actor=keeper, meeting=ctx.meeting, revision=form.revision, values=values)
    contact = ctx.meeting.client.contacts.order_by("-is_approver", "order").first() if ctx.meeting.client else None
    name = contact.name if contact else "客户"
    version, link, _token = services.send_form_for_signature(
        actor=lead, meeting=ctx.meeting, revision=form.document.revision, person=name, note="字段只收参会必需的信息"
    )
    sign_version(
        actor=Actor.of_link(link, address="203.0.113.20", agent="demo"),
        version_id=version.pk,
        seen_hash=version.content_hash,
        person_name=name,
        person_title=contact.title if contact else "",
    )
    services.open_registration(actor=lead, meeting=ctx.meeting)
    services.set_quota(actor=keeper, meeting=ctx.meeting, kind="total", limit=ctx.people + ROOM)


def _people(ctx: DemoContext) -> list[Attendee]:
    """Confirmed representatives with a phone, a dozen at most."""
    rows = Attendee.objects.filter(meeting=ctx.meeting, presence=Presence.CONFIRMED, merged_into=None, erased_at=None)
    return [row for row in rows.exclude(mobile="").order_by("number")[:80] if "representative" in row.roles][:PEOPLE]


def _one(ctx: DemoContext, keeper: Actor, person: Attendee) -> None:
    answers = {key: getattr(person, key) for key in ("display_name", "org_name", "title", "mobile", "email")}
    answers["org_name"] = answers["org_name"] or "个人"
    one = Submission(category="general", answers=answers, consents=("participation",), came_by="公众号")
    services.submit_registration(actor=keeper, meeting=ctx.meeting, submission=one)
