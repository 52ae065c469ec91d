"""The figures of quality calls for the screen and the workbook: who may ask for which.

Each part of the screen is a method ``_part_<name>(scope, options)`` in its own file.
"""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..domain.campaign import MARKETING
from ..explain import figures as explain
from . import quality_facts
from .quality_facts import Scope

LEADER = "o2c_quality_check.group_call_leader"
MARKETER = "o2c_quality_check.group_call_marketing"
# what can be shown, and whether it is for leaders only
PARTS = {
    "satisfaction": False,
    "couriers": True,
    "witness": True,
    "operations": False,
    "payment": True,
    "words": False,
}
LONGEST = 60  # months


class O2cQualityInsight(models.AbstractModel):
    """Reads answers, calls and attempts: leaders of all campaigns of their companies,
    marketing of those that sell and without the names of agents."""

    _name = "o2c.quality.insight"
    _description = "Insight into quality calls"

    @api.model
    def dashboard(self, part="satisfaction", options=None):
        """Everything that one part of the screen shows.

        :param part: key of ``PARTS``
        :param options: ``{"months", "company", "campaign", "by", "measure"}``, any of
            them; company and campaign are ids or false: all that the user may see
        """
        options = options or {}
        scope = self._scope(part, options)
        quality_facts.flush(self.env)
        return {
            "part": part,
            "parts": self._parts(),
            "months": self._months(options),
            "start": str(scope.start),
            "company": options.get("company") or False,
            "companies": [
                {"id": company.id, "name": company.name}
                for company in self.env.companies
            ],
            "campaign": options.get("campaign") or False,
            "campaigns": self._campaigns(scope),
            "leader": self._sees_people(),
            "empty": self._is_empty(scope),
            **getattr(self, f"_part_{part}")(scope, options),
        }

    # ------------------------------------------------------------- who sees what
    def _scope(self, part, options):
        """What this user may count, narrowed as he asked.

        :raise AccessError: these figures are not for him
        """
        user = self.env.user
        if not (user.has_group(LEADER) or user.has_group(MARKETER)):
            raise AccessError(explain.not_for_you(self.env))
        if part not in PARTS:
            raise UserError(explain.no_such_figures(self.env))
        if PARTS[part] and not self._sees_people():
            raise AccessError(explain.for_leaders(self.env))
        companies = self.env.companies
        if options.get("company"):
            companies = companies.filtered(lambda c: c.id == options["company"])
            if not companies:
                raise AccessError(explain.not_for_you(self.env))
        zones = quality_facts.zones(companies)
        now = fields.Datetime.now()
        today = max(quality_facts.local_day(now, zone) for zone, _ids in zones)
        start = today.replace(day=1) - relativedelta(months=self._months(options) - 1)
        return Scope(
            companies=tuple(companies.ids),
            start=start,
            end=today + timedelta(days=1),
            zones=zones,
            kinds=None if self._sees_people() else tuple(k.value for k in MARKETING),
            campaign=int(options.get("campaign") or 0) or None,
        )

    def _months(self, options):
        return min(max(int(options.get("months") or 6), 1), LONGEST)

    def _sees_people(self):
        return self.env.user.has_group(LEADER)

    def _parts(self):
        names = explain.parts(self.env)
        return [
            {"key": key, "name": names[key]}
            for key, leaders in PARTS.items()
            if self._sees_people() or not leaders
        ]

    def _campaigns(self, scope):
        """The campaigns to choose from, those that ran in the period first."""
        domain = [("company_id", "in", scope.companies), ("state", "!=", "draft")]
        if scope.kinds is not None:
            domain.append(("kind", "in", scope.kinds))
        # the scope says whose figures he sees, the rules of records only what he opens
        found = self.env["o2c.campaign"].sudo().with_context(active_test=False)
        return [
            {"id": campaign.id, "name": campaign.name}
            for campaign in found.search(domain, order="date_from desc, id desc")
        ]

    def _is_empty(self, scope):
        """Whether nobody was called and nobody answered in the period."""
        query = SQL(
            "SELECT EXISTS (SELECT 1 FROM o2c_call c WHERE %s)"
            " OR EXISTS (SELECT 1 FROM o2c_call_attempt t WHERE %s)",
            scope.covers(SQL("c.finished_at"), "c"),
            scope.covers(SQL("t.at"), "t"),
        )
        return not self.env.execute_query(query)[0][0]

    # ------------------------------------------------------------- helpers of the parts
    def _month_starts(self, scope):
        month, found = scope.start, []
        while month < scope.end:
            found.append(month)
            month += relativedelta(months=1)
        return found

    def _named(self, model, ids):
        """``{id: name}``, whoever may open the records; None is what was not said."""
        # names of what was counted already
        records = self.env[model].sudo().browse(sorted(filter(None, ids)))
        names = {record.id: record.display_name for record in records.exists()}
        return {None: explain.none(self.env), **names}

    def _window(self, action, domain, views=("list", "form"), **more):
        """The action that shows the records behind a figure."""
        found = self.env["ir.actions.act_window"]._for_xml_id(
            f"o2c_quality_check.{action}"
        )
        given = dict(reversed(view) for view in found["views"])
        shown = [(given.get(view, False), view) for view in views]
        return {**found, "domain": domain, "context": {}, "views": shown, **more}
