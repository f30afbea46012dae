"""What people are told about the work of other capabilities: through the real services and the real table of reactions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from huiwu.accounts.choices import OrgRole, Role
from huiwu.accounts.services import invite_person
from huiwu.checks.events import FindingAppeared, FindingEscalated
from huiwu.checks.models import FindingRecord
from huiwu.checks.reminders import blocking_findings
from huiwu.documents.reminders import versions_waiting_for_the_client
from huiwu.documents.services import invite_to_sign, open_document, propose_version, return_version, sign_version
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.models import FactRecord, Job
from huiwu.foundation.outbox import Occurrence, reaction, record
from huiwu.kernel import clock
from huiwu.meetings.events import TeamChanged
from huiwu.meetings.models import TeamMember
from huiwu.meetings.services import cancel_meeting
from huiwu.notifications.models import Message
from huiwu.planning.reminders import open_steps_with_a_day
from huiwu.planning.services import assign_step, launch_plan
from tests.documents.plain import filled_in, kinds
from tests.notifications.conftest import NOON


def react() -> None:
    """Do the LATER reactions that are queued, twice: repeating them must add nothing."""
    for _ in range(2):
        for job in Job.objects.filter(fact__isnull=False).select_related("fact").order_by("created_at"):
            reaction(job.work.removeprefix("reaction:"))(Occurrence.of(job.fact))
    Job.objects.filter(fact__isnull=False).delete()


def told(kind):
    rows = Message.objects.filter(kind=kind).select_related("user")
    return sorted((m.user.name if m.user else m.name, m.subject) for m in rows)


@pytest.fixture
def version(cast):
    kinds()
    document = open_document(
        actor=cast.actor("lead"), meeting=cast.meeting, kind="plain", title="登记表", content=filled_in()
    )
    return propose_version(actor=cast.actor("lead"), document_id=document.pk, revision=document.revision)


def invited(cast, version, recipient=""):
    link, _token = invite_to_sign(actor=cast.actor("lead"), version_id=version.pk, person="赵明远", recipient=recipient)
    return Actor.of_link(link)


def test_the_client_gets_the_link_by_mail_when_sent_to_an_address(cast, version, send_due, mailbox):
    invited(cast, version, "zhao@example.test")
    assert send_due() == ["sent"]
    [mail] = mailbox.messages
    assert mail["Subject"].strip() == f"请确认《登记表》第 1 版｜{cast.meeting.name}"
    assert "http://127.0.0.1:8000/l/" in mail.get_body(("plain",)).get_content()


def test_a_link_without_an_address_is_not_mailed(cast, version):
    invited(cast, version, "13900000001")
    assert Message.objects.count() == 0


def test_the_team_is_told_when_the_client_confirms(cast, version):
    client = invited(cast, version)
    sign_version(actor=client, version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远")
    react()
    subject = f"赵明远确认了《登记表》第 1 版｜{cast.meeting.name}"
    assert told("documents.signed") == [("周敏", subject), ("林岚", subject)]


def test_the_team_is_told_when_the_client_sends_it_back(cast, version):
    client = invited(cast, version)
    return_version(
        actor=client, version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远", remarks="人数不对"
    )
    react()
    subject = f"赵明远退回了《登记表》第 1 版｜{cast.meeting.name}"
    assert told("documents.returned") == [("周敏", subject), ("林岚", subject)]


def test_what_waits_for_the_client_is_due_after_the_days_of_review(cast, version, settings):
    settings.HUIWU_REVIEW_DAYS = 5
    [due] = versions_waiting_for_the_client()
    assert (str(due.label), due.person_id, due.due_on, due.state) == (
        "《登记表》第 1 版等客户确认",
        cast.lead.pk,
        date(2027, 2, 6),
        "waiting_client",
    )


def test_everybody_but_the_one_who_did_it_hears_of_a_cancelled_meeting(cast):
    cancel_meeting(actor=cast.actor("lead"), meeting=cast.meeting, reason="场地不可用")
    react()
    assert [name for name, _subject in told("meetings.cancelled")] == ["何静", "周敏", "陈策"]


def test_a_newcomer_is_mailed_the_way_to_set_a_password(cast, send_due, mailbox):
    invite_person(actor=cast.actor("owner"), org=cast.org, email="new@example.test", name="新人", role=OrgRole.MEMBER)
    react()
    assert send_due() == ["sent"]
    [mail] = mailbox.messages
    assert (mail["To"], mail["Subject"].strip()) == ("新人 <new@example.test>", "云帆会务邀请您使用会务系统")
    assert "/account/password/reset/key/" in mail.get_body(("plain",)).get_content()
    assert Message.objects.get().secret_url == ""


def finding(cast, root="a", **more):
    values = {"severity": "block", "detail": f"缺 {root}", "owner_role": "planner", "found_at": NOON} | more
    return FindingRecord.objects.create(meeting=cast.meeting, code="A-1", root=root, **values)


def appear(*rows):
    with transaction.atomic():
        for row in rows:
            record(
                FindingAppeared(
                    meeting_id=row.meeting_id,
                    finding_id=row.pk,
                    code=row.code,
                    severity=row.severity,
                    owner_role=row.owner_role,
                ),
                actor=SYSTEM,
            )


def test_findings_that_appear_together_are_told_together(cast):
    appear(finding(cast, "甲"), finding(cast, "乙"), finding(cast, "丙", severity="warn"))
    react()
    assert told("checks.blocking") == [("陈策", f"阻断性疏漏 2 条｜{cast.meeting.name}")]


def test_a_blocking_finding_of_a_role_nobody_holds_goes_to_the_leads(cast):
    appear(finding(cast, owner_role="finance"))
    react()
    assert [name for name, _subject in told("checks.blocking")] == ["周敏", "林岚"]


def test_leads_hear_of_findings_nobody_claimed(cast):
    row = finding(cast, severity="warn", escalated_at=NOON)
    with transaction.atomic():
        record(FindingEscalated(meeting_id=cast.meeting.pk, finding_id=row.pk, code=row.code), actor=SYSTEM)
    react()
    assert [name for name, _subject in told("checks.escalated")] == ["周敏", "林岚"]


def test_what_is_missing_belongs_to_the_holder_of_its_role(cast, django_assert_num_queries):
    finding(cast, "甲")
    finding(cast, "乙", severity="warn")
    finding(cast, "丙", claimed_by=cast.lead)
    with django_assert_num_queries(2):
        found = [(str(due.label), due.person_id, due.state) for due in blocking_findings()]
    assert sorted(found) == [("缺 丙", cast.lead.pk, "missing"), ("缺 甲", cast.planner.pk, "missing")]


def test_steps_are_due_on_their_planned_last_day_and_owners_hear_of_their_steps(cast, django_assert_num_queries):
    with clock.at(NOON - timedelta(days=20)):
        plan = launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)
    react()
    step = plan.steps.get(code="P11")
    assign_step(actor=cast.actor("lead"), step_id=step.pk, owner_id=cast.compliance.pk)
    react()
    assert told("planning.assigned") == [("何静", f"指派给您：P11 {step.name}｜{cast.meeting.name}")]
    with django_assert_num_queries(1):
        found = {due.key: due for due in open_steps_with_a_day()}
    due = found[f"step:{step.pk}"]
    step.refresh_from_db()
    assert (str(due.label), due.person_id, due.due_on) == (f"P11 {step.name}", cast.compliance.pk, step.finish_on)


def test_somebody_added_to_the_team_is_told_unless_they_did_it(cast):
    TeamMember.objects.create(meeting=cast.meeting, user=cast.colleague, role=Role.FINANCE)
    with transaction.atomic():
        for who in ("colleague", "lead"):
            fact = TeamChanged(meeting_id=cast.meeting.pk, user_id=getattr(cast, who).pk, role="finance", joined=True)
            record(fact, actor=cast.actor("lead"))
    react()
    assert told("meetings.joined") == [("孙浩", f"您已加入会务组：{cast.meeting.name}")]
    assert FactRecord.objects.filter(kind="team_changed").count() == 2
