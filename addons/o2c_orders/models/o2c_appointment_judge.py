"""What became of appointments, judged by what the driver or the courier reported."""

from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..domain import appointment as rule

# somebody was there, whether or not he took the goods
MET = ("delivered", "refused")
NOT_MET = ("failed_absent", "failed_address")


class O2cAppointment(models.Model):
    _name = "o2c.appointment"
    _inherit = "o2c.appointment"

    def _judge(self, arrived, successful):
        """Note that somebody stood at the door at ``arrived``."""
        for one in self:
            tolerance = timedelta(minutes=one.company_id.o2c_appointment_tolerance)
            state = rule.outcome(
                one.date_from, one.date_to, tolerance, arrived, successful
            )
            one._go(state.value, arrived_at=arrived)

    @api.model
    def _cron_settle(self):
        """Let old proposals expire, end the appointments of cancelled transfers.

        Where nobody reports visits, a transfer that was done within its window was
        done at the door: kept. Done at another time it left the warehouse then, and
        nothing is known of the visit: the appointment stays as it is.
        """
        self._cron_expire()
        self.flush_model()
        self.env["stock.picking"].flush_model(["state", "date_done"])
        self.env.cr.execute(SQL(LEFT))
        rows = self.env.cr.fetchall()
        together = self.browse([one for one, _done in rows])
        for appointment, (_id, done) in zip(together, rows, strict=True):
            if done:
                appointment._judge(done, True)
            else:
                appointment._go("cancelled")


class O2cShipmentEvent(models.Model):
    _name = "o2c.shipment.event"
    _inherit = "o2c.shipment.event"

    def _after_report(self):
        result = super()._after_report()
        for event in self.filtered(lambda e: e.status in MET + NOT_MET):
            live = event.shipment_id.picking_id._o2c_live_appointment()
            # states are written by code alone, whoever reported
            live.sudo()._judge(event.at, event.status in MET)
        return result


LEFT = """
SELECT a.id, CASE WHEN p.state = 'done' THEN p.date_done END
  FROM o2c_appointment a
  JOIN stock_picking p ON p.id = a.picking_id
 WHERE a.state IN ('proposed', 'confirmed')
   AND (p.state = 'cancel'
        OR (p.state = 'done' AND p.date_done BETWEEN a.date_from AND a.date_to
            AND NOT EXISTS (SELECT FROM o2c_shipment s JOIN o2c_shipment_event e
                                     ON e.shipment_id = s.id AND e.source <> 'transfer'
                             WHERE s.picking_id = p.id)))
 ORDER BY a.id
"""
