from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.db import transaction

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.models import FactRecord, TopicVersion
from huiwu.foundation.outbox import record
from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class KettleBoiled(Fact):
    cups: int


def test_a_recorded_fact_keeps_its_values_and_gives_its_topics_a_newer_version(db):
    meeting = uuid4()
    with transaction.atomic():
        record(KettleBoiled(meeting_id=meeting, cups=3), actor=SYSTEM)
        record(KettleBoiled(meeting_id=meeting, cups=4), actor=SYSTEM)
    assert list(FactRecord.objects.order_by("id").values_list("kind", "payload", "meeting_id")) == [
        ("kettle_boiled", {"cups": 3}, meeting),
        ("kettle_boiled", {"cups": 4}, meeting),
    ]
    assert TopicVersion.objects.get(topic=f"meeting:{meeting}").version == 2


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_a_fault():
    with pytest.raises(RuntimeError):
        record(KettleBoiled(cups=1), actor=SYSTEM)
    assert FactRecord.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_fact_of_a_rolled_back_transaction_never_happened():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(KettleBoiled(cups=1), actor=SYSTEM)
        raise ZeroDivisionError
    assert FactRecord.objects.count() == 0
