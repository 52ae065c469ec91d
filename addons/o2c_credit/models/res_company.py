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

    _o2c_default_limit_not_negative = models.Constraint(
        "CHECK (o2c_credit_default_limit >= 0)",
        "A credit limit cannot be less than zero.",
    )

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
