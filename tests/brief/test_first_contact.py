from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from huiwu.accounts.choices import Role
from huiwu.brief.choices import IntakeStatus
from huiwu.brief.errors import AlreadySent, IntakeDecided, MergeIntoItself, TooManySubmissions
from huiwu.brief.models import IntakeRecord
from huiwu.brief.queries.briefs import brief_of
from huiwu.brief.queries.intakes import alike, sent_through
from huiwu.brief.rules import PER_ADDRESS_AN_HOUR
from huiwu.brief.services import (
    accept_intake,
    correct_intake,
    decline_intake,
    forget_old_intakes,
    invite_intake,
    merge_intake,
    record_intake,
    submit_intake,
)
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.models import FactRecord
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from tests.brief.conftest import holder

SAID = {
    "client_name": "明湖制造",
    "contact_name": "白露",
    "contact_title": "行政经理",
    "phone": "13700000008",
    "email": "bailu@example.test",
    "meeting_name": "明湖制造 2027 年会",
    "meeting_type": "annual_gala",
    "start_on": date(2027, 1, 15),
    "end_on": date(2027, 1, 16),
    "alt_dates": [["2027-01-22", "2027-01-23"]],
    "city": "杭州",
    "headcount": {"vip": 10, "guest": 5, "general": 300, "media": 0, "staff": 20, "entourage": 4},
    "headcount_basis": "estimate",
    "decision_maker": "沈总",
    "prior_edition": "去年 280 人",
    "budget_idea": "人均 800",
    "notes": "希望有抽奖",
    "answers": {"department_count": 12, "act_count": 9},
}


@pytest.fixture
def client(cast) -> Actor:
    link, _token = invite_intake(actor=cast.actor("account"), org=cast.org, label="明湖制造")
    return holder(link)


@pytest.fixture
def sent(client) -> IntakeRecord:
    return submit_intake(actor=client, submission_key=uuid4(), values=SAID)


def accepting(cast, **changed):
    return {
        "name": "明湖制造 2027 年会",
        "meeting_type": "annual_gala",
        "start_on": date(2027, 1, 15),
        "end_on": date(2027, 1, 16),
        "expected_headcount": 339,
        "publicness": "internal",
        "city": "杭州",
        "client_kind": "enterprise",
        "account_manager": str(cast.account.pk),
        "lead": str(cast.lead.pk),
    } | changed


def test_what_a_client_sends_through_the_link_is_kept_as_told(cast, client, sent):
    kept = IntakeRecord.objects.get()
    assert {name: getattr(kept, name) for name in SAID} == SAID
    assert (kept.org, kept.status, kept.contact_kind, kept.sent_from) == (cast.org, "new", "link", "203.0.113.9")
    assert kept.total == 339
    assert list(FactRecord.objects.filter(kind="intake_recorded").values_list("payload", "actor_kind")) == [
        ({"intake_id": str(kept.pk), "org_id": str(cast.org.pk)}, "link")
    ]


def test_the_same_form_sent_twice_is_one_record(client, sent):
    again = submit_intake(actor=client, submission_key=sent.submission_key, values=SAID)
    assert again == sent
    assert IntakeRecord.objects.count() == 1


def test_the_same_form_with_other_words_is_refused_and_the_first_stands(client, sent):
    with pytest.raises(AlreadySent):
        submit_intake(actor=client, submission_key=sent.submission_key, values=SAID | {"notes": "不要抽奖"})
    sent.refresh_from_db()
    assert sent.notes == "希望有抽奖"


def test_one_link_serves_several_times_and_shows_each_sender_only_their_own(cast, client, sent):
    second = submit_intake(actor=client, submission_key=uuid4(), values=SAID | {"meeting_name": "明湖制造培训"})
    other_link, _token = invite_intake(actor=cast.actor("account"), org=cast.org, label="别家")
    assert sent_through(client.link, second.submission_key) == second
    assert sent_through(other_link, second.submission_key) is None


def test_a_link_for_something_else_cannot_send(cast, client):
    client.link.purpose = "documents.sign"
    with pytest.raises(NotAllowed):
        submit_intake(actor=client, submission_key=uuid4(), values=SAID)
    with pytest.raises(NotFound):
        submit_intake(actor=cast.actor("account"), submission_key=uuid4(), values=SAID)


