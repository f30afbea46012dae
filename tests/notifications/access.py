"""Who may do what at the addresses of what goes outside; the rest of notifications stands in tests/access/table.py."""

from __future__ import annotations

from typing import Any

from django.core import signing

from huiwu.notifications.models import SmsTemplate
from huiwu.notifications.outside.suppressing import SALT, hash_of
from huiwu.notifications.services import add_bot, set_outside, suppress_address
from tests.access.may import HEADS, OUR_HEADS, PUBLIC, May, act, both, page

ROWS: dict[str, May] = {
    "notifications:ways": both(HEADS),
    "notifications:new_text": both(HEADS),
    "notifications:text": both(OUR_HEADS, at={"template_id": "notifications_text_id"}),
    "notifications:add_bot": act(HEADS),
    "notifications:bot": both(OUR_HEADS, at={"bot_id": "notifications_bot_id"}),
    "notifications:remove_bot": act(OUR_HEADS, at={"bot_id": "notifications_bot_id"}),
    "notifications:release": act(OUR_HEADS, at={"suppression_id": "notifications_suppression_id"}),
    "notifications:sms_report": act(PUBLIC, at={"token": "notifications_report_token"}),
    "notifications:bounce": act(PUBLIC, at={"token": "notifications_report_token"}),
    "notifications:unsubscribe": page(PUBLIC, own=True, at={"token": "notifications_leave_token"}),
}


def fill(world: Any) -> None:
    """An SMS text, a bot, an address on the list, the address for reports, a link to unsubscribe."""
    cast, ids = world.cast, world.ids
    owner, org = cast.actor("owner"), cast.org
    own = set_outside(actor=owner, org_id=org.pk, revision=1, values={"is_test": True})
    ids["notifications_report_token"] = own.report_token
    ids["notifications_text_id"] = SmsTemplate.objects.create(org=org, code="x", title="x", text="x").pk
    hook = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x"
    ids["notifications_bot_id"] = add_bot(actor=owner, org_id=org.pk, name="群", provider="wecom", webhook=hook).pk
    kept = suppress_address(actor=owner, org_id=org.pk, channel="email", address="leave@example.test")
    ids["notifications_suppression_id"] = kept.pk
    parts = [org.pk.hex, "email", hash_of("email", "x@example.test"), "x••••@example.test"]
    ids["notifications_leave_token"] = signing.dumps(parts, salt=SALT, compress=True)
