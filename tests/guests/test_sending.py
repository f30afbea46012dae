"""Letters: only from a signed text, numbered once, sent once, also after a kill."""

from __future__ import annotations

import pytest

from huiwu.calls.models import CallTask
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.models import Job
from huiwu.foundation.registry.went_public import outgoing
from huiwu.guests import services
from huiwu.guests.errors import InvitationNameTaken, InvitationUnsigned, NobodyToInvite
from huiwu.guests.models import Guest, InvitationTemplate, Letter
from huiwu.guests.services import letters as sending
from huiwu.kernel.errors import InvalidInput
from huiwu.notifications.models import OutsideDelivery
from tests.cast import Cast
from tests.guests.conftest import signed_template


def made(cast: Cast, template: InvitationTemplate, guests: list[Guest], medium: str = "email"):
    return services.make_letters(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        template_id=template.pk,
        guest_ids=[row.pk for row in guests],
        medium=medium,
    )


def test_an_unsigned_text_is_not_sent(cast: Cast, guests: list[Guest]) -> None:
    row = services.begin_invitation(actor=cast.actor("lead"), meeting=cast.meeting, name="草稿")
    with pytest.raises(InvitationUnsigned):
        made(cast, row, guests)
    assert not Letter.objects.exists()


def test_two_texts_of_one_name_are_refused(cast: Cast, template: InvitationTemplate) -> None:
    with pytest.raises(InvitationNameTaken):
        services.begin_invitation(actor=cast.actor("lead"), meeting=cast.meeting, name=template.name)


def test_each_guest_gets_one_numbered_letter(cast: Cast, guests: list[Guest], template: InvitationTemplate) -> None:
    batch = made(cast, template, guests)
    assert (batch.count, batch.left_out) == (2, {"no_email": 1})
    assert services.send_letters(batch_id=batch.pk) == 2
    letters = list(Letter.objects.order_by("number"))
    assert [letter.number[-6:] for letter in letters] == ["〕0001号"[-6:], "〕0002号"[-6:]]
    assert [letter.values["称谓"] for letter in letters] == ["尊敬的王明院长：", "尊敬的李华教授："]
    deliveries = OutsideDelivery.objects.order_by("name")
    assert sorted(row.to for row in deliveries) == ["li@example.test", "wang@example.test"]
    assert "尊敬的王明院长：" in deliveries.get(to="wang@example.test").body
    assert all("/l/" not in row.body for row in deliveries)  # the link lies under lock until it goes out
    assert sorted(Guest.objects.values_list("rsvp_status", flat=True)) == ["sent", "sent", "to_invite"]
    assert {g.attendee.presence for g in Guest.objects.filter(rsvp_status="sent")} == {"invited"}


def test_a_second_batch_sends_nobody_the_same_again(
    cast: Cast, guests: list[Guest], template: InvitationTemplate
) -> None:
    made(cast, template, guests)
    with pytest.raises(NobodyToInvite):
        made(cast, template, guests)


def test_sending_goes_on_after_a_kill_without_duplicate_or_gap(
    cast: Cast, guests: list[Guest], template: InvitationTemplate
) -> None:
    """A portion is whole or not at all: what a killed worker left is sent by the next, once."""
    batch = made(cast, template, guests)

    class Killed(Exception):
        pass

    def die(done: int, total: int) -> None:
        raise Killed

    portion, sending.PORTION = sending.PORTION, 1
    try:
        with pytest.raises(Killed):
            services.send_letters(batch_id=batch.pk, progress=die)
        assert Letter.objects.filter(state="queued").count() == 1
        assert services.send_letters(batch_id=batch.pk) == 1
    finally:
        sending.PORTION = portion
    assert services.send_letters(batch_id=batch.pk) == 0
    keys = list(OutsideDelivery.objects.values_list("key", flat=True))
    assert sorted(keys) == sorted(f"letter:{pk}" for pk in Letter.objects.values_list("pk", flat=True))


