"""The figures of disputes on one screen: what is open, how old, why, how it ended.

Everything is read with the rights of the user: an agent sees what the own team has.
"""

from statistics import median

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .. import explain
from ..domain.dispute_ages import share, spread
from .money import decimal

UNDECIDED = Domain("state", "=", "open")
GRANTED = Domain("state", "in", ("accepted", "partial"))
COURT = Domain("in_court", "=", True)
# what is at stake, by kind: domain and the amount of it
STAKES = {
    "undecided": (UNDECIDED, "amount_company"),
    "granted": (GRANTED, "accepted_company"),
    "court": (COURT, "amount_company"),
}
SHOWN_CUSTOMERS = 8
MOST_MONTHS = 60


class O2cDisputeInsight(models.AbstractModel):
    _name = "o2c.dispute.insight"
    _description = "Insight into disputes"

    @api.model
    def dashboard(self, months=12):
        """Everything that the screen shows of the user's company.

        :param months: how many months back, this one included
        """
        self.env["o2c.dispute"].check_access("read")
        start = self._start(months)
        period = self._own() & Domain("opened_at", ">=", start)
        decided = self._own() & Domain("decided_at", ">=", start)
        return {
            "company": self.env.company.name,
            "currency": self.env.company.currency_id.id,
            "start": str(start),
            "stakes": self._stakes(),
            "ages": self._ages(),
            "decided": self._decided(decided),
            "reasons": self._reasons(period),
            "months": self._months(period, decided),
            "customers": self._customers(),
        }

    @api.model
    def _own(self):
        return Domain("company_id", "=", self.env.company.id)

    @api.model
    def _start(self, months):
        today = fields.Date.context_today(self)
        months = min(max(int(months), 1), MOST_MONTHS)
        return today.replace(day=1) - relativedelta(months=months - 1)

    # ------------------------------------------------------------- what is open
    def _stakes(self):
        Dispute, found = self.env["o2c.dispute"], {}
        for key, (domain, amount) in STAKES.items():
            count, total, oldest = Dispute._read_group(
                self._own() & domain, [], ["__count", f"{amount}:sum", "opened_at:min"]
            )[0]
            age = (fields.Datetime.now() - oldest).days if oldest else None
            found[key] = {"count": count, "amount": total or 0.0, "oldest": age}
        return found

    def _ages(self):
        """The amounts at stake by age: steps, and a list of amounts for each kind."""
        today, Dispute = fields.Date.context_today(self), self.env["o2c.dispute"]
        found = {}
        for key, (domain, amount) in STAKES.items():
            days = Dispute._read_group(
                self._own() & domain, ["opened_at:day"], [f"{amount}:sum"]
            )
            aged = [((today - day.date()).days, decimal(sum_)) for day, sum_ in days]
            found[key] = [float(part) for part in spread(aged)]
        return {"steps": explain.dispute_insight.steps(self.env), **found}

    def _customers(self):
        """Who contests most at this moment."""
        live = Domain.OR(domain for domain, _amount in STAKES.values())
        rows = self.env["o2c.dispute"]._read_group(
            self._own() & live,
            ["partner_id"],
            ["__count", "amount_company:sum"],
            order="amount_company:sum DESC",
            limit=SHOWN_CUSTOMERS,
        )
        return [
            {
                "id": partner.id,
                # who reads a dispute reads whose it is
                "name": partner.sudo().display_name,
                "count": count,
                "amount": amount,
            }
            for partner, count, amount in rows
        ]

    # ------------------------------------------------------------- how it ended
    def _decided(self, period):
        Dispute = self.env["o2c.dispute"]
        count, contested, granted = Dispute._read_group(
            period, [], ["__count", "amount_company:sum", "accepted_company:sum"]
        )[0]
        by_rule = Dispute._read_group(
            period & Domain("allowance_id", "!=", False),
            [],
            ["__count", "amount_company:sum"],
        )[0]
        days = Dispute.search_fetch(period, ["decision_days"]).mapped("decision_days")
        again = Dispute.search_count(period & Domain("reopen_count", ">", 0))
        return {
            "count": count,
            "contested": contested or 0.0,
            "granted": granted or 0.0,
            "share": share(decimal(granted), decimal(contested)),
            "days": median(days) if days else None,
            "rule_count": by_rule[0],
            "rule_amount": by_rule[1] or 0.0,
            "again": again,
        }

    def _reasons(self, period):
        """What was contested and why, the largest amount first."""
        Dispute = self.env["o2c.dispute"]
        names = dict(Dispute._fields["reason"]._description_selection(self.env))
        rows = Dispute._read_group(
            period,
            ["reason"],
            ["__count", "amount_company:sum", "accepted_company:sum"],
            order="amount_company:sum DESC",
        )
        return [
            {
                "key": reason,
                "name": names[reason],
                "count": count,
                "contested": contested,
                "granted": granted,
            }
            for reason, count, contested, granted in rows
        ]

    def _months(self, opened, decided):
        """What was contested and what was granted in each month, the oldest first."""
        Dispute, found = self.env["o2c.dispute"], {}
        columns = (
            ("contested", opened, "opened_at:month", "amount_company:sum"),
            ("granted", decided, "decided_at:month", "accepted_company:sum"),
        )
        for name, domain, month, amount in columns:
            for first, total in Dispute._read_group(domain, [month], [amount]):
                row = found.setdefault(
                    str(first.date()), {"contested": 0, "granted": 0}
                )
                row[name] = total or 0.0
        return [{"month": month, **row} for month, row in sorted(found.items())]

    # ------------------------------------------------------------- ways on
    @api.model
    def open(self, what, key=None, months=12):
        """The action that shows what is behind a figure.

        :param what: a key of ``STAKES``, decided, rule, again, reason, customer
        """
        start = str(self._start(months))
        decided = Domain("decided_at", ">=", start)
        live = Domain.OR(domain for domain, _amount in STAKES.values())
        domains = {
            **{name: domain for name, (domain, _amount) in STAKES.items()},
            "decided": decided,
            "rule": decided & Domain("allowance_id", "!=", False),
            "again": decided & Domain("reopen_count", ">", 0),
            "reason": Domain("opened_at", ">=", start) & Domain("reason", "=", key),
            "customer": live & Domain("partner_id", "=", key),
        }
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_customer_care.action_dispute"
        )
        return {**action, "domain": list(self._own() & domains[what]), "context": {}}
