"""Demo, archive, search, sheet: what compliance declares to the mechanisms."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from huiwu.accounts.choices import Role
from huiwu.compliance import services
from huiwu.compliance.demo import screen
from huiwu.compliance.evidence import compliance_cleared
from huiwu.compliance.models import Permit, SpendingItem
from huiwu.documents.models import Version
from huiwu.documents.queries import sheet_of
from huiwu.documents.render.pdf import pdf
from huiwu.foundation.registry.archive import RECORDS
from huiwu.foundation.registry.demo import DemoContext
from huiwu.foundation.registry.search import FINDERS
from tests.compliance.conftest import change, cleared, severities


def context(cast, **script):
    people = {Role.PROJECT_MANAGER: cast.lead, Role.COMPLIANCE_OFFICER: cast.compliance}
    return DemoContext(
        org=cast.org,
        meeting=cast.meeting,
        stage="planning",
        people=600,
        today=date(2027, 2, 10),
        rng=Random(1),
        cast=people,
        script={"compliance": script},
    )


def test_the_demo_meeting_is_screened_and_cleared(cast):
    screen(context(cast))
    assert compliance_cleared(cast.meeting).present


def test_the_demo_of_a_grand_public_forum_has_its_permits_with_their_papers(cast):
    change(cast.meeting, name="启明国际论坛", publicness="public", expected_headcount=1200)
    screen(context(cast))
    found = Permit.objects.order_by("kind").values_list("kind", "file__media_type")
    assert list(found) == [("forum", "application/pdf"), ("mass_event", "application/pdf")]
    assert compliance_cleared(cast.meeting).present


def test_the_demo_of_a_public_body_keeps_within_its_cap(cast):
    change(cast.meeting, public_body_mode=True, expected_headcount=120)
    screen(context(cast))
    assert SpendingItem.objects.count() == 3
    assert [severities(cast.meeting, code) for code in ("OM-023", "OM-024", "OM-025")] == [[], [], []]
    assert compliance_cleared(cast.meeting).present


def test_what_is_left_open_in_the_script_keeps_the_gate_shut(cast):
    screen(context(cast, open=["pi.assessment"]))
    assert not compliance_cleared(cast.meeting).present


@pytest.mark.usefixtures("today")
def test_the_signed_sheet_prints(cast):
    cleared(cast)
    sheet = sheet_of(Version.objects.get())
    assert (sheet.title, sheet.version, sheet.doc_no) == ("合规检查单", "1", "2027-001-CP-01")
    assert pdf(sheet).startswith(b"%PDF-")


def test_every_record_of_a_meeting_goes_into_its_archive():
    names = {"compliance_profiles", "compliance_items", "permits", "spending_items", "prizes", "releases"}
    assert names | {"findings", "waivers"} <= set(RECORDS)


@pytest.mark.usefixtures("today")
def test_permits_are_found_by_number_by_those_of_the_meeting_only(cast):
    values = {"kind": "forum", "number": "沪论登 77", "authority": "市社科联"}
    services.record_permit(actor=cast.actor("lead"), meeting=cast.meeting, values=values)
    find = FINDERS["permit"][1]
    assert [hit.title for hit in find(cast.actor("planner"), "论登 77", 5)] == ["论坛、报告会登记或批准 沪论登 77"]
    assert list(find(cast.actor("stranger"), "论登 77", 5)) == []
