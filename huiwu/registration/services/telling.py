"""People are told what became of their registration, with the link to their own page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiwu.attendees.services import personal_link
from huiwu.attendees.services.short_codes import short_codes
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import require
from huiwu.notifications.services import Letter, send_outside
from huiwu.registration.choices import OfferState, State
from huiwu.registration.models import Registration, WaitlistOffer

OCCASIONS = {
    State.CONFIRMED: "confirmed",
    State.WAITLISTED: "waitlisted",
    State.PENDING: "pending",
    State.OFFERED: "offered",
    State.REFUSED: "refused",
    State.CANCELLED: "cancelled",
}


@transaction.atomic
def tell_state(*, actor: Actor, registration_id: UUID, occasion: str) -> int:
    """Write to the person's e-mail, else phone: the state, and the link where they see, change or cancel it.

    `occasion` (the fact's id) makes repeating harmless. 0 when nothing can be reached, or the state has moved on.
    """
    found = Registration.objects.select_related("meeting__org", "attendee__meeting__org", "category", "group")
    row = found.filter(pk=registration_id).first()
    if row is None or not row.attendee.is_active:
        return 0
    require(actor, "registration.decide", row.meeting)
    person = row.attendee
    channel, to = ("email", person.email) if person.email else ("sms", person.mobile)
    if not to:
        return 0
    _link, token = personal_link(actor=actor, attendee=person)
    with override(row.language):
        letter = _letter(row, channel, to, settings.BASE_URL + reverse("attendees:own", args=[token]), occasion)
    send_outside(actor=actor, letter=letter, meeting=row.meeting)
    return 1


def _letter(row: Registration, channel: str, to: str, address: str, occasion: str) -> Letter:
    what = OCCASIONS[State(row.state)]
    key = f"registration.{what}:{row.pk}:{occasion}"
    about: dict[str, Any] = {
        "about_kind": "registration",
        "about_id": row.pk,
        "is_essential": True,
        "language": row.language,
    }
    if (
        channel == "sms"
    ):  # no links in variables of a text message (EX-104): six letters after our own address lead to the page
        code = short_codes(attendees=[row.attendee])[row.attendee_id]
        variables = {"meeting": row.meeting.name[:20], "number": row.number, "code": code}
        return Letter(
            key=key,
            channel=channel,
            to=to,
            name=row.attendee.display_name,
            template=f"registration.{what}",
            variables=variables,
            **about,
        )
    subject, sentence = _words(row, what)
    hello = _("{name}，您好：").format(name=row.attendee.display_name)
    own = _("您的个人页面（票码、修改、取消、个人信息）：")
    keep = _("请不要把这个链接转发给别人。")
    return Letter(
        key=key,
        channel=channel,
        to=to,
        name=row.attendee.display_name,
        subject=subject,
        body="\n\n".join([hello, sentence, f"{own}\n{{link}}", keep]),
        secrets={"link": address},
        **about,
    )


def _words(row: Registration, what: str) -> tuple[str, str]:
    values = {"meeting": row.meeting.name, "number": row.number, "category": row.category.words(row.language)}
    values |= {"reason": row.decision_reason, "until": _until(row)}
    subjects = {
        "confirmed": _("报名成功：{meeting}"),
        "waitlisted": _("已进入候补：{meeting}"),
        "pending": _("报名已收到，等待审核：{meeting}"),
        "offered": _("有名额了，请答复：{meeting}"),
        "refused": _("报名未通过：{meeting}"),
        "cancelled": _("报名已取消：{meeting}"),
    }
    sentences = {
        "confirmed": _("您报名的“{meeting}”（{category}）已经确认，报名号 {number}。入场请出示个人页面上的票码。"),
        "waitlisted": _("“{meeting}”（{category}）名额已满，您已进入候补，报名号 {number}。有名额时会立即告诉您。"),
        "pending": _("您报名的“{meeting}”（{category}）已收到，报名号 {number}。审核结果会告诉您。"),
        "offered": _("“{meeting}”（{category}）有名额了，请在 {until} 前打开下面的页面确认，逾期名额给下一位。"),
        "refused": _("您报名的“{meeting}”（{category}）没有通过审核：{reason}"),
        "cancelled": _("您在“{meeting}”（{category}）的报名已经取消。"),
    }
    return subjects[what].format_map(values), sentences[what].format_map(values)


def _until(row: Registration) -> str:
    if row.state != State.OFFERED:
        return ""
    offer = WaitlistOffer.objects.filter(registration=row, state=OfferState.OPEN).first()
    return f"{offer.expires_at.astimezone(row.meeting.zone):%Y-%m-%d %H:%M}" if offer else ""
