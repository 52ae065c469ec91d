"""Both indices, the accuracy of order entry, and what imperfection costs."""

import itertools
from decimal import ROUND_DOWN, Decimal

import pytest

from odoo.addons.o2c_orders.domain import imperfection, perfect_index
from odoo.addons.o2c_orders.domain.accuracy import Accuracy
from odoo.addons.o2c_orders.domain.imperfection import Prices, Trouble
from odoo.addons.o2c_orders.domain.perfect_index import Band
from odoo.addons.o2c_orders.domain.perfect_order import Component


class TestIndex:
    def test_the_example_of_the_trade(self):
        """98, 97, 99 and 82 % multiplied: 77.16 % (77.1697…, cut after two digits)."""
        rates = [Decimal(n) for n in (98, 97, 99, 82)]
        assert perfect_index.product_of(rates) == Decimal("77.169708")
        cut = perfect_index.product_of(rates).quantize(Decimal("0.01"), ROUND_DOWN)
        assert cut == Decimal("77.16")

    def test_the_same_rates_by_orders(self):
        """Of 100 orders with those rates, 2 + 3 + 1 + 18 failures hit the same 18."""
        counts = dict(zip(Component, (98, 97, 99, 82), strict=True))
        found = perfect_index.index(100, 82, counts)
        assert found.joint == 82
        assert found.product == Decimal("77.169708")
        assert found.gap == Decimal("4.830292")

    def test_apart_failures_make_the_joint_one_lower(self):
        counts = dict(zip(Component, (90, 90, 90, 90), strict=True))
        found = perfect_index.index(100, 60, counts)
        assert (found.joint, found.product) == (Decimal(60), Decimal("65.61"))
        assert found.gap == Decimal("-5.61")

    def test_nothing(self):
        found = perfect_index.index(0, 0, {})
        assert (found.joint, found.product, found.gap) == (None, None, None)

    def test_joint_never_above_the_lowest_rate(self):
        orders = list(itertools.product((True, False), repeat=4))
        perfect = sum(all(order) for order in orders)
        counts = {
            c: sum(order[place] for order in orders)
            for place, c in enumerate(Component)
        }
        found = perfect_index.index(len(orders), perfect, counts)
        # all combinations once: failures are independent, both agree
        assert found.joint == found.product == Decimal("6.25")
        assert found.joint <= min(found.rates.values())


@pytest.mark.parametrize(
    ("wrong", "percent", "band"),
    [
        (0, 100, Band.ABOVE),
        (1, 99, Band.WITHIN),
        (4, 96, Band.WITHIN),
        (5, 95, Band.BELOW),
        (100, 0, Band.BELOW),
    ],
)
def test_accuracy_against_the_band(wrong, percent, band):
    found = Accuracy(100, wrong)
    assert (found.percent, found.band) == (percent, band)


def test_no_accuracy_without_orders():
    assert (Accuracy(0, 0).percent, Accuracy(0, 0).band) == (None, Band.UNKNOWN)


class TestCost:
    PRICES = Prices(
        way=Decimal("14.00"),
        minute=Decimal("0.60"),
        error_minutes=12,
        credit_minutes=15,
        return_minutes=20,
        complaint_minutes=25,
    )

    def test_nothing_wrong_costs_nothing(self):
        assert imperfection.cost(Trouble(), self.PRICES).total == 0

    @pytest.mark.parametrize(
        ("trouble", "parts"),
        [
            (Trouble(ways=2), ("28.00", "0", 0, "0")),
            (Trouble(errors=1), ("0", "0", 12, "7.20")),
            (Trouble(credited=Decimal(50), credit_notes=1), ("0", "50", 15, "9.00")),
            (Trouble(returns=1), ("0", "0", 20, "12.00")),
            (Trouble(complaints=2), ("0", "0", 50, "30.00")),
            (Trouble(minutes=7), ("0", "0", 7, "4.20")),
            (Trouble(ways=1, charged=Decimal(9)), ("23.00", "0", 0, "0")),
        ],
    )
    def test_parts(self, trouble, parts):
        cost = imperfection.cost(trouble, self.PRICES)
        redelivery, credit, minutes, handling = parts
        assert cost.redelivery == Decimal(redelivery)
        assert cost.credit == Decimal(credit)
        assert (cost.minutes, cost.handling) == (minutes, Decimal(handling))
        assert cost.total == sum(map(Decimal, (redelivery, credit, handling)))
