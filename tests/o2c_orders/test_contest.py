"""What can be contested of an invoice."""

from decimal import Decimal

import pytest

from odoo.addons.o2c_orders.domain import contest as rules
from odoo.addons.o2c_orders.domain.contest import Contest, Why


@pytest.mark.parametrize(
    ("_case", "values", "codes"),
    [
        ("all that is open", {"amount": Decimal(100)}, []),
        ("a cent", {"amount": Decimal("0.01")}, []),
        ("a cent too much", {"amount": Decimal("100.01")}, [Why.MORE_THAN_FREE]),
        ("nothing", {"amount": Decimal()}, [Why.NOTHING]),
        ("less than nothing", {"amount": Decimal(-1)}, [Why.NOTHING]),
        ("no words", {"text": " \n"}, [Why.NO_WORDS]),
        ("a credit note", {"invoice": False}, [Why.NOT_AN_INVOICE]),
        (
            "everything",
            {"free": Decimal(), "text": ""},
            [Why.MORE_THAN_FREE, Why.NO_WORDS],
        ),
    ],
)
def test_check(_case, values, codes):
    options = {"amount": Decimal(50), "free": Decimal(100), "text": "Broken cups"}
    decision = rules.check(Contest(**{**options, **values}))
    assert [reason.code for reason in decision.reasons] == codes


def test_more_than_free_names_both_figures():
    (reason,) = rules.check(Contest(Decimal(70), Decimal(30), "x")).reasons
    assert dict(reason.params) == {"amount": 70, "free": 30}
