"""A retention list as the source of a campaign, and its draw kept to by all others."""

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.o2c_orders.domain.decision import Reason

from ..domain.targeting import Why
from ..explain import retention as explain
from ..explain import target
from . import o2c_target_rule, target_conditions
from .o2c_retention_list import KIND

CALLED = """customer.id IN (
SELECT partner_id FROM o2c_retention_line WHERE list_id = %s AND arm = 'call')"""
HELD = """
SELECT l.partner_id, r.name
  FROM o2c_retention_line l
  JOIN o2c_retention_list r ON r.id = l.list_id
 WHERE l.is_running AND l.arm = 'holdout' AND l.company_id = %s
   AND l.partner_id = ANY(%s)
"""
HELD_OUT = """NOT x.agreed AND x.partner_id IN (
SELECT l.partner_id FROM o2c_retention_line l
 WHERE l.is_running AND l.arm = 'holdout' AND l.company_id = %s)"""


def to_call(line, _now):
    """The draw of this list lets the customer be called."""
    return SQL(CALLED, line.retention_list_id.id)


target_conditions.CONDITIONS[KIND] = to_call
o2c_target_rule.NEEDED[KIND] = ("retention_list_id",)
target._CONDITIONS[KIND] = explain.condition


class O2cTargetRule(models.Model):
    _name = "o2c.target.rule"
    _inherit = "o2c.target.rule"

    kind = fields.Selection(
        selection_add=[(KIND, "Retention list")], ondelete={KIND: "cascade"}
    )
    retention_list_id = fields.Many2one(
        "o2c.retention.list",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )

    @api.constrains("retention_list_id")
    def _check_retention_list(self):
        self._check_complete()


class O2cCampaign(models.Model):
    _name = "o2c.campaign"
    _inherit = "o2c.campaign"

    def _refused_by_others(self, rows, now):
        """Who is left alone to compare with is not called to sell by anybody.

        Not even when a person put him on the list: the comparison would be spoilt. A
        call-back that was promised is kept.
        """
        refused = super()._refused_by_others(rows, now)
        held = self._held_out(rows) if self.is_marketing else {}
        for row in rows:
            if row["partner_id"] in held and not row["agreed"]:
                name = {"name": held[row["partner_id"]]}
                refused[row["key"]] = Reason(Why.HOLDOUT, name)
        return refused

    def _conditions_of_others(self, customer_ids, now):
        found = super()._conditions_of_others(customer_ids, now)
        if not self.is_marketing:
            return found
        self.env["o2c.retention.line"].flush_model()
        held = SQL(HELD_OUT, self.company_id.id)
        return [(held, Why.HOLDOUT.value, None), *found]

    def _held_out(self, rows):
        """{customer: name of the list} of those whom a running list leaves alone."""
        customers = list({row["partner_id"] for row in rows})
        self.env["o2c.retention.line"].flush_model()
        self.env["o2c.retention.list"].flush_model(["name"])
        query = SQL(HELD, self.company_id.id, customers)
        return dict(self.env.execute_query(query))
