from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from odoo.addons.o2c_orders.models.perfect_rows import Complaints

from .perfect_common import DAY, Command, PerfectCase


@tagged("post_install", "-at_install")
class TestPerfectOrder(PerfectCase):
    """Four components with evidence, from real documents."""

    def test_perfect(self):
        found = self.assertMeasure(self._delivered(), "yyyyy")
        self.assertEqual(found.perfect_rate, 100)
        self.assertEqual(found.cost_total, 0)
        self.assertFalse(found.evidence_text)
        self.assertEqual(str(found.ordered_on), "2026-03-02")

    def test_on_its_way(self):
        order = self._order_on(2, commitment_date=DAY[5])
        self.assertMeasure(order, "ooooo", day=5)
        found = self.Perfect.search([("order_id", "=", order.id)])
        self.assertEqual(str(found.again_on), "2026-03-06")
        self.assertMeasure(order, "onoon", day=6)

    def test_not_measured(self):
        quotation = self._order(confirm=False)
        order = self._order()
        self._measured(order)
        order.with_context(disable_cancel_warning=True).action_cancel()
        self.assertFalse(self._measured(order))
        self.assertFalse(self._measured(quotation))

    # ------------------------------------------------------------- complete
    def test_in_parts(self):
        order = self._order_on(2, commitment_date=DAY[5])
        for day in (3, 4):
            with self._on(day):
                self._deliver(order, qty=5)
        with self._on(4):
            self._invoice(order)
        found = self.assertMeasure(order, "nyyyn")
        self.assertEqual(found.cost_redelivery, 14)
        self.assertIn("2 deliveries", found.evidence_text)
        self.company.o2c_complete_once = False
        self.assertMeasure(order, "yyyyy")

    def test_short_for_ever(self):
        order = self._order_on(2, commitment_date=DAY[5])
        with self._on(4):
            self._deliver(order, qty=9)
            rest = order.picking_ids.filtered(lambda p: p.state != "done")
            rest.action_cancel()
            self._invoice(order)
        self.company.o2c_complete_once = False
        self.assertMeasure(order, "nyyyn")
        self.company.o2c_complete_short = 10
        self.assertMeasure(order, "yyyyy")

    def test_two_units_are_compared_in_one(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        line = self._line(qty=2, product_uom_id=dozen.id, price=1200)
        order = self._order_on(2, line, commitment_date=DAY[5])
        with self._on(4):
            self._deliver(order)
            self._invoice(order)
        self.assertMeasure(order, "yyyyy")

    # ------------------------------------------------------------- on time
    def test_late(self):
        order = self._delivered(on=6, promised=5, invoice=6)
        found = self.assertMeasure(order, "ynyyn")
        self.assertEqual(found.days_late, 1)
        self.company.o2c_on_time_late = 1
        self.assertMeasure(order, "yyyyy")

    def test_too_early(self):
        order = self._delivered(on=3, promised=6)
        self.assertMeasure(order, "yyyyy")
        self.company.o2c_on_time_early_limited = True
        self.assertMeasure(order, "ynyyn")
        self.company.o2c_on_time_early = 3
        self.assertMeasure(order, "yyyyy")

    def test_the_day_is_the_company_s(self):
        """23:30 in Rome is still the promised day, 00:30 is not."""
        for hour, verdict in (
            ("2026-03-05 22:30:00", "y"),
            ("2026-03-05 23:30:00", "n"),
        ):
            order = self._order_on(2, commitment_date=DAY[5])
            with self._at(hour):
                self._deliver(order)
            found = self._measured(order)
            self.assertEqual(found.on_time[0], verdict, hour)

    def test_the_first_promise_stands(self):
        order = self._order_on(2, commitment_date=DAY[5])
        self._measured(order, day=3)
        order.commitment_date = DAY[20]
        with self._on(19):
            self._deliver(order)
            self._invoice(order)
        self.assertMeasure(order, "yyyyy")
        self.company.o2c_on_time_basis = "first"
        self.assertMeasure(order, "ynyyn")

    def test_only_what_was_asked_for(self):
        self.company.o2c_on_time_basis = "requested"
        with self._on(2):
            order = self._order()
        with self._on(20):
            self._deliver(order)
            self._invoice(order)
        self.assertMeasure(order, "yyyyy")

    # ------------------------------------------------------------- invoiced right
    def test_another_price(self):
        order = self._delivered(invoice=None)
        with self._on(4):
            invoice = self._invoice(order, post=False)
            invoice.invoice_line_ids.price_unit = 101
            invoice.action_post()
        self.assertMeasure(order, "yynyn")
        self.company.o2c_invoice_price_off = 1
        self.assertMeasure(order, "yyyyy")

    def test_more_than_delivered(self):
        order = self._delivered(invoice=None)
        with self._on(4):
            invoice = self._invoice(order, post=False)
            invoice.invoice_line_ids.quantity = 11
            invoice.action_post()
        self.assertMeasure(order, "yynyn")

    def test_credit_note_for_what_came_back_is_right(self):
        order = self._delivered()
        with self._on(8):
            self._return(order.picking_ids, qty=2)
            self._credit(order.invoice_ids, qty=2)
        found = self.assertMeasure(order, "yyynn")
        self.assertEqual(found.cost_credit, 0)
        # one way back, a return of 20 minutes and a credit note of 15 at 0.60
        self.assertEqual(found.cost_redelivery, 14)
        self.assertAlmostEqual(found.cost_handling, 21)

    def test_credit_note_for_a_price(self):
        order = self._delivered()
        with self._on(8):
            self._credit(order.invoice_ids, amount=50)
        found = self.assertMeasure(order, "yynyn")
        self.assertEqual(found.cost_credit, 50)
        self.assertAlmostEqual(found.cost_total, 59)

    def test_contested(self):
        order = self._delivered()
        self._hold(order.invoice_ids, "collection", amount=10)
        self.assertMeasure(order, "yynyn")

    # ------------------------------------------------------------- undamaged
    def test_refused_and_delivered_later(self):
        order = self._delivered()
        shipment = self.env["o2c.shipment"].search([("order_id", "=", order.id)])
        if not shipment:
            shipment = shipment.create({"picking_id": order.picking_ids.id})
        shipment._report("refused", "2026-03-03 10:00:00", "person", "a")
        shipment._report("delivered", "2026-03-04 10:00:00", "person", "b")
        found = self.assertMeasure(order, "yyynn")
        self.assertEqual(found.cost_redelivery, 14)

    def test_complaint_of_another_module(self):
        order = self._delivered()
        told = {order.id: Complaints(count=1, condition=1)}
        self.patch(self.registry["sale.order"], "_o2c_complaints", lambda s: told)
        found = self.assertMeasure(order, "yyynn")
        self.assertEqual((found.complaint_count, found.cost_handling), (1, 15))

    # ------------------------------------------------------------- two witnesses
    def test_the_customer_disagrees(self):
        order = self._delivered()
        answers = {order.id: {"on_time": False, "undamaged": True}}
        self.patch(
            self.registry["sale.order"], "_o2c_customer_witness", lambda s: answers
        )
        found = self.assertMeasure(order, "yyyyy")
        self.assertEqual(found.customer_perfect, "no")
        self.assertTrue(found.disagreement)
        page = order.o2c_perfect["measure"]["components"]
        self.assertEqual([c["differs"] for c in page], [False, True, False, False])

    # ------------------------------------------------------------- the job
    def test_changes_are_measured_by_the_job(self):
        order = self._delivered()
        self._run_job()
        found = self.Perfect.search([("order_id", "=", order.id)])
        self.assertEqual(found.perfect, "yes")
        self.env.cr.execute("SELECT count(*) FROM o2c_perfect_todo")
        self.assertEqual(self.env.cr.fetchone()[0], 0)
        self._credit(order.invoice_ids, amount=50)
        self.env.flush_all()
        self._run_job()
        self.assertEqual(found.perfect, "no")

    def test_new_settings_measure_all_anew(self):
        order = self._delivered(on=6, promised=5, invoice=6)
        self._run_job()
        found = self.Perfect.search([("order_id", "=", order.id)])
        self.assertEqual(found.on_time, "no")
        self.company.o2c_on_time_late = 1
        self._run_job()
        self.assertEqual(found.on_time, "yes")

    def test_the_job_twice_changes_nothing(self):
        self._delivered()
        self._run_job()
        before = self._rows("o2c.perfect.order")
        self._run_job()
        self.assertEqual(len(self._rows("o2c.perfect.order")), len(before))

    def test_index(self):
        self._delivered()
        self._delivered(on=6, promised=5, invoice=6)
        self._order_on(2)
        self._run_job()
        mine = [("company_id", "=", self.company.id)]
        found = self.Perfect._index(mine)
        self.assertEqual((found.orders, found.joint, found.product), (2, 50, 50))

    # ------------------------------------------------------------- rights
    def test_nobody_writes_a_measure(self):
        order = self._delivered()
        found = self._measured(order)
        for role in ("salesperson", "order_manager", "accountant"):
            env = self.env(user=self._user(role), su=False)
            with self.assertRaises(AccessError):
                call_kw(
                    env["o2c.perfect.order"],
                    "write",
                    [found.ids, {"perfect": "no"}],
                    {},
                )
        self.assertEqual(found.perfect, "yes")

    def test_salespeople_see_their_own(self):
        seller = self._user("salesperson")
        other = self._user("order_desk")
        mine = self._measured(self._delivered(user_id=seller.id))
        self._measured(self._delivered(user_id=other.id))
        seen = self.Perfect.with_user(seller).search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(seen, mine)

    # ------------------------------------------------------------- what came back
    def _come_back(self, order, **reason):
        """A delivery came back for a reason that somebody gave."""
        values = {"name": "Reason", "code": f"test_{order.id}", **reason}
        Reason = self.env["o2c.return.reason"]
        known = Reason.search([("code", "=", values["code"])])
        reason = known or Reason.create(values)
        back = self.env["o2c.return"].create(
            {
                "order_id": order.id,
                "partner_id": order.partner_id.id,
                "company_id": order.company_id.id,
                "requested_at": DAY[6],
                "requested_by_id": self.env.uid,
                "line_ids": [
                    Command.create(
                        {
                            "order_line_id": order.order_line.id,
                            "quantity": 1,
                            "remedy": "credit",
                            "reason_id": reason.id,
                        }
                    )
                ],
            }
        )
        with self._on(7):
            picking = self._return(order.picking_ids, qty=1)
            self._credit(order.invoice_ids, qty=1)
        picking.move_ids.o2c_return_line_id = back.line_ids
        return back

    def test_a_change_of_mind_is_no_damage(self):
        order = self._delivered()
        self._come_back(order, our_fault=False)
        self.assertMeasure(order, "yyyyy")
        self.company.o2c_damage_basis = "all"
        self.assertMeasure(order, "yyynn")

    def test_what_is_our_fault_is(self):
        order = self._delivered()
        self._come_back(order, our_fault=True)
        self.assertMeasure(order, "yyynn")

    def test_the_wrong_goods_in_the_chain(self):
        order = self._delivered()
        self.env["o2c.entry.error"].create(
            {"order_id": order.id, "kind": "quantity", "note": "Boxes, not pieces"}
        )
        self._come_back(order, code="wrong", our_fault=True)
        order.invalidate_recordset()
        chain = order.o2c_perfect["chain"]
        self.assertEqual(
            [(link["kind"], link["cause"]) for link in chain],
            [
                ("entry_quantity", -1),
                ("wrong_delivery", 0),
                ("return", 1),
                ("credit_note", 2),
            ],
        )
