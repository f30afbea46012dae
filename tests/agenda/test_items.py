"""Items are put in, changed, moved, taken out."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread
from uuid import uuid4

import pytest

from huiwu.agenda import services
from huiwu.agenda.errors import NoSuchItem, ResourceInUse, TrackInUse
from huiwu.agenda.models import AgendaItem
from huiwu.agenda.queries import conflicts, item_for, items_of, programme
from huiwu.agenda.queries.trial import tried
from huiwu.agenda.services import ResourceValues, SpeakerValues, TrackValues, UseValues
from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import InvalidInput, NotAllowed, StaleEdit
from tests.agenda.conftest import at, values_of


def facts(kind: str) -> list[dict]:
    return list(FactRecord.objects.filter(kind=kind).order_by("pk").values_list("payload", flat=True))


def test_an_item_stands_in_its_function_with_its_speakers_in_order(cast, plenary, wang, li, add):
    item = add(plenary, who=[(wang, "mc"), (li, "keynote")], languages=("en", "zh"))
    assert [(p.attendee, p.speaker_role) for p in item.speakers.all()] == [(wang, "mc"), (li, "keynote")]
    assert (item.span.start_at, item.span.end_at, item.languages) == (at(9), at(9, 30), ["zh", "en"])
    assert facts("agenda_item_added") == [{"agenda_item_id": str(item.pk)}]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "字" * 201}, "title"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"buffer_minutes": -1}, "buffer_minutes"),
        ({"kind": "nonsense"}, "kind"),
        ({"track_id": uuid4()}, "track"),
        ({"speakers": (SpeakerValues(attendee_id=uuid4()),)}, "speakers"),
        ({"uses": (UseValues(resource_id=uuid4()),)}, "uses"),
    ],
)
def test_what_is_no_item_is_refused_and_nothing_is_kept(cast, plenary, wrong, field):
    plain = {"title": wrong.pop("title", "主旨演讲")}
    values = values_of(plenary, **plain)
    values = type(values)(**{name: wrong.get(name, getattr(values, name)) for name in values.__slots__})
    with pytest.raises(InvalidInput) as refused:
        services.add_item(actor=cast.actor("planner"), meeting=cast.meeting, values=values)
    assert list(refused.value.fields) == [field]
    assert AgendaItem.objects.count() == 0


def test_a_speaker_of_another_meeting_or_twice_in_one_part_is_refused(cast, plenary, wang, add):
    with pytest.raises(InvalidInput):
        add(plenary, who=[(wang, "talk"), (wang, "talk")])
    both = add(plenary, who=[(wang, "mc"), (wang, "talk")])
    assert both.speakers.count() == 2


def test_who_may_not_write_is_refused(cast, plenary):
    for who in ("compliance", "colleague"):
        with pytest.raises((NotAllowed, Exception)) as refused:
            services.add_item(actor=cast.actor(who), meeting=cast.meeting, values=values_of(plenary))
        assert refused.value.code in ("not_allowed", "not_found")


def test_a_change_names_what_differs_and_the_same_again_is_nothing(cast, plenary, wang, add):
    item = add(plenary)
    values = values_of(plenary, "圆桌", minutes=40, who=[(wang, "panel")])
    changed = services.change_item(actor=cast.actor("planner"), item=item, revision=1, values=values)
    again = services.change_item(actor=cast.actor("planner"), item=item, revision=2, values=values)
    assert (changed.title, changed.minutes, changed.revision, again.revision) == ("圆桌", 40, 2, 2)
    assert [row["keys"] for row in facts("agenda_item_changed")] == [["minutes", "title", "speakers"]]


def test_a_stale_change_is_refused_with_what_the_other_saved(cast, plenary, add):
    item = add(plenary)
    services.change_item(actor=cast.actor("lead"), item=item, revision=1, values=values_of(plenary, "甲"))
    with pytest.raises(StaleEdit) as refused:
        services.change_item(actor=cast.actor("planner"), item=item, revision=1, values=values_of(plenary, "乙"))
    assert (refused.value.theirs.title, refused.value.params["who"]) == ("甲", "林岚")


def test_moving_takes_along_what_follows_on_the_same_line_only(cast, plenary, breakout, add):
    first, second = add(plenary, "甲"), add(plenary, "乙", starts_at=at(9, 30))
    beside = add(breakout, "丙", starts_at=at(9, 30))
    services.move_item(
        actor=cast.actor("planner"), item=first, revision=1, starts_at=at(9, 10), minutes=35, following=True
    )
    assert [(i.title, i.starts_at, i.minutes) for i in items_of(cast.meeting)] == [
        ("甲", at(9, 10), 35),
        ("丙", at(9, 30), 30),
        ("乙", at(9, 45), 30),
    ]
    assert facts("agenda_items_moved") == [{"agenda_item_id": str(first.pk), "count": 2}]
    assert item_for(cast.meeting, second.pk).revision == 2
    assert item_for(cast.meeting, beside.pk).revision == 1


def test_a_stale_move_is_refused(cast, plenary, add):
    item = add(plenary)
    move = {"actor": cast.actor("planner"), "item": item, "revision": 1, "minutes": 30}
    services.move_item(**move, starts_at=at(9, 5))
    with pytest.raises(StaleEdit):
        services.move_item(**move, starts_at=at(9, 10))
    with pytest.raises(InvalidInput):
        services.move_item(**(move | {"revision": 2, "minutes": 0}), starts_at=at(9))


def test_a_line_is_put_into_another_order(cast, plenary, add):
    rows = [add(plenary, name, starts_at=at(9, 10 * nth), minutes=10) for nth, name in enumerate("甲乙丙")]
    order = [rows[2].pk, rows[0].pk, rows[1].pk]
    where = {"actor": cast.actor("planner"), "meeting": cast.meeting, "function_id": plenary.pk, "track_id": None}
    services.reorder_items(**where, order=order)
    assert [i.title for i in items_of(cast.meeting)] == ["丙", "甲", "乙"]
    services.reorder_items(**where, order=order)
    assert len(facts("agenda_items_moved")) == 1
    with pytest.raises(InvalidInput):
        services.reorder_items(**where, order=order[:2])


def test_items_follow_their_function_when_asked(cast, plenary, add):
    add(plenary, "甲", starts_at=at(9, 0))
    add(plenary, "乙", starts_at=at(9, 40))
    plenary.start_at, plenary.end_at = at(14), at(17)
    plenary.save()
    assert services.align_items(actor=cast.actor("planner"), function=plenary) == 2
    assert [i.starts_at for i in items_of(cast.meeting)] == [at(14), at(14, 40)]
    assert services.align_items(actor=cast.actor("planner"), function=plenary) == 0


def test_items_move_with_the_meeting(cast, plenary, add):
    from huiwu.meetings.services import move_dates

    item = add(plenary)
    move_dates(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        start_on=cast.meeting.start_on + timedelta(days=7),
        end_on=cast.meeting.end_on + timedelta(days=7),
    )
    assert item_for(cast.meeting, item.pk).starts_at == at(9, day=25)


def test_an_item_is_taken_out_once(cast, plenary, add):
    item = add(plenary)
    with pytest.raises(StaleEdit):
        services.remove_item(actor=cast.actor("planner"), item=item, revision=7)
    services.remove_item(actor=cast.actor("planner"), item=item, revision=1)
    with pytest.raises(NoSuchItem):
        services.remove_item(actor=cast.actor("planner"), item=item, revision=1)
    assert AgendaItem.objects.count() == 0


def test_conflicts_of_rows_are_those_of_the_rules(cast, plenary, breakout, wang, add):
    add(plenary, "甲", who=[(wang, "talk")])
    add(breakout, "乙", who=[(wang, "talk")])
    assert [c.kind for c in conflicts(cast.meeting)] == ["speaker"]


def test_a_trial_shows_what_saving_would_bring_about_and_saves_nothing(cast, plenary, breakout, wang, add):
    item = add(plenary, "甲", who=[(wang, "talk")])
    wish = values_of(breakout, "乙", who=[(wang, "talk")])
    _plan, found = tried(cast.meeting, wish, str(uuid4()))
    assert [c.kind for c in found] == ["speaker"]
    moved_away = values_of(plenary, "甲", starts_at=at(11), who=[(wang, "talk")])
    assert tried(cast.meeting, moved_away, str(item.pk))[1] == []
    assert AgendaItem.objects.count() == 1


def test_a_function_that_nobody_details_is_one_item_by_itself(cast, plenary, hall):
    cast.meeting.functions.create(number=9, kind="meal", name="午餐", space=hall, start_at=at(12), end_at=at(13))
    plan = programme(cast.meeting)
    assert [(s.title, s.kind, s.minutes) for s in plan.slots] == [("午餐", "meal", 60)]


def test_tracks_and_resources_in_use_stay(cast, plenary, add):
    actor = cast.actor("planner")
    (track,) = services.set_tracks(actor=actor, meeting=cast.meeting, tracks=[TrackValues(name="绿色制造")])
    (mic,) = services.set_resources(
        actor=actor, meeting=cast.meeting, resources=[ResourceValues(kind="equipment", name="话筒", count=4)]
    )
    add(plenary, track_id=track.pk, uses=(UseValues(resource_id=mic.pk, count=2),))
    with pytest.raises(TrackInUse):
        services.set_tracks(actor=actor, meeting=cast.meeting, tracks=[])
    with pytest.raises(ResourceInUse):
        services.set_resources(actor=actor, meeting=cast.meeting, resources=[])


def test_two_tracks_may_swap_their_names_but_not_share_one(cast):
    actor = cast.actor("planner")
    one, two = services.set_tracks(
        actor=actor, meeting=cast.meeting, tracks=[TrackValues(name="甲"), TrackValues(name="乙")]
    )
    swapped = [TrackValues(name="乙", id=one.pk), TrackValues(name="甲", id=two.pk)]
    assert [t.name for t in services.set_tracks(actor=actor, meeting=cast.meeting, tracks=swapped)] == ["乙", "甲"]
    with pytest.raises(InvalidInput):
        services.set_tracks(actor=actor, meeting=cast.meeting, tracks=[TrackValues(name="甲"), TrackValues(name="甲 ")])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_one_item_at_once_one_is_told(cast, plenary, add):
    """Both opened revision 1: the meeting's row stands them in line, and the revision decides."""
    from django.db import connection

    item = add(plenary)
    outcomes: list[str] = []

    def change(who: str, title: str) -> None:
        try:
            services.change_item(actor=cast.actor(who), item=item, revision=1, values=values_of(plenary, title))
            outcomes.append("saved")
        except StaleEdit:
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [Thread(target=change, args=pair) for pair in (("lead", "甲"), ("planner", "乙"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", "stale"]
