"""Builders for tests about shipments and couriers."""

from datetime import datetime, timedelta

from .common import O2cCommon

NOON = datetime(2026, 3, 2, 12)


class ShipmentCommon(O2cCommon):
    """A carrier that reports, and an order that left with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Shipment = cls.env["o2c.shipment"]
        cls.Event = cls.env["o2c.shipment.event"]
        cls.carrier = cls._carrier()

    @classmethod
    def _carrier(cls, **values):
        options = {
            "name": "Kurier Nord",
            "product_id": cls._service(name="Freight").id,
            "fixed_price": 5.0,
            "o2c_reports_delivery": True,
            "integration_level": "rate",
        }
        return cls.env["delivery.carrier"].create({**options, **values})

    @classmethod
    def _courier(cls, **values):
        """A courier of the carrier, with the codes OFD and POD."""
        options = {
            "name": "Kurier Nord",
            "tz": "Europe/Rome",
            "user_id": cls._user("order_desk").id,
            "carrier_ids": [(6, 0, cls.carrier.ids)],
        }
        courier = cls.env["o2c.courier"].create({**options, **values})
        cls._code("OFD", "out_for_delivery", courier)
        cls._code("POD", "delivered", courier)
        return courier

    @classmethod
    def _code(cls, code, status, courier=None):
        values = {"courier_id": (courier or cls.courier).id, "code": code}
        return cls.env["o2c.courier.code"].create({**values, "status": status})

    @classmethod
    def _shipped(cls, ref="P1", carrier=None, **order):
        """The shipment of an order that left today with this tracking reference."""
        picking = cls._order(**order).picking_ids
        picking.write(
            {"carrier_id": (carrier or cls.carrier).id, "carrier_tracking_ref": ref}
        )
        cls._deliver(picking.sale_id)
        return picking.o2c_shipment_ids

    @classmethod
    def _told(cls, shipment, status, hours, key=None, source="webhook", **vals):
        """A report about ``shipment``, ``hours`` from noon of the first day."""
        at = NOON + timedelta(hours=hours)
        return shipment._report(status, at, source, key or f"{status}{hours}", **vals)
