"""Remedies in goods: replacement, new delivery, return, repair."""

from odoo import fields, models

from ..domain.remedy import Kind


class O2cRemedy(models.Model):
    _name = "o2c.remedy"
    _inherit = "o2c.remedy"

    def _make_replacement(self):
        """An order without price over the same goods, confirmed at once."""
        order = self.env["sale.order"].create(self._prepare_order_vals())
        order.action_confirm()
        return order

    def _prepare_order_vals(self):
        order = self.order_id
        return {
            "company_id": order.company_id.id,
            "partner_id": order.partner_id.id,
            "partner_invoice_id": order.partner_invoice_id.id,
            "partner_shipping_id": order.partner_shipping_id.id,
            "pricelist_id": order.pricelist_id.id,
            "currency_id": order.currency_id.id,
            "user_id": order.user_id.id,
            "team_id": order.team_id.id,
            "warehouse_id": order.warehouse_id.id,
            "origin": f"{order.name} / {self.name}",
            "client_order_ref": order.client_order_ref,
            "o2c_remedy_id": self.id,
            "order_line": [
                fields.Command.create(line._prepare_order_line_vals())
                for line in self.line_ids
            ],
        }

    # ------------------------------------------------------------- new delivery
    def _make_redelivery(self):
        """The goods go out again, by what the order knows of the first time.

        A refused parcel goes out again; what the order still lacks leaves on the
        order; what counts as delivered (lost on the way) leaves as an order without
        price, so that it is invoiced once.
        """
        if refusal := self._open_refusal():
            refusal._decide("redelivery")
            refusal.o2c_remedy_id = self
            return refusal
        if all(line._is_missing() for line in self.line_ids):
            return self._make_picking()
        return self._make_replacement()

    def _open_refusal(self):
        """The open refusal of just these goods."""
        refusals = self.env["o2c.refusal"].search(
            [("order_id", "=", self.order_id.id), ("state", "=", "open")]
        )
        wanted = self.line_ids.order_line_id
        return refusals.filtered(
            lambda refusal: refusal.picking_id.move_ids.sale_line_id == wanted
        )[:1]

    def _make_picking(self):
        warehouse = self.order_id.warehouse_id
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.out_type_id.id,
                "partner_id": self.order_id.partner_shipping_id.id,
                "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": self._customer_location().id,
                "origin": f"{self.order_id.name} / {self.name}",
                "company_id": self.company_id.id,
                "o2c_remedy_id": self.id,
                "move_ids": [
                    fields.Command.create(
                        line._prepare_move_vals(warehouse, self._customer_location())
                    )
                    for line in self.line_ids
                ],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        return picking

    def _customer_location(self):
        return self.order_id.partner_shipping_id.property_stock_customer

    # ------------------------------------------------------------- return, repair
    def _make_return(self):
        """A return authorisation; the terms of the reason say who decides about it."""
        wanted = [
            {
                "order_line_id": line.order_line_id,
                "quantity": line.quantity,
                "reason_id": self.return_reason_id,
            }
            for line in self.line_ids
        ]
        return self.env["o2c.return"]._request(
            self.order_id, wanted, note=self.note, o2c_remedy_id=self.id
        )

    def _make_repair(self):
        """A repair order under warranty, confirmed."""
        warehouse = self.order_id.warehouse_id or self.env["stock.warehouse"].search(
            [("company_id", "=", self.company_id.id)], limit=1
        )
        repair = self.env["repair.order"].create(
            {
                "company_id": self.company_id.id,
                "partner_id": self.partner_id.id,
                "product_id": self.product_id.id,
                "product_qty": self.quantity or 1.0,
                "product_uom": self.product_id.uom_id.id,
                "lot_id": self.lot_id.id,
                "picking_type_id": warehouse.repair_type_id.id,
                "under_warranty": True,
                "internal_notes": self.note,
                "o2c_remedy_id": self.id,
            }
        )
        repair._action_repair_confirm()
        return repair


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = "sale.order.line"

    def _o2c_free_to_give(self):
        """How many of this line no remedy gives again yet, in its unit."""
        self.ensure_one()
        kinds = (Kind.REPLACEMENT.value, Kind.REDELIVERY.value)
        # every remedy counts, whoever may read it
        lines = self.env["o2c.remedy.line"].sudo()
        given = lines.search(
            [
                ("order_line_id", "=", self.id),
                ("kind", "in", kinds),
                ("state", "not in", ("refused", "cancelled")),
            ]
        )
        return self.product_uom_qty - sum(given.mapped("quantity"))
