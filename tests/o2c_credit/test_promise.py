"""Promises to pay: what they cover and whether they were kept."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain import promise as rules
from odoo.addons.o2c_credit.domain.promise import (
    Asked,
    Outcome,
    Settlement,
    Share,
    State,
    Why,
)

MADE = date(2026, 3, 2)
DAY = date(2026, 3, 12)
LAST = date(2026, 3, 15)  # three days of tolerance
AFTER = date(2026, 3, 16)


def share(key="a", amount=100, **values):
    options = {"made": MADE, "last": LAST, "free": Decimal(amount)}
    return Share(key, Decimal(amount), **{**options, **values})


def money(day, amount):
    return Settlement(day, Decimal(amount), money=True)


def credit(day, amount):
    return Settlement(day, Decimal(amount), money=False)


def state_of(shares, settlements, today, last=LAST):
    found = rules.outcomes(shares, settlements, today)
    return rules.judge(found.values(), last, today)


@pytest.mark.parametrize(
    ("_case", "settlements", "today", "state", "paid"),
    [
        ("nothing came, still time", [], LAST, "open", 0),
        ("nothing came, over", [], AFTER, "broken", 0),
        ("on the promised day", [money(DAY, 100)], DAY, "kept", 100),
        ("on the last day of the tolerance", [money(LAST, 100)], AFTER, "kept", 100),
        ("one day later", [money(AFTER, 100)], AFTER, "broken", 0),
        ("a part in time", [money(DAY, 40)], AFTER, "partly", 40),
        ("a part, still time", [money(DAY, 40)], LAST, "open", 40),
        ("in two parts", [money(MADE, 40), money(LAST, 60)], AFTER, "kept", 100),
        ("one cent is missing", [money(DAY, "99.99")], AFTER, "partly", "99.99"),
        ("the rest came late", [money(DAY, 40), money(AFTER, 60)], AFTER, "partly", 40),
        ("money from before", [money(date(2026, 3, 1), 100)], DAY, "withdrawn", 0),
        ("not yet booked today", [money(LAST, 100)], DAY, "open", 0),
        ("a credit note is no payment", [credit(DAY, 100)], AFTER, "withdrawn", 0),
        ("part credited, nothing paid", [credit(DAY, 30)], AFTER, "broken", 0),
        (
            "part credited, the rest paid",
            [credit(DAY, 30), money(DAY, 70)],
            AFTER,
            "kept",
            70,
        ),
        ("credited too late", [credit(AFTER, 100)], AFTER, "broken", 0),
    ],
)
def test_one_share(_case, settlements, today, state, paid):
    verdict = state_of([share()], settlements, today)
    assert (verdict.state.value, verdict.paid) == (state, Decimal(paid))


def test_kept_says_when_the_last_money_came():
    verdict = state_of([share()], [money(DAY, 60), money(MADE, 40)], AFTER)
    assert (verdict.state, verdict.day, verdict.missing) == (State.KEPT, DAY, 0)


def test_what_was_matched_before_is_not_the_promises():
    mine = share(amount=60, paid_before=Decimal(40))
    morning = money(MADE, 40)
    assert state_of([mine], [morning], DAY).state is State.OPEN
    verdict = state_of([mine], [morning, money(DAY, 60)], AFTER)
    assert (verdict.state, verdict.paid) == (State.KEPT, 60)


def test_a_credit_from_before_takes_nothing_off():
    mine = share(amount=70, settled_before=Decimal(30))
    earlier = credit(date(2026, 2, 1), 30)
    assert state_of([mine], [earlier], DAY).due == 70


def test_a_later_promise_about_the_rest_is_not_touched_by_the_first():
    first = share("a", 40, free=Decimal(100))
    rest = share("b", 60, free=Decimal(60), last=LAST + timedelta(10))
    found = rules.outcomes([rest, first], [money(DAY, 70)], AFTER)
    assert found == {
        "a": Outcome(Decimal(40), Decimal(40), DAY),
        "b": Outcome(Decimal(60), Decimal(30), DAY),
    }


def test_money_counts_once_among_instalments():
    shares = [
        share(n, 50, last=LAST + timedelta(30 * n), free=Decimal(150 - 50 * n))
        for n in range(3)
    ]
    found = rules.outcomes(shares, [money(DAY, 50)], AFTER)
    assert [found[n].paid for n in range(3)] == [50, 0, 0]


def test_late_money_keeps_the_next_promise():
    broken = share("old")
    again = share("new", made=AFTER, last=AFTER + timedelta(7))
    found = rules.outcomes([broken, again], [money(AFTER, 100)], AFTER)
    assert (found["old"].paid, found["new"].paid) == (0, 100)


def test_a_credit_note_lessens_the_instalments_at_the_end():
    first = share("a", 50, free=Decimal(100))
    last = share("b", 50, free=Decimal(50), last=LAST + timedelta(30))
    found = rules.outcomes([first, last], [credit(DAY, 30)], DAY)
    assert (found["a"].due, found["b"].due) == (50, 20)


@pytest.mark.parametrize(
    ("_case", "values", "codes"),
    [
        ("all of it", {}, []),
        ("nothing", {"amount": Decimal()}, [Why.NOTHING]),
        ("less than nothing", {"amount": Decimal(-1)}, [Why.NOTHING]),
        ("a cent too much", {"amount": Decimal("100.01")}, [Why.MORE_THAN_OPEN]),
        ("today", {"day": MADE}, []),
        ("yesterday", {"day": MADE - timedelta(1)}, [Why.PAST]),
        ("the furthest day", {"furthest": DAY}, []),
        ("a day further", {"furthest": DAY - timedelta(1)}, [Why.TOO_FAR]),
        ("another's items", {"foreign": True}, [Why.OTHER_ITEMS]),
        ("two currencies", {"currencies": 2}, [Why.OTHER_CURRENCY]),
    ],
)
def test_check(_case, values, codes):
    options = {"amount": Decimal(100), "day": DAY, "free": {"a": Decimal(100)}}
    decision = rules.check(Asked(**{**options, **values}), MADE)
    assert [reason.code for reason in decision.reasons] == codes


def test_more_than_open_names_both_figures():
    asked = Asked(Decimal(90), DAY, {"a": Decimal(50), "b": Decimal(20)})
    (reason,) = rules.check(asked, MADE).reasons
    assert dict(reason.params) == {"amount": 90, "open": 70}


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (0, {}),
        (30, {"a": 30}),
        (50, {"a": 50}),
        (51, {"a": 50, "c": 1}),
        (90, {"a": 50, "c": 40}),
    ],
)
def test_allocate_takes_the_oldest_first(amount, expected):
    free = {"a": Decimal(50), "b": Decimal(-5), "c": Decimal(40)}
    assert rules.allocate(Decimal(amount), free) == expected


@pytest.mark.parametrize(
    ("amount", "count", "unit", "last"),
    [
        ("100", 3, "0.01", "33.34"),
        ("99.99", 3, "0.01", "33.33"),
        ("100", 3, "1", "34"),
        ("100", 1, "0.01", "100"),
    ],
)
def test_instalments_make_the_whole(amount, count, unit, last):
    parts = rules.instalments(Decimal(amount), list(range(count)), Decimal(unit))
    assert sum(part for _day, part in parts) == Decimal(amount)
    assert parts[-1] == (count - 1, Decimal(last))


@pytest.mark.parametrize(
    ("_case", "states", "expected"),
    [
        ("running", "open open", "open"),
        ("one kept", "kept open", "open"),
        ("all kept", "kept kept", "kept"),
        ("one broken", "kept broken open", "broken"),
        ("one partly kept", "partly open", "broken"),
        ("the rest was credited", "kept withdrawn", "kept"),
        ("all withdrawn", "withdrawn withdrawn", "withdrawn"),
    ],
)
def test_plan_state(_case, states, expected):
    assert rules.plan_state(states.split()).value == expected


@pytest.mark.parametrize(
    ("kept", "matured", "rate"), [(0, 0, None), (0, 3, 0.0), (1, 3, 33.3), (3, 3, 100)]
)
def test_kept_rate(kept, matured, rate):
    assert rules.kept_rate(kept, matured) == rate
