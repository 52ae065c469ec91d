from odoo import models

from .timeline_rows import local_day


class O2cShipmentEvent(models.Model):
    _name = "o2c.shipment.event"
    _inherit = "o2c.shipment.event"

    def _after_report(self):
        result = super()._after_report()
        if arrived := self.filtered(lambda event: event.status == "delivered"):
            arrived.shipment_id._begin_warranty()
        return result


class O2cShipment(models.Model):
    _name = "o2c.shipment"
    _inherit = "o2c.shipment"

    def _begin_warranty(self):
        """What these brought is covered from the day the carrier handed it over."""
        reporting = self.filtered(
            lambda s: s.carrier_id.o2c_reports_delivery and s.delivered_at
        )
        found = self.env["o2c.warranty"].search(
            [("picking_id", "in", reporting.picking_id.ids)]
        )
        by_picking = found.grouped("picking_id")
        for shipment in reporting:
            zone = shipment.company_id.partner_id.tz or "UTC"
            day = local_day(shipment.delivered_at, zone)
            by_picking.get(shipment.picking_id, found.browse())._restart(day)
