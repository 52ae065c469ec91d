import random
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
from psycopg2.errors import UniqueViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CreditCommon
from .history_common import HistoryCommon

FIRST_DAY = date(2026, 1, 5)
DAYS = tuple(date(2026, *day) for day in ((1, 31), (3, 31), (5, 15), (8, 31), (12, 31)))
# the ledger's own answer: written without any of the code that is tested
BALANCES = """
SELECT partner.commercial_partner_id, SUM(line.balance)::text
  FROM account_move_line line
  JOIN account_account account ON account.id = line.account_id
  LEFT JOIN res_partner partner ON partner.id = line.partner_id
 WHERE account.account_type = 'asset_receivable' AND line.parent_state = 'posted'
   AND line.date <= %s AND line.company_id = ANY(%s)
 GROUP BY partner.commercial_partner_id HAVING SUM(line.balance) <> 0
"""
IN_CURRENCY = """
SELECT line.currency_id, SUM(line.amount_currency)::text
  FROM account_move_line line
  JOIN account_account account ON account.id = line.account_id
 WHERE account.account_type = 'asset_receivable' AND line.parent_state = 'posted'
   AND line.date <= %s AND line.company_id = ANY(%s)
 GROUP BY line.currency_id HAVING SUM(line.amount_currency) <> 0
"""
# item by item, forwards: what it was less all that was matched up to the day
ITEMS = """
SELECT line.id, %(day)s - COALESCE(line.date_maturity, line.date),
       (line.balance
        - COALESCE((SELECT SUM(amount) FROM account_partial_reconcile
                     WHERE debit_move_id = line.id AND max_date <= %(day)s), 0)
        + COALESCE((SELECT SUM(amount) FROM account_partial_reconcile
                     WHERE credit_move_id = line.id AND max_date <= %(day)s), 0))::text
  FROM account_move_line line
  JOIN account_account account ON account.id = line.account_id
 WHERE account.account_type = 'asset_receivable' AND line.parent_state = 'posted'
   AND line.date <= %(day)s AND line.company_id = ANY(%(companies)s)
"""


