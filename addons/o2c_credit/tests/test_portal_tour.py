from odoo.tests import tagged

from .portal_common import StatementCase


@tagged("post_install", "-at_install")
class TestPortalTour(StatementCase):
    """A customer in his browser: statement, promise, dispute."""

    def test_promise_and_dispute(self):
        self.late.name, self.later.name = "TOUR-1", "TOUR-2"
        self.start_tour("/my", "o2c_credit_portal", login="o2c_buyer")
        promise = self.env["o2c.promise"].search(
            [("account_id.partner_id", "=", self.customer.id)]
        )
        self.assertRecordValues(promise, [{"amount": 1000, "state": "open"}])
        self.assertEqual(promise.line_ids.line_id, self._item(self.late))
        hold = self.env["o2c.hold"].search([("invoice_id", "=", self.later.id)])
        self.assertEqual((hold.amount, hold.is_partial), (120, True))
        self.assertFalse(
            self.env["o2c.hold"].search([("invoice_id", "=", self.foreign.id)])
        )
