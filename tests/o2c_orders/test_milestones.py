"""The timeline: which milestones, stage and next date follow from an order's facts."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from odoo.addons.o2c_orders.domain import milestones
from odoo.addons.o2c_orders.domain.closing import ClosingFacts, Missing
from odoo.addons.o2c_orders.domain.milestones import Milestone, OrderFacts, Stage

CONFIRMED = ClosingFacts(confirmed=True)
OPEN = ClosingFacts(confirmed=False)


def day(number):
    return datetime(2026, 1, 1) + timedelta(days=number - 1)


def facts(missing=None, **changes):
    """A goods order of day 1 that is confirmed on day 2; days are day numbers.

    ``missing``: what the closing rule counts as open.
    """
    state = changes.pop("state", "sale")
    values = {
        "state": state,
        "captured_at": 1,
        "goods": True,
        "closing": replace(CONFIRMED if state == "sale" else OPEN, **(missing or {})),
        "confirmed_at": 2 if state == "sale" else None,
        **changes,
    }
    for name, value in values.items():
        if name.endswith(("_at", "_plan")) and value is not None:
            values[name] = day(value)
    return OrderFacts(**values)


# the milestones that every order of goods passes
COMMON = [m for m in Milestone if m not in milestones.OPTIONAL]


def number(moment):
    return (moment - day(1)).days + 1 if moment else None


def reached(timeline):
    """The day numbers of the common milestones in order, None if not reached."""
    actual = {step.milestone: step.actual for step in timeline.steps}
    return tuple(number(actual.get(milestone)) for milestone in COMMON)


TO_DELIVER = {"moves_open": 1}
TO_INVOICE = {"lines_to_invoice": 1}
TO_PAY = {"unpaid_documents": 1}
SHIPPED = {"shipped_at": 5, "delivered_at": 7}
INVOICED = {"invoices": 1, "invoiced_at": 8, "due_at": 38}
NO = None  # not reached
# each row: label, facts, day each milestone was reached, stage and since when
PATHS = [
    (
        "quotation",
        facts(state="draft"),
        (1, NO, NO, NO, NO, NO, NO, NO),
        (Stage.GENERATION, 1),
    ),
    (
        "quotation sent",
        facts(state="sent"),
        (1, NO, NO, NO, NO, NO, NO, NO),
        (Stage.ACQUISITION, 1),
    ),
    (
        "cancelled before it was confirmed",
        facts(state="cancel"),
        (1, NO, NO, NO, NO, NO, NO, NO),
        (Stage.CANCELLED, 1),
    ),
    (
        "cancelled after a part was shipped",
        facts(state="cancel", **SHIPPED),
        (1, NO, 5, NO, NO, NO, NO, NO),
        (Stage.CANCELLED, 5),
    ),
    (
        "confirmed",
        facts(TO_DELIVER),
        (1, 2, NO, NO, NO, NO, NO, NO),
        (Stage.PROCESSING, 2),
    ),
    (
        "partly shipped",
        facts({**TO_DELIVER, **TO_INVOICE}, shipped_at=5, delivered_at=5),
        (1, 2, 5, NO, NO, NO, NO, NO),
        (Stage.SHIPMENT, 5),
    ),
    (
        "partly shipped and that part invoiced and paid",
        facts(TO_DELIVER, shipped_at=5, delivered_at=5, paid_at=9, **INVOICED),
        (1, 2, 5, NO, 8, 38, 9, NO),
        (Stage.SHIPMENT, 5),
    ),
    (
        "delivered, not invoiced",
        facts(TO_INVOICE, **SHIPPED),
        (1, 2, 5, 7, NO, NO, NO, NO),
        (Stage.DELIVERY, 7),
    ),
    (
        "delivered, invoice in draft",
        facts({"draft_invoices": 1}, **SHIPPED),
        (1, 2, 5, 7, NO, NO, NO, NO),
        (Stage.DELIVERY, 7),
    ),
    (
        "a draft credit note changes nothing of what was invoiced",
        facts({**TO_PAY, "draft_credit_notes": 1}, **SHIPPED, **INVOICED),
        (1, 2, 5, 7, 8, 38, NO, NO),
        (Stage.PAYMENT, 8),
    ),
    (
        "paid, and a draft credit note keeps it from closing",
        facts({"draft_credit_notes": 1}, paid_at=20, **SHIPPED, **INVOICED),
        (1, 2, 5, 7, 8, 38, 20, NO),
        (Stage.SETTLEMENT, 20),
    ),
    (
        "invoiced, not paid",
        facts(TO_PAY, **SHIPPED, **INVOICED),
        (1, 2, 5, 7, 8, 38, NO, NO),
        (Stage.PAYMENT, 8),
    ),
    (
        "prepaid: invoiced and paid before anything left",
        facts(TO_DELIVER, invoices=1, invoiced_at=3, due_at=3, paid_at=4),
        (1, 2, NO, NO, 3, 3, 4, NO),
        (Stage.PROCESSING, 2),
    ),
    (
        "prepaid and delivered: closed by the delivery",
        facts(invoices=1, invoiced_at=3, due_at=3, paid_at=4, **SHIPPED),
        (1, 2, 5, 7, 3, 3, 4, 7),
        (Stage.CLOSED, 7),
    ),
    (
        "service not fulfilled",
        facts({"services_open": 1}, goods=False),
        (1, 2, NO, NO, NO, NO, NO, NO),
        (Stage.PROCESSING, 2),
    ),
    (
        "service fulfilled, to be invoiced",
        facts(TO_INVOICE, goods=False),
        (1, 2, NO, 2, NO, NO, NO, NO),
        (Stage.DELIVERY, 2),
    ),
    (
        "service, all done",
        facts(goods=False, paid_at=20, **INVOICED),
        (1, 2, NO, 2, 8, 38, 20, 20),
        (Stage.CLOSED, 20),
    ),
    (
        "goods and service, the service is open",
        facts({"services_open": 1}, **SHIPPED),
        (1, 2, 5, NO, NO, NO, NO, NO),
        (Stage.SHIPMENT, 5),
    ),
    (
        "worth nothing: done when delivered",
        facts(**SHIPPED),
        (1, 2, 5, 7, 7, NO, 7, 7),
        (Stage.CLOSED, 7),
    ),
    (
        "over-invoiced after a return: a credit note is missing",
        facts(TO_INVOICE, paid_at=20, returned_at=25, **SHIPPED, **INVOICED),
        (1, 2, 5, 7, NO, NO, NO, NO),
        (Stage.DELIVERY, 7),
    ),
    (
        "credited and settled",
        facts(paid_at=27, returned_at=25, **SHIPPED, **INVOICED),
        (1, 2, 5, 7, 8, 38, 27, 27),
        (Stage.CLOSED, 27),
    ),
    (
        "paid, dispute open",
        facts({"closing_holds": 1}, paid_at=20, **SHIPPED, **INVOICED),
        (1, 2, 5, 7, 8, 38, 20, NO),
        (Stage.SETTLEMENT, 20),
    ),
    (
        "dispute settled after payment: closed by its end",
        facts(paid_at=20, hold_ended_at=33, **SHIPPED, **INVOICED),
        (1, 2, 5, 7, 8, 38, 20, 33),
        (Stage.CLOSED, 33),
    ),
    (
        "dispute settled before payment: closed by the payment",
        facts(paid_at=20, hold_ended_at=15, **SHIPPED, **INVOICED),
        (1, 2, 5, 7, 8, 38, 20, 20),
        (Stage.CLOSED, 20),
    ),
    (
        "reopened by a return under way",
        facts({"returns_open": 1}, paid_at=20, **SHIPPED, **INVOICED),
        (1, 2, 5, 7, 8, 38, 20, NO),
        (Stage.SETTLEMENT, 20),
    ),
    (
        "the return came back and was exchanged: closed again",
        facts(paid_at=20, returned_at=30, **SHIPPED, **INVOICED),
        (1, 2, 5, 7, 8, 38, 20, 30),
        (Stage.CLOSED, 30),
    ),
    (
        "paid late by a day is paid all the same",
        facts(paid_at=39, **SHIPPED, **INVOICED),
        (1, 2, 5, 7, 8, 38, 39, 39),
        (Stage.CLOSED, 39),
    ),
    (
        "all deliveries cancelled: nothing was delivered",
        facts(),
        (1, 2, NO, NO, NO, NO, NO, NO),
        (Stage.PROCESSING, 2),
    ),
]


@pytest.mark.parametrize(
    ("order", "days", "stage"),
    [pytest.param(*row[1:], id=row[0]) for row in PATHS],
)
def test_path(order, days, stage):
    timeline = milestones.decide(order)
    assert reached(timeline) == days
    assert (timeline.stage, timeline.since) == (stage[0], day(stage[1]))
    closed = days[-1]
    assert timeline.closed_at == (day(closed) if closed else None)
    assert timeline.missing.ok == bool(closed)


def test_steps_come_in_the_order_of_the_process():
    names = [s.milestone.value for s in milestones.decide(facts()).steps]
    assert names == [
        "captured",
        "confirmed",
        "shipped",
        "delivered",
        "invoiced",
        "due",
        "paid",
        "closed",
    ]


def test_what_is_missing_is_named():
    order = facts({**TO_DELIVER, "unpaid_documents": 1, "closing_holds": 1})
    codes = [reason.code for reason in milestones.decide(order).missing.reasons]
    assert codes == [Missing.DELIVERY, Missing.PAYMENT, Missing.HOLD]


def test_goods_of_which_nothing_left_are_missing():
    missing = milestones.decide(facts()).missing
    assert [reason.code for reason in missing.reasons] == [Missing.DELIVERY]
    assert milestones.decide(facts(goods=False)).missing.ok


# ------------------------------------------------------------------ plans
PLANS = {
    "confirm_plan": 10,
    "ship_plan": 12,
    "delivery_plan": 14,
    "due_plan": 44,
}
NEXT_DUE = [
    ("to be confirmed", facts(state="draft", **PLANS), 10),
    ("no plan, no date", facts(state="draft"), None),
    ("to be shipped", facts(TO_DELIVER, **PLANS), 12),
    (
        "to be delivered",
        facts(TO_DELIVER, shipped_at=5, delivered_at=5, **PLANS),
        14,
    ),
    ("to be invoiced", facts(TO_INVOICE, **SHIPPED, **PLANS), 14),
    ("due as the invoice says", facts(TO_PAY, **SHIPPED, **INVOICED, **PLANS), 38),
    (
        "settlement by the day it was due",
        facts({"closing_holds": 1}, paid_at=9, **SHIPPED, **INVOICED, **PLANS),
        38,
    ),
    ("closed", facts(paid_at=9, **SHIPPED, **INVOICED, **PLANS), None),
    ("cancelled", facts(state="cancel", **PLANS), None),
    (
        "prepaid: the goods come next",
        facts(TO_DELIVER, paid_at=9, **INVOICED, **PLANS),
        12,
    ),
]


@pytest.mark.parametrize(
    ("order", "expected"), [pytest.param(*row[1:], id=row[0]) for row in NEXT_DUE]
)
def test_next_due(order, expected):
    assert milestones.decide(order).next_due == (day(expected) if expected else None)


def test_planned_days():
    steps = milestones.decide(facts(TO_DELIVER, **PLANS)).steps
    planned = {s.milestone: s.planned for s in steps}
    assert planned == {
        Milestone.CAPTURED: None,
        Milestone.CONFIRMED: day(10),
        Milestone.SHIPPED: day(12),
        Milestone.DELIVERED: day(14),
        Milestone.INVOICED: day(14),
        Milestone.DUE: day(44),
        Milestone.PAID: day(44),
        Milestone.CLOSED: day(44),
    }


def test_the_invoice_beats_the_plan_for_the_due_day():
    steps = milestones.decide(facts(TO_PAY, **SHIPPED, **INVOICED, **PLANS)).steps
    planned = {s.milestone: s.planned for s in steps}
    assert planned[Milestone.DUE] == planned[Milestone.PAID] == day(38)
