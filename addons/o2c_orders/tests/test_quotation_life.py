from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .quotation_common import QuotationCommon


@tagged("post_install", "-at_install")
class TestQuotationLife(QuotationCommon):
    """What is done with a quotation after it was sent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._user("salesperson")
        cls.other = cls._user("salesperson", login="o2c_salesperson2")
        cls.desk = cls._user("order_desk")

    def _wizard(self, quotes, action, user=None, **values):
        wizard = self.env["o2c.quote.follow.up"].with_user(user or self.desk)
        wizard = wizard.with_context(active_model="sale.order", active_ids=quotes.ids)
        return wizard.create({"action": action, **values})

    def _do(self, quotes, action, user=None, **values):
        return self._wizard(quotes, action, user, **values).action_apply()

    def test_sending_keeps_a_version(self):
        with self._at("2026-03-02 09:00:00"):
            quote = self._quote()
        self.assertEqual(quote.o2c_quote_status, "open")
        self.assertEqual(str(quote.o2c_quote_sent_at), "2026-03-02 09:00:00")
        self.assertEqual(quote.o2c_quote_version, 1)
        version = quote.o2c_version_ids
        self.assertEqual((version.number, version.amount_total), (1, 1000))
        self.assertEqual(version.line_ids.mapped("quantity"), [10])
        self.assertEqual(self._kinds(quote), ["sent"])

    def test_a_draft_has_no_version(self):
        quote = self._quote(sent=False)
        self.assertEqual(quote.o2c_quote_version, 0)
        self.assertFalse(quote.o2c_quote_event_ids)

    def test_revise_and_send_again(self):
        quote = self._quote()
        self._do(quote, "revise", note="He wants less")
        self.assertEqual(quote.state, "draft")
        quote.order_line.write({"product_uom_qty": 6, "price_unit": 110})
        self.assertEqual(
            quote.o2c_unsent_changes.splitlines()[0],
            "Espresso machine: Quantity 10 → 6",
        )
        quote.action_quotation_sent()
        self.assertEqual(quote.o2c_quote_version, 2)
        self.assertFalse(quote.o2c_unsent_changes)
        old, new = quote.o2c_version_ids.sorted("number")
        self.assertEqual((old.amount_total, new.amount_total), (1000, 660))
        self.assertEqual(len(new.changes.splitlines()), 3)
        self.assertFalse(old.changes)
        self.assertEqual(self._kinds(quote), ["sent", "revise", "sent"])

    def test_the_same_again_is_the_same_version(self):
        quote = self._quote()
        quote.with_context(mark_so_as_sent=True).message_post(body="Once more")
        self.assertEqual((quote.o2c_quote_version, quote.o2c_quote_round), (1, 2))

    def test_compare_two_versions(self):
        quote = self._quote()
        quote.action_draft()
        quote.order_line.product_uom_qty = 12
        quote.action_quotation_sent()
        action = quote.o2c_version_ids.with_user(self.desk).action_compare()
        text = self.env["o2c.quote.compare"].browse(action["res_id"]).text
        self.assertIn("Quantity 10 → 12", text)
        other = self._quote()
        with self.assertRaises(UserError):
            (quote.o2c_version_ids | other.o2c_version_ids).action_compare()

    def test_versions_are_not_changed(self):
        version = self._quote(user_id=self.seller.id).o2c_version_ids
        for user in (self.seller, self.desk, self._user("order_manager")):
            for method, args in (("write", [{"number": 7}]), ("unlink", [])):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    model = self.env["o2c.quote.version"].with_user(user)
                    call_kw(model, method, [version.ids, *args], {})
        self.assertEqual(version.number, 1)

    def test_postpone_and_resume(self):
        with self._at("2026-03-02 09:00:00"):
            quote = self._quote()
            reason = self.reasons["postponed"]
            values = {"postpone_to": "2026-03-20", "reason_id": reason.id}
            self._do(quote, "postpone", **values)
        self.assertEqual(quote.o2c_quote_status, "postponed")
        self.assertEqual(str(quote.o2c_quote_until), "2026-03-20")
        self.assertEqual(quote.o2c_quote_reason_id, reason)
        self._do(quote, "resume")
        self.assertEqual(quote.o2c_quote_status, "open")
        self.assertFalse(quote.o2c_quote_until or quote.o2c_quote_reason_id)

    def test_postponed_wakes_on_its_day_in_the_companys_zone(self):
        with self._at("2026-03-02 09:00:00"):
            quote = self._quote(user_id=self.seller.id)
            self._do(quote, "postpone", postpone_to="2026-03-20")
        self._chase("2026-03-19 22:59:00")  # 23.59 in Rome
        self.assertEqual(quote.o2c_quote_status, "postponed")
        self._chase("2026-03-19 23:01:00")
        self.assertEqual(quote.o2c_quote_status, "open")
        self.assertEqual(quote.activity_ids.user_id, self.seller)

    def test_suspend_needs_its_reason(self):
        quote = self._quote()
        with self.assertNothingWritten("o2c.quote.event", "sale.order"):
            with self.assertRaises(UserError):
                self._do(quote, "suspend")
            with self.assertRaises(ValidationError):
                self._do(quote, "suspend", reason_id=self.reasons["lost"].id)
        self._do(quote, "suspend", reason_id=self.reasons["suspended"].id)
        self.assertEqual(quote.o2c_quote_status, "suspended")

    def test_lost_and_abandoned_are_two_things(self):
        lost, abandoned = self._quote(), self._quote()
        self._do(
            lost, "lost", reason_id=self.reasons["lost"].id, competitor="Kaffee AG"
        )
        self._do(abandoned, "abandoned", reason_id=self.reasons["abandoned"].id)
        self.assertEqual(lost.o2c_quote_status, "lost")
        self.assertEqual(lost.o2c_quote_competitor, "Kaffee AG")
        self.assertEqual(abandoned.o2c_quote_status, "abandoned")
        self.assertEqual((lost | abandoned).mapped("state"), ["cancel", "cancel"])
        self.assertTrue(lost.o2c_quote_closed_at)

    def test_relaunch_what_was_lost(self):
        quote = self._quote()
        self._do(quote, "lost", reason_id=self.reasons["lost"].id)
        with self._at("2026-03-10 09:00:00"):
            values = {"validity_date": "2026-04-10", "price": "discount"}
            self._do(quote, "relaunch", percent=10, **values)
        self.assertEqual((quote.state, quote.o2c_quote_status), ("sent", "open"))
        self.assertEqual(quote.amount_total, 900)
        self.assertEqual(quote.validity_date, date(2026, 4, 10))
        self.assertEqual((quote.o2c_quote_version, quote.o2c_quote_round), (2, 2))
        self.assertFalse(quote.o2c_quote_closed_at)
        self.assertIn("offered to you again", quote.message_ids[0].subject)
        self.assertEqual(quote.message_ids[0].partner_ids, self.customer)

    def test_a_discount_comes_on_top_of_the_discount(self):
        quote = self._quote(self._line(discount=20))
        day = {"validity_date": "2099-01-01", "send": False}
        self._do(quote, "relaunch", price="discount", percent=50, **day)
        self.assertEqual(quote.order_line.discount, 60)
        self.assertEqual(quote.amount_total, 400)

    def test_relaunch_at_todays_prices(self):
        quote = self._quote(self._line(price=70))
        values = {"validity_date": "2099-01-01", "send": False}
        self._do(quote, "relaunch", price="pricelist", **values)
        self.assertEqual(quote.order_line.price_unit, 100)

    def test_won_when_confirmed_and_cancelled_after(self):
        quote = self._quote()
        quote.action_confirm()
        self.assertEqual(quote.o2c_quote_status, "won")
        for action in ("chase", "revise"):
            with self.assertRaises(UserError):
                self._do(quote, action)
        quote._action_cancel()
        self.assertEqual(quote.o2c_quote_status, "cancelled")

    def test_chase_by_hand(self):
        quote = self._quote(user_id=self.seller.id)
        self._do(quote, "chase", self.seller, note="Asked twice")
        self.assertEqual(self._kinds(quote), ["sent", "chase"])
        chase = self.env["o2c.chase"].search([("order_id", "=", quote.id)])
        self.assertEqual((chase.state, chase.note), ("done", "Asked twice"))
        self.assertIn("may we help", chase.message_id.subject)

    def test_chase_by_hand_without_address_says_so(self):
        quote = self._quote(partner_id=self._customer(email=False).id)
        with (
            self.assertNothingWritten("o2c.chase"),
            self.assertRaisesRegex(UserError, "no address"),
            self.cr.savepoint(),
        ):
            self._do(quote, "chase")

    def test_mail_is_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("it_IT")
        self.template.with_context(lang="it_IT").subject = "Il nostro preventivo"
        self.customer.lang = "it_IT"
        quote = self._quote()
        self._do(quote, "chase")
        self.assertEqual(quote.message_ids[0].subject, "Il nostro preventivo")

    def test_all_or_none(self):
        good, won = self._quote(), self._quote()
        won.action_confirm()
        with self.assertRaisesRegex(UserError, won.name):
            self._do(good | won, "suspend", reason_id=self.reasons["suspended"].id)
        self.assertEqual(good.o2c_quote_status, "open")

    def test_only_what_is_possible_is_offered(self):
        quote = self._quote(sent=False)
        shown = self._wizard(quote, "suspend").possible
        self.assertEqual(shown, ["postpone", "suspend", "lost", "abandoned"])

    def test_nobody_writes_the_status(self):
        quote = self._quote(user_id=self.seller.id)
        for name, value in (
            ("o2c_quote_mark", "lost"),
            ("o2c_quote_version", 9),
            ("o2c_external_id", "A"),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                orders = self.env["sale.order"].with_user(self.seller)
                call_kw(orders, "write", [quote.ids, {name: value}], {})
        self.assertEqual(quote.o2c_quote_status, "open")

    def test_a_stranger_does_nothing(self):
        quote = self._quote(user_id=self.seller.id)
        with self.assertRaises(AccessError), self.cr.savepoint():
            reason = self.reasons["suspended"]
            self._do(quote, "suspend", self.other, reason_id=reason.id)
        self.assertEqual(quote.o2c_quote_status, "open")
        events = self.env["o2c.quote.event"].with_user(self.other)
        self.assertFalse(events.search([("order_id", "=", quote.id)]))

    def test_a_copy_starts_anew(self):
        copy = self._quote().copy()
        self.assertEqual((copy.o2c_quote_version, copy.o2c_quote_round), (0, 0))
        self.assertFalse(copy.o2c_quote_asked_at or copy.o2c_quote_event_ids)
