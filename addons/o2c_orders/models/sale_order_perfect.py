"""The perfect order on the sales order: judgement, cost, causal chain."""

from odoo import api, fields, models

from .. import explain
from ..domain import causal_chain
from . import chain_facts


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    o2c_perfect_ids = fields.One2many("o2c.perfect.order", "order_id", "Perfect order")
    o2c_perfect = fields.Json(
        "Perfect order and causal chain", compute="_compute_o2c_perfect"
    )
    o2c_perfect_verdict = fields.Selection(
        [("yes", "Perfect"), ("no", "Not perfect"), ("open", "Open")],
        "Perfect",
        compute="_compute_o2c_perfect_verdict",
        search="_search_o2c_perfect_verdict",
        help="As measured by the last run of the job.",
    )

    @api.depends("o2c_perfect_ids.perfect")
    def _compute_o2c_perfect_verdict(self):
        for order in self:
            # whoever reads the order reads its verdict
            order.o2c_perfect_verdict = order.sudo().o2c_perfect_ids[:1].perfect

    @api.model
    def _search_o2c_perfect_verdict(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("o2c_perfect_ids.perfect", "in", list(value))]

    @api.depends("o2c_stage", "o2c_entry_error_ids.state")
    def _compute_o2c_perfect(self):
        # measured now, not read from the table: the page shows what is
        ids = self._origin.filtered(lambda o: o.state == "sale").ids
        decided = self.env["o2c.perfect.order"]._decide(ids) if ids else {}
        chains = self._origin._o2c_chains()
        for order in self:
            found = decided.get(order._origin.id)
            links = chains.get(order._origin.id, ())
            order.o2c_perfect = explain.perfect.page(order, found, links) or False

    def _o2c_chains(self):
        """``{order id: links of the causal chain}`` of these orders."""
        found = chain_facts.happenings(self)
        for order_id, more in self._o2c_complaint_happenings().items():
            found.setdefault(order_id, []).extend(more)
        return {
            order_id: causal_chain.chain(happenings)
            for order_id, happenings in found.items()
        }

    # ------------------------------------------------------------- hooks
    def _o2c_complaints(self):
        """Hook. What was complained about these orders, read by one query.

        :return: ``{order id: perfect_rows.Complaints}``, only of orders with any
        """
        return {}

    def _o2c_complaint_happenings(self):
        """Hook. The complaints about these orders as events of the causal chain.

        :return: ``{order id: [causal_chain.Happening]}``
        """
        return {}

    def _o2c_customer_witness(self):
        """Hook. What the customer himself says about these orders: second witness.

        :return: ``{order id: {component: True, False or None}}`` over the components
            complete, on_time, invoiced_right, undamaged; only of orders with answers
        """
        return {}

    # ------------------------------------------------------------- the queue
    def _compute_o2c_timeline(self):
        result = super()._compute_o2c_timeline()
        # what changes the timeline may change the measure; the rebuild of all orders
        # finds what is right already and does not come here
        confirmed = self._origin.filtered(lambda o: o.state in ("sale", "cancel"))
        self.env["o2c.perfect.order"]._queue(confirmed.ids)
        return result
