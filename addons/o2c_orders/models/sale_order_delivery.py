from odoo import api, fields, models


class SaleOrderDelivery(models.Model):
    """The parcels of an order, for its form and for the customer's page."""

    _name = "sale.order"
    _inherit = "sale.order"

    # the customer card finds orders by either number
    _o2c_number = models.Index("(name)")
    _o2c_customer_number = models.Index(
        "(client_order_ref) WHERE client_order_ref IS NOT NULL"
    )

    o2c_shipment_ids = fields.One2many("o2c.shipment", "order_id", "Shipments")
    o2c_shipment_count = fields.Integer(
        "Shipment count", compute="_compute_o2c_shipment_count"
    )

    @api.depends("o2c_shipment_ids")
    def _compute_o2c_shipment_count(self):
        counts = {}
        if self.env["o2c.shipment"].has_access("read"):
            groups = self.env["o2c.shipment"]._read_group(
                [("order_id", "in", self.ids)], ["order_id"], ["__count"]
            )
            counts = dict(groups)
        for order in self:
            order.o2c_shipment_count = counts.get(order._origin, 0)

    def action_o2c_shipments(self):
        """Open the shipments of these orders."""
        actions = self.env["ir.actions.act_window"]
        action = actions._for_xml_id("o2c_orders.action_shipment")
        return {**action, "domain": [("order_id", "in", self.ids)], "context": {}}

    def _o2c_portal_deliveries(self):
        """The deliveries of this order as its customer sees them.

        :return: a list of dicts: picking, shipments, wish (text), kinds that may be
            wished now
        """
        self.ensure_one()
        # portal users have no right to shipments; these are their own order's
        pickings = self.sudo().picking_ids.filtered(
            lambda p: p.location_dest_id.usage == "customer" and p.state != "cancel"
        )
        deliveries = [
            {
                "picking": picking,
                "shipments": picking.o2c_shipment_ids,
                "wish": picking.o2c_choice_text,
                "kinds": picking._o2c_choice_kinds(),
            }
            for picking in pickings.sorted("id")
        ]
        return [d for d in deliveries if d["shipments"] or d["kinds"] or d["wish"]]
