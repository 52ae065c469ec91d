from odoo import api, fields, models

from ..domain import dispute as rules
from ..models.money import decimal
from ..models.o2c_dispute import REASONS


class O2cDisputeOpen(models.TransientModel):
    _name = "o2c.dispute.open"
    _description = "Dispute an amount"

    ticket_id = fields.Many2one("o2c.ticket", required=True, readonly=True)
    company_id = fields.Many2one(related="ticket_id.company_id")
    partner_id = fields.Many2one(related="ticket_id.partner_id")
    invoice_id = fields.Many2one(
        "account.move",
        required=True,
        compute="_compute_invoice_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('commercial_partner_id', '=', partner_id),"
        " ('company_id', '=', company_id), ('move_type', '=', 'out_invoice'),"
        " ('state', '=', 'posted'), ('amount_residual', '>', 0)]",
    )
    currency_id = fields.Many2one(related="invoice_id.currency_id")
    invoice_residual = fields.Monetary(related="invoice_id.amount_residual")
    contestable = fields.Monetary(
        "Still contestable",
        compute="_compute_contestable",
        help="What is open on the invoice and in no other dispute.",
    )
    line_ids = fields.Many2many(
        "account.move.line",
        string="Contested lines",
        domain="[('move_id', '=', invoice_id), ('display_type', '=', 'product')]",
        help="Optional: the amount is proposed from them and the credit note will be"
        " about them.",
    )
    amount = fields.Monetary(
        "Contested amount",
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    reason = fields.Selection(
        REASONS,
        "Because of",
        required=True,
        compute="_compute_reason",
        store=True,
        readonly=False,
        precompute=True,
    )
    claim = fields.Text(
        "What the customer says",
        required=True,
        compute="_compute_claim",
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("ticket_id")
    def _compute_invoice_id(self):
        for wizard in self:
            invoice = wizard.ticket_id.invoice_id
            wizard.invoice_id = wizard.invoice_id or invoice

    @api.depends("ticket_id")
    def _compute_claim(self):
        for wizard in self:
            ticket = wizard.ticket_id
            wizard.claim = wizard.claim or ticket.description or ticket.name

    @api.depends("ticket_id")
    def _compute_reason(self):
        for wizard in self:
            wizard.reason = self.env["o2c.dispute"]._reason_of(wizard.ticket_id)

    @api.depends("invoice_id")
    def _compute_contestable(self):
        for wizard in self:
            # what others contest counts, whoever may read it
            invoice = wizard.invoice_id.sudo()
            wizard.contestable = rules.contestable(
                decimal(invoice.amount_residual), decimal(invoice.o2c_disputed_amount)
            )

    @api.depends("line_ids", "invoice_id")
    def _compute_amount(self):
        for wizard in self:
            total = sum(wizard.line_ids.mapped("price_total"))
            if wizard.line_ids:
                wizard.amount = min(total, wizard.contestable)
            else:
                wizard.amount = wizard.amount or 0.0

    def action_open(self):
        """Open the dispute and show it."""
        self.ensure_one()
        dispute = self.env["o2c.dispute"]._open(
            self.ticket_id,
            self.invoice_id,
            self.amount,
            self.claim,
            self.line_ids,
            self.reason,
        )
        return dispute.get_formview_action()
