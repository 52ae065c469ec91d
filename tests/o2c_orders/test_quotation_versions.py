from dataclasses import replace
from decimal import Decimal

import pytest

from odoo.addons.o2c_orders.domain.quotation_versions import (
    Change,
    Kind,
    Line,
    compare,
)

CUPS = Line(1, "Cups", Decimal(5), "box", Decimal(120), Decimal(0), Decimal(600))
DESK = Line(2, "Desk", Decimal(1), "pc", Decimal(250), Decimal(0), Decimal(250))


@pytest.mark.parametrize(
    ("_case", "old", "new", "expected"),
    [
        ("the same", [CUPS, DESK], [CUPS, DESK], ()),
        ("another order of lines", [CUPS, DESK], [DESK, CUPS], ()),
        ("a new line", [CUPS], [CUPS, DESK], (Change(Kind.ADDED, "Desk", new=DESK),)),
        (
            "a line gone",
            [CUPS, DESK],
            [DESK],
            (Change(Kind.REMOVED, "Cups", old=CUPS),),
        ),
        (
            "price and quantity",
            [CUPS],
            [replace(CUPS, quantity=Decimal(6), price=Decimal(110))],
            (
                Change(Kind.CHANGED, "Cups", "quantity", Decimal(5), Decimal(6)),
                Change(Kind.CHANGED, "Cups", "price", Decimal(120), Decimal(110)),
            ),
        ),
        (
            "another description",
            [CUPS],
            [replace(CUPS, name="Mugs")],
            (Change(Kind.CHANGED, "Mugs", "name", "Cups", "Mugs"),),
        ),
        (
            "a subtotal follows, it is no change",
            [CUPS],
            [replace(CUPS, subtotal=Decimal(1))],
            (),
        ),
        ("from nothing", [], [], ()),
    ],
)
def test_changes(_case, old, new, expected):
    assert compare(old, new) == expected


def test_numbers_are_compared_by_value():
    assert compare([CUPS], [replace(CUPS, quantity=Decimal("5.00"))]) == ()
