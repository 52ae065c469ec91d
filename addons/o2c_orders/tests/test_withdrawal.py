from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .returns_common import WithdrawalCommon


@tagged("post_install", "-at_install")
class TestWithdrawalRight(WithdrawalCommon):
    """Who may withdraw, from what, and until when."""

    def test_clock(self):
        for moment, may in (
            ("2026-03-02 10:00:00", True),
            ("2026-03-16 22:59:59", True),  # 23:59:59 in Rome
            ("2026-03-16 23:00:00", False),  # midnight in Rome
        ):
            with self.subTest(moment):
                until = date(2026, 3, 16) if may else False
                self.assertEqual(self._right(self.order, moment), (may, until))

    def test_public_holiday_of_the_calendar(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "calendar_id": False,
                "date_from": "2026-03-15 23:00:00",
                "date_to": "2026-03-16 22:59:59",
            }
        )
        self.assertEqual(self.order._o2c_withdrawal_end(), date(2026, 3, 17))

    def test_half_a_day_off_moves_nothing(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Morning",
                "company_id": self.company.id,
                "calendar_id": False,
                "date_from": "2026-03-15 23:00:00",
                "date_to": "2026-03-16 11:00:00",
            }
        )
        self.assertEqual(self.order._o2c_withdrawal_end(), date(2026, 3, 16))

    def test_last_of_several_deliveries(self):
        with self._at("2026-03-02 09:00:00"):
            order = self._sold(10)
            self._deliver(order, qty=4)
        self.assertFalse(order._o2c_withdrawal_end(), "the rest is still to come")
        self.assertEqual(self._right(order, "2026-06-01 09:00:00"), (True, False))
        with self._at("2026-03-05 09:00:00"):
            self._deliver(order)
        self.assertEqual(order._o2c_withdrawal_end(), date(2026, 3, 19))

    def test_services_from_the_contract(self):
        with self._at("2026-03-02 09:00:00"):
            order = self._order(
                self._line(self._service(), qty=1), partner_id=self.consumer.id
            )
        self.assertEqual(order._o2c_withdrawal_end(), date(2026, 3, 16))

    def test_not_told(self):
        self.order.o2c_informed_on = False
        self.assertEqual(self.order._o2c_withdrawal_end(), date(2027, 3, 16))

    def test_not_told_by_setting(self):
        self.company.o2c_tells_withdrawal = False
        order = self._sold(1)
        self.assertFalse(order.o2c_informed_on)

    def test_who(self):
        cases = (
            ("consumer", self.consumer, {}, True),
            ("company", self.customer, {}, None),
            ("granted to all", self.customer, {"o2c_withdrawal_scope": "everybody"}, 1),
            ("to nobody", self.consumer, {"o2c_withdrawal_scope": "nobody"}, False),
            ("in the shop", self.consumer, {"o2c_sells_at_distance": False}, False),
        )
        self.customer.is_company = True
        for case, partner, settings, may in cases:
            with self.subTest(case):
                before = {name: self.company[name] for name in settings}
                self.company.write(settings)
                order = self._sold(1, partner_id=partner.id)
                self.assertEqual(order.o2c_may_withdraw, bool(may))
                self.company.write(before)

    def test_person_with_a_tax_number_is_no_consumer(self):
        self.consumer.vat = "IT12345670017"
        self.assertFalse(self._sold(1).o2c_may_withdraw)

    def test_exceptions(self):
        cake = self._product(name="Cake", o2c_withdrawal_exception="perishable")
        order = self._sold(1, self._line(cake, qty=1))
        self.assertTrue(order.o2c_may_withdraw, "from the grinder")
        with self.assertRaisesRegex(UserError, "Cake: no right"):
            self._declare(order)
        only = self._order(self._line(cake, qty=1), partner_id=self.consumer.id)
        self.assertFalse(only.o2c_may_withdraw)

    def test_service_done_as_asked(self):
        service = self._service()
        for consent, may in ((True, False), (False, True)):
            with self.subTest(consent=consent):
                order = self._order(
                    self._line(service, qty=1), partner_id=self.consumer.id
                )
                order.o2c_begin_at_once = consent
                order.order_line.qty_delivered = 1
                self.assertEqual(order.o2c_may_withdraw, may)

    def test_draft(self):
        order = self._order(partner_id=self.consumer.id, confirm=False)
        self.assertFalse(order.o2c_may_withdraw)


