from odoo import api, fields, models

from ..domain import remedy as rules
from ..domain.remedy import Kind
from ..models.o2c_remedy import KINDS

# what the customer asked for, and what we offer first
SOUGHT = {
    "credit": Kind.CREDIT,
    "redelivery": Kind.REDELIVERY,
    "replacement": Kind.REPLACEMENT,
    "repair": Kind.REPAIR,
    "return": Kind.RETURN,
    "explanation": Kind.EXPLANATION,
}
FROM_ORDER = [kind.value for kind in rules.GOODS]


class O2cRemedyPropose(models.TransientModel):
    """Asks what the customer gets, shows who decides about it."""

    _name = "o2c.remedy.propose"
    _description = "Offer a remedy"

    ticket_id = fields.Many2one("o2c.ticket", required=True, readonly=True)
    company_id = fields.Many2one(related="ticket_id.company_id")
    partner_id = fields.Many2one(related="ticket_id.partner_id")
    kind = fields.Selection(
        KINDS,
        required=True,
        compute="_compute_kind",
        store=True,
        readonly=False,
        precompute=True,
    )
    order_id = fields.Many2one(
        "sale.order",
        compute="_compute_order_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    invoice_id = fields.Many2one(
        "account.move",
        compute="_compute_invoice_id",
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
    quantity = fields.Float(digits="Product Unit", default=1.0)
    return_reason_id = fields.Many2one("o2c.return.reason", "Why the goods come back")
    line_ids = fields.One2many(
        "o2c.remedy.propose.line",
        "wizard_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    amount = fields.Monetary("Amount given")
    total = fields.Monetary("Together", compute="_compute_total")
    note = fields.Text("Why", required=True)
    customer_text = fields.Text("To the customer")
    ask_customer = fields.Boolean("Ask the customer first")
    verdict = fields.Char("Approval", compute="_compute_verdict")

    # ------------------------------------------------------------- follows
    # each of them by itself: what is given for one leaves the others to the ticket
    @api.depends("ticket_id")
    def _compute_kind(self):
        for wizard in self:
            wizard.kind = SOUGHT.get(wizard.ticket_id.remedy, Kind.CREDIT).value

    @api.depends("ticket_id")
    def _compute_order_id(self):
        for wizard in self:
            wizard.order_id = wizard.ticket_id.order_id

    @api.depends("ticket_id")
    def _compute_invoice_id(self):
        for wizard in self:
            wizard.invoice_id = wizard.ticket_id.invoice_id

    @api.depends("ticket_id")
    def _compute_product_id(self):
        for wizard in self:
            wizard.product_id = wizard.ticket_id.product_id

    @api.depends("ticket_id")
    def _compute_lot_id(self):
        for wizard in self:
            wizard.lot_id = wizard.ticket_id.lot_id

    @api.depends("kind", "order_id", "invoice_id")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [
                fields.Command.clear(),
                *(fields.Command.create(vals) for vals in wizard._line_vals_list()),
            ]

    def _line_vals_list(self):
        """What can be chosen: the lines of the order or invoice, none chosen yet
        but those that the ticket is about."""
        ticket = self.ticket_id
        if self.kind in FROM_ORDER:
            sold = self.order_id.order_line.filtered(
                lambda line: line.product_id.type == "consu"
            )
            return [
                {
                    "order_line_id": line.id,
                    "quantity": line.product_uom_qty
                    if line in ticket.order_line_ids
                    else 0.0,
                }
                for line in sold
            ]
        if self.kind != Kind.CREDIT.value:
            return []
        billed = self.invoice_id._o2c_product_lines()
        return [
            {
                "invoice_line_id": line.id,
                "quantity": line.quantity if line in ticket.invoice_line_ids else 0.0,
            }
            for line in billed
            if line.price_total > 0
        ]

    @api.depends("kind", "order_id", "invoice_id")
    def _compute_currency_id(self):
        for wizard in self:
            company = wizard.company_id
            currency = company.currency_id
            if wizard.kind in FROM_ORDER:
                currency = wizard.order_id.currency_id or currency
            elif wizard.kind == Kind.VOUCHER.value:
                program = company.o2c_voucher_program_id
                currency = program.currency_id or currency
            else:
                currency = wizard.invoice_id.currency_id or currency
            wizard.currency_id = currency

    @api.depends("line_ids.amount", "amount", "kind")
    def _compute_total(self):
        for wizard in self:
            chosen = sum(wizard.line_ids.mapped("amount"))
            listed = wizard.kind in (Kind.CREDIT.value, *FROM_ORDER)
            wizard.total = chosen if listed else wizard.amount

    @api.depends("total", "kind")
    def _compute_verdict(self):
        Remedy = self.env["o2c.remedy"]
        for wizard in self:
            wizard.verdict = False
            # before there is an amount nothing can be said
            free = wizard.kind and Kind(wizard.kind) in rules.FREE
            if free or wizard.total:
                wizard.verdict = Remedy._verdict(
                    wizard.ticket_id, wizard.kind, wizard.total, wizard.currency_id
                )

    # ------------------------------------------------------------- actions
    def action_offer(self):
        """Ask for it; what nobody has to approve is done at once."""
        self.ensure_one()
        remedy = self.env["o2c.remedy"]._propose(
            self.ticket_id,
            self.kind,
            self.note,
            [line._wanted() for line in self.line_ids if line.quantity],
            request_key=f"{self._name}:{self.id}",
            **self._options(),
        )
        return remedy.get_formview_action()

    def _options(self):
        vals = {
            "customer_text": self.customer_text,
            "ask_customer": self.ask_customer,
            "amount": self.amount,
        }
        kind = Kind(self.kind)
        if kind in rules.GOODS or kind is Kind.REPAIR:
            vals["order_id"] = self.order_id.id
        if kind in (Kind.CREDIT, Kind.GOODWILL):
            vals["invoice_id"] = self.invoice_id.id
        if kind is Kind.RETURN:
            vals["return_reason_id"] = self.return_reason_id.id
        if kind is Kind.REPAIR:
            vals.update(
                product_id=self.product_id.id,
                lot_id=self.lot_id.id,
                quantity=self.quantity,
            )
        return vals


class O2cRemedyProposeLine(models.TransientModel):
    """A line of an order or invoice that can be chosen."""

    _name = "o2c.remedy.propose.line"
    _description = "Line of a remedy to offer"

    wizard_id = fields.Many2one("o2c.remedy.propose", ondelete="cascade")
    order_line_id = fields.Many2one("sale.order.line")
    invoice_line_id = fields.Many2one("account.move.line")
    name = fields.Char("Product", compute="_compute_source")
    whole = fields.Float("Of", compute="_compute_source", digits="Product Unit")
    whole_amount = fields.Monetary("Worth", compute="_compute_source")
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    quantity = fields.Float("Given", digits="Product Unit")
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="Taxes included. On credit notes it may be less than the whole price.",
    )

    @api.depends("order_line_id", "invoice_line_id")
    def _compute_source(self):
        for line in self:
            source = line.order_line_id or line.invoice_line_id
            line.name = source.product_id.display_name or source.name
            billed = line.invoice_line_id.quantity
            line.whole = billed or line.order_line_id.product_uom_qty
            line.whole_amount = source.price_total

    @api.depends("quantity", "order_line_id", "invoice_line_id")
    def _compute_amount(self):
        for line in self:
            source = line.order_line_id or line.invoice_line_id
            each = source.price_total / (line.whole or 1.0)
            line.amount = line.currency_id.round(each * line.quantity)

    def _wanted(self):
        vals = {"quantity": self.quantity}
        if self.order_line_id:
            return {**vals, "order_line_id": self.order_line_id}
        return {**vals, "invoice_line_id": self.invoice_line_id, "amount": self.amount}
