"""The departments that an order passes through, and who stops it."""

from dataclasses import dataclass
from enum import Enum


class Department(str, Enum):
    """Who works on an order: five departments of ours, and the customer."""

    SALES = "sales"
    CREDIT = "credit"
    WAREHOUSE = "warehouse"
    TRANSPORT = "transport"
    ACCOUNTING = "accounting"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Held:
    """Whose open hold stops which phase; None where nothing does."""

    confirmation: Department | None = None
    delivery: Department | None = None
    invoicing: Department | None = None
    closing: Department | None = None


NOBODY = Held()
