"""The figures of customer care for the screen and the workbook."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from ..domain.care_figures import Share, backlog, ratio
from .care_figures import AGES, DIMENSIONS, GROUP, MONTH, WHOLE, CareFigures

AGENT = "o2c_customer_care.group_care_agent"
LEADER = "o2c_customer_care.group_care_leader"
NONE_OPENED = dict.fromkeys(("opened", "replied"), 0)
NONE_CLOSED = dict.fromkeys(("closed", "first_contact", "rated", "satisfied"), 0)
NONE_MOVED = {"closings": 0, "reopenings": 0}
NO_CLOCKS = {"decided": 0, "in_time": 0}
SHOWN = 25  # rows of the table of groups


class O2cCareInsight(models.AbstractModel):
    """Reads tickets, clocks, ratings, costs and contacts; counts what the user may
    read of the tickets, and all contacts and orders of the company."""

    _name = "o2c.care.insight"
    _description = "Insight into customer care"

    @api.model
    def dashboard(self, months=6, by="reason", narrow=None):
        """Everything that the screen shows of the user's company.

        :param months: how many months back, this one included
        :param by: key of ``DIMENSIONS``: what the table is grouped by
        :param narrow: ``{"field": key of DIMENSIONS, "value": …}`` or None
        """
        self._check_right(by, narrow)
        self.env["o2c.ticket.analysis"]._flush_sources()
        since, start, end = self._period(months)
        chosen = (narrow["field"], narrow["value"] or None) if narrow else None
        figures = CareFigures(self.env, since, start, end, by, chosen)
        found = figures.of_tickets(fields.Datetime.now())
        parts = tuple(found[name] for name in ("opened", "closed", "moves", "clocks"))
        ages, open_by = found["waiting"]
        contacts = {} if chosen else figures.contacts()
        now, before = (
            self._figures(parts, WHOLE, which) | _contact_figures(contacts, which)
            for which in (True, False)
        )
        rows = self._months(parts, found["before"], start, end, contacts)
        return {
            "company": self.env.company.name,
            "currency": self.env.company.currency_id.id,
            "start": str(start),
            "narrow": narrow or None,
            "by": by,
            "dimensions": self._dimensions(),
            "tiles": self._tiles(now, sum(ages.values()), bool(contacts)),
            "before": before,
            "months": rows,
            "ages": self._ages(ages),
            "measures": self._measures(found["measures"]),
            "groups": self._groups(parts, open_by, by),
            "notes": explain.insight.notes(self.env),
        }

    def _check_right(self, by, narrow):
        # portal users read their own tickets, but not the company's figures
        if not self.env.user.has_group(AGENT):
            raise AccessError(explain.insight.not_for_you(self.env))
        fields_asked = {by, narrow["field"]} if narrow else {by}
        if fields_asked - set(DIMENSIONS):
            raise UserError(explain.insight.no_such_group(self.env))
        if "agent" in fields_asked and not self._sees_people():
            raise AccessError(explain.insight.people_for_leaders(self.env))

    def _sees_people(self):
        return self.env.user.has_group(LEADER)

    def _dimensions(self):
        names = explain.insight.dimensions(self.env)
        return [
            {"key": key, "name": names[key]}
            for key in DIMENSIONS
            if key != "agent" or self._sees_people()
        ]

    @api.model
    def _period(self, months):
        """First day of the time before, of the period, and tomorrow."""
        today = fields.Date.context_today(self)
        months = min(max(int(months), 1), 60)
        start = today.replace(day=1) - relativedelta(months=months - 1)
        return start - relativedelta(months=months), start, today + timedelta(days=1)

    # ------------------------------------------------------------- one set of figures
    def _figures(self, parts, standing, key):
        """Figures of one month, one group or the whole, as the client takes them."""
        nothing = (NONE_OPENED, NONE_CLOSED, NONE_MOVED, NO_CLOCKS)
        opened, closed, moves, clocks = (
            part.get((standing, key), none)
            for part, none in zip(parts, nothing, strict=True)
        )
        rating = Share(closed["satisfied"], closed["rated"])
        low, high = rating.interval or (None, None)
        return {
            "opened": opened["opened"],
            "replied": opened["replied"],
            "first_reply_median": _plain(opened.get("first_reply_median")),
            "first_reply_p90": _plain(opened.get("first_reply_p90")),
            "closed": closed["closed"],
            "resolution_median": _plain(closed.get("resolution_median")),
            "resolution_p90": _plain(closed.get("resolution_p90")),
            "first_contact": _percent(closed["first_contact"], closed["closed"]),
            "cost": _plain(ratio(closed.get("cost") or 0, closed["closed"])),
            "rated": int(closed["rated"]),
            "satisfaction": _percent(closed["satisfied"], closed["rated"]),
            "satisfaction_low": _plain(low and low * 100, low is not None),
            "satisfaction_high": _plain(high and high * 100, high is not None),
            "satisfaction_enough": rating.is_enough,
            "closings": moves["closings"],
            "reopenings": moves["reopenings"],
            "reopen_rate": _percent(moves["reopenings"], moves["closings"]),
            "decided": clocks["decided"],
            "attainment": _percent(clocks["in_time"], clocks["decided"]),
        }

    # ------------------------------------------------------------- parts
    def _months(self, parts, before, start, end, contacts):
        rows, month = [], start
        while month < end:
            row = self._figures(parts, MONTH, month)
            rows.append(
                {"month": str(month), **row, **_contact_figures(contacts, month)}
            )
            month += relativedelta(months=1)
        came = [row["opened"] for row in rows]
        went = [row["closings"] for row in rows]
        back = [row["reopenings"] for row in rows]
        for row, left in zip(rows, backlog(came, went, back), strict=True):
            row["backlog"] = before + left
        return rows

    def _tiles(self, now, open_count, with_contacts):
        whole = {**now, "backlog": open_count}
        return [
            {**tile, **{name: whole[name] for name in (tile["key"], *tile["with"])}}
            for tile in explain.insight.tiles(self.env, with_contacts)
        ]

    def _ages(self, found):
        names = explain.insight.ages(self.env)
        return [
            {"place": place, "label": name, "count": found.get(place, 0)}
            for place, name in enumerate(names)
        ]

    def _measures(self, found):
        names = dict(
            self.env["o2c.ticket.clock"]
            ._fields["measure"]
            ._description_selection(self.env)
        )
        return [
            {
                "label": names.get(measure, measure),
                "decided": row["decided"],
                "in_time": row["in_time"],
                "attainment": _percent(row["in_time"], row["decided"]),
            }
            for measure, row in sorted(found.items())
        ]

    def _groups(self, parts, open_by, by):
        """A row for each group, the largest first."""
        keys = {key for part in parts for standing, key in part if standing == GROUP}
        names = self._names(by, keys | set(open_by))
        rows = [
            {
                "key": key or False,
                "label": names[key],
                "backlog": open_by.get(key, 0),
                **self._figures(parts, GROUP, key),
            }
            for key in keys | set(open_by)
        ]
        rows.sort(key=lambda row: (-row["opened"], -row["backlog"], row["label"]))
        return rows[:SHOWN]

    def _names(self, by, keys):
        """{key: what it is called}; None is what was not filled in."""
        field = self.env["o2c.ticket.analysis"]._fields[DIMENSIONS[by]]
        nothing = {None: explain.insight.none(self.env)}
        if not field.relational:
            return nothing | dict(field._description_selection(self.env))
        # the names of groups, whoever may open their records
        records = self.env[field.comodel_name].sudo().browse(filter(None, keys))
        return nothing | {record.id: record.display_name for record in records}

    # ------------------------------------------------------------- ways on
    @api.model
    def open(self, what, months=6, by="reason", key=None, narrow=None):
        """The action that shows the tickets behind a figure.

        :param what: ``opened``, ``closed``, ``backlog``, ``age:2``,
            ``month:2026-03-01`` or ``group`` with ``key``
        """
        self._check_right(by, narrow)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_customer_care.action_ticket"
        )
        domain = [
            ("company_id", "=", self.env.company.id),
            ("parent_id", "=", False),
            ("merged_into_id", "=", False),
            *(self._narrow_domain(narrow["field"], narrow["value"]) if narrow else []),
            *self._domain_of(what, months, by, key),
        ]
        name = explain.insight.tickets(self.env)
        views = [(False, "list"), (False, "kanban"), (False, "form")]
        return {**action, "name": name, "domain": domain, "context": {}, "views": views}

    def _domain_of(self, what, months, by, key):
        _since, start, end = self._period(months)
        if what == "backlog":
            return [("stage", "!=", "closed")]
        if what.startswith("age:"):
            return self._age_domain(int(what.removeprefix("age:")))
        if what.startswith("month:"):
            first = fields.Date.to_date(what.removeprefix("month:"))
            start, end = first, first + relativedelta(months=1)
        figures = CareFigures(self.env, start, start, end)
        name = "closed_at" if what == "closed" else "opened_at"
        period = [(name, ">=", figures.start), (name, "<", figures.end)]
        return period + (self._narrow_domain(by, key) if what == "group" else [])

    def _age_domain(self, place):
        now, (oldest, newest) = fields.Datetime.now(), reversed(AGES[place])
        domain = [("stage", "!=", "closed")]
        domain.append(("opened_at", "<=", now - timedelta(days=newest)))
        if oldest:
            domain.append(("opened_at", ">", now - timedelta(days=oldest)))
        return domain

    def _narrow_domain(self, by, value):
        if by == "reason":
            return [("reason_id", "child_of" if value else "=", value or False)]
        if by == "tier":
            values = [value] if value != "standard" else ["standard", False]
            return [("partner_id.o2c_care_tier", "in", values)]
        return [(DIMENSIONS[by], "=", value or False)]


def _plain(value, known=True):
    """A figure as the client takes it; None stays None."""
    return float(value) if known and value is not None else None


def _percent(part, whole):
    value = ratio(part, whole)
    return None if value is None else float(value) * 100


def _contact_figures(contacts, month):
    came, owned, kept_off, orders = contacts.get(month, (0, 0, 0, 0))
    return {
        "contacts": came,
        "orders": orders,
        "contacts_per_order": ratio(came, orders),
        "kept_off": kept_off,
        "kept_off_percent": _percent(kept_off, owned),
    }
