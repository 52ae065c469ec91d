from odoo import api, fields, models

from ..models.o2c_claim import KINDS


class O2cClaimOpen(models.TransientModel):
    """Asks who owes us what for the cause of a ticket."""

    _name = "o2c.claim.open"
    _description = "Open a claim"

    ticket_id = fields.Many2one("o2c.ticket", required=True, readonly=True)
    company_id = fields.Many2one(related="ticket_id.company_id")
    kind = fields.Selection(
        KINDS,
        "On",
        required=True,
        compute="_compute_kind",
        store=True,
        readonly=False,
        precompute=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Supplier or courier",
        required=True,
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    picking_id = fields.Many2one(
        "stock.picking",
        "Delivery",
        compute="_compute_picking_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    product_id = fields.Many2one(
        "product.product",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    lot_id = fields.Many2one(
        "stock.lot",
        "Lot/Serial",
        compute="_compute_lot_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    quantity = fields.Float(digits="Product Unit")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    amount = fields.Monetary(
        "Claimed",
        required=True,
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="Proposed: what the remedies of the ticket cost.",
    )
    deadline = fields.Date(
        "Answer by", help="Empty: so many days after sending as the company says."
    )
    text = fields.Text(
        "What we claim and why",
        required=True,
        compute="_compute_text",
        store=True,
        readonly=False,
        precompute=True,
    )
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "o2c_claim_open_evidence_rel",
        compute="_compute_evidence_ids",
        store=True,
        readonly=False,
        precompute=True,
    )

    # each of them by itself: what is given for one leaves the others to the ticket
    @api.depends("ticket_id")
    def _compute_kind(self):
        for wizard in self:
            courier = self._courier(wizard.ticket_id)
            fault = wizard.ticket_id.fault_partner_id
            on_courier = bool(courier) and (not fault or fault == courier)
            wizard.kind = "courier" if on_courier else "supplier"

    @api.depends("ticket_id")
    def _compute_picking_id(self):
        for wizard in self:
            wizard.picking_id = wizard.ticket_id.picking_id

    @api.depends("ticket_id")
    def _compute_product_id(self):
        for wizard in self:
            wizard.product_id = wizard.ticket_id.product_id

    @api.depends("ticket_id")
    def _compute_lot_id(self):
        for wizard in self:
            wizard.lot_id = wizard.ticket_id.lot_id

    @api.depends("kind")
    def _compute_partner_id(self):
        for wizard in self:
            ticket = wizard.ticket_id
            fault = ticket.fault_partner_id
            if wizard.kind == "courier":
                wizard.partner_id = fault or self._courier(ticket)
            else:
                wizard.partner_id = fault or self._supplier(ticket)

    def _courier(self, ticket):
        """Whom the carrier of the delivery invoices as, when that is known."""
        # who carried it is told to who works on the ticket
        carrier = ticket.sudo().picking_id.carrier_id
        return carrier._o2c_claim_partner().sudo(False)

    def _supplier(self, ticket):
        # as above, of whom the product comes
        sellers = ticket.sudo().product_id.seller_ids
        own = sellers.filtered(lambda s: s.company_id in (ticket.company_id, False))
        return (own or sellers)[:1].partner_id.sudo(False)

    @api.depends("ticket_id")
    def _compute_currency_id(self):
        for wizard in self:
            wizard.currency_id = wizard.company_id.currency_id

    @api.depends("ticket_id")
    def _compute_amount(self):
        for wizard in self:
            remedies = wizard.ticket_id.remedy_ids
            given = remedies.filtered(lambda r: r.state in ("approved", "made", "done"))
            wizard.amount = sum(given.mapped("amount_company"))

    @api.depends("ticket_id")
    def _compute_text(self):
        for wizard in self:
            ticket = wizard.ticket_id
            parts = filter(None, (ticket.name, ticket.description))
            wizard.text = "\n\n".join(parts)

    @api.depends("ticket_id")
    def _compute_evidence_ids(self):
        for wizard in self:
            domain = [
                ("res_model", "=", "o2c.ticket"),
                ("res_id", "=", wizard.ticket_id.id),
            ]
            wizard.evidence_ids = self.env["ir.attachment"].search(domain)

    def action_open(self):
        """Open the claim."""
        self.ensure_one()
        claim = self.env["o2c.claim"]._open(
            self.ticket_id,
            self.kind,
            self.partner_id,
            self.amount,
            self.text,
            currency_id=self.currency_id.id,
            picking_id=self.picking_id.id,
            product_id=self.product_id.id,
            lot_id=self.lot_id.id,
            quantity=self.quantity,
            deadline=self.deadline,
            evidence_ids=[fields.Command.set(self.evidence_ids.ids)],
            request_key=f"{self._name}:{self.id}",
        )
        return claim.get_formview_action()
