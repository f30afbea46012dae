from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from huiwu.foundation.errors import PictureUnreadable
from huiwu.foundation.models import FactRecord
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotAllowed, StaleEdit
from huiwu.site_visits import services
from huiwu.site_visits.errors import EntryRefused, NothingMeasured, NotYourVisit, TooManyEntries
from huiwu.site_visits.models import SiteVisit, VisitEntry, VisitMark, VisitPhoto, VisitPromise
from huiwu.site_visits.queries import promises
from huiwu.site_visits.queries.board import board_of
from huiwu.venues.models import Room
from tests.site_visits.conftest import entry, inspect, jpeg, send, take_photo


def test_one_sheet_for_each_inspector_and_twice_is_the_same(cast, candidate, visit):
    again = services.begin_visit(actor=cast.actor("lead"), meeting=cast.meeting, candidate_id=candidate.pk)
    other = services.begin_visit(actor=cast.actor("planner"), meeting=cast.meeting, candidate_id=candidate.pk)
    assert (again.pk, SiteVisit.objects.count(), other.inspector) == (visit.pk, 2, cast.planner)


def test_a_visit_cannot_be_dated_tomorrow_and_strangers_make_none(cast, candidate):
    act = {"meeting": cast.meeting, "candidate_id": candidate.pk}
    with pytest.raises(InvalidInput):
        services.begin_visit(actor=cast.actor("lead"), visited_on=clock.today() + timedelta(days=1), **act)
    with pytest.raises(NotAllowed):
        services.begin_visit(actor=cast.actor("colleague"), **act)


def test_scores_notes_and_measures_are_written(cast, visit):
    states = send(
        cast,
        visit,
        entry("score", "fit.size", 4),
        entry("note", "fit.size", "长方，两侧有柱"),
        entry("measure", "clear_height_mm", "8,200"),
        entry("summary", value="可用"),
    )
    assert states == ["applied"] * 4
    size, height = VisitMark.objects.get(key="fit.size"), VisitMark.objects.get(key="clear_height_mm")
    visit.refresh_from_db()
    assert (size.score, size.note, height.measured, visit.summary) == (4, "长方，两侧有柱", "8200", "可用")


def test_the_same_id_again_gets_the_same_answer_and_changes_nothing(cast, visit):
    first = entry("score", "fit.size", 4)
    assert send(cast, visit, first) == ["applied"]
    assert send(cast, visit, entry("score", "fit.size", 2, minute=5)) == ["applied"]
    assert send(cast, visit, first, first) == ["applied", "applied"]
    assert VisitMark.objects.get().score == 2
    assert VisitEntry.objects.count() == 2


def test_the_same_id_for_something_else_is_refused(cast, visit):
    first = entry("score", "fit.size", 4)
    send(cast, visit, first)
    assert send(cast, visit, first | {"value": 5}) == ["refused"]
    assert VisitMark.objects.get().score == 4


def test_the_later_device_time_stands_and_the_older_is_kept_in_the_record(cast, visit):
    phone, tablet = entry("score", "fit.size", 4, minute=10), entry("score", "fit.size", 1, minute=5)
    assert send(cast, visit, phone) == ["applied"]
    assert send(cast, visit, tablet) == ["older"]
    assert VisitMark.objects.get().score == 4
    assert sorted((row.value, row.state) for row in VisitEntry.objects.all()) == [(1, "older"), (4, "applied")]


def test_within_one_batch_the_order_is_the_devices_own(cast, visit):
    later, earlier = entry("score", "fit.size", 5, minute=9), entry("score", "fit.size", 1, minute=1)
    assert send(cast, visit, later, earlier) == ["applied", "applied"]
    assert VisitMark.objects.get().score == 5


def test_a_bad_entry_is_refused_alone_with_a_sentence(cast, visit):
    answers = services.receive_entries(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        visit_id=visit.pk,
        raw=[entry("score", "fit.size", 9), "x", entry("score", "fit.size", 3)],
    )
    assert [(a.state, bool(a.why)) for a in answers] == [("refused", True), ("refused", True), ("applied", False)]


def test_too_many_at_once_are_refused_whole(cast, visit):
    with pytest.raises(TooManyEntries):
        send(cast, visit, *[entry("score", "fit.size", 3) for _ in range(201)])
    assert VisitEntry.objects.count() == 0


