"""Quantities with decimals travel as the digits they were written in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from huiwu.foundation.archiving.columns import Column, Unreadable, from_json, to_json

FIELD = models.DecimalField(max_digits=14, decimal_places=3)
FIELD.set_attributes_from_name("quantity")
COLUMN = Column(FIELD, is_person=False, refers_to=None, is_verbatim=False)


class Row:
    def __init__(self, quantity: Decimal) -> None:
        self.quantity = quantity


def back(text: object) -> object:
    return from_json(COLUMN, text, lambda mail: mail)


@given(st.decimals(min_value=-(10**10), max_value=10**10, places=3, allow_nan=False, allow_infinity=False))
def test_a_quantity_reads_back_as_it_was(quantity):
    written = to_json(COLUMN, Row(quantity), {})
    assert (back(written), written) == (quantity, f"{quantity:f}")


@pytest.mark.parametrize(
    "text", ["", "-", "NaN", "1e3", "1,5", "１.5", "1.2345", "123456789012", "0x1", " 1", 1.5, True]
)
def test_what_is_no_such_number_is_refused(text):
    with pytest.raises(Unreadable):
        back(text)
