"""Milestones that only some orders pass, parcels, and who has the order now."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from odoo.addons.o2c_orders.domain import milestones
from odoo.addons.o2c_orders.domain.closing import ClosingFacts, Missing
from odoo.addons.o2c_orders.domain.departments import Department, Held
from odoo.addons.o2c_orders.domain.milestones import (
    Milestone,
    OrderFacts,
    Plan,
    Stage,
)

CREDIT = Milestone.CREDIT_CLEARED
RESERVED, ROAD = Milestone.RESERVED, Milestone.OUT_FOR_DELIVERY
DELIVERED, ACCEPTED = Milestone.DELIVERED, Milestone.ACCEPTED


def day(number):
    return datetime(2026, 1, 1) + timedelta(days=number - 1)


def facts(state="sale", missing=None, **changes):
    """A confirmed goods order; moments are day numbers, ``missing`` what is open."""
    values = {
        "state": state,
        "captured_at": 1,
        "confirmed_at": 2 if state == "sale" else None,
        "goods": True,
        "closing": ClosingFacts(state == "sale", **(missing or {})),
        **changes,
    }
    for name, value in values.items():
        if name.endswith(("_at", "_plan")) and value is not None:
            values[name] = day(value)
    return OrderFacts(**values)


def when(timeline, milestone):
    """Day number, None when it is still to come, "none" when it is not passed."""
    for step in timeline.steps:
        if step.milestone is milestone:
            return (step.actual - day(1)).days + 1 if step.actual else None
    return "none"


OPEN = {"moves_open": 1}
PASSED = [
    ("nobody checks credit", facts(), CREDIT, "none"),
    ("credit checked and nothing found", facts(credit_checked=True), CREDIT, 2),
    ("a quotation that was not checked yet", facts("sent"), CREDIT, "none"),
    (
        "a quotation held by credit",
        facts("sent", credit_checked=True, credit_holds=1),
        CREDIT,
        None,
    ),
    ("released, not confirmed yet", facts("sent", cleared_at=4), CREDIT, 4),
    ("released, then confirmed", facts(credit_checked=True, cleared_at=1), CREDIT, 1),
    (
        "held again",
        facts(credit_checked=True, cleared_at=1, credit_holds=1),
        CREDIT,
        None,
    ),
    ("from the supplier: nothing to set aside", facts(missing=OPEN), RESERVED, "none"),
    (
        "goods are short",
        facts(missing=OPEN, from_stock=True, unreserved=1, reserved_at=3),
        RESERVED,
        None,
    ),
    ("set aside", facts(missing=OPEN, from_stock=True, reserved_at=3), RESERVED, 3),
    ("stock, nothing known yet", facts(missing=OPEN, from_stock=True), RESERVED, None),
    ("a quotation sets nothing aside", facts("draft", from_stock=True), RESERVED, None),
    ("a carrier that says nothing", facts(missing=OPEN), ROAD, "none"),
    ("a carrier that will tell", facts(missing=OPEN, carrier_reports=True), ROAD, None),
    (
        "on the road",
        facts(
            missing={"shipments_open": 1},
            carrier_reports=True,
            shipped_at=5,
            out_for_delivery_at=6,
        ),
        ROAD,
        6,
    ),
    (
        "a carrier, and only services",
        facts(goods=False, carrier_reports=True),
        ROAD,
        "none",
    ),
    ("nobody signed", facts(shipped_at=5, delivered_at=6), ACCEPTED, "none"),
    ("signed", facts(shipped_at=5, delivered_at=6, accepted_at=6), ACCEPTED, 6),
    ("a service is never shipped", facts(goods=False), Milestone.SHIPPED, "none"),
]


@pytest.mark.parametrize(
    ("order", "milestone", "expected"), [pytest.param(*r[1:], id=r[0]) for r in PASSED]
)
def test_passed(order, milestone, expected):
    assert when(milestones.decide(order), milestone) == expected


LEFT = {"shipped_at": 5}
PARCELS = [
    (
        "left, and the carrier has not said more",
        facts(missing={"shipments_open": 1}, **LEFT),
        (Stage.SHIPMENT, None, [Missing.TRANSIT]),
    ),
    (
        "arrived",
        facts(missing={"lines_to_invoice": 1}, delivered_at=8, **LEFT),
        (Stage.DELIVERY, 8, [Missing.INVOICE]),
    ),
    (
        "one arrived, one is under way",
        facts(missing={"shipments_open": 1}, delivered_at=8, **LEFT),
        (Stage.SHIPMENT, None, [Missing.TRANSIT]),
    ),
    (
        "lost, and nothing else arrived: it goes on without a delivery",
        facts(ended_at=9, **LEFT),
        (Stage.CLOSED, None, []),
    ),
    (
        "refused and back, a credit note to be written",
        facts(missing={"lines_to_invoice": 1}, ended_at=9, returned_at=9, **LEFT),
        (Stage.DELIVERY, None, [Missing.INVOICE]),
    ),
    (
        "one arrived, one came back",
        facts(
            missing={"unpaid_documents": 1},
            delivered_at=8,
            ended_at=9,
            invoices=1,
            invoiced_at=10,
            **LEFT,
        ),
        (Stage.PAYMENT, 8, [Missing.PAYMENT]),
    ),
    (
        "refused, and a new delivery waits in the warehouse",
        facts(missing={"moves_open": 1}, ended_at=9, **LEFT),
        (Stage.SHIPMENT, None, [Missing.DELIVERY]),
    ),
]


@pytest.mark.parametrize(
    ("order", "expected"), [pytest.param(*r[1:], id=r[0]) for r in PARCELS]
)
def test_parcels(order, expected):
    timeline = milestones.decide(order)
    stage, delivered, missing = expected
    assert timeline.stage is stage
    assert when(timeline, DELIVERED) == delivered
    assert [reason.code for reason in timeline.missing.reasons] == missing
    assert bool(timeline.closed_at) == (stage is Stage.CLOSED)


def test_nothing_arrived_and_yet_it_is_over():
    timeline = milestones.decide(facts(ended_at=9, returned_at=12, **LEFT))
    assert timeline.closed_at == day(12)
    assert timeline.since == day(12)
    assert timeline.department is None


SALES, WAREHOUSE, TRANSPORT = (
    Department.SALES,
    Department.WAREHOUSE,
    Department.TRANSPORT,
)
ACCOUNTING, CUSTOMER = Department.ACCOUNTING, Department.CUSTOMER
HELD = Held(
    confirmation=Department.CREDIT,
    delivery=Department.CREDIT,
    invoicing=Department.SALES,
    closing=ACCOUNTING,
)
ARRIVED = {"shipped_at": 5, "delivered_at": 6}
PAID = {**ARRIVED, "invoices": 1, "invoiced_at": 7, "paid_at": 8}
# what the order is, who has it, and who has it while holds stop everything
TURNS = [
    ("being written", facts("draft"), SALES, Department.CREDIT),
    ("with the customer", facts("sent"), CUSTOMER, Department.CREDIT),
    ("goods to be picked", facts(missing=OPEN), WAREHOUSE, Department.CREDIT),
    (
        "a service to be done",
        facts(goods=False, missing={"services_open": 1}),
        SALES,
        Department.CREDIT,
    ),
    ("a part left", facts(missing=OPEN, shipped_at=5), WAREHOUSE, Department.CREDIT),
    (
        "on the road",
        facts(missing={"shipments_open": 1}, shipped_at=5),
        TRANSPORT,
        Department.CREDIT,
    ),
    (
        "to be invoiced",
        facts(missing={"lines_to_invoice": 1}, **ARRIVED),
        ACCOUNTING,
        SALES,
    ),
    (
        "to be paid",
        facts(missing={"unpaid_documents": 1}, invoices=1, invoiced_at=7, **ARRIVED),
        CUSTOMER,
        CUSTOMER,
    ),
    ("a return", facts(missing={"returns_open": 1}, **PAID), WAREHOUSE, WAREHOUSE),
    (
        "a complaint",
        facts(missing={"closing_holds": 1}, **PAID),
        SALES,
        ACCOUNTING,
    ),
    ("closed", facts(**PAID), None, None),
    ("cancelled", facts("cancel"), None, None),
]


@pytest.mark.parametrize(
    ("order", "free", "held"), [pytest.param(*r[1:], id=r[0]) for r in TURNS]
)
def test_who_has_it(order, free, held):
    assert milestones.decide(order).department is free
    rest = replace(order.closing, hold_department=HELD.closing)
    stopped = replace(order, held=HELD, closing=rest)
    assert milestones.decide(stopped).department is held


def test_what_is_missing_names_its_department():
    missing = {
        "moves_open": 1,
        "shipments_open": 1,
        "services_open": 1,
        "returns_open": 1,
        "lines_to_invoice": 1,
        "draft_invoices": 1,
        "draft_credit_notes": 1,
        "unpaid_documents": 1,
        "closing_holds": 1,
    }
    reasons = milestones.decide(facts(missing=missing)).missing.reasons
    assert {reason.code: reason.params["department"] for reason in reasons} == {
        Missing.DELIVERY: WAREHOUSE,
        Missing.TRANSIT: TRANSPORT,
        Missing.SERVICE: SALES,
        Missing.RETURN: WAREHOUSE,
        Missing.INVOICE: ACCOUNTING,
        Missing.POSTING: ACCOUNTING,
        Missing.CREDIT_NOTE: ACCOUNTING,
        Missing.PAYMENT: ACCOUNTING,
        Missing.HOLD: SALES,
    }
    quotation = milestones.decide(facts("draft")).missing.reasons
    assert quotation[0].params["department"] is SALES


PLANS = {
    "confirm_plan": 10,
    "ship_plan": 12,
    "delivery_plan": 14,
    "delivery_plan_source": Plan.DEADLINE,
    "due_plan": 44,
}


def test_each_plan_says_where_it_comes_from():
    order = facts(missing=OPEN, from_stock=True, carrier_reports=True, **PLANS)
    sources = {s.milestone: s.plan for s in milestones.decide(order).steps}
    assert sources == {
        Milestone.CAPTURED: None,
        Milestone.CONFIRMED: Plan.VALIDITY,
        Milestone.RESERVED: Plan.TRANSFER,
        Milestone.SHIPPED: Plan.TRANSFER,
        Milestone.OUT_FOR_DELIVERY: Plan.DEADLINE,
        Milestone.DELIVERED: Plan.DEADLINE,
        Milestone.INVOICED: Plan.DELIVERY,
        Milestone.DUE: Plan.TERM,
        Milestone.PAID: Plan.TERM,
        Milestone.CLOSED: Plan.TERM,
    }
    invoiced = facts(invoices=1, invoiced_at=7, due_at=37, **{**ARRIVED, **PLANS})
    steps = {s.milestone: s.plan for s in milestones.decide(invoiced).steps}
    assert steps[Milestone.PAID] is Plan.INVOICE


def test_no_plan_has_no_source():
    steps = milestones.decide(facts(missing=OPEN)).steps
    assert {step.plan for step in steps} == {None}


NEXT = [
    ("set aside first", facts(missing=OPEN, from_stock=True, **PLANS), 12),
    (
        "what is optional and has no plan is passed over",
        facts("sent", credit_holds=1, **PLANS),
        10,
    ),
    (
        "on the road, and to arrive",
        facts(
            missing={"shipments_open": 1},
            carrier_reports=True,
            out_for_delivery_at=6,
            **{**LEFT, **PLANS},
        ),
        14,
    ),
    (
        "lost: the next is the invoice",
        facts(missing={"lines_to_invoice": 1}, ended_at=9, **{**LEFT, **PLANS}),
        14,
    ),
]


@pytest.mark.parametrize(
    ("order", "expected"), [pytest.param(*r[1:], id=r[0]) for r in NEXT]
)
def test_next_due(order, expected):
    assert milestones.decide(order).next_due == day(expected)


def test_appointment_is_the_plan_of_delivery():
    plans = {**PLANS, "appointment_plan": 20}
    order = facts(missing=OPEN, from_stock=True, carrier_reports=True, **plans)
    found = {s.milestone: (s.planned, s.plan) for s in milestones.decide(order).steps}
    agreed = (day(20), Plan.APPOINTMENT)
    assert found[Milestone.OUT_FOR_DELIVERY] == agreed
    assert found[Milestone.DELIVERED] == agreed
    assert found[Milestone.SHIPPED] == (day(12), Plan.TRANSFER)
    assert found[Milestone.INVOICED] == (day(20), Plan.DELIVERY)
