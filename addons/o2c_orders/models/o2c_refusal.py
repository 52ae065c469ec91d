from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

REASONS = [
    ("not_ordered", "Not ordered"),
    ("damaged", "Damaged parcel"),
    ("late", "Too late"),
    ("wrong", "Wrong goods"),
    ("payment", "Would not pay"),
    ("changed_mind", "Changed the mind"),
    ("unknown", "Said nothing"),
    ("other", "Other"),
]
OUTCOMES = [("redelivery", "Deliver again"), ("back_to_stock", "Back to stock")]
GROUPS = "o2c_orders.group_order_desk,stock.group_stock_user"


class O2cRefusal(models.Model):
    """A customer refused a delivery: an outcome of its own, not a return."""

    _name = "o2c.refusal"
    _description = "Refused delivery"
    _inherit = [
        "o2c.guarded.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "o2c.contact.mixin",
    ]
    _order = "refused_at desc, id desc"
    _check_company_auto = True
    _o2c_free_fields = frozenset({"reason", "note", "cost", "user_id"})

    shipment_id = fields.Many2one("o2c.shipment", required=True, index=True)
    event_id = fields.Many2one("o2c.shipment.event", "Report", ondelete="restrict")
    picking_id = fields.Many2one(
        "stock.picking", "Transfer", required=True, index=True, check_company=True
    )
    order_id = fields.Many2one("sale.order", index="btree_not_null", check_company=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null")
    carrier_id = fields.Many2one(
        related="shipment_id.carrier_id", store=True, index="btree_not_null"
    )
    user_id = fields.Many2one("res.users", "Owner", index="btree_not_null")
    refused_at = fields.Datetime("Refused", required=True, index=True)
    reported = fields.Char("What was reported")
    reason = fields.Selection(REASONS, required=True, default="unknown", tracking=True)
    outcome = fields.Selection(OUTCOMES, tracking=True)
    state = fields.Selection(
        [
            ("open", "To decide"),
            ("waiting", "Under way"),
            ("settled", "Settled"),
        ],
        required=True,
        default="open",
        index=True,
        tracking=True,
    )
    decided_at = fields.Datetime("Decided")
    decided_by_id = fields.Many2one("res.users", "Decided by")
    settled_at = fields.Datetime("Settled")
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost = fields.Monetary(
        help="What the refusal costs us: the way back or the second delivery.",
    )
    note = fields.Text("What the customer says")
    return_picking_ids = fields.One2many(
        "stock.picking", "o2c_refusal_id", "Way back to stock"
    )
    credit_note_ids = fields.One2many("account.move", "o2c_refusal_id", "Credit notes")

    _one_open = models.UniqueIndex(
        "(shipment_id) WHERE state <> 'settled'",
        "This shipment has an open refusal already.",
    )
    _cost_sign = models.Constraint(
        "CHECK (COALESCE(cost, 0) >= 0)", "A cost cannot be less than zero."
    )

    @api.depends("picking_id.name")
    def _compute_display_name(self):
        for record in self:
            record.display_name = self.env._(
                "Refused: %s", record.picking_id.name or ""
            )

    # ------------------------------------------------------------- guards
    def _o2c_opened_elsewhere(self):
        return self.env._("Refusals come from what is reported about shipments.")

    def _o2c_kept_for_ever(self):
        return self.env._("Refusals are never deleted.")

    def _o2c_contact_facts(self):
        return {
            "partner": self.partner_id,
            "company": self.company_id,
            "purpose": "delivery",
            "documents": [self.picking_id, *self.order_id],
        }

    # ------------------------------------------------------------- decision
    def action_redeliver(self):
        """The goods go out again."""
        for record in self:
            record._decide("redelivery")

    def action_back_to_stock(self):
        """The goods come back: their receipt is made, what was invoiced credited."""
        for record in self:
            record._decide("back_to_stock")
            record.sudo()._bring_back()  # checked in the line above

    def _decide(self, outcome):
        self.ensure_one()
        self.check_access("read")
        if not self.env.su and not self.env.user.has_groups(GROUPS):
            raise AccessError(
                self.env._("The order desk or the warehouse decides about refusals.")
            )
        if self.outcome == outcome or self.state == "settled":
            raise UserError(self.env._("%s is decided already.", self.display_name))
        if self.return_picking_ids:
            raise UserError(
                self.env._("The goods are on their way back to stock already.")
            )
        self.sudo().write(  # checked above; nobody writes the outcome by hand
            {
                "outcome": outcome,
                "state": "waiting",
                "decided_at": fields.Datetime.now(),
                "decided_by_id": self.env.uid,
                "cost": self.cost or self.sudo().picking_id.carrier_price,
            }
        )

    def action_open_transfer(self):
        """Open the transfer that was refused."""
        self.ensure_one()
        return self.picking_id.get_formview_action()

    def action_open_way_back(self):
        """Open the receipt of the refused goods."""
        self.ensure_one()
        return self.return_picking_ids[:1].get_formview_action()
