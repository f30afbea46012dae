"""Tax withheld from pay for services and from prizes (国家税务总局公告 2018 年第 61 号; compliance.md 2.4).

Pay is taxed each time it is paid (按次): an income paid once is one time; pay for one continuing item of work counts
month by month (个人所得税法实施条例). The amount before tax is rounded to the cent first, and the tax is what lies between it
and the amount after tax, so that the three always agree. Amounts are integer cents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from huiwu.compliance.rules.packs import Pack

BRACKETS = ("bracket_1", "bracket_2", "bracket_3")


@dataclass(frozen=True, slots=True)
class Pay:
    """One payment: before tax, the tax withheld, after tax; `gross − tax = net` to the cent."""

    gross_cents: int
    tax_cents: int
    net_cents: int


@dataclass(frozen=True, slots=True)
class _Bracket:
    """Taxable income up to `until` (None: no end) is taxed at `rate`, less `quick`."""

    until: int | None
    rate: Fraction
    quick: int


@dataclass(frozen=True, slots=True)
class _Scale:
    """The pack's figures. `fixed` is taken off up to `fixed_until` gross, a `share` of the gross above it."""

    exempt: int
    fixed_until: int
    fixed: int
    share: Fraction
    brackets: tuple[_Bracket, ...]

    @classmethod
    def of(cls, pack: Pack) -> _Scale:
        brackets = tuple(
            _Bracket(
                pack.at(f"{name}.until_cents"),
                Fraction(pack.at(f"{name}.rate_permille"), 1000),
                pack.at(f"{name}.quick_cents") or 0,
            )
            for name in BRACKETS
        )
        return cls(
            exempt=pack.at("exempt_cents"),
            fixed_until=pack.at("fixed_until_cents"),
            fixed=pack.at("fixed_cents"),
            share=Fraction(pack.at("share_permille"), 1000),
            brackets=brackets,
        )

    def tax(self, gross: int) -> Fraction:
        """The tax before rounding."""
        taxable = self._taxable(gross)
        for bracket in self.brackets:
            if bracket.until is None or taxable <= bracket.until:
                return taxable * bracket.rate - bracket.quick
        return taxable * self.brackets[-1].rate - self.brackets[-1].quick

    def _taxable(self, gross: int) -> Fraction:
        if gross <= self.exempt:
            return Fraction(0)
        if gross <= self.fixed_until:
            return Fraction(max(0, gross - self.fixed))
        return gross * (1 - self.share)

    def pieces(self) -> Iterator[tuple[Fraction | None, Fraction, Fraction]]:
        """(net up to which it holds, divisor, subtrahend): gross = (net − subtrahend) / divisor."""
        yield Fraction(self.exempt), Fraction(1), Fraction(0)
        first = self.brackets[0]
        yield self._net(self.fixed_until), 1 - first.rate, first.rate * self.fixed
        for bracket in self.brackets:
            end = None if bracket.until is None else bracket.until / (1 - self.share)
            top = None if end is None else end - (bracket.until or 0) * bracket.rate + bracket.quick
            yield top, 1 - (1 - self.share) * bracket.rate, Fraction(bracket.quick)

    def _net(self, gross: int) -> Fraction:
        return gross - self.tax(gross)


def from_gross(pack: Pack, gross_cents: int) -> Pay:
    """What is withheld from an amount agreed before tax (税前)."""
    _must_be_an_amount(gross_cents)
    tax = _rounded(_Scale.of(pack).tax(gross_cents))
    return Pay(gross_cents, tax, gross_cents - tax)


def from_net(pack: Pack, net_cents: int) -> Pay:
    """What must be paid so that the person receives an amount agreed after tax (税后)."""
    _must_be_an_amount(net_cents)
    for top, divisor, subtrahend in _Scale.of(pack).pieces():
        if top is None or net_cents <= top:
            gross = _rounded((net_cents - subtrahend) / divisor)
            return Pay(gross, gross - net_cents, net_cents)
    raise ValueError("the last bracket has an end")


def prize_tax(pack: Pack, value_cents: int) -> int:
    """Tax on a prize won by somebody who is not an employee (偶然所得), withheld by whoever gives it."""
    _must_be_an_amount(value_cents)
    return _rounded(Fraction(value_cents * (pack.at("rate_permille") or 0), 1000))


def _rounded(amount: Fraction) -> int:
    """To the cent, half up."""
    return int((2 * amount + 1) // 2)


def _must_be_an_amount(cents: int) -> None:
    if cents < 0:
        raise ValueError("pay is never negative")
