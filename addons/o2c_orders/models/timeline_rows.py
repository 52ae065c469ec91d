"""A row of the facts query in and out of the rule: no decision is made here."""

from datetime import datetime, time, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

from ..domain import closing, milestones
from ..domain.milestones import Milestone

# moments that the query and the rule call by the same name
MOMENTS = (
    "confirmed_at",
    "shipped_at",
    "delivered_at",
    "returned_at",
    "invoiced_at",
    "due_at",
    "paid_at",
    "hold_ended_at",
    "confirm_plan",
    "ship_plan",
    "delivery_plan",
)
# the stored name of each milestone, and where its record is found in the row
_ORDER = ("sale.order", "id")
_DELIVERY = ("stock.picking", "picking_id")
_INVOICE = ("account.move", "invoice_id")
SOURCES = {
    milestone: (milestone.value, *record)
    for milestone, record in (
        (Milestone.CAPTURED, _ORDER),
        (Milestone.CONFIRMED, _ORDER),
        (Milestone.SHIPPED, _DELIVERY),
        (Milestone.DELIVERED, _DELIVERY),
        (Milestone.INVOICED, _INVOICE),
        (Milestone.DUE, _INVOICE),
        (Milestone.PAID, _INVOICE),
        (Milestone.CLOSED, _ORDER),
    )
}


def order_facts(row, due_plan):
    """The row as the facts that the rule takes.

    :param due_plan: when payment will be due, a moment or None
    """
    return milestones.OrderFacts(
        state=row["state"],
        captured_at=row["captured_at"],
        goods=row["goods"],
        invoices=row["invoices"],
        closing=closing_facts(row),
        due_plan=due_plan,
        **{name: row[name] for name in MOMENTS},
    )


def closing_facts(row):
    """The counts of what is open in the row."""
    return closing.ClosingFacts(
        confirmed=row["state"] == "sale",
        moves_open=row["moves_open"],
        services_open=row["services_open"],
        returns_open=row["returns_open"],
        lines_to_invoice=row["lines_to_invoice"],
        draft_invoices=row["draft_invoices"],
        draft_credit_notes=row["draft_credit_notes"],
        unpaid_documents=row["unpaid_documents"],
        residual=Decimal(str(row["residual"])),
        closing_holds=row["closing_holds"],
    )


def milestone_rows(row, timeline):
    """The steps of ``timeline`` as ``o2c.milestone._store`` takes them."""
    rows = []
    for place, step in enumerate(timeline.steps, start=1):
        kind, model, key = SOURCES[step.milestone]
        source = row[key] if step.actual is not None else None
        model = model if source else None
        rows.append((place, kind, step.planned, step.actual, model, source))
    return rows


def local_day(moment, zone):
    """The day it is in ``zone`` at ``moment`` (naive UTC)."""
    return moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone)).date()


def midnight(day, zone):
    """When ``day`` begins in ``zone``, as naive UTC."""
    start = datetime.combine(day, time.min, ZoneInfo(zone))
    return start.astimezone(timezone.utc).replace(tzinfo=None)
