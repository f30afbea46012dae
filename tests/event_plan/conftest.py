from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from huiwu.brief.demo import content_for as brief_content
from huiwu.brief.services import open_brief, send_brief_for_signature
from huiwu.documents.models import Document, Version
from huiwu.documents.services import save_draft, sign_version
from huiwu.event_plan.demo_content import content_for
from huiwu.event_plan.services import open_plan, send_plan_for_signature
from huiwu.foundation.actors import Actor
from huiwu.kernel import clock
from huiwu.meetings.choices import FunctionKind, Layout
from huiwu.meetings.models import Function, Space, WorkGroup
from tests.cast import Cast

NOW = datetime(2027, 1, 18, 2, tzinfo=UTC)
"""59 days before the first day."""


@pytest.fixture(autouse=True)
def january():
    with clock.at(NOW):
        yield


@pytest.fixture
def programme(cast: Cast) -> list[Function]:
    """宴会厅 with an opening and a dinner; 秘书组 led by 陈策."""
    hall = Space.objects.create(meeting=cast.meeting, name="宴会厅", floor="3 层")
    WorkGroup.objects.create(meeting=cast.meeting, name="秘书组", duties="议程与名单", lead=cast.planner)
    common = {"meeting": cast.meeting, "space": hall}
    opening = Function.objects.create(
        **common,
        number=1,
        name="开幕式",
        kind=FunctionKind.OPENING,
        start_at=datetime(2027, 3, 18, 1, tzinfo=UTC),
        end_at=datetime(2027, 3, 18, 2, 30, tzinfo=UTC),
        layout=Layout.THEATRE,
        headcount_expected=600,
        setup_order={"stage": {"state": "filled", "value": "12 m × 5 m"}},
    )
    dinner = Function.objects.create(
        **common,
        number=2,
        name="欢迎晚宴",
        kind=FunctionKind.MEAL,
        start_at=datetime(2027, 3, 18, 10, tzinfo=UTC),
        end_at=datetime(2027, 3, 18, 12, tzinfo=UTC),
        headcount_expected=600,
        headcount_guaranteed=540,
    )
    return [opening, dinner]


@pytest.fixture
def brief(cast: Cast) -> Version:
    """The brief for 600 people, signed by 赵明远, which launches the plan of the SOP's steps."""
    lead = cast.actor("lead")
    document = open_brief(actor=lead, meeting=cast.meeting, content=brief_content(cast.meeting, 600))
    version, link, _token = send_brief_for_signature(
        actor=lead, document_id=document.pk, revision=document.revision, person="赵明远"
    )
    sign(version, holder(link))
    cast.meeting.refresh_from_db()
    return version


@pytest.fixture
def plan(cast: Cast, programme: list[Function], brief: Version) -> Document:
    """陈策's draft, whole."""
    planner = cast.actor("planner")
    document = open_plan(actor=planner, meeting=cast.meeting)
    ceiling = brief.content["budget_total"]["value"]
    content = content_for(document.draft, cast.meeting, 600, ceiling)
    saved = save_draft(actor=planner, document_id=document.pk, revision=document.revision, content=content)
    saved.meeting = cast.meeting
    return saved


@pytest.fixture
def rewrite(cast: Cast, plan: Document) -> Callable[..., Document]:
    """Change fields of the draft."""

    def change(**fields: Any) -> Document:
        plan.refresh_from_db()
        content = {**plan.draft, **fields}
        saved = save_draft(actor=cast.actor("lead"), document_id=plan.pk, revision=plan.revision, content=content)
        plan.draft, plan.revision = saved.draft, saved.revision
        return plan

    return change


def holder(link: Any) -> Actor:
    return Actor.of_link(link, address="203.0.113.9", agent="Mozilla/5.0 (phone)")


def sign(version: Version, who: Actor) -> None:
    sign_version(actor=who, version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远")
    version.refresh_from_db()


def signed(cast: Cast, document: Document) -> Version:
    """The draft as it stands, sent to 赵明远 and signed by him."""
    document.refresh_from_db()
    version, link, _token = send_plan_for_signature(
        actor=cast.actor("lead"), document_id=document.pk, revision=document.revision, person="赵明远"
    )
    sign(version, holder(link))
    return version
