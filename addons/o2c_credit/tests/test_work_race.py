"""Eight collectors ask for their next customer at once: nobody gets another's.

Real processes on the real database; what they commit is removed afterwards.
"""

from odoo import SUPERUSER_ID, Command, api, fields
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from . import test_race
from .race_processes import CONTEXT
from .work_processes import Collectors

NAME = "Race for customers"
COUNT = 8
ROUNDS = 5
OPTIONS = {"scope": "all", "text": NAME}


@tagged("post_install", "-at_install")
class TestWorkRace(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.users, cls.partners = [], []
        cls.addClassCleanup(cls._committed, cls._remove)
        cls._committed(cls._make)
        cls.collectors = Collectors(get_db_name(), cls.users)
        cls.addClassCleanup(cls.collectors.stop)

    @classmethod
    def _committed(cls, work):
        with cls.registry.cursor() as cr:
            return work(api.Environment(cr, SUPERUSER_ID, CONTEXT))

    @classmethod
    def _make(cls, env):
        group = env.ref("o2c_credit.group_credit_user")
        company = env.company.root_id
        users = env["res.users"].with_context(no_reset_password=True)
        cls.users += users.create(
            [
                {
                    "name": f"{NAME} {n}",
                    "login": f"work_race_{n}",
                    "company_id": company.id,
                    "company_ids": [Command.set(company.ids)],
                    "group_ids": [Command.set(group.ids)],
                }
                for n in range(COUNT)
            ]
        ).ids
        customers = env["res.partner"].create(
            [{"name": f"{NAME} {n}", "phone": "1"} for n in range(COUNT)]
        )
        cls.partners += customers.ids
        accounts = env["o2c.credit.account"]._of([(c, company) for c in customers])
        day = fields.Date.today()
        env["o2c.history.item"].create(
            [
                {
                    "company_id": company.id,
                    "partner_id": customer.id,
                    "source": NAME,
                    "external_id": str(customer.id),
                    "number": f"RACE/{customer.id}",
                    "currency_id": company.currency_id.id,
                    "invoice_date": fields.Date.subtract(day, days=90),
                    "due_date": fields.Date.subtract(day, days=60),
                    "amount": 100.0,
                    "open_amount": 100.0,
                }
                for customer in customers
            ]
        )
        for account in accounts.values():
            env["o2c.work.item"]._refresh(account)

    @classmethod
    def _remove(cls, env):
        users = env["res.users"].browse(cls.users)
        people = [*cls.partners, *users.partner_id.ids]
        remove = test_race.TestRace._delete
        remove(env.cr, "o2c_history_item", cls._items(env, "o2c_history_item"))
        remove(env.cr, "o2c_work_item", cls._items(env, "o2c_work_item"))
        remove(env.cr, "res_users", cls.users)
        remove(env.cr, "res_partner", people)

    @classmethod
    def _items(cls, env, table):
        env.cr.execute(
            f"SELECT id FROM {table} WHERE partner_id = ANY(%s)", [cls.partners]
        )
        return [row[0] for row in env.cr.fetchall()]

    def _free(self, env):
        items = env["o2c.work.item"].search([("partner_id", "in", self.partners)])
        items._free()
        return items.ids

    def test_nobody_is_given_the_customer_of_another(self):
        for number in range(ROUNDS):
            known = self._committed(self._free)
            given = self.collectors.take(OPTIONS)
            self.assertEqual(sorted(given), sorted(known), f"round {number}")

    def test_without_the_claim_all_are_given_the_same(self):
        self._committed(self._free)
        given = self.collectors.take(OPTIONS, claim=False)
        self.assertEqual(len(set(given)), 1)

    def test_with_fewer_customers_than_collectors_the_rest_get_none(self):
        self._committed(self._free)
        options = {**OPTIONS, "text": f"{NAME} 3"}
        given = self.collectors.take(options)
        self.assertEqual(sorted(map(bool, given)), [False] * (COUNT - 1) + [True])
