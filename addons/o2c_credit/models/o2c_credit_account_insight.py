"""What customers owe and will owe, by class."""

from collections import defaultdict

from odoo import models

from ..domain import exposure
from ..domain.score import CLASSES


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    def _exposure_by_class(self, company):
        """[{class, customers, exposure, limit}] of a root company, now.

        Each customer with what is his own: what his subsidiaries owe is theirs.
        """
        accounts = self.search([("company_id", "=", company.id)])
        self._flush_exposure()
        rows = self._read_exposure({(a.partner_id.id, company.id) for a in accounts})
        found = defaultdict(lambda: [0, 0.0, 0.0])
        for account in accounts:
            facts = account._own_facts(rows[account.partner_id.id, company.id])
            mine = found[account.risk_class or ""]
            mine[0] += 1
            mine[1] += float(exposure.total(facts))
            mine[2] += account.credit_limit if account.limited else 0.0
        return [
            {"class": letter, "customers": n, "exposure": owed, "limit": limit}
            for letter, (n, owed, limit) in sorted(found.items(), key=_place)
        ]


def _place(item):
    return CLASSES.index(item[0]) if item[0] else len(CLASSES)
