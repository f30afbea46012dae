"""Whoever is removed from the organisation is out of its meetings in the same transaction."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction

from huiwu.accounts.choices import Role
from huiwu.accounts.models import Membership
from huiwu.accounts.services import remove_member
from huiwu.foundation.models import FactRecord
from huiwu.kernel import clock
from huiwu.meetings.models import TeamMember, WorkGroup
from huiwu.planning.models import Step
from huiwu.planning.services import launch_plan

LAUNCH_DAY = datetime(2027, 1, 11, 1, tzinfo=UTC)


@pytest.fixture
def plan(cast):
    with clock.at(LAUNCH_DAY):
        return launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)


def remove(cast, who):
    membership = Membership.objects.get(org=cast.org, user=getattr(cast, who))
    remove_member(actor=cast.actor("owner"), membership_id=membership.pk)


def test_a_removed_person_leaves_every_team_and_every_group_they_led(cast, client):
    group = WorkGroup.objects.create(meeting=cast.meeting, name="策划组", lead=cast.planner)
    TeamMember.objects.create(meeting=cast.meeting, user=cast.planner, role=Role.SECRETARIAT, work_group=group)
    remove(cast, "planner")
    group.refresh_from_db()
    assert (TeamMember.objects.filter(user=cast.planner).count(), group.lead) == (0, None)
    told = FactRecord.objects.filter(kind="team_changed", meeting_id=cast.meeting.pk, payload__joined=False)
    assert sorted(told.values_list("payload__role", flat=True)) == ["planner", "secretariat"]
    client.force_login(cast.planner)
    assert client.get("/m/qiming-2027/").status_code == 404


def test_even_the_last_project_lead_leaves(cast):
    remove(cast, "lead")
    assert not TeamMember.objects.filter(role=Role.PROJECT_MANAGER).exists()


def test_open_steps_of_a_removed_person_have_no_owner_and_done_ones_keep_theirs(cast, plan):
    theirs = list(Step.objects.filter(plan=plan, owner=cast.planner).order_by("order"))
    assert len(theirs) > 1
    Step.objects.filter(pk=theirs[0].pk).update(status="done")
    remove(cast, "planner")
    assert list(Step.objects.filter(plan=plan, owner=cast.planner)) == [theirs[0]]


def test_other_organisations_and_other_people_keep_their_teams(cast, plan):
    others = Step.objects.filter(plan=plan, owner=cast.compliance).count()
    remove(cast, "planner")
    assert TeamMember.objects.count() == 3
    assert Step.objects.filter(plan=plan, owner=cast.compliance).count() == others > 0


@pytest.mark.django_db(transaction=True)
def test_leaving_is_undone_with_the_removal(transactional_db):
    from tests.cast import assemble

    cast = assemble()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        remove(cast, "planner")
        _ = 1 / 0
    assert TeamMember.objects.filter(user=cast.planner).count() == 1
