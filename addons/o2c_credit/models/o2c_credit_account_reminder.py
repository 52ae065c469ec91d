"""Limits to be looked at again: an activity on the day, once for each date."""

import logging

from odoo import api, fields, models

from .. import explain
from .o2c_credit_account import MANAGER

_logger = logging.getLogger(__name__)
# which date is due, and for which date somebody was reminded already
REMINDERS = {
    "review_date": "review_reminded",
    "limit_expires": "expiry_reminded",
}


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    # written by the job alone
    review_reminded = fields.Date(copy=False, groups=fields.NO_ACCESS)
    expiry_reminded = fields.Date(copy=False, groups=fields.NO_ACCESS)

    @api.model
    def _cron_limits(self):
        """Remind of what is due and show today's limits in Odoo's own field.

        May run twice or be killed: each account is committed with its activity.
        """
        accounts = self._due_for_reminder() | self._changing_by_date()
        remaining = len(accounts)
        for account in accounts.sorted("id"):
            remaining -= 1
            account._refresh_safely()
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    @api.model
    def _due_for_reminder(self):
        """The accounts with a date that is due and that nobody was reminded of."""
        found = self.browse()
        for company in self.env["res.company"].search([("parent_id", "=", False)]):
            day = company._o2c_credit_today()
            for name, done in REMINDERS.items():
                due = self.search([("company_id", "=", company.id), (name, "<=", day)])
                found |= due.filtered(lambda a, n=name, d=done: a[d] != a[n])
        return found

    @api.model
    def _changing_by_date(self):
        """The accounts whose limit may be another one today than yesterday."""
        return self.search(
            ["|", ("temporary_from", "!=", False), ("cover_ids", "!=", False)]
        )

    def _refresh_safely(self):
        try:
            with self.env.cr.savepoint():
                self._mirror_limit()
                self._remind()
        except Exception:
            _logger.exception("credit account %s could not be looked at", self.id)

    def _remind(self):
        day = self.company_id._o2c_credit_today()
        for name, done in REMINDERS.items():
            due = self[name]
            if due and due <= day and self[done] != due:
                self[done] = due
                self.activity_schedule(
                    "mail.mail_activity_data_todo",
                    due,
                    summary=explain.limit.reminder(self.env, name),
                    user_id=self._reminded_user().id,
                )

    def _reminded_user(self):
        """The collector, else a credit manager of the company."""
        if self.collector_id:
            return self.collector_id
        managers = self.env.ref(MANAGER).all_user_ids.filtered(
            lambda u: not u.share and self.company_id in u.company_ids
        )
        return managers.sorted("id")[:1] or self.env.user
