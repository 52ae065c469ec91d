from decimal import Decimal

from odoo import fields, models

from ..domain import returning as rules

CONDITIONS = [
    ("unopened", "Unopened"),
    ("opened", "Opened, as new"),
    ("used", "Used"),
    ("damaged", "Damaged"),
    ("defective", "Defective"),
    ("incomplete", "Incomplete"),
]
DISPOSITIONS = [("restock", "Restock"), ("repair", "Repair"), ("scrap", "Scrap")]
REMEDIES = [
    ("credit", "Credit note"),
    ("replace", "Replacement"),
    ("send_back", "Repaired and sent back"),
    ("nothing", "Nothing"),
]


class O2cReturnReason(models.Model):
    """Why goods come back, with the terms on which they may."""

    _name = "o2c.return.reason"
    _description = "Return reason"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short technical name, unique.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    portal = fields.Boolean(
        "In the portal", default=True, help="Customers may choose this reason."
    )
    our_fault = fields.Boolean(
        help="We caused it: wrong, late or broken goods. Counts against the order.",
    )
    disposition = fields.Selection(
        DISPOSITIONS, "Goods", help="What usually happens to the goods."
    )
    remedy = fields.Selection(
        REMEDIES, "Customer gets", required=True, default="credit"
    )
    automatic = fields.Boolean(
        "Authorised by itself",
        help="A request within the terms is authorised at once; otherwise the order"
        " desk decides. Outside the terms an order manager decides.",
    )
    inspect = fields.Boolean(
        "Inspect first",
        default=True,
        help="The warehouse looks at the goods before they are disposed of; otherwise"
        " that happens by itself when they arrive.",
    )
    is_limited_days = fields.Boolean("Limit of days")
    days = fields.Integer("Days after delivery", default=30)
    is_limited_amount = fields.Boolean("Limit of worth")
    amount = fields.Float(
        "Worth up to", digits="Product Price", help="In company currency, no taxes."
    )

    _code_unique = models.Constraint(
        "UNIQUE (code)", "Another return reason has this code already."
    )
    _limits = models.Constraint(
        "CHECK (COALESCE(days, 0) >= 0 AND COALESCE(amount, 0) >= 0)",
        "A limit cannot be less than zero.",
    )

    def _terms(self):
        """The terms of this reason for the rules."""
        self.ensure_one()
        return rules.Terms(
            automatic=self.automatic,
            days=self.days if self.is_limited_days else None,
            amount=Decimal(str(self.amount)) if self.is_limited_amount else None,
        )