def test_a_client_cannot_write_the_columns_of_staff(client):
    made = submit_intake(
        actor=client,
        submission_key=uuid4(),
        values=SAID | {"status": "accepted", "next_step": "送礼", "source": "tender"},
    )
    assert (made.status, made.next_step, made.source) == ("new", "", "")


def test_a_program_that_fills_in_forms_is_stopped(client):
    for _n in range(PER_ADDRESS_AN_HOUR):
        submit_intake(actor=client, submission_key=uuid4(), values=SAID)
    with pytest.raises(TooManySubmissions):
        submit_intake(actor=client, submission_key=uuid4(), values=SAID)
    assert IntakeRecord.objects.count() == PER_ADDRESS_AN_HOUR


def test_ten_megabytes_of_text_are_refused_with_the_field_named(client):
    with pytest.raises(InvalidInput) as refused:
        submit_intake(actor=client, submission_key=uuid4(), values=SAID | {"notes": "长" * 10_000_000})
    assert list(refused.value.fields) == ["notes"]
    assert IntakeRecord.objects.count() == 0


def test_without_phone_and_e_mail_nobody_could_answer(client):
    with pytest.raises(InvalidInput) as refused:
        submit_intake(actor=client, submission_key=uuid4(), values=SAID | {"phone": "", "email": ""})
    assert refused.value.fields == {"phone": ["手机或邮箱至少留一项，否则无法联系。"]}


def test_staff_write_down_a_call(cast):
    made = record_intake(
        actor=cast.actor("colleague"),
        org_id=cast.org.pk,
        submission_key=uuid4(),
        values=SAID | {"contact_kind": "call", "source": "referral", "next_step": "周三上门"},
    )
    assert (made.received_by, made.contact_kind, made.next_step) == (cast.colleague, "call", "周三上门")


