"""The log of entry errors: found when, how and by whom, made by whom."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from .o2c_entry_check import ERROR_KINDS, KINDS

FOUND = [
    ("check", "By a check at confirmation"),
    ("person", "By a person"),
    ("delivery", "At the customer's door"),
]
STATES = [
    ("open", "Open"),
    ("corrected", "Corrected"),
    ("accepted", "Let pass"),
    ("void", "No error"),
]
# what people may change of an entry; the rest stands as it was found
OPEN_FIELDS = {"note", "minutes", "caused_by_id", "kind"}


class O2cEntryError(models.Model):
    """Something of an order was taken down wrong."""

    _name = "o2c.entry.error"
    _description = "Entry error"
    _inherit = ["mail.thread"]
    _order = "found_at desc, id desc"
    _check_company_auto = True

    order_id = fields.Many2one(
        "sale.order",
        "Sales order",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="order_id.partner_id", store=True, index=True, string="Customer"
    )
    agent_id = fields.Many2one(
        related="order_id.o2c_agent_id", store=True, index="btree_not_null"
    )
    team_id = fields.Many2one(
        related="order_id.team_id", store=True, index="btree_not_null"
    )
    medium_id = fields.Many2one(
        related="order_id.medium_id",
        store=True,
        index="btree_not_null",
        string="Channel",
    )
    kind = fields.Selection(ERROR_KINDS, required=True, index=True, tracking=True)
    check_id = fields.Many2one(
        "o2c.entry.check", index="btree_not_null", ondelete="restrict"
    )
    check_kind = fields.Selection(KINDS, "Looked at")
    findings = fields.Json("What was found", readonly=True)
    description = fields.Char(compute="_compute_description")
    note = fields.Text("Words", help="What was wrong, in your own words.")
    found_at = fields.Datetime(
        required=True, default=fields.Datetime.now, index=True, readonly=True
    )
    found_by_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.uid,
        readonly=True,
    )
    found_how = fields.Selection(FOUND, required=True, default="person", readonly=True)
    source_key = fields.Char(readonly=True, index="btree_not_null")
    caused_by_id = fields.Many2one(
        "res.users",
        "Taken down by",
        compute="_compute_caused_by_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        tracking=True,
        domain=[("share", "=", False)],
        help="Who took the order; its accuracy counts this error.",
    )
    minutes = fields.Integer(
        "Minutes it took",
        help="Work to find and mend it; 0: the standard time of the settings.",
    )
    state = fields.Selection(
        STATES, required=True, default="open", index=True, readonly=True, tracking=True
    )
    settled_at = fields.Datetime(readonly=True)
    settled_by_id = fields.Many2one("res.users", readonly=True)

    _once_per_check = models.UniqueIndex(
        "(order_id, check_id) WHERE check_id IS NOT NULL",
        "This check has found this error of the order already.",
    )
    _once_per_source = models.UniqueIndex(
        "(source_key) WHERE source_key IS NOT NULL",
        "This has been entered already.",
    )
    _minutes = models.Constraint(
        "CHECK (minutes >= 0)", "Minutes cannot be less than zero."
    )

    @api.depends("order_id")
    def _compute_caused_by_id(self):
        for error in self:
            order = error.order_id
            error.caused_by_id = error.caused_by_id or order.user_id or order.create_uid

    @api.depends("findings", "note", "kind")
    @api.depends_context("lang")
    def _compute_description(self):
        for error in self:
            error.description = explain.entry.description(error)

    @api.depends("order_id", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        names = dict(self._fields["kind"]._description_selection(self.env))
        for error in self:
            name = names.get(error.kind) or ""
            error.display_name = f"{error.order_id.name or ''}: {name}"

    # ------------------------------------------------------------- guards
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._check_words(vals)
        errors = super().create(vals_list)
        errors._remeasure()
        return errors

    def _check_words(self, vals):
        allowed = OPEN_FIELDS | {"order_id"}
        if set(vals) - allowed:
            raise AccessError(
                self.env._("When, how and by whom it was found is entered by itself.")
            )
        if not (vals.get("note") or "").strip():
            raise UserError(self.env._("Say what was wrong."))

    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            if not set(vals) - {"message_follower_ids"} <= OPEN_FIELDS:
                raise AccessError(
                    self.env._("When, how and by whom it was found stays as it is.")
                )
            self._check_not_own(vals)
        result = super().write(vals)
        self._remeasure()
        return result

    def _check_not_own(self, vals):
        """Nobody takes himself off an error, or puts it on another kind."""
        own = self.filtered(lambda error: error.caused_by_id == self.env.user)
        if own and vals.keys() & {"caused_by_id", "kind"}:
            raise AccessError(
                self.env._("Somebody else decides about an error that you made.")
            )

    def _remeasure(self):
        self.env["o2c.perfect.order"]._queue(self.order_id.ids)

    # ------------------------------------------------------------- settling
    def action_correct(self):
        """It has been put right."""
        self._settle("corrected")

    def action_void(self):
        """It was no error: it does not count any more."""
        self.check_access("write")
        manager = self.env.user.has_group("o2c_orders.group_order_manager")
        if not manager or self.env.user in self.caused_by_id:
            raise AccessError(
                self.env._(
                    "An order manager says that something was no error, and not the"
                    " one who made it."
                )
            )
        self._settle("void")

    def action_reopen(self):
        """It is an error after all."""
        self._settle("open")

    def _settle(self, state):
        self.check_access("write")
        now = fields.Datetime.now() if state != "open" else False
        # the state follows the buttons, people do not write it
        self.sudo().write(
            {
                "state": state,
                "settled_at": now,
                "settled_by_id": self.env.uid if now else False,
            }
        )

    def action_open_order(self):
        """Open the order that was taken down wrong."""
        self.ensure_one()
        return self.order_id.get_formview_action()

    # ------------------------------------------------------------- by themselves
    @api.model
    def _log_found(self, vals_list):
        """Enter what was found by itself; the same ``source_key`` once for ever."""
        keys = [vals["source_key"] for vals in vals_list]
        # whoever caused the finding need not be allowed to enter it
        log = self.sudo()
        known = set(log.search([("source_key", "in", keys)]).mapped("source_key"))
        return log.create([v for v in vals_list if v["source_key"] not in known])
