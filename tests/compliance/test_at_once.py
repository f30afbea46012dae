"""Two people at the same item, the same form, at the same moment."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.db.models import F

from huiwu.compliance import services
from huiwu.compliance.models import ComplianceItem
from huiwu.compliance.queries.checklist import checklist_of
from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import StaleEdit
from tests.cast import assemble
from tests.compliance.conftest import judge

KEY = "pi.entrusted"


def at_once(cast, revision):
    """法务合规 and the owner judge the item as both saw it; what each was told."""
    seal = next(i.spec.seal for i in checklist_of(cast.meeting).items if i.spec.key == KEY)
    gate, answers = threading.Barrier(2), []

    def run(who, decision):
        try:
            gate.wait()
            services.decide_item(
                actor=cast.actor(who),
                meeting=cast.meeting,
                key=KEY,
                decision=decision,
                note="合同还缺附件",
                seal=seal,
                revision=revision,
            )
            answers.append("kept")
        except StaleEdit:
            answers.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=row) for row in (("compliance", "pass"), ("owner", "needs_work"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@pytest.mark.django_db(transaction=True)
def test_of_two_first_decisions_one_is_kept_and_the_other_is_told():
    cast = assemble()
    assert at_once(cast, revision=0) == ["kept", "told"]
    assert ComplianceItem.objects.count() == 1
    assert FactRecord.objects.filter(kind="compliance_item_decided").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_new_decisions_one_is_kept_and_the_other_is_told():
    cast = assemble()
    judge(cast, KEY)
    assert at_once(cast, revision=1) == ["kept", "told"]
    assert ComplianceItem.objects.get().revision == 2


def test_without_the_condition_the_second_would_have_overwritten_the_first(cast):
    row = judge(cast, KEY)
    mine = ComplianceItem.objects.filter(pk=row.pk)
    careless = [mine.update(note=note) for note in ("一", "二")]
    careful = [mine.filter(revision=1).update(note=note, revision=F("revision") + 1) for note in ("一", "二")]
    assert (careless, careful) == ([1, 1], [1, 0])
