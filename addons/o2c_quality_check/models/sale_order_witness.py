"""The customer's word on the order: second witness of the perfect order, last score."""

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import groupby

from ..domain.witness import Role, Says, heard
from ..explain import figures as explain
from . import quality_facts, witness_facts


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    o2c_customer_score = fields.Char(
        "What the customer gives",
        compute="_compute_o2c_customer_score",
        help="The last score that the customer gave about this order.",
    )

    def _compute_o2c_customer_score(self):
        found = self._origin._o2c_last_scores()
        for order in self:
            order.o2c_customer_score = found.get(order._origin.id, False)

    def _o2c_last_scores(self):
        """``{order id: the last score as people write it}``, in one query."""
        if not self.ids:
            return {}
        quality_facts.flush(self.env)
        query = SQL(
            "SELECT DISTINCT ON (s.order_id) s.order_id, s.measure, s.number,"
            " q.scale_max FROM (%s) s JOIN survey_question q ON q.id = s.question_id"
            " WHERE s.order_id = ANY(%s) ORDER BY s.order_id, s.at DESC, s.id DESC",
            quality_facts.score_rows(self.env),
            self.ids,
        )
        return {
            order: explain.mark(self.env, measure, number, most)
            for order, measure, number, most in self.env.execute_query(query)
        }

    def _o2c_customer_witness(self):
        found = super()._o2c_customer_witness()
        if not self.ids:
            return found
        quality_facts.flush(self.env)
        rows = self.env.execute_query(witness_facts.said(self.ids))
        for order, mine in groupby(rows, key=lambda row: row[0]):
            calls = groupby(mine, key=lambda row: row[1])
            said = [[(Role(r[2]), Says(r[3])) for r in call] for _id, call in calls]
            told = heard(said)
            if told:
                words = {component.value: good for component, good in told.items()}
                found[order] = {**found.get(order, {}), **words}
        return found


class O2cCall(models.Model):
    _name = "o2c.call"
    _inherit = "o2c.call"

    @api.model_create_multi
    def create(self, vals_list):
        calls = super().create(vals_list)
        calls._queue_witness()
        return calls

    def write(self, vals):
        result = super().write(vals)
        if vals.get("finished_at"):
            self._queue_witness()
        return result

    def _queue_witness(self):
        """Have the perfect order measured anew: the customer has spoken."""
        told = self.filtered("finished_at")
        # the measure is code's, whoever was on the telephone
        self.env["o2c.perfect.order"].sudo()._queue(told.sudo().order_id.ids)
