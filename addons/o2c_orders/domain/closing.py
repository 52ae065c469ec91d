"""The closing rule: an order is closed only when nothing is missing any more.

Delivered, invoiced, paid, no return under way and no hold on closing (a dispute,
a complaint, a refusal place such holds). What is missing is named, with the
department that takes care of it.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from .decision import Decision, Reason
from .departments import Department


class Missing(str, Enum):
    """What keeps an order from being closed."""

    CONFIRMATION = "confirmation"
    DELIVERY = "delivery"
    TRANSIT = "transit"
    SERVICE = "service"
    RETURN = "return"
    INVOICE = "invoice"
    POSTING = "posting"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    HOLD = "hold"


OWNERS = {
    Missing.CONFIRMATION: Department.SALES,
    Missing.DELIVERY: Department.WAREHOUSE,
    Missing.TRANSIT: Department.TRANSPORT,
    Missing.SERVICE: Department.SALES,
    Missing.RETURN: Department.WAREHOUSE,
    Missing.INVOICE: Department.ACCOUNTING,
    Missing.POSTING: Department.ACCOUNTING,
    Missing.CREDIT_NOTE: Department.ACCOUNTING,
    Missing.PAYMENT: Department.ACCOUNTING,
    Missing.HOLD: Department.SALES,
}


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """Counts of what is open. ``residual``: unpaid, in company currency.

    ``shipments_open``: parcels that left and whose carrier has not yet said how it
    ended. ``hold_department``: who clears up what holds closing.
    """

    confirmed: bool
    moves_open: int = 0
    shipments_open: int = 0
    services_open: int = 0
    returns_open: int = 0
    lines_to_invoice: int = 0
    draft_invoices: int = 0
    draft_credit_notes: int = 0
    unpaid_documents: int = 0
    residual: Decimal = Decimal(0)
    closing_holds: int = 0
    hold_department: Department | None = None


def decide(facts):
    """May the order be closed? The reasons name everything that is missing.

    >>> decide(ClosingFacts(confirmed=True)).ok
    True
    >>> [r.code.value for r in decide(ClosingFacts(True, moves_open=2)).reasons]
    ['delivery']
    """
    if not facts.confirmed:
        return Decision((_reason(facts, Missing.CONFIRMATION, 1),))
    counts = (
        (Missing.DELIVERY, facts.moves_open),
        (Missing.TRANSIT, facts.shipments_open),
        (Missing.SERVICE, facts.services_open),
        (Missing.RETURN, facts.returns_open),
        (Missing.INVOICE, facts.lines_to_invoice),
        (Missing.POSTING, facts.draft_invoices),
        (Missing.CREDIT_NOTE, facts.draft_credit_notes),
        (Missing.PAYMENT, facts.unpaid_documents),
        (Missing.HOLD, facts.closing_holds),
    )
    return Decision(
        tuple(_reason(facts, code, count) for code, count in counts if count)
    )


def _reason(facts, code, count):
    owner = facts.hold_department if code is Missing.HOLD else None
    return Reason(
        code,
        {
            "count": count,
            "residual": facts.residual,
            "department": owner or OWNERS[code],
        },
    )
