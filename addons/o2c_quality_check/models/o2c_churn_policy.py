from odoo import api, fields, models
from odoo.tools import ormcache

from ..domain.churn import Thresholds


class O2cChurnPolicy(models.Model):
    """From where on a company takes something for a sign that a customer leaves."""

    _name = "o2c.churn.policy"
    _description = "Signs of leaving"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    gap_factor = fields.Float(
        "Silent for (times the usual interval)",
        default=1.5,
        required=True,
        digits=(4, 2),
        help="The usual interval is the median of the days between the customer's own"
        " orders.",
    )
    min_orders = fields.Integer(
        "Interval known after (orders)", default=3, required=True
    )
    basket_percent = fields.Integer(
        "Last three orders at most (% of before)",
        default=60,
        required=True,
        help="The mean of the last three orders against the mean of those before;"
        " looked at from six orders on.",
    )
    score_percent = fields.Integer(
        "Low mark at most (% of its scale)",
        default=60,
        required=True,
        help="6 on a scale from 0 to 10 is 60.",
    )
    late_orders = fields.Integer(
        "Late deliveries from", default=2, required=True, help="0: they do not count."
    )
    days = fields.Integer(
        "What counts (days back)",
        default=180,
        required=True,
        help="How long marks, refusals, complaints and late deliveries count.",
    )
    lost_days = fields.Integer(
        "Gone after (days)",
        default=730,
        required=True,
        help="Who has not ordered for longer is no longer at risk, but gone.",
    )

    _company_once = models.Constraint(
        "UNIQUE (company_id)", "A company has these settings once."
    )
    _sensible = models.Constraint(
        "CHECK (gap_factor >= 1 AND min_orders >= 2"
        " AND basket_percent BETWEEN 1 AND 100 AND score_percent BETWEEN 0 AND 100"
        " AND late_orders >= 0 AND days > 0 AND lost_days >= days)",
        "The interval counts from once and from two orders on; shares are per cent;"
        " a customer is gone later than what counts.",
    )

    @api.model
    @ormcache("company.id")
    def _of_company(self, company):
        """The thresholds of ``company``, the usual ones when it set none."""
        # everybody's customers are judged by them, also for who may not read them
        policy = self.sudo().search([("company_id", "=", company.id)], limit=1)
        if not policy:
            return Thresholds()
        return Thresholds(
            gap_factor=policy.gap_factor,
            min_orders=policy.min_orders,
            basket_share=policy.basket_percent / 100,
            score_share=policy.score_percent / 100,
            late_orders=policy.late_orders,
            days=policy.days,
            lost_days=policy.lost_days,
        )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    def action_open_mine(self):
        """Open the settings of the company one works in, made when there are none."""
        company = self.env.company
        policy = self.search([("company_id", "=", company.id)], limit=1)
        if not policy and self.has_access("create"):
            policy = self.create({"company_id": company.id})
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_quality_check.action_churn_policy"
        )
        return {**action, "res_id": policy.id}
