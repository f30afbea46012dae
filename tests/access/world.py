"""One meeting with one of everything, one person for each role, and a way to ask as each of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib import import_module
from io import BytesIO
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import resolve
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)
from PIL import Image

from huiwu.accounts.choices import OrgRole, Role
from huiwu.accounts.models import ApiToken, Membership, User
from huiwu.accounts.services import make_api_token, password_path
from huiwu.brief.demo import content_for
from huiwu.brief.services import invite_intake, list_city_event, open_brief, propose_brief, record_intake, submit_intake
from huiwu.checks.rules import SOP_STATED
from huiwu.checks.services import judge_meeting
from huiwu.compliance.choices import ReleaseKind
from huiwu.compliance.models import Release
from huiwu.compliance.queries.checklist import checklist_of
from huiwu.compliance.services import add_prize, add_spending_item, decide_item, record_permit, submit_checklist
from huiwu.desk.services import make_calendar_feed
from huiwu.documents.models import Version
from huiwu.documents.services import add_remark, freeze_document, invite_to_sign, open_change_order, sign_version
from huiwu.documents.services.impacts import list_impacts
from huiwu.event_plan.schema import SCHEMA as PLAN
from huiwu.event_plan.services import open_plan
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.files import keep_file
from huiwu.foundation.registry.impact import Change
from huiwu.kernel import clock
from huiwu.meetings.models import TeamMember
from huiwu.meetings.services import SpaceValues, add_function, set_spaces
from huiwu.notifications.models import Delivery, KeptMail, Message
from huiwu.planning.models import PlanProposal
from huiwu.planning.services import add_note, add_task, copy_template, record_absence
from huiwu.planning.services.levelling import ask_for_levelling
from huiwu.planning.services.proposals import propose_replan
from huiwu.planning.services.tasks import TaskWish
from tests.access.own import own_modules
from tests.cast import Cast, assemble, person

TODAY = datetime(2027, 1, 11, 1, tzinfo=UTC)
ROLES = tuple(Role.values)
OTHERS = ("anonymous", "stranger", "colleague", "owner", "admin")


@dataclass
class World:
    """`ids` fills the placeholders of addresses by their name; `people` has a log-in for everybody but `anonymous`."""

    cast: Cast
    people: dict[str, User]
    ids: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    handler: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))
    factory: RequestFactory = field(default_factory=RequestFactory)

    def ask(self, who: str, method: str, path: str, data: dict[str, Any] | None = None) -> HttpResponse:
        """One request through every middleware; whatever it changed is undone."""
        headers = {"Authorization": f"Bearer {self.tokens[who]}"} if "/api/" in path and who in self.tokens else {}
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.sessions[who]}" if who in self.sessions else ""
        more: dict[str, Any] = {"headers": headers, "HTTP_COOKIE": cookies, "QUERY_STRING": ""}
        if "/api/" in path:
            more["content_type"] = "application/json"
        request = self.factory.generic(method, path, **more) if not data else self._with_data(method, path, data, more)
        with undone():
            return self.handler(request.environ)

    def _with_data(self, method: str, path: str, data: dict[str, Any], more: dict[str, Any]) -> Any:
        files = {key: ContentFile(value, name="list.csv") for key, value in data.items() if isinstance(value, bytes)}
        if files:
            more = {key: value for key, value in more.items() if key != "content_type"}
        return getattr(self.factory, method.lower())(path, data | files, **more)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build() -> World:
    """The cast's meeting with everything a page can be about; call inside a transaction that is taken back."""
    cast = assemble()
    people = {"owner": cast.owner, "colleague": cast.colleague, "stranger": cast.stranger}
    people["admin"] = person("admin", "戴管", cast.org, OrgRole.ADMIN)
    people |= {"project_manager": cast.lead, "account_manager": cast.account, "planner": cast.planner}
    people["compliance_officer"] = cast.compliance
    for role in ROLES:
        if role not in people:
            people[role] = _member(cast, role)
    world = World(cast, people)
    with clock.at(TODAY):
        _fill(world)
    for who, user in people.items():
        world.sessions[who] = _session(user)
        world.tokens[who] = make_api_token(actor=SYSTEM, user=user, name="表", scopes=["read", "write"])[1]
    world.ids["uidb36"], world.ids["key"] = _password_key(cast.planner)
    world.ids["token_id"] = ApiToken.objects.get(user=cast.planner).pk
    key = {"name": "钥匙", "passwordless": True, "credential": _credential()}
    world.ids["pk"] = Authenticator.objects.create(user=cast.planner, type="webauthn", data=key).pk
    return world


