"""Codes, names, grades and needs, without a database."""

from __future__ import annotations

import pytest

from huiwu.kernel.credit_code import ALPHABET, check_character, code_fault, plain_code
from huiwu.suppliers.rules.grades import WEIGHTS, average, grade_of, weighted_score
from huiwu.suppliers.rules.naming import masked, name_key
from huiwu.suppliers.rules.needs import grounds

GOOD = "91330100799655058B"


@pytest.mark.parametrize("code", [GOOD, "9144030071526726XG", "914403001922038216", "12100000400000624D"])
def test_codes_with_a_right_check_character_are_good(code):
    assert code_fault(code) is None


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("9133010079965505", ("length", "16", "18")),
        ("91330100799655O58B", ("character", "O", "15")),
        ("91330100799655058A", ("check", "A", "B")),
        ("91330100799655085B", ("check", "B", check_character("91330100799655085"))),
    ],
)
def test_a_wrong_code_says_what_is_wrong(code, fault):
    assert code_fault(code) == fault


def test_every_single_wrong_character_is_noticed():
    swapped = [GOOD[:n] + c + GOOD[n + 1 :] for n in range(18) for c in ALPHABET if c != GOOD[n]]
    assert [code for code in swapped if code_fault(code) is None] == []


def test_what_was_typed_is_read_without_blanks_width_or_case():
    assert plain_code(" ９１３３０１００-7996 55058b ") == GOOD


def test_two_names_that_differ_in_brackets_and_blanks_are_one():
    assert name_key("上海 明筑展览（集团）有限公司") == name_key("上海明筑展览(集团)有限公司")
    assert name_key("上海明筑") != name_key("上海明竹")


def test_an_account_shows_its_last_four_digits():
    assert [masked("6222021001116245702"), masked("12"), masked("")] == ["···· 5702", "····", ""]


def test_the_weights_are_a_hundred_and_the_score_is_weighted():
    assert sum(WEIGHTS.values()) == 100
    assert weighted_score(dict.fromkeys(WEIGHTS, 5)) == 100
    assert weighted_score({"quality": 5, "progress": 4, "cooperation": 4, "price": 3, "safety": 5}) == 86
    assert [grade_of(n) for n in (100, 90, 89, 75, 74, 60, 59)] == ["A", "A", "B", "B", "C", "C", "D"]
    assert [average([86, 87]), average([])] == [87, None]


def field(value, state="filled"):
    return {"state": state, "value": value}


def found(**more):
    given = {"conditions": [], "brief": None, "plan": None} | more
    return sorted({(g.category, g.source) for g in grounds(**given)})


def test_the_brief_calls_for_what_it_asks_for():
    brief = {
        "sound": field("线阵音响"),
        "lighting": field("无"),
        "live_stream": field(True),
        "recording": field("", "not_applicable"),
    }
    assert found(brief=brief) == [("av", "brief"), ("streaming", "brief")]


def test_equipment_of_the_venue_and_our_own_calls_for_nobody():
    rows = [
        {"name": "主屏", "model": "LED P2.5", "source": "rental"},
        {"name": "扩声系统", "source": "venue"},
        {"name": "对讲机", "source": "own"},
        {"name": "咖啡机", "source": "rental"},
    ]
    assert found(plan={"equipment": field(rows)}) == [("led", "plan")]


def test_materials_and_conditions_call_for_printing_gifts_and_vehicles():
    rows = [{"category": "print", "name": "手册"}, {"category": "gift", "name": "资料袋", "free": True}]
    assert found(plan={"materials": field(rows)}, conditions=["has_pickup", "has_meals"]) == [
        ("printing", "plan"),
        ("transport", "condition"),
    ]