def test_the_worker_is_asked_once(cast: Cast, guests: list[Guest], template: InvitationTemplate) -> None:
    batch = made(cast, template, guests)
    assert Job.objects.filter(work=sending.SEND_LETTERS, key=f"letters:{batch.pk}").count() == 1


def test_a_letter_that_lacks_a_word_is_left_out(cast: Cast, guests: list[Guest]) -> None:
    from huiwu.documents.fourstate import filled

    template = signed_template(cast, "讲者", invitation=filled("请您就“【演讲题目】”演讲。"))
    Guest.objects.filter(pk=guests[0].pk).update(talk_title="工程实践")
    batch = made(cast, template, guests)
    assert (batch.count, batch.left_out) == (1, {"lacks": 1, "no_email": 1})


def test_a_failed_letter_rings_the_guest_and_goes_out_anew(
    cast: Cast, guests: list[Guest], template: InvitationTemplate
) -> None:
    batch = made(cast, template, guests[:1])
    services.send_letters(batch_id=batch.pk)
    letter = Letter.objects.get()
    for _twice in range(2):
        services.note_delivery(letter_id=letter.pk, arrived=False, why="bad_address")
    letter.refresh_from_db()
    assert (letter.state, CallTask.objects.filter(why="undelivered").count()) == ("failed", 1)
    again = services.send_again(actor=cast.actor("lead"), letter_id=letter.pk)
    letter.refresh_from_db()
    assert (letter.state, again.count) == ("void", 1)


def test_paper_is_posted_by_hand(cast: Cast, guests: list[Guest], template: InvitationTemplate) -> None:
    batch = made(cast, template, guests, "paper")
    assert (batch.count, OutsideDelivery.objects.count()) == (3, 0)
    lead = cast.actor("lead")
    assert services.mark_posted(actor=lead, batch_id=batch.pk) == 3
    assert services.mark_posted(actor=lead, batch_id=batch.pk) == 0
    assert set(Guest.objects.values_list("rsvp_status", flat=True)) == {"sent"}


def test_a_link_is_the_same_each_time(cast: Cast, guests: list[Guest], template: InvitationTemplate) -> None:
    made(cast, template, guests[:1], "link")
    letter = Letter.objects.get()
    first = services.link_of(actor=cast.actor("lead"), letter_id=letter.pk)
    assert services.link_of(actor=cast.actor("lead"), letter_id=letter.pk) == first
    guests[0].refresh_from_db()
    assert (guests[0].rsvp_status, "/invitation/" in first) == ("sent", True)


def test_a_void_letter_says_why(cast: Cast, guests: list[Guest], template: InvitationTemplate) -> None:
    made(cast, template, guests[:1], "paper")
    letter = Letter.objects.get()
    with pytest.raises(InvalidInput):
        services.void_letter(actor=cast.actor("lead"), letter_id=letter.pk, reason=" ")
    services.void_letter(actor=cast.actor("lead"), letter_id=letter.pk, reason="职务写错")
    assert made(cast, template, guests[:1], "paper").count == 1


def test_what_went_out_is_known_to_the_gate(cast: Cast, guests: list[Guest], template: InvitationTemplate) -> None:
    batch = made(cast, template, guests[:1])
    assert [row.what for row in outgoing(cast.meeting) if row.what == "invitation"] == []
    services.send_letters(batch_id=batch.pk)
    assert [row.what for row in outgoing(cast.meeting) if row.what == "invitation"] == ["invitation"]


def test_a_verbal_yes_on_the_phone_moves_the_ledger(cast: Cast, guests: list[Guest]) -> None:
    Guest.objects.filter(pk=guests[0].pk).update(rsvp_status="sent")
    for _twice in range(2):
        services.follow_call(actor=SYSTEM, attendee_id=guests[0].attendee_id, outcome="accepted")
    guests[0].refresh_from_db()
    assert (guests[0].rsvp_status, guests[0].moves.count()) == ("verbal", 1)
