"""A row of the facts query in and out of the rule: no decision is made here."""

from datetime import datetime, time, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

from ..domain import closing, milestones
from ..domain.departments import NOBODY, Department, Held
from ..domain.milestones import Milestone, Plan, Stage

# moments that the query and the rule call by the same name
MOMENTS = (
    "cleared_at",
    "confirmed_at",
    "reserved_at",
    "shipped_at",
    "out_for_delivery_at",
    "delivered_at",
    "ended_at",
    "accepted_at",
    "returned_at",
    "invoiced_at",
    "due_at",
    "paid_at",
    "hold_ended_at",
    "confirm_plan",
    "ship_plan",
    "delivery_plan",
    "appointment_plan",
)
# where the row names who answers for a department; the customer answers for himself
OWNERS = {
    department: f"{department.value}_owner"
    for department in Department
    if department is not Department.CUSTOMER
}
COUNTS = (
    "goods",
    "from_stock",
    "unreserved",
    "credit_checked",
    "credit_holds",
    "carrier_reports",
    "invoices",
)
PLANS = {plan.value: plan for plan in Plan}
DEPARTMENTS = {department.value: department for department in Department}
HELD = ("held_confirmation", "held_delivery", "held_invoicing", "held_closing")
# of each milestone: its place and stored name, where its record is found in the row,
# the department that brings it about and the column of the row that names its owner
_ORDER = ("sale.order", "id")
_RESERVING = ("stock.picking", "reserving_id")
_DELIVERY = ("stock.picking", "picking_id")
_INVOICE = ("account.move", "invoice_id")
_SALES, _CREDIT = Department.SALES, Department.CREDIT
_WAREHOUSE, _TRANSPORT = Department.WAREHOUSE, Department.TRANSPORT
_ACCOUNTING, _CUSTOMER = Department.ACCOUNTING, Department.CUSTOMER
SOURCES = {
    milestone: (place, milestone.value, *record, department.value, OWNERS[owner])
    for place, (milestone, record, department, owner) in enumerate(
        (
            (Milestone.CAPTURED, _ORDER, _SALES, _SALES),
            (Milestone.CREDIT_CLEARED, _ORDER, _CREDIT, _CREDIT),
            (Milestone.CONFIRMED, _ORDER, _SALES, _SALES),
            (Milestone.RESERVED, _RESERVING, _WAREHOUSE, _WAREHOUSE),
            (Milestone.SHIPPED, _DELIVERY, _WAREHOUSE, _WAREHOUSE),
            (Milestone.OUT_FOR_DELIVERY, _DELIVERY, _TRANSPORT, _TRANSPORT),
            (Milestone.DELIVERED, _DELIVERY, _TRANSPORT, _TRANSPORT),
            (Milestone.ACCEPTED, _DELIVERY, _CUSTOMER, _TRANSPORT),
            (Milestone.INVOICED, _INVOICE, _ACCOUNTING, _ACCOUNTING),
            (Milestone.DUE, _INVOICE, _ACCOUNTING, _ACCOUNTING),
            (Milestone.PAID, _INVOICE, _CUSTOMER, _ACCOUNTING),
            (Milestone.CLOSED, _ORDER, _SALES, _SALES),
        ),
        start=1,
    )
}


def order_facts(row, due_plan):
    """The row as the facts that the rule takes.

    :param due_plan: when payment will be due, a moment or None
    """
    return milestones.OrderFacts(
        state=row["state"],
        captured_at=row["captured_at"],
        closing=closing_facts(row),
        held=_held(row),
        due_plan=due_plan,
        delivery_plan_source=PLANS[row["delivery_plan_source"]],
        **{name: row[name] for name in COUNTS},
        **{name: row[name] for name in MOMENTS},
    )


def closing_facts(row):
    """The counts of what is open in the row."""
    return closing.ClosingFacts(
        confirmed=row["state"] == "sale",
        moves_open=row["moves_open"],
        shipments_open=int(row["shipments_open"]),
        services_open=row["services_open"],
        returns_open=row["returns_open"],
        lines_to_invoice=row["lines_to_invoice"],
        draft_invoices=row["draft_invoices"],
        draft_credit_notes=row["draft_credit_notes"],
        unpaid_documents=row["unpaid_documents"],
        residual=Decimal(str(row["residual"])),
        closing_holds=row["closing_holds"],
        hold_department=DEPARTMENTS.get(row["held_closing"]),
    )


def _held(row):
    """Whose open holds stop which phase."""
    values = [row[name] for name in HELD]
    return Held(*map(DEPARTMENTS.get, values)) if any(values) else NOBODY


def milestone_rows(row, timeline):
    """The steps of ``timeline`` as ``o2c.milestone._store`` takes them."""
    rows = []
    for step in timeline.steps:
        place, kind, model, key, department, owner = SOURCES[step.milestone]
        source = row[key] if step.actual is not None else None
        plan = step.plan and step.plan.value
        found = (model if source else None, source, plan, department, row[owner])
        rows.append((place, kind, step.planned, step.actual, *found))
    return rows


def hand_off(row, timeline, now):
    """The change of stage or department as ``o2c.stage.change._log`` takes it."""
    return {
        "order_id": row["id"],
        "at": now,
        "stage_from": row["o2c_stage"],
        "stage_to": timeline.stage.value,
        "department_from": row["o2c_department"],
        "department_to": timeline.department and timeline.department.value,
        "reopened": row["o2c_stage"] == Stage.CLOSED.value,
        "missing": [reason.code.value for reason in timeline.missing.reasons],
    }


def owner_of(row, department):
    """The user who answers for what is open in ``department``, or None."""
    return row.get(OWNERS.get(department))


def local_day(moment, zone):
    """The day it is in ``zone`` at ``moment`` (naive UTC)."""
    return moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone)).date()


def midnight(day, zone):
    """When ``day`` begins in ``zone``, as naive UTC."""
    start = datetime.combine(day, time.min, ZoneInfo(zone))
    return start.astimezone(timezone.utc).replace(tzinfo=None)
