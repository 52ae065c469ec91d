"""How many days of DSO disputes cause, month by month."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .. import explain
from ..domain.dispute_days import Period, days_of

# sales of so many months carry the receivables: one month alone jumps
SPAN = 3
FIGURES = """
    SELECT month.stop,
           (SELECT COALESCE(sum(line.balance), 0)
              FROM account_move_line line
              JOIN account_account account ON account.id = line.account_id
             WHERE line.company_id = %(company)s AND line.parent_state = 'posted'
               AND account.account_type = 'asset_receivable'
               AND line.date < month.stop),
           (SELECT COALESCE(sum(hold.amount), 0)
              FROM o2c_hold hold
             WHERE hold.company_id = %(company)s AND hold.origin_model = 'o2c.dispute'
               AND hold.is_partial AND hold.date_from < month.moment
               AND (hold.date_to IS NULL OR hold.date_to >= month.moment)),
           (SELECT COALESCE(sum(move.amount_total_signed), 0)
              FROM account_move move
             WHERE move.company_id = %(company)s AND move.state = 'posted'
               AND move.move_type IN ('out_invoice', 'out_refund')
               AND move.invoice_date >= month.start AND move.invoice_date < month.stop)
      FROM unnest(%(starts)s::date[], %(stops)s::date[], %(moments)s::timestamp[])
           AS month(start, stop, moment)
     ORDER BY month.stop
"""
READERS = (
    "o2c_customer_care.group_care_leader,account.group_account_invoice,"
    "account.group_account_readonly"
)


class O2cDisputeDays(models.AbstractModel):
    """Reads ledger and holds; the formula is in the domain."""

    _name = "o2c.dispute.days"
    _description = "Days of DSO by disputes"

    @api.model
    def dashboard(self, months=12):
        """The months of the user's company, the oldest first, this one as of today.

        :param months: how many, this one included
        """
        if not self.env.user.has_groups(READERS):
            raise AccessError(
                self.env._("Care leaders and accountants see this figure.")
            )
        company = self.env.company
        rows = [self._row(*row) for row in self._figures(company, months)]
        while len(rows) > 1 and not (rows[0]["receivable"] or rows[0]["sales"]):
            rows.pop(0)  # before the first invoice
        return {
            "company": company.name,
            "currency": company.currency_id.id,
            "months": rows,
            "text": explain.learning.dispute_days(company, rows[-1]) if rows else "",
            "notes": explain.learning.dispute_days_notes(self.env, SPAN),
        }

    def _figures(self, company, months):
        for model in ("account.move", "account.move.line", "o2c.hold"):
            self.env[model].flush_model()
        spans = self._spans(company, min(max(int(months), 1), 36))
        query = SQL(
            FIGURES,
            company=company.id,
            starts=[start for start, _stop, _moment in spans],
            stops=[stop for _start, stop, _moment in spans],
            moments=[moment for _start, _stop, moment in spans],
        )
        found = self.env.execute_query(query)
        return [
            (start, *row) for (start, *_rest), row in zip(spans, found, strict=True)
        ]

    def _spans(self, company, months):
        """(first day of the sales, day after the last, that moment) for each month."""
        today = fields.Date.context_today(self)
        first = today.replace(day=1)
        zone = ZoneInfo(company.sudo().partner_id.tz or "UTC")  # for whoever may see
        spans = []
        for back in reversed(range(months)):
            month = first - relativedelta(months=back)
            stop = min(month + relativedelta(months=1), today + timedelta(days=1))
            moment = datetime.combine(stop, time.min, zone).astimezone(ZoneInfo("UTC"))
            start = month - relativedelta(months=SPAN - 1)
            spans.append((start, stop, moment.replace(tzinfo=None)))
        return spans

    def _row(self, start, stop, receivable, disputed, sales):
        period = Period(
            Decimal(str(receivable)),
            Decimal(str(disputed)),
            Decimal(str(sales)),
            (stop - start).days,
        )
        found = days_of(period)
        return {
            "date": str(stop - timedelta(days=1)),
            "receivable": float(receivable),
            "disputed": float(disputed),
            "sales": float(sales),
            "days": period.days,
            "dso": _plain(found.dso),
            "by_disputes": _plain(found.by_disputes),
            "without": _plain(found.without),
        }


def _plain(value):
    return None if value is None else float(value)
