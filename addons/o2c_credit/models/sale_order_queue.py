"""What the hold queue needs to know of an order, and what an order shows of it."""

import hashlib
import json

from odoo import fields, models

from odoo.addons.o2c_orders.domain.hold import Phase

from .. import explain
from ..domain.condition import has_lapsed
from .o2c_hold import CREDIT_REASON


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    # the last day on which what a person let pass counts; written by the release
    o2c_credit_valid_until = fields.Date(
        "Let pass until", copy=False, groups=fields.NO_ACCESS
    )
    # not for the customer, who reads his orders in the portal
    o2c_credit_queue_text = fields.Char(
        "What was decided about its credit",
        compute="_compute_o2c_credit_queue_text",
        groups="base.group_user",
    )

    def _compute_o2c_credit_queue_text(self):
        # whoever may read the order may read how its credit was decided
        holds = self.env["o2c.hold"].sudo()
        found = holds.search(
            [*holds._credit_open_domain(), ("order_id", "in", self._origin.ids)]
        ).grouped("order_id")
        for order in self:
            hold = found.get(order._origin, holds)
            order.o2c_credit_queue_text = explain.queue.standing(hold[:1])

    def _o2c_credit_fingerprint(self):
        """What a decision about this order was about, as a short text.

        Its first part stands for customer, currency and term, its second for the
        whole order: two orders with the same text are the same to the queue.
        """
        self.ensure_one()
        head = [
            self.partner_invoice_id.commercial_partner_id.id,
            self.currency_id.id,
            self.payment_term_id.id,
        ]
        lines = [
            [line.product_id.id, line.product_uom_qty, line.price_unit, line.discount]
            for line in self.order_line.filtered(lambda li: not li.display_type)
        ]
        total = self.currency_id.round(self.amount_total)
        return f"{_digest(head)}-{_digest([*sorted(lines), total])}"

    def _o2c_checked_at(self, phase):
        if phase == Phase.DELIVERY:
            self.filtered("o2c_credit_valid_until")._o2c_end_lapsed()
        return super()._o2c_checked_at(phase)

    def _o2c_checked_at_delivery(self):
        return super()._o2c_checked_at_delivery() or (
            self.state == "sale" and self._o2c_has_lapsed()
        )

    def _o2c_end_lapsed(self):
        """What a person accepted until a day that is over, is accepted no longer."""
        lapsed = self.filtered(lambda o: o._o2c_has_lapsed())
        lapsed.filtered("o2c_credit_accepted").o2c_credit_accepted = 0.0

    def _o2c_has_lapsed(self):
        today = self.env["o2c.hold"]._credit_today(self.company_id)
        return has_lapsed(self.o2c_credit_valid_until or None, today)

    def action_o2c_credit_hold(self):
        """Open what holds this order for credit."""
        self.ensure_one()
        holds = self.o2c_hold_ids.filtered(lambda h: h.reason_id.code == CREDIT_REASON)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_credit.action_credit_hold"
        )
        return {**action, "domain": [("id", "in", holds.ids)], "context": {}}


def _digest(value):
    text = json.dumps(value, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