@tagged("post_install", "-at_install")
class TestWithdrawal(WithdrawalCommon):
    """What follows from a withdrawal."""

    def test_delivered_goods(self):
        invoice = self._invoice(self.order)
        with self._at("2026-03-10 10:00:00"):
            record = self._declare(self.order)
        self.assertEqual(record.state, "accepted")
        self.assertEqual(record.period_end, date(2026, 3, 16))
        self.assertEqual(record.send_back_by, date(2026, 3, 24))
        self.assertEqual(record.refund_due_on, date(2026, 3, 24))
        back = record.return_ids
        self.assertEqual((back.state, back.source), ("authorised", "withdrawal"))
        self.assertTrue(record.refund_waits)
        record._note_sent("1Z999")
        self.assertFalse(record.refund_waits)
        self.assertHolds(self.order, "return", "withdrawal")
        self._receive(back)
        back.action_dispose()
        note = record.credit_note_ids
        self.assertEqual((note.state, note.amount_total), ("draft", 1000))
        note.action_post()
        self.assertTrue(invoice.payment_state in ("reversed", "paid"))
        self.assertEqual((back.state, record.state), ("settled", "settled"))
        self.assertTrue(record.refunded_at)
        self.assertHolds(self.order)

    def test_money_has_to_go_back(self):
        invoice = self._invoice(self.order)
        self._pay(invoice)
        with self._at("2026-03-10 10:00:00"):
            record = self._declare(self.order)
        self._receive(record.return_ids)
        record.return_ids.action_dispose()
        record.credit_note_ids.action_post()
        self.assertEqual((record.state, record.refunded_at), ("accepted", False))
        self._pay(record.credit_note_ids)
        self.assertEqual(record.state, "settled")
        self.assertTrue(record.refunded_at)

    def test_before_the_delivery(self):
        order = self._sold(10)
        record = self._declare(order)
        self.assertEqual(order.state, "cancel")
        self.assertEqual(order.picking_ids.state, "cancel")
        self.assertFalse(record.return_ids)
        self.assertEqual(record.state, "settled")

    def test_part_delivered(self):
        with self._at("2026-03-02 09:00:00"):
            order = self._sold(10)
            self._deliver(order, qty=4)
        with self._at("2026-03-03 09:00:00"):
            record = self._declare(order, 7)
        part = record.line_ids
        self.assertEqual((part.quantity, part.to_return), (7, 1))
        self.assertEqual(order.order_line.product_uom_qty, 4)
        open_ = order.picking_ids.filtered(
            lambda p: (
                p.state not in ("done", "cancel")
                and p.location_dest_id.usage == "customer"
            )
        )
        self.assertFalse(open_)
        self.assertEqual(record.return_ids.line_ids.quantity, 1)
        with self.assertRaises(UserError):
            self._declare(order, 4)

    def test_locked_order(self):
        order = self._sold(5)
        order.locked = True
        self._declare(order, 2)
        self.assertEqual((order.order_line.product_uom_qty, order.locked), (3, True))
        self.assertEqual(order.picking_ids.move_ids.product_uom_qty, 3)

    def test_invoiced_before_the_delivery(self):
        product = self._product(name="Pot", invoice_policy="order", is_storable=True)
        order = self._order(
            self._line(product, qty=4),
            self._line(product, qty=1),
            partner_id=self.consumer.id,
        )
        invoice = self._invoice(order)
        left = order._o2c_withdrawable()
        record = self.Withdrawal._declare(
            order,
            {next(iter(left)): 4},
            person_name="Freya",
            email="f@home.example.com",
        )
        note = record.credit_note_ids
        self.assertEqual((note.amount_total, note.reversed_entry_id), (400, invoice))
        self.assertEqual(order.order_line.mapped("qty_to_invoice"), [0, 0])
        self.assertEqual(record.state, "accepted")
        note.action_post()
        self.assertEqual(record.state, "settled")

    def test_delivery_is_paid_back_with_the_whole_order(self):
        carrier_product = self._service(name="Express", invoice_policy="order")
        for limited, quantity, amount in (
            (False, 2, 230.0),
            (True, 2, 210.0),
            (False, 1, 100.0),
        ):
            with self.subTest(limited=limited, quantity=quantity):
                self.company.write(
                    {"o2c_delivery_refund_limited": limited, "o2c_delivery_refund": 10}
                )
                order = self._sold(
                    2, self._line(carrier_product, qty=1, price=30, is_delivery=True)
                )
                self._deliver(order)
                self._invoice(order)
                record = self._declare(order, quantity)
                self._receive(record.return_ids)
                record.return_ids.action_dispose()
                self.assertEqual(record.credit_note_ids.amount_total, amount)

    def test_same_key_again(self):
        with self._at("2026-03-03 09:00:00"):
            first = self._declare(self.order, 2, source_key="portal:x")
            again = self._declare(self.order, 2, source_key="portal:x")
        self.assertEqual(first, again)
        self.assertEqual(len(self.order.o2c_withdrawal_ids), 1)

    def test_too_late_in_the_portal(self):
        with (
            self._at("2026-03-17 09:00:00"),
            self.assertNothingWritten("o2c.withdrawal", "o2c.return"),
            self.assertRaisesRegex(UserError, "1 days before"),
        ):
            self._declare(self.order)

    def test_too_late_by_letter(self):
        with self._at("2026-03-20 09:00:00"):
            record = self._declare(
                self.order, channel="letter", declared_at="2026-03-17 09:00:00"
            )
        self.assertEqual(record.state, "declared")
        self.assertIn("Mar 16, 2026", record.doubts)
        self.assertFalse(record.return_ids)

    def test_sent_in_time_arrives_late(self):
        with self._at("2026-03-20 09:00:00"):
            record = self._declare(
                self.order, channel="letter", declared_at="2026-03-16 09:00:00"
            )
        self.assertEqual(record.state, "accepted")

    def test_goodwill_is_not_for_who_entered_it(self):
        desk, manager = self._user("order_desk"), self._user("order_manager")
        order = self.order.with_user(manager).sudo(False)
        with self._at("2026-03-20 09:00:00"):
            record = (
                self.Withdrawal.with_user(manager)
                .sudo(False)
                ._declare(
                    order, {order.order_line: 1}, channel="phone", person_name="Freya"
                )
            )
        for user in (desk, manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                record.with_user(user).action_accept()
        other = self._user("order_manager", login="o2c_manager_2")
        record.with_user(other).action_accept()
        self.assertEqual((record.state, record.goodwill), ("accepted", True))

    def test_refused(self):
        with self._at("2026-03-20 09:00:00"):
            record = self._declare(self.order, channel="phone")
        record._refuse_request("The period was over.")
        self.assertEqual(record.state, "refused")
        self.assertHolds(self.order)
        mail = self.env["mail.mail"].search([("subject", "ilike", record.name)])
        self.assertIn("The period was over.", mail.body_html)

    def test_nobody_writes_by_hand(self):
        with self._at("2026-03-03 09:00:00"):
            record = self._declare(self.order, 1)
        mine = record.with_user(self._user("order_manager")).sudo(False)
        for values in ({"state": "settled"}, {"declared_at": "2026-01-01 00:00:00"}):
            with self.subTest(values), self.assertRaises(AccessError):
                mine.write(values)
        with self.assertRaises(UserError):
            record.unlink()

    def test_services_hear_of_it(self):
        heard = []

        def hear(record):
            heard.append(record.id)

        Withdrawal = self.registry["o2c.withdrawal"]
        with (
            patch.object(Withdrawal, "_after_accept", hear),
            self._at("2026-03-03 09:00:00"),
        ):
            record = self._declare(self.order, 1)
        self.assertEqual(heard, [record.id])
