"""The check-up: proposals from a company's own figures."""

from dataclasses import replace

import pytest

from odoo.addons.o2c_orders.domain import checkup as rules
from odoo.addons.o2c_orders.domain.checkup import (
    Baseline,
    CheckRecord,
    Present,
    Why,
)

NEW = Present(perfect=(75, 85), entry=(96, 99))
SOME = Baseline(orders=100)


def proposed(present=NEW, **figures):
    found = rules.proposals(replace(SOME, **figures), present)
    return [(p.key, p.values, p.why) for p in found]


def test_nothing_known_nothing_proposed():
    assert proposed() == []
    assert rules.proposals(Baseline(orders=0), NEW) == ()


@pytest.mark.parametrize(("orders", "count"), [(19, 0), (20, 1)])
def test_too_few_orders(orders, count):
    assert len(proposed(orders=orders, perfect=30)) == count


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (0, (25, 35)),
        (40, (52, 62)),
        (69.9, (72, 82)),
        (70, (75, 85)),
        (90, (75, 85)),
    ],
)
def test_band_within_reach(value, band):
    assert rules.step_band(value, rules.PERFECT_BAND) == band
    low, high = band
    expected = {"low": low, "high": high}
    found = proposed(perfect=value)
    if band == (75, 85):
        assert found == []  # it is set already
        other = replace(NEW, perfect=(50, 60))
        assert proposed(other, perfect=value) == [("perfect", expected, Why.USUAL_BAND)]
    else:
        assert found == [("perfect", expected, Why.STEP_BAND)]


def test_entry_band():
    assert proposed(accuracy=80) == [("entry", {"low": 85, "high": 88}, Why.STEP_BAND)]
    assert proposed(accuracy=97) == []


@pytest.mark.parametrize(
    ("shares", "days"),
    [
        ((), None),
        ((80, 90, 95), None),
        ((50, 80, 95), 1),
        ((50, 79, 80), 2),
        ((50, 60, 79), None),
    ],
)
def test_window(shares, days):
    expected = [] if days is None else [("late_days", {"days": days}, Why.WINDOW)]
    assert proposed(late_shares=shares) == expected
    assert proposed(replace(NEW, late_days=1), late_shares=shares) == []


@pytest.mark.parametrize(("median", "count"), [(None, 0), (5, 0), (5.1, 1)])
def test_late_invoices(median, count):
    assert len(proposed(invoice_days=median)) == count
    assert proposed(replace(NEW, invoice_in_time=True), invoice_days=median) == []


@pytest.mark.parametrize(
    ("returns", "days", "found"),
    [(4, 10, None), (5, 10, 10), (5, 99, 30), (5, None, None)],
)
def test_watched_days(returns, days, found):
    expected = [] if not found else [("watch_days", {"days": found}, Why.RETURNS_COME)]
    assert proposed(returns=returns, return_days=days) == expected
    assert (
        proposed(replace(NEW, watch_days=30), returns=returns, return_days=days) == []
    )


@pytest.mark.parametrize(
    ("active", "holds", "failed", "effect"),
    [
        (False, False, 0, "hold"),
        (False, False, 5, "hold"),
        (False, False, 6, "log"),
        (True, False, 5, "hold"),
        (True, False, 6, None),
        (True, True, 5, None),
        (True, True, 60, None),
    ],
)
def test_checks(active, holds, failed, effect):
    record = CheckRecord(7, active, holds, 100, failed)
    found = [values.get("effect") for _key, values, _why in proposed(checks=(record,))]
    assert found == ([effect] if effect else [])
    unseen = replace(record, seen=19, failed=0)
    assert proposed(checks=(unseen,)) == []
