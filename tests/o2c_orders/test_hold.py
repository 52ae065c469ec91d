"""Holds: in force over half-open intervals, pauses merged, amounts capped."""

import itertools
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from odoo.addons.o2c_orders.domain import hold as rules
from odoo.addons.o2c_orders.domain.hold import HoldFacts, Phase, ReleaseReason

TICK = timedelta(microseconds=1)
COLLECTION = frozenset({Phase.COLLECTION})
DELIVERY_AND_CLOSING = frozenset({Phase.DELIVERY, Phase.CLOSING})


def march(day, hour=0):
    return datetime(2026, 3, day, hour)


def held(start, end=None, amount=None, phases=COLLECTION):
    return HoldFacts(
        phases,
        march(start) if isinstance(start, int) else start,
        march(end) if isinstance(end, int) else end,
        None if amount is None else Decimal(amount),
    )


def cases(table):
    """Table rows ``(_case, …)`` as pytest parameters named by their label."""
    return [pytest.param(*row[1:], id=row[0]) for row in table]


# ------------------------------------------------------------------ in force
IN_FORCE = [
    ("a tick before the start", held(10, 20), march(10) - TICK, False),
    ("at the start", held(10, 20), march(10), True),
    ("a tick after the start", held(10, 20), march(10) + TICK, True),
    ("a tick before the end", held(10, 20), march(20) - TICK, True),
    ("at the end", held(10, 20), march(20), False),
    ("a tick after the end", held(10, 20), march(20) + TICK, False),
    ("no end, before", held(10), march(10) - TICK, False),
    ("no end, at the start", held(10), march(10), True),
    ("no end, ten years on", held(10), datetime(2036, 3, 10), True),
    ("no length, a tick before", held(10, 10), march(10) - TICK, False),
    ("no length, at the moment", held(10, 10), march(10), False),
    ("no length, a tick after", held(10, 10), march(10) + TICK, False),
    ("an amount is in force too", held(10, 20, amount="300"), march(15), True),
]


@pytest.mark.parametrize(("hold", "at", "expected"), cases(IN_FORCE))
def test_in_force(hold, at, expected):
    assert rules.in_force(hold, Phase.COLLECTION, at) is expected


@pytest.mark.parametrize("phase", Phase)
def test_in_force_only_in_its_phases(phase):
    hold = held(10, phases=DELIVERY_AND_CLOSING)
    expected = phase in (Phase.DELIVERY, Phase.CLOSING)
    assert rules.in_force(hold, phase, march(15)) is expected


def test_there_are_five_phases():
    names = [phase.value for phase in Phase]
    assert names == ["confirmation", "delivery", "invoicing", "collection", "closing"]


# ------------------------------------------------------------------ pauses
PAUSES = [
    ("nothing", [], []),
    ("one", [held(1, 5)], [(1, 5)]),
    ("without an end", [held(1)], [(1, None)]),
    ("a gap stays a gap", [held(1, 5), held(6, 9)], [(1, 5), (6, 9)]),
    ("touching ones are one", [held(1, 5), held(5, 9)], [(1, 9)]),
    ("overlapping ones are one", [held(1, 6), held(4, 9)], [(1, 9)]),
    ("order does not matter", [held(5, 9), held(1, 5)], [(1, 9)]),
    ("one inside another", [held(1, 20), held(5, 9)], [(1, 20)]),
    ("two inside a third", [held(1, 20), held(2, 3), held(18, 20)], [(1, 20)]),
    ("the same twice", [held(1, 5), held(1, 5)], [(1, 5)]),
    ("same start, other ends", [held(1, 5), held(1, 8)], [(1, 8)]),
    ("open end swallows what follows", [held(3), held(5, 9)], [(3, None)]),
    ("open end after a closed one", [held(1, 5), held(5)], [(1, None)]),
    ("open end after a gap", [held(1, 5), held(7)], [(1, 5), (7, None)]),
    ("two open ends", [held(3), held(5)], [(3, None)]),
    ("no length is no pause", [held(4, 4)], []),
    ("no length joins nothing", [held(1, 3), held(3, 3)], [(1, 3)]),
    ("no length inside a gap", [held(1, 3), held(4, 4), held(5, 6)], [(1, 3), (5, 6)]),
    ("an amount is no pause", [held(1, 9, amount="300")], []),
    (
        "two amounts are no pause",
        [held(1, 9, amount="300"), held(2, 5, amount="1")],
        [],
    ),
    (
        "an amount does not bridge a gap",
        [held(1, 3), held(2, 6, amount="300"), held(5, 9)],
        [(1, 3), (5, 9)],
    ),
    ("another phase is no pause", [held(1, 9, phases=DELIVERY_AND_CLOSING)], []),
]