def _credential() -> dict[str, Any]:
    """What a passkey leaves behind when it is registered."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    attested = AttestedCredentialData.create(Aaguid(bytes(16)), b"key", public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    seen = AuthenticatorData.create(bytes(32), flags, 0, attested)
    made = CollectedClientData.create("webauthn.create", b"challenge", "http://127.0.0.1")
    response = {
        "clientDataJSON": websafe_encode(made),
        "attestationObject": websafe_encode(AttestationObject.create("none", seen, {})),
    }
    key_id = websafe_encode(b"key")
    return {"id": key_id, "rawId": key_id, "type": "public-key", "response": response, "clientExtensionResults": {}}


def _password_key(user: User) -> tuple[str, str]:
    found = resolve(password_path(user))
    return found.kwargs["uidb36"], found.kwargs["key"]


def _member(cast: Cast, role: str) -> User:
    """The client's log-in belongs to no organisation of ours."""
    user = User.objects.create_user(f"{role}@example.test", f"{Role(role).label}甲")
    if role != Role.CLIENT:
        Membership.objects.create(org=cast.org, user=user)
    TeamMember.objects.create(meeting=cast.meeting, user=user, role=role)
    return user


def _session(user: User) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    known = {"method": "password", "at": time.time(), "email": user.email, "reauthenticated": True}
    store["account_authentication_methods"] = [known]
    store["account_authentication_methods_user"] = str(user.pk)
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def _fill(world: World) -> None:
    cast, lead, ids = world.cast, world.cast.actor("lead"), world.ids
    ids |= {"slug": cast.meeting.slug, "meeting": cast.meeting.slug, "year": 2027, "section": "basics", "form": "none"}
    ids["member_id"] = TeamMember.objects.get(user=cast.planner).pk
    ids["membership_id"] = Membership.objects.get(user=cast.planner).pk
    ids["user_id"] = cast.planner.pk
    spaces = set_spaces(actor=lead, meeting=cast.meeting, spaces=[SpaceValues(name="宴会厅")])
    ids["number"] = add_function(actor=lead, meeting=cast.meeting, **_opening(spaces[0])).number
    _documents(world, lead)
    _first_contacts(world, lead)
    _planning(world, lead)
    _compliance(world, lead)
    for module in own_modules():
        module.fill(world)
    _watching(world)


def _opening(space: Any) -> dict[str, Any]:
    start = datetime(2027, 3, 18, 1, tzinfo=UTC)
    return {
        "name": "开幕式",
        "kind": "opening",
        "space": space,
        "start_at": start,
        "end_at": start.replace(hour=3),
    }


def _documents(world: World, lead: Actor) -> None:
    """A brief that 赵明远 signed and that is frozen, with a change order in review, a remark, an impact, a link."""
    cast, ids = world.cast, world.ids
    brief = open_brief(actor=lead, meeting=cast.meeting, content=content_for(cast.meeting, 600))
    version = propose_brief(actor=lead, document_id=brief.pk, revision=brief.revision)
    link, ids["token"] = invite_to_sign(actor=lead, version_id=version.pk, person="赵明远")
    holder = Actor.of_link(link, address="203.0.113.9", agent="phone")
    sign_version(actor=holder, version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远")
    ids["remark_id"] = add_remark(actor=lead, version_id=version.pk, text="核对人数").pk
    freeze_document(actor=lead, document_id=brief.pk)
    order = open_change_order(actor=lead, document_id=brief.pk, **TERMS)
    change = Change("meeting.name", "会议名称", "甲", "乙")
    ids["item_id"] = list_impacts(actor=SYSTEM, meeting=cast.meeting, changes=[change], cause_key="表")[0].pk
    ids |= {"document_id": brief.pk, "order_id": order.pk, "link_id": link.pk}
    ids["version_id"] = Version.objects.get(document=order.sheet, status="review").pk
    ids["signed_version_id"] = version.pk


TERMS: dict[str, Any] = {
    "summary": "会议名称改为“启明大会”",
    "reason": "集团更名",
    "requested_by": "赵明远",
    "requested_party": "client",
    "cost_cents": 320_000,
    "settlement_basis": "据实结算",
    "time_effect": "无",
}


def _compliance(world: World, lead: Actor) -> None:
    """A permit with its paper, a line of spending, a prize, something that went out."""
    cast, ids = world.cast, world.ids
    paper = keep_file(_photo(), name="许可.png", meeting_id=cast.meeting.pk, kept_by=lead.id)
    values = {"kind": "mass_event", "authority": "公安局", "applied_on": date(2027, 1, 4)}
    ids["permit_id"] = record_permit(actor=lead, meeting=cast.meeting, values=values, file=paper).pk
    ids["file_id"] = paper.pk
    money = {"category": "meals", "name": "工作餐", "unit_cents": 4_000, "people": 600, "half_days": 2}
    ids["spending_id"] = add_spending_item(actor=lead, meeting=cast.meeting, **money).pk
    prize = {"name": "耳机", "value_cents": 50_000, "count": 3, "audience": "internal"}
    ids["prize_id"] = add_prize(actor=lead, meeting=cast.meeting, **prize).pk
    out = Release.objects.create(
        meeting=cast.meeting, kind=ReleaseKind.values[0], title="公告", went_out_at=clock.now()
    )
    ids["release_id"] = out.pk
    officer = cast.actor("compliance")
    for item in checklist_of(cast.meeting).items:
        known = {"key": item.spec.key, "seal": item.spec.seal, "revision": item.revision}
        decide_item(actor=officer, meeting=cast.meeting, decision="pass", note="已核对", **known)
    ids["checklist_id"] = submit_checklist(actor=lead, meeting=cast.meeting).pk


def _watching(world: World) -> None:
    """Findings, a message to the planner with its delivery, mail that was kept, a calendar feed, an event plan begun."""
    cast, ids = world.cast, world.ids
    judge_meeting(actor=SYSTEM, meeting=cast.meeting)
    found = cast.meeting.findings.filter(mended_at=None).exclude(code__in=SOP_STATED).order_by("code").first()
    ids["finding_id"] = found.pk
    told = Message.objects.create(
        key="表", kind="notifications.due", group="reminder", meeting=cast.meeting, org=cast.org, user=cast.planner
    )
    ids["message_id"] = told.pk
    failed = Delivery.objects.create(message=told, channel="email", address="x@example.test", state="failed")
    ids["delivery_id"] = failed.pk
    mail = KeptMail.objects.create(
        message_id="1", org=cast.org, sender="a@x.test", to="b@x.test", subject="信", text=""
    )
    ids["mail_id"] = mail.pk
    ids |= {"pack_code": "cn.state_secrets", "item_key": "secrecy", "plan_section": PLAN.sections[0].key}
    link, _token = make_calendar_feed(actor=cast.actor("planner"), label="日历")
    ids["feed_id"] = link.pk
    open_plan(actor=cast.actor("lead"), meeting=cast.meeting)


def _photo() -> ContentFile:
    picture = BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "PNG")
    return ContentFile(picture.getvalue(), name="现场.png")


