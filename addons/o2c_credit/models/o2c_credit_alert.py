"""Alerts about customers where something goes the wrong way."""

from odoo import api, fields, models

from .. import explain
from ..domain.customer_profile import Trend
from .each_alone import companies_alone
from .o2c_credit_account import MANAGER

KINDS = [
    (Trend.SLOWER.value, "Pays more slowly"),
    (Trend.MORE_OVERDUE.value, "More and more is overdue"),
    (Trend.WORSE_CLASS.value, "Worse class"),
]


class O2cCreditAlert(models.Model):
    """A trend of a customer that somebody should look at: from a day until it is over.

    While it lasts nobody is told twice.
    """

    _name = "o2c.credit.alert"
    _description = "Negative trend"
    _order = "date_from desc, id desc"
    _rec_name = "partner_id"

    account_id = fields.Many2one(
        "o2c.credit.account", "Credit account", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="account_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="account_id.partner_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(KINDS, "Trend", required=True)
    facts = fields.Json()
    text = fields.Char("What happened", compute="_compute_text")
    user_id = fields.Many2one("res.users", "Told to")
    date_from = fields.Date("Since", required=True)
    date_to = fields.Date("Until", help="Empty: it goes on.")

    _open_once = models.UniqueIndex(
        "(account_id, kind) WHERE date_to IS NULL", "This trend is known already."
    )
    _account_index = models.Index("(account_id, date_from)")

    @api.depends("kind", "facts")
    def _compute_text(self):
        for alert in self:
            alert.text = explain.insight.trend(self.env, alert.kind, alert.facts or {})

    # ------------------------------------------------------------- finding
    @api.model
    def _cron_alert(self):
        """Find profiles and alerts of all companies. May run twice or be killed."""
        companies_alone(self.env, self._refresh, "profiles")

    @api.model
    def _refresh(self, company):
        """Profiles anew; open what is new, end what is over. Returns the new ones."""
        found = self.env["o2c.credit.profile"]._refresh(company)
        today = company._o2c_credit_today()
        wanted = {
            (account, reason.code.value): dict(reason.params)
            for account, reasons in found.items()
            for reason in reasons
        }
        running = self.search(
            [("company_id", "=", company.id), ("date_to", "=", False)]
        )
        known = {(alert.account_id.id, alert.kind): alert for alert in running}
        over = [alert.id for key, alert in known.items() if key not in wanted]
        self.browse(over).write({"date_to": today})
        new = self.create(
            [
                {
                    "account_id": account,
                    "kind": kind,
                    "facts": facts,
                    "date_from": today,
                }
                for (account, kind), facts in wanted.items()
                if (account, kind) not in known
            ]
        )
        new._tell()
        return new

    def _tell(self):
        """An activity for the collector, or else for a credit manager; once."""
        fallback = {c: self._manager_of(c) for c in self.company_id}
        for account, alerts in self.grouped("account_id").items():
            user = account.collector_id or fallback[account.company_id]
            alerts.user_id = user
            if user:
                account.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=explain.insight.alert_summary(self.env, account),
                    note=explain.insight.as_lines(alerts.mapped("text")),
                    user_id=user.id,
                )

    def _manager_of(self, company):
        managers = self.env.ref(MANAGER).all_user_ids.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )
        return managers.sorted("id")[-1:]

    def action_account(self):
        """Open the credit account."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "o2c.credit.account",
            "res_id": self.account_id.id,
            "views": [(False, "form")],
        }
