from odoo import api, fields, models

from .o2c_contact import CHANNELS


class O2cWithdrawal(models.Model):
    """A customer withdraws from a contract, or from a part of it (EU law)."""

    _name = "o2c.withdrawal"
    _description = "Withdrawal"
    _inherit = [
        "o2c.guarded.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "o2c.contact.mixin",
    ]
    _order = "declared_at desc, id desc"
    _check_company_auto = True
    _o2c_free_fields = frozenset({"note"})

    name = fields.Char("Number", readonly=True, required=True, default="/", index=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    order_id = fields.Many2one(
        "sale.order", required=True, index=True, check_company=True
    )
    partner_id = fields.Many2one("res.partner", "Customer", required=True, index=True)
    state = fields.Selection(
        [
            ("declared", "To decide"),
            ("accepted", "Accepted"),
            ("refused", "Refused"),
            ("settled", "Settled"),
        ],
        required=True,
        default="declared",
        index=True,
        tracking=True,
    )
    channel = fields.Selection(CHANNELS, required=True, default="portal")
    declared_at = fields.Datetime(
        "Declared",
        required=True,
        index=True,
        help="When it was sent: what is sent in time is in time.",
    )
    recorded_at = fields.Datetime(required=True, default=fields.Datetime.now)
    recorded_by_id = fields.Many2one(
        "res.users", "Entered by", required=True, default=lambda self: self.env.user
    )
    person_name = fields.Char("Declared by", required=True)
    email = fields.Char("Acknowledgement to")
    statement = fields.Text("What the customer wrote")
    line_ids = fields.One2many("o2c.withdrawal.line", "withdrawal_id", "Lines")
    period_end = fields.Date(
        "Right until", help="Last day to withdraw; empty: goods were still to arrive."
    )
    doubts = fields.Text(help="Why there may be no right of withdrawal.")
    goodwill = fields.Boolean(help="Accepted although there is no right.")
    refusal_note = fields.Text("Why refused")
    decided_by_id = fields.Many2one("res.users", "Decided by")
    decided_at = fields.Datetime("Decided")
    send_back_by = fields.Date(
        "Goods sent back by", help="Last day for the customer to send the goods."
    )
    refund_due_on = fields.Date("Refund due", index="btree_not_null")
    goods_to_come = fields.Boolean("Goods to come back")
    sent_proof_at = fields.Datetime("Proof of sending")
    sent_reference = fields.Char("Parcel of the customer")
    refund_waits = fields.Boolean(
        "Refund may wait",
        compute="_compute_refund_waits",
        help="Until the goods are here or it is proved that they were sent.",
    )
    refunded_at = fields.Datetime("Refunded")
    settled_at = fields.Datetime("Settled")
    whole_order = fields.Boolean(help="Nothing of the order is kept.")
    return_ids = fields.One2many("o2c.return", "withdrawal_id", "Returns")
    credit_note_ids = fields.One2many(
        "account.move", "o2c_withdrawal_id", "Credit notes"
    )
    acknowledgement_id = fields.Many2one("ir.attachment", ondelete="restrict")
    acknowledgement_hash = fields.Char("SHA-256 of the acknowledgement")
    acknowledged_at = fields.Datetime("Acknowledged", index=True)
    source_key = fields.Char(help="What made this entry, once.")
    note = fields.Text("Internal note")

    _source_once = models.UniqueIndex(
        "(source_key) WHERE source_key IS NOT NULL",
        "This withdrawal is recorded already.",
    )
    _number_once = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'", "This number is taken."
    )

    @api.depends("goods_to_come", "sent_proof_at", "return_ids.state")
    def _compute_refund_waits(self):
        for record in self:
            record.refund_waits = record._refund_may_wait()

    # ------------------------------------------------------------- guards
    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            self._o2c_take_number(vals_list)
        return super().create(vals_list)

    def _o2c_opened_elsewhere(self):
        return self.env._("Withdrawals are entered on the order: “Withdrawal”.")

    def _o2c_kept_for_ever(self):
        return self.env._("Withdrawals are never deleted.")

    def _o2c_contact_facts(self):
        return {
            "partner": self.partner_id,
            "company": self.company_id,
            "purpose": "order",
            "documents": [self, self.order_id],
        }

    # ------------------------------------------------------------- actions
    def action_open_order(self):
        """Open the order withdrawn from."""
        self.ensure_one()
        return self.order_id.get_formview_action()

    def action_open_returns(self):
        """Open the returns of the goods."""
        self.ensure_one()
        return self.return_ids._open_documents(self.return_ids, self.env._("Returns"))

    def action_open_credit_notes(self):
        """Open the credit notes."""
        self.ensure_one()
        return self.return_ids._open_documents(
            self.credit_note_ids, self.env._("Credit notes")
        )

    def action_open_acknowledgement(self):
        """Download the acknowledgement as it was sent."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.acknowledgement_id.id}?download=true",
            "target": "self",
        }


class O2cWithdrawalLine(models.Model):
    """How much of an order line the customer withdraws from."""

    _name = "o2c.withdrawal.line"
    _description = "Withdrawal line"
    _order = "withdrawal_id, id"

    withdrawal_id = fields.Many2one(
        "o2c.withdrawal", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="withdrawal_id.company_id", store=True)
    order_id = fields.Many2one(related="withdrawal_id.order_id", store=True)
    order_line_id = fields.Many2one(
        "sale.order.line", required=True, index=True, ondelete="restrict"
    )
    product_id = fields.Many2one(related="order_line_id.product_id", store=True)
    product_uom_id = fields.Many2one(related="order_line_id.product_uom_id")
    quantity = fields.Float(digits="Product Unit", required=True)
    to_return = fields.Float(
        "To send back",
        digits="Product Unit",
        help="The part of it that was delivered already.",
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0 AND COALESCE(to_return, 0) >= 0"
        " AND COALESCE(to_return, 0) <= quantity)",
        "The quantity must be more than zero.",
    )
