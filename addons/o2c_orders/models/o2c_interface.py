from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import explain

GROUP = "o2c_orders.group_interface"
KEY_DAYS = 365


class O2cInterface(models.Model):
    """A connection with another system: what it may hand in and read, and how much.

    Each has a user of its own who can do nothing but call the interface; its keys
    are Odoo's API keys of this user.
    """

    _name = "o2c.interface"
    _description = "Interface"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, help="The system at the other end.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users", "Technical user", readonly=True, copy=False, ondelete="restrict"
    )
    hands_in = fields.Boolean("Hands in orders", default=True)
    reads_status = fields.Boolean("Reads the status of its orders", default=True)
    reads_invoices = fields.Boolean("Reads the invoices of its orders", default=True)
    confirms = fields.Boolean(
        "Confirm at once",
        help="Orders are confirmed as they come in, as far as nothing holds them."
        " Else they wait as quotations.",
    )
    creates_customers = fields.Boolean(
        "Create new customers",
        help="A customer whom we do not know is created from what was handed in.",
    )
    team_id = fields.Many2one("crm.team", "Sales team", check_company=True)
    agent_id = fields.Many2one("res.partner", "External agent")
    medium_id = fields.Many2one(
        "utm.medium", "Source channel", help="Of orders that name no channel."
    )
    calls_per_minute = fields.Integer(required=True, default=60)
    max_rows = fields.Integer("Rows per message", required=True, default=200)
    max_bytes = fields.Integer("Bytes per message", required=True, default=1_000_000)
    keep_days = fields.Integer(
        "Keep messages for (days)", required=True, default=90, help="0: for ever."
    )
    message_ids = fields.One2many("o2c.interface.message", "interface_id")
    order_count = fields.Integer(compute="_compute_counts")
    failed_count = fields.Integer("Failed rows", compute="_compute_counts")
    key_until = fields.Datetime("Key valid until", compute="_compute_key_until")

    _user_once = models.UniqueIndex(
        "(user_id) WHERE user_id IS NOT NULL", "This user has an interface already."
    )
    _limits = models.Constraint(
        "CHECK (calls_per_minute > 0 AND max_rows > 0 AND max_bytes > 0"
        " AND keep_days >= 0)",
        "Limits are more than zero.",
    )

    def _compute_counts(self):
        orders = self.env["sale.order"]._read_group(
            [("o2c_interface_id", "in", self.ids)], ["o2c_interface_id"], ["__count"]
        )
        rows = self.env["o2c.interface.row"]._read_group(
            [("interface_id", "in", self.ids), ("outcome", "=", "error")],
            ["interface_id"],
            ["__count"],
        )
        count, failed = dict(orders), dict(rows)
        for interface in self:
            interface.order_count = count.get(interface, 0)
            interface.failed_count = failed.get(interface, 0)

    @api.depends("user_id")
    def _compute_key_until(self):
        for interface in self:
            # who keeps the interface sees how long its key serves, not the key
            keys = interface.sudo().user_id.api_key_ids
            interface.key_until = max(keys.mapped("expiration_date"), default=False)

    @api.model_create_multi
    def create(self, vals_list):
        if any("user_id" in vals for vals in vals_list) and not self.env.su:
            raise UserError(self.env._("An interface gets a user of its own."))
        interfaces = super().create(vals_list)
        for interface in interfaces:
            interface._make_user()
        return interfaces

    def write(self, vals):
        if "user_id" in vals and not self.env.su:
            raise UserError(self.env._("An interface keeps the user it has."))
        if "company_id" in vals and self.message_ids:
            raise ValidationError(
                self.env._("The company cannot change: there are messages already.")
            )
        result = super().write(vals)
        if "active" in vals or "company_id" in vals:
            self._follow_user()
        return result

    def _make_user(self):
        """The technical user: in the portal, without a password, in one group."""
        # managers of orders are no managers of users; this one can only call
        users = self.env["res.users"].sudo().with_context(no_reset_password=True)
        user = users.create(
            {
                "name": self.name,
                "login": f"o2c_interface_{self.id}",
                "company_id": self.company_id.id,
                "company_ids": [fields.Command.set(self.company_id.ids)],
                "group_ids": [fields.Command.set(self.env.ref(GROUP).ids)],
            }
        )
        self.sudo().user_id = user  # no one else sets it

    def _follow_user(self):
        for interface in self:
            # as above
            interface.sudo().user_id.write(
                {
                    "active": interface.active,
                    "company_ids": [fields.Command.set(interface.company_id.ids)],
                    "company_id": interface.company_id.id,
                }
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.message_ids:
            raise UserError(self.env._("Archive an interface that was used."))

    # ------------------------------------------------------------- keys
    def action_new_key(self):
        """Make a key for the technical user and show it, once. Older keys end."""
        self.ensure_one()
        self.check_access("write")
        # a user who can do nothing but call this interface, see _make_user
        user = self.sudo().user_id
        if user.group_ids != self.env.ref(GROUP) or not self.active:
            raise UserError(self.env._("Its user is not only for the interface."))
        user.api_key_ids._remove()
        until = fields.Datetime.add(fields.Datetime.now(), days=KEY_DAYS)
        keys = self.env["res.users.apikeys"].with_user(user).sudo()  # as above
        key = keys._generate("rpc", self.name, until)
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.users.apikeys.show",
            "name": self.env._("The new key: it is shown only now"),
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_key": key},
        }

    def action_orders(self):
        """Open the orders that came through this interface."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Orders"),
            "res_model": "sale.order",
            "view_mode": "list,form",
            "domain": [("o2c_interface_id", "in", self.ids)],
        }

    # ------------------------------------------------------------- calls
    @api.model
    def _of_caller(self):
        """The interface of the present user; empty when he has none."""
        # the caller has no rights: his interface says what it may do for him
        return self.sudo().search([("user_id", "=", self.env.uid)])

    def _may_call(self):
        """Whether the calls of the last minute leave room for another."""
        since = fields.Datetime.subtract(fields.Datetime.now(), minutes=1)
        domain = [("interface_id", "=", self.id), ("at", ">", since)]
        domain.append(("source", "=", "api"))
        count = self.env["o2c.interface.message"].search_count(
            domain, limit=self.calls_per_minute
        )
        return count < self.calls_per_minute

    def _acting(self):
        """The interface as its own user in its own company, with superuser rights."""
        # its user can do nothing; what it may do is decided by its settings
        own = self.with_user(self.sudo().user_id).sudo()
        return own.with_company(self.company_id).with_context(
            allowed_company_ids=self.company_id.ids, lang=self.env.lang
        )

    def _refusal(self, code, **values):
        return {
            "code": code,
            "message": explain.interface.call(self.env, code, **values),
        }
