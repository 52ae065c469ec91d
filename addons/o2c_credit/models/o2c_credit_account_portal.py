"""What a customer and his agent see of his credit in the portal, if the company allows.

Portal users have no right to credit accounts: these methods choose what is theirs and
give out texts, nothing else.
"""

from odoo import api, fields, models
from odoo.fields import Domain

from .. import explain
from ..domain import exposure, policy

NOT_SHOWN = "no"


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    @api.model
    def _portal_own(self):
        """The accounts of the user's own customer that he may see, one per company."""
        customer = self.env.user.partner_id.commercial_partner_id
        domain = [
            ("partner_id", "=", customer.id),
            ("company_id.o2c_credit_portal", "!=", NOT_SHOWN),
        ]
        # his own, which the company shows him; internal users have other screens
        accounts = self.sudo()
        return accounts.search(domain) if self.env.user.share else accounts

    @api.model
    def _portal_of_agent(self):
        """The accounts of the customers whom the user brought as external agent."""
        user = self.env.user
        accounts = self.sudo()  # of his customers, in the companies that allow it
        if not user.has_group("o2c_orders.group_external_agent"):
            return accounts
        domain = [
            ("partner_id.o2c_agent_id", "=", user.partner_id.id),
            ("company_id.o2c_credit_agent_portal", "=", True),
        ]
        return accounts.search(domain)

    # ------------------------------------------------------------- the customer
    def _portal_values(self):
        """What the customer himself reads: a dict of texts."""
        self.ensure_one()
        facts = self._facts()[self]
        shows_limit = self.company_id.o2c_credit_portal == "limit"
        return {
            "account": self,
            "company": self.company_id.name,
            "figures": self._portal_figures(facts) if shows_limit else [],
            "risk_class": self._portal_class(),
            "raise": self._portal_what_raises(facts),
            "items": self._portal_items(),
            "reviews": [explain.portal.review(r) for r in self.review_ids],
        }

    def _portal_figures(self, facts):
        currency = self.currency_id
        limit = explain.exposure.limit_text(self.env, currency, facts.limit)
        room = exposure.headroom(facts)
        return explain.portal.figures(
            self.env,
            limit=limit,
            used=currency.format(float(exposure.total(facts))),
            headroom=None if room is None else currency.format(float(max(room, 0))),
        )

    def _portal_class(self):
        """His class, None when he was never scored."""
        return self.risk_class or None

    def _portal_what_raises(self, facts):
        """Sentences: what would let him order more.

        Nobody is asked for what he contests, or has paid already.
        """
        items = self._overdue()[self]
        overdue = policy.overdue_beyond(items, 0, facts.credits)
        text = self.currency_id.format(float(overdue)) if overdue > 0 else None
        over = facts.limit is not None and exposure.headroom(facts) < 0
        return explain.portal.what_raises(self.env, overdue=text, over=over)

    def _portal_items(self):
        """The open items, the oldest first, as texts."""
        today = fields.Date.context_today(self)
        return [
            {
                **item,
                "open": self.currency_id.format(item["open"]),
                "late": (today - item["due"]).days,
            }
            for item in self._portal_open_lines()
        ]

    def _portal_open_lines(self):
        """[{number, due, open, url}]: open instalments of the ledger and imported."""
        found = [
            {
                "number": line.move_id.name,
                "due": line.date_maturity or line.date,
                "open": line.amount_residual,
                "url": f"/my/invoices/{line.move_id.id}",
            }
            for line in self.env["account.move.line"].search(self._portal_domain())
        ]
        items = self.env["o2c.history.item"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("counts", "=", True),
                ("open_amount", ">", 0),
            ]
        )
        found += [
            {
                "number": item.number,
                "due": item.due_date,
                "open": item.open_amount,
                "url": None,
            }
            for item in items
        ]
        return sorted(found, key=lambda item: (item["due"], item["number"]))

    def _portal_domain(self):
        return Domain(
            [
                ("partner_id.commercial_partner_id", "=", self.partner_id.id),
                ("company_id", "child_of", self.company_id.id),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("move_type", "in", ("out_invoice", "out_receipt")),
                ("account_id.account_type", "=", "asset_receivable"),
                ("amount_residual", ">", 0),
            ]
        )

    def _portal_ask_review(self, own_view):
        """Enter the customer's request that a person reviews the judgement.

        While one is open there is no second one: what he adds goes to its chatter.
        """
        self.ensure_one()
        person = self.env.user.partner_id
        waiting = self.review_ids.filtered(lambda r: r.state == "open")[:1]
        if waiting:
            waiting.message_post(body=own_view, author_id=person.id)
            return waiting
        vals = {"account_id": self.id, "channel": "portal", "own_view": own_view}
        return self.review_ids.create({**vals, "person_id": person.id})

    # ------------------------------------------------------------- the agent
    def _portal_agent_values(self):
        """Limit, headroom and balance of these customers, as texts."""
        facts_of = self._facts()
        return [account._portal_agent_row(facts_of[account]) for account in self]

    def _portal_agent_row(self, facts):
        currency, room = self.currency_id, exposure.headroom(facts)
        balance = facts.receivables - facts.credits
        return {
            "customer": self.partner_id.display_name,
            "company": self.company_id.name,
            "limit": explain.exposure.limit_text(self.env, currency, facts.limit),
            "headroom": "" if room is None else currency.format(float(room)),
            "over": room is not None and room < 0,
            "balance": currency.format(float(balance)),
        }
