"""Quotations as figures: how many got how far, what became of them and why."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..domain.quotation import Status
from .sale_order_quotation import STATUSES

STEPS = ("quoted", "sent", "sent_again", "won_sent")
TOP = 8  # reasons and channels shown; the rest is in the pivot
VIEW = """
SELECT so.id, so.id AS order_id, so.company_id, so.partner_id, p.country_id,
       so.user_id, so.team_id, so.o2c_agent_id AS agent_id, so.medium_id,
       so.source_id, so.campaign_id, LEAST(so.create_date, so.date_order) AS date,
       so.o2c_quote_sent_at AS sent_at, so.o2c_quote_status AS status,
       so.o2c_quote_reason_id AS reason_id, r.party, so.o2c_quote_competitor
           AS competitor, so.o2c_quote_version AS versions,
       1 AS entered,
       CASE WHEN so.state = 'sale' AND so.o2c_quote_sent_at IS NULL
            THEN 0 ELSE 1 END AS quoted,
       CASE WHEN so.o2c_quote_sent_at IS NOT NULL OR so.state = 'sent'
            THEN 1 ELSE 0 END AS sent,
       CASE WHEN so.o2c_quote_round > 1 THEN 1 ELSE 0 END AS sent_again,
       CASE WHEN so.o2c_quote_status = 'won' THEN 1 ELSE 0 END AS won,
       CASE WHEN so.o2c_quote_status = 'won' AND so.o2c_quote_sent_at IS NOT NULL
            THEN 1 ELSE 0 END AS won_sent,
       CASE WHEN so.o2c_quote_status = 'lost' THEN 1 ELSE 0 END AS lost,
       CASE WHEN so.o2c_quote_status = 'abandoned' THEN 1 ELSE 0 END AS abandoned,
       CASE WHEN so.o2c_quote_status = 'won' THEN 100.0
            WHEN so.o2c_quote_status IN ('lost', 'abandoned') THEN 0.0
       END AS win_rate,
       so.amount_total / COALESCE(NULLIF(so.currency_rate, 0), 1) AS amount,
       CASE WHEN so.o2c_quote_status = 'won'
            THEN so.amount_total / COALESCE(NULLIF(so.currency_rate, 0), 1)
            ELSE 0 END AS won_amount,
       EXTRACT(epoch FROM COALESCE(
            so.o2c_quote_closed_at,
            CASE WHEN so.state = 'sale' THEN so.date_order END
       ) - so.o2c_quote_sent_at) / 86400 AS days_open
  FROM sale_order so
  JOIN res_partner p ON p.id = so.partner_id
  LEFT JOIN o2c_quote_reason r ON r.id = so.o2c_quote_reason_id
"""


class O2cQuoteReport(models.Model):
    """One quotation with its figures. Amounts are in company currency."""

    _name = "o2c.quote.report"
    _description = "Quotation analysis"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one("sale.order", "Quotation", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales team", readonly=True)
    agent_id = fields.Many2one("res.partner", "External agent", readonly=True)
    medium_id = fields.Many2one("utm.medium", "Source channel", readonly=True)
    source_id = fields.Many2one("utm.source", readonly=True)
    campaign_id = fields.Many2one("utm.campaign", readonly=True)
    date = fields.Datetime("Entered on", readonly=True)
    sent_at = fields.Datetime("First sent", readonly=True)
    status = fields.Selection(STATUSES, readonly=True)
    reason_id = fields.Many2one("o2c.quote.reason", readonly=True)
    party = fields.Selection(
        [("customer", "The customer"), ("us", "We")], "Decided by", readonly=True
    )
    competitor = fields.Char("Lost to", readonly=True)
    versions = fields.Integer(readonly=True)
    entered = fields.Integer(readonly=True)
    quoted = fields.Integer(
        readonly=True, help="All but those that were confirmed without being sent."
    )
    sent = fields.Integer(readonly=True)
    sent_again = fields.Integer(
        readonly=True, help="Sent more than once: revised, relaunched."
    )
    won = fields.Integer(readonly=True)
    won_sent = fields.Integer("Won after sending", readonly=True)
    lost = fields.Integer(readonly=True)
    abandoned = fields.Integer(readonly=True)
    win_rate = fields.Float(
        "Won (%)",
        readonly=True,
        aggregator="avg",
        help="Of what was decided: won, lost or abandoned.",
    )
    amount = fields.Monetary(readonly=True)
    won_amount = fields.Monetary("Amount won", readonly=True)
    days_open = fields.Float(
        "Days to decide",
        readonly=True,
        aggregator="avg",
        help="From the first sending until it was won, lost or abandoned.",
    )

    @property
    def _table_query(self):
        return SQL(VIEW)

    # ------------------------------------------------------------- the screen
    @api.model
    def funnel(self, date_from=None, date_to=None):
        """What the funnel screen shows of quotations entered in a period.

        :return: dict of texts and numbers; amounts in the user's company's currency
        """
        self.check_access("read")
        domain = [("company_id", "=", self.env.company.id)]
        if date_from:
            domain.append(("date", ">=", date_from))
        if date_to:
            domain.append(("date", "<", date_to))
        return {
            "currency": self.env.company.currency_id.id,
            "domain": domain,
            "steps": self._steps(domain),
            "statuses": self._grouped(domain, "status", STATUSES),
            "reasons": self._reasons(domain),
            "channels": self._channels(domain),
        }

    def _steps(self, domain):
        domains = {key: [(key, "=", 1)] for key in STEPS}
        domains["direct"] = [("quoted", "=", 0)]
        return [
            {"key": key, **self._sums([*domain, *more])}
            for key, more in domains.items()
        ]

    def _sums(self, domain):
        ((count, amount),) = self._read_group(domain, [], ["__count", "amount:sum"])
        return {"count": count, "amount": amount or 0}

    def _grouped(self, domain, name, choices):
        groups = self._read_group(domain, [name], ["__count", "amount:sum"])
        found = {key: (count, amount) for key, count, amount in groups}
        label = dict(self._fields[name]._description_selection(self.env))
        return [
            {"key": key, "name": label[key], "count": found[key][0]}
            | {"amount": found[key][1]}
            for key, _name in choices
            if key in found
        ]

    def _reasons(self, domain):
        """The reasons of what was lost and abandoned, the most frequent first."""
        ended = (Status.LOST.value, Status.ABANDONED.value)
        groups = self._read_group(
            [*domain, ("status", "in", ended)],
            ["status", "reason_id"],
            ["__count", "amount:sum"],
            order="__count desc",
            limit=TOP,
        )
        label = dict(self._fields["status"]._description_selection(self.env))
        return [
            {
                "id": reason.id,
                "status": status,
                "name": reason.name or label[status],
                "kind": label[status],
                "count": count,
                "amount": amount,
            }
            for status, reason, count, amount in groups
        ]

    def _channels(self, domain):
        groups = self._read_group(
            domain,
            ["medium_id"],
            ["__count", "sent:sum", "won:sum", "win_rate:avg", "won_amount:sum"],
            order="__count desc",
            limit=TOP,
        )
        return [
            {
                "id": medium.id,
                "name": medium.name or "",
                "entered": count,
                "sent": sent,
                "won": won,
                "rate": rate,
                "amount": amount,
            }
            for medium, count, sent, won, rate, amount in groups
        ]
