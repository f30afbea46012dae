"""Numbers, tax IDs, capitals, sums, titles: the pure rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiwu.invoices.rules.capitals import LARGEST, from_capitals, in_capitals
from huiwu.invoices.rules.judging import Entity, Facts, LineFacts, heaviest, judge
from huiwu.invoices.rules.numbers import form_of, key_of
from huiwu.invoices.rules.rates import usual_rates
from huiwu.invoices.rules.tax_ids import ALPHABET, check_character, verdict_on
from tests.invoices.samples import HOTEL, OURS

TODAY = date(2027, 2, 2)


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (123_456, "壹仟贰佰叁拾肆元伍角陆分"),
        (0, "零元整"),
        (1, "壹分"),
        (50, "伍角整"),
        (100, "壹元整"),
        (105, "壹元零伍分"),
        (150, "壹元伍角整"),
        (1_000_000, "壹万元整"),
        (100_500, "壹仟零伍元整"),
        (1_001_000, "壹万零壹拾元整"),
        (10_000_000_010_00, "壹佰亿零壹拾元整"),
        (-12_720_00, "负壹万贰仟柒佰贰拾元整"),
    ],
)
def test_amounts_in_capitals_as_vouchers_have_them(cents, words):
    assert (in_capitals(cents), from_capitals(words)) == (words, cents)


@given(st.integers(-LARGEST, LARGEST))
def test_every_amount_comes_back_from_its_capitals(cents):
    assert from_capitals(in_capitals(cents)) == cents


@given(st.integers(0, LARGEST))
def test_capitals_never_hold_two_noughts_in_a_row_nor_one_before_the_end(cents):
    words = in_capitals(cents)
    assert "零零" not in words
    assert "零整" not in words


@pytest.mark.parametrize(
    ("words", "cents"),
    [
        ("⊗ 壹仟贰佰叁拾肆圆伍角陆分", 123_456),
        ("人民币壹万圆整", 1_000_000),
        ("拾元正", 1_000),
        ("十二万元整", 12_000_000),
    ],
)
def test_what_other_systems_write_is_understood(words, cents):
    assert from_capitals(words) == cents


@pytest.mark.parametrize("words", ["", "元", "壹贰元整", "一百块", "壹佰", "abc"])
def test_words_that_are_no_amount_are_refused(words):
    with pytest.raises(ValueError, match=r"not a|two figures"):
        from_capitals(words)


def test_the_number_of_the_reference_example_is_taken_apart():
    form = form_of("", "23442000000014209621", TODAY)
    assert (form.form, form.year, form.province, form.channel, form.faults) == ("digital", 2023, "广东", "2", ())


@pytest.mark.parametrize(
    ("code", "number", "faults"),
    [
        ("", "", ("number_missing",)),
        ("", "2344200000001420962", ("number_shape",)),
        ("", "99442000000014209621", ("number_year",)),
        ("", "23992000000014209621", ("number_province",)),
        ("031001900111", "12345678", ()),
        ("3100191130", "12345678", ()),
        ("03100190011", "12345678", ("number_shape",)),
        ("", "12345678", ("number_shape",)),
    ],
)
def test_numbers_of_every_form(code, number, faults):
    assert form_of(code, number, TODAY).faults == faults


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        (("", "２３４４ 2000-0000 1420 9621"), ("", "23442000000014209621")),
        (("031001900111", "23442000000014209621"), ("", "23442000000014209621")),
        (("", "031001900111 12345678"), ("", "03100190011112345678")),
        (("０３１００１９００１１１", "12345678"), ("031001900111", "12345678")),
        (("", "310019113012345678"), ("3100191130", "12345678")),
    ],
)
def test_one_paper_has_one_key_however_it_is_typed(typed, key):
    assert key_of(*typed) == key


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_of_a_unified_code_is_noticed(first, place, other):
    whole = first + check_character(first)
    assert verdict_on(whole) in ("ok", "older")
    if other != whole[place]:
        assert verdict_on(whole[:place] + other + whole[place + 1 :]) != "ok"


@pytest.mark.parametrize(
    ("tax_id", "verdict"),
    [
        ("91110302MA01NP925M", "ok"),
        ("91110302MA01NP925N", "check_digit"),
        ("110302198001011", "older"),
        ("", "missing"),
        ("9111", "shape"),
        ("91110302IO01NP925M", "shape"),
    ],
)
def test_tax_ids(tax_id, verdict):
    assert verdict_on(tax_id) == verdict


def facts(**more) -> Facts:
    plain = Facts(
        direction="in", code="", number="27312000000000000001", issued_on=date(2027, 2, 1), buyer=OURS, seller=HOTEL,
        net_cents=1_200_000, tax_cents=72_000, gross_cents=1_272_000, qr_cents=None, capitals="壹万贰仟柒佰贰拾圆整",
        lines=(LineFacts("*会展服务*会议服务费", 1_200_000, 600, "0.06", 72_000),), own=(OURS,), today=TODAY,
        received_on=TODAY, file_kinds=frozenset({"xml"}),
    )  # fmt: skip
    return replace(plain, **more)


STRANGER = Entity("他山会展有限公司", "91310115000000077B")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"buyer": Entity("云帆 会务服务有限公司", OURS.tax_id)}, []),
        ({"buyer": Entity("云帆会展有限公司", OURS.tax_id)}, ["title_wrong"]),
        ({"buyer": Entity(OURS.name, HOTEL.tax_id)}, ["tax_id_wrong"]),
        ({"buyer": Entity(OURS.name, "")}, ["tax_id_missing"]),
        ({"buyer": HOTEL, "seller": OURS}, ["swapped"]),
        ({"buyer": Entity("", "")}, ["title_unread"]),
        ({"own": ()}, ["no_entity"]),
        ({"direction": "out", "buyer": HOTEL, "seller": OURS}, []),
        ({"direction": "out"}, ["swapped"]),
        ({"own": (STRANGER, OURS)}, []),
        ({"gross_cents": 1_272_001, "capitals": ""}, ["sum_wrong"]),
        ({"capitals": "壹万贰仟柒佰贰拾壹圆整"}, ["capitals_wrong"]),
        ({"capitals": "一大笔"}, ["capitals_unreadable"]),
        ({"issued_on": date(2027, 2, 3)}, ["date_future"]),
        ({"issued_on": None}, ["date_missing"]),
        ({"issued_on": date(2026, 12, 30), "number": "26312000000000000001"}, ["last_year"]),
        ({"issued_on": date(2026, 12, 30)}, ["last_year", "number_date"]),
        ({"signed_on": date(2027, 3, 4)}, ["date_before_contract"]),
        ({"signed_on": date(2027, 3, 3)}, []),
        ({"qr_cents": 1_272_000}, []),
        ({"qr_cents": 1_200_000}, []),
        ({"qr_cents": 1_272_100}, ["qr_amount"]),
        ({"file_kinds": frozenset({"pdf"})}, ["only_print"]),
        ({"file_kinds": frozenset()}, ["no_file"]),
        ({"seller": Entity(HOTEL.name, HOTEL.tax_id[:-1] + "0")}, ["check_digit"]),
    ],
)
def test_what_is_wrong_with_an_invoice(change, found):
    assert sorted(one.code for one in judge(facts(**change))) == sorted(found)


def test_an_invoice_of_another_company_blocks():
    found = judge(facts(buyer=STRANGER))
    assert heaviest(found) == "block"
    assert "other_company" in [one.code for one in found]


@pytest.mark.parametrize(("tax", "found"), [(72_006, []), (72_007, ["line_tax"]), (71_994, []), (71_993, ["line_tax"])])
def test_a_line_may_be_six_cents_off_its_rate(tax, found):
    line = LineFacts("*会展服务*会议服务费", 1_200_000, 600, "0.06", tax)
    changed = facts(lines=(line,), tax_cents=tax, gross_cents=1_200_000 + tax, capitals="")
    assert [one.code for one in judge(changed)] == found


def test_all_lines_together_may_be_a_yuan_and_27_cents_off():
    def lines(count):
        return tuple(LineFacts("*会展服务*会议服务费", 10_000, 600, "0.06", 606) for _ in range(count))

    def codes(count):
        parts = lines(count)
        net, tax = 10_000 * count, 606 * count
        changed = facts(lines=parts, net_cents=net, tax_cents=tax, gross_cents=net + tax, capitals="")
        return [one.code for one in judge(changed)]

    assert (codes(21), codes(22)) == ([], ["tax_spread"])


def test_lines_that_do_not_add_up_are_shown_with_the_difference():
    found = judge(facts(lines=(LineFacts("甲", 1_199_999, None, "", 72_000),)))
    assert [(one.code, one.values) for one in found] == [
        ("lines_net", {"lines": "11,999.99", "total": "12,000.00", "difference": "-0.01"})
    ]


@given(
    st.lists(st.tuples(st.integers(1, 10**9), st.sampled_from([0, 100, 300, 600, 900, 1300])), min_size=1, max_size=30)
)
def test_whatever_is_computed_right_has_no_sum_to_complain_about(rows):
    from huiwu.kernel.money import tax_on

    lines = tuple(LineFacts("", net, rate, "", tax_on(net, rate)) for net, rate in rows)
    net, tax = sum(line.net_cents or 0 for line in lines), sum(line.tax_cents or 0 for line in lines)
    whole = facts(lines=lines, net_cents=net, tax_cents=tax, gross_cents=net + tax, capitals=in_capitals(net + tax))
    assert judge(whole) == []


def test_a_rate_that_is_rare_for_the_item_is_asked_about_and_never_blocks():
    line = LineFacts("*住宿服务*住宿费", 1_200_000, 1300, "13%", 156_000)
    found = judge(facts(lines=(line,), tax_cents=156_000, gross_cents=1_356_000, capitals=""))
    assert [(one.code, one.weight) for one in found] == [("rate_unusual", "hint")]
    assert usual_rates("*住宿服务*住宿费") == (600, 300, 100, 0)
