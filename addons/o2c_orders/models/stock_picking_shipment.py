from odoo import api, fields, models

from ..domain.shipment import split_references

# what the shipments of a transfer follow from
TRACKED = {"carrier_tracking_ref", "sale_id"}


class StockPickingShipment(models.Model):
    """A transfer to a customer has a shipment for each of its parcels."""

    _name = "stock.picking"
    _inherit = "stock.picking"

    o2c_shipment_ids = fields.One2many("o2c.shipment", "picking_id", "Shipments")
    o2c_shipment_count = fields.Integer(
        "Shipment count", compute="_compute_o2c_shipment_count"
    )

    @api.depends("o2c_shipment_ids")
    def _compute_o2c_shipment_count(self):
        for picking in self:
            picking.o2c_shipment_count = len(picking.o2c_shipment_ids)

    @api.model_create_multi
    def create(self, vals_list):
        pickings = super().create(vals_list)
        pickings.filtered("carrier_tracking_ref")._o2c_ensure_shipments()
        return pickings

    def write(self, vals):
        result = super().write(vals)
        if TRACKED & vals.keys():
            self._o2c_ensure_shipments()
        return result

    def _action_done(self):
        result = super()._action_done()
        self._o2c_ensure_shipments()
        return result

    # ------------------------------------------------------------- shipments
    def _o2c_ensure_shipments(self, wanted=False):
        """Make the shipments that these transfers lack; safe to call again.

        :param wanted: also for transfers that are neither done nor have a tracking
            reference yet (a stop of a delivery run)
        :return: the shipments of these transfers
        """
        leaving = self.filtered(
            lambda p: (
                p.location_dest_id.usage == "customer"
                and p.sale_id
                and (wanted or p.state == "done" or p.carrier_tracking_ref)
            )
        )
        # nobody writes shipments by hand; who moves goods need not see them
        leaving = leaving.sudo()
        missing = [
            vals for picking in leaving for vals in picking._o2c_missing_parcels()
        ]
        leaving.env["o2c.shipment"].create(missing)
        leaving._o2c_report_transfer()
        return leaving.o2c_shipment_ids.with_env(self.env)

    def _o2c_missing_parcels(self):
        """Values of the shipments to make; one without a reference gets it here."""
        there = self.o2c_shipment_ids
        refs = split_references(self.carrier_tracking_ref)
        if not refs:
            return [] if there else [{"picking_id": self.id}]
        known = set(there.mapped("tracking_ref"))
        missing = [ref for ref in refs if ref not in known]
        # a label that was made anew: nobody has seen the old one
        unused = there.filtered(lambda s: s.tracking_ref not in refs and not s.attempts)
        unused = unused.filtered(
            lambda s: s.status in (False, "label_made", "collected")
        )
        for shipment in unused[: len(missing)]:
            shipment.tracking_ref = missing.pop(0)
        return [{"picking_id": self.id, "tracking_ref": ref} for ref in missing]

    def _o2c_report_transfer(self):
        """What the transfer itself says: a label was made, the goods have left."""
        reports = []
        for picking in self:
            at = picking.date_done or fields.Datetime.now()
            done = picking.state == "done"
            for shipment in picking.o2c_shipment_ids:
                if done:
                    vals = {"status": "collected", "at": at, "source_key": "transfer"}
                    reports.append((shipment, {**vals, "source": "transfer"}))
                elif shipment.tracking_ref and not shipment.status:
                    now = fields.Datetime.now()
                    vals = {"status": "label_made", "at": now, "source_key": "label"}
                    reports.append((shipment, {**vals, "source": "transfer"}))
        self.env["o2c.shipment"]._report_all(reports)

    def action_o2c_shipments(self):
        """Open the shipments of these transfers."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_orders.action_shipment"
        )
        return {**action, "domain": [("picking_id", "in", self.ids)], "context": {}}