class AgedCase(CreditCommon):
    """A ledger drawn by lot, the same every time, in two companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.setup_other_currency(
            "EUR",
            rates=[("2026-01-01", 0.8), ("2026-02-10", 0.5), ("2026-04-10", 0.9)],
        )
        cls.chance = random.Random(19)
        cls.Aged = cls.env["o2c.aged.balance"]
        other = cls.setup_other_company()["company"]
        cls.companies = cls.company | other
        cls.customers = [cls._customer(name=f"Customer {n}") for n in range(4)]
        cls.customers.append(cls._customer(parent_id=cls.customers[0].id, name="Till"))
        for company in cls.companies:
            cls._ledger(company, 11 if company == cls.company else 5)
        cls.env.flush_all()

    @classmethod
    def _ledger(cls, company, count):
        env = cls.env(context={**cls.env.context, "allowed_company_ids": company.ids})
        moves = env["account.move"].create([cls._draw_bill() for _n in range(count)])
        moves.action_post()
        for move in moves:
            cls._draw_settlement(move)
        env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": cls.customers[1].id,
                "amount": 77.7,
                "date": "2026-04-02",
            }
        ).action_post()

    @classmethod
    def _draw_day(cls, after=FIRST_DAY, within=150):
        return after + timedelta(days=cls.chance.randrange(within))

    @classmethod
    def _draw_bill(cls):
        day = cls._draw_day()
        lines = [
            Command.create(
                {
                    "product_id": product.id,
                    "quantity": 1,
                    "price_unit": cls.chance.randrange(100, 90000) / 100,
                    "tax_ids": [],
                }
            )
            for product in (cls.product_a, cls.product_b)
        ]
        return {
            "move_type": cls.chance.choice(["out_invoice"] * 4 + ["out_refund"]),
            "partner_id": cls.chance.choice(cls.customers).id,
            "currency_id": cls.chance.choice([cls.euro, cls.company.currency_id]).id,
            "invoice_date": day,
            "invoice_date_due": day + timedelta(days=cls.chance.randrange(60)),
            "invoice_payment_term_id": cls.chance.choice([False, cls.pay_terms_b.id]),
            "invoice_line_ids": lines,
        }

    @classmethod
    def _draw_settlement(cls, move):
        """Nothing, a part, all in two parts, or a credit note."""
        fate = cls.chance.choice(["open", "part", "paid", "paid", "credit"])
        if move.move_type == "out_refund" or fate == "open":
            return
        if fate == "credit":
            cls._credit(
                move,
                amount=round(move.amount_total / 3, 2),
                date=cls._draw_day(move.date),
            )
            return
        part = round(move.amount_total * cls.chance.random(), 2) or 1
        day = cls._draw_day(move.date)
        cls._draw_payment(move, part, day)
        if fate == "paid" and move.amount_residual:
            cls._draw_payment(move, None, cls._draw_day(day, 200))

    @classmethod
    def _draw_payment(cls, move, amount, day):
        context = {"active_model": "account.move", "active_ids": move.ids}
        wizard = move.env["account.payment.register"].with_context(**context)
        values = {"payment_date": day, "currency_id": move.currency_id.id}
        if amount:
            values["amount"] = amount
        wizard.create(values)._create_payments()

    def _ask(self, day=DAYS[1], company=None, **values):
        company = company or self.company
        question = {"as_of": day, "company_id": company.id, **values}
        return self.Aged.create(question)

    def _own(self, query, day, company):
        self.env.cr.execute(query, [day, company.ids])
        return {key: Decimal(text) for key, text in self.env.cr.fetchall()}


@tagged("post_install", "-at_install")
class TestAged(AgedCase):
    def test_agrees_with_the_ledger(self):
        """To the cent, on any day, customer by customer and currency by currency."""
        for company in self.companies:
            for day in DAYS:
                with self.subTest(company=company.name, day=day):
                    rows = self._ask(day, company)._balance()
                    found = {r["key"]: r["total"] for r in rows if r["total"]}
                    self.assertEqual(found, self._own(BALANCES, day, company))
                    rows = self._ask(day, company, dimension="currency")
                    rows.in_document = True
                    found = {
                        r["key"]: r["total"] for r in rows._balance() if r["total"]
                    }
                    self.assertEqual(found, self._own(IN_CURRENCY, day, company))

    def test_every_dimension_has_it_all(self):
        for day in DAYS:
            total = sum(self._own(BALANCES, day, self.company).values())
            for name, _label in self.Aged._fields["dimension"]._description_selection(
                self.env
            ):
                with self.subTest(day=day, by=name):
                    rows = self._ask(day, dimension=name)._balance()
                    self.assertEqual(sum(row["total"] for row in rows), total)
                    for row in rows:
                        self.assertEqual(sum(row["cells"]), row["total"])

    def test_every_item_in_its_bucket(self):
        for day in DAYS:
            values = {"day": day, "companies": self.company.ids}
            self.env.cr.execute(ITEMS, values)
            wanted = {
                line: (days, Decimal(open_))
                for line, days, open_ in self.env.cr.fetchall()
                if Decimal(open_)
            }
            items = self.env["o2c.aged.item"].with_context(o2c_as_of=str(day))
            items.invalidate_model()  # the same items, of another day
            found = {
                item.line_id.id: (item.days, Decimal(str(item.residual_company)))
                for item in items.search([("company_id", "=", self.company.id)])
                if item.residual_company
            }
            self.assertEqual(found, wanted)
            for item in items.search([]):
                first = item.bucket_id.day_from
                self.assertTrue(item.days >= first or first == 0, item.number)

    def test_the_screen_and_the_items_behind_it(self):
        question = {"as_of": "2026-05-15", "company_id": self.company.id}
        user = self._user("collector", company_ids=[Command.set(self.company.ids)])
        aged = self.Aged.with_user(user)
        table = aged.table(question)
        self.assertEqual(table["count"], len(table["rows"]))
        self.assertEqual(len(table["totals"]), 1)
        for row in table["rows"]:
            for place, cell in enumerate(row["cells"]):
                action = aged.open_items(question, key=row["key"], bucket=place)
                items = self.env["o2c.aged.item"].with_user(user)
                items.invalidate_model()
                items = items.with_context(**action["context"]).search(action["domain"])
                self.assertAlmostEqual(sum(items.mapped("residual_company")), cell)
        found = aged.table(question, query="customer 1")["rows"]
        self.assertEqual([row["name"] for row in found], ["Customer 1"])

    def test_split_by_category(self):
        """The parts of an item make it whole, and each goes to what was sold."""
        bill = self._bill(
            100,
            invoice_date="2026-03-02",
            partner_id=self.customer.id,
            invoice_line_ids=[
                Command.create(
                    {"product_id": p.id, "quantity": 1, "price_unit": u, "tax_ids": []}
                )
                for p, u in ((self.product_a, 66.66), (self._other_category(), 33.34))
            ],
        )
        self._pay(bill, 50, payment_date="2026-03-03")
        items = self.env["o2c.aged.item"].with_context(
            o2c_as_of="2026-03-05", o2c_split="category"
        )
        parts = items.search([("move_id", "=", bill.id)])
        self.assertEqual(sorted(parts.mapped("residual_company")), [16.67, 33.33])
        self.assertEqual(len(set(parts.ids)), 2)
        self.assertEqual(len(parts.category_id), 2)

    def _other_category(self):
        category = self.env["product.category"].create({"name": "Spare parts"})
        return self._create_product(name="Gasket", categ_id=category.id)

    # ------------------------------------------------------------- buckets
    def test_own_buckets_lose_nothing(self):
        scheme = self.env["o2c.ageing"].create(
            {
                "name": "Coarse",
                "bucket_ids": [Command.create({"day_from": d}) for d in (10, 20)],
            }
        )
        names = scheme.bucket_ids.mapped("display_name")
        self.assertEqual(names, ["Up to 19 days", "Over 19 days"])
        for day in DAYS:
            rows = self._ask(day, ageing_id=scheme.id)._balance()
            total = sum(self._own(BALANCES, day, self.company).values())
            self.assertEqual(sum(sum(row["cells"]) for row in rows), total)

    def test_buckets_begin_on_different_days(self):
        scheme = self.env.ref("o2c_credit.ageing_standard")
        values = {"ageing_id": scheme.id, "day_from": 7}
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            scheme.bucket_ids.create([values, values])
        scheme.bucket_ids[1:].unlink()
        with self.assertRaises(ValidationError):
            scheme.bucket_ids.unlink()
        with self.assertRaises(ValidationError):
            self.env["o2c.ageing"].create({"name": "Empty"})

    # ------------------------------------------------------------- files
    def test_workbooks(self):
        balance = self._ask(DAYS[2])
        rows = balance._balance()
        sheet = self._sheet(balance._totals_xlsx())
        self.assertEqual(len(sheet) - 6, len(rows))
        self.assertEqual(sheet[4][0], "Customer")
        last = sheet[-1]
        self.assertTrue(str(last[-1]).startswith("=SUBTOTAL(109,J6:J"), last)
        items = self._sheet(balance._details_xlsx())
        column = items[4].index("Open in company currency")
        total = sum(row[column] for row in items[5:-1])
        self.assertAlmostEqual(total, float(sum(row["total"] for row in rows)))
        buckets = items[4].index("Not due"), items[4].index("Over 180 days") + 1
        for row in items[5:-1]:
            cells = [cell for cell in row[slice(*buckets)] if cell is not None]
            self.assertEqual(cells, [row[column]])

    def _sheet(self, data):
        book = openpyxl.load_workbook(BytesIO(data))
        return list(book.worksheets[0].iter_rows(values_only=True))

    # ------------------------------------------------------------- rights
    def test_rights(self):
        question = {"company_id": self.company.id}
        for role in ("salesperson", "warehouse", "customer"):
            user = self._user(role)
            for method in ("table", "open_items", "export", "choices"):
                args = [] if method == "choices" else [question]
                with self.assertRaises(AccessError, msg=f"{role}: {method}"):
                    getattr(self.Aged.with_user(user), method)(*args)
        for role in ("collector", "accountant", "credit_manager"):
            found = self.Aged.with_user(self._user(role)).table(question)
            self.assertTrue(found["count"], role)

    def test_says_that_imported_history_is_left_out(self):
        question = {"as_of": "2026-05-15", "company_id": self.company.id}
        aged = self.Aged.with_user(self._user("collector"))
        before = aged.table(question)
        self.assertFalse(before["imported"])
        HistoryCommon._item.__func__(
            type(self), settled_date=fields.Date.to_date("2026-05-16")
        )
        after = aged.table(question)
        self.assertTrue(after["imported"])
        self.assertEqual(after["totals"], before["totals"])
        # nor on days before it was invoiced or after it was settled
        for day in ("2026-03-01", "2026-05-16"):
            self.assertFalse(aged.table({**question, "as_of": day})["imported"], day)

    def test_companies_of_others(self):
        """Asking for a company that is not the user's shows nothing of it."""
        other = self.companies - self.company
        user = self._user("collector")
        self.assertEqual(user.company_ids, self.company)
        question = {"as_of": "2026-05-15", "company_id": other.id}
        self.assertEqual(self.Aged.with_user(user).table(question)["count"], 0)
        items = self.env["o2c.aged.item"].with_user(user).search([])
        self.assertEqual(items.company_id, self.company)
