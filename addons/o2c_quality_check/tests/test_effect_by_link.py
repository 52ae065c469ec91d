from odoo.tests import tagged

from .common import NOW
from .test_script_link import LinkCommon


@tagged("post_install", "-at_install")
class TestEffectByLink(LinkCommon):
    """What the customer wrote himself is not entered as said on the phone."""

    def test_consent_and_ticket_say_that_he_answered_by_link(self):
        self._effect(self.received, "consent_withdrawn", choice_ids=self.no.ids)
        self._effect(self.received, "ticket", choice_ids=self.no.ids)
        call = self.given_up()
        self.fill(self.send(call))
        self.assertEqual(set(call.effect_ids.mapped("by_link")), {True})
        entry = self.env["o2c.consent"].search([("origin", "=", f"o2c.call,{call.id}")])
        self.assertEqual((entry.event, entry.source), ("withdrawn", "link"))
        self.assertEqual(call.effect_ids.ticket_id.channel, "web")

    def test_contact_data_are_corrected_by_the_web(self):
        self._effect(self.words, "contact_data", contact_field="city")
        call = self.given_up()
        self.fill(self.send(call), words="Bolzano")
        entry = call.effect_ids.filtered(lambda e: e.kind == "contact_data")
        entry.with_user(self.leader).action_confirm()
        self.assertEqual(call.person_id.city, "Bolzano")
        self.assertEqual((entry.state, entry._channel()), ("done", "web"))

    def test_a_number_written_by_the_link_was_not_heard_by_anybody(self):
        self._effect(self.words, "contact_data", contact_field="phone")
        for by_link, source in ((True, "web"), (False, "call")):
            with self.subTest(source), self.env.cr.savepoint() as savepoint:
                if by_link:
                    call = self.given_up()
                    self.fill(self.send(call), words="+39 02 5550 7777")
                else:
                    call = self._asking(self.survey)
                    call._answer(self.words.id, "+39 02 5550 7777")
                    call = self._finish(call)
                person = call.person_id
                before = person.o2c_point_ids
                call.effect_ids.with_user(self.leader).action_confirm()
                new = (person.o2c_point_ids - before).filtered("is_current")
                self.assertEqual(
                    (new.kind, new.value, new.state, new.source),
                    ("phone", "+39 02 5550 7777", "verified", source),
                )
                savepoint.rollback()
                self.env.invalidate_all()

    def test_what_the_agent_hears_is_said_on_the_phone(self):
        call = self._asking(self.survey)
        call._answer(self.received.id, self.no.id)
        self.assertFalse(self._finish(call, NOW).effect_ids.by_link)


@tagged("post_install", "-at_install")
class TestEffectAppointment(LinkCommon):
    """Effects on the appointment that the call is about."""

    def said(self, kind):
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        )
        slots = self.env["o2c.appointment.slot"].search(
            [("warehouse_id", "=", warehouse.id)]
        )
        slots.active = False
        self.env["o2c.appointment.slot"].create(
            [
                {
                    "warehouse_id": warehouse.id,
                    "weekday": day,
                    "hour_from": 8,
                    "hour_to": 12,
                    "capacity": 5,
                }
                for day in ("1", "3")
            ]
        )
        survey = self._script(
            {"title": "Fine?", "choices": ["Yes"]},
            {"title": "When?", "question_type": "date"},
        )
        fine, when = survey.question_ids
        with self._at("2026-03-05 09:00:00"):
            picking = self._order().picking_ids
            one = self.env["o2c.appointment"]._propose(picking)
            call = self._asking(survey)
            call.sudo().appointment_id = one
            if kind == "appointment_other":
                self._effect(when, kind)
                day = picking._o2c_appointment_offers(limit=3)[2].day.isoformat()
                call._answer(when.id, day)
            else:
                choices = fine.suggested_answer_ids
                self._effect(fine, kind, choice_ids=choices.ids)
                call._answer(fine.id, choices.id)
            return self._finish(call).effect_ids, one

    def test_confirmed_and_declined(self):
        for kind, state in (
            ("appointment_yes", "confirmed"),
            ("appointment_no", "declined"),
        ):
            with self.subTest(kind):
                entry, one = self.said(kind)
                self.assertEqual(entry.state, "done", entry.failure)
                self.assertEqual((one.state, one.answered_by), (state, "phone"))

    def test_moved(self):
        entry, one = self.said("appointment_other")
        self.assertEqual(entry.state, "done", entry.failure)
        new = self.env["o2c.appointment"].browse(entry.result_id)
        self.assertEqual((one.state, new.state), ("cancelled", "confirmed"))
        self.assertEqual((new.picking_id, new.answered_by), (one.picking_id, "phone"))
        self.assertGreater(new.date_from, one.date_from)
