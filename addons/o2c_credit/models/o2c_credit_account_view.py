"""One customer as each role wants to see him; the numbers underneath are the same.

``_view_facts`` reads them once, every view chooses from them. Who may see which view
is decided here; what a role may not read elsewhere is read for it (sudo) after that.
"""

from decimal import Decimal

from odoo import models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .. import explain
from ..domain import ageing, exposure
from .customer_view_facts import VIEW_FLUSHED
from .o2c_credit_account_exposure import PARTS_FOR
from .receivable_facts import RECEIVABLES_FLUSHED, receivables_sql

# view -> the group that has it; in the order in which they are offered
ROLES = {
    "collector": "o2c_credit.group_credit_user",
    "credit": "o2c_credit.group_credit_manager",
    "sales": "sales_team.group_sale_salesman",
    "director": "sales_team.group_sale_manager",
    "management": "o2c_credit.group_credit_insight",
}
# the view that somebody with several of them begins with
FIRST = ("credit", "collector", "director", "sales", "management")
# figures that salespeople see as well
FOR_ALL = ("limit", "exposure", "headroom")
ZERO = Decimal()


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    def action_customer_view(self):
        """Open the page about this customer, made for the role of the user."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "o2c_credit.action_customer_view"
        )
        return {
            **action,
            "name": self.partner_id.display_name,
            "context": {"active_id": self.id, "active_model": self._name},
        }

    def role_view(self, role=None):
        """The page of this customer for a role, as texts.

        :param role: one of ROLES; None: the one that the user begins with
        :raise AccessError: the customer or the view is not for this user
        """
        self.ensure_one()
        self.check_access("read")
        known = self._view_roles()
        role = role or next((key for key in FIRST if key in known), None)
        if role not in known:
            raise AccessError(explain.customer_view.not_for_you(self.env))
        account = self.sudo()  # the view is his; it says what of it he sees
        facts = account._view_facts()
        names = explain.customer_view.roles(self.env)
        sections = getattr(account, f"_view_{role}")(facts)
        return {
            "role": role,
            "roles": [{"key": key, "name": names[key]} for key in known],
            "customer": self.partner_id.display_name,
            "address": account.partner_id.contact_address_inline,
            "account_id": self.id,
            "risk_class": account.risk_class or "",
            "class_text": explain.card.class_text(self.env, account.risk_class),
            "figures": account._view_figures(facts, role),
            "sections": [section for section in sections if section],
            "work": bool(self.env["o2c.work.item"].has_access("read")),
        }

    def _view_roles(self):
        """The views of the present user."""
        return [key for key, group in ROLES.items() if self.env.user.has_group(group)]

    # ------------------------------------------------------------- the numbers
    def _view_facts(self):
        """All figures that any view shows, read once: a dict of Decimals and tuples."""
        today = self.company_id._o2c_credit_today()
        owed = self._facts()[self]
        items = self._view_receivables(today)
        scheme = self.env["o2c.ageing"]._of(self.company_id)
        starts = scheme._starts()
        return {
            "today": today,
            "owed": owed,
            "limit": owed.limit,
            "exposure": exposure.total(owed),
            "headroom": exposure.headroom(owed),
            "open": sum((amount for _days, amount in items), ZERO),
            "overdue": sum((amount for days, amount in items if days > 0), ZERO),
            "credits": owed.credits,
            "disputed": owed.disputed,
            "buckets": scheme.bucket_ids.sorted("day_from"),
            "ageing": ageing.spread(items, starts),
        }

    def _view_receivables(self, today):
        """((days overdue, open amount), …) of ledger and imported items."""
        self._flush_view()
        query = SQL(
            "SELECT %s - due_date, open_amount::text FROM (%s) AS r"
            " WHERE customer_id = %s AND company_id = %s",
            today,
            receivables_sql(open_only=True),
            self.partner_id.id,
            self.company_id.id,
        )
        rows = self.env.execute_query(query)
        return tuple((days, Decimal(amount)) for days, amount in rows)

    def _flush_view(self):
        for model, names in RECEIVABLES_FLUSHED.items():
            self.env[model].flush_model(names)
        for model in VIEW_FLUSHED:
            self.env[model].flush_model()

    def _view_figures(self, facts, role):
        """The line that every view begins with."""
        labels = explain.customer_view.figures(self.env)
        texts = {
            "limit": explain.exposure.limit_text(
                self.env, self.currency_id, facts["limit"]
            ),
            "exposure": self._view_money(facts["exposure"]),
            "headroom": explain.exposure.limit_text(
                self.env, self.currency_id, facts["headroom"]
            ),
            "open": self._view_money(facts["open"]),
            "overdue": self._view_money(facts["overdue"]),
        }
        room = facts["headroom"]
        bad = {
            "headroom": room is not None and room < 0,
            "overdue": facts["overdue"] > 0,
        }
        return [
            {
                "key": key,
                "label": labels[key],
                "value": text,
                "bad": bad.get(key, False),
            }
            for key, text in texts.items()
            if key in FOR_ALL or self._view_sees_parts(role)
        ]

    def _view_sees_parts(self, role):
        """What a customer owes is not for those who only sell to him."""
        return role != "sales" or self.env.user.has_groups(PARTS_FOR)

    def _view_money(self, amount):
        return self.currency_id.format(float(amount or 0))

    def _view_ageing(self, facts):
        """The ageing as bars; the same in every view that has it."""
        whole = sum(map(abs, facts["ageing"]), ZERO) or 1
        bars = [
            {
                "label": bucket.display_name,
                "value": self._view_money(amount),
                "share": round(float(100 * abs(amount) / whole), 1),
                "bad": bucket.day_from > 0,
            }
            for bucket, amount in zip(facts["buckets"], facts["ageing"], strict=True)
        ]
        title = explain.customer_view.titles(self.env)["ageing"]
        return {"kind": "bars", "key": "ageing", "title": title, "bars": bars}

    def _view_section(self, key, kind, **content):
        title = explain.customer_view.titles(self.env)[key]
        return {"key": key, "kind": kind, "title": title, **content}
