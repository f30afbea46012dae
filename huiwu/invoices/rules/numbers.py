"""Codes and numbers of invoices: 20 digits of a 数电票, or the code of 10 or 12 digits and number of 8 of the older ones."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

PROVINCES = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古", "21": "辽宁", "22": "吉林", "23": "黑龙江",
    "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西", "37": "山东", "41": "河南",
    "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南", "50": "重庆", "51": "四川", "52": "贵州",
    "53": "云南", "54": "西藏", "61": "陕西", "62": "甘肃", "63": "青海", "64": "宁夏", "65": "新疆",
    "91": "计划单列市", "92": "计划单列市", "93": "计划单列市", "94": "计划单列市", "95": "深圳",
}  # fmt: skip
"""Province-level codes of GB/T 2260, and those that the state-planned cities have been seen with (95 Shenzhen); others give a hint."""

FIRST_YEAR = 2021
"""数电票 began with December 2021."""

Form = Literal["digital", "coded", "unknown"]


@dataclass(frozen=True, slots=True)
class NumberForm:
    """What a code and number say by themselves. `faults` are codes of `choices.Issue`."""

    form: Form
    year: int | None = None
    province: str = ""
    channel: str = ""
    faults: tuple[str, ...] = ()


def plain(text: str) -> str:
    """As it is compared and kept: half-width, without blanks and dashes of any kind."""
    return re.sub(r"[\s\-‐-―－—_]", "", unicodedata.normalize("NFKC", text or "")).upper()


def key_of(code: str, number: str) -> tuple[str, str]:
    """The identity of an invoice (去重键): a number of 20 digits stands alone, whatever code was typed beside it."""
    code, number = plain(code), plain(number)
    if len(number) == 20 and number.isascii() and number.isdigit():
        return "", number
    if not code and len(number) in (18, 20) and number.isdigit():  # typed in one go
        return number[:-8], number[-8:]
    return code, number


def form_of(code: str, number: str, today: date) -> NumberForm:
    """Judge the shape of a code and number as given by `key_of`."""
    if not number:
        return NumberForm("unknown", faults=("number_missing",))
    if not (number.isascii() and number.isdigit()) or (code and not (code.isascii() and code.isdigit())):
        return NumberForm("unknown", faults=("number_shape",))
    if len(number) == 20 and not code:
        return _digital(number, today)
    if len(number) == 8 and len(code) in (10, 12):
        return _coded(code)
    return NumberForm("unknown", faults=("number_shape",))


def _digital(number: str, today: date) -> NumberForm:
    year, province = 2000 + int(number[:2]), PROVINCES.get(number[2:4], "")
    faults = []
    if not FIRST_YEAR <= year <= today.year:
        faults.append("number_year")
    if not province:
        faults.append("number_province")
    return NumberForm("digital", year, province, number[4], tuple(faults))


def _coded(code: str) -> NumberForm:
    """12 digits: 0, four of the region, two of the year. 10 digits: four of the region, two of the year."""
    region, year = (code[1:3], code[5:7]) if len(code) == 12 else (code[:2], code[4:6])
    return NumberForm("coded", 2000 + int(year), PROVINCES.get(region, ""))
