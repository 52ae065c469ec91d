from datetime import datetime, timedelta

from .common import O2cCommon

MONDAY = "2026-03-02 07:00:00"  # 8 o'clock in Rome


class AppointmentCommon(O2cCommon):
    """A warehouse that visits on Tuesdays and Thursdays, and one delivery to make."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Appointment = cls.env["o2c.appointment"]
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.company.o2c_empty_run_cost = 12
        cls.tuesday = cls._slot("1", 8, 12, capacity=1)
        cls.thursday = cls._slot("3", 13, 17, capacity=2)
        cls.carrier = cls.env["delivery.carrier"].create(
            {
                "name": "Own van",
                "product_id": cls._service(name="Delivery").id,
                "o2c_appointment": True,
            }
        )
        with cls._at(MONDAY):
            cls.order = cls._order()
            cls.picking = cls.order.picking_ids
            cls.picking.carrier_id = cls.carrier

    @classmethod
    def _slot(cls, weekday, hour_from, hour_to, **values):
        return cls.env["o2c.appointment.slot"].create(
            {
                "warehouse_id": cls.warehouse.id,
                "weekday": weekday,
                "hour_from": hour_from,
                "hour_to": hour_to,
                **values,
            }
        )

    @classmethod
    def _other_delivery(cls):
        """One more order of another customer, and its delivery."""
        customer = cls._customer(name="Other", email="other@example.com")
        return cls._order(partner_id=customer.id).picking_ids

    def _offered(self, picking=None, limit=3):
        """The offered windows as (weekday and hour, day) texts."""
        offers = (picking or self.picking)._o2c_appointment_offers(limit=limit)
        return [(o.slot.slot_id, o.day.isoformat()) for o in offers]

    @classmethod
    def _holiday(cls, day, **values):
        """The company does not work on ``day`` (Rome)."""
        start = datetime.fromisoformat(day) - timedelta(hours=1)
        return cls.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": cls.company.id,
                "calendar_id": False,
                "date_from": start,
                "date_to": start + timedelta(hours=24),
                **values,
            }
        )

    def _visit(self, picking, status, at, key="door"):
        """The driver was there."""
        shipment = picking._o2c_ensure_shipments(wanted=True)[:1]
        return shipment._report(status, at, "driver", key)


__all__ = ["MONDAY", "AppointmentCommon"]
