from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..models.o2c_return_reason import CONDITIONS, DISPOSITIONS, REMEDIES


class O2cReturnOpen(models.TransientModel):
    """Asks what of an order comes back, and asks the rules for it."""

    _name = "o2c.return.open"
    _description = "Take goods back"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    note = fields.Text("What the customer says")
    line_ids = fields.One2many(
        "o2c.return.open.line",
        "wizard_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("order_id")
    def _compute_line_ids(self):
        reason = self.env["o2c.return.reason"].search([], limit=1)
        for wizard in self:
            wizard.line_ids = [
                fields.Command.clear(),
                *(
                    fields.Command.create(
                        {
                            "order_line_id": line.id,
                            "free": float(free),
                            "reason_id": reason.id,
                        }
                    )
                    for line, free in wizard.order_id._o2c_returnable().items()
                ),
            ]

    def action_request(self):
        """Ask for the return and open it."""
        self.ensure_one()
        self.order_id.check_access("read")
        if not self.env["o2c.return"].has_access("read"):
            raise AccessError(self.env._("You may not take goods back."))
        wanted = [
            {
                "order_line_id": line.order_line_id,
                "quantity": line.quantity,
                "reason_id": line.reason_id,
                "condition": line.condition,
                "disposition": line.disposition,
                "remedy": line.remedy,
            }
            for line in self.line_ids
            if line.quantity
        ]
        record = self.env["o2c.return"]._request(
            self.order_id, wanted, note=self.note or False
        )
        return record.get_formview_action()


class O2cReturnOpenLine(models.TransientModel):
    """What comes back of one order line."""

    _name = "o2c.return.open.line"
    _description = "Line to take back"

    wizard_id = fields.Many2one("o2c.return.open", ondelete="cascade")
    order_line_id = fields.Many2one("sale.order.line", required=True)
    product_id = fields.Many2one(related="order_line_id.product_id")
    product_uom_id = fields.Many2one(related="order_line_id.product_uom_id")
    free = fields.Float("Left", digits="Product Unit", readonly=True)
    quantity = fields.Float("Comes back", digits="Product Unit")
    reason_id = fields.Many2one("o2c.return.reason", required=True)
    condition = fields.Selection(CONDITIONS)
    disposition = fields.Selection(
        DISPOSITIONS,
        "Goods",
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
    )
    remedy = fields.Selection(
        REMEDIES,
        "Customer gets",
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("reason_id")
    def _compute_terms(self):
        for line in self:
            line.disposition = line.reason_id.disposition
            line.remedy = line.reason_id.remedy
