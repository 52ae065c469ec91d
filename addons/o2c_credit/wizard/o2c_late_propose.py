from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from .. import explain


class O2cLatePropose(models.TransientModel):
    """Compute what late payers owe beside the principal, as claims to decide about."""

    _name = "o2c.late.propose"
    _description = "Propose claims of late interest"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    as_of = fields.Date(
        "Interest until",
        required=True,
        default=lambda self: self.env.company._o2c_credit_today(),
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="Customers",
        help="Empty: all customers.",
        domain="['|', ('is_company', '=', True), ('parent_id', '=', False)]",
    )
    paid_late = fields.Boolean(
        "Also what was paid late",
        default=True,
        help="Interest that ran until a late payment is owed still.",
    )
    since = fields.Date(
        "Due since",
        default=lambda self: (
            self.env.company._o2c_credit_today() - relativedelta(years=1)
        ),
    )
    minimum = fields.Float(
        "Not less than", help="Claims of less, in their own currency, are left out."
    )
    warning = fields.Char(compute="_compute_warning")

    @api.depends("company_id", "as_of")
    def _compute_warning(self):
        for wizard in self:
            wizard.warning = explain.interest.law_warning(
                wizard.company_id, wizard.as_of
            )

    def action_propose(self):
        """Make or refresh the open claims and show them."""
        self.ensure_one()
        Claim = self.env["o2c.late.claim"]
        Claim.check_access("read")
        customers = self.partner_ids.commercial_partner_id if self.partner_ids else None
        Company = self.env["res.company"]
        branches = Company.search([("id", "child_of", self.company_id.id)])
        companies = branches & self.env.user.company_ids
        lines = Claim._late_lines(
            companies, self.as_of, customers, self.since if self.paid_late else None
        )
        claims = Claim._propose(lines, self.as_of, self.minimum)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_credit.action_late_claim"
        )
        return {**action, "domain": [("id", "in", claims.ids)], "context": {}}
