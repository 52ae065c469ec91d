from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from odoo.addons.o2c_credit.domain.statement import Item, Kind, Movement, build
from odoo.addons.o2c_credit.domain.statement_period import Every, last_period

DAY = date(2026, 3, 31)
STARTS = (0, 1, 31)
EURO, DOLLAR = 1, 2


def item(amount, late=0, currency=EURO, **values):
    due = DAY - timedelta(days=late)
    kind = Kind.INVOICE if amount > 0 else Kind.PAYMENT
    texts = {"number": f"{amount}", "reference": ""}
    money = {"amount": Decimal(amount), "residual": Decimal(amount)}
    days = {"date": due, "due_date": due}
    known = {"key": 1, "document": 1, "kind": kind, "currency": currency}
    return Item(**{**known, **texts, **days, **money, **values})


def move(amount, currency=EURO, day=DAY):
    return Movement(day, Kind.INVOICE, "A", 1, currency, Decimal(amount))


def sections(*items, moves=(), openings=None):
    found = build(DAY, None, STARTS, list(items), list(moves), openings)
    return {section.currency: section for section in found.sections}


def test_nothing():
    assert build(DAY, None, STARTS, []).is_empty


def test_due_today_is_not_overdue():
    section = sections(item(10), item(20, late=1), item(30, late=-1))[EURO]
    assert section.overdue == 20
    assert section.open_amount == section.closing == 60
    assert section.cells == (40, 20, 0)


def test_credits_are_taken_off_once():
    section = sections(item(100, late=40), item(-30, late=5))[EURO]
    assert [i.residual for i in section.items] == [100]
    assert [i.residual for i in section.credits] == [-30]
    assert section.credit_amount == 30
    assert section.closing == 70 == sum(section.cells)


def test_what_is_held_and_promised():
    found = sections(
        item(100, held=Decimal(30)), item(50, promised=Decimal(50)), item(-5)
    )[EURO]
    assert (found.held, found.promised) == (30, 50)
    assert found.closing == 145


def test_currencies_are_never_added():
    found = sections(item(10), item(7, currency=DOLLAR))
    assert [(c, s.closing) for c, s in found.items()] == [(EURO, 10), (DOLLAR, 7)]


def test_oldest_first():
    section = sections(item(1), item(2, late=50), item(3, late=9))[EURO]
    assert [i.residual for i in section.items] == [2, 3, 1]


def test_running_balance():
    openings = {EURO: Decimal(100), DOLLAR: Decimal(0)}
    found = sections(moves=[move(-40), move(15)], openings=openings)
    assert list(found) == [EURO]
    assert [m.balance for m in found[EURO].movements] == [60, 75]
    # without a first day there is no opening balance to tell
    assert sections(item(1))[EURO].opening is None


@pytest.mark.parametrize(
    ("_case", "every", "today", "expected"),
    [
        ("first of January", "monthly", "2026-01-01", ("2025-12", "12-01", "12-31")),
        ("last of the month", "monthly", "2026-01-31", ("2025-12", "12-01", "12-31")),
        ("leap year", "monthly", "2028-03-01", ("2028-02", "02-01", "02-29")),
        ("quarter ends", "quarterly", "2026-03-31", ("2025-Q4", "10-01", "12-31")),
        ("quarter begins", "quarterly", "2026-04-01", ("2026-Q1", "01-01", "03-31")),
        ("Sunday", "weekly", "2026-03-29", ("2026-W12", "03-16", "03-22")),
        ("Monday", "weekly", "2026-03-30", ("2026-W13", "03-23", "03-29")),
        ("week of two years", "weekly", "2027-01-04", ("2026-W53", "12-28", "01-03")),
    ],
)
def test_periods(_case, every, today, expected):
    key, first, last = last_period(Every(every), date.fromisoformat(today))
    assert (key, first.strftime("%m-%d"), last.strftime("%m-%d")) == expected


def test_a_period_has_one_key_on_each_of_its_days():
    for every in (Every.WEEKLY, Every.MONTHLY, Every.QUARTERLY):
        keys = {}
        for n in range(800):
            key, first, last = last_period(every, date(2025, 1, 1) + timedelta(days=n))
            assert keys.setdefault(key, (first, last)) == (first, last)
        spans = sorted(keys.values())
        for (_first, last), (first, _last) in pairwise(spans):
            assert first == last + timedelta(days=1)
