from odoo import fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain.statement_period import Every

GENERAL = "[('type', '=', 'general')]"


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    o2c_late_journal_id = fields.Many2one(
        "account.journal", "Journal of late interest", domain=GENERAL
    )
    o2c_late_interest_account_id = fields.Many2one(
        "account.account",
        "Account of late interest",
        domain="[('internal_group', '=', 'income')]",
    )
    o2c_late_compensation_account_id = fields.Many2one(
        "account.account",
        "Account of recovery compensation",
        domain="[('internal_group', '=', 'income')]",
    )
    o2c_late_costs_first = fields.Boolean(
        "Payments settle costs and interest first",
        default=True,
        help="What is proposed when a payment is registered for an item that claims of"
        " late interest are open for.",
    )
    o2c_late_every = fields.Selection(
        [
            (Every.NEVER.value, "Only when somebody asks"),
            (Every.MONTHLY.value, "After each month"),
            (Every.QUARTERLY.value, "After each quarter"),
        ],
        "Propose claims",
        required=True,
        default=Every.NEVER.value,
        help="Each late item once a period, as open claims: somebody posts or waives"
        " them.",
    )
    o2c_late_minimum = fields.Monetary(
        "Claims not less than", help="What is less waits for the next period."
    )
    o2c_late_period = fields.Char("Claims proposed until", readonly=True)
    o2c_write_off_journal_id = fields.Many2one(
        "account.journal", "Journal of write-offs", domain=GENERAL
    )
    o2c_write_off_account_id = fields.Many2one(
        "account.account",
        "Account of write-offs",
        domain="[('internal_group', '=', 'expense')]",
    )

    def _o2c_ledger_setting(self, *names):
        """The records in these settings of the company or, without one, of its root.

        :return: a list in the order of ``names``
        :raise UserError: one is not set; the message says which
        """
        self.ensure_one()
        company = self.sudo()  # settings of the company, whoever posts
        found = [company[name] or company.root_id[name] for name in names]
        missing = [name for name, value in zip(names, found, strict=True) if not value]
        if missing:
            labels = [self._fields[n]._description_string(self.env) for n in missing]
            raise UserError(explain.interest.settings_missing(self.env, labels))
        return found
