"""Two people at once, on a real database with a thread each; each race is first shown to exist without its guard."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction

from huiwu.documents.choices import VersionStatus
from huiwu.documents.errors import VersionSuperseded
from huiwu.documents.models import Document, NumberSeries, Signoff, Version
from huiwu.documents.services import invite_to_sign, open_document, propose_version, save_draft, sign_version
from huiwu.documents.services.drafts import take_number
from huiwu.kernel.errors import Refusal, StaleEdit
from tests.cast import assemble
from tests.documents.conftest import of_link
from tests.documents.plain import filled_in

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Every act in a thread of its own, started together; what each returned or raised."""
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(10)
            results[place] = act()
        except (Refusal, IntegrityError) as refusal:
            results[place] = refusal
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.fixture
def proposed(transactional_db):
    cast = assemble()
    document = open_document(
        actor=cast.actor("lead"), meeting=cast.meeting, kind="plain", title="登记表", content=filled_in()
    )
    version = propose_version(actor=cast.actor("lead"), document_id=document.pk, revision=1)
    return cast, document, version


def client_of(cast, version, person="赵明远"):
    link, _token = invite_to_sign(actor=cast.actor("lead"), version_id=version.pk, person=person)
    return of_link(link)


def sign(actor, version, name):
    return sign_version(actor=actor, version_id=version.pk, seen_hash=version.content_hash, person_name=name)


def test_without_the_condition_two_readers_both_find_the_version_waiting(proposed):
    """What signing would do if it looked first and wrote afterwards."""
    _cast, _document, version = proposed
    both_have_looked = threading.Barrier(2)

    def look_then_write() -> bool:
        waits = Version.objects.get(pk=version.pk).status == VersionStatus.REVIEW
        both_have_looked.wait(10)
        if waits:
            Version.objects.filter(pk=version.pk).update(status=VersionStatus.CONFIRMED)
        return waits

    assert at_once(look_then_write, look_then_write) == [True, True]


def test_two_people_who_sign_at_once_get_one_signoff(proposed):
    cast, _document, version = proposed
    people = [("赵明远", client_of(cast, version)), ("钱多多", client_of(cast, version, "钱多多"))]
    got = at_once(*(lambda n=name, a=actor: sign(a, version, n) for name, actor in people))
    assert [type(result) for result in got] == [Signoff, Signoff]
    assert got[0] == got[1] == Signoff.objects.get()


def test_signing_against_a_new_proposal_has_one_winner_and_no_mixture(proposed):
    cast, document, _first = proposed
    for turn in range(6):
        document.refresh_from_db()
        version = document.versions.order_by("-number").first()
        actor = client_of(cast, version)
        saved = save_draft(
            actor=cast.actor("lead"),
            document_id=document.pk,
            revision=document.revision,
            content=filled_in(f"第 {turn} 次"),
        )
        signed, made = at_once(
            lambda a=actor, v=version: sign(a, v, "赵明远"),
            lambda r=saved.revision: propose_version(actor=cast.actor("planner"), document_id=document.pk, revision=r),
        )
        version.refresh_from_db()
        assert isinstance(made, Version)
        if isinstance(signed, Signoff):
            assert (version.status, version.signoffs.count()) == ("confirmed", 1)
        else:
            assert isinstance(signed, VersionSuperseded)
            assert (version.status, version.void_reason, version.signoffs.count()) == ("void", "superseded", 0)
        assert document.versions.filter(status=VersionStatus.REVIEW).count() == 1


def test_two_drafts_saved_at_once_keep_one_and_refuse_the_other(proposed):
    cast, document, _version = proposed
    saves = [
        lambda n=name, w=who: save_draft(actor=cast.actor(w), document_id=document.pk, revision=1, content=filled_in(n))
        for name, who in (("甲", "lead"), ("乙", "planner"))
    ]
    got = at_once(*saves)
    kept = next(result for result in got if isinstance(result, Document))
    refused = next(result for result in got if isinstance(result, StaleEdit))
    document.refresh_from_db()
    assert (document.revision, document.draft) == (2, kept.draft)
    assert refused.theirs == document.draft


def test_two_proposals_at_once_make_one_version(proposed):
    cast, document, _version = proposed
    saved = save_draft(actor=cast.actor("lead"), document_id=document.pk, revision=1, content=filled_in("新"))
    got = at_once(
        *(
            lambda w=who: propose_version(actor=cast.actor(w), document_id=document.pk, revision=saved.revision)
            for who in ("lead", "planner")
        )
    )
    assert got[0] == got[1]
    assert list(document.versions.order_by("number").values_list("number", "status")) == [(1, "void"), (2, "review")]


def test_a_document_opened_by_two_at_once_is_one_document(proposed):
    cast, _document, _version = proposed
    got = at_once(
        *(
            lambda w=who: open_document(
                actor=cast.actor(w), meeting=cast.meeting, kind="inner", title="内部单", content=filled_in()
            )
            for who in ("lead", "planner")
        )
    )
    assert got[0] == got[1]
    assert got[0].number == "2027-001-IN-01"


def test_numbers_read_and_then_written_would_repeat(proposed):
    """What numbering would do if it read the last number and wrote the next."""
    cast, _document, _version = proposed
    NumberSeries.objects.create(meeting=cast.meeting, prefix="XX")
    both_have_read = threading.Barrier(2)

    def read_then_write() -> int:
        series = NumberSeries.objects.get(meeting=cast.meeting, prefix="XX")
        both_have_read.wait(10)
        NumberSeries.objects.filter(pk=series.pk).update(last=series.last + 1)
        return series.last + 1

    assert at_once(read_then_write, read_then_write) == [1, 1]


def test_numbers_taken_at_once_are_all_different(proposed):
    cast, _document, _version = proposed

    def take() -> str:
        with transaction.atomic():
            return take_number(meeting=cast.meeting, prefix="YY")

    assert sorted(at_once(*[take] * 6)) == [f"2027-001-YY-0{n}" for n in range(1, 7)]
