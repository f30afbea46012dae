"""Who may open which page, and who may act there: one row for every address of the project.

`get`, `post`, `patch` and `put` name the people; None says that the address is not for that method. Everybody else is refused:
visitors are sent to sign in, whoever may not see a meeting is told that there is none (404), whoever sees it but may
not do this is told so (403). `at` gives placeholders of the address other values than usual (keys of `World.ids`), `send`
is a form that is filled in well enough to reach the question who may; bytes in it are a file.

Addresses of a meeting (`/m/…`) are asked as every role of glossary 4.10; others as the people of FEW.
"""

from __future__ import annotations

from tests.access.may import (
    BRIEF_WRITERS,
    CHANGERS,
    HEADS,
    LEADS,
    MEMBERS,
    NOBODY,
    OUR_HEADS,
    OURS,
    PUBLIC,
    SHEET_WRITERS,
    SIGNED_IN,
    TEAM,
    May,
    act,
    both,
    page,
)
from tests.access.own import own_modules

NEW_MEETING = {
    "name": "新会议",
    "meeting_type": "forum",
    "start_on": "2027-05-01",
    "end_on": "2027-05-02",
    "expected_headcount": 100,
}
API = {
    "api:openapi-json": page(PUBLIC),
    "api:api-root": page(PUBLIC, own=True),
    "api:me": page(SIGNED_IN),
    "api:list_meetings": page(SIGNED_IN),
    "api:open_meeting": act(MEMBERS, send=NEW_MEETING),
    "api:read_meeting": page(TEAM),
    "api:findings": page(TEAM, few=True),
    "api:change_meeting": May(patch=LEADS, send={"revision": 1, "theme": "新主题"}),
}

FOUNDATION = {
    "foundation:components": page(SIGNED_IN),
    "foundation:offline_worker": page(PUBLIC, own=True),
    "foundation:set_language": act(PUBLIC),
    "foundation:set_theme": act(PUBLIC),
}

HAS_PASSWORD = SIGNED_IN - {"client"}
SIGN_IN = {
    "account_login": both(PUBLIC),
    "account_logout": both(SIGNED_IN, own=True),
    "account_inactive": page(PUBLIC),
    "account_signup": page(PUBLIC),
    "account_email": page(SIGNED_IN),
    "account_reauthenticate": both(HAS_PASSWORD),
    "account_change_password": both(SIGNED_IN),
    "account_set_password": both(SIGNED_IN),
    "account_reset_password": both(PUBLIC),
    "account_reset_password_done": page(PUBLIC),
    "account_reset_password_from_key": both(PUBLIC),
    "account_reset_password_from_key_done": page(PUBLIC),
    "mfa_index": page(SIGNED_IN),
    "mfa_authenticate": both(SIGNED_IN, own=True),
    "mfa_reauthenticate": both(HAS_PASSWORD),
    "mfa_activate_totp": both(SIGNED_IN),
    "mfa_deactivate_totp": both(SIGNED_IN, own=True),
    "mfa_view_recovery_codes": page(SIGNED_IN, own=True),
    "mfa_generate_recovery_codes": both(SIGNED_IN, own=True),
    "mfa_download_recovery_codes": page(SIGNED_IN, own=True),
    "mfa_list_webauthn": page(SIGNED_IN),
    "mfa_add_webauthn": both(SIGNED_IN),
    "mfa_edit_webauthn": both(frozenset({"planner"})),
    "mfa_remove_webauthn": both(frozenset({"planner"})),
    "mfa_login_webauthn": both(PUBLIC, own=True),
    "mfa_reauthenticate_webauthn": page(HAS_PASSWORD),
    "usersessions_list": both(SIGNED_IN),
}

ACCOUNTS = {
    "accounts:profile": both(SIGNED_IN),
    "accounts:sign_out_everywhere": act(SIGNED_IN, own=True),
    "accounts:tokens": both(SIGNED_IN),
    "accounts:revoke_token": act(SIGNED_IN),
    "accounts:settings": page(MEMBERS),
    "accounts:organisation": both(HEADS),
    "accounts:members": May(
        get=MEMBERS, post=HEADS, send={"name": "郑新", "email": "x@example.test", "role": "member"}
    ),
    "accounts:member": act(OUR_HEADS, send={"role": "admin"}),
    "accounts:remove_member": both(OUR_HEADS),
    "accounts:password_link": act(OUR_HEADS),
    "accounts:links": page(HEADS),
    "accounts:revoke_link": act(OUR_HEADS | {"project_manager"}),
}

