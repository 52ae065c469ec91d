"""The closing rule: an order is closed only when nothing is missing any more."""

import itertools
from decimal import Decimal

import pytest

from odoo.addons.o2c_orders.domain import closing
from odoo.addons.o2c_orders.domain.closing import ClosingFacts, Missing

COUNTS = {
    "moves_open": Missing.DELIVERY,
    "services_open": Missing.SERVICE,
    "returns_open": Missing.RETURN,
    "lines_to_invoice": Missing.INVOICE,
    "draft_invoices": Missing.POSTING,
    "draft_credit_notes": Missing.CREDIT_NOTE,
    "unpaid_documents": Missing.PAYMENT,
    "closing_holds": Missing.HOLD,
}


def missing(confirmed=True, **facts):
    return closing.decide(ClosingFacts(confirmed, **facts))


def codes(decision):
    return [reason.code for reason in decision.reasons]


def test_nothing_missing():
    assert missing().ok
    assert missing().reasons == ()


@pytest.mark.parametrize(("name", "code"), COUNTS.items(), ids=list(COUNTS))
def test_each_cause_alone_keeps_it_open(name, code):
    assert codes(missing(**{name: 0})) == []
    decision = missing(**{name: 1})
    assert not decision.ok
    assert codes(decision) == [code]
    assert decision.reasons[0].params["count"] == 1


def test_every_combination_names_all_that_is_missing():
    for values in itertools.product((0, 3), repeat=len(COUNTS)):
        facts = dict(zip(COUNTS, values, strict=True))
        expected = [COUNTS[name] for name, count in facts.items() if count]
        assert codes(missing(**facts)) == expected


def test_the_number_that_matters_comes_along():
    decision = missing(unpaid_documents=2, residual=Decimal("119.90"), moves_open=5)
    by_code = {reason.code: reason.params for reason in decision.reasons}
    assert by_code[Missing.DELIVERY]["count"] == 5
    assert by_code[Missing.PAYMENT]["residual"] == Decimal("119.90")


def test_credit_to_pay_back_keeps_it_open():
    # the customer is owed money: a negative residual is not nothing
    decision = missing(unpaid_documents=1, residual=Decimal(-50))
    assert codes(decision) == [Missing.PAYMENT]


def test_two_documents_that_balance_are_still_to_be_settled():
    # invoice 100 and credit note 100, not yet matched: both are unpaid
    decision = missing(unpaid_documents=2, residual=Decimal(0))
    assert codes(decision) == [Missing.PAYMENT]


def test_not_confirmed_is_all_that_is_said():
    assert codes(missing(confirmed=False)) == [Missing.CONFIRMATION]
    everything = dict.fromkeys(COUNTS, 1)
    assert codes(missing(confirmed=False, **everything)) == [Missing.CONFIRMATION]
