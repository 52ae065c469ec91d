from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from .o2c_credit_account import MANAGER

TERMS = {"debtor_kind", "late_basis", "contract_rate", "late_law_id"}
# claims lapse long before
LONG_AGO = date(2000, 1, 1)


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    debtor_kind = fields.Selection(
        [
            ("auto", "As the contact says"),
            ("business", "Business or public body"),
            ("public_health", "Public health body"),
            ("consumer", "Consumer"),
        ],
        "Debtor is a",
        required=True,
        default="auto",
        tracking=True,
        help="A consumer owes neither late interest by these laws nor compensation. A"
        " contact without company and without tax number is taken for a consumer.",
    )
    is_consumer = fields.Boolean(compute="_compute_is_consumer")
    late_basis = fields.Selection(
        [
            ("law", "By law"),
            ("contract", "By contract"),
            ("none", "None"),
        ],
        "Late interest",
        required=True,
        default="law",
        tracking=True,
    )
    contract_rate = fields.Float(
        "Agreed rate (%)", digits=(6, 3), tracking=True, help="Per year."
    )
    late_law_id = fields.Many2one(
        "o2c.late.law",
        "Law on late payment",
        tracking=True,
        help="Empty: the law of the country of the company that invoiced.",
    )

    _contract_rate_sound = models.Constraint(
        "CHECK (contract_rate >= 0 AND contract_rate < 100)",
        "A yearly rate is between 0 and 100 %.",
    )

    @api.depends("debtor_kind", "partner_id.is_company", "partner_id.vat")
    def _compute_is_consumer(self):
        for account in self:
            partner = account.partner_id
            unknown = account.debtor_kind == "auto"
            person = not (partner.is_company or partner.vat)
            account.is_consumer = account.debtor_kind == "consumer" or (
                unknown and person
            )

    def write(self, vals):
        may = self.env.su or self.env.user.has_group(MANAGER)
        if TERMS & vals.keys() and not may:
            raise AccessError(explain.interest.terms_refused(self.env))
        return super().write(vals)

    def action_late_interest(self):
        """Compute what the customer owes for being late today and show the claims."""
        self.ensure_one()
        self.check_access("read")
        Claim = self.env["o2c.late.claim"]
        Claim.check_access("read")
        companies = self.env["res.company"].search(
            [("id", "child_of", self.company_id.id)]
        )
        today = self._today()[self]
        lines = Claim._late_lines(companies, today, self.partner_id, since=LONG_AGO)
        Claim._propose(lines, today)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_credit.action_late_claim"
        )
        domain = [
            ("partner_id", "=", self.partner_id.id),
            ("company_id", "child_of", self.company_id.id),
        ]
        return {**action, "domain": domain, "context": {}}

    def action_allocate(self):
        """Open the form that lays an open payment on what the customer owes."""
        self.ensure_one()
        self.check_access("read")
        Line = self.env["account.move.line"]
        credits_ = Line._o2c_open_credits(self.partner_id, self.company_id)
        if not credits_:
            raise UserError(explain.interest.no_such_credit(self.env))
        return credits_[0]._o2c_allocate()
