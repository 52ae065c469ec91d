from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .quotation_common import QuotationCommon


@tagged("post_install", "-at_install")
class TestChase(QuotationCommon):
    """Unanswered quotations are chased by rule, each step exactly once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._user("salesperson")

    def setUp(self):
        super().setUp()
        with self._at("2026-03-02 09:00:00"):
            self.quote = self._quote(user_id=self.seller.id)

    def test_once_however_often_the_job_runs(self):
        rule = self._rule()
        self.assertEqual(self._chase("2026-03-08 12:00:00"), [])
        expected = [(self.quote, rule, "done")]
        self.assertEqual(self._chase("2026-03-09 12:00:00"), expected)
        self.assertEqual(self._chase("2026-03-09 12:00:00"), [])
        self.assertEqual(self._chase("2026-03-20 12:00:00"), [])
        self.assertEqual(self._kinds(self.quote), ["sent", "chase"])
        self.assertIn(self.customer, self.quote.message_ids[0].partner_ids)

    def test_sent_again_counts_from_then(self):
        rule = self._rule()
        self._chase("2026-03-09 12:00:00")
        with self._at("2026-03-10 09:00:00"):
            self.quote.with_context(mark_so_as_sent=True).message_post(body="Again")
        self.assertEqual(self._chase("2026-03-16 12:00:00"), [])
        expected = [(self.quote, rule, "done")]
        self.assertEqual(self._chase("2026-03-17 12:00:00"), expected)

    def test_a_killed_job_is_finished_by_the_next(self):
        rule = self._rule()
        with self._at("2026-03-09 12:00:00"):
            self.assertEqual(self.env["o2c.chase"]._plan("2026-03-09 12:00:00"), 1)
            self.assertEqual(self.env["o2c.chase"]._plan("2026-03-09 12:00:00"), 0)
        with self._at("2026-03-09 13:00:00"), self.enter_registry_test_mode():
            self.env.ref("o2c_orders.cron_chase").method_direct_trigger()
        chase = self.env["o2c.chase"].search([("rule_id", "=", rule.id)])
        self.assertEqual(chase.mapped("state"), ["done"])

    def test_confirmed_since_it_was_planned(self):
        rule = self._rule()
        with self._at("2026-03-09 12:00:00"):
            self.env["o2c.chase"]._plan("2026-03-09 12:00:00")
            self.quote.action_confirm()
            messages = len(self.quote.message_ids)
            with self.enter_registry_test_mode():
                self.env.ref("o2c_orders.cron_chase").method_direct_trigger()
        chase = self.env["o2c.chase"].search([("rule_id", "=", rule.id)])
        self.assertEqual(chase.state, "skipped")
        self.assertEqual(len(self.quote.message_ids), messages)

    def test_resting_quotations_are_left_alone(self):
        self._rule()
        self._rule(action="abandon", days=8)
        with self._at("2026-03-03 09:00:00"):
            reason = self.reasons["suspended"]
            self.quote._o2c_quote_act("suspend", reason=reason)
        self.assertEqual(self._chase("2026-03-30 12:00:00"), [])
        self.assertEqual(self.quote.o2c_quote_status, "suspended")

    def test_he_wrote_and_waits_for_us(self):
        self._rule()
        call = self._rule(action="activity")
        with self._at("2026-03-03 09:00:00"):
            vals = {"direction": "in", "channel": "email", "summary": "A question"}
            self.Contact._log(self.customer, [self.quote], **vals)
        self.assertEqual(self._chase("2026-03-09 12:00:00"), [])
        done = [(self.quote, call, "done")]
        self.assertEqual(self._chase("2026-03-10 12:00:00"), done)
        self.assertEqual(self.quote.activity_ids.user_id, self.seller)

    def test_we_answered_him_and_wait_again(self):
        rule = self._rule()
        for day, direction in (("03", "in"), ("04", "out")):
            with self._at(f"2026-03-{day} 09:00:00"):
                vals = {"direction": direction, "summary": "About the quotation"}
                self.Contact._log(self.customer, [self.quote], **vals)
        self.assertEqual(self._chase("2026-03-09 12:00:00"), [])
        done = [(self.quote, rule, "done")]
        self.assertEqual(self._chase("2026-03-10 12:00:00"), done)

    def test_abandoned_by_rule(self):
        self.quote.validity_date = "2026-03-20"
        rule = self._rule(30, "abandon", basis="validity")
        self.assertEqual(self._chase("2026-04-18 12:00:00"), [])
        done = [(self.quote, rule, "done")]
        self.assertEqual(self._chase("2026-04-19 12:00:00"), done)
        self.assertEqual(self.quote.o2c_quote_status, "abandoned")
        self.assertEqual(self.quote.state, "cancel")
        self.assertEqual(self.quote.o2c_quote_reason_id, self.reasons["abandoned"])
        self.assertEqual(self._kinds(self.quote), ["sent", "abandoned"])

    def test_the_day_is_the_companys(self):
        rule = self._rule()
        self.assertEqual(self._chase("2026-03-08 22:59:00"), [])  # the 8th in Rome
        done = [(self.quote, rule, "done")]
        self.assertEqual(self._chase("2026-03-08 23:01:00"), done)

    def test_history_is_left_alone(self):
        self._rule(date_from="2026-03-03")
        self.assertEqual(self._chase("2026-03-30 12:00:00"), [])

    def test_amount_is_in_the_companys_currency(self):
        other = self._quote_in_other_currency()
        self._rule(minimum=501)
        self.assertEqual(other.amount_total, 1000)
        done = self._chase("2026-03-09 12:00:00")
        self.assertEqual([order for order, _rule, _state in done], [self.quote])

    def _quote_in_other_currency(self):
        currency = self.setup_other_currency("GBP", rates=[("2026-01-01", 2.0)])
        pricelist = self.env["product.pricelist"].create(
            {"name": "Pounds", "currency_id": currency.id}
        )
        with self._at("2026-03-02 09:00:00"):
            return self._quote(pricelist_id=pricelist.id)

    def test_rule_of_another_company(self):
        self._rule(company_id=self._company().id)
        self.assertEqual(self._chase("2026-03-30 12:00:00"), [])

    def test_no_address_and_no_wish(self):
        rule = self._rule()
        self.customer.email = False
        skipped = [(self.quote, rule, "skipped")]
        self.assertEqual(self._chase("2026-03-09 12:00:00"), skipped)

    def test_blacklisted_customer_is_not_written_to(self):
        rule = self._rule()
        self.env["mail.blacklist"]._add(self.customer.email)
        skipped = [(self.quote, rule, "skipped")]
        self.assertEqual(self._chase("2026-03-09 12:00:00"), skipped)

    def test_text_message(self):
        self.customer.phone = "+393470000001"
        template = self.env.ref("o2c_orders.sms_quote_chase")
        rule = self._rule(action="sms", sms_template_id=template.id)
        done = [(self.quote, rule, "done")]
        self.assertEqual(self._chase("2026-03-09 12:00:00"), done)
        sms = self.env["sms.sms"].search([("number", "=", "+393470000001")])
        self.assertIn(self.quote.name, sms.body)

    def test_one_that_fails_does_not_stop_the_others(self):
        with self._at("2026-03-02 09:00:00"):
            second = self._quote()
        rule = self._rule()
        send = type(self.quote)._o2c_mail

        def break_first(order, template):
            send(order, template)
            if order == self.quote:
                raise ValueError("no paper")

        messages = len(self.quote.message_ids)
        with (
            patch.object(type(self.quote), "_o2c_mail", break_first),
            mute_logger("odoo.addons.o2c_orders.models.o2c_chase"),
        ):
            done = self._chase("2026-03-09 12:00:00")
        expected = [(self.quote, rule, "failed"), (second, rule, "done")]
        self.assertEqual(done, expected)
        chase = self.env["o2c.chase"].search([("order_id", "=", self.quote.id)])
        self.assertEqual(chase.note, "no paper")
        self.assertEqual(len(self.quote.message_ids), messages)

    def test_a_rule_has_its_means(self):
        for vals in ({"template_id": False}, {"action": "sms"}):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self._rule(**vals)
        with self.assertRaises(ValidationError):
            self._rule(action="abandon", reason_id=False)

    def test_rights(self):
        rule = self._rule()
        for role in ("salesperson", "order_desk"):
            model = rule.with_user(self._user(role)).browse()
            with self.assertRaises(AccessError):
                call_kw(model, "write", [rule.ids, {"days": 1}], {})
        with self.assertRaises(AccessError):
            chases = self.env["o2c.chase"].with_user(self._user("order_manager"))
            vals = {"order_id": self.quote.id, "company_id": self.company.id}
            call_kw(chases, "create", [vals], {})