MEETINGS = {
    "meetings:list": page(SIGNED_IN),
    "meetings:calendar": page(SIGNED_IN),
    "meetings:board": page(SIGNED_IN),
    "meetings:new": both(MEMBERS),
    "meetings:overview": page(TEAM),
    "meetings:edit": both(LEADS),
    "meetings:organisations": both(LEADS),
    "meetings:contacts": both(LEADS),
    "meetings:clone": both(TEAM),
    "meetings:move": both(LEADS),
    "meetings:postpone": both(LEADS),
    "meetings:cancel": both(LEADS),
    "meetings:resume": both(LEADS),
    "meetings:take_on": act(LEADS),
    "meetings:close": act(LEADS),
    "meetings:reopen": act(LEADS),
    "meetings:team": May(get=TEAM, post=LEADS),
    "meetings:member": act(LEADS),
    "meetings:work_groups": both(LEADS),
    "meetings:spaces": both(SHEET_WRITERS),
    "meetings:functions": page(TEAM),
    "meetings:functions_print": page(TEAM),
    "meetings:functions_order": act(SHEET_WRITERS),
    "meetings:function_new": both(SHEET_WRITERS),
    "meetings:function": page(TEAM),
    "meetings:function_edit": both(SHEET_WRITERS),
    "meetings:function_print": page(TEAM),
    "meetings:function_cancel": act(SHEET_WRITERS),
    "meetings:function_reinstate": act(SHEET_WRITERS),
    "meetings:size_borders": both(HEADS),
    "meetings:archive": page(LEADS),
    "meetings:export": act(LEADS),
    "meetings:import": both(HEADS),
}

INVITED = {"person": "赵明远", "recipient": "", "days": "14"}
ORDER = {
    "summary": "改名",
    "reason": "更名",
    "requested_by": "赵明远",
    "requested_party": "client",
    "cost": "0",
    "settlement_basis": "据实",
    "time_effect": "无",
}
DOCUMENTS = {
    "documents:register": page(TEAM),
    "documents:impacts": page(TEAM),
    "documents:confirm_impact": act(TEAM),
    "documents:resolve_remark": act(BRIEF_WRITERS),
    "documents:change_order": page(TEAM),
    "documents:revise_order": both(CHANGERS, send=ORDER),
    "documents:apply_order": act(BRIEF_WRITERS),
    "documents:withdraw_order": act(CHANGERS),
    "documents:document": page(TEAM),
    "documents:difference": page(TEAM),
    "documents:freeze": both(LEADS),
    "documents:new_order": both(CHANGERS),
    "documents:version": page(TEAM),
    "documents:version_file": page(TEAM, at={"form": "word"}),
    "documents:scan": page(TEAM, own=True),
    "documents:invite": act(CHANGERS, send=INVITED),
    "documents:paper": act(LEADS, at={"version_id": "signed_version_id"}, send={"person_name": "赵明远"}),
    "documents:approve": act(NOBODY),  # the client's own sign-off: nobody inside gives it
    "documents:send_back": act(NOBODY),
    "documents:withdraw": act(CHANGERS),
    "documents:remark": act(TEAM),
    "documents:acknowledge": act(TEAM),
    "documents:revoke": act(LEADS),
    "documents:link": page(PUBLIC),
    "documents:link_confirm": act(PUBLIC),
    "documents:link_return": act(PUBLIC),
    "documents:link_file": page(PUBLIC, at={"form": "word"}),
}