def test_only_the_inspector_writes(cast, visit):
    with pytest.raises(NotYourVisit):
        send(cast, visit, entry("score", "fit.size", 3), who="planner")
    with pytest.raises(NotYourVisit):
        take_photo(cast, visit, "planner")


def test_a_score_can_be_taken_back(cast, visit):
    send(cast, visit, entry("score", "fit.size", 4), entry("score", "fit.size", None, minute=3))
    assert VisitMark.objects.get().score is None


def test_finishing_is_told_once_and_can_be_undone(cast, visit):
    send(cast, visit, entry("finish", value=True))
    assert send(cast, visit, entry("finish", value=True, minute=2)) == ["older"]
    assert FactRecord.objects.filter(kind="site_visit_finished").count() == 1
    send(cast, visit, entry("finish", value=False, minute=4))
    visit.refresh_from_db()
    assert visit.finished_at is None


def test_promises_are_rows_that_contracts_can_compare(cast, visit):
    key = str(uuid4())
    send(cast, visit, entry("promise", key, {"item": "免费投影", "said_by": "王经理"}))
    (row,) = promises(cast.meeting)
    assert (row.item, row.said_by, row.visit.candidate.venue.name) == ("免费投影", "王经理", "滨江会议中心")
    send(cast, visit, entry("unpromise", key, minute=1))
    assert list(promises(cast.meeting)) == []
    assert VisitPromise.objects.count() == 1


def test_a_photo_is_kept_under_the_id_of_its_device(cast, visit):
    photo_id = uuid4()
    first = take_photo(cast, visit, photo_id=photo_id, key="fit.size")
    again = take_photo(cast, visit, photo_id=photo_id, key="fit.size")
    assert (first.pk, again.pk, VisitPhoto.objects.count()) == (photo_id, photo_id, 1)
    assert first.stored.meeting_id == cast.meeting.pk
    send(cast, visit, entry("unphoto", str(photo_id)))
    first.refresh_from_db()
    assert first.removed_at is not None


def test_a_photo_that_is_none_or_of_another_visit_is_refused(cast, candidate, visit):
    act = {"actor": cast.actor("lead"), "meeting": cast.meeting, "visit_id": visit.pk, "name": "x.jpg"}
    with pytest.raises(PictureUnreadable):
        services.keep_visit_photo(**act, photo_id=uuid4(), content=BytesIO(b"no picture"))
    with pytest.raises(InvalidInput):
        services.keep_visit_photo(**act, photo_id=uuid4(), content=jpeg(), key="fit.colour")
    other = services.begin_visit(actor=cast.actor("planner"), meeting=cast.meeting, candidate_id=candidate.pk)
    taken = take_photo(cast, other, "planner")
    with pytest.raises(EntryRefused):
        services.keep_visit_photo(**act, photo_id=taken.pk, content=jpeg())


def test_what_was_measured_goes_into_the_library_by_a_person(cast, candidate):
    visit = inspect(cast, candidate)
    take = {"actor": cast.actor("lead"), "meeting": cast.meeting, "candidate_id": candidate.pk, "visit_id": visit.pk}
    with pytest.raises(StaleEdit):
        services.take_over_measurement(**take, measure="clear_height_mm", seen="7000")
    services.take_over_measurement(**take, measure="clear_height_mm", seen="8000")
    assert Room.objects.get(pk=candidate.room_id).clear_height_mm == 8200
    with pytest.raises(NothingMeasured):
        services.take_over_measurement(**take, measure="freight_lift", seen="")


def test_a_finished_visit_with_a_photo_counts_as_inspected(cast, candidate):
    inspect(cast, candidate, finish=False)
    assert not board_of(cast.meeting).of(candidate.pk).is_inspected
    inspect(cast, candidate)
    assert board_of(cast.meeting).of(candidate.pk).is_inspected


@pytest.mark.django_db(transaction=True)
def test_two_devices_of_one_inspector_at_once_leave_the_later_score(cast, visit):
    """Each sends a score for the same point at the same instant; whichever arrives last, the later device time stands."""
    start, states = Barrier(2), []
    older, newer = entry("score", "fit.size", 1, minute=1), entry("score", "fit.size", 5, minute=2)
    now = clock.now()

    def device(one):
        try:
            with clock.at(now):
                start.wait()
                states.append(send(cast, visit, one))
        finally:
            connection.close()

    threads = [Thread(target=device, args=[one]) for one in (newer, older)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(states) == 2
    assert VisitMark.objects.get().score == 5
    assert VisitEntry.objects.count() == 2
