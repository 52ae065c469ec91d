"""What a customer's score is where somebody sells to him, a newcomer's too."""

from odoo import models

from ..domain import score as rules
from .score_portfolio import with_situation


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    def _scores_now(self):
        """The score of each account now: {account: ScoreResult}.

        Who was in no run yet is judged by what is known without one: country, sector,
        rating, what is open. Constant in the length of the history.
        """
        scored = self._current_score()
        fresh = self.filtered(lambda a: a not in scored)
        return {**scored, **fresh._newcomer_scores()}

    def _newcomer_scores(self):
        scored = {}
        today = self._score_today()
        open_now = self._read_open(today) if self else {}
        others = self._read_others(today) if self else {}
        for company, accounts in self.grouped("company_id").items():
            # whoever sells is told the class, by rules that he does not read
            card = self.env["o2c.scorecard"].sudo()._in_force(company)
            if not card:
                continue
            known, quantiles = card._card(), self._last_quantiles(company, card)
            for account in accounts:
                key = (company.id, account.partner_id.id)
                values = with_situation({}, open_now.get(key), others.get(key))
                scored[account] = rules.score(known, values, quantiles)
        return scored

    def _last_quantiles(self, company, card):
        runs = self.env["o2c.score.run"].sudo()  # as above
        domain = [("company_id", "=", company.id), ("scorecard_id", "=", card.id)]
        run = runs.search(domain, order="date desc, id desc", limit=1)
        return run._kept_quantiles() if run else {}
