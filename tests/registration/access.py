"""Who may open the pages of registration."""

from __future__ import annotations

from typing import Any

from huiwu.attendees.services import personal_link
from huiwu.foundation.actors import SYSTEM
from huiwu.registration import services
from huiwu.registration.models import Quota
from huiwu.registration.services import GroupSubmission
from tests.access.may import LEADS, PUBLIC, TEAM, May, act, both, page
from tests.registration.conftest import open_form, sent, visitor

BUILDERS = LEADS | {"data_admin", "secretariat"}
DECIDERS = BUILDERS | {"guest_team"}
COLLECTORS = LEADS | {"finance", "data_admin"}
OPENERS = LEADS | {"data_admin"}
READERS = DECIDERS | COLLECTORS | {"check_in_team", "privacy_officer", "operations_head", "publicity_team"}
ONE = {"registration_id": "our_registration_id"}
OWN = {"token": "registration_own_token"}
GROUP = {"token": "registration_group_token"}
PAID = {"amount_cents": 1, "method": "transfer", "paid_on": "2027-01-11"}
CATEGORY = {"category": "registration_category"}

ROWS: dict[str, May] = {
    "registration:public": page(PUBLIC),
    "registration:public_code": page(PUBLIC),
    "registration:public_verify": page(PUBLIC, at={"code_id": "registration_code_id"}),
    "registration:public_group": page(PUBLIC),
    "registration:public_form": both(PUBLIC, at=CATEGORY),
    "registration:own_edit": both(PUBLIC, at=OWN),
    "registration:own_cancel": both(PUBLIC, at=OWN),
    "registration:own_offer": act(PUBLIC, at=OWN),
    "registration:group": page(PUBLIC, at=GROUP),
    "registration:group_cancel": act(PUBLIC, at=GROUP | {"registration_id": "group_registration_id"}),
    "registration:overview": page(READERS),
    "registration:begin": act(BUILDERS),
    "registration:open": act(OPENERS),
    "registration:close": act(OPENERS),
    "registration:settings": May(get=READERS, post=BUILDERS),
    "registration:builder": page(READERS),
    "registration:text": both(BUILDERS),
    "registration:section_new": both(BUILDERS),
    "registration:section": both(BUILDERS, at={"key": "registration_section_key"}),
    "registration:field_new": both(BUILDERS),
    "registration:field": both(BUILDERS, at={"key": "registration_field_key"}),
    "registration:field_move": act(BUILDERS, at={"key": "registration_field_key"}),
    "registration:field_remove": act(BUILDERS, at={"key": "registration_field_key"}),
    "registration:category_new": both(BUILDERS),
    "registration:category": both(BUILDERS, at={"key": "registration_category"}),
    "registration:preview": page(READERS),
    "registration:send": act(LEADS),
    "registration:quotas": May(get=READERS, post=BUILDERS),
    "registration:quota_remove": act(BUILDERS, at={"quota_id": "registration_quota_id"}),
    "registration:codes": both(BUILDERS),
    "registration:code_revoke": act(BUILDERS, at={"entry_code_id": "registration_entry_code_id"}),
    "registration:people": page(READERS),
    "registration:new": both(DECIDERS),
    "registration:registration": page(READERS, at=ONE),
    "registration:edit": both(DECIDERS, at=ONE),
    "registration:approve": act(DECIDERS, at=ONE),
    "registration:refuse": act(DECIDERS, at=ONE),
    "registration:cancel": act(DECIDERS, at=ONE),
    "registration:fee": act(COLLECTORS, at=ONE),
    "registration:waive": act(COLLECTORS, at=ONE),
    "registration:link": act(DECIDERS, at=ONE),
    "api:register": act(TEAM, send={"display_name": "报名丙", "category": "general"}),
    "api:form": page(READERS),
    "api:set_quota": May(put=BUILDERS, send={"kind": "total", "limit": 400}),
    "api:cancel": act(DECIDERS, at=ONE),
    "api:pay": act(COLLECTORS, at=ONE, send=PAID),
}


def fill(world: Any) -> None:
    """An open form that asks for a code, one registration by the team, one by a group, a limit, an invitation code."""
    cast, ids = world.cast, world.ids
    lead, meeting = cast.actor("lead"), cast.meeting
    form = open_form(cast, verification="none")
    row = services.submit_registration(actor=lead, meeting=meeting, submission=sent("报名甲", "13800009001"))
    _group, token, results = services.register_group(
        actor=visitor(),
        meeting=meeting,
        submission=GroupSubmission(
            org_name="团体单位",
            contact_name="联系人",
            contact_mobile="13800009002",
            contact_email="",
            category="general",
            members=[{"display_name": "团员乙"}],
            submission_key=row.pk,
        ),
    )
    services.set_quota(actor=lead, meeting=meeting, kind="total", limit=500)
    (code,) = services.make_entry_codes(actor=lead, meeting=meeting, category="invited", labels=["单位"])
    services.save_settings(
        actor=lead, meeting=meeting, revision=form.revision, values={"verification": "sms", "allows_groups": True}
    )
    sent_code = services.send_code(actor=visitor(), meeting=meeting, channel="sms", target="13800009003")
    _link, own = personal_link(actor=SYSTEM, attendee=row.attendee)
    assert results[0].registration is not None
    ids |= {
        "our_registration_id": row.pk,
        "group_registration_id": results[0].registration.pk,
        "registration_own_token": own,
        "registration_group_token": token,
        "registration_category": "general",
        "registration_code_id": sent_code.pk,
        "registration_section_key": "person",
        "registration_field_key": "title",
        "registration_quota_id": Quota.objects.get(meeting=meeting).pk,
        "registration_entry_code_id": code.pk,
    }
