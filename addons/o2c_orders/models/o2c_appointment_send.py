"""What an appointment sends, and its periodic jobs: ask, remind, let expire."""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)
BATCH = 100  # transfers asked in one go of the job


class O2cAppointment(models.Model):
    _name = "o2c.appointment"
    _inherit = "o2c.appointment"

    def _ask(self):
        """Ask the customer whether the proposed window suits him."""
        for one in self:
            one._send("o2c_orders.mail_appointment_proposed", SMS_PROPOSED)
            if one.channel != "phone":
                one.sudo().asked_at = fields.Datetime.now()  # written by code alone

    def _send(self, template, sms):
        """Send the mail ``template`` or the text ``sms``, as the customer is reached.

        Messages are queued in this transaction: they exist exactly if it does.
        """
        self.ensure_one()
        if self.channel == "email":
            mail = self.env.ref(template).sudo()  # whoever caused it may not read it
            mail.send_mail(self.id, email_layout_xmlid="mail.mail_notification_light")
        elif self.channel == "sms" and sms:
            text = self.env.ref(sms).sudo()  # as above
            body = text._render_field("body", self.ids, compute_lang=True)[self.id]
            self.sudo()._message_sms(  # the customer's answer has no user's rights
                body, partner_ids=self.partner_id.ids, put_in_queue=True
            )

    # ------------------------------------------------------------- jobs
    @api.model
    def _cron_propose(self):
        """Propose a window for every ready transfer whose carrier wants one.

        May run twice at once: a transfer has one live appointment, by the database.
        """
        pickings = self.env["stock.picking"].browse(self._to_propose())
        remaining = len(pickings)
        for picking in pickings:
            remaining -= 1
            try:
                with self.env.cr.savepoint():
                    self._propose(picking)
            except UserError as reason:
                # no free window, or another run was first: said, tried again later
                _logger.info("No appointment for %s: %s", picking.name, reason)
            except Exception:
                # a broken template or address of one customer stops nobody else
                _logger.exception("No appointment for %s", picking.name)
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                return

    @api.model
    def _to_propose(self):
        """Ids of ready transfers without appointment that should have one.

        After a visit to nobody another is proposed. After a no, a cancellation by the
        desk or no answer at all a person decides: asking by itself again would offer
        the customer the very window that he refused.
        """
        for model in (self, self.env["stock.picking"], self.env["delivery.carrier"]):
            model.flush_model()
        self.env["o2c.appointment.slot"].flush_model()
        self.env.cr.execute(SQL(TO_PROPOSE, limit=BATCH))
        return [row[0] for row in self.env.cr.fetchall()]

    @api.model
    def _cron_remind(self):
        """Remind of confirmed appointments of the next hours, each once.

        The note that it was reminded and the queued message are one transaction, and
        the row is locked: a second server skips it, a killed job leaves neither.
        """
        failed = self.browse()
        while due := self._lock_due(failed):
            for one in due:
                try:
                    with self.env.cr.savepoint():
                        one.reminded_at = fields.Datetime.now()
                        one._send("o2c_orders.mail_appointment_reminder", SMS_REMINDER)
                except Exception:
                    # stays to be reminded of: tried again by the next run
                    _logger.exception("No reminder of %s", one)
                    failed |= one
            if not self.env["ir.cron"]._commit_progress(len(due)):
                return

    @api.model
    def _lock_due(self, but):
        """The next appointments to remind of, without those in ``but``, locked."""
        self.flush_model()
        now = fields.Datetime.now()
        self.env.cr.execute(SQL(DUE, now=now, but=but.ids, limit=BATCH))
        return self.browse([row[0] for row in self.env.cr.fetchall()])

    @api.model
    def _cron_expire(self):
        """Let proposals expire that nobody answered in time: one statement."""
        now = fields.Datetime.now()
        self.flush_model()
        self.env.cr.execute(SQL(EXPIRE, now=now, who=self.env.uid))
        self.invalidate_model(["state"])
        return [row[0] for row in self.env.cr.fetchall()]


SMS_PROPOSED = "o2c_orders.sms_appointment_proposed"
SMS_REMINDER = "o2c_orders.sms_appointment_reminder"

TO_PROPOSE = """
SELECT p.id
  FROM stock_picking p
  JOIN delivery_carrier c ON c.id = p.carrier_id AND c.o2c_appointment
  JOIN stock_location dest ON dest.id = p.location_dest_id AND dest.usage = 'customer'
  JOIN stock_picking_type t ON t.id = p.picking_type_id
 WHERE p.state = 'assigned' AND p.partner_id IS NOT NULL
   AND NOT EXISTS (SELECT FROM o2c_appointment a
                    WHERE a.picking_id = p.id
                      AND a.state <> 'missed')
   -- without windows nothing can be offered, and others would wait behind it
   AND EXISTS (SELECT FROM o2c_appointment_slot s
                WHERE s.warehouse_id = t.warehouse_id AND s.active)
 ORDER BY p.scheduled_date, p.id
 LIMIT %(limit)s
"""
DUE = """
SELECT a.id
  FROM o2c_appointment a JOIN res_company c ON c.id = a.company_id
 WHERE a.state = 'confirmed' AND a.reminded_at IS NULL
   AND a.channel IN ('email', 'sms') AND a.id <> ALL(%(but)s)
   AND a.date_from > %(now)s
   AND a.date_from <= %(now)s + c.o2c_appointment_remind_hours * interval '1 hour'
 ORDER BY a.date_from, a.id
   FOR UPDATE OF a SKIP LOCKED
 LIMIT %(limit)s
"""
EXPIRE = """
UPDATE o2c_appointment SET state = 'expired', write_date = %(now)s, write_uid = %(who)s
 WHERE state = 'proposed' AND expires_at <= %(now)s
RETURNING id
"""
