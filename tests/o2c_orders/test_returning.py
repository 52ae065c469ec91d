"""Returns: how much, by whose word, and how far."""

from decimal import Decimal

import pytest

from odoo.addons.o2c_orders.domain import returning as rules
from odoo.addons.o2c_orders.domain.returning import (
    Disposition,
    Fault,
    Level,
    LineStock,
    Policy,
    Progress,
    Remedy,
    Stage,
    Terms,
    Wanted,
)


@pytest.mark.parametrize(
    ("_case", "stock", "free"),
    [
        ("nothing delivered", (0, 0, 0), 0),
        ("all delivered", (10, 0, 0), 10),
        ("some came back", (10, 3, 0), 7),
        ("some are promised", (10, 0, 4), 6),
        ("both", (10, 3, 4), 3),
        ("all gone", (10, 6, 4), 0),
        ("more back than delivered", (2, 3, 0), 0),
        ("parts of a piece", ("1.5", "0.25", 0), "1.25"),
    ],
)
def test_returnable(_case, stock, free):
    stock = LineStock(*(Decimal(part) for part in stock))
    assert rules.returnable(stock) == Decimal(free)


def _wanted(quantity, free=5, **values):
    return Wanted("Cups", Decimal(quantity), Decimal(free), **values)


@pytest.mark.parametrize(
    ("_case", "wanted", "codes"),
    [
        ("nothing", [], [Fault.EMPTY]),
        ("less than free", [_wanted(4)], []),
        ("all that is free", [_wanted(5)], []),
        ("one more", [_wanted(6)], [Fault.TOO_MUCH]),
        ("a hair more", [_wanted("5.01")], [Fault.TOO_MUCH]),
        ("zero", [_wanted(0)], [Fault.NOT_POSITIVE]),
        ("less than zero", [_wanted(-1)], [Fault.NOT_POSITIVE]),
        ("each line is named", [_wanted(0), _wanted(6)], ["not_positive", "too_much"]),
        (
            "sent back without a repair",
            [_wanted(1, disposition=Disposition.SCRAP, remedy=Remedy.SEND_BACK)],
            [Fault.WITHOUT_REPAIR],
        ),
        (
            "sent back repaired",
            [_wanted(1, disposition=Disposition.REPAIR, remedy=Remedy.SEND_BACK)],
            [],
        ),
        (
            "sent back, goods not seen yet",
            [_wanted(1, remedy=Remedy.SEND_BACK)],
            [],
        ),
    ],
)
def test_check(_case, wanted, codes):
    assert [reason.code for reason in rules.check(wanted).reasons] == codes


@pytest.mark.parametrize(
    ("_case", "terms", "days", "amount", "codes", "level"),
    [
        ("no limits", Terms(), 999, 9999, [], Level.DESK),
        ("by itself", Terms(automatic=True), 999, 9999, [], Level.RULE),
        ("last day", Terms(True, days=30), 30, 1, [], Level.RULE),
        ("day after", Terms(True, days=30), 31, 1, [Policy.TOO_LATE], Level.MANAGER),
        ("no day at all", Terms(days=0), 0, 1, [], Level.DESK),
        ("no day at all, next day", Terms(days=0), 1, 1, ["too_late"], Level.MANAGER),
        ("worth as much", Terms(amount=Decimal(100)), 1, 100, [], Level.DESK),
        (
            "worth a cent more",
            Terms(amount=Decimal(100)),
            1,
            "100.01",
            [Policy.TOO_DEAR],
            Level.MANAGER,
        ),
        (
            "both",
            Terms(days=1, amount=Decimal(1)),
            2,
            2,
            [Policy.TOO_LATE, Policy.TOO_DEAR],
            Level.MANAGER,
        ),
    ],
)
def test_terms(_case, terms, days, amount, codes, level):
    judged = rules.outside_terms(terms, days, Decimal(amount))
    assert [reason.code for reason in judged.reasons] == codes
    assert rules.level(terms, judged) is level


@pytest.mark.parametrize(
    ("_case", "progress", "stage"),
    [
        ("nothing came", (1, 0), Stage.AUTHORISED),
        ("no transfer, nothing came", (0, 0), Stage.AUTHORISED),
        ("a part came", (1, 2), Stage.AUTHORISED),
        ("all came", (0, 5, 2), Stage.RECEIVED),
        ("decided, credit note in draft", (0, 5, 0, 1), Stage.RECEIVED),
        ("all done", (0, 5, 0, 0), Stage.SETTLED),
    ],
)
def test_stage(_case, progress, stage):
    moves, received, *rest = progress
    assert rules.stage(Progress(moves, Decimal(received), *rest)) is stage


@pytest.mark.parametrize(
    ("_case", "quantity", "left", "taken", "rest"),
    [
        ("one source", 3, [5], [3], 0),
        ("two sources", 7, [5, 4], [5, 2], 0),
        ("an empty one between", 7, [5, 0, 4], [5, 2], 0),
        ("not enough", 10, [5, 4], [5, 4], 1),
        ("nothing asked", 0, [5], [], 0),
    ],
)
def test_share_out(_case, quantity, left, taken, rest):
    sources = [(number, Decimal(part)) for number, part in enumerate(left)]
    parts, remaining = rules.share_out(Decimal(quantity), sources)
    assert [part for _key, part in parts] == taken
    assert remaining == rest
