"""What calls that sell bring in: by campaign, script and agent, with honest numbers."""

from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..domain.conversion import Selling, against, together
from ..explain import telesales as explain
from . import quality_facts

MODEL = "o2c.telesales.report"
AGENT = "o2c_quality_check.group_call_agent"
LEADER = "o2c_quality_check.group_call_leader"
MARKETING = "o2c_quality_check.group_call_marketing"
GROUPS = {"campaign": "campaign_id", "script": "survey_id", "agent": "agent_id"}
SUMS = tuple(
    f"{name}:sum" for name in "calls reached quoted sold won sold_amount".split()
)


class O2cTelesalesInsight(models.AbstractModel):
    """Reads the telesales analysis with the rights of who asks."""

    _name = "o2c.telesales.insight"
    _description = "Insight into telesales"

    @api.model
    def dashboard(self, months=6, by="campaign", campaign_id=None):
        """Everything that the screen shows of the user's company.

        :param months: how many months back, this one included
        :param by: "campaign", "script" or "agent"
        :param campaign_id: only this campaign
        """
        self._check_right(by)
        domain = self._domain(months, campaign_id)
        groups = self._groups(domain, by)
        whole = together(selling for _key, _name, selling in groups)
        return {
            "currency": self.env.company.currency_id.id,
            "by": by,
            "dimensions": explain.dimensions(self.env, self._sees_people()),
            "campaigns": self._campaigns(),
            "total": self._figures(whole),
            "groups": [
                {"key": key, "name": name, **self._figures(selling)}
                for key, name, selling in groups
            ],
            "comparison": self._comparison(groups, by, campaign_id),
            "domain": list(domain),
            "notes": explain.notes(self.env),
        }

    def _check_right(self, by):
        user = self.env.user
        if not (user.has_group(AGENT) or user.has_group(MARKETING)):
            raise AccessError(explain.not_for_you(self.env))
        if by not in GROUPS:
            raise UserError(explain.no_such_group(self.env))
        if by == "agent" and not self._sees_people():
            raise AccessError(explain.people_for_leaders(self.env))

    def _sees_people(self):
        return self.env.user.has_group(LEADER)

    def _domain(self, months, campaign_id):
        months = min(max(int(months), 1), 120)
        ((zone, _ids),) = quality_facts.zones(self.env.company)
        today = quality_facts.local_day(fields.Datetime.now(), zone)
        first = today.replace(day=1) - relativedelta(months=months - 1)
        since = quality_facts.midnight(first, zone)
        domain = Domain("company_id", "=", self.env.company.id)
        domain &= Domain("date", ">=", fields.Datetime.to_string(since))
        if campaign_id:
            domain &= Domain("campaign_id", "=", campaign_id)
        return domain

    def _campaigns(self):
        """The campaigns to choose from: those with a call that was tried."""
        company = [("company_id", "=", self.env.company.id)]
        rows = self.env[MODEL]._read_group(company, ["campaign_id"])
        found = [{"id": c.id, "name": c.sudo().name} for (c,) in rows]  # named only
        return sorted(found, key=lambda campaign: campaign["name"])

    def _groups(self, domain, by):
        rows = self.env[MODEL]._read_group(domain, [GROUPS[by]], SUMS)
        found = []
        for record, *counts, amount in rows:
            selling = Selling(*counts, Decimal(str(round(amount or 0.0, 2))))
            # of scripts and people only the name is shown
            found.append((record.id, record.sudo().display_name or "", selling))
        return sorted(found, key=lambda group: (-group[2].revenue, group[1]))

    @api.model
    def _figures(self, selling):
        share = selling.conversion
        low, high = share.interval or (None, None)
        return {
            "calls": selling.calls,
            "reached": selling.reached,
            "quoted": selling.quoted,
            "sold": selling.sold,
            "won": selling.won,
            "n": share.whole,
            "conversion": _percent(share.value),
            "low": _percent(low),
            "high": _percent(high),
            "enough": share.is_enough,
            "revenue": float(selling.revenue),
            "per_call": _number(selling.per_call),
            "average": _number(selling.average),
        }

    def _comparison(self, groups, by, campaign_id):
        """Two scripts of one campaign against each other, the better one first."""
        if by != "script" or not campaign_id or len(groups) != 2:
            return False
        best, other = sorted(groups, key=lambda g: -(g[2].conversion.value or 0))
        found = against(best[2], other[2])
        return explain.comparison(self.env, best[1], other[1], found)


def _percent(value):
    return None if value is None else 100.0 * value


def _number(value):
    return None if value is None else float(value)
