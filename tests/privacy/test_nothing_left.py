"""One person goes through everything the product does with people, is erased, and is then looked for in every column of
every table and in every kept file."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from huiwu.accounts.models import ApiToken
from huiwu.accounts.services import hash_token
from huiwu.agenda.services import propose_agenda
from huiwu.attendees.models import Attendee, ImportBatch
from huiwu.attendees.services import change_attendee, importing, merge_attendees, set_presence
from huiwu.calls.services import record_call, request_call
from huiwu.checks.queries import judgement
from huiwu.checks.services import judge_meeting
from huiwu.desk.queries.search import found_everywhere
from huiwu.documents.models import Version
from huiwu.foundation.files import keep_file
from huiwu.foundation.models import StoredFile
from huiwu.foundation.worker import Worker
from huiwu.guests import services as guests
from huiwu.kernel import clock
from huiwu.meetings.models import Function
from huiwu.notices.services import NoticeValues, approve_notice, draft_notice, send_notice
from huiwu.notifications.models import KeptMail, OutsideDelivery
from huiwu.privacy import services
from huiwu.privacy.models import Erasure
from huiwu.registration.services import GroupSubmission, register_group, submit_registration
from tests.agenda.conftest import at, release, values_of
from tests.attendees.lists import HEAD, workbook
from tests.cast import Cast
from tests.guests.conftest import signed_template
from tests.privacy.conftest import by_link, person, secret
from tests.privacy.test_exports import export
from tests.registration.conftest import open_form, sent, visitor

NAME, FORMER, ENGLISH = "欧阳修文", "欧阳旧名", "Ouyang Xiuwen"
MOBILE, EARLIER = "13866660001", "13866660002"
EMAIL = "ouyang.xiuwen@example.test"
WORDS = (NAME, FORMER, "修文", ENGLISH, MOBILE, EARLIER, "138 6666 0001", "138 6666 0002", EMAIL)


def places_of(words: tuple[str, ...]) -> list[str]:
    """Each `table.column` and kept file in which one of the words stands; text in JSON may be escaped, once or twice."""
    wanted = {form for word in words for form in (word, escaped(word), escaped(escaped(word)))}
    return sorted({*_columns_with(wanted), *_files_with(wanted)})


def escaped(text: str) -> str:
    return json.dumps(text)[1:-1]


def _columns_with(wanted: set[str]) -> Iterator[str]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    text = bytes(value).decode(errors="ignore") if isinstance(value, bytes | memoryview) else str(value)
                    if any(word in text for word in wanted):
                        yield f"{table}.{column}"


def _files_with(wanted: set[str]) -> Iterator[str]:
    for path in (Path(settings.MEDIA_ROOT)).rglob("*"):
        if path.is_file() and any(word.encode() in path.read_bytes() for word in wanted):
            yield path.name


def taken_in(cast: Cast) -> Attendee:
    """From a client's list, then corrected here and by a second list; a third list waits."""
    lead, meeting = cast.actor("lead"), cast.meeting
    rows = [(FORMER, "明湖研究院", "研究员", EARLIER), ("李静", "云州大学", f"教授（{NAME}的学生）", "13800000002")]
    batch = importing.upload_list(actor=lead, meeting=meeting, content=workbook(*rows), name="名单.xlsx", wait=True)
    importing.confirm_list(actor=lead, meeting=meeting, batch_id=batch.pk, wait=True)
    row = Attendee.objects.get(display_name=FORMER)
    values: Any = {"display_name": NAME, "name_en": ENGLISH, "mobile": MOBILE, "email": EMAIL, "salutation": "先生"}
    change_attendee(actor=lead, attendee_id=row.pk, revision=row.revision, values=values)
    waiting = "\n".join([",".join(HEAD), f"{NAME},明湖研究院,院长,{MOBILE}", f"{NAME},缺手机,院长,1386666"])
    content = io.BytesIO(waiting.encode("utf-8-sig"))
    importing.upload_list(actor=lead, meeting=meeting, content=content, name=f"{NAME}报来.csv", wait=True)
    return Attendee.objects.get(pk=row.pk)


