"""Every figure here was computed by hand: principal x rate x days / 365, half up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain.interest import (
    Dispute,
    FixedSum,
    LateItem,
    Rate,
    Tier,
    Why,
    converted,
    fixed_sum,
    one_sum,
    open_on,
    sheet,
    spread,
)
from odoo.addons.o2c_credit.domain.working_day import (
    easter,
    is_working_day,
    last_working_day_before_month,
)
from odoo.addons.o2c_orders.domain.decision import Reason

D = Decimal


def half(year, number, percent, key=0):
    if number == 1:
        return Rate(date(year, 1, 1), date(year, 7, 1), D(percent), key)
    return Rate(date(year, 7, 1), date(year + 1, 1, 1), D(percent), key)


ITALY = (half(2024, 2, "12.25"), half(2025, 1, "11.15"), half(2025, 2, "10.15"))
ITALY += (half(2026, 1, "10.15"),)
SPAIN = (half(2014, 2, "8.15"),)
POLAND = (half(2021, 1, "10.10"),)
CONTRACT = (Rate(date.min, None, D(6)),)
FORTY = FixedSum(D(40), D(40), "EUR")
EU_TIERS = (Tier(D(0), False, D(40)),)
PL_TIERS = (*EU_TIERS, Tier(D(5000), False, D(70)), Tier(D(50000), True, D(100)))


def item(principal, due, rates=ITALY, **values):
    return LateItem(1, due, D(principal), rates=rates, **{"fixed": FORTY, **values})


def on(month, day, year=2026):
    return date(year, month, day)


HALF_YEARS = item(10000, on(6, 15, 2025))
PARTLY = item(10000, on(1, 31), payments=((on(2, 10), D(4000)),))
CONTESTED = item(1000, on(2, 28), disputes=(Dispute(on(3, 11), on(3, 21), D(300)),))


@pytest.mark.parametrize(
    ("_case", "item", "as_of", "lines", "interest"),
    [
        ("on the due date nothing is late", HALF_YEARS, on(6, 15, 2025), [], "0"),
        # 10000 x 11.15 % x 1 / 365 = 3.0548
        ("one day", HALF_YEARS, on(6, 16, 2025), [(1, "10000", "3.05")], "3.05"),
        # 10000 x 11.15 % x 15 / 365 = 45.8219
        (
            "until 30 June",
            HALF_YEARS,
            on(6, 30, 2025),
            [(15, "10000", "45.82")],
            "45.82",
        ),
        # and 10000 x 10.15 % x 1 / 365 = 2.7808
        (
            "1 July has the new rate",
            HALF_YEARS,
            on(7, 1, 2025),
            [(15, "10000", "45.82"), (1, "10000", "2.78")],
            "48.60",
        ),
        # 10000 x 10.15 % x 20 / 365 = 55.6164
        (
            "over the half-year",
            HALF_YEARS,
            on(7, 20, 2025),
            [(15, "10000", "45.82"), (20, "10000", "55.62")],
            "101.44",
        ),
        # 31 December: 11 days of 12.25 %, 36.9178; 9 days of 11.15 %, 27.4932
        (
            "over the year's end",
            item(10000, on(12, 20, 2024)),
            on(1, 9, 2025),
            [(11, "10000", "36.92"), (9, "10000", "27.49")],
            "64.41",
        ),
        # ten days of 10000: 27.8082; 20 days of 6000: 33.3699
        (
            "paid in part",
            PARTLY,
            on(3, 2),
            [(10, "10000", "27.81"), (20, "6000", "33.37")],
            "61.18",
        ),
        # the day of the payment still counts: 10 days
        (
            "paid in full",
            replace(PARTLY, payments=((on(2, 10), D(10000)),)),
            on(3, 2),
            [(10, "10000", "27.81")],
            "27.81",
        ),
        (
            "paid on the due date",
            replace(PARTLY, payments=((on(1, 31), D(10000)),)),
            on(3, 2),
            [],
            "0",
        ),
        (
            "paid one day late",
            replace(PARTLY, payments=((on(2, 1), D(10000)),)),
            on(3, 2),
            [(1, "10000", "2.78")],
            "2.78",
        ),
        (
            "a part was paid before",
            replace(PARTLY, payments=((on(1, 2), D(4000)),)),
            on(2, 20),
            [(20, "6000", "33.37")],
            "33.37",
        ),
        (
            "a payment after the day is not known",
            PARTLY,
            on(2, 9),
            [(9, "10000", "25.03")],
            "25.03",
        ),
        # 10 days 1000: 2.7808; 10 days 700: 1.9466; 11 days 1000: 3.0589
        (
            "contested for ten days",
            CONTESTED,
            on(3, 31),
            [(10, "1000", "2.78"), (10, "700", "1.95"), (11, "1000", "3.06")],
            "7.79",
        ),
        (
            "all of it is contested",
            item(1000, on(2, 28), disputes=(Dispute(on(3, 1)),)),
            on(3, 31),
            [],
            "0",
        ),
        (
            "two disputes add up",
            item(
                1000,
                on(2, 28),
                disputes=(
                    Dispute(on(2, 1), None, D(300)),
                    Dispute(on(2, 1), None, D(400)),
                ),
            ),
            on(3, 31),
            # 300 x 10.15 % x 31 / 365 = 2.5862
            [(31, "300", "2.59")],
            "2.59",
        ),
        (
            "contested and the rest paid",
            item(
                1000,
                on(2, 28),
                payments=((on(3, 10), D(700)),),
                disputes=(Dispute(on(2, 1), None, D(300)),),
            ),
            on(3, 31),
            # 700 x 10.15 % x 10 / 365 = 1.9466
            [(10, "700", "1.95")],
            "1.95",
        ),
        # 10000 x 8.15 % x 30 / 365 = 66.9863
        (
            "Spain",
            item(10000, on(8, 31, 2014), SPAIN),
            on(9, 30, 2014),
            [(30, "10000", "66.99")],
            "66.99",
        ),
        # 49999.99 x 10.10 % x 60 / 365 = 830.1368
        (
            "Poland",
            item("49999.99", on(3, 31, 2021), POLAND),
            on(5, 30, 2021),
            [(60, "49999.99", "830.14")],
            "830.14",
        ),
        # 1000 x 6 % x 181 / 365 = 29.7534; no half-years
        (
            "a contract rate goes on",
            item(1000, on(6, 1, 2025), CONTRACT),
            on(11, 29, 2025),
            [(181, "1000", "29.75")],
            "29.75",
        ),
        # 29 February has a day: 1000 x 6 % x 2 / 365 = 0.3288
        (
            "a leap year",
            item(1000, on(2, 28, 2028), CONTRACT),
            on(3, 1, 2028),
            [(2, "1000", "0.33")],
            "0.33",
        ),
        # 100000 x 6 % x 30 / 360 = 500
        (
            "a year of 360 days",
            item(100000, on(3, 1), CONTRACT, day_base=360),
            on(3, 31),
            [(30, "100000", "500.00")],
            "500.00",
        ),
        # 18.25 x 10 % x 1 / 365 = 0.005
        (
            "half a cent is rounded up",
            item("18.25", on(3, 1), (Rate(date.min, None, D(10)),)),
            on(3, 2),
            [(1, "18.25", "0.01")],
            "0.01",
        ),
        (
            "yen have no cents",
            item(1000000, on(3, 1), (Rate(date.min, None, D(10)),), quantum=D(1)),
            on(3, 3),
            # 547.945
            [(2, "1000000", "548")],
            "548",
        ),
    ],
)
def test_sheet(_case, item, as_of, lines, interest):
    found = sheet(item, as_of)
    assert [
        (s.days, str(s.principal), str(s.interest)) for s in found.segments
    ] == lines
    assert found.interest == D(interest)
    assert found.compensation == (D(40) if lines else 0)
    assert found.is_late == bool(lines)
    assert not found.gaps


@pytest.mark.parametrize(
    ("_case", "why"),
    [("consumer", Why.CONSUMER), ("agreed", Why.AGREED_NONE), ("law", Why.NO_LAW)],
)
def test_nothing_is_charged(_case, why):
    """A consumer owes nothing, however late."""
    found = sheet(replace(HALF_YEARS, reasons=(Reason(why),)), on(12, 31))
    assert (found.interest, found.compensation, found.total) == (0, 0, 0)
    assert [reason.code for reason in found.reasons] == [why]
    assert found.segments == ()


def test_half_year_without_rate_is_not_charged():
    """The days are named; the fixed sum is owed all the same."""
    found = sheet(item(10000, on(6, 20)), on(7, 10))
    # 10000 x 10.15 % x 10 / 365
    assert [(s.days, s.interest) for s in found.segments] == [(10, D("27.81"))]
    assert [(g.date_from, g.date_to, g.days) for g in found.gaps] == [
        (on(7, 1), on(7, 10), 10)
    ]
    assert found.total == D("67.81")
    (reason,) = found.reasons
    assert reason.code == Why.NO_RATE
    assert reason.params == {
        "date_from": on(7, 1),
        "date_to": on(7, 10),
        "days": 10,
    }


def test_a_hole_between_two_rates():
    rates = (half(2025, 1, 12), half(2026, 1, 10))
    found = sheet(item(36500, on(6, 29, 2025), rates), on(1, 2))
    assert [(s.days, s.interest) for s in found.segments] == [
        (1, D("12.00")),
        (2, D("20.00")),
    ]
    assert [gap.days for gap in found.gaps] == [184]


def test_claimed_is_taken_off():
    """What was claimed or waived is not claimed again, and never given back."""
    one = replace(HALF_YEARS, claimed_interest=D("45.82"), claimed_compensation=D(40))
    found = sheet(one, on(7, 20, 2025))
    assert (found.interest, found.compensation) == (D("55.62"), D(0))
    assert found.accrued == D("101.44")
    earlier = sheet(one, on(6, 20, 2025))
    assert earlier.interest == 0


def test_paid_principal_leaves_the_claim():
    """The interest until the payment is owed for good."""
    paid = replace(HALF_YEARS, payments=((on(7, 20, 2025), D(10000)),))
    for as_of in (on(7, 20, 2025), on(8, 1, 2025), on(6, 30)):
        assert sheet(paid, as_of).total == D("141.44")


@pytest.mark.parametrize(
    ("_case", "value", "euro", "zloty"),
    [
        ("least", "0.01", 40, "186.41"),
        ("at 5,000", "5000", 40, "186.41"),
        ("a grosz over", "5000.01", 70, "326.22"),
        ("a grosz under 50,000", "49999.99", 70, "326.22"),
        ("at 50,000", "50000", 100, "466.03"),
        ("over", "50000.01", 100, "466.03"),
    ],
)
def test_polish_tiers(_case, value, euro, zloty):
    base = fixed_sum(PL_TIERS, D(value))
    assert base == euro
    # one euro is 4.6603 zloty: 186.412, 326.221, 466.03
    fixed = converted(base, "EUR", D("4.6603"), on(3, 31, 2021))
    assert fixed.amount == D(zloty)
    found = sheet(item(value, on(4, 15, 2021), POLAND, fixed=fixed), on(4, 16, 2021))
    assert found.compensation == D(zloty)


def test_no_tier():
    assert fixed_sum(EU_TIERS, D(0)) is None
    assert fixed_sum((), D(100)) is None
    found = sheet(replace(HALF_YEARS, fixed=None), on(6, 30, 2025))
    assert (found.interest, found.compensation) == (D("45.82"), 0)


def test_notes_of_late_items_only():
    note = Reason(Why.NO_EXCHANGE_RATE, {"currency": "EUR", "day": on(3, 31)})
    one = replace(HALF_YEARS, fixed=None, notes=(note,))
    assert sheet(one, on(6, 15, 2025)).reasons == ()
    assert sheet(one, on(6, 16, 2025)).reasons == (note,)


def test_one_sum_for_an_invoice():
    """The first instalment that was late bears it, not one paid in time."""
    in_time = item(100, on(1, 10), payments=((on(1, 10), D(100)),))
    late, later = item(100, on(2, 10)), item(100, on(3, 10))
    sheets = one_sum([sheet(one, on(3, 31)) for one in (in_time, late, later)])
    assert [s.compensation for s in sheets] == [0, 40, 0]
    assert [r.code for r in sheets[2].reasons] == [Why.SUM_WITH_OTHER]
    assert all(s.interest > 0 for s in sheets[1:])


@pytest.mark.parametrize(
    ("_case", "amount", "opens", "expected"),
    [
        ("the oldest first", 300, (200, 500), [200, 100]),
        ("the first was paid", 300, (0, 500), [0, 300]),
        ("more than is open", 900, (200, 500), [200, 500]),
        ("overpaid", 300, (-50, 500), [0, 300]),
    ],
)
def test_spread(_case, amount, opens, expected):
    assert spread(D(amount), [D(value) for value in opens]) == expected


def test_open_on():
    assert open_on(PARTLY, on(2, 9)) == 10000
    assert open_on(PARTLY, on(2, 10)) == 6000


@pytest.mark.parametrize(
    ("_case", "due", "expected"),
    [
        ("an ordinary month", on(6, 10), on(5, 29)),
        ("its first day", on(6, 1), on(5, 29)),
        ("a month that ends on a Friday", on(8, 31), on(7, 31)),
        ("New Year", on(1, 31), on(12, 31, 2025)),
        ("Corpus Christi on 31 May", on(6, 15, 2018), on(5, 30, 2018)),
        ("Easter on 31 March", on(4, 15, 2024), on(3, 29, 2024)),
        ("a leap day", on(3, 15, 2028), on(2, 29, 2028)),
    ],
)
def test_last_working_day(_case, due, expected):
    assert last_working_day_before_month(due, "PL") == expected


def test_holidays():
    assert easter(2018) == on(4, 1, 2018)
    assert not is_working_day(on(12, 24, 2025), "PL")
    assert is_working_day(on(12, 24, 2024), "PL")
    assert is_working_day(on(5, 31, 2018), "XX")
    assert not is_working_day(on(4, 6), "PL")
