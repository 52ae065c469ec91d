"""What the agent sees before he dials: what was bought, said and complained about."""

from odoo import api, fields, models
from odoo.tools import format_date

from ..explain import call as explain

LAST = 5


class O2cCall(models.Model):
    # the parts of a call in one file would be twice the length that a file may have
    _inherit = "o2c.call"  # pylint: disable=consider-merging-classes-inherited

    briefing = fields.Json(
        compute="_compute_briefing",
        help="Sections of the screen: key, title and lines of label, value and link.",
    )

    @api.depends("order_id", "partner_id")
    @api.depends_context("lang", "tz", "uid")
    def _compute_briefing(self):
        # others have the order's and the customer's own screens, with their own rights
        calls_for_it = self.env.user.has_group("o2c_quality_check.group_call_agent")
        for call in self:
            call.briefing = call._briefing() if calls_for_it else []

    def _briefing(self):
        # an agent needs no right to orders, tickets and the ledger at large: of those
        # behind his own call he is shown the lines that help him to talk
        sections = self.sudo()._briefing_sections()
        return [
            {"key": key, "title": title, "lines": lines}
            for key, title, lines in sections
            if lines
        ]

    def _briefing_sections(self):
        env = self.env
        return [
            ("order", env._("Order"), self._briefing_order()),
            ("goods", env._("Delivered"), self._briefing_goods()),
            ("bought", env._("Bought before"), self._briefing_bought()),
            ("tickets", env._("Tickets of the customer"), self._briefing_tickets()),
            ("contacts", env._("Last contacts"), self._briefing_contacts()),
        ]

    def _briefing_order(self):
        env, order, picking = self.env, self.order_id, self._delivery()
        lines = [
            (order.name, format_date(self.env, order.date_order)),
            (env._("Appointment"), self.appointment_id.display_name),
            (env._("Salesperson"), order.user_id.name),
            (env._("Delivered"), explain.moment(self.env, self.delivered_at)),
            (env._("Address"), order.partner_shipping_id.contact_address_inline),
            (env._("Carrier"), picking.carrier_id.name),
            (env._("Tracking"), picking.carrier_tracking_ref),
        ]
        found = _lines(lines)
        if found and order:
            found[0]["url"] = self._briefing_url(order)
        return found

    def _briefing_url(self, record):
        """Where a record opens, for a user who may read it; else nothing."""
        return (
            f"/odoo/{record._name}/{record.id}"
            if record and record.sudo(False).has_access("read")
            else ""
        )

    def _delivery(self):
        """The last delivery that reached the customer."""
        done = self.order_id.picking_ids.filtered(
            lambda p: p.state == "done" and p.location_dest_id.usage == "customer"
        )
        return done.sorted("date_done")[-1:]

    def _briefing_goods(self):
        return [
            {"label": line.product_id.display_name, "value": self._delivered_text(line)}
            for line in self.order_id.order_line
            if line.product_id and not line.display_type and not line.is_delivery
        ]

    def _delivered_text(self, line):
        if line.qty_delivered == line.product_uom_qty:
            return f"{line.qty_delivered:g} {line.product_uom_id.name}"
        return self.env._(
            "%(delivered)s of %(ordered)s %(unit)s",
            delivered=f"{line.qty_delivered:g}",
            ordered=f"{line.product_uom_qty:g}",
            unit=line.product_uom_id.name,
        )

    def _briefing_bought(self):
        """The customer's orders before this one, without their money."""
        orders = self.env["sale.order"].search(
            [
                ("partner_id", "child_of", self.partner_id.commercial_partner_id.ids),
                ("company_id", "=", self.company_id.id),
                ("state", "=", "sale"),
                ("id", "!=", self.order_id.id),
            ],
            order="date_order desc, id desc",
            limit=LAST,
        )
        return [
            {
                "label": f"{order.name} · {format_date(self.env, order.date_order)}",
                "value": ", ".join(
                    f"{line.product_uom_qty:g} {line.product_id.display_name}"
                    for line in order.order_line
                    if line.product_id and not line.is_delivery
                ),
                "url": self._briefing_url(order),
            }
            for order in orders
        ]

    def _briefing_tickets(self):
        tickets = self.env["o2c.ticket"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("parent_id", "=", False),
            ],
            order="opened_at desc, id desc",
            limit=LAST,
        )
        stages = dict(tickets._fields["stage"]._description_selection(self.env))
        return [
            {
                "label": ticket.display_name,
                "value": stages[ticket.stage],
                "url": self._briefing_url(ticket),
            }
            for ticket in tickets
        ]

    def _briefing_contacts(self):
        contacts = self.env["o2c.contact"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
            ],
            limit=LAST,
        )
        channels = dict(contacts._fields["channel"]._description_selection(self.env))
        return [
            {
                "label": f"{format_date(self.env, c.at)} {channels[c.channel]}",
                "value": " · ".join(filter(None, [c.summary, c.outcome])),
                "url": self._briefing_url(c),
            }
            for c in contacts
        ]


def _lines(pairs):
    return [{"label": label, "value": value} for label, value in pairs if value]