def speaks(cast: Cast, row: Attendee) -> None:
    """On the agenda that the client confirmed, with the name in the title too, and on a newer one that waits."""
    from huiwu.agenda import services as agenda

    times = {"start_at": at(9), "end_at": at(12), "headcount_expected": 600}
    plenary = Function.objects.create(meeting=cast.meeting, number=91, kind="plenary", name="主会场", **times)
    who = ((row, "keynote"),)
    item = agenda.add_item(
        actor=cast.actor("lead"), meeting=cast.meeting, values=values_of(plenary, f"{NAME}谈算力", who=who)
    )
    release(cast)
    agenda.change_item(
        actor=cast.actor("lead"),
        item=item,
        revision=item.revision,
        values=values_of(plenary, f"{NAME}谈算力", minutes=45, who=who),
    )
    propose_agenda(actor=cast.actor("lead"), meeting=cast.meeting)


def invited(cast: Cast, row: Attendee) -> None:
    """A letter by e-mail that went out and one on paper; a follow-up with words."""
    lead, meeting = cast.actor("lead"), cast.meeting
    guest = guests.add_guests(
        actor=lead,
        meeting=meeting,
        attendee_ids=[row.pk],
        guest_role="keynote",
        handler_id=cast.lead.pk,
        rsvp_deadline_on=date(2027, 3, 1),
    )[0]
    template = signed_template(cast)
    for medium in ("email", "paper"):
        batch = guests.make_letters(
            actor=lead, meeting=meeting, template_id=template.pk, guest_ids=[guest.pk], medium=medium
        )
        guests.send_letters(batch_id=batch.pk)


def registered(cast: Cast, client: Any) -> None:
    """As the contact of a group with a colleague, and once more by a program with its key."""
    open_form(cast)
    members = [{"display_name": "周晓", "mobile": "13800000077", "org_name": "明湖研究院"}]
    group = GroupSubmission(
        org_name="明湖研究院",
        contact_name=NAME,
        contact_mobile=MOBILE,
        contact_email=EMAIL,
        category="general",
        members=members,
        submission_key=uuid4(),
    )
    register_group(actor=visitor(), meeting=cast.meeting, submission=group)
    submit_registration(actor=visitor(), meeting=cast.meeting, submission=sent(NAME, MOBILE, answers={"email": EMAIL}))
    ApiToken.objects.create(user=cast.lead, name="试", scopes=["read", "write"], token_hash=hash_token("t"))
    answer = client.post(
        f"/api/v1/meetings/{cast.meeting.slug}/registrations",
        data=json.dumps(
            {"display_name": FORMER, "mobile": EARLIER, "email": EMAIL, "org_name": "明湖研究院", "category": "general"}
        ),
        content_type="application/json",
        headers={"Authorization": "Bearer t", "Idempotency-Key": str(uuid4())},
    )
    assert answer.status_code == 201, answer.content


def written_to(cast: Cast, row: Attendee) -> None:
    """A notice, a call with what was said; a call to somebody else about them."""
    lead, meeting = cast.actor("lead"), cast.meeting
    set_presence(actor=lead, attendee_id=row.pk, presence="confirmed", reason=f"{NAME}来电")
    values: dict[str, Any] = {"title": "第一次通知", "channel": "email", "subject": "会议通知", "text": "{name}您好"}
    notice = draft_notice(actor=lead, meeting=meeting, values=NoticeValues(**values, about={}))
    notice = approve_notice(actor=lead, notice_id=notice.pk, revision=notice.revision)
    send_notice(actor=lead, notice_id=notice.pk, waived_reason="试发")
    for who in (row, person(cast, "李静二", mobile="13800000009")):
        request_call(actor=lead, meeting=meeting, attendee_id=who.pk, why="reply", key=f"x:{who.pk}", note=NAME)
        record_call(actor=lead, meeting=meeting, attendee_id=who.pk, outcome="settled", said=f"{NAME}说周五到")


@pytest.fixture
def everywhere(noticed: Cast, client: Any) -> Attendee:
    row = taken_in(noticed)
    secret(noticed, row, dietary_requirement="清真", itinerary='{"arrival": {"number": "G1"}}')
    speaks(noticed, row)
    invited(noticed, row)
    written_to(noticed, row)
    registered(noticed, client)
    double = Attendee.objects.filter(display_name__in=(NAME, FORMER)).exclude(pk=row.pk)
    for other in double:
        merge_attendees(actor=noticed.actor("lead"), meeting=noticed.meeting, kept_id=row.pk, gone_id=other.pk)
    consents = ["participation"]
    services.give_consents(actor=by_link(noticed, row), meeting=noticed.meeting, subject_id=row.pk, purposes=consents)
    export(
        noticed, file=keep_file(io.BytesIO(f"姓名\n{NAME}".encode()), name="名单.csv", meeting_id=noticed.meeting.pk)
    )
    worker = Worker()
    while worker.work_once():
        pass
    judge_meeting(actor=noticed.actor("lead"), meeting=noticed.meeting)
    return Attendee.objects.get(pk=row.pk)


