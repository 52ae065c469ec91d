"""Entry checks: what is asked of an order before it is confirmed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.o2c_orders.domain import entry_check as rules
from odoo.addons.o2c_orders.domain.entry_check import (
    EntryFacts,
    Kind,
    Line,
    Problem,
    Rule,
)

TODAY = date(2026, 3, 2)
ALL_PARTS = frozenset({"street", "zip", "city", "country"})


def codes(rule, **facts):
    decision = rules.check(rule, EntryFacts(TODAY, **facts))
    assert decision.ok is not bool(decision.reasons)
    return [reason.code for reason in decision.reasons]


def line(quantity=1, **values):
    return Line("Cups", Decimal(str(quantity)), **values)


class TestAddress:
    @pytest.mark.parametrize(
        ("asked", "empty", "found"),
        [
            (ALL_PARTS, set(), []),
            (ALL_PARTS, {"zip"}, [["zip"]]),
            (ALL_PARTS, {"zip", "city"}, [["city", "zip"]]),
            (frozenset({"street"}), {"zip"}, []),
        ],
    )
    def test_parts(self, asked, empty, found):
        facts = EntryFacts(TODAY, missing_parts=frozenset(empty))
        reasons = rules.check(Rule(Kind.ADDRESS, parts=asked), facts).reasons
        assert [reason.params["parts"] for reason in reasons] == found


class TestContact:
    @pytest.mark.parametrize(
        ("reach", "email", "phone", "found"),
        [
            ("either", "", "", [Problem.NO_REACH]),
            ("either", "a@b", "", []),
            ("either", "", "1", []),
            ("email", "", "1", [Problem.NO_EMAIL]),
            ("phone", "a@b", "", [Problem.NO_PHONE]),
            ("both", "", "", [Problem.NO_EMAIL, Problem.NO_PHONE]),
            ("both", "a@b", "1", []),
        ],
    )
    def test_reach(self, reach, email, phone, found):
        rule = Rule(Kind.CONTACT, reach=reach)
        assert codes(rule, email=email, phone=phone) == found


class TestReference:
    @pytest.mark.parametrize(
        ("reference", "found"),
        [
            ("", [Problem.NO_REFERENCE]),
            ("   ", [Problem.NO_REFERENCE]),
            ("PO-12", []),
            ("PO-12x", [Problem.REFERENCE_FORM]),
            (" PO-12 ", []),
        ],
    )
    def test_form(self, reference, found):
        rule = Rule(Kind.REFERENCE, pattern="PO-[0-9]+")
        assert codes(rule, reference=reference) == found

    def test_once(self):
        facts = {"reference": "PO-1", "reference_used_by": "S00007"}
        assert codes(Rule(Kind.REFERENCE), **facts) == []
        once = Rule(Kind.REFERENCE, once=True)
        assert codes(once, **facts) == [Problem.REFERENCE_TWICE]


class TestQuantity:
    @pytest.mark.parametrize(
        ("quantity", "usual", "found"),
        [
            (0, None, [Problem.NO_QUANTITY]),
            (-1, None, [Problem.NO_QUANTITY]),
            (100, None, []),
            (100, 10, []),
            ("100.01", 10, [Problem.UNUSUAL_QUANTITY]),
            (5, 0, []),
        ],
    )
    def test_usual(self, quantity, usual, found):
        usual = None if usual is None else Decimal(usual)
        rule = Rule(Kind.QUANTITY, factor=Decimal(10))
        assert codes(rule, lines=(line(quantity, usual=usual),)) == found

    def test_without_factor_only_nothing_is_wrong(self):
        rule = Rule(Kind.QUANTITY)
        lines = (line(10**6, usual=Decimal(1)), line(0))
        assert codes(rule, lines=lines) == [Problem.NO_QUANTITY]


class TestDate:
    @pytest.mark.parametrize(
        ("days", "found"),
        [
            (-1, [Problem.DATE_PAST]),
            (0, [Problem.DATE_TOO_SOON]),
            (2, [Problem.DATE_TOO_SOON]),
            (3, []),
            (60, []),
            (61, [Problem.DATE_TOO_FAR]),
        ],
    )
    def test_window(self, days, found):
        rule = Rule(Kind.DATE, lead_days=3, far_days=60)
        assert codes(rule, promised=TODAY + timedelta(days=days)) == found

    def test_none(self):
        assert codes(Rule(Kind.DATE)) == []
        assert codes(Rule(Kind.DATE, date_needed=True)) == [Problem.NO_DATE]
        assert codes(Rule(Kind.DATE), promised=TODAY) == []


class TestPrice:
    @pytest.mark.parametrize(
        ("price", "found"),
        [
            ("0", [Problem.NO_PRICE]),
            ("-5", [Problem.NO_PRICE]),
            ("69.99", [Problem.PRICE_OFF, Problem.BELOW_COST]),
            ("70", []),
            ("130", []),
            ("130.01", [Problem.PRICE_OFF]),
        ],
    )
    def test_list_and_cost(self, price, found):
        rule = Rule(Kind.PRICE, deviation=Decimal(30), no_loss=True)
        sold = line(price=Decimal(price), listed=Decimal(100), cost=Decimal(70))
        assert codes(rule, lines=(sold,)) == found

    def test_nothing_known(self):
        rule = Rule(Kind.PRICE, deviation=Decimal(30), no_loss=True)
        assert codes(rule, lines=(line(price=Decimal(1)),)) == []


def test_consent():
    assert codes(Rule(Kind.CONSENT)) == [Problem.NO_CONSENT]
    assert codes(Rule(Kind.CONSENT), consent=True) == []


@pytest.mark.parametrize(
    ("files", "word", "needed", "ok"),
    [
        ((), "", 1, False),
        (("scan.pdf",), "", 1, True),
        (("scan.pdf",), "order", 1, False),
        (("Purchase ORDER 7.pdf",), "order", 1, True),
        (("a.pdf",), "", 2, False),
        (("a.pdf", "b.pdf"), "", 2, True),
    ],
)
def test_documents(files, word, needed, ok):
    rule = Rule(Kind.DOCUMENT, documents=needed, word=word)
    assert codes(rule, documents=files) == ([] if ok else [Problem.NO_DOCUMENT])


def test_every_kind_is_one_of_the_four_errors():
    assert set(rules.ERROR_OF) == set(Kind)
    assert set(rules.ERROR_OF.values()) == set(rules.ErrorKind)
