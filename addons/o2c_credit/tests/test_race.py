"""Two confirmations that each fit the limit, but not together: exactly one passes.

Real transactions on the real database: every thread has its own cursor, and what they
commit is removed afterwards. All of them have looked at the database before the first
one commits, so without the claim every one of them would pass.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from unittest.mock import patch

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

WORKERS = 8
CONTEXT = {"tracking_disable": True, "mail_notrack": True, "mail_create_nolog": True}
# what may hang on an order, from the leaves to the root
CHILDREN = ("o2c_milestone", "o2c_hold", "sale_order_line")


@tagged("post_install", "-at_install")
class TestRace(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.partners, cls.products = [], []
        cls.addClassCleanup(cls._remove)

    # ------------------------------------------------------------- the ground
    @classmethod
    def _env(cls, cr):
        return api.Environment(cr, SUPERUSER_ID, CONTEXT)

    @classmethod
    def _committed(cls, work):
        with cls.registry.cursor() as cr:
            return work(cls._env(cr))

    def _make(self, limit, amounts):
        """A new customer with a limit and one quotation for each amount: their ids."""
        return self._committed(partial(self._make_in, limit, amounts))

    def _make_in(self, limit, amounts, env):
        partner = env["res.partner"].create({"name": "Race", "credit_limit": limit})
        product = env["product.product"].create(
            {
                "name": "Race",
                "type": "service",
                "invoice_policy": "order",
                "taxes_id": [Command.clear()],
            }
        )
        self.partners.append(partner.id)
        self.products.append(product.id)
        line = {"product_id": product.id, "tax_ids": [Command.clear()]}
        orders = env["sale.order"].create(
            [
                {
                    "partner_id": partner.id,
                    "order_line": [Command.create({**line, "price_unit": amount})],
                }
                for amount in amounts
            ]
        )
        return orders.ids

    @classmethod
    def _remove(cls):
        cls._committed(cls._remove_in)

    @classmethod
    def _remove_in(cls, env):
        cr = env.cr
        orders = "SELECT id FROM sale_order WHERE partner_id = ANY(%s)"
        for table in CHILDREN:
            cr.execute(
                f"DELETE FROM {table} WHERE order_id IN ({orders})",
                [cls.partners],
            )
        for model, ids in (
            ("sale.order", f"({orders})"),
            (
                "o2c.credit.account",
                "(SELECT id FROM o2c_credit_account WHERE partner_id = ANY(%s))",
            ),
            ("res.partner", "(SELECT unnest(%s))"),
        ):
            cr.execute(
                f"DELETE FROM mail_message WHERE model = %s AND res_id IN {ids}",
                [model, cls.partners],
            )
            table = env[model]._table
            cr.execute(f"DELETE FROM {table} WHERE id IN {ids}", [cls.partners])
        env["product.product"].browse(cls.products).product_tmpl_id.unlink()

    # ------------------------------------------------------------- the race
    def _race(self, batches):
        """Confirm every batch in a transaction of its own, all at once.

        :return: the number of tries that each of them took
        """
        barrier = threading.Barrier(len(batches))
        with ThreadPoolExecutor(len(batches)) as pool, _muted():
            return [*pool.map(partial(self._confirm, barrier), batches)]

    def _confirm(self, barrier, ids):
        tries = []
        with self.registry.cursor() as cr:
            env = self._env(cr)

            def work():
                orders = env["sale.order"].browse(ids)
                orders.mapped("amount_total")  # the transaction's picture is taken
                tries.append(len(tries))
                if len(tries) == 1:
                    barrier.wait(30)
                orders.action_confirm()

            retrying(work, env)
        return len(tries)

    def _result_of(self, ids):
        """(amount confirmed, open credit holds)."""
        return self._committed(partial(self._result_of_in, ids))

    def _result_of_in(self, ids, env):
        orders = env["sale.order"].browse(ids)
        confirmed = orders.filtered(lambda o: o.state == "sale")
        holds = env["o2c.hold"].search(
            [("order_id", "in", ids), ("state", "=", "open")]
        )
        self.assertEqual(confirmed | holds.order_id, orders)  # nothing got lost
        return sum(confirmed.mapped("amount_total")), len(holds)

    def test_eight_orders_of_which_one_fits(self):
        for _round in range(3):
            ids = self._make(150, [100] * WORKERS)
            tries = self._race([[order] for order in ids])
            self.assertEqual(self._result_of(ids), (100, WORKERS - 1))
            self.assertEqual(min(tries), 1)
            self.assertGreater(max(tries), 1)

    def test_eight_batches_of_which_four_orders_fit(self):
        """Each batch would fit as a whole; together four orders of sixteen do."""
        for _round in range(2):
            ids = self._make(250, [60] * 2 * WORKERS)
            pairs = [ids[i : i + 2] for i in range(0, len(ids), 2)]
            self._race(pairs)
            self.assertEqual(self._result_of(ids), (240, 2 * WORKERS - 4))

    def test_a_customer_without_account_gets_one(self):
        """All of them want to make it; it is made once."""
        ids = self._make(0, [100] * 4)
        self._race([[order] for order in ids])
        self.assertEqual(self._result_of(ids), (400, 0))
        made = self._committed(
            lambda env: env["o2c.credit.account"].search_count(
                [("partner_id", "=", self.partners[-1])]
            )
        )
        self.assertEqual(made, 1)

    def test_without_a_limit_nobody_waits(self):
        ids = self._make(0, [100] * 4)
        self._race([ids[:1]])  # the account is there
        self.assertEqual(self._race([[order] for order in ids[1:]]), [1, 1, 1])

    def test_it_is_the_claim_that_does_it(self):
        """The same race without the claim goes wrong: the test above can fail."""
        ids = self._make(150, [100] * 4)
        account = self.registry["o2c.credit.account"]
        with patch.object(account, "_claim", lambda self: None):
            tries = self._race([[order] for order in ids])
        self.assertEqual(tries, [1] * 4)
        self.assertEqual(self._result_of(ids), (400, 0))


def _muted():
    return mute_logger("odoo.service.model", "odoo.sql_db")
