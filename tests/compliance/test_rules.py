"""Packs, words, caps and dates: pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huiwu.compliance.queries.packs import built_in_pack, built_in_packs, pack_from, plain_pack
from huiwu.compliance.rules.events import mass_event
from huiwu.compliance.rules.packs import chosen, flattened, nested
from huiwu.compliance.rules.spending import Line, cap_of, excesses, rate_of
from huiwu.compliance.rules.words import banned_in, words_in

CENTRAL = built_in_pack("cn.public_spending.central")
MASS = built_in_pack("cn.mass_event")
DAY = date(2027, 3, 18)


def pick(packs, place="上海", nature="enterprise", on=DAY):
    return chosen(packs, topic="mass_event", place=place, nature=nature, on=on)


def test_the_general_pack_holds_where_there_is_no_local_one_and_the_local_one_before_it():
    local = replace(MASS, code="sh", region="上海、苏州")
    assert pick([MASS, local], "上海市").code == "sh"
    assert pick([MASS, local], "北京").code == "cn.mass_event"
    assert pick([MASS, local], "").code == "cn.mass_event"


def test_a_pack_holds_from_its_first_to_its_last_day():
    limited = replace(MASS, effective_from=date(2027, 3, 18), effective_to=date(2027, 3, 20))
    days = [date(2027, 3, d) for d in (17, 18, 20, 21)]
    assert [pick([limited], on=day) is not None for day in days] == [False, True, True, False]


def test_a_pack_holds_only_for_the_natures_it_names():
    found = [
        chosen(built_in_packs(), topic="public_spending", place="", nature=nature, on=DAY)
        for nature in ("public_central", "public_local", "enterprise")
    ]
    assert [pack.code if pack else None for pack in found] == [
        "cn.public_spending.central",
        "cn.public_spending.local",
        None,
    ]


def test_what_is_pending_warns_and_what_is_verified_blocks():
    assert CENTRAL.grade("class_3.people") == "block"
    assert CENTRAL.grade("class_3.staff_permille") == "warn"
    assert CENTRAL.grade("class_4.people") == "warn"
    assert replace(CENTRAL, status="verified").grade("class_3.staff_permille") == "block"


def test_parameters_survive_being_flattened_and_packs_being_written_down():
    assert [nested(flattened(pack.params)) == pack.params for pack in built_in_packs()] == [True] * 16
    assert [pack_from(plain_pack(pack)) for pack in built_in_packs()] == list(built_in_packs())


@pytest.mark.parametrize(("code", "rate"), [("1", 76000), ("2", 65000), ("3", 55000), ("4", 55000)])
def test_the_standard_of_each_class_is_the_sum_of_its_three_parts(code, rate):
    assert rate_of(CENTRAL, code) == rate


def test_the_worked_example_gives_132000_yuan_to_the_cent():
    full = [Line("lodging", 34000, 120, 4), Line("meals", 13000, 120, 4), Line("other", 8000, 120, 4)]
    cap = cap_of(CENTRAL, spending_class="3", people=120, half_days=4, lines=full)
    assert (cap.limit_cents, cap.planned_cents, cap.is_exceeded) == (13_200_000, 13_200_000, False)
    over = cap_of(CENTRAL, spending_class="3", people=120, half_days=4, lines=[*full, Line("other", 1, 1, 2)])
    assert (over.is_exceeded, over.over_cents) == (True, 1)
    half_a_cent = cap_of(CENTRAL, spending_class="3", people=120, half_days=4, lines=[*full, Line("other", 1, 1, 1)])
    assert half_a_cent.is_exceeded


def limits(**more):
    given = {"spending_class": "3", "delegates": 150, "staff": 15, "session_half_days": 3, "travel_half_days": 3}
    return [(e.kind, e.found, e.limit) for e in excesses(CENTRAL, **(given | more))]


def test_each_limit_is_passed_by_one_and_not_reached_by_none():
    assert limits() == []
    assert limits(delegates=151) == [("people", 151, 150)]
    assert limits(staff=16) == [("staff", 16, 15)]
    assert limits(session_half_days=4) == [("session", 4, 3)]
    assert limits(travel_half_days=4) == [("travel", 4, 3)]
    assert limits(is_conveying=True) == [("session", 3, 2)]
    assert limits(spending_class="4", delegates=50, staff=0, travel_half_days=3) == [("travel", 3, 2)]
    assert limits(spending_class="1", delegates=5000, staff=5000, session_half_days=9) == []


def test_a_thousand_people_make_a_mass_event_and_999_do_not():
    ask = {"publicness": "public", "start_on": DAY}
    assert mass_event(MASS, people=999, **ask) is None
    event = mass_event(MASS, people=1000, **ask)
    assert (event.apply_by, event.advised_by) == (date(2027, 2, 26), date(2027, 2, 16))
    assert [mass_event(MASS, people=n, **ask).is_city_level for n in (4999, 5000)] == [False, True]
    assert mass_event(MASS, people=9000, publicness="invited", start_on=DAY) is None


def test_words_inside_a_hosts_own_name_do_not_count():
    words = ["中国", "国际", "峰会"]
    assert words_in("中国石油客户大会", words, beside=["中国石油"]) == []
    assert words_in("中国石油国际峰会", words, beside=["中国石油"]) == ["国际", "峰会"]


def test_a_text_that_denies_the_goods_names_none():
    banned = {"backdrop": ["背景板"], "flowers": ["台花", "鲜花"]}
    assert banned_in("主席台摆台花", banned) == [("flowers", "台花")]
    assert banned_in("不设背景板，不摆鲜花", banned) == []
    assert banned_in("不摆鲜花；另做背景板", banned) == [("backdrop", "背景板")]
