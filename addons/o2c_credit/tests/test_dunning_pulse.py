"""What a notice rests on is looked at again before it leaves: nothing goes unseen."""

from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .dunning_send_common import SendingCase


@tagged("post_install", "-at_install")
class TestPulse(SendingCase):
    def setUp(self):
        super().setUp()
        self.order = self._order(
            self._line(self._service(invoice_policy="order"), qty=1, price=100)
        )
        self.move = self.order._create_invoices()
        self.move.invoice_date = self.today - timedelta(days=40)
        self.move.invoice_payment_term_id = False
        self.move.invoice_date_due = self.today - timedelta(days=10)
        self.move.action_post()
        self.notice = self._notices()
        self.before = self.notice._pulses()

    def _now(self):
        self.env.invalidate_all()
        return self.notice._pulses()

    def assertChanged(self):
        self.assertNotEqual(self._now(), self.before)

    def _contact(self, **values):
        options = {
            "company_id": self.company.id,
            "channel": "phone",
            "direction": "out",
            "purpose": "collection",
            "summary": "They pay on Friday",
            "at": fields.Datetime.now(),
        }
        return self.Contact._log(self.customer, [], **{**options, **values})

    def test_of_each_notice(self):
        self.assertEqual(list(self.before), self.notice.ids)

    def test_nothing_happened(self):
        self.assertEqual(self._now(), self.before)

    def test_others_change_nothing(self):
        other = self.env["res.partner"].create({"name": "Other"})
        invoice = self._overdue(partner_id=other.id)
        self._hold(invoice, "collection")
        self._contact(purpose="order")
        self.assertEqual(self._now(), self.before)

    def test_few_queries(self):
        """Each costs every mail of a run a millisecond."""
        self._now()
        with self.assertQueryCount(3):
            self.notice._pulses()

    # ------------------------------------------------------------- the ledger
    def test_paid_in_part(self):
        self._pay_move(self.move, 10)
        self.assertChanged()

    def test_another_invoice(self):
        self._overdue(amount=5)
        self.assertChanged()

    def test_a_credit_note(self):
        self._credit_note(5)
        self.assertChanged()

    def test_of_an_item(self):
        for name, value in (
            ("no_followup", True),
            ("date_maturity", self.today),
            ("o2c_dunning_level", 7),
            ("o2c_dunning_cycle", 7),
        ):
            with self.subTest(name):
                self.before = self._now()
                self._item(self.move)[name] = value
                self.assertChanged()

    def test_a_line_taken_out(self):
        self.notice.line_ids.live = False
        self.assertChanged()

    # ------------------------------------------------------------- what stops it
    def test_held(self):
        for target in (self.move, self._item(self.move), self.order, self.customer):
            with self.subTest(target._name):
                self.before = self._now()
                self._hold(target, "collection", amount=30)
                self.assertChanged()

    def test_an_order_that_was_billed_with_others(self):
        """What is held of any order of an invoice is held of the invoice."""
        second = self._order(
            self._line(self._service(invoice_policy="order"), qty=1, price=50)
        )
        lines = self.move.invoice_line_ids
        lines.sale_line_ids = [Command.link(second.order_line.id)]
        self.before = self._now()
        self._hold(second, "collection", amount=30)
        self.assertChanged()

    def test_more_is_held(self):
        self._hold(self.move, "collection", amount=30)
        self.before = self._now()
        self._hold(self._item(self.move), "collection", amount=20)
        self.assertChanged()

    def test_a_hold_ends_by_itself(self):
        """No row changes, only time passes."""
        end = fields.Datetime.now() + timedelta(hours=1)
        self._hold(self.move, "collection", date_to=end)
        self.before = self._now()
        with self._at(str(end + timedelta(seconds=1))):
            self.assertChanged()

    def test_promised(self):
        day = self.today + timedelta(days=5)
        self.account._promise(40, day, lines=self.move)
        self.assertChanged()
        self.before = self._now()
        self.account._promise(20, day, lines=self.move)
        self.assertChanged()

    # ------------------------------------------------------------- terms, contacts
    def test_terms(self):
        for name, value in (
            ("quiet_days", 3),
            ("max_contacts", 1),
            ("window_days", 9),
            ("min_balance", 5),
            ("do_not_dun", True),
        ):
            with self.subTest(name):
                self.before = self._now()
                self.strategy[name] = value
                self.assertChanged()

    def test_a_contact_and_its_correction(self):
        first = self._contact()
        self.assertChanged()
        self.before = self._now()
        self._contact(corrects_id=first.id, purpose="order")
        self.assertChanged()
