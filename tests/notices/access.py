"""Who may do what at the addresses of notices."""

from __future__ import annotations

from typing import Any

from huiwu.attendees.services import AttendeeValues, add_attendee, personal_link
from huiwu.notices.models import NoticeRecipient
from huiwu.notices.services import NoticeValues, approve_notice, draft_notice, save_template, send_notice, spread
from tests.access.may import HEADS, LEADS, MEMBERS, OUR_HEADS, PUBLIC, May, act, both, page

WRITERS = LEADS | {"data_admin", "secretariat", "guest_team"}
READERS = WRITERS | {"check_in_team"}
LOST = {"notice_id": "notices_sent_id", "recipient_id": "notices_recipient_id"}

ROWS: dict[str, May] = {
    "notices:notices": page(READERS),
    "notices:new": both(WRITERS),
    "notices:notice": page(READERS, at={"notice_id": "notices_notice_id"}),
    "notices:edit": both(WRITERS, at={"notice_id": "notices_notice_id"}),
    "notices:approve": act(LEADS, at={"notice_id": "notices_notice_id"}),
    "notices:ask": act(LEADS, at={"notice_id": "notices_notice_id"}),
    "notices:send": both(LEADS, at={"notice_id": "notices_notice_id"}),
    "notices:withdraw": act(LEADS, at={"notice_id": "notices_notice_id"}),
    "notices:again": act(LEADS, at=LOST),
    "notices:templates": page(MEMBERS),
    "notices:new_template": both(HEADS),
    "notices:template": both(OUR_HEADS, at={"template_id": "notices_template_id"}),
    "notices:retire_template": act(OUR_HEADS, at={"template_id": "notices_template_id"}),
    "notices:own": page(PUBLIC, own=True, at={"token": "notices_token", "recipient_id": "notices_own_id"}),
}


def fill(world: Any) -> None:
    """A draft, one that went to somebody with e-mail and somebody without, a template, a person's own link."""
    cast = world.cast
    lead, meeting = cast.actor("lead"), cast.meeting
    values = NoticeValues(title="通知", channel="email", subject="会议通知", text="尊敬的{name}，会议即将开始。")
    world.ids["notices_notice_id"] = draft_notice(actor=lead, meeting=meeting, values=values).pk
    people = [
        add_attendee(
            actor=lead,
            meeting=meeting,
            values=AttendeeValues(display_name=name, email=email, presence="confirmed", salutation="先生"),
        )
        for name, email in (("周一", "zhouyi@example.test"), ("郑二", ""))
    ]
    sent = draft_notice(actor=lead, meeting=meeting, values=values)
    approve_notice(actor=lead, notice_id=sent.pk, revision=1)
    send_notice(actor=lead, notice_id=sent.pk, waived_reason="改期")
    spread(notice_id=sent.pk)
    world.ids["notices_sent_id"] = sent.pk
    world.ids["notices_recipient_id"] = NoticeRecipient.objects.get(notice=sent, attendee=people[1]).pk
    world.ids["notices_own_id"] = NoticeRecipient.objects.get(notice=sent, attendee=people[0]).pk
    world.ids["notices_token"] = personal_link(actor=lead, attendee=people[0])[1]
    text = {"title": "常用", "batch": "first", "channel": "email", "subject": "s", "text": "t", "sms_code": ""}
    world.ids["notices_template_id"] = save_template(actor=cast.actor("owner"), org_id=meeting.org_id, values=text).pk
