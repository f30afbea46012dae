"""How an answer may move; pure."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from huiwu.guests.choices import Area, MoveSource, RsvpStatus
from huiwu.guests.rules import rsvp

STATES = st.sampled_from(rsvp.ALL)
SOURCES = st.sampled_from(["staff", "guest", "letter", "check_in"])


def test_the_words_are_those_of_the_rules() -> None:
    assert tuple(RsvpStatus.values) == rsvp.ALL
    assert tuple(Area.values) == rsvp.AREAS
    assert set(MoveSource.values) == set(rsvp._BY_SOURCE)


def test_the_straight_way_of_the_sop_is_open() -> None:
    steps = [
        (rsvp.TO_INVITE, rsvp.SENT, "letter"),
        (rsvp.SENT, rsvp.READ, "guest"),
        (rsvp.READ, rsvp.VERBAL, "staff"),
        (rsvp.VERBAL, rsvp.CONFIRMED, "guest"),
        (rsvp.CONFIRMED, rsvp.CHANGED, "guest"),
        (rsvp.CHANGED, rsvp.ATTENDED, "check_in"),
    ]
    assert [rsvp.may_move(before, after, source) for before, after, source in steps] == [True] * len(steps)


def test_a_guest_changes_trains_twice() -> None:
    assert rsvp.may_move(rsvp.CHANGED, rsvp.CHANGED, "guest")
    assert rsvp.says_changed(rsvp.CHANGED, ["arrival"])


def test_a_first_answer_is_no_change() -> None:
    assert not rsvp.says_changed(rsvp.READ, ["arrival"])
    assert not rsvp.says_changed(rsvp.CONFIRMED, [])


def test_only_the_guest_has_read_the_letter() -> None:
    assert [source for source in MoveSource.values if rsvp.may_move(rsvp.SENT, rsvp.READ, source)] == ["guest"]


def test_nobody_attends_before_the_meeting_has_begun() -> None:
    assert not rsvp.may_move(rsvp.CONFIRMED, rsvp.ATTENDED, "staff", has_begun=False)
    assert rsvp.next_states(rsvp.CONFIRMED, "staff", has_begun=False) == (
        rsvp.CHANGED,
        rsvp.CANCELLED,
        rsvp.PROXIED,
    )


def test_a_letter_to_many_does_not_invite_again_who_cancelled() -> None:
    assert not rsvp.may_move(rsvp.CANCELLED, rsvp.SENT, "letter")
    assert rsvp.may_move(rsvp.CANCELLED, rsvp.SENT, "staff")


def test_who_never_agreed_declines_and_who_had_cancels() -> None:
    assert rsvp.presence_of(rsvp.CANCELLED, had_agreed=False) == "declined"
    assert rsvp.presence_of(rsvp.CANCELLED, had_agreed=True) == "cancelled"
    assert rsvp.presence_of(rsvp.ATTENDED, had_agreed=True) is None


def test_a_speaker_who_withdraws_is_heard_of_everywhere() -> None:
    found = rsvp.areas_of_move(rsvp.CONFIRMED, rsvp.CANCELLED, speaks=True, is_met=True, is_lodged=True)
    assert found == rsvp.AREAS


def test_a_decline_before_the_first_yes_touches_nothing() -> None:
    assert rsvp.areas_of_move(rsvp.SENT, rsvp.CANCELLED, speaks=True, is_met=True, is_lodged=True) == ()


def test_another_train_concerns_those_who_fetch_lodge_and_feed() -> None:
    assert rsvp.areas_of_changes(["arrival"]) == (rsvp.TRANSFER, rsvp.ROOM, rsvp.MEAL)


@given(STATES, STATES, SOURCES)
def test_every_move_of_a_source_is_a_move_of_the_ledger(before: str, after: str, source: rsvp.Source) -> None:
    if rsvp.may_move(before, after, source):
        assert after in rsvp.MOVES[before]


@given(STATES)
def test_next_states_are_exactly_what_may_be(before: str) -> None:
    for begun in (False, True):
        offered = rsvp.next_states(before, "staff", has_begun=begun)
        assert offered == tuple(a for a in rsvp.ALL if rsvp.may_move(before, a, "staff", has_begun=begun))


class Ledger(RuleBasedStateMachine):
    """One guest, anybody trying anything in any order, before and during the meeting."""

    def __init__(self) -> None:
        super().__init__()
        self.status = rsvp.TO_INVITE
        self.history = [rsvp.TO_INVITE]
        self.has_begun = False
        self.open_areas: set[str] = set()

    @rule(after=STATES, source=SOURCES)
    def somebody_moves_it(self, after: str, source: rsvp.Source) -> None:
        before = self.status
        if not rsvp.may_move(before, after, source, has_begun=self.has_begun):
            return
        told = rsvp.areas_of_move(before, after, speaks=True, is_met=True, is_lodged=True)
        if before in rsvp.COMING and after in rsvp.GONE:
            assert told == rsvp.AREAS
        self.status = after
        self.history.append(after)

    @rule()
    def the_day_comes(self) -> None:
        self.has_begun = True

    @invariant()
    def nobody_came_before_the_day(self) -> None:
        assert self.has_begun or self.status not in rsvp.ON_THE_DAY

    @invariant()
    def a_letter_is_read_only_after_it_was_sent(self) -> None:
        assert all(self.history[at - 1] == rsvp.SENT for at, state in enumerate(self.history) if state == rsvp.READ)

    @invariant()
    def changed_only_after_a_written_yes(self) -> None:
        before = {self.history[at - 1] for at, state in enumerate(self.history) if state == rsvp.CHANGED}
        assert before <= {rsvp.CONFIRMED, rsvp.CHANGED}

    @invariant()
    def there_is_always_a_way_on(self) -> None:
        assert rsvp.next_states(self.status, "staff", has_begun=True)

    @invariant()
    def who_does_not_come_is_never_shown_as_coming(self) -> None:
        presence = rsvp.presence_of(self.status, had_agreed=True)
        assert (presence == "confirmed") == (self.status in (rsvp.CONFIRMED, rsvp.CHANGED))


TestLedger = Ledger.TestCase
