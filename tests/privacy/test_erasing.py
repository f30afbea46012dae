from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from huiwu.attendees.models import Attendee, AttendeeChange, SensitiveValue
from huiwu.audit.queries import history, told
from huiwu.desk.queries.search import found_everywhere
from huiwu.documents.render.pdf import pdf
from huiwu.foundation.files import keep_file, path_of
from huiwu.foundation.models import FactRecord, StoredFile
from huiwu.foundation.worker import Worker
from huiwu.kernel import clock
from huiwu.kernel.errors import NotAllowed
from huiwu.privacy import services
from huiwu.privacy.errors import NotDueYet
from huiwu.privacy.models import Consent, Erasure, ExportRecord
from huiwu.privacy.queries.own import own_data
from huiwu.privacy.queries.records import certificate_content
from huiwu.privacy.queries.retention import overdue
from huiwu.privacy.services.notices import sealed
from huiwu.privacy.sheets import erasure_certificate
from tests.privacy.conftest import by_link, own_token, person, secret
from tests.privacy.test_exports import export

AFTER = datetime(2027, 4, 25, 1, tzinfo=UTC)
"""Five weeks after the last day: sensitive groups are past their thirty days."""


def words_of_facts() -> str:
    return " ".join(str(row.payload) for row in FactRecord.objects.all())


def test_a_person_erases_themselves_from_every_table(noticed: Any) -> None:
    attendee = person(noticed, email="wang@example.test")
    secret(noticed, attendee)
    me = by_link(noticed, attendee)
    services.give_consents(actor=me, meeting=noticed.meeting, subject_id=attendee.pk, purposes=["participation"])
    row = services.erase_person(actor=me, meeting=noticed.meeting, subject_id=attendee.pk)
    attendee.refresh_from_db()
    assert own_data(noticed.meeting, attendee.pk) == []
    assert (attendee.mobile, attendee.email, attendee.search_text, attendee.is_active) == ("", "", "", False)
    assert (SensitiveValue.objects.count(), AttendeeChange.objects.count()) == (0, 0)
    consent = Consent.objects.get()
    assert (consent.evidence, consent.withdrawn_at) == ({}, clock.now())
    assert (row.kind, row.people, row.is_done) == ("person", 1, True)


def test_after_erasure_nothing_names_the_person(noticed: Any) -> None:
    attendee = person(noticed, "欧阳修文")
    services.erase_person(
        actor=noticed.actor("colleague"), meeting=noticed.meeting, subject_id=attendee.pk, reason="本人来电"
    )
    assert "欧阳" not in words_of_facts()
    assert not [line.said for line in told(list(history(noticed.meeting))) if "欧阳" in line.said]
    assert [hit for group in found_everywhere(noticed.actor("lead"), "欧阳修文", 5) for hit in group.hits] == []


def test_the_certificate_names_nobody_and_its_hash_seals_it(noticed: Any) -> None:
    attendee = person(noticed, "欧阳修文")
    row = services.erase_person(actor=noticed.actor("colleague"), meeting=noticed.meeting, subject_id=attendee.pk)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf(erasure_certificate(row)))).pages)
    assert "欧阳" not in text
    assert row.content_hash[:20] in re.sub(r"[\n\u200b]", "", text)
    assert sealed(certificate_content(Erasure.objects.get(pk=row.pk))) == row.content_hash


def test_kept_copies_of_lists_go_with_the_first_person_erased(
    noticed: Any, django_capture_on_commit_callbacks: Any
) -> None:
    attendee = person(noticed)
    file = keep_file(io.BytesIO("姓名\n王明".encode()), name="名单.csv", meeting_id=noticed.meeting.pk)
    export(noticed, file=file)
    with django_capture_on_commit_callbacks(execute=True):
        row = services.erase_person(actor=noticed.actor("colleague"), meeting=noticed.meeting, subject_id=attendee.pk)
    assert (row.files, ExportRecord.objects.get().file, StoredFile.objects.count()) == (1, None, 0)
    assert not path_of(file.sha256).exists()


def test_somebody_who_only_keeps_lists_may_not_erase(noticed: Any) -> None:
    attendee = person(noticed)
    with pytest.raises(NotAllowed):
        services.erase_person(actor=noticed.actor("planner"), meeting=noticed.meeting, subject_id=attendee.pk)


def test_a_person_erases_nobody_else(noticed: Any) -> None:
    me, other = by_link(noticed, person(noticed)), person(noticed, "李四", mobile="13900005678")
    with pytest.raises(NotAllowed):
        services.erase_person(actor=me, meeting=noticed.meeting, subject_id=other.pk)
    assert Attendee.objects.filter(erased_at=None).count() == 2


def test_what_is_due_is_listed_confirmed_and_erased_by_a_job(noticed: Any) -> None:
    for n in range(3):
        secret(noticed, person(noticed, f"王{n}", mobile=f"1380000111{n}"))
    with clock.at(AFTER):
        assert [(held.term.group.value, held.count) for held in overdue(noticed.meeting, clock.today())] == [
            ("diet", 3)
        ]
        row = services.erase_due(actor=noticed.actor("colleague"), meeting=noticed.meeting, groups=["diet"])
        while Worker().work_once():
            pass
        row.refresh_from_db()
        assert (row.is_done, row.people, row.records) == (True, 3, 3)
        assert overdue(noticed.meeting, clock.today()) == []
    assert Attendee.objects.filter(erased_at=None).count() == 3


def test_a_job_begun_again_goes_on_where_it_stood(noticed: Any) -> None:
    secret(noticed, person(noticed))
    with clock.at(AFTER):
        row = services.erase_due(actor=noticed.actor("colleague"), meeting=noticed.meeting, groups=["diet"])
        first = services.run_erasure(erasure_id=row.pk, progress=lambda done, total: None)
        again = services.run_erasure(erasure_id=row.pk, progress=lambda done, total: None)
    assert (first.content_hash, first.records) == (again.content_hash, again.records)


def test_before_its_day_a_group_goes_only_after_the_meeting_and_with_a_reason(noticed: Any) -> None:
    secret(noticed, person(noticed))
    common = {"actor": noticed.actor("colleague"), "meeting": noticed.meeting, "groups": ["diet"]}
    with pytest.raises(NotDueYet):
        services.erase_due(**common, reason="客户要求")
    with clock.at(datetime(2027, 3, 25, tzinfo=UTC)):
        with pytest.raises(NotDueYet):
            services.erase_due(**common)
        assert services.erase_due(**common, reason="客户要求").reason == "客户要求"


def test_a_person_erases_themselves_on_a_telephone_and_keeps_the_certificate(noticed: Any) -> None:
    attendee = person(noticed)
    token, client = own_token(noticed, attendee), Client()
    page = reverse("privacy:own_erase", args=[token])
    assert client.post(page, {"name": "李四"}).status_code == 422
    assert Erasure.objects.count() == 0
    answer = client.post(page, {"name": "王 明"}, follow=True)
    assert answer.status_code == 200
    assert "SC-001" in answer.content.decode()
    file = client.get(answer.redirect_chain[-1][0] + "pdf/")
    assert (file.status_code, file["Content-Type"]) == (200, "application/pdf")
