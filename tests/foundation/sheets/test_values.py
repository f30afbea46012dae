from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiwu.foundation.sheets import guarded
from huiwu.foundation.sheets.columns import normal
from huiwu.foundation.sheets.scan import column_letters, column_number
from huiwu.foundation.sheets.values import KINDS, cents, day, integer, number_in, quantity, rate, text_of, yes_no
from huiwu.kernel.money import yuan

WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("1,234.50", 123450),
        ("￥１，２３４．５０", 123450),
        ("¥1 234.5元", 123450),
        ("人民币 88 元整", 8800),
        (1234.5, 123450),
        (0.1 + 0.2, 30),
        (1234, 123400),
        (" .5 ", 50),
        ("0", 0),
    ],
)
def test_an_amount_is_read_however_it_is_typed(cell: object, kept: int) -> None:
    assert (cents(cell).value, cents(cell).flagged) == (kept, "")


@pytest.mark.parametrize(
    "cell", ["三千", "12,34", "1,23,456", "-5", -5, "(5)", "", "1.2.3", True, date(2026, 1, 1), "1e5", "9" * 13]
)
def test_what_is_no_amount_is_refused_and_never_guessed(cell: object) -> None:
    assert cents(cell).value is None
    assert cents(cell).refused


def test_a_third_decimal_is_rounded_half_up_and_said() -> None:
    assert cents("0.335").value == 34
    assert cents(33.333333).flagged == "超过两位小数，按四舍五入取 33.33"
    assert cents("1.2万元").value == 1_200_000
    assert "万元" in cents("1.2万").flagged


@given(st.integers(0, 10**13))
def test_every_amount_we_write_is_read_back(amount: int) -> None:
    assert cents(yuan(amount)).value == amount
    assert cents(f"￥{yuan(amount).translate(WIDE)}元").value == amount
    assert cents(amount / 100).value == amount


@given(st.decimals(0, 10**9, places=3))
def test_every_quantity_is_read_back(number: Decimal) -> None:
    assert quantity(str(number)).value == number
    assert quantity(f" {number} ".translate(WIDE)).value == number


@pytest.mark.parametrize("cell", ["6%", "６％", 0.06, "0.06", 6, "6", 6.0, "6个点"])
def test_a_tax_rate_is_read_however_it_is_typed(cell: object) -> None:
    assert (rate(cell).value, rate(cell).flagged, rate(cell).refused) == (600, "", "")


def test_a_rate_that_is_not_in_force_is_flagged_and_an_impossible_one_refused() -> None:
    assert (rate("7%").value, rate("7%").flagged) == (700, "7% 不是现行的增值税税率")
    assert rate("免税").value == 0
    assert [rate(cell).value for cell in ("60%", 0.5, "六", -0.06, 1234)] == [None] * 5


def test_days_are_read_in_the_ways_people_write_them() -> None:
    first = date(2026, 11, 3)
    written = [
        "2026-11-03",
        "2026/11/3",
        "2026.11.3",
        "2026年11月3日",
        "20261103",
        "２０２６年１１月３日",
        datetime(2026, 11, 3, 9, 30, tzinfo=UTC),
    ]
    assert [day(cell).value for cell in written] == [first] * 7
    assert day(46329).value == date(2026, 11, 3)
    assert day(46329).flagged
    assert [day(cell).value for cell in ("11月3日", "2026-02-30", 12, "明天")] == [None] * 4


def test_a_long_number_kept_as_a_figure_has_lost_its_end_and_is_refused() -> None:
    assert text_of(13800138000.0).value == "13800138000"
    assert text_of(110101199003071233.0).refused
    assert text_of("１１０１０１　１９９００３０７1233").value == "110101 199003071233"


def test_whole_numbers_and_yes_or_no() -> None:
    assert [integer(c).value for c in (3, "3.0", "３", 3.5, "三")] == [3, 3, 3, None, None]
    assert [yes_no(c).value for c in ("是", "含", "否", "不含税", 1, "也许")] == [True, True, False, False, True, None]


cells = st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes(), st.times())


@given(cells)
def test_no_cell_whatever_it_holds_makes_a_reader_fail(cell: object) -> None:
    for read in KINDS.values():
        parsed = read(cell)
        assert parsed.value is not None or parsed.refused
    number_in(cell)


@given(st.integers(0, 20_000))
def test_letters_of_a_column_and_its_number_agree(number: int) -> None:
    assert column_number(column_letters(number)) == number


@given(st.text())
def test_nothing_we_write_begins_a_formula(text: str) -> None:
    written = guarded(text)
    bare = written.lstrip()
    assert not bare[:1] or bare[0] not in "=@＝＠" or written.startswith("'")


def test_formulas_are_guarded_and_figures_stay_readable() -> None:
    assert [guarded(t) for t in ("=1+1", "@cmd", "＝HYPERLINK()", "-2+3|cmd", " =1", "\t=1")] == [
        "'=1+1", "'@cmd", "'＝HYPERLINK()", "'-2+3|cmd", "' =1", "'\t=1",
    ]  # fmt: skip
    assert [guarded(t) for t in ("-12.50", "+86 138 0013 8000", "-", "普通文字")] == [
        "-12.50", "+86 138 0013 8000", "-", "普通文字",
    ]  # fmt: skip


def test_headings_are_compared_without_width_case_and_punctuation() -> None:
    assert normal(" 单 价\n（元）*") == normal("单价(元)")
    assert normal("Ｕｎｉｔ Price：") == normal("unit price")
