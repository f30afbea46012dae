"""The invented meetings: loadable at every stage, believable, and the checks find what was planted."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from huiwu.accounts.models import Membership, User
from huiwu.brief.queries.briefs import signed_brief
from huiwu.checks.queries import judgement
from huiwu.config import demo
from huiwu.config.cli import main
from huiwu.config.demo.loading import play
from huiwu.config.demo.people import CAST
from huiwu.config.demo.script import first_day
from huiwu.config.demo.scripts import SCRIPTS, nearest
from huiwu.foundation.models import FactRecord, Job
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.planning.choices import StepStatus
from huiwu.planning.models import Plan
from tests.stand import Stand

pytestmark = pytest.mark.django_db


def codes(meeting: Meeting, *severities: str) -> set[str]:
    return {f.code for f in judgement(meeting) if f.severity in severities}


TUESDAY = datetime(2026, 11, 24, 2, tzinfo=UTC)
"""A day on which a meeting of two days is put off over a weekend, so that it stands further ahead than usual."""


@pytest.fixture(scope="module")
def lines(django_db_setup, django_db_blocker):
    """All six loaded into an empty database on a Tuesday, for the tests of this file; what the person at the terminal
    reads."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(TUESDAY):
        yield demo.load_into_empty()
        transaction.set_rollback(True)


def test_all_six_are_loaded_and_those_who_log_in_can(lines):
    passwords = {line.split()[1]: line.split()[2] for line in lines[2:]}

    assert Meeting.objects.count() == len(SCRIPTS) == 6
    assert list(passwords) == [part.email for part in CAST.values() if part.logs_in]
    assert all(User.objects.get(email=email).check_password(word) for email, word in passwords.items())
    assert len(set(passwords.values())) == len(passwords)


def test_an_installation_in_use_is_left_as_it_is(lines):
    assert demo.load_into_empty() == []
    assert Meeting.objects.count() == 6


def test_a_password_is_said_once(lines):
    assert demo.give_passwords() == {}


def test_people_without_a_log_in_have_no_password(lines):
    silent = [part.email for part in CAST.values() if not part.logs_in]

    assert not any(user.has_usable_password() for user in User.objects.filter(email__in=silent))
    assert Membership.objects.count() == len(CAST)


def test_nobody_is_told_today_what_happened_weeks_ago(lines):
    told = Job.objects.filter(work__contains=".tell_").select_related("fact")

    assert told.count() > 0
    assert min(job.fact.happened_at for job in told) >= clock.now() - timedelta(days=3)


@pytest.mark.parametrize("code", SCRIPTS)
def test_each_meeting_stands_where_its_stage_says(lines, code):
    script, today = SCRIPTS[code], clock.today()
    meeting = Meeting.objects.get(client__name=script.meeting["client_name"])

    verify_stage(meeting, script, script.stage, today)


def test_a_meeting_can_be_loaded_at_another_stage(lines):
    """Others are in tests/walks/omissions/test_clean.py, where they are judged as well."""
    script, today = SCRIPTS["gala"], clock.today()
    with rolled_back():
        meeting = play(script, stage="onsite", people=script.people, seed=1, today=today)

        verify_stage(meeting, script, "onsite", today)


@contextmanager
def rolled_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def verify_stage(meeting, script, stage, today):
    assert (meeting.status, meeting.expected_headcount) == ("active", script.people)
    assert signed_brief(meeting) is not None
    ahead = meeting.days_to_start(today)
    assert {"planning": ahead >= script.planning, "onsite": ahead == 0, "wrapup": ahead < 0}[stage]
    assert Plan.objects.get(meeting=meeting).steps.filter(status=StepStatus.DONE).exists()
    assert not FactRecord.objects.filter(meeting_id=meeting.pk, happened_at__gt=clock.now()).exists()
    if script.code != "seminar":
        assert codes(meeting, "block") == ({"OM-016"} if (script.code, stage) == ("gala", "planning") else set())


def test_the_seminar_has_the_omissions_that_were_planted(lines):
    found = codes(Meeting.objects.get(client__name="江南城市研究会"), "block", "warn")

    planted = {"GEN-MTG-2", "GEN-MTG-5", "GEN-MTG-7", "OM-006", "OM-007", "OM-015", "OM-016"}
    assert planted - found == set()


def test_the_training_passes_without_a_warning(lines):
    assert codes(Meeting.objects.get(client__name="青禾连锁"), "block", "warn") == set()


def test_loaded_just_after_midnight_nothing_has_happened_yet_to_come(lines):
    script = SCRIPTS["gala"]
    midnight = datetime.combine(clock.today(), time(0, 5), tzinfo=ZoneInfo("Asia/Shanghai"))
    with rolled_back(), clock.at(midnight):
        meeting = play(script, stage="planning", people=script.people, seed=1, today=clock.today())

        verify_stage(meeting, script, "planning", clock.today())


def test_the_same_seed_tells_the_same_story(lines):
    script, today = SCRIPTS["seminar"], clock.today()
    with rolled_back(), clock.at(clock.now()):
        one = play(script, stage="planning", people=40, seed=7, today=today)
        two = play(script, stage="planning", people=40, seed=7, today=today)

        assert one.slug != two.slug
        assert one.expected_headcount == 40
        assert story(one) == story(two)


def story(meeting: Meeting) -> list[object]:
    functions = list(meeting.functions.values_list("name", "start_at", "headcount_expected", "setup_order"))
    steps = list(Plan.objects.get(meeting=meeting).steps.order_by("code").values_list("code", "status", "done_on"))
    brief = signed_brief(meeting)
    facts = list(FactRecord.objects.filter(meeting_id=meeting.pk).order_by("id").values_list("kind", "happened_at"))
    return [functions, steps, brief.content if brief else None, facts]


def test_the_nearest_script_is_taken():
    assert [nearest(n).code for n in (None, 40, 130, 175, 700, 5000)] == [
        "forum",
        "seminar",
        "training",
        "launch",
        "gala",
        "forum",
    ]


def test_a_meeting_ahead_keeps_clear_of_weekends():
    script = SCRIPTS["training"]
    days = [first_day(script, "planning", clock.today().replace(day=n)).weekday() for n in range(1, 15)]

    assert max(days) <= 4 - (script.days - 1)


@pytest.mark.sqlite
@pytest.mark.slow
def test_the_command_prints_the_slug_and_nothing_else(tmp_path):
    stand = Stand(tmp_path)
    stand.set_up()
    done = stand.huiwu("demo", "--stage", "planning", "--people", "40", "--format", "json")

    assert (done.returncode, json.loads(done.stdout)["stage"]) == (0, "planning")
    assert [part.email for part in CAST.values() if part.email in done.stderr] == [
        part.email for part in CAST.values() if part.logs_in
    ]
    again = stand.huiwu("demo", "--stage", "onsite", "--people", "40")
    assert (again.returncode, len(again.stdout.splitlines()), "example.test" in again.stderr) == (0, 1, False)
    assert stand.huiwu("check", again.stdout.strip(), "--format", "json").returncode in (0, 1)


@pytest.mark.parametrize("people", ["0", "many", "100001"])
def test_a_number_of_people_that_cannot_be_is_wrong_usage(people, capsys):
    with pytest.raises(SystemExit) as end:
        main(["demo", "--stage", "planning", "--people", people])

    assert end.value.code == 2
    assert "人数" in capsys.readouterr().err
