"""An open item of a customer, as dunning, promises and the work list see it."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal()


class OpenItem(NamedTuple):
    """One open instalment of an invoice, or an unmatched credit (residual below zero).

    All amounts are in the currency of the document. ``held`` is what holds take
    out of collection (a contested amount, or all of it), ``promised`` what open
    promises cover. A named tuple is made in a third of the time, and there are many.
    """

    key: int
    document: int
    number: str
    currency: int
    invoice_date: date
    due_date: date
    amount: Decimal
    residual: Decimal
    held: Decimal = ZERO
    promised: Decimal = ZERO
    level: int = 0
    cycle: int = 0
    reminded: date | None = None

    @property
    def claimable(self):
        """What may be asked for: open, neither held nor promised; never below zero."""
        return max(ZERO, self.residual - self.held - self.promised)

    def days_overdue(self, today):
        """Days since the due date; below zero before it."""
        return (today - self.due_date).days
