"""Claims of late interest that nobody asks for: after each month or quarter."""

from odoo import api, fields, models
from odoo.tools import split_every

from ..domain.statement_period import Every, last_period
from .each_alone import each_alone

CHUNK = 500
MONTHS_BACK = 12


class O2cLateClaim(models.Model):
    _name = "o2c.late.claim"
    _inherit = "o2c.late.claim"

    period = fields.Char(
        readonly=True,
        help="The month or quarter that it was proposed for, by itself.",
    )
    # an open claim follows from period to period; once decided it keeps its own
    _once_a_period = models.UniqueIndex(
        "(line_id, period) WHERE period IS NOT NULL",
        "This item has a claim for this period already.",
    )

    @api.model
    def _cron_propose(self):
        """Propose the claims of the last period where a company wants it.

        May run twice, at once, or be killed: an item has one claim for each period.
        """
        domain = [("parent_id", "=", False), ("o2c_late_every", "!=", "never")]
        companies = self.env["res.company"].search(domain)
        each_alone(companies, lambda c: self._propose_period(c, keep=True), "claims")

    @api.model
    def _propose_period(self, company, today=None, keep=False):
        """Claims of a company and its branches for the last period, once for each.

        :param today: a date; None: today of the company
        :param keep: commit every few hundred items, for jobs
        :return: the claims that were made or refreshed
        """
        today = today or company._o2c_credit_today()
        every = Every(company.o2c_late_every)
        period, _first, last = last_period(every, today)
        if company.o2c_late_period == period:
            return self.browse()
        branches = self.env["res.company"].search([("id", "child_of", company.ids)])
        since = fields.Date.subtract(last, months=MONTHS_BACK)
        lines = self._late_lines(branches, last, since=since)
        claims = self.browse()
        for ids in split_every(CHUNK, (lines - self._claimed_for(lines, period)).ids):
            claims |= self._propose_for(lines.browse(ids), last, period, company)
            if keep:
                self.env["ir.cron"]._commit_progress()
        company.o2c_late_period = period
        return claims

    @api.model
    def _claimed_for(self, lines, period):
        """Those of these items that the period has a claim for, whatever became of it,
        or whose open claim is of a later day."""
        domain = [("line_id", "in", lines.ids), ("period", "=", period)]
        return self.search(domain).line_id

    @api.model
    def _propose_for(self, lines, as_of, period, company):
        later = self._open_of(lines).filtered(lambda claim: claim.as_of > as_of)
        # what somebody computed up to a later day is not put back
        lines -= later.line_id
        claims = self.browse()
        minimum, own = company.o2c_late_minimum, company.currency_id
        for currency, same in lines.grouped("currency_id").items():
            least = own._convert(minimum, currency, company, as_of) if minimum else 0.0
            claims |= self._propose(same, as_of, least)
        claims.sudo().period = period  # nobody has the right to write claims
        return claims
