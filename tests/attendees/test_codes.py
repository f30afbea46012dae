"""The one code: signed, verified with the public key alone, issued anew."""

from __future__ import annotations

import base64
from uuid import uuid4

import pytest

from huiwu.attendees import queries, services
from huiwu.attendees.errors import CodeReplaced, CodeUnknown
from huiwu.attendees.rules import codes
from tests.attendees.conftest import Make
from tests.cast import Cast

SEED = b"s" * 32


def test_a_device_reads_a_code_with_the_public_key_alone() -> None:
    meeting = uuid4()
    text = codes.make(SEED, meeting, 70_000, 2)
    assert len(text) == 123
    assert codes.read(text.lower() + "\n", meeting, [codes.public_key(SEED)]) == codes.Ticket(70_000, 2)


@pytest.mark.parametrize("text", ["", "HW1", "HW1" + "A" * 120, "HW2" + "A" * 120, "HW1" + "é" * 20, "x" * 5000])
def test_what_is_no_code_is_faulty(text: str) -> None:
    with pytest.raises(codes.CodeFaulty):
        codes.read(text, uuid4(), [codes.public_key(SEED)])


def test_a_code_of_another_meeting_or_another_key_is_faulty() -> None:
    meeting = uuid4()
    text = codes.make(SEED, meeting, 1, 1)
    for where, key in ((uuid4(), SEED), (meeting, b"t" * 32)):
        with pytest.raises(codes.CodeFaulty):
            codes.read(text, where, [codes.public_key(key)])


def test_every_altered_letter_is_noticed() -> None:
    meeting = uuid4()
    text = codes.make(SEED, meeting, 1, 1)
    for at in range(3, len(text)):
        altered = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
        with pytest.raises(codes.CodeFaulty):
            codes.read(altered, meeting, [codes.public_key(SEED)])


def test_the_code_leads_to_the_person(cast: Cast, add: Make) -> None:
    row = add()
    assert queries.read_code(cast.meeting, queries.code_of(row)) == row


def test_a_code_issued_anew_voids_the_old_one(cast: Cast, add: Make) -> None:
    row = add()
    old = queries.code_of(row)
    new = queries.code_of(services.reissue_code(actor=cast.actor("lead"), attendee_id=row.pk))
    with pytest.raises(CodeReplaced):
        queries.read_code(cast.meeting, old)
    assert queries.read_code(cast.meeting, new) == row


def test_a_strange_code_is_unknown(cast: Cast) -> None:
    with pytest.raises(CodeUnknown):
        queries.read_code(cast.meeting, "HW1ABC")


def test_the_published_key_verifies(cast: Cast, add: Make) -> None:
    row = add()
    keys = [base64.b64decode(key) for key in queries.public_keys(cast.meeting)]
    assert codes.read(queries.code_of(row), cast.meeting.pk, keys) == codes.Ticket(row.number, 1)
