from odoo.tests import tagged

from odoo.addons.account_payment.tests.common import AccountPaymentCommon
from odoo.addons.mail.tests.common import MailCase

from .common import O2cCommon


@tagged("post_install", "-at_install")
class TestOnlinePayment(O2cCommon, AccountPaymentCommon, MailCase):
    """The customer pays a held order online: the money is kept, the order waits."""

    @classmethod
    def default_env_context(cls):
        return {"no_reset_password": True}

    def setUp(self):
        super().setUp()
        self.order = self._order(
            confirm=False, state="sent", require_payment=True, prepayment_percent=1.0
        )

    def _pay_online(self, **values):
        transaction = self._create_transaction(
            flow="direct",
            state="done",
            amount=self.order.amount_total,
            currency_id=self.order.currency_id.id,
            partner_id=self.customer.id,
            reference=self.order.name,
            sale_order_ids=[(6, 0, self.order.ids)],
            **values,
        )
        with self.mock_mail_gateway():
            transaction._post_process()
        return transaction

    def _automatic_invoice(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("sale.automatic_invoice", "True")

    def test_free_order_is_confirmed(self):
        transaction = self._pay_online()
        self.assertEqual(self.order.state, "sale")
        self.assertEqual(transaction.payment_id.amount, 1000)

    def test_held_order_waits_and_the_payment_is_kept(self):
        hold = self._hold(self.order)
        transaction = self._pay_online()
        self.assertEqual((self.order.state, hold.state), ("sent", "open"))
        self.assertTrue(self.order.o2c_confirm_requested_at)
        self.assertEqual(transaction.state, "done")
        self.assertTrue(transaction.is_post_processed)
        self.assertRecordValues(
            transaction.payment_id,
            [{"amount": 1000.0, "partner_id": self.customer.id, "state": "in_process"}],
        )

    def test_customer_is_told_that_his_money_arrived(self):
        self._hold(self.order)
        self._pay_online()
        mails = self._new_mails.filtered(lambda m: self.customer in m.recipient_ids)
        self.assertEqual(len(mails), 1)
        self.assertIn(self.order.name, mails.subject)
        self.assertIn("payment", mails.body_html)

    def test_release_confirms_the_paid_order(self):
        hold = self._hold(self.order)
        self._pay_online()
        hold._release("cleared")
        self.assertEqual(self.order._o2c_resume(), self.order)
        self.assertEqual(self.order.state, "sale")

    def test_held_invoicing_makes_no_invoice(self):
        self._automatic_invoice()
        self._hold(self.order, "invoicing")
        transaction = self._pay_online()
        self.assertEqual(self.order.state, "sale")
        self.assertFalse(self.order.invoice_ids)
        self.assertFalse(transaction.invoice_ids)
        self.assertEqual(transaction.payment_id.amount, 1000)

    def test_free_invoicing_makes_the_invoice(self):
        self._automatic_invoice()
        transaction = self._pay_online()
        self.assertEqual(self.order.invoice_ids.state, "posted")
        self.assertEqual(transaction.invoice_ids, self.order.invoice_ids)
        self.assertEqual(self.order.invoice_ids.amount_residual, 0)

    def test_held_confirmation_makes_no_invoice_either(self):
        self._automatic_invoice()
        self._hold(self.order)
        transaction = self._pay_online()
        self.assertEqual(self.order.state, "sent")
        self.assertFalse(transaction.invoice_ids)
