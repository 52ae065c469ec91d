from odoo import api, fields, models

STATES = [
    ("requested", "Requested"),
    ("authorised", "Authorised"),
    ("received", "Received"),
    ("settled", "Settled"),
    ("refused", "Refused"),
    ("cancelled", "Cancelled"),
]
OPEN_STATES = ("requested", "authorised", "received")
SOURCES = [("desk", "Order desk"), ("portal", "Portal"), ("withdrawal", "Withdrawal")]
SECONDS_AN_HOUR = 3600


class O2cReturn(models.Model):
    """A return authorisation: what a customer may send back, and what became of it."""

    _name = "o2c.return"
    _description = "Return"
    _inherit = [
        "o2c.guarded.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "o2c.contact.mixin",
    ]
    _order = "requested_at desc, id desc"
    _check_company_auto = True
    _o2c_free_fields = frozenset({"note", "line_ids", "user_id"})

    name = fields.Char("Number", readonly=True, required=True, default="/", index=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    order_id = fields.Many2one(
        "sale.order", required=True, index=True, check_company=True
    )
    partner_id = fields.Many2one("res.partner", "Customer", required=True, index=True)
    user_id = fields.Many2one("res.users", "Owner", index=True)
    source = fields.Selection(SOURCES, required=True, default="desk")
    withdrawal_id = fields.Many2one("o2c.withdrawal", index="btree_not_null")
    note = fields.Text("What the customer says")
    state = fields.Selection(
        STATES, required=True, default="requested", index=True, tracking=True
    )
    line_ids = fields.One2many("o2c.return.line", "return_id", "Lines")
    level = fields.Selection(
        [("rule", "By itself"), ("desk", "Order desk"), ("manager", "Order manager")],
        "Who decides",
        required=True,
        default="desk",
    )
    outside_terms = fields.Text(help="What takes this request out of the usual terms.")
    requested_at = fields.Datetime("Requested", required=True, index=True)
    requested_by_id = fields.Many2one("res.users", "Entered by", required=True)
    authorised_at = fields.Datetime("Authorised")
    authorised_by_id = fields.Many2one("res.users")
    refusal_note = fields.Text("Why refused")
    expected_on = fields.Date("Expected until", help="When the goods should be here.")
    received_at = fields.Datetime("Received", help="When the last of it arrived.")
    restocked_at = fields.Datetime(
        "Back in stock", help="When the last of what could be sold again was."
    )
    settled_at = fields.Datetime("Settled")
    hours_to_restock = fields.Float(
        "Time to restock",
        compute="_compute_hours_to_restock",
        store=True,
        aggregator="avg",
        help="From the arrival of the goods until they can be sold again.",
    )
    currency_id = fields.Many2one(related="order_id.currency_id")
    amount = fields.Monetary(
        "Worth",
        compute="_compute_amount",
        store=True,
        help="What the goods cost the customer, without taxes.",
    )
    picking_ids = fields.Many2many(
        "stock.picking", string="Transfers", compute="_compute_documents"
    )
    repair_ids = fields.One2many("repair.order", "o2c_return_id", "Repairs")
    scrap_ids = fields.One2many("stock.scrap", "o2c_return_id", "Scrapped")
    replacement_ids = fields.One2many("sale.order", "o2c_replaces_id", "Replacements")
    credit_note_ids = fields.One2many("account.move", "o2c_return_id", "Credit notes")
    picking_count = fields.Integer(compute="_compute_documents")
    credit_note_count = fields.Integer(compute="_compute_documents")
    replacement_count = fields.Integer(compute="_compute_documents")
    repair_count = fields.Integer(compute="_compute_documents")
    waits_for_inspection = fields.Boolean(compute="_compute_documents")

    _number_once = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'", "This number is taken."
    )

    @api.depends("received_at", "restocked_at")
    def _compute_hours_to_restock(self):
        for record in self:
            record.hours_to_restock = 0.0
            if record.received_at and record.restocked_at:
                taken = record.restocked_at - record.received_at
                record.hours_to_restock = taken.total_seconds() / SECONDS_AN_HOUR

    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for record in self:
            record.amount = sum(record.line_ids.mapped("amount"))

    @api.depends(
        "line_ids.move_ids.picking_id",
        "line_ids.received_quantity",
        "line_ids.disposed_at",
        "credit_note_ids",
        "replacement_ids",
        "repair_ids",
    )
    def _compute_documents(self):
        # who may read the return sees how many documents there are
        for record, all_ in zip(self, self.sudo(), strict=True):
            record.picking_ids = all_.line_ids.move_ids.picking_id
            record.picking_count = len(all_.picking_ids)
            record.credit_note_count = len(all_.credit_note_ids)
            record.replacement_count = len(all_.replacement_ids)
            record.repair_count = len(all_.repair_ids)
            record.waits_for_inspection = any(
                line.received_quantity and not line.disposed_at
                for line in all_.line_ids
            )

    # ------------------------------------------------------------- guards
    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            self._o2c_take_number(vals_list)
        return super().create(vals_list)

    def _o2c_opened_elsewhere(self):
        return self.env._("Returns are asked for on the order: “Take goods back”.")

    def _o2c_kept_for_ever(self):
        return self.env._("Returns are never deleted. Cancel it instead.")

    # ------------------------------------------------------------- documents
    def _lang(self):
        """The language of the customer."""
        self.ensure_one()
        return self.partner_id.lang or self.env.user.lang

    def _return_address(self):
        """Where the goods are sent: the warehouse, else the company (a partner)."""
        self.ensure_one()
        warehouse = self._warehouse()  # its address is printed for the customer
        return warehouse.sudo().partner_id or self.company_id.partner_id

    def _o2c_contact_facts(self):
        return {
            "partner": self.partner_id,
            "company": self.company_id,
            "purpose": "delivery",
            "documents": [self, self.order_id],
        }

    def action_open_order(self):
        """Open the order that the goods belong to."""
        self.ensure_one()
        return self.order_id.get_formview_action()

    def action_open_transfers(self):
        """Open the transfers of this return."""
        self.ensure_one()
        return self._open_documents(self.picking_ids, self.env._("Transfers"))

    def action_open_credit_notes(self):
        """Open the credit notes of this return."""
        self.ensure_one()
        return self._open_documents(self.credit_note_ids, self.env._("Credit notes"))

    def action_open_replacements(self):
        """Open the orders that replace these goods."""
        self.ensure_one()
        return self._open_documents(self.replacement_ids, self.env._("Replacements"))

    def action_open_repairs(self):
        """Open the repairs of these goods."""
        self.ensure_one()
        return self._open_documents(self.repair_ids, self.env._("Repairs"))

    def _open_documents(self, records, title):
        if len(records) == 1:
            return records.get_formview_action()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": records._name,
            "view_mode": "list,form",
            "domain": [("id", "in", records.ids)],
        }
