from datetime import date
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .. import explain
from ..domain import interest as rules

# who is told in the company what the law says
KEEPER = "account.group_account_manager"
JULY = 7


class O2cInterestRate(models.Model):
    """The yearly rate of a law for some time, mostly a half-year, and who says so.

    A rate whose source nobody has read yet is inactive: its days are not charged.
    """

    _name = "o2c.interest.rate"
    _description = "Rate of late interest"
    _inherit = ["mail.thread"]
    _order = "law_id, date_from desc, debtor, id"

    law_id = fields.Many2one(
        "o2c.late.law", required=True, index=True, ondelete="restrict", tracking=True
    )
    country_id = fields.Many2one(related="law_id.country_id", store=True)
    active = fields.Boolean("In force", default=True, tracking=True)
    debtor = fields.Selection(
        [("any", "Businesses and public bodies"), ("public_health", "Public health")],
        "Debtors",
        required=True,
        default="any",
    )
    date_from = fields.Date("From", required=True, tracking=True)
    date_to = fields.Date(
        "To before", required=True, tracking=True, help="The first day without it."
    )
    percent = fields.Float(
        "Rate (%)", digits=(6, 3), required=True, tracking=True, aggregator=False
    )
    reference = fields.Float("Reference rate (%)", digits=(6, 3), aggregator=False)
    margin = fields.Float("Points on top", digits=(6, 3), aggregator=False)
    source = fields.Char(required=True, tracking=True)
    url = fields.Char("Link")
    to_verify = fields.Boolean(
        "To be verified", help="Nobody has read the official source of it yet."
    )
    verified_by_id = fields.Many2one("res.users", "Verified by", readonly=True)
    verified_on = fields.Date(readonly=True)

    _interval = models.Constraint(
        "CHECK (date_to > date_from)", "A rate cannot end before it begins."
    )
    _percent_sound = models.Constraint(
        "CHECK (percent >= 0 AND percent < 100)",
        "A yearly rate is between 0 and 100 %.",
    )
    _verified_in_force = models.Constraint(
        "CHECK (active IS NOT TRUE OR to_verify IS NOT TRUE)",
        "A rate that is to be verified is not in force.",
    )

    @api.depends("law_id", "date_from", "percent")
    def _compute_display_name(self):
        for rate in self:
            half = f"{rate.date_from:%Y-%m}" if rate.date_from else ""
            rate.display_name = f"{rate.country_id.code or ''} {half}: {rate.percent}%"

    @api.constrains("law_id", "debtor", "date_from", "date_to", "active")
    def _check_no_overlap(self):
        for rate in self.filtered("active"):
            others = self.search(
                [
                    ("id", "!=", rate.id),
                    ("law_id", "=", rate.law_id.id),
                    ("debtor", "=", rate.debtor),
                    ("date_from", "<", rate.date_to),
                    ("date_to", ">", rate.date_from),
                ]
            )
            if others:
                raise ValidationError(
                    self.env._("Another rate is in force in these days already.")
                )

    def action_verify(self):
        """Put these rates in force: the present user has read their source.

        :raise AccessError: he does not keep the accounts of the company
        :raise UserError: there is nothing to verify
        """
        if not self.env.user.has_group(KEEPER):
            raise AccessError(explain.interest.keeper_needed(self.env))
        waiting = self.filtered("to_verify")
        if not waiting:
            raise UserError(explain.interest.nothing_to_verify(self.env))
        waiting.write(
            {
                "to_verify": False,
                "active": True,
                "verified_by_id": self.env.uid,
                "verified_on": fields.Date.context_today(self),
            }
        )

    @api.onchange("date_from")
    def _onchange_date_from(self):
        if self.date_from and not self.date_to:
            year, first_half = self.date_from.year, self.date_from.month < JULY
            self.date_to = date(year, JULY, 1) if first_half else date(year + 1, 1, 1)

    @api.onchange("reference", "margin")
    def _onchange_reference(self):
        if self.reference or self.margin:
            self.percent = self.reference + self.margin

    def _covers(self, day):
        return self.active and self.date_from <= day < self.date_to

    def _facts(self):
        self.ensure_one()
        percent = Decimal(f"{self.percent:.3f}")
        return rules.Rate(self.date_from, self.date_to, percent, self.id)
