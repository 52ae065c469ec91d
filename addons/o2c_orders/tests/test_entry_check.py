from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .perfect_common import DAY, PerfectCase


@tagged("post_install", "-at_install")
class TestEntryCheck(PerfectCase):
    """Checks at confirmation, the hold they place, the log they keep."""

    def setUp(self):
        super().setUp()
        self.seller = self._user("salesperson")
        self.manager = self._user("order_manager")

    def _quotation(self, *lines, **values):
        values = {"user_id": self.seller.id, **values}
        return self._order(*lines, confirm=False, **values)

    # ------------------------------------------------------------- holding
    def test_held_mended_confirmed(self):
        check = self._check("reference")
        order = self._quotation()
        action = order.with_user(self.seller).action_confirm()
        self.assertEqual(order.state, "draft")
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn("reference is missing", action["params"]["message"])
        hold = order.o2c_hold_ids
        self.assertEqual((hold.reason_id.code, hold.state), ("entry", "open"))
        self.assertEqual(hold.requested_by_id, self.seller)
        error = order.o2c_entry_error_ids
        self.assertEqual((error.check_id, error.kind), (check, "reference"))
        self.assertEqual((error.found_by_id, error.caused_by_id), (self.seller,) * 2)
        self.assertEqual(error.state, "open")

        order.client_order_ref = "PO-7"
        order.with_user(self.seller).action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertEqual((hold.state, hold.released_by_rule), ("ended", True))
        self.assertEqual((error.state, error.settled_by_id), ("corrected", self.seller))

    def test_only_logged(self):
        self._check("reference", effect="log")
        order = self._quotation()
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertFalse(order.o2c_hold_ids)
        self.assertEqual(order.o2c_entry_error_ids.state, "open")

    def test_again_is_not_entered_twice(self):
        self._check("reference")
        order = self._quotation()
        for _ in range(3):
            order.action_confirm()
        self.assertEqual(len(order.o2c_entry_error_ids), 1)
        self.assertEqual(len(order.o2c_hold_ids), 1)

    def test_two_things_are_wrong(self):
        self._check("reference")
        self._check("contact", reach="phone")
        order = self._quotation()
        order.action_confirm()
        self.assertEqual(len(order.o2c_entry_error_ids), 2)
        order.client_order_ref = "PO-7"
        order.action_confirm()
        self.assertEqual(order.state, "draft")
        open_ = order.o2c_hold_ids.filtered(lambda h: h.state == "open")
        self.assertEqual(open_.note, "The customer has no phone number.")
        states = dict(order.o2c_entry_error_ids.mapped(lambda e: (e.kind, e.state)))
        self.assertEqual(states, {"reference": "corrected", "address": "open"})

    def test_let_pass_by_the_manager(self):
        self._check("reference")
        order = self._quotation()
        order.with_user(self.seller).action_confirm()
        hold = order.o2c_hold_ids
        hold.with_user(self.manager)._release("They have none, by phone.")
        self.assertEqual(order.o2c_entry_error_ids.state, "accepted")
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertEqual(len(order.o2c_hold_ids), 1)

    def test_let_pass_is_asked_anew_when_something_else_is_wrong(self):
        self._check("quantity", factor=0)
        order = self._quotation(self._line(qty=0), self._line(qty=1))
        order.with_user(self.seller).action_confirm()
        order.o2c_hold_ids.with_user(self.manager)._release("A free line")
        order.order_line[1].product_uom_qty = 0
        order.action_confirm()
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.o2c_entry_error_ids.state, "open")

    def test_who_asked_does_not_let_it_pass(self):
        self._check("reference")
        order = self._quotation()
        order.with_user(self.manager).action_confirm()
        with self.assertRaises(AccessError):
            order.o2c_hold_ids.with_user(self.manager)._release("I say so")
        self.assertEqual(order.o2c_hold_ids.state, "open")

    # ------------------------------------------------------------- which orders
    def test_which_orders(self):
        tag = self.env["res.partner.category"].create({"name": "Framework"})
        other = self._company()
        person = self._customer(name="Freya", is_company=False)
        company = self._customer(name="Café", is_company=True, category_id=tag.ids)
        for values, expected in (
            ({}, (True, True)),
            ({"customer_kind": "company"}, (False, True)),
            ({"customer_kind": "person"}, (True, False)),
            ({"category_ids": tag.ids}, (False, True)),
            ({"amount_from": 1000}, (True, True)),
            ({"amount_from": 1000.01}, (False, False)),
            ({"company_id": other.id}, (False, False)),
            ({"company_id": self.company.id}, (True, True)),
        ):
            check = self._check("reference", **values)
            found = tuple(
                check._applies(self._quotation(partner_id=partner.id))
                for partner in (person, company)
            )
            self.assertEqual(found, expected, values)

    # ------------------------------------------------------------- what is looked at
    def _finds(self, order):
        with self._at(DAY[10]):
            found = order._o2c_find_errors(self.Check._of_companies(self.company))
        return [reason.code.value for reasons in found.values() for reason in reasons]

    def test_address(self):
        self._check("address")
        order = self._quotation()
        self.assertEqual(self._finds(order), ["address_parts"])
        order.partner_shipping_id.write(self._address())
        self.assertEqual(self._finds(order), [])
        order.partner_shipping_id.zip = "  "
        self.assertEqual(self._finds(order), ["address_parts"])

    def test_reference_of_another_order(self):
        self._check("reference", once=True)
        self._order(client_order_ref="PO-7", confirm=False).state = "sale"
        order = self._quotation(client_order_ref=" po-7 ")
        self.assertEqual(self._finds(order), ["reference_twice"])
        elsewhere = self._quotation(
            client_order_ref="PO-7", partner_id=self._customer(name="Other").id
        )
        self.assertEqual(self._finds(elsewhere), [])

    def test_unusual_quantity(self):
        self._check("quantity", factor=10)
        order = self._quotation(self._line(qty=1001))
        self.assertEqual(self._finds(order), [])
        with self._on(2):
            self._order(self._line(qty=100))
        self.assertEqual(self._finds(order), ["unusual_quantity"])
        order.order_line.product_uom_qty = 1000
        self.assertEqual(self._finds(order), [])

    def test_date(self):
        self._check("date", lead_days=2)
        for day, found in ((9, ["date_past"]), (11, ["date_too_soon"]), (12, [])):
            order = self._quotation(commitment_date=DAY[day])
            self.assertEqual(self._finds(order), found, day)

    def test_price(self):
        self._check("price", deviation=20, no_loss=True)
        self.product.standard_price = 85
        for price, found in (
            (100, []),
            (80, ["below_cost"]),
            (79, ["price_off", "below_cost"]),
            (121, ["price_off"]),
            (0, ["no_price"]),
        ):
            order = self._quotation(self._line(price=price))
            self.assertEqual(self._finds(order), found, price)

    def test_consent(self):
        self._check("consent")
        order = self._quotation()
        self.assertEqual(self._finds(order), ["no_consent"])
        order.o2c_consent = "phone"
        self.assertEqual(self._finds(order), [])
        order.o2c_consent = False
        order.signed_by = "Freya"
        self.assertEqual(self._finds(order), [])

    def test_documents(self):
        self._check("document", word="order")
        order = self._quotation()
        self.assertEqual(self._finds(order), ["no_document"])
        self.env["ir.attachment"].create(
            {"name": "Order 7.pdf", "res_model": "sale.order", "res_id": order.id}
        )
        self.assertEqual(self._finds(order), [])

    def test_no_query_per_order(self):
        for kind in ("address", "reference", "quantity", "date", "document"):
            self._check(kind, effect="log", factor=10, once=True)
        counts = []
        for number in (2, 12):
            orders = self.env["sale.order"].concat(
                *(self._quotation(client_order_ref=str(n)) for n in range(number))
            )
            checks = self.Check._of_companies(self.company)
            orders._o2c_find_errors(checks)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders._o2c_find_errors(checks)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_rules_make_sense(self):
        with self.assertRaises(ValidationError):
            self._check("reference", pattern="[")
        with self.assertRaises(ValidationError):
            parts = dict.fromkeys(
                ("need_street", "need_zip", "need_city", "need_country"), False
            )
            self._check("address", **parts)


