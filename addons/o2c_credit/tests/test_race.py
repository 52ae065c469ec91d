"""Confirmations that each fit the limit, but not together: only what fits passes.

Eight real processes on the real database; what they commit is removed afterwards. All
of them have looked at the database before the first one commits, so without the claim
every one of them would pass.
"""

from functools import partial

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from .race_processes import CONTEXT, WORKERS, Racers

ROUNDS = 20
# what refers to a row and keeps it from being deleted
REFERENCES = """
SELECT c.conrelid::regclass::text, a.attname,
       EXISTS (SELECT FROM pg_attribute i
                WHERE i.attrelid = c.conrelid AND i.attname = 'id')
  FROM pg_constraint c
  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
 WHERE c.contype = 'f' AND c.confrelid = %s::regclass AND c.confdeltype IN ('a', 'r')
"""


@tagged("post_install", "-at_install")
class TestRace(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.partners, cls.products = [], []
        cls.addClassCleanup(cls._remove)
        cls.product = cls._committed(cls._make_product)
        cls.racers = Racers(get_db_name())
        cls.addClassCleanup(cls.racers.stop)

    # ------------------------------------------------------------- the ground
    @classmethod
    def _committed(cls, work):
        with cls.registry.cursor() as cr:
            return work(api.Environment(cr, SUPERUSER_ID, CONTEXT))

    @classmethod
    def _make_product(cls, env):
        product = env["product.product"].create(
            {
                "name": "Race",
                "type": "service",
                "invoice_policy": "order",
                "taxes_id": [Command.clear()],
            }
        )
        cls.products.append(product.id)
        return product.id

    def _customers(self, limits, **values):
        """New customers with these limits (None: no account yet): their ids."""
        return self._committed(partial(self._customers_in, limits, values))

    def _customers_in(self, limits, values, env):
        company = {"is_company": True, "name": "Race", **values}
        partners = env["res.partner"].create([company] * len(limits))
        self.partners.extend(partners.ids)
        for partner, limit in zip(partners, limits, strict=True):
            if limit is not None:
                pair = (partner, env.company)
                account = env["o2c.credit.account"]._of([pair])[pair]
                account.write({"limited": True, "credit_limit": limit})
        return partners.ids

    def _quotations(self, customers, amount):
        """A quotation for each of ``customers`` (ids, with repetition): their ids."""
        return self._committed(partial(self._quotations_in, customers, amount))

    def _quotations_in(self, customers, amount, env):
        line = {"product_id": self.product, "tax_ids": [Command.clear()]}
        lines = [Command.create({**line, "price_unit": amount})]
        orders = [{"partner_id": partner, "order_line": lines} for partner in customers]
        return env["sale.order"].create(orders).ids

    @classmethod
    def _remove(cls):
        cls._committed(cls._remove_in)

    @classmethod
    def _remove_in(cls, env):
        env.cr.execute(
            "SELECT id FROM sale_order WHERE partner_id = ANY(%s)", [cls.partners]
        )
        cls._delete(env.cr, "sale_order", [row[0] for row in env.cr.fetchall()])
        cls._delete(env.cr, "res_partner", cls.partners)
        env["product.product"].browse(cls.products).product_tmpl_id.unlink()

    @classmethod
    def _delete(cls, cr, table, ids):
        """Delete rows and all that refers to them."""
        if not ids:
            return
        cr.execute(REFERENCES, [table])
        for child, column, has_id in cr.fetchall():
            if child == table:
                continue
            if has_id:
                cr.execute(f"SELECT id FROM {child} WHERE {column} = ANY(%s)", [ids])
                cls._delete(cr, child, [row[0] for row in cr.fetchall()])
            else:
                cr.execute(f"DELETE FROM {child} WHERE {column} = ANY(%s)", [ids])
        model = table.replace("_", ".")
        cr.execute(
            "DELETE FROM mail_message WHERE model = %s AND res_id = ANY(%s)",
            [model, ids],
        )
        cr.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [ids])

    # ------------------------------------------------------------- what came out
    def assertPassed(self, ids, count):
        """Exactly ``count`` of the orders are confirmed; the others are held once."""
        confirmed, held = self._committed(partial(self._result_of, ids))
        self.assertEqual((len(confirmed), len(held)), (count, len(ids) - count))
        self.assertEqual(confirmed | held, set(ids))  # nothing got lost

    def _result_of(self, ids, env):
        orders = env["sale.order"].browse(ids)
        holds = env["o2c.hold"].search(
            [("order_id", "in", ids), ("state", "=", "open")]
        )
        self.assertEqual(len(holds), len(holds.order_id))
        confirmed = orders.filtered(lambda o: o.state == "sale")
        return set(confirmed.ids), set(holds.order_id.ids)

    # ------------------------------------------------------------- the races
    def test_eight_orders_of_which_one_fits(self):
        customers = self._customers([150] * ROUNDS)
        repeated = [c for c in customers for _worker in range(WORKERS)]
        orders = self._quotations(repeated, 100)
        for start in range(0, len(orders), WORKERS):
            ids = orders[start : start + WORKERS]
            tries = self.racers.confirm([[order] for order in ids])
            self.assertPassed(ids, 1)
            self.assertEqual(min(tries), 1)
            self.assertGreater(max(tries), 1)

    def test_eight_batches_of_which_four_orders_fit(self):
        """Each batch would fit as a whole; together four orders of sixteen do."""
        customers = self._customers([250] * ROUNDS)
        repeated = [c for c in customers for _order in range(2 * WORKERS)]
        orders = self._quotations(repeated, 60)
        for start in range(0, len(orders), 2 * WORKERS):
            ids = orders[start : start + 2 * WORKERS]
            self.racers.confirm([ids[i : i + 2] for i in range(0, len(ids), 2)])
            self.assertPassed(ids, 4)

    def test_two_companies_below_one_limit(self):
        """Each has room of its own; the limit of their parent covers one order."""
        for _round in range(ROUNDS // 4):
            (top,) = self._customers([150])
            self._committed(partial(self._cover, top))
            below = self._customers([1000, 1000], parent_id=top)
            ids = self._quotations(below * (WORKERS // 2), 100)
            self.racers.confirm([[order] for order in ids])
            self.assertPassed(ids, 1)

    def _cover(self, top, env):
        accounts = env["o2c.credit.account"].search([("partner_id", "=", top)])
        accounts.covers_subsidiaries = True

    def test_a_customer_without_account_gets_one(self):
        """All of them want to make it; it is made once."""
        (customer,) = self._customers([None])
        ids = self._quotations([customer] * WORKERS, 100)
        self.racers.confirm([[order] for order in ids])
        self.assertPassed(ids, WORKERS)
        made = self._committed(
            lambda env: env["o2c.credit.account"].search_count(
                [("partner_id", "=", customer)]
            )
        )
        self.assertEqual(made, 1)

    def test_without_a_limit_nobody_waits(self):
        customers = self._customers([None])
        first = self._quotations(customers * WORKERS, 100)
        self.racers.confirm([[order] for order in first])  # the account is there
        ids = self._quotations(customers * WORKERS, 100)
        tries = self.racers.confirm([[order] for order in ids])
        self.assertEqual(tries, [1] * WORKERS)

    def test_it_is_the_claim_that_does_it(self):
        """The same race without the claim goes wrong: the tests above can fail."""
        customers = self._customers([150])
        ids = self._quotations(customers * WORKERS, 100)
        tries = self.racers.confirm([[order] for order in ids], claim=False)
        self.assertEqual(tries, [1] * WORKERS)
        self.assertPassed(ids, WORKERS)
