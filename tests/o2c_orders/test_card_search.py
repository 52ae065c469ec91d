"""What was typed into the one search box."""

import pytest

from odoo.addons.o2c_orders.domain.card_search import (
    digits,
    order_sections,
    read,
    same_number,
    tail,
)


@pytest.mark.parametrize(
    ("_case", "one", "other", "same"),
    [
        ("as stored", "+39 02 5550 1234", "+39 02 5550 1234", True),
        ("other signs", "+39 02 5550 1234", "0039-02.5550/1234", True),
        ("as a link", "+39 02 5550 1234", "tel:+390255501234", True),
        ("no country", "+39 02 5550 1234", "02 55501234", True),
        ("trunk zero", "+49 30 123456", "030 123456", True),
        ("trunk zero in brackets", "+49 (0)30 123456", "004930123456", True),
        ("stored without country", "030 123456", "+49 30 123456", True),
        ("with an extension", "+49 30 123456 ext. 7", "+49 30 123456", True),
        ("extension by sign", "+49 30 123456;ext=7", "030123456", True),
        ("other number", "+39 02 5550 1234", "+39 02 5550 1235", False),
        ("other area", "+39 02 5550 1234", "06 5550 1234", False),
        ("six digits", "+49 30 123456", "123456", True),
        ("five digits are too few", "+49 30 123456", "23456", False),
        ("five digits that are all", "23456", "23456", True),
        ("nothing", "", "", False),
        ("words", "unknown", "+49 30 123456", False),
    ],
)
def test_same_number(_case, one, other, same):
    assert same_number(one, other) is same
    assert same_number(other, one) is same


@pytest.mark.parametrize("number", ["+49 (0)30 1234567", "0301234567 ext 12"])
def test_same_numbers_have_the_same_tail(number):
    assert tail(number) == tail("+49301234567") == "234567"


def test_digits_of_nothing():
    assert (digits(None), digits("x"), tail("")) == ("", "", "")


@pytest.mark.parametrize(
    ("_case", "text", "expected"),
    [
        ("nothing", "", {}),
        ("one letter", "n", {}),
        ("a name", "  Nordlicht   Cafés ", {"name": "Nordlicht Cafés"}),
        ("phone", "02 5550 1234", {"phone": "0255501234"}),
        ("phone link", "tel:0255501234", {"phone": "0255501234"}),
        ("e-mail", "Freya@Nordlicht.example", {"email": "freya@nordlicht.example"}),
        ("mail link", "mailto:f@n.it", {"email": "f@n.it"}),
        ("order", "s00012", {"number": "s00012", "name": "s00012"}),
        ("invoice", "INV/2026/0001", {"compact": "INV20260001"}),
        ("tax number", "IT 123.456.70017", {"compact": "IT12345670017"}),
        ("short number", "12345", {"phone": "", "number": "12345", "compact": ""}),
        ("number that is a phone too", "2026001234", {"phone": "2026001234"}),
    ],
)
def test_query(_case, text, expected):
    query = read(text)
    assert {name: getattr(query, name) for name in expected} == expected


def test_phone_link_is_nothing_else():
    query = read("tel:+390255501234")
    assert (query.number, query.email) == ("", "")


def test_trade_first_then_the_usual_order():
    sections = [{"key": key, "sequence": n} for n, key in enumerate("abcd")]
    ordered = order_sections(sections, ("c", "x", "b"))
    assert [section["key"] for section in ordered] == ["c", "b", "a", "d"]
