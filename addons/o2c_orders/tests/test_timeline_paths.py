from odoo import Command
from odoo.tests import tagged

from .common_timeline import DAY, MIDNIGHT, TimelineCase


@tagged("post_install", "-at_install")
class TestGoods(TimelineCase):
    """Orders of goods, step by step."""

    def test_until_it_is_confirmed(self):
        order = self._order_on(2, confirm=False)
        way = {"captured": DAY[2]}
        self.assertTimeline(order, "generation", DAY[2], **way)
        with self._on(3):
            order.action_quotation_sent()
        self.assertTimeline(order, "acquisition", DAY[2], **way)
        with self._on(4):
            order.action_confirm()
        way |= {"confirmed": DAY[4], "reserved": DAY[4]}
        self.assertTimeline(order, "processing", DAY[4], **way)

    def test_from_the_warehouse_to_the_bank(self):
        order = self._order_on(4)
        with self._on(6):
            self._deliver(order)
        way = {
            "captured": DAY[4],
            "confirmed": DAY[4],
            "reserved": DAY[4],
            "shipped": DAY[6],
            "delivered": DAY[6],
        }
        self.assertTimeline(order, "delivery", DAY[6], **way)
        with self._on(9):
            invoice = self._invoice(order, post=False)
        self.assertTimeline(order, "delivery", DAY[6], **way)
        self.assertEqual(self._missing(order), ["Draft invoices to post: 1"])
        with self._on(10):
            invoice.invoice_date_due = "2026-03-31"
            invoice.action_post()
        way |= {"invoiced": MIDNIGHT[10], "due": MIDNIGHT[31]}
        self.assertTimeline(order, "payment", MIDNIGHT[10], **way)
        self.assertEqual(str(order.o2c_next_due), MIDNIGHT[31])
        with self._on(20):
            self._pay(invoice, 400)
        self.assertTimeline(order, "payment", MIDNIGHT[10], **way)
        with self._on(25):
            self._pay(invoice)
        way |= {"paid": MIDNIGHT[25], "closed": MIDNIGHT[25]}
        self.assertTimeline(order, "closed", MIDNIGHT[25], **way)
        self.assertFalse(order.o2c_next_due)

    def test_sources_name_the_documents(self):
        order = self._order_on(2)
        with self._on(6):
            delivery = self._deliver(order)
        with self._on(9):
            invoice = self._invoice(order)
        sources = {
            step.kind: (step.source_model, step.source_id)
            for step in order.o2c_milestone_ids
        }
        none = (False, 0)
        of_order = ("sale.order", order.id)
        of_delivery = ("stock.picking", delivery.id)
        of_invoice = ("account.move", invoice.id)
        self.assertEqual(
            sources,
            {
                "captured": of_order,
                "confirmed": of_order,
                "reserved": of_delivery,
                "shipped": of_delivery,
                "delivered": of_delivery,
                "invoiced": of_invoice,
                "due": of_invoice,
                "paid": none,
                "closed": none,
            },
        )

    def test_part_delivery_with_backorder_and_part_invoices(self):
        order = self._order_on(2)
        with self._on(4):
            self._deliver(order, 4)
        # the rest is set aside anew, in its backorder
        way = {"captured": DAY[2], "confirmed": DAY[2]}
        way |= {"reserved": DAY[4], "shipped": DAY[4]}
        self.assertTimeline(order, "shipment", DAY[4], **way)
        with self._on(5):
            first = self._invoice(order)
        way |= {"invoiced": MIDNIGHT[5], "due": MIDNIGHT[5]}
        self.assertTimeline(order, "shipment", DAY[4], **way)
        with self._on(9):
            self._deliver(order)
        del way["invoiced"], way["due"]
        way["delivered"] = DAY[9]
        self.assertTimeline(order, "delivery", DAY[9], **way)
        with self._on(10):
            self._pay(first)
            second = self._invoice(order)
        self.assertEqual((first | second).mapped("amount_total"), [400, 600])
        way |= {"invoiced": MIDNIGHT[10], "due": MIDNIGHT[10]}
        self.assertTimeline(order, "payment", MIDNIGHT[10], **way)
        with self._on(12):
            self._pay(second)
        way |= {"paid": MIDNIGHT[12], "closed": MIDNIGHT[12]}
        self.assertTimeline(order, "closed", MIDNIGHT[12], **way)

    def test_rest_that_is_never_shipped(self):
        order = self._order_on(2)
        with self._on(4):
            self._deliver(order, 4, picking_ids_not_to_backorder=order.picking_ids.ids)
        self.assertTimeline(
            order,
            "delivery",
            DAY[4],
            captured=DAY[2],
            confirmed=DAY[2],
            reserved=DAY[2],
            shipped=DAY[4],
            delivered=DAY[4],
        )
        with self._on(5):
            self._pay(self._invoice(order))
        self.assertStage(order, "closed", MIDNIGHT[5])

    def test_nothing_is_ever_shipped(self):
        order = self._order_on(2)
        with self._on(4):
            order.picking_ids.action_cancel()
        self.assertTimeline(
            order, "processing", DAY[2], captured=DAY[2], confirmed=DAY[2]
        )
        self.assertEqual(self._missing(order), ["Goods to deliver: 1"])

    def test_prepaid(self):
        product = self._product(invoice_policy="order")
        order = self._order_on(2, self._line(product))
        self.assertEqual(
            self._missing(order),
            ["Goods to deliver: 1", "Lines to invoice or credit: 1"],
        )
        with self._on(3):
            invoice = self._invoice(order)
        with self._on(4):
            self._pay(invoice)
        way = {
            "captured": DAY[2],
            "confirmed": DAY[2],
            "reserved": DAY[2],
            "invoiced": MIDNIGHT[3],
            "due": MIDNIGHT[3],
            "paid": MIDNIGHT[4],
        }
        self.assertTimeline(order, "processing", DAY[2], **way)
        with self._on(9):
            self._deliver(order)
        way |= {"shipped": DAY[9], "delivered": DAY[9], "closed": DAY[9]}
        self.assertTimeline(order, "closed", DAY[9], **way)

    def test_down_payment(self):
        order = self._order_on(2)
        with self._on(3):
            wizard = self.env["sale.advance.payment.inv"].with_context(
                active_model="sale.order", active_ids=order.ids
            )
            wizard.create(
                {"advance_payment_method": "percentage", "amount": 30}
            ).create_invoices()
            advance = order.invoice_ids
            advance.action_post()
            self._pay(advance)
        way = {"captured": DAY[2], "confirmed": DAY[2], "reserved": DAY[2]}
        self.assertStage(order, "processing", DAY[2])
        with self._on(6):
            self._deliver(order)
        way |= {"shipped": DAY[6], "delivered": DAY[6]}
        self.assertTimeline(order, "delivery", DAY[6], **way)
        with self._on(9):
            final = order._create_invoices(final=True)
            final.action_post()
        self.assertEqual(final.amount_total, 700)
        way |= {"invoiced": MIDNIGHT[9], "due": MIDNIGHT[9]}
        self.assertTimeline(order, "payment", MIDNIGHT[9], **way)
        with self._on(12):
            self._pay(final)
        way |= {"paid": MIDNIGHT[12], "closed": MIDNIGHT[12]}
        self.assertTimeline(order, "closed", MIDNIGHT[12], **way)

    def test_worth_nothing(self):
        order = self._order_on(2, self._line(price=0.0))
        with self._on(5):
            self._deliver(order)
        self.assertTimeline(
            order,
            "closed",
            DAY[5],
            captured=DAY[2],
            confirmed=DAY[2],
            reserved=DAY[2],
            shipped=DAY[5],
            delivered=DAY[5],
            invoiced=DAY[5],
            paid=DAY[5],
            closed=DAY[5],
        )

    def test_gift_in_a_paid_order_waits_for_no_invoice(self):
        gift = self._product(name="Cup")
        order = self._order_on(2, self._line(), self._line(gift, 1, discount=100.0))
        with self._on(5):
            self._deliver(order)
        self.assertEqual(self._missing(order), ["Lines to invoice or credit: 1"])

    def test_cancelled(self):
        order = self._order_on(2)
        with self._on(5):
            order._action_cancel()
        self.assertTimeline(order, "cancelled", DAY[2], captured=DAY[2])
        self.assertFalse(order.o2c_next_due)
        with self._on(6):
            order.action_draft()
        self.assertTimeline(order, "generation", DAY[2], captured=DAY[2])

    def test_other_unit_of_measure(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._order_on(
            2, self._line(qty=1, price=1200.0, product_uom_id=dozen.id)
        )
        with self._on(5):
            self._deliver(order)
        with self._on(6):
            invoice = self._invoice(order)
            self._credit(invoice)
        self.assertEqual(order.order_line.qty_delivered, 1)
        self.assertStage(order, "closed", MIDNIGHT[6])


@tagged("post_install", "-at_install")
class TestServices(TimelineCase):
    """Orders of services and of both."""

    def test_service_by_delivered_quantity(self):
        order = self._order_on(2, self._line(self._service()))
        self.assertTimeline(
            order, "processing", DAY[2], captured=DAY[2], confirmed=DAY[2]
        )
        self.assertEqual(self._missing(order), ["Services to fulfil: 1"])
        order.order_line.qty_delivered = 10
        way = {
            "captured": DAY[2],
            "confirmed": DAY[2],
            "delivered": DAY[2],
        }
        self.assertTimeline(order, "delivery", DAY[2], **way)
        with self._on(9):
            invoice = self._invoice(order)
        with self._on(12):
            self._pay(invoice)
        way |= {
            "invoiced": MIDNIGHT[9],
            "due": MIDNIGHT[9],
            "paid": MIDNIGHT[12],
            "closed": MIDNIGHT[12],
        }
        self.assertTimeline(order, "closed", MIDNIGHT[12], **way)

    def test_goods_wait_for_the_service(self):
        order = self._order_on(2, self._line(), self._line(self._service(), 1))
        with self._on(5):
            self._deliver(order)
        self.assertTimeline(
            order,
            "shipment",
            DAY[5],
            captured=DAY[2],
            confirmed=DAY[2],
            reserved=DAY[2],
            shipped=DAY[5],
        )
        order.order_line[1].qty_delivered = 1
        self.assertStage(order, "delivery", DAY[5])

    def test_notes_and_sections_are_nothing_to_do(self):
        order = self._order_on(
            2,
            self._line(),
            Command.create({"display_type": "line_section", "name": "Part one"}),
            Command.create({"display_type": "line_note", "name": "Handle with care"}),
        )
        with self._on(5):
            self._deliver(order)
        self.assertEqual(self._missing(order), ["Lines to invoice or credit: 1"])