@pytest.mark.parametrize(("holds", "expected"), cases(PAUSES))
def test_pauses(holds, expected):
    days = [(march(s), march(e) if e else None) for s, e in expected]
    assert rules.pauses(holds, Phase.COLLECTION) == days


def test_pauses_a_tick_apart_stay_apart():
    early = held(1, march(5))
    assert rules.pauses([early, held(march(5) + TICK, 9)], Phase.COLLECTION) == [
        (march(1), march(5)),
        (march(5) + TICK, march(9)),
    ]
    assert rules.pauses([early, held(march(5), 9)], Phase.COLLECTION) == [
        (march(1), march(9))
    ]


# ------------------------------------------------------------------ amounts
AMOUNTS = [
    ("nothing held", [], "0"),
    ("some of it", [held(1, amount="300")], "300"),
    ("two parts add up", [held(1, amount="300"), held(2, amount="200.50")], "500.50"),
    ("a cent below the total", [held(1, amount="999.99")], "999.99"),
    ("exactly the total", [held(1, amount="1000")], "1000"),
    ("a cent above the total", [held(1, amount="1000.01")], "1000"),
    ("parts above the total", [held(1, amount="600"), held(1, amount="600")], "1000"),
    ("everything", [held(1)], "1000"),
    ("everything and a part", [held(1), held(1, amount="300")], "1000"),
    ("a part that is over", [held(1, 10, amount="300")], "0"),
    ("a part to come", [held(11, amount="300")], "0"),
    ("everything, but it is over", [held(1, 10), held(1, amount="300")], "300"),
    ("another phase", [held(1, phases=DELIVERY_AND_CLOSING)], "0"),
]


@pytest.mark.parametrize(("holds", "expected"), cases(AMOUNTS))
def test_held_amount(holds, expected):
    total = Decimal(1000)
    found = rules.held_amount(holds, Phase.COLLECTION, march(10), total)
    assert found == Decimal(expected)


def test_held_amount_of_nothing():
    everything, part = held(1), held(1, amount="300")
    for holds in ([], [everything], [part], [everything, part]):
        nothing = rules.held_amount(holds, Phase.COLLECTION, march(10), Decimal(0))
        assert nothing == Decimal(0)


# ------------------------------------------------------------------ release
def release(**changes):
    """A person with the right, words and nothing against it; then ``changes``."""
    facts = {
        "is_open": True,
        "forced": False,
        "automatic": False,
        "has_right": True,
        "is_requester": False,
        "note": "agreed by phone",
    }
    decision = rules.may_release(rules.ReleaseFacts(**{**facts, **changes}))
    return [reason.code for reason in decision.reasons], decision.ok


