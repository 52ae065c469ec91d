from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from .o2c_score import RISK_CLASSES

MANAGER = "o2c_credit.group_credit_manager"


class O2cScoreOverride(models.Model):
    """A class set by a person, for a time and with a reason."""

    _name = "o2c.score.override"
    _description = "Class set by hand"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    account_id = fields.Many2one(
        "o2c.credit.account",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    partner_id = fields.Many2one(related="account_id.partner_id", string="Customer")
    company_id = fields.Many2one(
        related="account_id.company_id", store=True, index=True
    )
    risk_class = fields.Selection(RISK_CLASSES, "Class", required=True)
    scored_class = fields.Selection(RISK_CLASSES, "Class by points", readonly=True)
    reason = fields.Text(required=True)
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date(
        "Until", required=True, help="The first day on which it no longer counts."
    )
    user_id = fields.Many2one("res.users", "Set by", readonly=True)
    ended_by_id = fields.Many2one("res.users", "Ended by", readonly=True)

    _ends_later = models.Constraint(
        "CHECK (date_to >= date_from)", "It cannot end before it begins."
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_manager()
        today = fields.Date.context_today(self)
        vals_list = [
            {**vals, "date_from": today, "user_id": self.env.uid, "ended_by_id": False}
            for vals in vals_list
        ]
        accounts = self.env["o2c.credit.account"].browse(
            [vals["account_id"] for vals in vals_list]
        )
        self._check_not_own(accounts)
        self._end_others(accounts, today)
        overrides = super().create(vals_list)
        for override in overrides.sudo():  # his right to set a class was asked
            override.scored_class = override.account_id.scored_class
            override.account_id._apply_override()
            override.account_id._message_log(
                body=explain.score.overridden(override),
                author_id=self.env.user.partner_id.id,
            )
        return overrides

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("End it and set the class anew."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was decided by hand is kept."))

    def action_end(self):
        """End it today, so that the points decide again."""
        self._check_manager()
        self._check_not_own(self.account_id)
        self.check_access("read")
        today = fields.Date.context_today(self)
        # nobody may write it; whoever may set a class may end it
        running = self.sudo().filtered(lambda o: o.date_to > today)
        running.write({"date_to": today, "ended_by_id": self.env.uid})
        running.account_id._apply_override()

    def _end_others(self, accounts, today):
        # the newest counts; the one before it is ended by whoever sets the new one
        domain = [("account_id", "in", accounts.ids), ("date_to", ">", today)]
        running = self.sudo().search(domain)  # as in action_end
        running.write({"date_to": today, "ended_by_id": self.env.uid})

    def _check_manager(self):
        if not (self.env.su or self.env.user.has_group(MANAGER)):
            raise AccessError(self.env._("Only credit managers set a class by hand."))

    def _check_not_own(self, accounts):
        """Who sells to a customer does not judge him."""
        if self.env.su:
            return
        # the customer's salesperson is no secret of his account
        own = accounts.sudo().filtered(lambda a: a.partner_id.user_id == self.env.user)
        if own:
            raise AccessError(
                self.env._(
                    "You sell to %s: another credit manager sets the class.",
                    ", ".join(own.mapped("display_name")),
                )
            )
