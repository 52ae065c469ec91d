import json
from datetime import timedelta

from odoo import fields

from .common import O2cCommon


class DriverCommon(O2cCommon):
    """A run of three deliveries with a driver and his link."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stops = cls.env["stock.picking"].union(
            *(cls._delivery_to(name) for name in ("Aldo", "Berta", "Carl"))
        )
        cls.trip = cls._run_of(cls.stops)
        cls.trip.action_o2c_driver_link()
        cls.path = cls.trip.o2c_driver_url.removeprefix(cls.trip.get_base_url())

    @classmethod
    def _delivery_to(cls, name):
        customer = cls._customer(
            name=name,
            street=f"{name}strasse 1",
            city="Wien",
            zip=name,
            partner_latitude=48.2,
            partner_longitude=16.37,
        )
        return cls._order(partner_id=customer.id).picking_ids

    @classmethod
    def _run_of(cls, stops):
        driver = cls.env["res.partner"].create({"name": "Dario", "lang": "en_US"})
        run = cls.env["stock.picking.batch"].create(
            {
                "company_id": cls.company.id,
                "picking_type_id": stops[:1].picking_type_id.id,
                "picking_ids": [(6, 0, stops.ids)],
                "driver_id": driver.id,
            }
        )
        run.action_confirm()
        return run

    def _sent(self, stop, outcome="delivered", key="11111111-1111", **values):
        """What the phone would send now."""
        now = fields.Datetime.now().isoformat()
        sent = {"key": key, "stop": stop.id, "outcome": outcome}
        return {**sent, "at": now, "sent_at": now, **values}

    def _post(self, path, values):
        """Send a report as the phone does; ``values`` as they are when text."""
        data = values if isinstance(values, str) else json.dumps(values)
        headers = {"Content-Type": "application/json"}
        return self.url_open(f"{path}/report", data=data, headers=headers)

    def _events(self, stop):
        """The driver's reports about a stop, oldest first."""
        stop.invalidate_recordset()
        events = stop.o2c_shipment_ids.event_ids
        return events.filtered(lambda e: e.source == "driver").sorted("id")

    def _yesterday(self):
        return fields.Datetime.now() - timedelta(days=1)
