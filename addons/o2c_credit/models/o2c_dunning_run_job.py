"""The runs that nobody starts by hand: every day, and after an event."""

import logging

from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

TRIES = 5
RETRY = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, UniqueViolation, ConcurrencyError)
MAKE = ("generate", "send")


class O2cDunningRun(models.Model):
    _name = "o2c.dunning.run"
    _inherit = "o2c.dunning.run"

    @api.model
    def _cron_dunning(self):
        """The day's run of each company. May run twice, at once, or be killed.

        Each step is committed whole; whoever comes next goes on where it stopped.
        """
        for company in self._companies_with_runs():
            self._safely(company, self._daily_steps)

    @api.model
    def _cron_dunning_event(self):
        """Runs for customers with whom something happened since the last one."""
        for company in self._companies_with_runs():
            self._safely(company, self._event_steps)

    @api.model
    def _companies_with_runs(self):
        domain = [("parent_id", "=", False), ("o2c_dunning_auto", "!=", "no")]
        return self.env["res.company"].search(domain)

    @api.model
    def _safely(self, company, steps):
        """Take the steps of a company, again where another process was first."""
        for number in range(1, TRIES + 1):
            self.env["ir.cron"]._commit_progress()
            try:
                steps(company)
                self.env["ir.cron"]._commit_progress(1)
                return
            except RETRY:
                self.env.cr.rollback()
                if number == TRIES:
                    _logger.exception("dunning run of company %s gave up", company.id)
            except Exception:
                # one company that fails does not stop the others
                self.env.cr.rollback()
                _logger.exception("dunning run of company %s failed", company.id)
                return

    @api.model
    def _daily_steps(self, company):
        day = company._o2c_credit_today()
        found = [
            ("company_id", "=", company.id),
            ("day", "=", day),
            ("kind", "=", "daily"),
        ]
        run = self.search(found) or self.create(
            {"company_id": company.id, "day": day, "kind": "daily"}
        )
        if run.state == "new":
            run._simulate()
            self.env["ir.cron"]._commit_progress()
        if run.state == "simulated" and company.o2c_dunning_auto in MAKE:
            run._generate()
            self.env["ir.cron"]._commit_progress()
        run._send_if_wanted()

    @api.model
    def _event_steps(self, company):
        asked = [("company_id", "=", company.id), ("dunning_asked", "=", True)]
        accounts = self.env["o2c.credit.account"].search(asked)
        if not accounts:
            return
        accounts.dunning_asked = False
        run = self.create(
            {
                "company_id": company.id,
                "day": company._o2c_credit_today(),
                "kind": "event",
                "account_ids": accounts.ids,
            }
        )
        run._simulate()
        if not run.going_count:
            # nothing to be told: the customer is where he was
            run.proposal_ids.unlink()
            run.unlink()
            return
        if company.o2c_dunning_auto in MAKE:
            run._generate()
        run._send_if_wanted()

    def _send_if_wanted(self):
        if self.state == "approved" and self.company_id.o2c_dunning_auto == "send":
            self._start_sending()
