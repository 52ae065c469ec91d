from odoo import api, fields, models


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
