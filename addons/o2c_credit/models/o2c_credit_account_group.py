"""Limits that are for a customer and the companies below him, and the race."""

from odoo import fields, models
from odoo.tools import SQL

from ..domain import exposure

# the covering accounts above customers; who is his own ancestor ends the search
ABOVE = """
WITH RECURSIVE up AS (
    SELECT p.id AS customer_id, a.company_id, p.parent_id
      FROM unnest(%(partners)s::int[], %(companies)s::int[])
           AS a(partner_id, company_id)
      JOIN res_partner p ON p.id = a.partner_id
     UNION
    SELECT up.customer_id, up.company_id, p.parent_id
      FROM up JOIN res_partner p ON p.id = up.parent_id
)
SELECT up.customer_id, up.company_id, c.id
  FROM up
  JOIN o2c_credit_account c ON c.partner_id = up.parent_id
   AND c.company_id = up.company_id AND c.covers_subsidiaries
 WHERE up.parent_id <> up.customer_id
 ORDER BY c.id
"""
# the customers (commercial partners) below covering accounts
BELOW = """
WITH RECURSIVE down AS (
    SELECT a.id AS account_id, a.company_id, a.partner_id AS top_id, p.id AS partner_id
      FROM o2c_credit_account a JOIN res_partner p ON p.parent_id = a.partner_id
     WHERE a.id = ANY(%(accounts)s)
     UNION
    SELECT down.account_id, down.company_id, down.top_id, p.id
      FROM down JOIN res_partner p ON p.parent_id = down.partner_id
)
SELECT down.account_id, p.id, down.company_id
  FROM down JOIN res_partner p ON p.id = down.partner_id
 WHERE p.commercial_partner_id = p.id AND p.id <> down.top_id
 ORDER BY p.id
"""
# NO KEY: the decisions just written refer to the account and share its key with those
# of other transactions; waiting for that would be a deadlock
CLAIM = """
WITH mine AS (
    SELECT id FROM o2c_credit_account WHERE id = ANY(%(accounts)s)
     ORDER BY id FOR NO KEY UPDATE
)
UPDATE o2c_credit_account a SET claim_count = COALESCE(a.claim_count, 0) + 1
  FROM mine WHERE mine.id = a.id
"""
HIERARCHY = {
    "res.partner": ["parent_id", "commercial_partner_id"],
    "o2c.credit.account": ["partner_id", "company_id", "covers_subsidiaries"],
}


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    # see _claim
    claim_count = fields.Integer(readonly=True, copy=False, groups=fields.NO_ACCESS)

    def _group_facts(self):
        """{account: ExposureFacts of the group it belongs to, None without}.

        Where several accounts above cover this one, that with the least headroom.
        """
        above = self._covering()
        # of customers above, whoever may read them
        covering = self.browse().sudo().union(*above.values())
        facts = covering._facts()
        return {
            account: exposure.tightest([facts[c] for c in above.get(account, ())])
            for account in self
        }

    def _covering(self):
        """{account: covering accounts above it}, of those that have any."""
        keys = {(a.partner_id.id, a.company_id.id): a for a in self if a.partner_id}
        # whether there is anything above, whoever may read the parent
        if not any(a.partner_id.parent_id for a in self.sudo()):
            return {}
        rows = self._hierarchy(
            ABOVE,
            partners=[partner for partner, _company in keys],
            companies=[company for _partner, company in keys],
        )
        found = {}
        for customer, company, above in rows:
            found.setdefault(keys[customer, company], []).append(above)
        accounts = self.sudo()  # see _group_facts
        return {account: accounts.browse(ids) for account, ids in found.items()}

    def _below(self):
        """{(customer id, company id): account} of all companies that these cover.

        A company below several of them belongs to the last; see :meth:`_members`.
        """
        members = self._members()
        return {pair: account for account, pairs in members.items() for pair in pairs}

    def _members(self):
        """{covering account: [(customer id, company id) of each company below]}."""
        covering = self.filtered(lambda a: a.covers_subsidiaries and a._origin.id)
        members = {account: [] for account in covering}
        if covering:
            of_id = {account._origin.id: account for account in covering}
            for account_id, *pair in self._hierarchy(BELOW, accounts=list(of_id)):
                members[of_id[account_id]].append(tuple(pair))
        return members

    def _with_below(self):
        """These accounts and those of the companies that they cover."""
        pairs = self._below()
        if not pairs:
            return self
        domain = [
            ("partner_id", "in", [partner for partner, _company in pairs]),
            ("company_id", "in", self.company_id.ids),
        ]
        return self | self.search(domain)

    def _hierarchy(self, query, **params):
        for model, names in HIERARCHY.items():
            self.env[model].flush_model(names)
        return self.env.execute_query(SQL(query, **params))

    # ------------------------------------------------------------- the race
    def _claim(self, always=()):
        """Make this transaction the only one that lets orders of these accounts pass.

        Odoo's transactions keep the picture of the database they began with. Writing
        the row makes every other transaction that decided on the same picture fail
        and start again with a fresh one: see docs/adr/0004. The accounts above that
        cover these are written with them. In id order, so that two batches wait for
        each other instead of blocking each other. Where nothing limits a customer,
        nothing is written, except for those in ``always``: other orders of theirs
        share something else with this one.
        """
        covering = self.union(*self._covering().values())
        limited = (self | covering).filtered(lambda a: a._has_limit())
        ids = limited.union(*always).ids
        if not ids:
            return
        self.browse(ids).flush_recordset()
        self.env.cr.execute(SQL(CLAIM, accounts=ids))
        self.browse(ids).invalidate_recordset(["claim_count"])

    def _has_limit(self):
        """Whether a limit may be in force, today or on another day."""
        return self.limited or bool(self.temporary_from)
