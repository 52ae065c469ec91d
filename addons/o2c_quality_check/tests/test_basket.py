from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..domain.calls import State
from .telesales_common import TelesalesCommon

MODELS = ("sale.order", "sale.order.line", "mail.mail")


@tagged("post_install", "-at_install")
class TestBasket(TelesalesCommon):
    """The quotation that an agent fills while he is talking."""

    def setUp(self):
        super().setUp()
        self.call = self._sales_call()

    def basket(self, method, *args, call=None, user=None):
        return self.rpc(user or self.agent, call or self.call, method, *args)

    def order(self, call=None):
        return (call or self.call).sudo().basket_ids

    # ------------------------------------------------------------- filling it
    def test_a_quotation_is_filled(self):
        self.basket("basket_set", self.beans.id, 3)
        state = self.basket("basket_set", self.cups.id, 10)
        order = self.order()
        self.assertEqual(len(order), 1)
        self.assertEqual((order.state, order.amount_total), ("draft", 110.0))
        self.assertEqual(order.user_id, self.seller)
        self.assertEqual(order.partner_id, self.customer)
        self.assertEqual(order.campaign_id.title, "Season offer")
        self.assertEqual(order.medium_id, self.env.ref("utm.utm_medium_phone"))
        self.assertEqual(order.source_id, self._ref("utm_source_call"))
        self.assertEqual(state["totals"]["total"], 110.0)
        self.assertEqual([line["quantity"] for line in state["lines"]], [3.0, 10.0])
        self.assertEqual(state["order"]["name"], order.name)

    def test_quantity_changes_and_goes(self):
        self.basket("basket_set", self.beans.id, 3)
        state = self.basket("basket_set", self.beans.id, 5)
        self.assertEqual(state["totals"]["untaxed"], 100.0)
        state = self.basket("basket_set", self.beans.id, 0)
        self.assertEqual((state["lines"], state["totals"]["total"]), ([], 0.0))
        self.assertEqual(len(self.order()), 1)

    def test_bad_quantity(self):
        for quantity in (-1, "3", None, True, float("nan"), 10**9):
            with self.assertNothingWritten(*MODELS), self.assertRaises(UserError):
                self.basket("basket_set", self.beans.id, quantity)

    def test_prices_of_the_price_list_by_quantity(self):
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Cafés",
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "1_product",
                            "product_tmpl_id": self.beans.product_tmpl_id.id,
                            "compute_price": "fixed",
                            "fixed_price": price,
                            "min_quantity": quantity,
                        }
                    )
                    for quantity, price in ((0, 18.0), (10, 15.0))
                ],
            }
        )
        self.customer.property_product_pricelist = pricelist
        (found,) = self.basket("basket_search", "BEAN-1")
        self.assertEqual(found["price"], 18.0)
        totals = [
            self.basket("basket_set", self.beans.id, n)["totals"]["untaxed"]
            for n in (9, 10)
        ]
        self.assertEqual(totals, [162.0, 150.0])

    def test_taxes(self):
        tax = self.env["account.tax"].create({"name": "22 %", "amount": 22.0})
        self.beans.taxes_id = tax
        totals = self.basket("basket_set", self.beans.id, 10)["totals"]
        self.assertEqual((totals["untaxed"], totals["total"]), (200.0, 244.0))
        self.assertEqual([group["amount"] for group in totals["taxes"]], [44.0])

    def test_search(self):
        hidden = self._product(name="Arabica secret", sale_ok=False)
        foreign = self._product(name="Arabica far", company_id=self._company().id)
        names = {row["id"] for row in self.basket("basket_search", "arabica")}
        self.assertIn(self.beans.id, names)
        self.assertFalse({hidden.id, foreign.id} & names)
        (cups,) = self.basket("basket_search", "4006381333931")
        self.assertEqual(cups["id"], self.cups.id)
        self.assertEqual(self.basket("basket_search", "  "), [])
        for product in (hidden, foreign):
            with self.assertNothingWritten(*MODELS), self.assertRaises(UserError):
                self.basket("basket_set", product.id, 1)

    def test_stock(self):
        self.beans.is_storable = True
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        quants = self.env["stock.quant"]
        quants._update_available_quantity(self.beans, warehouse.lot_stock_id, 4)
        (found,) = self.basket("basket_search", "BEAN-1")
        self.assertEqual((found["stock"]["free"], found["stock"]["level"]), (4, "good"))
        shorts = [
            self.basket("basket_set", self.beans.id, n)["lines"][0]["short"]
            for n in (4, 5)
        ]
        self.assertEqual(shorts, [False, True])

    # ------------------------------------------------------------- one of a call
    def test_never_two(self):
        self.basket("basket_set", self.beans.id, 1)
        self.basket("basket_note", "Ring twice")
        self.basket("basket_set", self.cups.id, 1)
        self.assertEqual(len(self.order()), 1)
        self.assertEqual(self.order().copy().o2c_call_id.id, False)
        constraint = self.env["sale.order"]._table_objects["sale_order_o2c_call_once"]
        self.assertIn("UNIQUE (o2c_call_id)", constraint.get_definition(self.registry))

    def test_nobody_says_by_hand_that_it_came_from_a_call(self):
        order = self._order(confirm=False, user_id=self.seller.id)
        values = {"o2c_call_id": self.call.id}
        with self.assertRaises(AccessError):
            self.rpc(self.seller, order, "write", values)
        orders = self.env["sale.order"].with_user(self.seller)
        vals = {"partner_id": self.customer.id}
        with self.assertRaises(AccessError):
            orders.create({**vals, **values})
        with self.assertRaises(AccessError):
            orders.with_context(default_o2c_call_id=self.call.id).create(vals)

    # ------------------------------------------------------------- who may
    def test_only_the_holder(self):
        self.basket("basket_set", self.beans.id, 1)
        for user in (self.other_agent, self.leader, self.seller):
            for method, args in (
                ("basket_open", ()),
                ("basket_search", ("a",)),
                ("basket_set", (self.cups.id, 1)),
                ("basket_code", ("X",)),
                ("basket_reward", (1, 1)),
                ("basket_remove_line", (self.order().order_line.id,)),
                ("basket_address", (self.customer.id,)),
                ("basket_note", ("x",)),
                ("basket_send", ()),
            ):
                with (
                    self.subTest(user=user.login, method=method),
                    self.assertNothingWritten(*MODELS),
                    self.assertRaises(AccessError),
                ):
                    self.basket(method, *args, user=user)

    def test_a_call_that_serves_sells_nothing(self):
        campaign = self._campaign(start=False)
        service = self._sales_call(campaign)
        for method, args in (
            ("basket_open", ()),
            ("basket_search", ("a",)),
            ("basket_set", (self.cups.id, 1)),
            ("basket_send", ()),
        ):
            with (
                self.assertNothingWritten(*MODELS),
                self.assertRaisesRegex(AccessError, "serves and does not sell"),
            ):
                self.basket(method, *args, call=service)

    def test_the_agent_has_no_right_to_orders(self):
        self.basket("basket_set", self.beans.id, 1)
        for method, args in (
            ("read", (["name"],)),
            ("write", ({"note": "x"},)),
            ("action_confirm", ()),
            ("unlink", ()),
        ):
            with self.assertRaises(AccessError):
                self.rpc(self.agent, self.order(), method, *args)

    def test_an_accepted_order_stays(self):
        self.basket("basket_set", self.beans.id, 1)
        self.order().action_confirm()
        with self.assertRaisesRegex(UserError, "does not change any more"):
            self.basket("basket_set", self.beans.id, 2)
        self.assertEqual(self.order().order_line.product_uom_qty, 1)
        self.assertFalse(self.basket("basket_open")["order"]["open"])

    # ------------------------------------------------------------- address, note
    def test_address_and_note(self):
        shop = self._customer(
            name="Harbour", parent_id=self.customer.id, type="delivery"
        )
        state = self.basket("basket_address", shop.id)
        self.assertEqual(self.order().partner_shipping_id, shop)
        self.assertIn(shop.id, [a["id"] for a in state["addresses"]])
        with self.assertNothingWritten(*MODELS), self.assertRaises(UserError):
            self.basket("basket_address", self._buyer().id)
        state = self.basket("basket_note", "Ring <b>twice</b>")
        self.assertEqual(state["note"], "Ring <b>twice</b>")
        self.basket("basket_note", "Ring once")
        notes = self.order().order_line.filtered("display_type")
        self.assertEqual(notes.mapped("name"), ["Ring once"])
        self.assertEqual(self.basket("basket_note", "")["note"], "")

    # ------------------------------------------------------------- proposals
    def test_proposals(self):
        for day in ("2026-01-01", "2026-01-31", "2026-03-02"):
            order = self._order(self._line(self.beans, qty=6), self._line(self.cups, 1))
            order.date_order = f"{day} 10:00:00"
        self._order(self._line(self.cups, 1)).date_order = "2026-03-09 10:00:00"
        wanted = self._service(name="Barista course")
        for name in ("Ostsee", "Südwind"):
            other = self._customer(name=name)
            lines = [self._line(self.beans), self._line(wanted)]
            self._order(*lines, partner_id=other.id).date_order = "2026-02-01 10:00:00"
        with self._at("2026-03-27 09:00:00"):  # 25 of 30 days: due; 24 would be too
            rows = self.basket("basket_open")["proposals"]
        self.assertEqual(
            [(row["id"], row["code_why"]) for row in rows],
            [
                (self.beans.id, "due"),
                (self.cups.id, "due"),
                (wanted.id, "similar"),
            ],
        )
        self.assertEqual(rows[0]["quantity"], 6)
        self.assertEqual(
            rows[0]["why"], "Due: bought 3 times, every 30 days; last 25 days ago"
        )
        self.assertIn("2 of 2 customers", rows[2]["why"])

    # ------------------------------------------------------------- codes
    def _code(self, **values):
        program = self.env["loyalty.program"].create(
            {
                "name": "Season",
                "program_type": "promo_code",
                "trigger": "with_code",
                "applies_on": "current",
                "company_id": self.company.id,
                "rule_ids": [Command.create({"mode": "with_code", "code": "SPRING"})],
                "reward_ids": [
                    Command.create({"reward_type": "discount", "discount": 10})
                ],
                **values,
            }
        )
        return program

    def test_code(self):
        self._code()
        with self.assertRaisesRegex(UserError, "into the basket first"):
            self.basket("basket_code", "SPRING")
        self.basket("basket_set", self.beans.id, 10)
        state = self.basket("basket_code", " SPRING ")
        self.assertEqual(state["totals"]["total"], 180.0)
        self.assertEqual(state["order"]["codes"], ["SPRING"])
        state = self.basket("basket_set", self.beans.id, 20)
        self.assertEqual(state["totals"]["total"], 360.0)
        reward = [line for line in state["lines"] if line["reward"]]
        state = self.basket("basket_remove_line", reward[0]["id"])
        self.assertEqual(state["totals"]["total"], 400.0)
        state = self.basket("basket_code", "SPRING")
        self.assertEqual(state["totals"]["total"], 360.0)
        with self.assertNothingWritten(*MODELS), self.assertRaises(UserError):
            self.basket("basket_code", "WINTER")

    def test_one_of_two_rewards(self):
        self._code(
            reward_ids=[
                Command.create({"reward_type": "discount", "discount": percent})
                for percent in (10, 20)
            ]
        )
        self.basket("basket_set", self.beans.id, 10)
        state = self.basket("basket_code", "SPRING")
        self.assertEqual(state["totals"]["total"], 200.0)
        rewards = sorted(state["rewards"], key=lambda reward: reward["reward"])
        self.assertEqual(len(rewards), 2)
        with self.assertNothingWritten(*MODELS), self.assertRaises(UserError):
            self.basket("basket_reward", rewards[0]["coupon"], 0)
        last = rewards[1]
        state = self.basket("basket_reward", last["coupon"], last["reward"])
        self.assertEqual(state["totals"]["total"], 160.0)

    # ------------------------------------------------------------- headroom
    def test_room(self):
        Partner = self.registry["res.partner"]
        for limit, left, over in ((60, 0, False), (59, -1, True)):
            self.patch(Partner, "_o2c_sales_headroom", lambda *_a, n=limit: float(n))
            room = self.basket("basket_set", self.beans.id, 3)["room"]
            self.assertEqual((room["left"], room["over"]), (left, over))
        self.assertIn("will be held", room["text"])

    # ------------------------------------------------------------- sending, ending
    def test_send(self):
        with self.assertRaisesRegex(UserError, "nothing to send"):
            self.basket("basket_send")
        self.basket("basket_set", self.beans.id, 1)
        self.customer.email = False
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            self.basket("basket_send")
        self.customer.email = "kontor@nordlicht.example.com"
        state = self.basket("basket_send")
        self.assertEqual(self.order().state, "sent")
        self.assertTrue(state["order"]["sent"])
        self.assertIn("access_token=", state["order"]["link"])
        mail = self.order().message_ids.filtered(
            lambda m: self.customer in m.partner_ids | m.notified_partner_ids
        )
        self.assertTrue(mail)
        self.assertEqual(
            self.basket("basket_set", self.beans.id, 2)["totals"]["total"], 40
        )

    def test_what_becomes_of_it(self):
        for result, goods, state in (
            ("action_answered", True, "draft"),
            ("action_no_answer", True, "draft"),
            ("action_refused", True, "cancel"),
            ("action_wrong_number", True, "cancel"),
            ("action_answered", False, None),
        ):
            call = self._sales_call(customer=self._buyer(name=f"{result} {goods}"))
            self.basket("basket_set", self.beans.id, 1, call=call)
            if not goods:
                self.basket("basket_set", self.beans.id, 0, call=call)
            self.rpc(self.agent, call, result)
            with self.subTest(result=result, goods=goods):
                self.assertEqual(self.order(call).state or None, state)

    def test_the_next_agent_goes_on_with_it(self):
        self.basket("basket_set", self.beans.id, 1)
        self.rpc(self.agent, self.call, "action_busy")
        self.call.sudo()._move(
            State.IN_CALL, agent_id=self.other_agent.id, locked_at=self.env.cr.now()
        )
        state = self.basket("basket_set", self.cups.id, 1, user=self.other_agent)
        self.assertEqual(len(state["lines"]), 2)
        self.assertEqual(len(self.order()), 1)
