"""The timeline as the order form shows it: words, names and links for the rule."""

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
        for order in self:
            row, timeline = decided.get(order._origin.id, (None, None))
            order.o2c_timeline = timeline and order._o2c_timeline_view(
                row, timeline, events.get(order._origin.id, [])
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

    def _o2c_timeline_view(self, row, timeline, events):
        """What the form shows: steps, stage, events, what is missing."""
        names = self._o2c_timeline_names()
        people = self._o2c_owner_names(row)
        department = timeline.department and timeline.department.value
        return {
            "stage": timeline.stage.value,
            "stage_name": names["stage"][timeline.stage.value],
            "since": _text(timeline.since),
            "department": department or False,
            "department_name": names["department"].get(department, False),
            "owner": people.get(owner_of(row, timeline.department), False),
            "steps": self._o2c_timeline_steps(row, timeline, names, people),
            "events": self._o2c_event_views(events),
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

    def _o2c_owner_names(self, row):
        """``{user id: name}`` of all who answer for a part of this order."""
        ids = {row.get(f"{department}_owner") for department, _name in DEPARTMENTS}
        # a colleague's name is no secret to who may read the order
        users = self.env["res.users"].sudo().browse(sorted(filter(None, ids)))
        return {user.id: user.name for user in users}

    def _o2c_timeline_steps(self, row, timeline, names, people):
        steps = []
        for step in timeline.steps:
            _place, kind, model, key, department, owner = SOURCES[step.milestone]
            reached = step.actual is not None and row[key]
            record = self.env[model].browse(row[key]) if reached else None
            steps.append(
                {
                    "kind": kind,
                    "name": names["kind"][kind],
                    "planned": _text(step.planned),
                    "plan": names["plan"][step.plan.value] if step.plan else False,
                    "actual": _text(step.actual),
                    "department": names["department"][department],
                    "owner": people.get(row[owner], False),
                    "source": self._o2c_source_view(record),
                }
            )
        return steps

    def _o2c_source_view(self, record):
        """Name and place of the document behind something, if the user may read it.

        ``opens``: whether its form is for him; transfers are for the warehouse.
        """
        if not record or not record.exists() or not record.has_access("read"):
            return False
        name = record.display_name
        opens = record._name != "stock.picking" or self.env.user.has_group(
            "stock.group_stock_user"
        )
        return {"model": record._name, "id": record.id, "name": name, "opens": opens}

    def _o2c_event_views(self, events):
        return [
            {
                "kind": event["kind"],
                "at": _text(event["at"]),
                "text": explain.timeline.timeline_event(self, event),
                "source": self._o2c_source_view(
                    event["model"]
                    and self.env[event["model"]].browse(event["record_id"])
                ),
            }
            for event in events
        ]


def _text(moment):
    """``moment`` as the client takes it, or False."""
    return fields.Datetime.to_string(moment) if moment else False
