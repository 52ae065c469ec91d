from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .. import explain
from ..domain.assignment import Collector, Debtor, Portfolio, assign
from .o2c_credit_rule import CLASSES
from .work_facts import work_facts_query

GIVE = """
UPDATE o2c_credit_account a SET collector_id = v.collector,
       assignment_rule_id = v.rule, assigned_on = %s
  FROM unnest(%s::int[], %s::int[], %s::int[]) AS v(id, collector, rule)
 WHERE a.id = v.id AND (a.collector_id, a.assignment_rule_id)
       IS DISTINCT FROM (v.collector, v.rule)
RETURNING a.id
"""


class O2cAssignmentRule(models.Model):
    """Which collectors share which customers. The first rule with room takes one."""

    _name = "o2c.assignment.rule"
    _description = "Assignment rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        domain="[('parent_id', '=', False)]",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    collector_ids = fields.Many2many(
        "o2c.collector",
        "o2c_assignment_rule_collector_rel",
        string="Collectors",
        required=True,
        domain="[('company_id', '=', company_id)]",
    )
    amount_from = fields.Monetary("Overdue from")
    amount_to = fields.Monetary("Overdue below", help="0: no end.")
    class_from = fields.Selection(CLASSES, "From class")
    class_to = fields.Selection(CLASSES, "To class")
    country_ids = fields.Many2many("res.country", "o2c_assignment_rule_country_rel")
    industry_ids = fields.Many2many(
        "res.partner.industry", "o2c_assignment_rule_industry_rel", string="Sectors"
    )
    salesperson_ids = fields.Many2many(
        "res.users",
        "o2c_assignment_rule_salesperson_rel",
        string="Salespeople",
        domain="[('share', '=', False)]",
    )
    category_ids = fields.Many2many(
        "res.partner.category", "o2c_assignment_rule_category_rel", string="Tags"
    )
    initial_from = fields.Char("Names from", size=1)
    initial_to = fields.Char("Names to", size=1)

    _amounts_in_order = models.Constraint(
        "CHECK (amount_to = 0 OR amount_from < amount_to)",
        "A range ends after it begins.",
    )
    _letters_in_order = models.Constraint(
        "CHECK ((initial_from IS NULL) = (initial_to IS NULL)"
        " AND (initial_from IS NULL OR initial_from <= initial_to))",
        "Give the first and the last letter, in this order.",
    )

    @api.constrains("company_id", "collector_ids")
    def _check_company_root(self):
        for rule in self:
            if rule.company_id != rule.company_id.root_id:
                raise ValidationError(explain.policy.only_root(self.env))
            if rule.collector_ids.company_id - rule.company_id:
                raise ValidationError(explain.work.collector_elsewhere(self.env))

    # ------------------------------------------------------------- assign
    @api.model
    def _assign(self, company, *, rebalance=False):
        """Give customers of a root company to collectors; returns how many changed.

        :param rebalance: also those who have a collector
        """
        # the portfolio is shared out whoever starts it
        rules = self.sudo().search([("company_id", "=", company.id)])
        if not rules:
            return 0
        collectors = self.env["o2c.collector"].sudo()  # as above
        known = collectors.search([("company_id", "=", company.id)])
        debtors = self._debtors(company)
        settled = set() if rebalance else self._settled(debtors, known.user_id.ids)
        given = assign(
            [d for d in debtors if d.key not in settled],
            [rule._portfolio() for rule in rules],
            [Collector(c.user_id.id, c.capacity) for c in known],
            keep=not rebalance,
        )
        return self._give(company, given)

    @api.model
    def _settled(self, debtors, collectors):
        """Whose collector is somebody that no rule knows and who still works here."""
        others = {d.collector for d in debtors if d.collector} - set(collectors)
        users = self.env["res.users"].sudo()  # whether they still work here
        gone = self.env["o2c.collector"].sudo().with_context(active_test=False)
        left = gone.search([("active", "=", False)]).user_id
        working = set(users.search([("id", "in", list(others))]).ids) - set(left.ids)
        return {d.key for d in debtors if d.collector in working}

    @api.model
    def _debtors(self, company):
        self.env["o2c.work.item"]._flush_work()
        query = work_facts_query(
            company,
            company._o2c_credit_today(),
            company.sudo().partner_id.tz or "UTC",  # where the company is
            with_tags=True,
        )
        return [
            Debtor(
                key=row["account_id"],
                collector=row["collector_id"],
                overdue=Decimal(row["overdue"] or 0),
                risk_class=row["risk_class"],
                country=row["country"],
                industry=row["industry"],
                salesperson=row["salesperson"],
                tags=frozenset(row["tags"] or ()),
                initial=row["initial"] or "",
            )
            for row in self.env.execute_query_dict(query)
        ]

    def _portfolio(self):
        return Portfolio(
            key=self.id,
            collectors=tuple(self.collector_ids.user_id.ids),
            start=Decimal(str(self.amount_from)),
            end=Decimal(str(self.amount_to)) if self.amount_to else None,
            class_from=self.class_from or None,
            class_to=self.class_to or None,
            countries=frozenset(self.country_ids.ids),
            industries=frozenset(self.industry_ids.ids),
            salespeople=frozenset(self.salesperson_ids.ids),
            tags=frozenset(self.category_ids.ids),
            initials=self._initials(),
        )

    def _initials(self):
        if not self.initial_from:
            return None
        return self.initial_from.upper(), self.initial_to.upper()

    @api.model
    def _give(self, company, given):
        if not given:
            return 0
        keys = sorted(given)
        changed = self.env.execute_query(
            SQL(
                GIVE,
                company._o2c_credit_today(),
                keys,
                [given[key][0] for key in keys],
                [given[key][1] for key in keys],
            )
        )
        self.env["o2c.credit.account"].invalidate_model(flush=False)
        return len(changed)

    def action_assign(self):
        """Give customers without a collector to one, now."""
        return self._assign_now(rebalance=False)

    def action_rebalance(self):
        """Share out all customers anew by the rules, now."""
        return self._assign_now(rebalance=True)

    def _assign_now(self, *, rebalance):
        self.check_access("write")
        company = self.env.company.root_id
        changed = self._assign(company, rebalance=rebalance)
        self.env["o2c.work.item"]._refresh_company(company)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": explain.work.assigned(self.env, changed),
                "type": "success",
            },
        }
