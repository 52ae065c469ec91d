from odoo import fields, models

KINDS = [
    ("sent", "Sent"),
    ("relaunch", "Relaunched"),
    ("revise", "Taken back for revision"),
    ("chase", "Chased"),
    ("postpone", "Postponed"),
    ("suspend", "Suspended"),
    ("resume", "Resumed"),
    ("lost", "Lost"),
    ("abandoned", "Abandoned"),
]


class O2cQuoteEvent(models.Model):
    """What was done with a quotation, when and why. Only code writes it."""

    _name = "o2c.quote.event"
    _description = "Quotation event"
    _order = "at desc, id desc"
    _rec_name = "kind"

    order_id = fields.Many2one(
        "sale.order", "Quotation", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    kind = fields.Selection(KINDS, required=True, index=True)
    at = fields.Datetime("When", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", "Who", default=lambda self: self.env.user)
    reason_id = fields.Many2one("o2c.quote.reason", ondelete="restrict")
    until = fields.Date(help="The new validity, or the day it is postponed to.")
    note = fields.Text()
    version = fields.Integer()
    amount = fields.Monetary("Total then")

    def _enter(self, orders, kind, **vals):
        """Enter ``kind`` for each of ``orders``."""
        # the log has no creators: whoever acts on the order is entered in it
        return self.sudo().create(
            [
                {
                    "order_id": order.id,
                    "kind": kind,
                    "user_id": self.env.uid,
                    "version": order.o2c_quote_version,
                    "amount": order.amount_total,
                    **vals,
                }
                for order in orders
            ]
        )
