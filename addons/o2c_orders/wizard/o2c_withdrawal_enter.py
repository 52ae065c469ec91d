from odoo import api, fields, models

from .. import explain
from ..models.o2c_contact import CHANNELS


class O2cWithdrawalEnter(models.TransientModel):
    """Enters a withdrawal that came by letter, mail or phone."""

    _name = "o2c.withdrawal.enter"
    _description = "Enter a withdrawal"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    channel = fields.Selection(CHANNELS, required=True, default="email")
    declared_at = fields.Datetime(
        "Sent",
        required=True,
        default=fields.Datetime.now,
        help="When the customer sent it: what was sent in time is in time.",
    )
    person_name = fields.Char(
        "Declared by",
        required=True,
        compute="_compute_person",
        store=True,
        readonly=False,
        precompute=True,
    )
    email = fields.Char(
        "Acknowledgement to",
        compute="_compute_person",
        store=True,
        readonly=False,
        precompute=True,
    )
    statement = fields.Text("What the customer wrote")
    period_end = fields.Date("Right until", compute="_compute_right")
    doubts = fields.Text("Against the right", compute="_compute_right")
    line_ids = fields.One2many(
        "o2c.withdrawal.enter.line",
        "wizard_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("order_id")
    def _compute_person(self):
        for wizard in self:
            wizard.person_name = wizard.order_id.partner_id.name
            wizard.email = wizard.order_id.partner_id.email

    @api.depends("order_id")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [
                fields.Command.clear(),
                *(
                    fields.Command.create(
                        {
                            "order_line_id": line.id,
                            "free": float(free),
                            "quantity": float(free),
                        }
                    )
                    for line, (free, _) in wizard.order_id._o2c_withdrawable().items()
                ),
            ]

    @api.depends("order_id", "declared_at", "line_ids.quantity")
    def _compute_right(self):
        for wizard in self:
            order = wizard.order_id
            chosen = wizard.line_ids.filtered("quantity").order_line_id
            at = wizard.declared_at or fields.Datetime.now()
            decision = order._o2c_withdrawal_right(at, chosen)
            wizard.period_end = order._o2c_withdrawal_end()
            wizard.doubts = explain.withdrawal.doubts(order, decision)

    def action_enter(self):
        """Record it; what the law grants is accepted at once."""
        self.ensure_one()
        self.order_id.check_access("read")
        self.env["o2c.withdrawal"].check_access("read")
        quantities = {
            line.order_line_id: line.quantity for line in self.line_ids if line.quantity
        }
        record = self.env["o2c.withdrawal"]._declare(
            self.order_id,
            quantities,
            channel=self.channel,
            declared_at=min(self.declared_at, fields.Datetime.now()),
            person_name=self.person_name,
            email=self.email or False,
            statement=self.statement
            or explain.withdrawal.statement(self.order_id, quantities),
        )
        return record.get_formview_action()


class O2cWithdrawalEnterLine(models.TransientModel):
    """How much of one order line the customer withdraws from."""

    _name = "o2c.withdrawal.enter.line"
    _description = "Line to withdraw from"

    wizard_id = fields.Many2one("o2c.withdrawal.enter", ondelete="cascade")
    order_line_id = fields.Many2one("sale.order.line", required=True)
    product_id = fields.Many2one(related="order_line_id.product_id")
    product_uom_id = fields.Many2one(related="order_line_id.product_uom_id")
    free = fields.Float("Left", digits="Product Unit", readonly=True)
    quantity = fields.Float("Withdraws from", digits="Product Unit")
