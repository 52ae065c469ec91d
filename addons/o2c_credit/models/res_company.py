from zoneinfo import ZoneInfo

from odoo import api, fields, models

DEFAULT_FIELDS = {"o2c_credit_default_limited", "o2c_credit_default_limit"}


class ResCompany(models.Model):
    _inherit = "res.company"

    o2c_credit_default_limited = fields.Boolean(
        "Limit new customers",
        help="New customers get the default limit; without this nobody limits them.",
    )
    o2c_credit_default_limit = fields.Monetary(
        "Default credit limit", currency_field="currency_id"
    )
    o2c_credit_check_delivery = fields.Boolean(
        "Check credit at delivery",
        default=True,
        help="Look at the limit again when the goods leave. An order that grew after"
        " it was confirmed is looked at in any case.",
    )

    o2c_credit_portal = fields.Selection(
        [
            ("no", "Nothing"),
            ("class", "Class and open items"),
            ("limit", "Class, limit, headroom and open items"),
        ],
        "Customers see in the portal",
        required=True,
        default="no",
    )
    o2c_credit_agent_portal = fields.Boolean(
        "Agents see their customers' credit",
        help="External agents see limit, headroom and balance of the customers they"
        " brought, in the portal.",
    )
    o2c_loss_given_default = fields.Float(
        "Loss given default (%)",
        default=45.0,
        help="How much of what is owed is lost when a customer does not pay. The risk"
        " card multiplies it with the probability and the exposure.",
    )
    o2c_credit_review_days = fields.Integer(
        "Review after",
        default=3,
        help="After so many days somebody must look at a held order again; then"
        " another person is asked.",
    )
    _o2c_review_days = models.Constraint(
        "CHECK (o2c_credit_review_days >= 0)",
        "Held orders cannot be reviewed before they are held.",
    )
    _o2c_loss_is_share = models.Constraint(
        "CHECK (o2c_loss_given_default BETWEEN 0 AND 100)",
        "The loss given default is between 0 and 100 %.",
    )
    o2c_credit_count_insurance = fields.Boolean(
        "Insured amounts do not count",
        help="Take off the exposure what a credit insurer would bear.",
    )
    o2c_credit_second_person = fields.Boolean(
        "Limits need a second person",
        help="A limit is set by approving the request of somebody else only.",
    )

    _o2c_default_limit_not_negative = models.Constraint(
        "CHECK (o2c_credit_default_limit >= 0)",
        "A credit limit cannot be less than zero.",
    )

    def _o2c_credit_today(self):
        """Today where the company is."""
        # the company's own address, whoever may read contacts
        zone = self.sudo().partner_id.tz or "UTC"
        now = fields.Datetime.now().replace(tzinfo=ZoneInfo("UTC"))
        return now.astimezone(ZoneInfo(zone)).date()

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies.filtered("o2c_credit_default_limited")._o2c_mirror_default_limit()
        return companies

    def write(self, vals):
        result = super().write(vals)
        if DEFAULT_FIELDS & vals.keys():
            self._o2c_mirror_default_limit()
        return result

    def _o2c_mirror_default_limit(self):
        """Let Odoo's own default for the credit limit of a customer say the same."""
        # whoever may set up the company
        defaults = self.env["ir.default"].sudo()
        for company in self:
            limited = company.o2c_credit_default_limited
            number = company.o2c_credit_default_limit if limited else 0.0
            for branch in company.search([("id", "child_of", company.id)]):
                defaults.set(
                    "res.partner", "credit_limit", number, company_id=branch.id
                )
