from odoo import fields, models

from ..domain import interest as rules
from .interest_facts import INTEREST_FLUSHED
from .interest_reader import InterestReader
from .interest_sheet import as_dict

REPORT = "o2c_credit.interest_sheet"
PARTS = [("costs", "Recovery compensation"), ("interest", "Late interest")]


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = "account.move.line"

    o2c_late_claim_id = fields.Many2one(
        "o2c.late.claim",
        "Late interest claim",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    o2c_late_part = fields.Selection(
        PARTS, "Part of the claim", readonly=True, copy=False
    )

    def _o2c_interest(self, as_of):
        """Late interest and compensation of these receivable lines, open or paid.

        Everything is read as the ledger is now, interest runs until ``as_of``. Nothing
        is written; a few queries for all lines.

        :param as_of: a date, the last day that counts
        :return: {line: domain.interest.InterestSheet} in the currency of each line;
            lines that are no receivables are left out
        """
        found = self._o2c_interest_whole(as_of)
        return {line: sheet for line, (_item, _law, sheet) in found.items()}

    def _o2c_interest_whole(self, as_of):
        """As :meth:`_o2c_interest`: {line: (LateItem, law, InterestSheet)}."""
        for name, columns in INTEREST_FLUSHED.items():
            self.env[name].flush_model(columns)
        known = {}
        for items in InterestReader(self.env).items(self.ids).values():
            for (item, law), sheet in zip(items, _sheets(items, as_of), strict=True):
                known[item.key] = (item, law, sheet)
        return {line: known[line.id] for line in self if line.id in known}

    def _o2c_interest_dicts(self, as_of):
        """The calculation sheets of these lines as JSON: {line: dict}."""
        found = self._o2c_interest_whole(as_of)
        return {line: as_dict(line, *parts) for line, parts in found.items()}

    def _o2c_interest_pdf(self, as_of, lang=None):
        """The calculation sheets as one PDF (bytes), a page or more for each line.

        Lines on which nothing is or was late are left out.

        :param lang: a code; None: each customer's own language
        """
        self.check_access("read")
        data = {
            "o2c_line_ids": self.ids,
            "o2c_as_of": as_of.isoformat(),
            "o2c_lang": lang,
        }
        # whoever may read the items may have their sheets
        reports = self.env["ir.actions.report"].sudo()
        return reports._render_qweb_pdf(REPORT, [], data=data)[0]


def _sheets(items, as_of):
    """The sheets of the instalments of one invoice."""
    sheets = [rules.sheet(item, as_of) for item, _law in items]
    law = items[0][1]
    if len(sheets) > 1 and law and law.sum_per == "invoice":
        return rules.one_sum(sheets)
    return sheets
