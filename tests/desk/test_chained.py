from __future__ import annotations

import pytest

from huiwu.desk.queries.chained import Chained


class Part(list):
    def count(self):
        return len(self)


@pytest.mark.parametrize("start", range(9))
@pytest.mark.parametrize("stop", range(9))
def test_a_slice_is_that_of_the_joined_list(start, stop):
    assert Chained([Part("ab"), Part(""), Part("cde"), Part("f")])[start:stop] == list("abcdef")[start:stop]


def test_its_length_is_the_sum():
    assert len(Chained([Part("ab"), Part("cde")])) == 5
    assert Chained([Part("ab"), Part("cde")])[2] == "c"
