from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.o2c_orders.models.o2c_contact import CHANNELS

from .. import explain
from ..models.o2c_promise_judge import COLLECTOR


class O2cContestMake(models.TransientModel):
    """Enter that a customer contests an amount of an invoice."""

    _name = "o2c.contest.make"
    _description = "Contest an amount"

    invoice_id = fields.Many2one("account.move", required=True, readonly=True)
    partner_id = fields.Many2one(related="invoice_id.commercial_partner_id")
    currency_id = fields.Many2one(related="invoice_id.currency_id")
    most = fields.Monetary(
        "Open, not contested",
        compute="_compute_most",
        help="What of the invoice may be contested.",
    )
    line_id = fields.Many2one(
        "account.move.line",
        "It is about",
        domain="[('move_id', '=', invoice_id), ('display_type', '=', 'product')]",
        help="Empty: the invoice as a whole.",
    )
    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=False, precompute=True
    )
    text = fields.Text("What the customer says", required=True)
    channel = fields.Selection(CHANNELS, required=True, default="phone")
    person_id = fields.Many2one(
        "res.partner", "Who says so", domain="[('id', 'child_of', partner_id)]"
    )

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "account.move":
            values.setdefault("invoice_id", self.env.context.get("active_id"))
        return values

    @api.depends("invoice_id")
    def _compute_most(self):
        for wizard in self:
            invoice = wizard.invoice_id
            wizard.most = float(invoice._o2c_contestable()) if invoice else 0.0

    @api.depends("invoice_id", "line_id")
    def _compute_amount(self):
        for wizard in self:
            wanted = wizard.line_id.price_total if wizard.line_id else wizard.most
            wizard.amount = min(wanted, wizard.most)

    def action_contest(self):
        """Take the amount out of collection, or open a dispute where there are any."""
        self.ensure_one()
        if not (self.env.su or self.env.user.has_group(COLLECTOR)):
            raise AccessError(explain.promise.only_collectors(self.env))
        self.invoice_id.check_access("read")
        self.invoice_id._o2c_contest(
            self.amount,
            self.text,
            self.line_id or None,
            channel=self.channel,
            person=self.person_id,
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}