def test_people_of_another_company_neither_record_nor_read(cast, sent):
    with pytest.raises(NotAllowed):
        record_intake(actor=cast.actor("stranger"), org_id=cast.org.pk, submission_key=uuid4(), values=SAID)
    for act in (
        lambda: decline_intake(actor=cast.actor("stranger"), intake_id=sent.pk, reason="不做"),
        lambda: correct_intake(actor=cast.actor("stranger"), intake_id=sent.pk, revision=1, values={"notes": "x"}),
        lambda: accept_intake(actor=cast.actor("stranger"), intake_id=sent.pk, values=accepting(cast)),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_stale_correction_is_refused_with_what_stands_now(cast, sent):
    correct_intake(actor=cast.actor("account"), intake_id=sent.pk, revision=1, values={"notes": "要摄影"})
    with pytest.raises(StaleEdit) as refused:
        correct_intake(actor=cast.actor("lead"), intake_id=sent.pk, revision=1, values={"notes": "要录像"})
    assert refused.value.theirs.notes == "要摄影"


def test_accepting_opens_a_staffed_meeting_with_a_brief_begun(cast, sent):
    meeting = accept_intake(actor=cast.actor("colleague"), intake_id=sent.pk, values=accepting(cast))
    sent.refresh_from_db()
    assert (sent.status, sent.meeting, sent.decided_by) == (IntakeStatus.ACCEPTED, meeting, cast.colleague)
    assert (meeting.client.name, meeting.size_tier, meeting.city) == ("明湖制造", "L", "杭州")
    assert set(meeting.team.values_list("user__name", "role")) == {
        ("周敏", Role.ACCOUNT_MANAGER),
        ("林岚", Role.PROJECT_MANAGER),
    }
    draft = brief_of(meeting).draft
    assert draft["headcount"]["value"] == {"basis": "estimate", "total": 339, "groups": SAID["headcount"]}
    assert draft["alt_dates"]["value"] == ["2027-01-22", "2027-01-23"]
    assert draft["contact"]["value"]["phone"] == "13700000008"
    assert [row["question"] for row in draft["open_questions"]["value"]] == [
        "希望有抽奖",
        "预算设想：人均 800",
        "参加部门数：12",
        "预计节目数：9",
    ]
    assert draft["special_allergy"] == {"state": "unfilled", "value": None}


def test_a_head_count_with_a_group_not_told_has_no_total_in_the_brief(cast, client):
    partly = submit_intake(actor=client, submission_key=uuid4(), values=SAID | {"headcount": {"general": 300}})
    meeting = accept_intake(actor=cast.actor("account"), intake_id=partly.pk, values=accepting(cast))
    held = brief_of(meeting).draft["headcount"]["value"]
    assert (held["total"], held["groups"]["vip"], held["groups"]["general"]) == (None, None, 300)


def test_of_two_who_decide_the_second_is_told_who_was_first(cast, sent):
    accept_intake(actor=cast.actor("account"), intake_id=sent.pk, values=accepting(cast))
    with pytest.raises(IntakeDecided) as refused:
        decline_intake(actor=cast.actor("lead"), intake_id=sent.pk, reason="档期不够")
    assert refused.value.params["who"] == "周敏"


def test_accepting_with_somebody_of_another_company_opens_nothing(cast, sent):
    with pytest.raises(InvalidInput) as refused:
        accept_intake(
            actor=cast.actor("account"), intake_id=sent.pk, values=accepting(cast, lead=str(cast.stranger.pk))
        )
    assert list(refused.value.fields) == ["lead"]
    sent.refresh_from_db()
    assert sent.status == IntakeStatus.NEW


def test_declining_needs_a_reason(cast, sent):
    with pytest.raises(InvalidInput):
        decline_intake(actor=cast.actor("account"), intake_id=sent.pk, reason="  ")
    done = decline_intake(actor=cast.actor("account"), intake_id=sent.pk, reason="档期不够")
    assert (done.status, done.decline_reason) == ("declined", "档期不够")


def test_a_second_call_about_the_same_meeting_is_merged_and_follows_it(cast, client, sent):
    second = submit_intake(actor=client, submission_key=uuid4(), values=SAID | {"notes": "补充：要摄影"})
    assert alike(second) == [sent]
    merge_intake(actor=cast.actor("account"), intake_id=second.pk, into_id=sent.pk)
    meeting = accept_intake(actor=cast.actor("account"), intake_id=sent.pk, values=accepting(cast))
    second.refresh_from_db()
    assert (second.status, second.merged_into, second.meeting) == ("merged", sent, meeting)


def test_a_record_is_not_merged_into_itself_nor_into_another_companys(cast, sent):
    theirs = record_intake(actor=cast.actor("stranger"), org_id=cast.other_org.pk, submission_key=uuid4(), values=SAID)
    for into in (sent.pk, theirs.pk, uuid4()):
        with pytest.raises(MergeIntoItself):
            merge_intake(actor=cast.actor("account"), intake_id=sent.pk, into_id=into)


def test_contacts_that_came_to_nothing_are_forgotten_after_a_year(cast, client, sent):
    old = submit_intake(actor=client, submission_key=uuid4(), values=SAID)
    taken = submit_intake(actor=client, submission_key=uuid4(), values=SAID)
    accept_intake(actor=cast.actor("account"), intake_id=taken.pk, values=accepting(cast))
    IntakeRecord.objects.filter(pk__in=[old.pk, taken.pk]).update(received_at=clock.now() - timedelta(days=366))
    assert forget_old_intakes(actor=SYSTEM) == 1
    assert set(IntakeRecord.objects.values_list("pk", flat=True)) == {sent.pk, taken.pk}
    with pytest.raises(NotAllowed):
        forget_old_intakes(actor=cast.actor("owner"))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_opens_the_meeting_and_the_other_is_told(cast):
    made = record_intake(actor=cast.actor("account"), org_id=cast.org.pk, submission_key=uuid4(), values=SAID)
    gate, outcomes = Barrier(2), []

    def accept(who: str) -> None:
        gate.wait()
        try:
            outcomes.append(accept_intake(actor=cast.actor(who), intake_id=made.pk, values=accepting(cast)).pk)
        except IntakeDecided as refused:
            outcomes.append(refused.code)
        connection.close()

    threads = [Thread(target=accept, args=[who]) for who in ("account", "lead")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made.refresh_from_db()
    assert sorted(map(str, outcomes)) == sorted([str(made.meeting_id), "intake_decided"])
    assert Meeting.objects.filter(name="明湖制造 2027 年会").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_arriving_twice_at_once_is_one_record(cast):
    link, _token = invite_intake(actor=cast.actor("account"), org=cast.org, label="明湖制造", lasts=timedelta(days=1))
    key, gate, made = uuid4(), Barrier(2), []

    def send() -> None:
        gate.wait()
        made.append(submit_intake(actor=holder(link), submission_key=key, values=SAID).pk)
        connection.close()

    threads = [Thread(target=send) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [IntakeRecord.objects.get().pk] * 2
