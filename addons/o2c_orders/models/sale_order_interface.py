"""Orders that another system handed in, and what it reads about them."""

from odoo import fields, models
from odoo.tools import SQL

# when anything that the status tells of an order has changed last
CHANGED = """
SELECT so.id, GREATEST(so.write_date, so.o2c_stage_since,
       (SELECT max(l.write_date) FROM sale_order_line l WHERE l.order_id = so.id),
       (SELECT max(p.write_date) FROM stock_picking p WHERE p.sale_id = so.id),
       (SELECT max(s.write_date) FROM o2c_shipment s WHERE s.order_id = so.id),
       (SELECT max(h.write_date) FROM o2c_hold h WHERE h.order_id = so.id),
       (SELECT max(m.write_date) FROM sale_order_line l
          JOIN sale_order_line_invoice_rel r ON r.order_line_id = l.id
          JOIN account_move_line ml ON ml.id = r.invoice_line_id
          JOIN account_move m ON m.id = ml.move_id WHERE l.order_id = so.id)
       ) AS changed_at
  FROM sale_order so
 WHERE so.o2c_interface_id = %(interface)s
"""


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    o2c_interface_id = fields.Many2one(
        "o2c.interface",
        "Handed in by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    o2c_external_id = fields.Char(
        "Number there",
        readonly=True,
        copy=False,
        help="The number of the order in the system that handed it in.",
    )
    o2c_external_digest = fields.Char(readonly=True, copy=False)

    _o2c_external_once = models.UniqueIndex(
        "(o2c_interface_id, o2c_external_id) WHERE o2c_interface_id IS NOT NULL",
        "This order was handed in already.",
    )

    def _o2c_interface_brief(self):
        """What is told of an order when it comes in."""
        self.ensure_one()
        return {
            "order": self.name,
            "state": self.state,
            "stage": self.o2c_stage,
            "notice": self._o2c_portal_notice() or None,
            "total": self.amount_total,
            "currency": self.currency_id.name,
        }

    def _o2c_interface_status(self):
        """What is told of these orders: [{…}], with superuser rights.

        No internal reason of a hold, no cost, no other customer.
        """
        self.fetch(["name", "state", "o2c_stage", "o2c_quote_status", "amount_total"])
        shipments = self.env["o2c.shipment"].search([("order_id", "in", self.ids)])
        of_order = shipments.grouped("order_id")
        return [
            order._o2c_interface_status_one(of_order.get(order, shipments.browse()))
            for order in self
        ]

    def _o2c_interface_status_one(self, shipments):
        steps = self.o2c_milestone_ids
        invoices = self.invoice_ids.filtered(lambda m: m.state == "posted")
        return {
            "external_id": self.o2c_external_id,
            **self._o2c_interface_brief(),
            "quotation": self.o2c_quote_status,
            "next_due": _moment(self.o2c_next_due),
            "closed_at": _moment(self.o2c_closed_at),
            "milestones": {
                step.kind: {
                    "planned": _moment(step.planned_at),
                    "actual": _moment(step.actual_at),
                }
                for step in steps
            },
            "lines": [
                {
                    "product": line.product_id.default_code or line.name,
                    "ordered": line.product_uom_qty,
                    "delivered": line.qty_delivered,
                    "invoiced": line.qty_invoiced,
                }
                for line in self.order_line
                if not line.display_type
            ],
            "shipments": [
                {
                    "delivery": shipment.picking_id.name,
                    "carrier": shipment.carrier_id.name or None,
                    "tracking": shipment.tracking_ref or None,
                    "status": shipment.status or None,
                    "status_at": _moment(shipment.status_at),
                }
                for shipment in shipments
            ],
            "invoices": invoices.mapped("name"),
        }

    def _o2c_interface_changed(self, interface, since, after, limit):
        """[(id, moment)] of an interface's orders that changed from ``since`` on.

        :param after: only orders with a greater id, of those changed at ``since``
        """
        self.env.flush_all()
        query = SQL(
            "SELECT id, changed_at FROM (%s) c WHERE %s ORDER BY changed_at, id"
            " LIMIT %s",
            SQL(CHANGED, interface=interface.id),
            SQL("(changed_at, id) > (%s, %s)", since, after) if since else SQL("true"),
            limit,
        )
        return self.env.execute_query(query)


def _moment(value):
    """A moment as ISO 8601 in UTC; None when there is none."""
    return value.isoformat() + "Z" if value else None