R = ReleaseReason
RELEASES = [
    ("a person with the right", {}, []),
    ("a person, placed by hand", {"forced": True}, []),
    ("ended already", {"is_open": False}, [R.ENDED]),
    ("no right", {"has_right": False}, [R.NO_RIGHT]),
    ("own request", {"is_requester": True}, [R.OWN_REQUEST]),
    ("no words", {"note": ""}, [R.NO_NOTE]),
    ("only blanks", {"note": " \n\t"}, [R.NO_NOTE]),
    (
        "own request without the right",
        {"is_requester": True, "has_right": False},
        [R.NO_RIGHT, R.OWN_REQUEST],
    ),
    (
        "everything against a person",
        {"is_open": False, "has_right": False, "is_requester": True, "note": ""},
        [R.ENDED, R.NO_RIGHT, R.OWN_REQUEST, R.NO_NOTE],
    ),
    ("a rule needs no right", {"automatic": True, "has_right": False}, []),
    ("a rule needs no words", {"automatic": True, "note": ""}, []),
    ("a rule is nobody's request", {"automatic": True, "is_requester": True}, []),
    ("a rule, placed by hand", {"automatic": True, "forced": True}, [R.FORCED]),
    (
        "a rule, placed by hand and ended",
        {"automatic": True, "forced": True, "is_open": False},
        [R.ENDED, R.FORCED],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), cases(RELEASES))
def test_may_release(changes, expected):
    assert release(**changes) == (expected, not expected)


def test_may_release_every_combination():
    names = ("is_open", "forced", "automatic", "has_right", "is_requester", "note")
    choices = [(True, False)] * 5 + [("why", "")]
    for values in itertools.product(*choices):
        facts = dict(zip(names, values, strict=True))
        person = not facts["automatic"]
        against = {
            R.ENDED: not facts["is_open"],
            R.FORCED: facts["automatic"] and facts["forced"],
            R.NO_RIGHT: person and not facts["has_right"],
            R.OWN_REQUEST: person and facts["is_requester"],
            R.NO_NOTE: person and not facts["note"],
        }
        expected = [code for code, holds in against.items() if holds]
        assert release(**facts) == (expected, not expected), facts


# ------------------------------------------------------------------ properties
def random_holds(rng):
    moments = [march(day, hour) for day in range(1, 29) for hour in (0, 12)]
    for _ in range(rng.randrange(8)):
        start = rng.choice(moments)
        end = rng.choice([None, *[m for m in moments if m >= start]])
        amount = rng.choice([None, None, str(rng.randrange(1, 500))])
        phases = frozenset(p for p in Phase if rng.random() < 0.5)
        yield held(start, end, amount, phases)


@pytest.mark.parametrize("seed", range(10))
def test_pauses_agree_with_in_force(seed):
    """A moment lies in a pause exactly when some hold on everything is in force."""
    rng = Random(seed)
    for _ in range(10):
        holds = list(random_holds(rng))
        phase = rng.choice(list(Phase))
        pauses = rules.pauses(holds, phase)
        for day, hour in itertools.product(range(1, 31), (0, 6, 12, 18)):
            at = march(day, hour)
            paused = [s for s, e in pauses if s <= at and (e is None or at < e)]
            stopping = [
                h for h in holds if h.amount is None and rules.in_force(h, phase, at)
            ]
            assert bool(paused) == bool(stopping)
            assert len(paused) <= 1


@pytest.mark.parametrize("seed", range(10))
def test_pauses_are_in_order_and_apart(seed):
    rng = Random(seed)
    for _ in range(20):
        pauses = rules.pauses(list(random_holds(rng)), rng.choice(list(Phase)))
        assert all(end is None or start < end for start, end in pauses)
        for (_, end), (start, _) in itertools.pairwise(pauses):
            assert end is not None
            assert end < start


@pytest.mark.parametrize("seed", range(10))
def test_held_amount_stays_between_zero_and_total(seed):
    rng = Random(seed)
    for _ in range(50):
        holds = list(random_holds(rng))
        phase, at = rng.choice(list(Phase)), march(rng.randrange(1, 29))
        total = Decimal(rng.randrange(1000))
        amount = rules.held_amount(holds, phase, at, total)
        assert 0 <= amount <= total
        more = rules.held_amount([*holds, held(1, amount="5")], phase, at, total)
        assert amount <= more
