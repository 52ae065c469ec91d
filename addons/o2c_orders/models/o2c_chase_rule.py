from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..domain.quotation import Basis, ChaseRule


class O2cChaseRule(models.Model):
    """When a quotation without an answer is chased, and when it is given up."""

    _name = "o2c.chase.rule"
    _description = "Chase rule"
    _order = "basis, days, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: all companies.")
    basis = fields.Selection(
        [
            (Basis.SILENCE.value, "the quotation was sent or the customer spoke last"),
            (Basis.VALIDITY.value, "the validity ends"),
        ],
        "After",
        required=True,
        default=Basis.SILENCE.value,
    )
    days = fields.Integer(
        required=True, default=7, help="A negative number means days before."
    )
    action = fields.Selection(
        [
            ("mail", "Write an e-mail"),
            ("sms", "Write a text message"),
            ("activity", "Ask the salesperson to call"),
            ("abandon", "Give the quotation up"),
        ],
        required=True,
        default="mail",
    )
    template_id = fields.Many2one(
        "mail.template", "E-mail", domain=[("model", "=", "sale.order")]
    )
    sms_template_id = fields.Many2one(
        "sms.template", "Text message", domain=[("model", "=", "sale.order")]
    )
    reason_id = fields.Many2one("o2c.quote.reason", domain=[("kind", "=", "abandoned")])
    minimum = fields.Float("From an amount of", help="In the company's currency.")
    team_ids = fields.Many2many("crm.team", string="Sales teams", help="Empty: all.")
    medium_ids = fields.Many2many("utm.medium", string="Channels", help="Empty: all.")
    date_from = fields.Date(
        "For quotations sent from",
        required=True,
        default=fields.Date.context_today,
        help="Older ones are history: nobody is reminded of them.",
    )
    chase_count = fields.Integer(compute="_compute_chase_count")

    @api.depends_context("uid")
    def _compute_chase_count(self):
        groups = self.env["o2c.chase"]._read_group(
            [("rule_id", "in", self.ids), ("state", "=", "done")],
            ["rule_id"],
            ["__count"],
        )
        counts = dict(groups)
        for rule in self:
            rule.chase_count = counts.get(rule, 0)

    @api.constrains("action", "template_id", "sms_template_id", "reason_id")
    def _check_means(self):
        means = {
            "mail": "template_id",
            "sms": "sms_template_id",
            "abandon": "reason_id",
        }
        for rule in self:
            name = means.get(rule.action)
            if name and not rule[name]:
                raise ValidationError(
                    self.env._(
                        "The rule “%(rule)s” needs: %(field)s.",
                        rule=rule.name,
                        field=self._fields[name]._description_string(self.env),
                    )
                )

    def _domain_rule(self):
        """The rule as the decision knows it."""
        return ChaseRule(
            key=self.id,
            days=self.days,
            since=self.date_from,
            basis=Basis(self.basis),
            minimum=Decimal(str(self.minimum)),
            to_customer=self.action in ("mail", "sms"),
            teams=frozenset(self.team_ids.ids),
            media=frozenset(self.medium_ids.ids),
        )
