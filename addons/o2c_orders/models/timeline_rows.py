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
# where each milestone's record is found in the row
SOURCES = {
    Milestone.SHIPPED: ("stock.picking", "picking_id"),
    Milestone.DELIVERED: ("stock.picking", "picking_id"),
    Milestone.INVOICED: ("account.move", "invoice_id"),
    Milestone.DUE: ("account.move", "invoice_id"),
    Milestone.PAID: ("account.move", "invoice_id"),
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
        unpaid_documents=row["unpaid_documents"],
        residual=Decimal(str(row["residual"])),
        closing_holds=row["closing_holds"],
    )


def milestone_rows(row, timeline):
    """What ``o2c.milestone._store`` takes, for each step of ``timeline``."""
    for step in timeline.steps:
        model, key = SOURCES.get(step.milestone, ("sale.order", "id"))
        source = row[key] if step.actual is not None else None
        yield (
            row["id"],
            row["company_id"],
            step.milestone,
            step.planned,
            step.actual,
            model if source else None,
            source,
        )


def local_day(moment, zone):
    """The day it is in ``zone`` at ``moment`` (naive UTC)."""
    return moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone)).date()


def midnight(day, zone):
    """When ``day`` begins in ``zone``, as naive UTC."""
    start = datetime.combine(day, time.min, ZoneInfo(zone))
    return start.astimezone(timezone.utc).replace(tzinfo=None)
