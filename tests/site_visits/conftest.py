from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image

from huiwu.accounts.choices import Role
from huiwu.foundation.actors import Actor
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting, TeamMember
from huiwu.site_visits import services
from huiwu.site_visits.choices import POINTS_OF, Group, Measure
from huiwu.site_visits.models import Candidate, SiteVisit
from huiwu.site_visits.queries.board import board_of
from huiwu.venues.models import Venue
from huiwu.venues.services import add_room, add_venue
from tests.cast import Cast

START = date(2027, 3, 18)
BASE = "/m/qiming-2027/site-visits/"
GROUPS = list(Group.values)


def days_before(n: int) -> datetime:
    """Nine in the morning in Shanghai, n days before the first day."""
    return datetime.combine(START - timedelta(days=n), time(1), UTC)


@pytest.fixture(autouse=True)
def today(settings: Any, tmp_path: Any) -> Any:
    """T-48, the inspections under way."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with clock.at(days_before(48)):
        yield


def make_venue(cast: Cast, name: str, capacity: int = 800, **more: Any) -> Venue:
    values = {"kind": "hotel", "city": "上海", "address": "滨江大道 1 号", "invoice_ok": True} | more
    venue = add_venue(actor=cast.actor("lead"), org_id=cast.org.pk, name=name, **values)
    add_room(
        actor=cast.actor("lead"),
        venue_id=venue.pk,
        name="大会堂",
        stated_capacities={"theatre": capacity},
        clear_height_mm=8000,
    )
    return venue


def make_candidate(cast: Cast, name: str, *, capacity: int = 800, short: bool = True, **terms: Any) -> Candidate:
    """On the short list, with a quote and free dates."""
    venue = make_venue(cast, name, capacity)
    row = services.add_candidate(
        actor=cast.actor("lead"), meeting=cast.meeting, venue=venue, room_id=venue.rooms.get().pk
    )
    values = {"quote_cents": 1_000_000, "date_state": "free", "room_id": row.room_id} | terms
    row = services.save_terms(
        actor=cast.actor("lead"), meeting=cast.meeting, candidate_id=row.pk, revision=row.revision, **values
    )
    if short:
        row = services.move_candidate(
            actor=cast.actor("lead"), meeting=cast.meeting, candidate_id=row.pk, verb="shortlist"
        )
    return row


@pytest.fixture
def candidate(cast: Cast) -> Candidate:
    return make_candidate(cast, "滨江会议中心")


@pytest.fixture
def visit(cast: Cast, candidate: Candidate) -> SiteVisit:
    return services.begin_visit(actor=cast.actor("lead"), meeting=cast.meeting, candidate_id=candidate.pk)


def entry(kind: str, key: str = "", value: Any = None, minute: int = 0, **more: Any) -> dict[str, Any]:
    at = clock.now() - timedelta(hours=1) + timedelta(minutes=minute)
    return {"id": str(uuid4()), "kind": kind, "key": key, "value": value, "at": at.isoformat()} | more


def send(cast: Cast, visit: SiteVisit, *entries: dict[str, Any], who: str = "lead") -> list[str]:
    """The states of the answers."""
    answers = services.receive_entries(actor=cast.actor(who), meeting=cast.meeting, visit_id=visit.pk, raw=entries)
    return [answer.state for answer in answers]


def jpeg(width: int = 60, height: int = 40, colour: str = "teal") -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    out.seek(0)
    return out


def take_photo(cast: Cast, visit: SiteVisit, who: str = "lead", photo_id: UUID | None = None, key: str = "") -> Any:
    return services.keep_visit_photo(
        actor=cast.actor(who),
        meeting=cast.meeting,
        visit_id=visit.pk,
        photo_id=photo_id or uuid4(),
        content=jpeg(),
        name="IMG_1.jpg",
        key=key,
    )


def scored(scores: dict[str, int]) -> list[dict[str, Any]]:
    """One score for every point of each group."""
    return [entry("score", point.value, score) for group, score in scores.items() for point in POINTS_OF[group]]


EVENLY = dict.fromkeys(GROUPS, 4)
MEASURES = {
    Measure.CLEAR_HEIGHT.value: "8200",
    Measure.POWER.value: "300",
    Measure.FREIGHT_LIFT.value: "2.4 × 3.0 × 2.6 m，3 t",
    Measure.FIRE_ACCEPTANCE.value: "seen",
}


def inspect(
    cast: Cast, candidate: Candidate, who: str = "lead", scores: dict[str, int] | None = None, finish: bool = True
) -> SiteVisit:
    """A whole inspection by one person: scores, measures, a photo, finished."""
    visit = services.begin_visit(actor=cast.actor(who), meeting=cast.meeting, candidate_id=candidate.pk)
    entries = scored(EVENLY if scores is None else scores)
    entries += [entry("measure", key, value) for key, value in MEASURES.items()]
    send(cast, visit, *entries, who=who)
    take_photo(cast, visit, who)
    if finish:
        send(cast, visit, entry("finish", value=True, minute=5), who=who)
    return visit


def pass_vetoes(cast: Cast, candidate: Candidate) -> None:
    for veto in board_of(cast.meeting).of(candidate.pk).vetoes:
        services.decide_veto(
            actor=cast.actor("lead"),
            meeting=cast.meeting,
            candidate_id=candidate.pk,
            item=veto.item,
            outcome="pass",
            note="现场核对过",
            seal=veto.seal,
            revision=veto.decision.revision if veto.decision else 0,
        )


def recommended(cast: Cast, candidate: Candidate) -> Candidate:
    inspect(cast, candidate)
    pass_vetoes(cast, candidate)
    return services.recommend_candidate(
        actor=cast.actor("lead"), meeting=cast.meeting, candidate_id=candidate.pk, reason="层高与货梯最合适"
    )


def on_team(cast: Cast, who: str, role: str = Role.VENUE_TEAM) -> Actor:
    TeamMember.objects.create(meeting=cast.meeting, user=getattr(cast, who), role=role)
    return cast.actor(who)


def fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_related("org", "client").get(pk=meeting.pk)
