"""Pages of the 劳务发放表, its sheets, findings, evidence, messages, and what travels."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from huiwu.accounts.choices import Role
from huiwu.checks.queries import judgement
from huiwu.foundation.files import keep_file
from huiwu.foundation.registry.demo import DemoContext
from huiwu.foundation.registry.search import FINDERS
from huiwu.foundation.worker import Worker
from huiwu.meetings.models import Meeting
from huiwu.notifications.models import Message
from huiwu.speaker_fees import services
from huiwu.speaker_fees.demo import pay_speakers
from huiwu.speaker_fees.evidence import fees_settled
from huiwu.speaker_fees.models import SpeakerFee
from tests.foundation.archiving.meetings import archive_of, brought_back, forget
from tests.speaker_fees.conftest import ID, approved, entered, paid, public, submitted


def at(cast, name, *more):
    return reverse(f"speaker_fees:{name}", args=[cast.meeting.slug, *more])


def found(cast, code, when=datetime(2027, 3, 14, 1, tzinfo=UTC)):
    meeting = Meeting.objects.select_related("org", "client").get(pk=cast.meeting.pk)
    return [row for row in judgement(meeting, when) if row.code == code]


FORM = {
    "name": "欧阳修文",
    "grade": "professor",
    "kind": "lecture",
    "lessons": "2027-03-18 09:00 2\n2027-03-18 14：00 1.5",
    "basis": "net",
    "agreed_cents": "4,000",
    "planned_on": "2027-03-22",
    "id_kind": "resident",
    "id_number": ID,
}


def test_a_fee_goes_from_entering_to_declared_through_the_pages(team, client):
    client.force_login(team.planner)
    client.post(at(team, "new"), FORM)
    fee = SpeakerFee.objects.get()
    assert (fee.half_units, fee.gross_cents, fee.tax_cents) == (7, 476_190, 76_190)
    client.post(at(team, "submit_all"))
    fee.refresh_from_db()
    own = client.get(at(team, "fee", fee.pk)).content.decode()
    assert ID not in own
    client.force_login(team.lead)
    client.post(at(team, "approve", fee.pk), {"revision": fee.revision})
    client.force_login(team.colleague)
    client.post(at(team, "pay", fee.pk), {"paid_on": "2027-03-22", "method": "transfer"})
    shown = client.post(at(team, "secret", fee.pk, "id_number"))
    assert (ID in shown.content.decode(), shown["Cache-Control"]) == (True, "no-store")
    client.post(at(team, "declare"), {"declared_on": "2027-03-23"})
    assert "不能恢复" in client.get(at(team, "erase")).content.decode()
    client.post(at(team, "erase"))
    fee.refresh_from_db()
    assert (fee.state, fee.declared_on, fee.has_secrets) == ("paid", date(2027, 3, 23), False)


@pytest.mark.parametrize("line", ["明天 9 点", "2027-02-30 09:00 2", "2027-03-18 09:00 1.3", "2027-03-18 09:00 13"])
def test_a_lesson_that_cannot_be_read_is_said_with_its_line(team, client, line):
    client.force_login(team.planner)
    page = client.post(at(team, "new"), FORM | {"lessons": line})
    assert (page.status_code, line in page.content.decode()) == (422, True)


def test_without_before_or_after_tax_nothing_is_kept(team, client):
    client.force_login(team.planner)
    assert client.post(at(team, "new"), FORM | {"basis": ""}).status_code == 422
    assert not SpeakerFee.objects.exists()


def test_a_stale_form_keeps_what_was_typed(team, client):
    fee = entered(team)
    client.force_login(team.planner)
    page = client.post(at(team, "edit", fee.pk), FORM | {"revision": "9", "subject": "我写的题目"})
    assert (page.status_code, "我写的题目" in page.content.decode()) == (409, True)


def test_above_the_usual_the_page_asks_the_approver_for_the_reason(team, client):
    public(team)
    fee = submitted(team, grade="academician", agreed_cents=700_000)
    client.force_login(team.lead)
    page = client.post(at(team, "approve", fee.pk), {"revision": fee.revision, "reason": ""})
    assert (page.status_code, "6,000.00" in page.content.decode()) == (422, True)
    client.post(at(team, "approve", fee.pk), {"revision": fee.revision, "reason": "经办公会同意"})
    fee.refresh_from_db()
    assert fee.state == "approved"


def test_a_list_of_three_costs_no_more_queries_than_a_list_of_one(team, client):
    client.force_login(team.colleague)
    counts = []
    for n in (1, 2):
        for _ in range(n):
            paid(team)
        client.get(at(team, "index"))
        with CaptureQueriesContext(connection) as queries:
            client.get(at(team, "index"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_sheet_to_sign_has_sums_and_masked_accounts(team, client):
    approved(team, account="6222000012345678")
    approved(team, name="白露", basis="gross", agreed_cents=300_000)
    client.force_login(team.colleague)
    pdf = client.get(at(team, "sheet", "pdf"))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(b"".join(pdf.streaming_content))).pages)
    assert all(word in text for word in ("7,761.90", "1,201.90", "6,560.00", "••••5678"))
    word = Document(io.BytesIO(b"".join(client.get(at(team, "sheet", "word")).streaming_content)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "7,761.90" in cells
    assert client.get(at(team, "sheet", "odt")).status_code == 404


def test_om_111_finds_what_is_above_the_standard_and_nothing_on_clean_data(team):
    public(team)
    fee = entered(team, agreed_cents=400_001)
    (row,) = found(team, "OM-111")
    assert (row.severity, "超出 0.01 元" in row.detail) == ("block", True)
    services.cancel_fee(actor=team.actor("planner"), meeting=team.meeting, fee_id=fee.pk)
    entered(team, agreed_cents=400_000)
    assert found(team, "OM-111") == []


def test_om_111_warns_of_what_is_only_usual_until_a_reason_stands(team):
    public(team)
    fee = submitted(team, grade="academician", agreed_cents=700_000)
    assert [row.severity for row in found(team, "OM-111")] == ["warn"]
    services.approve_fee(
        actor=team.actor("lead"),
        meeting=team.meeting,
        fee_id=fee.pk,
        revision=fee.revision,
        over_reason="经主任办公会同意",
    )
    assert found(team, "OM-111") == []


def test_om_111_judges_by_the_rule_as_it_is_now(team):
    entered(team, agreed_cents=900_000)
    assert found(team, "OM-111") == []
    public(team)
    assert len(found(team, "OM-111")) == 1


def test_several_fees_to_one_person_and_secrets_kept_too_long_are_found(team):
    for _ in range(2):
        entered(team, basis="gross", agreed_cents=300_000)
    assert len(found(team, "GEN-FEE-01")) == 1
    fee = paid(team, name="白露", id_kind="resident", id_number=ID)
    ask = {"actor": team.actor("colleague"), "meeting": team.meeting}
    services.declare_tax(**ask, fee_ids=[fee.pk], declared_on=date(2027, 3, 24))
    late = datetime(2027, 4, 20, 1, tzinfo=UTC)
    assert len(found(team, "GEN-FEE-02", late)) == 1
    services.erase_secrets(**ask)
    assert found(team, "GEN-FEE-02", late) == []


def test_a08_is_shown_when_every_fee_is_paid_signed_for_and_declared(team):
    assert not fees_settled(team.meeting).present
    fee = paid(team)
    ask = {"actor": team.actor("colleague"), "meeting": team.meeting}
    services.declare_tax(**ask, fee_ids=[fee.pk], declared_on=date(2027, 3, 24))
    assert not fees_settled(team.meeting).present
    receipt = keep_file(io.BytesIO(b"%PDF-1.4 signed"), name="签收.pdf", meeting_id=team.meeting.pk)
    services.keep_receipt(**ask, fee_id=fee.pk, receipt=receipt)
    assert fees_settled(team.meeting).present


def test_approvers_are_told_and_the_submitter_of_a_refusal(team):
    fee = submitted(team)
    services.refuse_fee(actor=team.actor("owner"), meeting=team.meeting, fee_id=fee.pk, reason="数量不对")
    worker = Worker()
    while worker.work_once():
        pass
    kinds = Message.objects.values_list("kind", "user__name")
    assert sorted(kinds) == [("speaker_fees.refused", "陈策")]


def test_speakers_are_found_by_name_by_who_may_see_them(team):
    entered(team)
    find = FINDERS["speaker_fee"][1]
    hits = {who: len(list(find(team.actor(who), "欧阳", 5))) for who in ("lead", "planner", "compliance", "stranger")}
    assert hits == {"lead": 1, "planner": 1, "compliance": 1, "stranger": 0}


def test_fees_travel_in_the_archive_without_their_secrets(team):
    paid(team, id_kind="resident", id_number=ID, account="6222000012345678")
    archive = archive_of(team.meeting)
    meeting_id, home = team.meeting.pk, team.org.pk
    forget(team.meeting)
    brought_back(archive, home)
    assert archive_of(Meeting.objects.get(pk=meeting_id)) == archive
    fee = SpeakerFee.objects.get()
    assert (fee.net_cents, fee.id_number_sealed, fee.account_sealed) == (400_000, "", "")


@pytest.mark.parametrize(("today", "state"), [("2027-03-08", "submitted"), ("2027-03-25", "paid")])
def test_the_demo_pays_its_speakers_when_their_day_has_come(team, today, state):
    people = {Role.GUEST_TEAM: team.planner, Role.PROJECT_MANAGER: team.lead, Role.FINANCE: team.colleague}
    day = date.fromisoformat(today)
    ctx = DemoContext(team.org, team.meeting, "planning", 600, day, Random(1), cast=people)
    pay_speakers(ctx)
    states = set(SpeakerFee.objects.values_list("state", flat=True))
    assert states == ({"paid"} if state == "paid" else {"draft"})
    assert found(team, "OM-111") == []
    if state == "paid":
        assert fees_settled(team.meeting).present
