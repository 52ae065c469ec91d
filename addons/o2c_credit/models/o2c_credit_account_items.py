"""The open items of an account, as dunning, promises and the work list see them."""

from decimal import Decimal

from odoo import api, models

from ..domain.open_item import OpenItem
from .open_item_facts import OPEN_ITEMS_FLUSHED, open_items_sql


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    def _open_items(self, as_of=None):
        """{account: (OpenItem, …)}, oldest due first, unmatched credits included.

        Of Odoo's ledger; accounts that owe nothing have none. See ``domain.open_item``.

        :param as_of: a date, see ``open_items_sql``
        """
        accounts = {(a.partner_id.id, a.company_id.id): a for a in self if a.partner_id}
        found = {account: [] for account in self}
        for row in self._open_item_rows(accounts, as_of):
            account = accounts[row["customer_id"], row["company_id"]]
            found[account].append(open_item(row))
        return {
            account: tuple(sorted(items, key=lambda i: (i.due_date, i.key)))
            for account, items in found.items()
        }

    @api.model
    def _open_item_rows(self, pairs=None, as_of=None):
        """The rows of ``open_items_sql`` as dicts; ``pairs`` None: of everybody."""
        if pairs is not None and not pairs:
            return []
        self._flush_for(OPEN_ITEMS_FLUSHED)
        return self.env.execute_query_dict(open_items_sql(as_of, pairs=pairs))


def open_item(row):
    """The OpenItem of a row of ``open_items_sql``."""
    return OpenItem(
        key=row["line_id"],
        document=row["move_id"],
        number=row["number"],
        currency=row["currency_id"],
        invoice_date=row["invoice_date"],
        due_date=row["due_date"],
        amount=Decimal(row["amount"]),
        residual=Decimal(row["residual"]),
        held=Decimal(row["held"] or 0),
        promised=Decimal(row["promised"] or 0),
        level=row["level"],
        cycle=row["cycle"],
        reminded=row["reminded"],
    )
