from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain.allocation import Claimed, Part, allocate

D = Decimal
MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 30)


def part(kind, amount, debt=1, due=MARCH):
    return Claimed((kind.name, debt), debt, due, kind, D(amount))


ONE = [part(Part.PRINCIPAL, 1000), part(Part.INTEREST, 10), part(Part.COSTS, 40)]
TWO = [
    part(Part.PRINCIPAL, 500, 2, APRIL),
    part(Part.COSTS, 40, 2, APRIL),
    *ONE,
]


@pytest.mark.parametrize(
    ("_case", "amount", "items", "costs_first", "expected"),
    [
        ("nothing to settle", 100, [], True, []),
        ("less than the costs", 39, ONE, True, [("COSTS", 1, 39)]),
        ("the costs exactly", 40, ONE, True, [("COSTS", 1, 40)]),
        (
            "costs and some interest",
            41,
            ONE,
            True,
            [("COSTS", 1, 40), ("INTEREST", 1, 1)],
        ),
        (
            "the principal's amount leaves principal open",
            1000,
            ONE,
            True,
            [("COSTS", 1, 40), ("INTEREST", 1, 10), ("PRINCIPAL", 1, 950)],
        ),
        (
            "agreed otherwise",
            1000,
            ONE,
            False,
            [("PRINCIPAL", 1, 1000)],
        ),
        (
            "agreed otherwise, more",
            1020,
            ONE,
            False,
            [("PRINCIPAL", 1, 1000), ("INTEREST", 1, 10), ("COSTS", 1, 10)],
        ),
        (
            "the older debt first, whole",
            1100,
            TWO,
            True,
            [
                ("COSTS", 1, 40),
                ("INTEREST", 1, 10),
                ("PRINCIPAL", 1, 1000),
                ("COSTS", 2, 40),
                ("PRINCIPAL", 2, 10),
            ],
        ),
        (
            "more than all",
            9999,
            ONE,
            True,
            [("COSTS", 1, 40), ("INTEREST", 1, 10), ("PRINCIPAL", 1, 1000)],
        ),
    ],
)
def test_allocate(_case, amount, items, costs_first, expected):
    found = allocate(D(amount), items, costs_first)
    assert [(i.part.name, i.debt, a) for i, a in found] == expected
