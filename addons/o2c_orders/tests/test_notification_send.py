from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

from .notification_common import (
    LATER,
    NEXT_DAY,
    NIGHT,
    NotificationCase,
)


@tagged("post_install", "-at_install")
class TestSend(NotificationCase):
    """Who is told, on which channel, in which language, and never twice."""

    def _ledger(self, order):
        contacts = self.Contact.search([("document_ids.res_id", "=", order.id)])
        return contacts.filtered(
            lambda c: (
                c.direction == "out"
                and "sale.order" in c.document_ids.mapped("res_model")
            )
        )

    def assertState(self, order, state, reason=False):
        notice = self._notices(order)
        self.assertEqual((notice.state, notice.reason), (state, reason))
        return notice

    # ------------------------------------------------------------- channels
    def test_by_mail(self):
        self._rule()
        order = self._delivered()
        mails = self._tell()
        self.assertEqual(len(mails), 1)
        self.assertEqual(mails[0]["subject"], f"Your order {order.name} was delivered")
        self.assertEqual(
            mails[0]["email_to"], ['"Nordlicht" <kontor@nordlicht.example.com>']
        )
        self.assertIn("List-Unsubscribe", mails[0]["headers"])
        self.assertIn("/o2c/notices/", mails[0]["body"])
        notice = self.assertState(order, "sent")
        self.assertEqual((notice.channel, notice.lang), ("email", "en_US"))
        contact = self._ledger(order)
        self.assertEqual(notice.contact_id, contact)
        self.assertEqual(
            (contact.channel, contact.partner_id), ("email", self.customer)
        )
        self.assertEqual(notice.message_id.res_id, order.id)
        self.assertIn(notice.message_id, order.message_ids)

    def test_twice_is_once(self):
        self._rule()
        order = self._delivered()
        self._tell()
        self.assertEqual(self._tell(NEXT_DAY), [])
        self.assertEqual(len(self._ledger(order)), 1)

    def test_undone_and_done_again_is_once(self):
        self._rule(milestone="confirmed")
        with self._at(LATER):
            order = self._order()
        self._tell()
        with self._at("2026-03-02 12:00:00"):
            order._action_cancel()
            order.action_draft()
            order.action_confirm()
        self.assertEqual(self._tell("2026-03-02 12:05:00"), [])

    def test_by_text_message(self):
        self.customer.phone = "+39 333 1234567"
        template = self.env.ref("o2c_orders.sms_template_notice_delivered")
        self._rule(channel="sms", sms_template_id=template.id)
        order = self._delivered()
        self.assertEqual(self._tell(), [])
        text = f"Your order {order.name} was delivered."
        self.assertEqual([sms["body"] for sms in self._sms], [text])
        notice = self.assertState(order, "sent")
        self.assertEqual(notice.sent_to, "+393331234567")
        self.assertEqual(self._ledger(order).mapped("channel"), ["sms"])
        self.assertEqual(notice.contact_id, self._ledger(order))

    def test_text_messages_wait_for_the_morning(self):
        self.customer.phone = "+39 333 1234567"
        self._rule(channel="sms")
        order = self._delivered(NIGHT)
        self._tell(NIGHT)
        notice = self.assertState(order, "waiting")
        # eight o'clock in Rome
        self.assertEqual(str(notice.next_try_at), "2026-03-03 07:00:00")
        self._tell("2026-03-03 06:59:59")
        self.assertState(order, "waiting")
        self._tell("2026-03-03 07:00:00")
        self.assertState(order, "sent")

    def test_in_the_portal(self):
        self._user("customer", partner_id=self.customer.id)
        self._rule(channel="portal")
        order = self._delivered()
        self.assertEqual(self._tell(), [])
        notice = self.assertState(order, "sent")
        self.assertEqual(notice.message_id.message_type, "comment")
        self.assertFalse(notice.message_id.subtype_id.internal)
        self.assertEqual(self._ledger(order).mapped("channel"), ["portal"])

    def test_preference(self):
        self.customer.phone = "+39 333 1234567"
        cases = [
            ("his own", "preferred", "sms", ("sent", "sms", False)),
            ("the same", "sms", "sms", ("sent", "sms", False)),
            ("another", "email", "sms", ("skipped", False, "prefers")),
            ("not there", "preferred", "portal", ("sent", "email", False)),
        ]
        for case, channel, wish, expected in cases:
            with self.subTest(case):
                self.customer.o2c_notify_channel = wish
                rule = self._rule(channel=channel)
                order = self._delivered()
                self._tell()
                notice = self._notices(order)
                found = (notice.state, notice.channel, notice.reason)
                self.assertEqual(found, expected)
                rule.active = False

    def test_contact_person(self):
        keeper = self._customer(
            name="Store",
            email="store@nordlicht.example.com",
            parent_id=self.customer.id,
        )
        self._rule(contact="delivery")
        order = self._delivered(partner_shipping_id=keeper.id)
        mails = self._tell()
        self.assertIn("store@nordlicht.example.com", mails[0]["email_to"][0])
        self.assertEqual(self._ledger(order).person_id, keeper)

    def test_language(self):
        self.env["res.lang"]._activate_lang("it_IT")
        self.text.with_context(lang="it_IT").subject = "Consegnato"
        self._rule()
        self.customer.lang = "it_IT"
        order = self._delivered()
        self.assertEqual([mail["subject"] for mail in self._tell()], ["Consegnato"])
        self.assertEqual(self._notices(order).lang, "it_IT")

    # ------------------------------------------------------------- never
    def test_wants_none(self):
        person = self._customer(name="Ada", parent_id=self.customer.id)
        self._rule()
        own = self._delivered(partner_id=person.id)
        person.o2c_notify_off = True
        self.assertEqual(self._tell(), [])
        self.assertState(own, "skipped", "opted_out")
        person.o2c_notify_off = False
        self.customer.o2c_notify_off = True
        whole = self._delivered(partner_id=person.id)
        self.assertEqual(self._tell(), [])
        self.assertState(whole, "skipped", "opted_out")

    def test_blacklisted_and_unreachable(self):
        self._rule()
        order = self._delivered()
        self.env["mail.blacklist"]._add(self.customer.email)
        self.assertEqual(self._tell(), [])
        self.assertState(order, "skipped", "no_address")
        self.assertFalse(self._ledger(order))

    def test_facts_are_read_again(self):
        rule = self._rule()
        returned, cancelled = self._delivered(), self._delivered()
        with self._at(LATER):
            self.Notice._collect(rule)
            self._return(returned.picking_ids)
            cancelled._action_cancel()
        self._tell()
        self.assertState(cancelled, "skipped", "undone")
        self.assertIn(self._notices(returned).state, ("sent", "skipped"))

    def test_overtaken_status(self):
        self._rule(
            trigger="shipment", milestone=False, shipment_status="out_for_delivery"
        )
        order = self._delivered()
        shipment = self.env["o2c.shipment"].search([("order_id", "=", order.id)])
        with self._at(NEXT_DAY):
            now = self.env.cr.now()
            shipment._report("out_for_delivery", now, "webhook", "1")
            shipment._report("delivered", now, "webhook", "2")
        self.assertEqual(self._tell(NEXT_DAY), [])
        self.assertState(order, "skipped", "undone")

    # ------------------------------------------------------------- colleagues
    def test_colleagues(self):
        template = self.env.ref("o2c_orders.mail_template_notice_internal")
        mailbox = self._customer(name="Warehouse", email="store@seller.example.com")
        self._rule(
            audience="internal",
            to_salesperson=True,
            partner_ids=mailbox.ids,
            template_id=template.id,
        )
        order = self._delivered()
        self._tell()
        notice = self.assertState(order, "sent")
        self.assertIn("Warehouse", notice.sent_to)
        told = self.env["mail.message"].search(
            [("subject", "=", f"{order.name}: Delivered, Nordlicht")]
        )
        self.assertEqual(told.partner_ids, mailbox | self.seller.partner_id)
        self.assertFalse(
            self._ledger(order).filtered(
                lambda c: c.channel == "email" and c.partner_id == self.customer
            )
        )

    def test_nobody_to_tell(self):
        self._rule(audience="internal")
        order = self._delivered()
        self._tell()
        self.assertState(order, "skipped", "nobody")

    # ------------------------------------------------------------- failures
    def test_server_down_and_up_again(self):
        self._rule()
        order = self._delivered()
        connect = patch.object(
            self.registry["ir.mail_server"],
            "_connect__",
            side_effect=MailDeliveryException("down"),
        )
        with connect:
            self._tell_without_gateway()
        notice = self.assertState(order, "waiting")
        self.assertEqual(notice.attempts, 1)
        self.assertEqual(str(notice.next_try_at), "2026-03-02 11:10:00")
        self.assertIn("down", notice.failure)
        self.assertFalse(self._ledger(order))
        self._tell("2026-03-02 11:10:00")
        self.assertState(order, "sent")
        self.assertEqual(len(self._ledger(order)), 1)

    def _tell_without_gateway(self, moment=LATER):
        with patch.object(type(self), "mock_mail_gateway", self._no_gateway):
            self._mails = []
            self._tell(moment)

    def _no_gateway(self):
        return patch.object(
            self.registry["ir.mail_server"], "_disable_send", lambda s: 0
        )

    def test_gives_up(self):
        self._rule()
        order = self._delivered()
        connect = patch.object(
            self.registry["ir.mail_server"],
            "_connect__",
            side_effect=MailDeliveryException("down"),
        )
        moments = [LATER, "2026-03-02 11:10:00", "2026-03-02 11:20:00"]
        moments += ["2026-03-02 11:40:00", "2026-03-02 12:20:00"]
        with connect:
            for moment in moments:
                self.assertState(order, "waiting") if self._notices(order) else None
                self._tell_without_gateway(moment)
        notice = self.assertState(order, "failed")
        self.assertEqual(notice.attempts, 5)
        with self.assertRaises(AccessError):
            notice.with_user(self.seller).action_send_again()
        notice.with_user(self._user("order_manager")).action_send_again()
        self._tell("2026-03-02 12:30:00")
        self.assertState(order, "sent")

    def test_one_failing_does_not_stop_the_others(self):
        self._rule()
        broken, order = self._delivered(), self._delivered()
        words = self.registry["o2c.notification"]._words

        def failing(notice, lang):
            if notice.order_id == broken:
                raise ValueError("broken")
            return words(notice, lang)

        name = "odoo.addons.o2c_orders.models.o2c_notification_send"
        with (
            patch.object(self.registry["o2c.notification"], "_words", failing),
            self.assertLogs(name, "ERROR"),
        ):
            self._tell()
        self.assertState(broken, "failed")
        self.assertState(order, "sent")

    # ------------------------------------------------------------- preview
    def test_preview_leaves_nothing(self):
        rule = self._rule()
        order = self._delivered()
        manager = self._user("order_manager")
        with self.assertNothingWritten("o2c.notification", "mail.message"):
            preview = self.env["o2c.notification.preview"].with_user(manager)
            preview = preview.create({"rule_id": rule.id, "order_id": order.id})
            self.assertEqual(preview.subject, f"Your order {order.name} was delivered")
            self.assertIn("Nordlicht", preview.body)
