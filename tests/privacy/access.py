"""Who may open the pages of personal information, and one record of each kind."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from huiwu.attendees.services import add_attendee, personal_link
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.files import keep_file
from huiwu.kernel import clock
from huiwu.privacy import services
from huiwu.privacy.models import EntrustedProcessing
from huiwu.privacy.services import BreachValues, EntrustmentValues, NoticeValues
from tests.access.may import LEADS, PUBLIC, TEAM, May, act, both, page

READERS = LEADS | {"privacy_officer", "data_admin", "compliance_officer", "confidentiality_officer"}
WRITERS = LEADS | {"privacy_officer", "data_admin", "compliance_officer"}
PUBLISHERS = LEADS | {"privacy_officer", "compliance_officer"}
ERASERS = LEADS | {"privacy_officer", "data_admin"}
WATCHERS = LEADS | {"privacy_officer", "compliance_officer", "confidentiality_officer"}
RECORDERS = LEADS | {"privacy_officer", "data_admin"}
"""Of those who may open the page: 嘉宾组 and 秘书组 note consents on the pages of their own capabilities."""
PERSON = {"subject_id": "privacy_subject_id"}
PARTY = {"entrusted_id": "privacy_party_id"}
OWN = {"token": "privacy_token"}
CERTIFICATE = {"token": "privacy_certificate_token"}

ROWS: dict[str, May] = {
    "privacy:index": page(READERS),
    "privacy:person": page(READERS, at=PERSON),
    "privacy:person_consent": act(RECORDERS, at=PERSON, send={"purpose": "directory"}),
    "privacy:person_erase": both(ERASERS, at=PERSON),
    "privacy:notice": May(get=READERS, post=WRITERS),
    "privacy:publish": act(PUBLISHERS, send={"revision": "1"}),
    "privacy:notice_version": page(READERS, at={"number": "privacy_notice_number"}),
    "privacy:purpose": both(WRITERS, at={"code": "directory"}),
    "privacy:parties": page(READERS),
    "privacy:party_new": both(WRITERS),
    "privacy:party": page(READERS, at=PARTY),
    "privacy:party_edit": both(WRITERS, at=PARTY),
    "privacy:party_agree": act(WRITERS, at=PARTY),
    "privacy:party_return": act(WRITERS, at=PARTY),
    "privacy:party_cancel": act(WRITERS, at=PARTY),
    "privacy:party_sheet": page(READERS, at=PARTY | {"form": "privacy_form"}, few=True),
    "privacy:party_file": page(READERS, at=PARTY | {"which": "agreement"}),
    "privacy:retention": page(READERS),
    "privacy:term": both(WRITERS, at={"group": "diet"}),
    "privacy:erase": both(ERASERS),
    "privacy:erasure": page(READERS, at={"erasure_id": "privacy_erasure_id"}),
    "privacy:erasure_file": page(READERS, at={"erasure_id": "privacy_erasure_id"}, few=True),
    "privacy:requests": page(READERS),
    "privacy:answer": act(WRITERS, at={"request_id": "privacy_request_id"}),
    "privacy:assessments": page(READERS),
    "privacy:assessment_new": both(WRITERS),
    "privacy:assessment": May(get=READERS, post=WRITERS, at={"assessment_id": "privacy_assessment_id"}),
    "privacy:transfers": page(READERS),
    "privacy:transfer_new": both(WRITERS),
    "privacy:breaches": page(READERS),
    "privacy:breach_new": both(TEAM),
    "privacy:breach": May(get=READERS, post=WRITERS, at={"breach_id": "privacy_breach_id"}),
    "privacy:breach_end": act(WRITERS, at={"breach_id": "privacy_breach_id"}),
    "privacy:looks": page(WATCHERS),
    "privacy:exports": page(WATCHERS),
    "privacy:note": both(WRITERS),
    "privacy:certificate": May(get=READERS, post=WRITERS),
    "privacy:propose": act(WRITERS),
    "privacy:public": page(PUBLIC),
    "privacy:own": page(PUBLIC, at=OWN),
    "privacy:own_consent": act(PUBLIC, at=OWN, send={"purpose": "directory"}),
    "privacy:own_request": act(PUBLIC, at=OWN),
    "privacy:own_data": act(PUBLIC, at=OWN | {"form": "json"}),
    "privacy:own_erase": both(PUBLIC, at=OWN),
    "privacy:own_certificate": page(PUBLIC, at=CERTIFICATE),
    "privacy:own_certificate_file": page(PUBLIC, at=CERTIFICATE),
}


def fill(world: Any) -> None:
    meeting = world.cast.meeting
    notice = NoticeValues(processor="启明科技", contact="400-800-0000")
    draft = services.save_notice(actor=SYSTEM, meeting=meeting, revision=0, values=notice)
    published = services.publish_notice(actor=SYSTEM, meeting=meeting, revision=draft.revision)
    services.save_notice(actor=SYSTEM, meeting=meeting, revision=0, values=notice)
    services.draft_certificate(actor=SYSTEM, meeting=meeting, revision=0, handed_over="无", backups="30 天")
    party = services.save_entrustment(
        actor=SYSTEM, meeting=meeting, values=EntrustmentValues(party_kind="other", name="云来车队")
    )
    paper = keep_file(BytesIO(b"%PDF-1.4 agreement"), name="协议.pdf", meeting_id=meeting.pk)
    EntrustedProcessing.objects.filter(pk=party.pk).update(agreement=paper)
    assessment = services.assess_impact(
        actor=SYSTEM,
        meeting=meeting,
        title="餐别",
        groups=["diet"],
        necessity="备餐",
        risks="转发",
        measures="打码",
        conclusion="可行",
        assessed_on=date(2026, 1, 5),
    )
    breach = services.report_breach(
        actor=SYSTEM, meeting=meeting, values=BreachValues(found_at=clock.now(), what="发错群", severity="minor")
    )
    one, two = (
        add_attendee(actor=SYSTEM, meeting=meeting, values={"display_name": name}) for name in ("查阅者", "删除者")
    )
    link, token = personal_link(actor=SYSTEM, attendee=one)
    asked = services.make_request(
        actor=Actor.of_link(link), meeting=meeting, subject_id=one.pk, kind="correction", words="单位名称有误"
    )
    erasure = services.erase_person(actor=SYSTEM, meeting=meeting, subject_id=two.pk)
    world.ids |= {
        "privacy_subject_id": one.pk,
        "privacy_party_id": party.pk,
        "privacy_assessment_id": assessment.pk,
        "privacy_breach_id": breach.pk,
        "privacy_erasure_id": erasure.pk,
        "privacy_request_id": asked.pk,
        "privacy_notice_number": published.number,
        "privacy_token": token,
        "privacy_certificate_token": services.certificate_token(actor=SYSTEM, erasure=erasure),
        "privacy_form": "pdf",
    }
