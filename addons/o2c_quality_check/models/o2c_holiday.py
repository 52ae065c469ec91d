from datetime import date, timedelta
from functools import cache, lru_cache

import holidays as library

from odoo import api, fields, models
from odoo.tools import ormcache

from ..domain.calling_hours import HORIZON
from ..domain.calling_zones import community

EFFECTS = [("closed", "Nobody is called"), ("open", "A day like others")]


class O2cHoliday(models.Model):
    """A day that the calendar of public holidays does not know, or has too much."""

    _name = "o2c.holiday"
    _description = "Day off for calls"
    _inherit = ["o2c.law.keeper.mixin"]
    _order = "date desc, id desc"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    date = fields.Date("On", required=True, index=True)
    country_id = fields.Many2one(
        "res.country", help="Of the customer; empty: everywhere."
    )
    state_ids = fields.Many2many(
        "res.country.state",
        string="Only in",
        domain="[('country_id', '=', country_id)]",
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: for all companies.",
    )
    effect = fields.Selection(
        EFFECTS,
        "It is",
        required=True,
        default="closed",
        help="“A day like others” corrects the calendar; only administrators say so.",
    )
    note = fields.Char("Why")

    # ------------------------------------------------------------- who writes what
    def _is_kept(self):
        return any(day.effect == "open" for day in self)

    def _kept_for_administrators(self):
        return self.env._("Only an administrator takes a day out of the calendar.")

    # ------------------------------------------------------------- facts
    @api.model
    @ormcache()
    def _own(self):
        """(day, name, closed, country, states, company) of all that were entered."""
        days = self.sudo().search([("active", "=", True)])  # they hold for everybody
        return tuple(
            (
                day.date,
                day.name,
                day.effect == "closed",
                day.country_id.code or None,
                frozenset(day.state_ids.mapped("code")),
                day.company_id.id or None,
            )
            for day in days
        )

    @api.model
    def _around(self, today, country, state, postal_code, company):
        """The holidays of a callee from yesterday to as far as the law looks.

        :param country, state: ISO codes, or None
        :return: {day: name}
        """
        first = today - timedelta(days=1)
        # an obstacle may come after an obstacle: two horizons and a day
        last = today + timedelta(days=2 * HORIZON + 1)
        found = {}
        for year in range(first.year, last.year + 1):
            found.update(calendar(country, state, postal_code, year))
        for day, name, closed, where, states, whose in self._own():
            if where not in (None, country) or whose not in (None, company):
                continue
            if states and state not in states:
                continue
            if closed:
                found[day] = name
            else:
                found.pop(day, None)
        return {day: name for day, name in found.items() if first <= day <= last}


@cache
def _known_regions():
    return library.list_supported_countries()


def calendar(country, state, postal_code, year):
    """The public holidays of a country and a region of it in a year: {day: name}.

    Where the region is not known and holidays depend on it (Spain), a holiday of any
    region counts: who is not known to be free is not called.
    """
    regions = _known_regions().get(country)
    if regions is None:
        return {}
    if country != "ES":
        return _calendar(country, state if state in regions else None, year)
    region = community(state, postal_code)
    found = {}
    for code in [region] if region else regions:
        found.update(_calendar(country, code, year))
    return found


@lru_cache(maxsize=512)
def _calendar(country, region, year):
    days = library.country_holidays(country, subdiv=region, years=year)
    return {date(day.year, day.month, day.day): name for day, name in days.items()}
