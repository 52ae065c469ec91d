from odoo import models

from ..domain import interest as rules
from .interest_facts import INTEREST_FLUSHED
from .interest_reader import InterestReader


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = "account.move.line"

    def _o2c_interest(self, as_of):
        """Late interest and fixed sum of these receivable lines, open or paid.

        Everything is read as the ledger is now, interest runs until ``as_of``. Nothing
        is written; a few queries for all lines.

        :param as_of: a date, the last day that counts
        :return: {line: domain.interest.InterestSheet} in the currency of each line;
            lines that are no receivables are left out
        """
        for name, columns in INTEREST_FLUSHED.items():
            self.env[name].flush_model(columns)
        found = InterestReader(self.env).items(self.ids)
        sheets = {}
        for items in found.values():
            for one in _sheets(items, as_of):
                sheets[one.key] = one
        return {line: sheets[line.id] for line in self if line.id in sheets}


def _sheets(items, as_of):
    """The sheets of the instalments of one invoice."""
    sheets = [rules.sheet(item, as_of) for item, _law in items]
    law = items[0][1]
    if len(sheets) > 1 and law and law.sum_per == "invoice":
        return rules.one_sum(sheets)
    return sheets
