"""OM-061: nothing on the careful demo at any stage, found as soon as a speaker's slides, biography or photo is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from huiwu.agenda.models import AgendaItem
from huiwu.attendees.models import Attendee
from huiwu.foundation.registry.checks import RULES, Scope
from huiwu.foundation.registry.demo import DemoContext, moment
from huiwu.kernel import clock
from huiwu.speaker_materials import services
from huiwu.speaker_materials.demo import speaker_materials
from huiwu.speaker_materials.models import MaterialVersion, SpeakerMaterial
from tests.cast import Cast
from tests.speaker_materials.conftest import of, own, settle

pytestmark = pytest.mark.django_db
START = datetime(2027, 3, 18, 1, tzinfo=UTC)


def found(cast: Cast, before: int) -> list[tuple[str, str]]:
    """What the rule says so many days before the start: whose, and in what words."""
    day = START - timedelta(days=before)
    scope = Scope(cast.meeting, day, day.date())
    rule = RULES["OM-061"]
    return [(hit.root, hit.detail) for hit in rule.find(scope)] if rule.applies(scope) else []


def test_found_from_a_week_before_until_all_is_here(cast: Cast, item: AgendaItem, wang: Attendee, li: Attendee) -> None:
    assert found(cast, 8) == []
    assert found(cast, 7) == [
        (str(wang.pk), "讲者 王建国 还缺：讲者简介、讲者照片、演示文稿（开放协作）。"),
        (str(li.pk), "讲者 李红 还缺：讲者简介、讲者照片。"),
    ]
    settle(cast, li)
    settle(cast, wang)
    assert found(cast, 7) == []


def test_planted_returned_slides_are_found_and_waived_ones_are_not(
    cast: Cast, item: AgendaItem, wang: Attendee, li: Attendee
) -> None:
    settle(cast, wang, li)
    SpeakerMaterial.objects.filter(attendee=wang, kind="slides").update(state="returned")
    assert found(cast, 3) == [(str(wang.pk), "讲者 王建国 还缺：演示文稿（开放协作）。")]
    services.waive_material(actor=cast.actor("lead"), material_id=of(wang, "slides").pk, reason="脱稿演讲")
    assert found(cast, 3) == []


def test_a_missing_title_alone_is_no_alarm(cast: Cast, item: AgendaItem, wang: Attendee, li: Attendee) -> None:
    settle(cast, wang, li)
    SpeakerMaterial.objects.filter(kind="title").update(state="wanted")
    assert found(cast, 1) == []


def demo_on(cast: Cast, today: date) -> None:
    context = DemoContext(
        org=cast.org,
        meeting=cast.meeting,
        stage="planning",
        people=10,
        today=today,
        rng=Random(1),
        cast={"project_manager": cast.lead},
    )
    with clock.at(moment(date(2027, 1, 20))):
        speaker_materials(context)


@pytest.mark.parametrize("before", [30, 24, 20, 11, 7, 0])
def test_the_demo_is_clean_on_every_day(cast: Cast, item: AgendaItem, before: int) -> None:
    today = cast.meeting.start_on - timedelta(days=before)
    demo_on(cast, today)
    assert found(cast, before) == []
    assert not MaterialVersion.objects.filter(handed_in_at__gt=moment(today, 23)).exists()
    assert (SpeakerMaterial.objects.exclude(state="accepted").count() == 0) == (before <= 23)


def test_one_of_the_demos_speakers_had_to_mend_the_slides(cast: Cast, item: AgendaItem, wang: Attendee) -> None:
    demo_on(cast, cast.meeting.start_on)
    versions = MaterialVersion.objects.filter(material=of(wang, "slides")).order_by("number")
    assert [(v.number, v.missing_fonts, v.is_current) for v in versions] == [(1, ["方正兰亭黑"], False), (2, [], True)]
    assert own(wang).kind == "link"
