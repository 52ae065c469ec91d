import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

from ..domain.courier_report import read_items

_logger = logging.getLogger(__name__)

OLDEST = timedelta(days=60)  # of a parcel that is still asked about
BATCH = 200


class O2cCourierPoll(models.Model):
    """Asking the couriers that do not report by themselves."""

    _name = "o2c.courier"
    _inherit = "o2c.courier"

    @api.model
    def _cron_poll(self):
        """Ask every courier that can be asked; one that fails stops no other."""
        couriers = self.search([("carrier_ids", "!=", False)])
        couriers = couriers.filtered(lambda c: c._carriers_to_ask())
        left = len(couriers)
        self.env["ir.cron"]._commit_progress(remaining=left)
        for courier in couriers:
            courier._poll()
            left -= 1
            if not self.env["ir.cron"]._commit_progress(1, remaining=left):
                break

    def action_poll(self):
        """Ask these couriers now."""
        self.check_access("write")
        for courier in self:
            courier._poll()

    def _carriers_to_ask(self):
        return self.carrier_ids.filtered(lambda c: c._o2c_can_be_asked())

    def _poll(self):
        """Ask for all parcels under way and take in the answers."""
        self.ensure_one()
        error = False
        for carrier in self._carriers_to_ask():
            try:
                with self.env.cr.savepoint():
                    self._ask(carrier)
            except Exception as fault:
                # whatever a connector does: the others are asked all the same
                _logger.exception("Courier %s could not be asked", self.name)
                error = str(fault)[:200] or type(fault).__name__
        # the desk may ask, nobody writes the result
        self.sudo().write({"polled_at": fields.Datetime.now(), "poll_error": error})

    def _ask(self, carrier):
        domain = Domain("carrier_id", "=", carrier.id) & Domain("is_open", "=", True)
        domain &= Domain("tracking_ref", "!=", False)
        domain &= Domain("create_date", ">", fields.Datetime.now() - OLDEST)
        # all parcels of the courier, whoever may see them
        shipments = self.env["o2c.shipment"].sudo().search(domain, order="id")
        for ids in split_every(BATCH, shipments.ids):
            self._take_in(carrier._o2c_fetch_events(shipments.browse(ids)))

    def _take_in(self, items):
        """Take in what an adapter learnt: dicts as in the webhook's messages."""
        self.ensure_one()
        messages = self.env["o2c.courier.message"].sudo()  # nobody writes messages
        messages._receive(self, read_items(items, self._zone()), "adapter")
