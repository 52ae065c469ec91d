"""How each kind of effect is carried out; every method runs as superuser, once."""

from datetime import datetime

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..domain import answers as rules
from ..explain import effect as explain

PHOTOS = "o2c_quality_check.mail_template_photos"
PHOTOS_SMS = "o2c_quality_check.sms_template_photos"


class O2cCallEffect(models.Model):
    _name = "o2c.call.effect"
    _inherit = "o2c.call.effect"

    # ------------------------------------------------------------- tickets
    def _do_ticket(self, now):
        ticket = self._open_ticket()
        if self.effect_id.ask_photos:
            self._ask_photos(ticket)
        return {"ticket_id": ticket.id}

    def _open_ticket(self):
        """The one ticket of this call; a second cause is added to it as a note."""
        answer = self._answer()
        opened = self.call_id.effect_ids.ticket_id
        if opened:
            said = f"{answer.title} {answer.answer_text}"
            opened.message_post(body=said)
            return opened
        vals = self._prepare_ticket_vals(answer)
        # customer care may be closed to the agent who heard the complaint
        return self.env["o2c.ticket"]._open_from(self.call_id, vals).sudo()

    def _prepare_ticket_vals(self, answer):
        call, effect = self.call_id, self.effect_id
        names = {
            "order": call.order_id.name or "",
            "customer": call.partner_id.display_name,
            "answer": answer.answer_text,
        }
        return {
            "name": rules.fill(effect.title, names),
            "kind": "complaint",
            "reason_id": effect.reason_id.id,
            "priority": effect.priority,
            "partner_id": call.partner_id.id,
            "person_id": call.person_id.id,
            "company_id": call.company_id.id,
            "order_id": call.order_id.id,
            "channel": self._channel(),
            "description": call._answers_as_text(),
        }

    def _ask_photos(self, ticket):
        """Send the link to the page of the ticket, where the customer adds photos."""
        person = self.call_id.person_id or self.call_id.partner_id
        if person.email:
            template = self.env.ref(PHOTOS)
            template.send_mail(
                ticket.id, email_layout_xmlid="mail.mail_notification_light"
            )
        elif person.phone:
            ticket._message_sms_with_template(
                template_xmlid=PHOTOS_SMS,
                partner_ids=person.ids,
                put_in_queue=True,
            )
        else:
            ticket.message_post(body=explain.photos_not_asked(self.env))

    # ------------------------------------------------------------- the order
    def _do_not_received(self, now):
        return self._say("not_received", now)

    def _do_witness(self, now):
        return self._say(self.effect_id.word, now)

    def _say(self, word, now):
        """The customer's word on the order; without an order there is none to enter."""
        call = self.call_id
        if not call.order_id:
            return {"state": "dropped"}
        user = self.env.user
        entry = self.env["o2c.delivery.word"]._say(
            call.order_id,
            word,
            now,
            f"effect:{self.id}",
            partner_id=(call.person_id or call.partner_id).id,
            text=self.answer_text,
            user_id=user.id if user._is_internal() else False,
        )
        return _made(entry)

    # ------------------------------------------------------------- people
    def _do_leader(self, now):
        call = self.call_id
        activity = call.activity_schedule(
            "mail.mail_activity_data_call",
            date_deadline=self._due_day(now),
            summary=explain.leader_task(call, self._answer()),
            note=plaintext2html(explain.task_note(call)),
            user_id=call.leader_id.id,
        )
        return _made(activity)

    def _due_day(self, now):
        day = self.call_id.campaign_id._today(now).toordinal() + self.effect_id.days
        return datetime.fromordinal(day).date()

    def _do_interested(self, now):
        """The salesperson is told, on the quotation that was made while talking."""
        call = self.call_id
        subject = call._interest_subject()
        activity = subject.activity_schedule(
            "mail.mail_activity_data_call",
            date_deadline=self._due_day(now),
            summary=explain.interest_task(call, self._answer()),
            note=plaintext2html(explain.task_note(call)),
            user_id=call._salesperson().id,
        )
        return _made(activity)

    # ------------------------------------------------------------- contact data
    def _do_contact_data(self, now):
        """What a customer says of himself is taken over when somebody confirms it."""
        return {"state": "to_confirm"}

    # ------------------------------------------------------------- appointments
    def _do_appointment_yes(self, now):
        appointment = self._appointment()
        if appointment.state != "confirmed":
            appointment._confirm(self._through())
        return _made(appointment)

    def _do_appointment_no(self, now):
        appointment = self._appointment()
        if appointment.state != "declined":
            appointment._decline(self._through(), self.answer_text)
        return _made(appointment)

    def _do_appointment_other(self, now):
        """The first free window of the day that the customer named."""
        appointment = self._appointment()
        day = self._answer()._words()[:10]
        picking = appointment.picking_id
        offers = picking._o2c_appointment_offers(limit=200)
        fitting = [offer for offer in offers if offer.day.isoformat() == day]
        if not fitting:
            raise UserError(explain.no_window(self))
        return _made(appointment._move(fitting[0], self._through()))

    def _through(self):
        return "link" if self.by_link else "phone"

    def _appointment(self):
        appointment = self.call_id.appointment_id
        if not appointment:
            raise UserError(explain.no_appointment(self.call_id))
        return appointment


def _made(record):
    """What the entry keeps of the record that the effect made."""
    return {"result_model": record._name, "result_id": record.id}
