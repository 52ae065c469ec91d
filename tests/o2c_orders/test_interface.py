from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.o2c_orders.domain import interface
from odoo.addons.o2c_orders.domain.interface import Code, CustomerIn, LineIn

LINE = {"product": "CUPS", "quantity": 5}
ORDER = {"external_id": "A1", "customer": {"ref": "C1"}, "lines": [LINE]}


def issues(**changes):
    order, found = interface.read_order({**ORDER, **changes})
    assert (order is None) == bool(found)
    return [(issue.field, issue.code) for issue in found]


def line(**changes):
    return issues(lines=[{**LINE, **changes}])


def test_a_full_order():
    order, found = interface.read_order(
        {
            **ORDER,
            "external_id": 77,
            "reference": " PO 1 ",
            "delivery_date": "2026-03-31",
            "channel": "Shop",
            "currency": "eur",
            "note": "By the back door",
            "lines": [{**LINE, "price": "9.50", "discount": 10, "text": "Cups"}],
        }
    )
    assert not found
    assert order.external_id == "77"
    assert order.customer == CustomerIn(ref="C1")
    assert order.delivery_date == date(2026, 3, 31)
    assert (order.reference, order.currency) == ("PO 1", "EUR")
    expected = LineIn("CUPS", Decimal(5), Decimal("9.50"), Decimal(10), "Cups")
    assert order.lines == (expected,)


@pytest.mark.parametrize("raw", [None, [], "A1", 5])
def test_no_order_at_all(raw):
    order, found = interface.read_order(raw)
    assert order is None
    assert found[0].code is Code.NO_OBJECT


@pytest.mark.parametrize(
    ("_case", "changes", "expected"),
    [
        ("no id", {"external_id": ""}, [("external_id", Code.MISSING)]),
        ("id a list", {"external_id": ["A"]}, [("external_id", Code.NO_TEXT)]),
        ("id true", {"external_id": True}, [("external_id", Code.NO_TEXT)]),
        ("id of 120", {"external_id": "x" * 120}, []),
        ("id of 121", {"external_id": "x" * 121}, [("external_id", Code.TOO_LONG)]),
        ("a zero byte", {"reference": "a\x00b"}, [("reference", Code.NO_TEXT)]),
        ("no customer", {"customer": None}, [("customer", Code.MISSING)]),
        ("nobody", {"customer": {"city": "Rome"}}, [("customer", Code.MISSING)]),
        ("customer a text", {"customer": "C1"}, [("customer", Code.NO_OBJECT)]),
        (
            "customer's strange field",
            {"customer": {"ref": "C1", "color": "red"}},
            [("customer.color", Code.UNKNOWN_FIELD)],
        ),
        ("no lines", {"lines": []}, [("lines", Code.MISSING)]),
        ("lines a dict", {"lines": {"1": LINE}}, [("lines", Code.MISSING)]),
        ("500 lines", {"lines": [LINE] * 500}, []),
        ("501 lines", {"lines": [LINE] * 501}, [("lines", Code.TOO_MANY_LINES)]),
        ("strange field", {"colour": "red"}, [("colour", Code.UNKNOWN_FIELD)]),
        ("no day", {"delivery_date": "31.3.2026"}, [("delivery_date", Code.NO_DATE)]),
        ("no 31st", {"delivery_date": "2026-04-31"}, [("delivery_date", Code.NO_DATE)]),
        ("the 30th", {"delivery_date": "2026-04-30"}, []),
        ("a day as number", {"delivery_date": 5}, [("delivery_date", Code.NO_DATE)]),
    ],
)
def test_order(_case, changes, expected):
    assert issues(**changes) == expected


@pytest.mark.parametrize(
    ("_case", "changes", "expected"),
    [
        ("no product", {"product": ""}, [("lines.1.product", Code.MISSING)]),
        ("no quantity", {"quantity": None}, [("lines.1.quantity", Code.MISSING)]),
        ("quantity 0", {"quantity": 0}, [("lines.1.quantity", Code.OUT_OF_RANGE)]),
        ("less than 0", {"quantity": -1}, [("lines.1.quantity", Code.OUT_OF_RANGE)]),
        ("a millionth", {"quantity": "0.000001"}, []),
        ("a comma", {"quantity": "2,5"}, []),
        ("thousands", {"quantity": "1.000,5"}, [("lines.1.quantity", Code.NO_NUMBER)]),
        ("a word", {"quantity": "five"}, [("lines.1.quantity", Code.NO_NUMBER)]),
        ("true", {"quantity": True}, [("lines.1.quantity", Code.NO_NUMBER)]),
        ("endless", {"quantity": "inf"}, [("lines.1.quantity", Code.NO_NUMBER)]),
        ("not a number", {"price": "nan"}, [("lines.1.price", Code.NO_NUMBER)]),
        ("free of charge", {"price": 0}, []),
        ("price below 0", {"price": -1}, [("lines.1.price", Code.OUT_OF_RANGE)]),
        ("discount 100", {"discount": 100}, []),
        ("more than all", {"discount": 101}, [("lines.1.discount", Code.OUT_OF_RANGE)]),
        ("strange field", {"colour": 1}, [("lines.1.colour", Code.UNKNOWN_FIELD)]),
    ],
)
def test_line(_case, changes, expected):
    assert line(**changes) == expected


def test_all_that_is_wrong_is_told_at_once():
    found = issues(external_id="", lines=[LINE, {"product": "", "quantity": 0}])
    assert [name for name, _code in found] == [
        "lines.2.product",
        "lines.2.quantity",
        "external_id",
    ]


@pytest.mark.parametrize(
    ("_case", "changes", "same"),
    [
        ("numbers written otherwise", {"lines": [{**LINE, "quantity": "5.00"}]}, True),
        ("empty texts", {"reference": "", "note": None}, True),
        ("another quantity", {"lines": [{**LINE, "quantity": 6}]}, False),
        ("a price named", {"lines": [{**LINE, "price": 0}]}, False),
        ("another customer", {"customer": {"ref": "C2"}}, False),
        ("a reference", {"reference": "PO"}, False),
    ],
)
def test_fingerprint(_case, changes, same):
    one, _ = interface.read_order(ORDER)
    other, _ = interface.read_order({**ORDER, **changes})
    digests = {interface.fingerprint(order) for order in (one, other)}
    assert (len(digests) == 1) is same
