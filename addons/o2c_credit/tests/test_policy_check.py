from decimal import Decimal

from odoo import Command
from odoo.tests import tagged

from odoo.addons.o2c_orders.domain.hold import Phase

from .policy_common import DUE_31, TODAY, PolicyCommon


@tagged("post_install", "-at_install")
class TestPolicyCheck(PolicyCommon):
    """What the rules found becomes one hold with all reasons, and a document."""

    def test_default_rules(self):
        """With the data of the module nothing but the limit stops an order."""
        rules = self.Rule.with_context(active_test=False).search([])
        data = rules.filtered(lambda r: not r.company_id and r.get_external_id()[r.id])
        self.assertEqual(len(set(data.mapped("kind"))), 16)
        self.assertFalse(data.filtered("company_id"))

    def test_one_hold_with_all_reasons(self):
        self._rule("overdue_amount", amount=100)
        self._rule("order_amount", amount=50, effect="warn")
        self._rule("order_amount", amount=60)
        with self._at(TODAY):
            self._owed(300, DUE_31)
            order = self._quotation(70.0)
            self._confirm(order)
            hold = self.assertHeld(order, credit_excess=0, credit_order_amount=70)
        self.assertEqual(
            hold.note.replace("\xa0", ""),
            "$300.00 is overdue; $100.00 is allowed.\n"
            "The order amounts to $70.00; $60.00 is allowed.",
        )
        document = self._documents(order)
        self.assertEqual(hold.credit_decision_id, document)
        self.assertEqual([hit["holds"] for hit in document.hits], [True, False, True])

    def test_the_rule_of_the_issue(self):
        """Held when more than 5,000 is more than 30 days overdue, except prepaid."""
        free = self._exemption("prepaid")
        self._rule(
            "days_overdue",
            days=30,
            amount=5000,
            exemption_ids=[Command.link(free.id)],
        )
        with self._at(TODAY):
            bill = self._owed(5000.01, DUE_31)
            order = self._quotation(10.0)
            self._confirm(order)
            self.assertHeld(order)
            self._pay(bill, 0.01)
            self._run_job()
            self.assertConfirmed(order)

    def test_a_warning_does_not_hold(self):
        rule = self._rule("order_amount", amount=5, effect="warn")
        order = self._quotation(10.0)
        self._confirm(order)
        self.assertConfirmed(order)
        (hit,) = self._documents(order).hits
        self.assertEqual((hit["rule"], hit["holds"]), (rule.id, False))

    def test_phases(self):
        self._rule("order_amount", amount=5, at_confirmation=False, at_delivery=True)
        order = self._order(self._line(qty=1), confirm=False)
        self._confirm(order, self._user("order_desk"))
        self.assertConfirmed(order)
        self.assertNotEqual(self._deliver(order).state, "done")
        self.assertTrue(order._o2c_holds(Phase.DELIVERY)[order])

    # ------------------------------------------------------------- whom a rule is for
    def test_scopes(self):
        tag = self.env["res.partner.category"].create({"name": "Key"})
        italy, spain = self.env.ref("base.it"), self.env.ref("base.es")
        sector = self.env["res.partner.industry"].create({"name": "Cafés"})
        base = {"amount": 5, "scope": "group"}
        self._rule("order_amount", amount=5)
        self._rule(
            "order_amount",
            effect="off",
            category_ids=tag.ids,
            country_ids=italy.ids,
            industry_ids=sector.ids,
            **base,
        )
        cases = [
            ("none of it", {}, True),
            ("tag alone", {"category_id": tag.ids}, True),
            ("in Spain", {"category_id": tag.ids, "country_id": spain.id}, True),
            (
                "all of it",
                {
                    "category_id": tag.ids,
                    "country_id": italy.id,
                    "industry_id": sector.id,
                },
                False,
            ),
        ]
        for case, values, hit in cases:
            with self.subTest(case):
                customer = self._customer(name=case, **values)
                order = self._quotation(10.0, partner_id=customer.id)
                self.assertEqual(bool(self._hit(order)), hit)

    def test_a_rule_for_one_customer(self):
        self._rule("order_amount", amount=5)
        mine = self._rule(
            "order_amount", amount=50, scope="customer", partner_id=self.customer.id
        )
        contact = self._customer(name="Person", parent_id=self.customer.id)
        self.assertFalse(self._hit(self._quotation(50.0, partner_id=contact.id)))
        order = self._quotation(50.01, partner_id=contact.id)
        self.assertEqual(self._hit(order), [mine.id])

    def test_chosen_customers_and_every_rule(self):
        self._rule("order_amount", amount=5)
        order = self._quotation(10.0)
        free = self._exemption(
            "whitelisted", partner_ids=self.customer.ids, every_rule=True
        )
        other = self._quotation(10.0, partner_id=self._customer(name="Other").id)
        self._confirm(order | other)
        self.assertConfirmed(order)
        self.assertHeld(other)
        free.active = False
        again = self._quotation(10.0)
        self._confirm(again)
        self.assertHeld(again)

    def test_two_companies(self):
        other = self.setup_other_company()["company"]
        rule = self._rule("order_amount", amount=5, company_id=other.id)
        order = self._quotation(10.0)
        self.assertFalse(self._hit(order))
        rule.company_id = self.company
        self.assertEqual(self._hit(order), [rule.id])

    def test_two_currencies(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 0.5)])
        rule = self._rule("order_amount", amount=5, currency_id=euro.id)  # 10.00 $
        self.assertFalse(self._hit(self._quotation(10.0)))
        self.assertEqual(self._hit(self._quotation(10.01)), [rule.id])

    # ------------------------------------------------------------- after confirmation
    def _confirmed(self, amount=100.0, **values):
        order = self._quotation(amount, **values)
        self._confirm(order)
        self.assertConfirmed(order)
        return order

    def test_it_grows(self):
        """Held at once, services too, although nothing of them is delivered."""
        self._rule("order_amount", amount=100)
        order = self._confirmed()
        line = order.order_line
        order.write({"order_line": [Command.update(line.id, {"price_unit": 100.01})]})
        hold = order._o2c_holds(Phase.DELIVERY)[order]
        self.assertEqual(hold.credit_order_amount, 100.01)
        self.assertEqual(self._documents(order).mapped("kind"), ["passed", "rechecked"])
        order.write({"order_line": [Command.update(line.id, {"price_unit": 100.0})]})
        self._run_job()
        self.assertEqual(hold.state, "ended")

    def test_a_line_grows_by_itself(self):
        self._rule("order_amount", amount=100)
        order = self._confirmed()
        order.order_line.price_unit = 101.0
        self.env.cr.precommit.run()
        self.assertTrue(order._o2c_holds(Phase.DELIVERY)[order])

    def test_it_grows_and_passes(self):
        self._rule("order_amount", amount=100)
        order = self._confirmed(50.0)
        order.write(
            {"order_line": [Command.update(order.order_line.id, {"price_unit": 99.0})]}
        )
        self.assertFalse(order._o2c_holds()[order])
        self.assertEqual(order.sudo().o2c_credit_passed, 99)

    def test_on_other_terms(self):
        term = self.env["account.payment.term"].create({"name": "Later"})
        other = self._customer(name="Payer")
        cases = [
            ("payment term", {"payment_term_id": term.id}),
            ("customer", {"partner_invoice_id": other.id}),
        ]
        for case, values in cases:
            with self.subTest(case):
                order = self._confirmed()
                rule = self._rule("order_amount", amount=1)
                order.write({"note": "no matter"})
                self.assertFalse(order._o2c_holds()[order])
                order.write(values)
                self.assertTrue(order._o2c_holds(Phase.DELIVERY)[order])
                rule.active = False

    def test_shipped_goods_stay_invoiceable(self):
        self._rule("order_amount", amount=1000)
        order = self._order(self._line(qty=10), confirm=False)
        self._confirm(order, self._user("order_desk"))
        self._deliver(order, 4)
        order.write(
            {"order_line": [Command.update(order.order_line.id, {"price_unit": 200.0})]}
        )
        self.assertTrue(order._o2c_holds(Phase.DELIVERY)[order])
        self.assertEqual(self._invoice(order).amount_total, 800)

    # ------------------------------------------------------------- the cause is gone
    def test_an_event_is_resolved(self):
        self._rule("returned_payment", days=30)
        with self._at(TODAY):
            event = self._event("returned_payment", "2026-06-14")
            order = self._quotation(10.0)
            self._confirm(order)
            self.assertHeld(order)
            event.action_resolve()
            self._run_job()
            self.assertConfirmed(order)
        hold = self.Hold.search([("order_id", "=", order.id)])
        self.assertEqual(hold.release_note, "The order passes the credit policy now.")

    def test_a_rule_is_switched_off(self):
        rule = self._rule("order_amount", amount=1)
        order = self._quotation(10.0)
        self._confirm(order)
        self.assertHeld(order)
        rule.active = False
        self._run_job()
        self.assertConfirmed(order)

    def test_what_was_let_pass_is_what_was_seen(self):
        self._rule("order_amount", amount=5)
        order = self._quotation(10.0)
        self._confirm(order)
        self._let_pass(order, resume=False)
        self._rule("days_overdue", days=30, amount=0)
        with self._at(TODAY):
            self._confirm(order)
            self.assertConfirmed(order)
            other = self._quotation(10.0)
            self._confirm(other)
            self._let_pass(other, resume=False)
            self._owed(1, DUE_31)
            self._confirm(other)
            self.assertHeld(other)

    # ------------------------------------------------------------- documents
    def test_passed_and_asked_again(self):
        self._rule("order_amount", amount=5)
        order = self._quotation(10.0)
        self._confirm(order)
        with self.assertNothingWritten("o2c.hold", "o2c.credit.decision"):
            self._confirm(order)
        order.order_line.price_unit = 5.0
        self._confirm(order)
        documents = self._documents(order)
        self.assertEqual(documents.mapped("kind"), ["held", "passed"])
        self.assertEqual(documents.mapped("passes"), [False, True])
        self.assertEqual(documents[0].asked_by_id, self.seller)
        self.assertTrue(all(documents.mapped("is_intact")))
        self.assertEqual(Decimal(documents[0].facts["order"]), 10)

    def test_the_document_says_it_in_words(self):
        self._account(100)
        self._rule("limit_exceeded")
        order = self._quotation(150.0)
        self._confirm(order)
        document = self._documents(order)
        self.assertEqual(document.amount_over, 50)
        self.assertIn("would be exceeded by $", document.summary)
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "o2c_credit.credit_decision", document.ids
        )
        for text in (document.number, order.name, "must wait", document.digest):
            self.assertIn(text, html.decode())

    def test_a_release_by_a_person(self):
        order = self._quotation(10.0)
        self._rule("order_amount", amount=5)
        self._confirm(order)
        document = self.Decision._document(
            order, "released", decided_by=self.manager, note="He paid by phone"
        )
        self.assertEqual(document.hits, self._documents(order)[0].hits)
        self.assertEqual(
            (document.passes, document.by_rule, document.decided_by_name),
            (True, False, self.manager.name),
        )
