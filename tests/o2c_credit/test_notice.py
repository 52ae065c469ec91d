from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain.notice import Claim, Stop, Terms, rest
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
    return Claim(key, level, cycle, D(100), day(-10))


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
        ("paid: the item is gone", [], Stop.PAID),
        ("paid and open again is a new cycle", [item(cycle=1)], Stop.PAID),
        ("it became a credit", [item(residual=-5)], Stop.PAID),
        ("all of it contested", [item(held=100)], Stop.HELD),
        ("more contested than open", [item(residual=40, held=100)], Stop.HELD),
        ("all of it promised", [item(promised=100)], Stop.PROMISED),
        ("contested and promised, more promised", [item(held=40, promised=60)], "p"),
        ("this level was reached meanwhile", [item(level=1)], Stop.REMINDED),
        ("a higher level was reached", [item(level=2)], Stop.REMINDED),
        ("the due date was moved", [item(due=1)], Stop.NOT_DUE),
    ],
)
def test_an_item_that_is_out(_case, items, code):
    code = Stop.PROMISED if code == "p" else code
    seen = look(items)
    assert seen.claims == {}
    assert seen.stops[1].code is code
    assert seen.reason.code is code


def test_a_courtesy_notice_leaves_before_the_due_date():
    assert look([item(due=5)], before_due=True).claims == {1: D(100)}


def test_one_of_two_items_is_paid():
    seen = look([item(2)], claims=[claim(1), claim(2)])
    assert seen.reason is None
    assert (seen.claims, seen.stops[1].code) == ({2: D(100)}, Stop.PAID)


@pytest.mark.parametrize(
    ("_case", "credit", "total", "code"),
    [
        ("part of it", 30, 70, None),
        ("all but a cent", "99.99", "0.01", None),
        ("all of it", 100, 0, Stop.CREDIT),
        ("more than all", 130, 0, Stop.CREDIT),
    ],
)
def test_a_credit_not_matched_yet(_case, credit, total, code):
    seen = look([item(), item(9, residual=-D(credit))])
    assert seen.total == D(total)
    assert (seen.reason and seen.reason.code) == code


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
    [("below", "40.01", Stop.SMALL), ("just enough", 40, None), ("none", 0, None)],
)
def test_the_smallest_balance(_case, least, code):
    seen = look([item(residual=40)], min_balance=D(least))
    assert (seen.reason and seen.reason.code) == code


@pytest.mark.parametrize(
    ("_case", "ago", "code"),
    [
        ("today", 0, Stop.CONTACT),
        ("on the last quiet day", 6, Stop.CONTACT),
        ("the quiet days are over", 7, None),
    ],
)
def test_a_contact_meanwhile(_case, ago, code):
    seen = look([item()], quiet_days=7, contact=day(-ago))
    assert (seen.reason and seen.reason.code) == code


def test_a_contact_with_no_quiet_days_asked_for():
    assert look([item()], quiet_days=0, contact=TODAY).reason is None


def test_never_stands_above_all():
    assert look([item()], never=True).reason.code is Stop.NEVER
