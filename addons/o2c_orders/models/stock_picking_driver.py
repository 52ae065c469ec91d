import logging

from odoo import models
from odoo.exceptions import UserError, ValidationError

from .. import explain
from ..domain.shipment import Status

_logger = logging.getLogger(__name__)


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = "stock.picking"

    def _o2c_stop_view(self, place):
        """This delivery as a stop of the driver's page."""
        self.ensure_one()
        partner = self.partner_id
        appointment = self.o2c_appointment_id
        agreed = appointment.state in ("confirmed", "kept") and appointment.window
        last = self._o2c_last_visit()
        return {
            "id": self.id,
            "place": place,
            "name": partner.display_name or "",
            "address": explain.driver.address(partner),
            "phone": partner.phone or "",
            "map": self._o2c_map_link(),
            "order": self.sale_id.name or self.name,
            "window": agreed or "",
            "note": self._o2c_driver_note(),
            "goods": [
                explain.driver.goods(move)
                for move in self.move_ids
                if move.state != "cancel"
            ],
            "outcome": last.status or "",
            "at": explain.driver.moment(last.at),
        }

    def _o2c_last_visit(self):
        """The last report of somebody who stood at the door, empty when none did."""
        visits = ("delivered", "failed_absent", "failed_address", "refused")
        events = self.o2c_shipment_ids.event_ids.filtered(
            lambda e: e.status in visits and e.source != "transfer"
        )
        return events.sorted(lambda e: (e.at, e.id))[-1:]

    def _o2c_map_link(self):
        """Where to drive, as a link that every phone's map opens."""
        partner = self.partner_id
        if partner.partner_latitude or partner.partner_longitude:
            place = f"{partner.partner_latitude},{partner.partner_longitude}"
            return f"geo:{place}?q={place}"
        parts = (partner.street, partner.zip, partner.city, partner.country_id.name)
        return "geo:0,0?q=" + ", ".join(filter(None, parts)).replace("&", " ")

    def _o2c_driver_note(self):
        """Hook. What the driver should know about this stop, as text."""
        parts = (self.o2c_choice_text, self.o2c_appointment_id.note)
        return "\n".join(filter(None, parts))

    def _o2c_enter_report(self, report, lost):
        """Enter one outcome for all parcels of this stop, and what follows from it."""
        self.ensure_one()
        values = {
            "status": report.status.value,
            "at": report.at,
            "source": "driver",
            "source_key": report.key,
            "code": report.reason or False,
            "text": explain.driver.reason(self.env, report.reason) or False,
            "note": explain.driver.note(self.env, report.note, lost) or False,
            "photo": report.photo,
            "signature": report.signature,
        }
        if report.position:
            north, east = report.position
            values |= {"latitude": north, "longitude": east}
        shipments = self._o2c_ensure_shipments(wanted=True)
        shipments._report_all([(one, values) for one in shipments])
        if report.status == Status.DELIVERED:
            self._o2c_done_at_the_door(report)

    def _o2c_done_at_the_door(self, report):
        """Validate the transfer, where the company wants that: the goods are there.

        What cannot be validated (on hold, a lot is missing) stays with the warehouse;
        the report stands all the same.
        """
        if not self.company_id.o2c_driver_validates or self.state in ("done", "cancel"):
            return
        try:
            with self.env.cr.savepoint():
                for move in self.move_ids.filtered(lambda m: m.state == "assigned"):
                    move.picked = True
                done = self.with_context(
                    skip_sms=True, skip_backorder=True
                ).button_validate()
                if done is not True or self.state != "done":
                    raise UserError(explain.driver.not_validated(self))
                self.move_ids.filtered(lambda m: m.state == "done").date = report.at
                self.date_done = report.at
        except (UserError, ValidationError) as reason:
            self.invalidate_recordset()
            _logger.info("Transfer %s is not validated: %s", self.name, reason)
            self.message_post(body=explain.driver.left_open(self, reason))
