from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, tagged

from odoo.addons.o2c_orders.domain import contact_chain as chain

from .common import DAY_ONE, O2cCommon


@tagged("post_install", "-at_install")
class TestHoldScreens(O2cCommon):
    """What buttons open and lists show about holds."""

    def test_place_from_a_document(self):
        order = self._order(confirm=False)
        desk = self._user("order_desk")
        action = order.with_user(desk).action_o2c_place_hold()
        self.assertEqual(action["res_model"], "o2c.hold.place")
        wizard = self.env["o2c.hold.place"].with_user(desk)
        with Form(wizard.with_context(**action["context"])) as form:
            form.reason_id = self.env.ref("o2c_orders.hold_reason_delivery")
            form.note = "wait"
            self.assertEqual(form.target_names, order.name)
            self.assertEqual(form.phases_text, "Delivery")
        form.record.action_place()
        self.assertEqual(order.o2c_hold_ids.note, "wait")

    def test_place_from_a_list(self):
        orders = self._order(confirm=False) | self._order(confirm=False)
        wizard = self.env["o2c.hold.place"].with_context(
            active_model="sale.order", active_ids=orders.ids
        )
        self.assertEqual(
            wizard.default_get(["res_model", "res_ids"]),
            {"res_model": "sale.order", "res_ids": orders.ids},
        )
        elsewhere = wizard.with_context(active_model="res.users")
        self.assertEqual(elsewhere.default_get(["res_model", "res_ids"]), {})

    def test_holds_of_a_document(self):
        order = self._order(confirm=False)
        holds = self._hold(order) | self._hold(order, "delivery")
        action = order.action_o2c_holds()
        self.assertEqual(self.Hold.search(action["domain"]), holds.sorted())

    def test_from_the_hold_to_its_documents(self):
        order = self._order()
        self._deliver(order)
        invoice = self._invoice(order)
        line = invoice.line_ids.filtered("date_maturity")
        hold = self._hold(line, "collection", origin=order)
        action = hold.action_open_target()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("account.move", invoice.id)
        )
        action = hold.action_open_origin()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("sale.order", order.id)
        )
        self.assertFalse(self._hold(order).action_open_origin())

    def test_release_button_takes_all_chosen(self):
        order = self._order(confirm=False)
        holds = self._hold(order) | self._hold(order, "delivery")
        action = holds.action_release()
        self.assertEqual(action["res_model"], "o2c.hold.release")
        self.assertEqual(action["context"], {"default_hold_ids": holds.ids})

    def test_days_held(self):
        order = self._order(confirm=False)
        with self._at(DAY_ONE):
            hold = self._hold(order)
        for moment, days in (
            ("2026-03-03 08:59:59", 0),
            ("2026-03-03 09:00:00", 1),
            ("2026-03-31 09:00:00", 29),
        ):
            with self._at(moment):
                hold.invalidate_recordset()
                self.assertEqual(hold.age_days, days, moment)
        with self._at("2026-03-05 09:00:00"):
            hold._release("over")
        with self._at("2026-03-31 09:00:00"):
            hold.invalidate_recordset()
            self.assertEqual(hold.age_days, 3)


@tagged("post_install", "-at_install")
class TestContactScreens(O2cCommon, HttpCase):
    """What is shown, opened and exported of contacts."""

    def test_contacts_of_a_document(self):
        order, other = (self._order(confirm=False) for _ in range(2))
        entry = self.Contact._log(self.customer, order, summary="called")
        self.Contact._log(self.customer, other, summary="called")
        action = order.action_o2c_contacts()
        self.assertEqual(self.Contact.search(action["domain"]), entry)
        self.assertEqual(entry.document_names, order.name)
        self.assertEqual(entry.display_name, f"{self.customer.name}: called")

    def test_contacts_of_a_customer_are_those_of_all_his_people(self):
        person = self._customer(name="Ole", parent_id=self.customer.id)
        order = self._order(confirm=False)
        entries = self.Contact._log(person, order, summary="one")
        entries |= self.Contact._log(self.customer, summary="two")
        for partner in (person, self.customer):
            self.assertEqual(partner.o2c_contact_ids, entries.sorted())
            self.assertEqual(partner.o2c_contact_count, 2)

    def test_open_the_document(self):
        order = self._order(confirm=False)
        entry = self.Contact._log(self.customer, order, summary="called")
        action = entry.document_ids.action_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("sale.order", order.id)
        )

    def test_delay_of_a_milestone(self):
        with self._at(DAY_ONE):
            order = self._order(commitment_date="2026-03-04 09:00:00")
        with self._at("2026-03-05 21:00:00"):
            self._deliver(order)
        delays = {step.kind: step.delay_days for step in order.o2c_milestone_ids}
        self.assertEqual(delays["delivered"], 1.5)
        self.assertEqual(delays["paid"], 0.0)

    def _export(self, login, entries):
        self.authenticate(login, login)
        return self.url_open(entries.action_export()["url"])

    def test_export(self):
        other = self._company()
        entries = self.Contact.union(
            *(
                self.Contact._log(self.customer, summary=str(n), company_id=company.id)
                for n in range(3)
                for company in (self.company, other)
            )
        )
        desk = self._user("order_desk")
        desk.company_ids += other
        file = self._export(desk.login, entries).json()
        self.assertEqual(chain.verify_extract(file["entries"]), [])
        self.assertEqual(len(file["entries"]), 6)
        file["entries"][1]["content"]["summary"] = "changed"
        self.assertEqual(len(chain.verify_extract(file["entries"])), 1)

    def test_export_needs_the_right(self):
        mine = self._user("salesperson")
        entry = self.Contact._log(self.customer, summary="not his")
        for user in (mine, self._user("customer")):
            answer = self._export(user.login, entry)
            self.assertEqual(answer.status_code, 403)
            self.assertNotIn("not his", answer.text)
        with self.assertRaises(AccessError):
            entry.with_user(mine)._extract()
