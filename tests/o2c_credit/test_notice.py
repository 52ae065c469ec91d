from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain.dunning import Why
from odoo.addons.o2c_credit.domain.notice import Claim, Terms, rest
from odoo.addons.o2c_credit.domain.open_item import OpenItem

D = Decimal
TODAY = date(2026, 3, 2)


def day(number):
    return TODAY + timedelta(days=number)


def item(key=1, residual=100, due=-10, **values):
    amounts = {n: D(values.pop(n)) for n in ("held", "promised") if n in values}
    return OpenItem(
        key=key,
        document=key,
        number=f"INV/{key}",
        currency=1,
        invoice_date=day(due - 30),
        due_date=day(due),
        amount=D(100),
        residual=D(residual),
        **amounts,
        **values,
    )


def claim(key=1, level=1, cycle=0):
    return Claim(key, level, cycle)


def look(items, claims=None, **terms):
    return rest(claims or [claim()], items, Terms(TODAY, **terms))


@pytest.mark.parametrize(
    ("_case", "found", "asked"),
    [
        ("as it was", item(), 100),
        ("partly paid: the rest", item(residual=40), 40),
        ("a cent is left", item(residual="0.01"), "0.01"),
        ("only what is contested is left out", item(held=30), 70),
        ("only what is promised is left out", item(promised=60), 40),
        ("contested and promised", item(held=30, promised=60), 10),
        ("paid partly, the rest contested partly", item(residual=50, held=30), 20),
        ("reminded on a lower level before", item(level=0), 100),
        ("due today", item(due=0), 100),
    ],
)
def test_what_is_still_asked_for(_case, found, asked):
    seen = look([found])
    assert seen.reason is None
    assert seen.claims == {1: D(asked)}
    assert seen.total == D(asked)


@pytest.mark.parametrize(
    ("_case", "items", "code"),
    [
        ("paid: the item is gone", [], Why.PAID),
        ("paid and open again is a new cycle", [item(cycle=1)], Why.PAID),
        ("it became a credit", [item(residual=-5)], Why.PAID),
        ("all of it contested", [item(held=100)], Why.HELD),
        ("more contested than open", [item(residual=40, held=100)], Why.HELD),
        ("all of it promised", [item(promised=100)], Why.PROMISED),
        (
            "contested and promised",
            [item(held=40, promised=60)],
            Why.HELD_AND_PROMISED,
        ),
        ("this level was reached meanwhile", [item(level=1)], Why.ALREADY),
        ("a higher level was reached", [item(level=2)], Why.ALREADY),
        ("the due date was moved", [item(due=1)], Why.NOT_YET),
    ],
)
def test_an_item_that_is_out(_case, items, code):
    seen = look(items)
    assert seen.claims == {}
    assert seen.stops[1].code is code
    assert seen.reason.code is code


def test_a_courtesy_notice_leaves_before_the_due_date():
    assert look([item(due=5)], before_due=True).claims == {1: D(100)}


def test_one_of_two_items_is_paid():
    seen = look([item(2)], claims=[claim(1), claim(2)])
    assert seen.reason is None
    assert (seen.claims, seen.stops[1].code) == ({2: D(100)}, Why.PAID)


@pytest.mark.parametrize(
    ("_case", "credit", "total"),
    [("part of it", 30, 70), ("all but a cent", "99.99", "0.01")],
)
def test_a_credit_not_matched_yet(_case, credit, total):
    seen = look([item(), item(9, residual=-D(credit))])
    assert (seen.claims, seen.credit) == ({1: D(100)}, D(credit))
    assert (seen.total, seen.reason) == (D(total), None)


@pytest.mark.parametrize("credit", [100, 130])
def test_a_credit_that_covers_all(credit):
    seen = look([item(), item(9, residual=-D(credit))])
    assert (seen.claims, seen.reason.code) == ({}, Why.COVERED)


def test_a_credit_that_covers_the_older_of_two():
    """The newer one is asked for whole: the credit is used up."""
    items = [item(1, due=-40), item(2), item(9, residual=-100)]
    seen = look(items, claims=[claim(1), claim(2)])
    assert (seen.claims, seen.credit) == ({2: D(100)}, 0)
    assert seen.stops[1].code is Why.COVERED


def test_one_credit_comes_off_one_notice():
    """Two notices for two items due on the same day: the first has the credit."""
    items = [item(1), item(2), item(9, residual=-60)]
    first, second = (look(items, claims=[claim(key)]) for key in (1, 2))
    assert (first.total, second.total) == (D(40), D(100))


def test_an_older_item_takes_the_credit():
    items = [item(1), item(2, due=-40), item(9, residual=-120)]
    assert look(items).total == D(80)


def test_a_contested_item_takes_no_credit():
    items = [item(1), item(2, due=-40, held=100), item(9, residual=-60)]
    assert look(items).total == D(40)


@pytest.mark.parametrize(
    ("_case", "least", "code"),
    [
        ("below", "40.01", Why.SMALL_BALANCE),
        ("just enough", 40, None),
        ("none", 0, None),
    ],
)
def test_the_smallest_balance(_case, least, code):
    seen = look([item(residual=40)], min_balance=D(least))
    assert (seen.reason and seen.reason.code) == code


@pytest.mark.parametrize(
    ("_case", "ago", "code"),
    [
        ("today", 0, Why.QUIET),
        ("on the last quiet day", 6, Why.QUIET),
        ("the quiet days are over", 7, None),
    ],
)
def test_a_contact_meanwhile(_case, ago, code):
    seen = look([item()], quiet_days=7, contact=day(-ago))
    assert (seen.reason and seen.reason.code) == code


def test_a_contact_with_no_quiet_days_asked_for():
    assert look([item()], quiet_days=0, contact=TODAY).reason is None


def test_never_stands_above_all():
    assert look([item()], never=True).reason.code is Why.DO_NOT_DUN


def test_the_balance_of_the_customer_counts_not_that_of_the_notice():
    """One notice for each invoice: together they are worth a letter."""
    items = [item(1, residual=30), item(2, residual=30)]
    assert look(items, min_balance=D(50)).reason is None


@pytest.mark.parametrize(
    ("_case", "mark", "code"),
    [("followed up no more", "excluded", Why.EXCLUDED), ("stopped", "blocked", None)],
)
def test_what_somebody_marked(_case, mark, code):
    seen = look([item()], **{mark: frozenset([1])})
    assert seen.reason.code is (code or Why.BLOCKED)
