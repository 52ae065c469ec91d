"""The timeline as the order form shows it: words, names and links for the rule."""

import itertools

from odoo import api, fields, models

from .. import explain
from .departments import DEPARTMENTS
from .timeline_events import FLUSHED, events_query
from .timeline_rows import SOURCES, owner_of


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    o2c_timeline = fields.Json("Timeline", compute="_compute_o2c_timeline_json")
    o2c_reopened = fields.Boolean(
        "Opened again",
        compute="_compute_o2c_reopened",
        search="_search_o2c_reopened",
        help="The order was closed, and something came up afterwards: a return, a"
        " complaint, a payment that was taken back.",
    )

    def _compute_o2c_reopened(self):
        changes = self.env["o2c.stage.change"].sudo()  # of orders that one may read
        domain = [("order_id", "in", self.ids), ("reopened", "=", True)]
        reopened = {order.id for [order] in changes._read_group(domain, ["order_id"])}
        for order in self:
            order.o2c_reopened = order._origin.id in reopened

    @api.model
    def _search_o2c_reopened(self, operator, value):
        if operator != "in":
            return NotImplemented
        changes = self.env["o2c.stage.change"].sudo()  # as above
        found = changes._search([("reopened", "=", True)])
        reopened = fields.Domain("id", "in", found.subselect("order_id"))
        return reopened if True in value else ~reopened

    @api.depends("o2c_stage")
    def _compute_o2c_timeline_json(self):
        rows = self._o2c_timeline_facts() if self.ids else {}
        decided = self._o2c_decide_rows(rows)
        events = self._o2c_timeline_events() if self.ids else {}
        # read for all orders at once: names of documents and of people
        names = self._o2c_timeline_names()
        names["source"] = self._o2c_source_names(decided, events)
        names["people"] = self._o2c_owner_names(decided)
        for order in self:
            row, timeline = decided.get(order._origin.id, (None, None))
            order.o2c_timeline = timeline and order._o2c_timeline_view(
                row, timeline, events.get(order._origin.id, []), names
            )

    def _o2c_timeline_events(self):
        """``{order id: rows}`` of what happened beside the milestones."""
        for name in FLUSHED:
            self.env[name].flush_model()
        self.env.cr.execute(events_query(self._origin.ids, self.env.lang or "en_US"))
        events = {}
        for row in self.env.cr.dictfetchall():
            events.setdefault(row["order_id"], []).append(row)
        return events

    def _o2c_timeline_view(self, row, timeline, events, names):
        """What the form shows: steps, stage, events, what is missing."""
        people = names["people"]
        department = timeline.department and timeline.department.value
        return {
            "stage": timeline.stage.value,
            "stage_name": names["stage"][timeline.stage.value],
            "since": _text(timeline.since),
            "department": department or False,
            "department_name": names["department"].get(department, False),
            "owner": people.get(owner_of(row, timeline.department), False),
            "steps": self._o2c_timeline_steps(row, timeline, names),
            "events": self._o2c_event_views(events, names),
            "missing": [
                {
                    "code": reason.code.value,
                    "text": explain.timeline.missing(self, reason),
                    "department": names["department"][
                        reason.params["department"].value
                    ],
                    "owner": people.get(
                        owner_of(row, reason.params["department"]), False
                    ),
                }
                for reason in timeline.missing.reasons
            ],
        }

    def _o2c_timeline_names(self):
        """The words that the timeline uses, in the user's language."""
        fields_ = self.env["o2c.milestone"]._fields
        return {
            "kind": dict(fields_["kind"]._description_selection(self.env)),
            "plan": dict(fields_["planned_source"]._description_selection(self.env)),
            "department": dict(fields_["department"]._description_selection(self.env)),
            "stage": dict(self._fields["o2c_stage"]._description_selection(self.env)),
        }

    def _o2c_owner_names(self, decided):
        """``{user id: name}`` of all who answer for a part of these orders."""
        keys = [f"{department}_owner" for department, _name in DEPARTMENTS]
        ids = {row.get(key) for row, _timeline in decided.values() for key in keys}
        # a colleague's name is no secret to who may read the order
        users = self.env["res.users"].sudo().browse(sorted(filter(None, ids)))
        return {user.id: user.name for user in users}

    def _o2c_source_names(self, decided, events):
        """The documents behind milestones and events that the user may read.

        :return: ``{(model, id): {model, id, name, opens}}``; ``opens``: whether its
            form is for him, since transfers are for the warehouse
        """
        ids = {}
        for row, _timeline in decided.values():
            for _place, _kind, model, key, *_rest in SOURCES.values():
                ids.setdefault(model, set()).add(row[key])
        for event in itertools.chain.from_iterable(events.values()):
            ids.setdefault(event["model"], set()).add(event["record_id"])
        stock = self.env.user.has_group("stock.group_stock_user")
        found = {}
        for model in filter(None, ids):
            records = self.env[model].browse(sorted(filter(None, ids[model])))
            opens = stock or model != "stock.picking"
            for record in records.exists()._filtered_access("read"):
                found[model, record.id] = {
                    "model": model,
                    "id": record.id,
                    "name": record.display_name,
                    "opens": opens,
                }
        return found

    def _o2c_timeline_steps(self, row, timeline, names):
        steps = []
        for step in timeline.steps:
            _place, kind, model, key, department, owner = SOURCES[step.milestone]
            reached = step.actual is not None and row[key]
            source = (model, row[key]) if reached else None
            steps.append(
                {
                    "kind": kind,
                    "name": names["kind"][kind],
                    "planned": _text(step.planned),
                    "plan": names["plan"][step.plan.value] if step.plan else False,
                    "actual": _text(step.actual),
                    "department": names["department"][department],
                    "owner": names["people"].get(row[owner], False),
                    "source": names["source"].get(source, False),
                }
            )
        return steps

    def _o2c_event_views(self, events, names):
        return [
            {
                "kind": event["kind"],
                "at": _text(event["at"]),
                "text": explain.timeline.timeline_event(self, event),
                "source": names["source"].get(
                    (event["model"], event["record_id"]), False
                ),
            }
            for event in events
        ]


def _text(moment):
    """``moment`` as the client takes it, or False."""
    return fields.Datetime.to_string(moment) if moment else False
