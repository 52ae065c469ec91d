"""A run as its driver sees it: a link without account, stops, what happened there."""

import logging
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import hash_sign, verify_hash_signed

from .. import explain
from ..domain import stop_report

_logger = logging.getLogger(__name__)
SCOPE = "o2c-driver"
HOURS = 36  # a link holds so long after the day of the run has begun
OPEN_STATES = ("draft", "in_progress", "done")


class StockPickingBatch(models.Model):
    _name = "stock.picking.batch"
    _inherit = "stock.picking.batch"

    o2c_link_seed = fields.Char(
        "Seed of the driver's link", copy=False, groups="base.group_system"
    )
    o2c_link_until = fields.Datetime("Driver's link holds until", copy=False)
    o2c_driver_url = fields.Char("Driver's link", compute="_compute_o2c_driver_url")
    o2c_stop_count = fields.Integer("Stops", compute="_compute_o2c_progress")
    o2c_reported_count = fields.Integer(
        "Stops reported", compute="_compute_o2c_progress"
    )
    o2c_progress = fields.Char("Reported", compute="_compute_o2c_progress")

    @api.depends("o2c_link_until")
    def _compute_o2c_driver_url(self):
        for batch in self:
            batch.o2c_driver_url = batch._o2c_driver_link()

    @api.depends("picking_ids.o2c_shipment_ids.attempts", "picking_ids.state")
    def _compute_o2c_progress(self):
        for batch in self:
            stops = batch._o2c_stops()
            done = stops.filtered(lambda p: any(p.o2c_shipment_ids.mapped("attempts")))
            batch.o2c_stop_count = len(stops)
            batch.o2c_reported_count = len(done)
            batch.o2c_progress = f"{len(done)} / {len(stops)}"

    # ------------------------------------------------------------- the link
    def _o2c_driver_link(self):
        """The address of the driver's page while it holds, else nothing."""
        self.ensure_one()
        until = self.o2c_link_until
        if not self.id or not until or until <= fields.Datetime.now():
            return False
        # the seed stays here, what it signs goes to the driver
        seed = self.sudo().o2c_link_seed
        # signing reads the secret of the database
        token = hash_sign(self.sudo().env, SCOPE, [self.id, seed], until - _now())
        return f"{self.get_base_url()}/o2c/run/{token}"

    @api.model
    def _o2c_run_of(self, token):
        """The run that ``token`` opens, in superuser mode; empty when it does not."""
        try:
            # checking a signature reads the secret of the database
            values = verify_hash_signed(self.sudo().env, SCOPE, token)
        except (ValueError, IndexError):
            return self.browse()  # nothing that we ever signed
        if not values:
            return self.browse()
        batch_id, seed = values
        # the link is the right: whoever has it drives this run
        batch = self.sudo().browse(batch_id).exists()
        holds = batch and seed and batch.o2c_link_seed == seed
        return batch if holds and batch.state in OPEN_STATES else self.browse()

    def action_o2c_driver_link(self):
        """Make the driver's link, or a new one: the old one stops to work."""
        self.ensure_one()
        self.check_access("write")
        if not self._o2c_stops():
            raise UserError(explain.driver.no_stops(self))
        start = max(self.scheduled_date or _now(), _now())
        # the seed is nobody's to read, not even his who makes the link
        self.sudo().write(
            {
                "o2c_link_seed": secrets.token_urlsafe(16),
                "o2c_link_until": fields.Datetime.add(start, hours=HOURS),
            }
        )
        self._o2c_stops()._o2c_ensure_shipments(wanted=True)
        return True

    def action_o2c_driver_revoke(self):
        """The link stops to work at once."""
        self.check_access("write")
        # as above
        self.sudo().write({"o2c_link_seed": False, "o2c_link_until": False})

    def action_o2c_driver_send(self):
        """Send the link to the driver, by mail or text message."""
        self.ensure_one()
        self.check_access("write")
        if not self.driver_id:
            raise UserError(explain.driver.no_driver(self))
        if not self.o2c_driver_url:
            self.action_o2c_driver_link()
        driver, text = self.driver_id, explain.driver.message(self)
        if driver.phone_sanitized:
            self._message_sms(text, partner_ids=driver.ids, put_in_queue=True)
        elif driver.email_normalized:
            self.message_post(body=text, partner_ids=driver.ids, subject=self.name)
        else:
            raise UserError(explain.driver.not_reached(driver))

    # ------------------------------------------------------------- the stops
    def _o2c_stops(self):
        """The deliveries to customers of this run, in the order of the run."""
        stops = self.picking_ids.filtered(
            lambda p: p.location_dest_id.usage == "customer" and p.state != "cancel"
        )
        return stops.sorted(lambda p: (p.batch_sequence, p.id))

    def _o2c_stop_views(self):
        """What the driver's page shows of each stop: a list of dicts of text."""
        return [
            stop._o2c_stop_view(place)
            for place, stop in enumerate(self._o2c_stops(), start=1)
        ]

    # ------------------------------------------------------------- reports
    def _o2c_stop_reported(self, values):
        """Enter what the driver's phone says about a stop, once for each key.

        :param dict values: as sent by the phone
        :return: (text of what went wrong or None, the view of the stop or None)
        """
        self.ensure_one()
        reasons = [code for code, _name in explain.driver.REASONS]
        reading = stop_report.read(values, _now(), reasons)
        if reading.fault:
            return explain.driver.fault(self.env, reading.fault), None
        report = reading.report
        stops = self._o2c_stops()
        stop = stops.filtered(lambda p: p.id == report.stop_id)
        if not stop:
            return explain.driver.fault(self.env, stop_report.Fault.NO_STOP), None
        stop._o2c_enter_report(report, reading.lost)
        return None, stop._o2c_stop_view(list(stops.ids).index(stop.id) + 1)


def _now():
    return fields.Datetime.now()