def test_after_erasure_no_table_and_no_file_names_the_person(
    noticed: Cast, everywhere: Attendee, django_capture_on_commit_callbacks: Any
) -> None:
    before = {place.split(".")[0] for place in places_of(WORDS)}
    assert {
        "accounts_scopedlink",
        "agenda_agendaitem",
        "attendees_attendee",
        "attendees_importrow",
        "calls_callrecord",
        "documents_document",
        "documents_version",
        "foundation_idempotentanswer",
        "guests_letter",
        "notifications_outsidedelivery",
        "registration_groupregistration",
    } <= before
    with django_capture_on_commit_callbacks(execute=True):
        row = services.erase_person(
            actor=noticed.actor("colleague"), meeting=noticed.meeting, subject_id=everywhere.pk, reason="本人来电"
        )
    assert places_of(WORDS) == []
    assert [hit for group in found_everywhere(noticed.actor("lead"), NAME, 5) for hit in group.hits] == []
    assert (row.is_done, len(row.content_hash), Erasure.objects.count()) == (True, 64, 1)
    assert StoredFile.objects.filter(meeting_id=noticed.meeting.pk).count() == 0


def test_what_the_client_confirmed_stays_provable_without_the_name(
    noticed: Cast, everywhere: Attendee, client: Any
) -> None:
    version = Version.objects.filter(document__kind="agenda").order_by("number").first()
    assert version is not None
    signed = version.content_hash
    services.erase_person(actor=noticed.actor("colleague"), meeting=noticed.meeting, subject_id=everywhere.pk)
    version.refresh_from_db()
    assert (version.content_hash, version.signoffs.get().version_hash, version.is_intact) == (signed, signed, True)
    assert version.redacted_hash not in (None, signed)
    found = [finding.code for finding in judgement(noticed.meeting, clock.now())]
    assert "GEN-DOC-2" not in found
    client.force_login(noticed.lead)
    page = client.get(reverse("documents:version", args=[noticed.meeting.slug, version.pk])).content.decode()
    assert ("删除过个人信息" in page, signed in page, "内容与哈希不一致" in page) == (True, True, False)


def test_a_list_that_waits_does_not_bring_the_person_back(noticed: Cast, everywhere: Attendee) -> None:
    services.erase_person(actor=noticed.actor("colleague"), meeting=noticed.meeting, subject_id=everywhere.pk)
    waiting = ImportBatch.objects.get(name__contains="报来")
    assert (waiting.state, waiting.file, waiting.rows.count()) == ("dropped", None, 0)


def test_the_same_person_of_another_organisation_is_not_touched(noticed: Cast, everywhere: Attendee) -> None:
    theirs = OutsideDelivery.objects.create(key="x", org=noticed.other_org, channel="email", to=EMAIL)
    services.erase_person(actor=noticed.actor("colleague"), meeting=noticed.meeting, subject_id=everywhere.pk)
    theirs.refresh_from_db()
    assert theirs.to == EMAIL
    assert KeptMail.objects.filter(to=EMAIL).count() == 0


def test_at_the_end_of_the_term_everybody_is_struck_at_once(
    noticed: Cast, everywhere: Attendee, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True), clock.at(datetime(2027, 12, 1, tzinfo=UTC)):
        groups = ["identity", "contact", "messages", "history", "presence"]
        row = services.erase_due(actor=noticed.actor("colleague"), meeting=noticed.meeting, groups=groups)
        services.run_erasure(erasure_id=row.pk, progress=lambda done, total: None)
    assert places_of((*WORDS, "周晓", "13800000077")) == []


def test_erasing_says_how_many_texts_named_the_person(noticed: Cast, everywhere: Attendee) -> None:
    row = services.erase_person(actor=noticed.actor("colleague"), meeting=noticed.meeting, subject_id=everywhere.pk)
    line = next(line for line in row.lines if line["code"] == "mentions")
    assert line["records"] > 5