INTAKE = {"token": "intake_token"}
BRIEF = {
    "brief:intake_fill": both(PUBLIC, at=INTAKE),
    "brief:intake_sent": page(PUBLIC, at=INTAKE | {"key": "intake_key"}),
    "brief:intakes": page(SIGNED_IN),
    "brief:intake_new": both(MEMBERS),
    "brief:intake_links": both(MEMBERS),
    "brief:intake": page(OURS),
    "brief:intake_edit": both(OURS),
    "brief:intake_accept": act(OURS),
    "brief:intake_decline": act(OURS),
    "brief:intake_merge": act(OURS, send={"into": "other_intake_id"}),
    "brief:city_events": both(MEMBERS),
    "brief:city_event": both(OURS),
    "brief:city_event_remove": act(OURS),
    "brief:editor": May(get=TEAM, post=BRIEF_WRITERS),
    "brief:propose": act(LEADS),
    "brief:section": May(get=TEAM, post=BRIEF_WRITERS),
    "brief:goals": May(get=TEAM, post=LEADS),
    "brief:dates": May(get=TEAM, post=BRIEF_WRITERS),
}

DOES_P04 = LEADS | {"compliance_officer"}
"""P04 is the compliance officer's; its row stands for every step: its owner, its R and A, and the leads."""
G0 = {"code": "gate_code"}
TASK = {"code": "task_code"}
PLANNING = {
    "planning:plan": page(TEAM),
    "planning:gantt": page(TEAM),
    "planning:raci": page(TEAM),
    "planning:load": page(TEAM),
    "planning:print": page(TEAM),
    "planning:launch": both(LEADS),
    "planning:gates": page(TEAM),
    "planning:open_gate": May(get=TEAM, post={"compliance_officer"}, at=G0),
    "planning:shut_gate": May(get=TEAM, post={"compliance_officer"}, at=G0),
    "planning:replan": both(LEADS),
    "planning:levelling": act(LEADS),
    "planning:job": page(TEAM),
    "planning:cancel_job": act(LEADS),
    "planning:proposal": page(TEAM),
    "planning:accept": act(LEADS),
    "planning:discard": act(LEADS),
    "planning:new_task": both(TEAM),
    "planning:file": page(TEAM),
    "planning:step": page(TEAM),
    "planning:start": act(DOES_P04),
    "planning:complete": act(DOES_P04),
    "planning:reopen": act(LEADS),
    "planning:note": act(DOES_P04),
    "planning:assign": act(LEADS),
    "planning:days": act(LEADS, send={"revision": 1, "start_on": "2027-02-01", "finish_on": "2027-02-02"}),
    "planning:unpin": act(LEADS),
    "planning:roles": both(LEADS),
    "planning:gate_sheet": both(LEADS),
    "planning:change_task": both(LEADS | {"planner"}, at=TASK),
    "planning:remove_task": act(LEADS | {"planner"}, at=TASK),
    "planning:templates": page(MEMBERS),
    "planning:built_in": page(MEMBERS),
    "planning:copy_template": act(HEADS),
    "planning:template": page(OURS),
    "planning:template_json": both(OUR_HEADS),
    "planning:template_rules": both(OUR_HEADS),
    "planning:template_new_step": both(OUR_HEADS),
    "planning:template_step": both(OUR_HEADS),
    "planning:template_remove_step": act(OUR_HEADS),
    "planning:publish_template": act(OUR_HEADS),
    "planning:new_version": act(OUR_HEADS),
    "planning:template_difference": page(OURS),
    "planning:workdays": page(MEMBERS),
    "planning:year": both(HEADS),
    "planning:people": both(MEMBERS),
    "planning:capacity": act(OUR_HEADS, send={"parallel": "3"}),
    "planning:withdraw": act(OUR_HEADS | {"planner"}),
}