@tagged("post_install", "-at_install")
class TestEntryError(PerfectCase):
    """The log: who may enter, change and strike out what."""

    def setUp(self):
        super().setUp()
        self.seller = self._user("salesperson")
        self.desk = self._user("order_desk")
        self.manager = self._user("order_manager")
        self.order = self._order(user_id=self.seller.id)

    def _enter(self, user, **values):
        env = self.env(user=user, su=False)
        vals = {"order_id": self.order.id, "kind": "quantity", "note": "10, not 100"}
        created = call_kw(env["o2c.entry.error"], "create", [[{**vals, **values}]], {})
        return self.Error.browse(created)

    def _call(self, user, error, method, *args):
        env = self.env(user=user, su=False)
        return call_kw(env["o2c.entry.error"], method, [error.ids, *args], {})

    def test_entered_by_the_desk(self):
        error = self._enter(self.desk)
        self.assertEqual(error.caused_by_id, self.seller)
        self.assertEqual((error.found_by_id, error.found_how), (self.desk, "person"))
        self.assertEqual(error.description, "10, not 100")

    def test_when_and_by_whom_is_not_entered(self):
        for values, error in (
            ({"found_by_id": self.manager.id}, AccessError),
            ({"found_at": "2020-01-01 00:00:00"}, AccessError),
            ({"state": "void"}, AccessError),
            ({"source_key": "x"}, AccessError),
            ({"note": " "}, UserError),
        ):
            with self.assertRaises(error):
                self._enter(self.desk, **values)
        self.assertFalse(self.order.o2c_entry_error_ids)

    def test_what_was_found_stays(self):
        error = self._enter(self.desk)
        for values in ({"state": "void"}, {"order_id": self._order().id}):
            with self.assertRaises(AccessError):
                self._call(self.desk, error, "write", values)
        with self.assertRaises(AccessError):
            self._call(self.seller, error, "write", {"minutes": 3})
        with self.assertRaises(AccessError):
            self._call(self.manager, error, "unlink")
        self._call(self.desk, error, "write", {"minutes": 3})
        self.assertEqual(error.minutes, 3)

    def test_no_error_says_a_manager_and_never_for_himself(self):
        error = self._enter(self.desk)
        with self.assertRaises(AccessError):
            self._call(self.desk, error, "action_void")
        own = self._enter(self.desk, caused_by_id=self.manager.id)
        with self.assertRaises(AccessError):
            self._call(self.manager, own, "action_void")
        with self.assertRaises(AccessError):
            self._call(self.manager, own, "write", {"caused_by_id": self.desk.id})
        self.assertEqual(own.state, "open")
        self._call(self.manager, error, "action_void")
        self.assertEqual((error.state, error.settled_by_id), ("void", self.manager))

    def test_accuracy_per_person_and_channel(self):
        medium = self.env["utm.medium"].create({"name": "Fair of Milan"})
        for number in range(3):
            order = self._order(user_id=self.seller.id, medium_id=medium.id)
            if not number:
                self.order = order
                self._enter(self.desk)
        self.env.flush_all()
        Accuracy = self.env["o2c.entry.accuracy"]
        found = Accuracy._read_group(
            [("medium_id", "=", medium.id)],
            ["user_id", "medium_id"],
            ["orders:sum", "wrong:sum", "quantity_errors:sum", "accuracy:avg"],
        )
        ((user, channel, orders, wrong, quantity, accuracy),) = found
        self.assertEqual((user, channel), (self.seller, medium))
        self.assertEqual((orders, wrong, quantity), (3, 1, 1))
        self.assertAlmostEqual(accuracy, 200 / 3)

    def test_an_address_that_nobody_finds_is_an_entry_error(self):
        self._deliver(self.order)
        shipment = self.env["o2c.shipment"].search([("order_id", "=", self.order.id)])
        if not shipment:
            shipment = shipment.create({"picking_id": self.order.picking_ids.id})
        for number in (1, 2):
            shipment._report(
                "failed_address",
                f"2026-03-0{number} 10:00:00",
                "driver",
                f"try {number}",
                note="No such number",
            )
        error = self.order.o2c_entry_error_ids
        self.assertEqual((error.kind, error.found_how), ("address", "delivery"))
        self.assertIn("No such number", error.description)

    def test_costs_its_minutes(self):
        error = self._enter(self.desk)
        self.assertAlmostEqual(self._measured(self.order).cost_handling, 7.2)
        self._call(self.desk, error, "write", {"minutes": 30})
        self.assertAlmostEqual(self._measured(self.order).cost_handling, 18)
        self._call(self.manager, error, "action_void")
        self.assertEqual(self._measured(self.order).cost_handling, 0)


@tagged("post_install", "-at_install")
class TestCausalChain(PerfectCase):
    """What led to what, on one order."""

    def test_from_the_address_to_the_late_delivery(self):
        seller = self._user("salesperson")
        order = self._delivered(on=7, promised=5, invoice=7, user_id=seller.id)
        shipment = self.env["o2c.shipment"].search([("order_id", "=", order.id)])
        if not shipment:
            shipment = shipment.create({"picking_id": order.picking_ids.id})
        shipment._report("failed_address", "2026-03-05 10:00:00", "driver", "a")
        shipment._report("delivered", "2026-03-07 10:00:00", "driver", "b")
        with self._on(9):
            self._credit(order.invoice_ids, amount=50)
        order.invalidate_recordset()
        chain = order.o2c_perfect["chain"]
        self.assertEqual(
            [(link["kind"], link["cause"]) for link in chain],
            [
                ("entry_address", -1),
                ("failed_address", 0),
                ("late", 1),
                ("credit_note", -1),
            ],
        )
        self.assertEqual(chain[2]["days"], "2 days")
        self.assertEqual(chain[1]["record"], ["o2c.shipment", shipment.id])