def _first_contacts(world: World, lead: Actor) -> None:
    cast, ids = world.cast, world.ids
    values = {
        "client_name": "启明科技",
        "contact_name": "赵明远",
        "phone": "13900000001",
        "meeting_name": "启明科技 2028 年会",
        "meeting_type": "annual_gala",
        "headcount": {"general": 600},
        "headcount_basis": "estimate",
        "source": "returning",
        "decision_maker": "赵明远",
    }
    intake = record_intake(actor=lead, org_id=cast.org.pk, submission_key=uuid4(), values=values)
    ids["intake_id"] = intake.pk
    ids["other_intake_id"] = record_intake(
        actor=lead, org_id=cast.org.pk, submission_key=uuid4(), values=values | {"meeting_name": "启明科技 2029 年会"}
    ).pk
    link, ids["intake_token"] = invite_intake(actor=lead, org=cast.org, label="启明科技")
    ids["intake_key"] = uuid4()
    holder = Actor.of_link(link, address="203.0.113.9", agent="phone")
    submit_intake(actor=holder, submission_key=ids["intake_key"], values=values)
    event = {"city": "上海", "name": "工业展", "kind": "exhibition", "source": "排期"}
    days = {"start_on": date(2027, 4, 1), "end_on": date(2027, 4, 3)}
    ids["event_id"] = list_city_event(actor=lead, org_id=cast.org.pk, values=event | days).pk


def _planning(world: World, lead: Actor) -> None:
    """The plan that the signed brief made; a step with a note and photo, a task, a proposal, a job, a template."""
    cast, ids = world.cast, world.ids
    plan = cast.meeting.plan
    step = plan.steps.filter(status="todo", kind="step").first()
    ids |= {"code": step.code, "gate_code": "G0", "note_id": add_note(actor=lead, step_id=step.pk, photo=_photo()).pk}
    wish = TaskWish(name="订花", owner_id=cast.planner.pk, length_days=1)
    ids["task_code"] = add_task(actor=lead, meeting_id=cast.meeting.pk, wish=wish).code
    ids["job_id"] = ask_for_levelling(actor=lead, meeting_id=cast.meeting.pk).pk
    propose_replan(actor=lead, meeting_id=cast.meeting.pk, reason="换日期", anchors={})
    ids["proposal_id"] = PlanProposal.objects.latest("created_at").pk
    owner = cast.actor("owner")
    ids["template_id"] = copy_template(actor=owner, org_id=cast.org.pk, name="本单位", source_id=None).pk
    away = {"from_on": date(2027, 2, 1), "to_on": date(2027, 2, 2)}
    ids["absence_id"] = record_absence(actor=owner, org_id=cast.org.pk, user_id=cast.planner.pk, **away).pk