COMPLIANCE_WRITERS = LEADS | {"compliance_officer", "finance", "planner"}
COMPLIANCE_JUDGES = frozenset({"owner", "admin", "compliance_officer"})
"""G0 is not for those who run the meeting: 法务合规, or the heads of the organisation."""
JUDGED = {"secrecy-decision": "pass", "secrecy-note": "不涉密", "secrecy-seal": "x", "secrecy-revision": "0"}
PACK = {"code": "pack_code"}
COMPLIANCE = {
    "compliance:checklist": page(TEAM),
    "compliance:decide": act(COMPLIANCE_JUDGES, at={"key": "item_key"}, send=JUDGED),
    "compliance:submit": act(COMPLIANCE_WRITERS),
    "compliance:clear": act(COMPLIANCE_JUDGES, send={"version": "checklist_id"}),
    "compliance:file": page(TEAM),
    "compliance:facts": both(COMPLIANCE_WRITERS),
    "compliance:permit_new": both(COMPLIANCE_WRITERS),
    "compliance:permit": May(get=TEAM, post=COMPLIANCE_WRITERS),
    "compliance:permit_remove": act(COMPLIANCE_WRITERS),
    "compliance:spending": May(get=TEAM, post=COMPLIANCE_WRITERS),
    "compliance:spending_remove": act(COMPLIANCE_WRITERS, at={"item_id": "spending_id"}),
    "compliance:prizes": May(get=TEAM, post=COMPLIANCE_WRITERS),
    "compliance:prize_remove": act(COMPLIANCE_WRITERS),
    "compliance:releases": May(get=TEAM, post=COMPLIANCE_WRITERS),
    "compliance:release_remove": act(COMPLIANCE_WRITERS),
    "compliance:packs": page(MEMBERS),
    "compliance:pack": page(MEMBERS, at=PACK),
    "compliance:pack_new": both(HEADS),
    "compliance:pack_edit": both(HEADS, at=PACK),
    "compliance:pack_drop": act(HEADS, at=PACK, own=True),
}

EVENT_PLAN_WRITERS = LEADS | {
    "planner",
    "finance",
    "secretariat",
    "venue_team",
    "catering_team",
    "lodging_team",
    "transport_team",
    "materials_team",
    "av_team",
    "publicity_team",
    "security_team",
}
EVENT_PLAN = {
    "event_plan:editor": May(get=TEAM, post=EVENT_PLAN_WRITERS),
    "event_plan:propose": act(LEADS),
    "event_plan:preview": page(TEAM),
    "event_plan:draft_file": page(TEAM, at={"form": "word"}, few=True),
    "event_plan:section": May(get=TEAM, post=EVENT_PLAN_WRITERS, at={"section": "plan_section"}),
}

CHECKS = {
    "checks:findings": page(TEAM),
    "checks:judge": act(TEAM, few=True),
    "checks:claim": both(TEAM),
    "checks:waive": both(LEADS),
    "checks:revoke": act(LEADS, own=True),
    "checks:catalogue": page(MEMBERS),
}

PLANNER = frozenset({"planner"})
NOTIFICATIONS = {
    "notifications:inbox": page(SIGNED_IN),
    "notifications:badge": page(SIGNED_IN),
    "notifications:read_all": act(SIGNED_IN),
    "notifications:open": page(PLANNER),
    "notifications:preferences": both(SIGNED_IN),
    "notifications:quiet_hours": act(SIGNED_IN),
    "notifications:reminder_rules": both(HEADS),
    "notifications:sent": page(LEADS),
    "notifications:repeat": act(LEADS),
    "notifications:mailbox": page(HEADS),
    "notifications:kept_mail": page(OUR_HEADS),
    "notifications:kept_html": page(OUR_HEADS),
}

AUDIT = {
    "audit:meeting": page(TEAM),
    "audit:organisation": page(HEADS),
}

DESK = {
    "desk:home": page(SIGNED_IN),
    "desk:search": page(SIGNED_IN),
    "desk:calendar": page(PUBLIC, own=True),  # opens by its token alone
    "desk:feeds": May(get=SIGNED_IN, post=MEMBERS),
    "desk:revoke_feed": act(PLANNER | OUR_HEADS, at={"link_id": "feed_id"}),
}

LATER = (COMPLIANCE, EVENT_PLAN, CHECKS, NOTIFICATIONS, AUDIT, DESK)
OWN = [module.ROWS for module in own_modules()]
"""Capabilities that keep their rows beside their own tests, in `tests/<capability>/access.py`."""
TABLE: dict[str, May] = {
    name: may
    for part in (API, FOUNDATION, SIGN_IN, ACCOUNTS, MEETINGS, DOCUMENTS, BRIEF, PLANNING, *LATER, *OWN)
    for name, may in part.items()
}
