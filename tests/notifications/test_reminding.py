from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from huiwu.foundation.registry.messages import Due
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotAllowed
from huiwu.notifications.models import DigestSent, Message
from huiwu.notifications.services import remind, send_digests, set_quiet_hours, set_reminder_rules
from tests.notifications.conftest import NOON

TODAY = date(2027, 2, 1)


def due(cast, key="step:1", days=0, who="planner", state="mine", label="P04 需求简报"):
    day = None if days is None else TODAY + timedelta(days=days)
    person = getattr(cast, who).pk if who else None
    return Due(key=key, meeting=cast.meeting, label=label, url="/m/x/", person_id=person, due_on=day, state=state)


def told(kind="notifications.due"):
    rows = Message.objects.filter(kind=kind).select_related("user").order_by("created_at", "user__name")
    return [(m.user.name, [(line["label"], line["detail"]) for line in m.lines]) for m in rows]


def on(day):
    return clock.at(NOON + timedelta(days=day))


def test_the_owner_is_reminded_three_days_and_one_day_before_and_on_the_day(cast, dues):
    dues[:] = [due(cast, days=4)]
    written = []
    for day in range(5):
        with on(day):
            written.append(remind())
            assert remind() == 0
    assert written == [0, 1, 0, 1, 1]
    assert told() == [
        ("陈策", [("P04 需求简报", "3 天后到期（2027-02-05）")]),
        ("陈策", [("P04 需求简报", "1 天后到期（2027-02-05）")]),
        ("陈策", [("P04 需求简报", "今天到期")]),
    ]


def test_what_is_due_together_comes_in_one_message(cast, dues):
    dues[:] = [due(cast, "step:1", 1), due(cast, "step:2", 0, label="P05 预算")]
    assert remind() == 1
    assert told() == [("陈策", [("P04 需求简报", "1 天后到期（2027-02-02）"), ("P05 预算", "今天到期")])]


def test_a_new_due_day_reminds_anew(cast, dues):
    dues[:] = [due(cast, days=0)]
    assert remind() == 1
    dues[:] = [due(cast, days=1)]
    assert remind() == 1


def test_lateness_goes_to_the_owner_after_a_day_and_to_the_leads_after_three(cast, dues):
    dues[:] = [due(cast, days=0)]
    with on(1):
        remind()
    assert told("notifications.late") == [("陈策", [("P04 需求简报", "已逾期 1 天（2027-02-01）")])]
    with on(2):
        assert remind() == 0
    with on(3):
        assert remind() == 2
        assert remind() == 0
    assert sorted(name for name, _lines in told("notifications.late")) == ["周敏", "林岚", "陈策"]


def test_what_nobody_owns_is_told_to_the_leads(cast, dues):
    dues[:] = [due(cast, who="", days=0)]
    assert remind() == 2
    assert sorted(name for name, _lines in told()) == ["周敏", "林岚"]


def test_somebody_who_left_the_organisation_is_told_nothing(cast, dues):
    dues[:] = [due(cast, days=0)]
    cast.planner.memberships.all().delete()
    remind()
    assert sorted(name for name, _lines in told()) == ["周敏", "林岚"]


@pytest.mark.parametrize("status", ["cancelled", "postponed", "closed"])
def test_stopped_meetings_remind_nobody(cast, dues, status):
    cast.meeting.status = status
    dues[:] = [due(cast, days=0), due(cast, "step:2", -9), due(cast, "step:3", None, state="missing")]
    assert (remind(), send_digests()) == (0, 0)


def test_an_organisation_sets_its_own_days(cast, dues):
    set_reminder_rules(actor=cast.actor("owner"), org=cast.org, days_before=[7], owner_after_days=2, leads_after_days=5)
    dues[:] = [due(cast, days=7), due(cast, "step:2", -1), due(cast, "step:3", -2)]
    assert remind() == 2
    assert [len(lines) for _name, lines in told()] == [1]
    assert [len(lines) for _name, lines in told("notifications.late")] == [1]


def test_rules_that_make_no_sense_are_refused(cast):
    def rules(**more):
        given = {"days_before": [1], "owner_after_days": 1, "leads_after_days": 3} | more
        set_reminder_rules(actor=cast.actor("owner"), org=cast.org, **given)

    for wrong in ({"days_before": []}, {"days_before": [-1]}, {"days_before": [61]}, {"leads_after_days": 0}):
        with pytest.raises(InvalidInput):
            rules(**wrong)
    with pytest.raises(NotAllowed):
        set_reminder_rules(
            actor=cast.actor("lead"), org=cast.org, days_before=[1], owner_after_days=1, leads_after_days=3
        )


MORNING = datetime(2027, 2, 1, 0, 30, tzinfo=UTC)
"""08:30 in Shanghai."""


def digest_of(who):
    message = Message.objects.filter(kind="notifications.digest", user=who).first()
    if message is None:
        return None
    return [(section, [line["label"] for line in lines]) for section, lines in message.sections]


def test_the_digest_sums_up_late_due_waiting_and_missing_once_a_day(cast, dues):
    dues[:] = [
        due(cast, "step:1", 0, label="今天的"),
        due(cast, "step:2", -2, label="晚了的"),
        due(cast, "step:3", 5, label="以后的"),
        due(cast, "version:1", 2, who="lead", state="waiting_client", label="等客户的"),
        due(cast, "finding:1", None, state="missing", label="缺的"),
    ]
    with clock.at(MORNING - timedelta(minutes=1)):
        assert send_digests() == 0
    with clock.at(MORNING):
        assert send_digests() == 3
        assert send_digests() == 0
    assert digest_of(cast.planner) == [("已逾期", ["晚了的"]), ("今天到期", ["今天的"]), ("缺漏", ["缺的"])]
    assert digest_of(cast.lead) == [("已逾期", ["晚了的"]), ("等客户", ["等客户的"]), ("缺漏", ["缺的"])]
    assert digest_of(cast.compliance) is None
    assert Message.objects.get(user=cast.planner).subject == "2027-02-01 工作汇总：逾期 1 项，今天到期 1 项"
    assert DigestSent.objects.filter(day=TODAY).count() == 7
    with clock.at(MORNING + timedelta(days=1)):
        assert send_digests() == 3


def test_the_digest_comes_at_the_readers_own_hour(cast, dues):
    dues[:] = [due(cast, days=0)]
    set_quiet_hours(
        actor=cast.actor("planner"),
        is_on=True,
        starts=time(21),
        ends=time(8),
        weekdays=range(7),
        zone="Europe/Paris",
        digest_on=True,
        digest_time=time(9),
    )
    with clock.at(datetime(2027, 2, 1, 7, 59, tzinfo=UTC)):
        send_digests()
        assert digest_of(cast.planner) is None
    with clock.at(datetime(2027, 2, 1, 8, tzinfo=UTC)):
        send_digests()
    assert digest_of(cast.planner) == [("今天到期", ["P04 需求简报"])]


def test_whoever_wants_no_digest_gets_none(cast, dues):
    dues[:] = [due(cast, days=0)]
    set_quiet_hours(
        actor=cast.actor("planner"),
        is_on=False,
        starts=time(21),
        ends=time(8),
        weekdays=[],
        zone="Asia/Shanghai",
        digest_on=False,
        digest_time=time(8, 30),
    )
    assert send_digests() == 0


def test_the_number_of_queries_does_not_grow_with_what_is_due(cast, dues, django_assert_num_queries):
    for count in (1, 3):
        dues[:] = [due(cast, f"step:{n}", 9) for n in range(count)]
        with django_assert_num_queries(4):  # leads, people, memberships, rules
            remind()
