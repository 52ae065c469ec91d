"""One call in two windows: its quotation and its result."""

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.o2c_call_screen import CallLost
from .race_common import RaceCase


@tagged("post_install", "-at_install")
class TestRaceQuotation(RaceCase):
    """The quotation of a call is made once, whoever begins it."""

    @classmethod
    def _prepare_more(cls, env):
        cls.products = cls.keep(
            env["product.product"].create(
                [
                    {"name": f"Race {price}", "list_price": price, "type": "service"}
                    for price in (20.0, 0.0)
                ]
            )
        ).ids
        cls.keep(env["product.product"].browse(cls.products).product_tmpl_id)
        cls.selling = cls.keep(cls._campaign(env, kind="telesales")).id

    def _pair_of(self, first, second):
        def make():
            self.committed(self.free)
            self.call = self.committed(
                lambda env: self.call_of(env, self.agent, campaign_id=self.selling)
            )
            return [
                self.rpc(self.agent, "o2c.call", [self.call], *work)
                for work in (first, second)
            ]

        return make

    def _orders(self, env):
        orders = env["sale.order"].search([("o2c_call_id", "=", self.call)])
        return [
            (order.state, line.product_id.id, line.product_uom_qty)
            for order in orders
            for line in order.order_line
        ] or [(order.state,) for order in orders]

    def test_two_windows(self):
        beans, leaflet = self.products

        def check(one, other, _first):
            self.assertNoError(one, other)
            found = self.committed(self._orders)
            self.assertEqual(
                sorted(found), [("draft", beans, 2.0), ("draft", leaflet, 1.0)]
            )
            states = [request.answer["order"]["id"] for request in (one, other)]
            self.assertEqual(len(set(states)), 1)

        sets = [("basket_set", beans, 2), ("basket_set", leaflet, 1)]
        self.play(self._pair_of(*sets), check)

    def test_the_same_product_in_two_windows(self):
        beans, leaflet = self.products

        def check(one, other, first):
            self.assertNoError(one, other)
            last = 3.0 if first is one else 2.0
            for product in (beans, leaflet):
                found = [
                    row for row in self.committed(self._orders) if row[1] == product
                ]
                self.assertEqual(len(found), product == self.product)
            self.assertEqual(self.committed(self._orders)[0][2], last)

        for self.product in (beans, leaflet):
            sets = [("basket_set", self.product, n) for n in (2, 3)]
            self.play(self._pair_of(*sets), check)

    def test_the_salesperson_confirms_while_the_agent_adds(self):
        beans, leaflet = self.products

        def make():
            agent, _ = self._pair_of(("basket_set", leaflet, 1), ("basket_open",))()
            order = self.committed(self._begun, beans)

            def confirm(env):
                env["sale.order"].browse(order).action_confirm()

            return agent, self.request(SUPERUSER_ID, confirm)

        def check(agent, seller, first):
            self.assertNoError(seller)
            found = self.committed(self._orders)
            added = ("sale", leaflet, 1.0) in found
            self.assertIn(("sale", beans, 2.0), found)
            self.assertEqual(added, first is agent)
            self.assertEqual(isinstance(agent.error, UserError), first is seller)

        self.play(make, check)

    def _begun(self, env, product):
        call = env["o2c.call"].with_user(self.agent).browse(self.call)
        return call.basket_set(product, 2)["order"]["id"]

    def test_the_call_ends_while_the_other_window_begins_one(self):
        """A quotation never stays behind in a call that was refused."""
        beans, _leaflet = self.products

        def check(window, finishing, first):
            self.assertNoError(finishing)
            settled = []
            if first is window:
                self.assertNoError(window)
                settled = [("cancel", beans, 2.0)]
            else:
                self.assertIsInstance(window.error, UserError)
            self.assertEqual(self.committed(self._orders), settled)

        pair = self._pair_of(
            ("basket_set", beans, 2), ("screen_finish", "refused", {"key": "one"})
        )
        self.play(pair, check)


@tagged("post_install", "-at_install")
class TestRaceResult(RaceCase):
    """A result counts once, however often and from how many windows it comes."""

    def _pair_of(self, *keys, results=("busy", "busy")):
        def make():
            self.committed(self.free)
            self.call = self.committed(lambda env: self.call_of(env, self.agent))
            return [
                self.rpc(
                    self.agent,
                    "o2c.call",
                    [self.call],
                    "screen_finish",
                    result,
                    {"key": key, "note": key},
                )
                for key, result in zip(keys, results, strict=True)
            ]

        return make

    def _attempts(self, env):
        call = env["o2c.call"].browse(self.call)
        contacts = env["o2c.contact"].search_count(
            [("partner_id", "=", call.partner_id.id)]
        )
        return call.attempt_ids.mapped("note"), call.attempt_count, contacts

    def test_the_same_key_twice(self):
        def check(one, other, _first):
            self.assertNoError(one, other)
            self.assertEqual(self.committed(self._attempts), (["key"], 1, 1))
            self.assertEqual(one.answer["call"], other.answer["call"])

        self.play(self._pair_of("key", "key"), check)

    def test_two_keys(self):
        def check(one, other, first):
            second = other if first is one else one
            self.assertNoError(first)
            self.assertIsInstance(second.error, CallLost)
            key = "one" if first is one else "other"
            self.assertEqual(self.committed(self._attempts), ([key], 1, 1))

        for results in (("busy", "no_answer"), ("answered", "refused")):
            self.play(self._pair_of("one", "other", results=results), check)
