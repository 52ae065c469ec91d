"""Satisfaction beside payment: do those who are unhappy pay later?"""

from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from odoo.addons.o2c_customer_care.domain.care_figures import ENOUGH

from ..domain.correlation import correlate, mean_interval
from ..explain import figures as explain
from . import quality_facts
from .quality_facts import share_figures

# mean marks below these, as shares of the scale, are "unhappy" and "in between":
# 7 and 9 on a scale from 0 to 10
BANDS = (0.7, 0.9)
FLUSHED = ("account.move", "account.move.line", "account.partial.reconcile")


class O2cQualityInsight(models.AbstractModel):
    _name = "o2c.quality.insight"
    _inherit = "o2c.quality.insight"

    def _part_payment(self, scope, options):
        rows = self._payment_rows(scope)
        found = correlate([(row["level"], row["days"]) for row in rows])
        currencies = self.env["res.company"].browse(scope.companies).currency_id
        return {
            "correlation": {
                "n": found.n,
                "value": found.value,
                "low": found.low,
                "high": found.high,
                "enough": found.is_enough,
                "sentence": explain.together(self.env, found),
            },
            "bands": [
                self._band(place, rows, len(currencies) == 1)
                for place in range(len(BANDS) + 1)
            ],
            "customers": len(rows),
            "notes": explain.payment_notes(self.env),
        }

    def _payment_rows(self, scope):
        """A row for each customer with a score and with invoices that were due."""
        for model in FLUSHED:
            self.env[model].flush_model()
        query = SQL(
            """
            WITH score AS (
                -- equal means are equal: neither a rank nor a band by the last bit
                SELECT s.partner_id, round(avg(s.level)::numeric, 9)::float8 AS level
                  FROM (%(rows)s) s
                 WHERE s.measure <> 'ces' AND %(scope)s GROUP BY s.partner_id
            ), bill AS (
                SELECT m.commercial_partner_id AS partner_id,
                       GREATEST(COALESCE(settled.day, %(today)s)
                                - m.invoice_date_due, 0) AS days,
                       m.amount_total_signed AS amount,
                       m.amount_residual_signed AS open
                  FROM account_move m
                  LEFT JOIN LATERAL (
                      SELECT max(r.max_date) AS day
                        FROM account_move_line l
                        JOIN account_partial_reconcile r ON r.debit_move_id = l.id
                       WHERE l.move_id = m.id AND l.display_type = 'payment_term'
                  ) settled ON m.amount_residual = 0
                 WHERE m.move_type = 'out_invoice' AND m.state = 'posted'
                   AND m.company_id IN %(companies)s
                   AND m.invoice_date_due >= %(start)s
                   AND m.invoice_date_due < %(today)s
                   AND m.commercial_partner_id IN (SELECT partner_id FROM score)
            )
            SELECT score.partner_id, score.level, count(*) AS invoices,
                   avg(bill.days)::float8 AS days,
                   count(*) FILTER (WHERE bill.days > 0) AS late,
                   sum(bill.amount)::float8 AS amount, sum(bill.open)::float8 AS open
              FROM score JOIN bill ON bill.partner_id = score.partner_id
             GROUP BY score.partner_id, score.level
            """,
            rows=quality_facts.score_rows(self.env),
            scope=scope.covers(SQL("s.at"), "s"),
            companies=scope.companies,
            start=scope.start,
            today=scope.end - timedelta(days=1),
        )
        return self.env.execute_query_dict(query)

    def _band(self, place, rows, one_currency):
        mine = [row for row in rows if _place(row["level"]) == place]
        mean, low, high = mean_interval([row["days"] for row in mine])
        invoices = sum(row["invoices"] for row in mine)
        amount = sum(row["amount"] for row in mine)
        overdue = sum(row["open"] for row in mine)
        return {
            "key": place,
            "name": explain.bands(self.env)[place],
            "customers": len(mine),
            "invoices": invoices,
            "days": mean,
            "low": low and max(low, 0.0),
            "high": high,
            "enough": len(mine) >= ENOUGH,
            "late": share_figures(sum(row["late"] for row in mine), invoices),
            # sums of two currencies are no sum
            "overdue": 100 * overdue / amount if one_currency and amount else None,
        }


def _place(level):
    return sum(level >= limit for limit in BANDS)
