from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

from ..domain.answers import Verdict
from .o2c_call import VERDICTS


class SaleOrder(models.Model):
    _inherit = "sale.order"

    o2c_call_ids = fields.One2many("o2c.call", "order_id", "Quality calls")
    o2c_call_count = fields.Integer(
        "Number of quality calls", compute="_compute_o2c_call_count"
    )
    o2c_customer_verdict = fields.Selection(
        VERDICTS,
        "What the customer says",
        compute="_compute_o2c_customer_verdict",
        store=True,
        index=True,
        help="Whether the customer accepted the delivery, by the last call that asked.",
    )

    def _auto_init(self):
        # one statement instead of an order at a time: nobody was called about them yet
        if not column_exists(self.env.cr, self._table, "o2c_customer_verdict"):
            create_column(self.env.cr, self._table, "o2c_customer_verdict", "varchar")
            unknown = Verdict.UNKNOWN.value
            self.env.cr.execute(
                SQL("UPDATE sale_order SET o2c_customer_verdict = %s", unknown)
            )
        return super()._auto_init()

    @api.depends("o2c_call_ids.verdict", "o2c_call_ids.finished_at")
    def _compute_o2c_customer_verdict(self):
        unknown = Verdict.UNKNOWN.value
        for order in self:
            told = order.o2c_call_ids.filtered(lambda c: c.verdict != unknown)
            last = told.sorted(lambda c: (c.finished_at or c.next_try_at, c.id))[-1:]
            order.o2c_customer_verdict = last.verdict or unknown

    def _compute_o2c_call_count(self):
        Call = self.env["o2c.call"]
        counts = {}
        if Call.has_access("read"):
            domain = [("order_id", "in", self.ids)]
            counts = dict(Call._read_group(domain, ["order_id"], ["__count"]))
        for order in self:
            order.o2c_call_count = counts.get(order._origin, 0)

    def action_o2c_calls(self):
        """Open the calls about this order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_quality_check.action_call_all"
        )
        return {**action, "domain": [("order_id", "=", self.id)], "context": {}}
