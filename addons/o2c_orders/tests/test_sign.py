import base64
import io

from PIL import Image

from odoo.tests import HttpCase, tagged

from .common import O2cCommon


def signature():
    """A drawn signature as the portal sends it."""
    file = io.BytesIO()
    Image.new("RGB", (8, 4), "black").save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


@tagged("post_install", "-at_install")
class TestSignature(O2cCommon, HttpCase):
    """The customer signs in the portal: a held order keeps the signature and waits."""

    def setUp(self):
        super().setUp()
        self.order = self._order(
            confirm=False, state="sent", require_signature=True, require_payment=False
        )

    def _sign(self, order=None):
        order = order or self.order
        token = order._portal_ensure_token()
        self.env.flush_all()
        answer = self.make_jsonrpc_request(
            f"/my/orders/{order.id}/accept",
            {"access_token": token, "name": "Ole Hansen", "signature": signature()},
        )
        order.invalidate_recordset()
        return answer

    def test_free_order_is_confirmed(self):
        answer = self._sign()
        self.assertTrue(answer["force_refresh"])
        self.assertEqual(self.order.state, "sale")

    def test_held_order_waits(self):
        hold = self._hold(self.order, note="internal words")
        answer = self._sign()
        self.assertNotIn("error", answer)
        self.assertEqual((self.order.state, hold.state), ("sent", "open"))
        self.assertEqual(self.order.signed_by, "Ole Hansen")
        self.assertTrue(self.order.signature)
        self.assertTrue(self.order.o2c_confirm_requested_at)
        self.assertFalse(self.order.picking_ids)

    def test_release_confirms_what_was_signed(self):
        hold = self._hold(self.order)
        self._sign()
        hold._release("cleared")
        self.order._o2c_resume()
        self.assertEqual(self.order.state, "sale")
        self.assertEqual(self.order.signed_by, "Ole Hansen")

    def test_signing_enters_the_contact_ledger(self):
        self._hold(self.order)
        self._sign()
        entries = self.Contact.search(
            [
                ("document_ids.res_model", "=", "sale.order"),
                ("document_ids.res_id", "=", self.order.id),
                ("direction", "=", "in"),
            ]
        )
        self.assertRecordValues(
            entries,
            [{"channel": "portal", "partner_id": self.customer.id, "purpose": "order"}],
        )
