from decimal import Decimal

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.o2c_credit.domain import exposure

from .common import CreditCommon

AT = "2026-03-20 09:00:00"


@tagged("post_install", "-at_install")
class TestExposureWhole(CreditCommon):
    """One customer with everything, computed by hand; company currency: US dollars.

    Today is 20 March 2026.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # euros per dollar
        rates = [("2026-01-01", 0.8), ("2026-03-10", 0.5)]
        cls.euro = cls.setup_other_currency("EUR", rates=rates)
        cls.company.o2c_credit_count_insurance = True
        cls.account = cls._account(10000)
        cls.account.covers_subsidiaries = True
        cls.below = cls._customer(
            name="Nordlicht Süd", parent_id=cls.customer.id, is_company=True
        )

    def _cover(self, **values):
        options = {
            "account_id": self.account.id,
            "kind": "guarantee",
            "amount": 500,
            "reference": "B-1",
        }
        return self.env["o2c.credit.cover"].create({**options, **values})

    def _history(self, **values):
        options = {
            "company_id": self.company.id,
            "partner_id": self.customer.id,
            "source": "old",
            "external_id": str(values),
            "number": "OLD/1",
            "currency_id": self.company.currency_id.id,
            "amount": 1000,
            "open_amount": 0,
            "invoice_date": "2026-01-01",
            "due_date": "2026-01-31",
        }
        return self.env["o2c.history.item"].create({**options, **values})

    def _build(self):
        # instalments: 30 % on 2 March, the rest at the end of April; 350.50 are paid
        dollars = self._bill(1000, invoice_payment_term_id=self.pay_terms_b.id)
        self._pay(dollars, 350.5, payment_date="2026-03-11")
        with self._at("2026-03-12 09:00:00"):
            self._hold(dollars, "collection", amount=200)
        # 500 € at .8 are 625.00; 100 € of it settle 125.00
        euros = self._bill(500, currency_id=self.euro.id, invoice_date_due="2026-03-19")
        self._pay(euros, 100, currency_id=self.euro.id, payment_date="2026-03-11")
        self._payment(80)
        self._bill(240, post=False)
        self._credit(dollars, amount=50, post=False)  # a draft: changes nothing
        # 10 x 99.99 €, 3 delivered of which 2 invoiced, at .5
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": self.euro.id}
        )
        with self._at("2026-03-12 09:00:00"):
            order = self._order(self._line(price=99.99), pricelist_id=pricelist.id)
        self._deliver(order, 2)
        # 199.98 € = 399.96
        self._invoice(order, invoice_date="2026-03-12", invoice_date_due="2026-03-12")
        self._deliver(order, 1)
        self._history(open_amount=300)
        self._history(open_amount=60, disputed=True)
        self._history(open_amount=999, counts=False)  # booked in Odoo as well
        self._bill(77, partner_id=self.below.id)
        self._cover()
        self._cover(kind="insurance", amount=5000, percent=85, reference="P-1")

    # ------------------------------------------------------------- the example
    def test_every_part_to_the_cent(self):
        self._build()
        with self._at(AT):
            facts = self.account._facts()[self.account]
            self.assertExposure(
                self.account,
                receivables="1549.46",  # 649.50 + 500.00 + 399.96
                overdue="899.96",  # all but the second instalment
                imported="360.00",
                disputed="260.00",  # 200 + 60
                credits="80.00",
                orders="1399.86",  # 7 x 99.99 € = 699.93 € at .5
                delivered="199.98",  # 99.99 € at .5
                draft_invoices="240.00",
                insured="1402.04",  # 85 % of 1,649.46 = 1,402.041
                subsidiaries="77.00",
            )
            # 1549.46 + 360 - 260 - 80 + 1399.86 + 199.98 + 240 - 1402.04 + 77
            self.assertEqual(exposure.total(facts), Decimal("2084.26"))
            self.assertEqual(self.account.exposure, 2084.26)
            self.assertEqual(facts.limit, Decimal("10500.0"))
            self.assertEqual(self.account.effective_limit, 10500)
            self.assertEqual(self.account.headroom, 8415.74)

    def test_each_part_opens_what_makes_it(self):
        self._build()
        measures = {
            "not_due": lambda r: sum(r.mapped("amount_residual")),
            "overdue": lambda r: sum(r.mapped("amount_residual")),
            "imported": lambda r: sum(r.mapped("open_amount")),
            "credits": lambda r: sum(r.mapped("amount_residual")),
            "draft_invoices": lambda r: sum(r.mapped("amount_total_signed")),
            "subsidiaries": lambda r: sum(r.mapped("exposure")),
        }
        with self._at(AT):
            account = self.account.with_user(self._user("collector")).sudo(False)
            for part, measure in measures.items():
                with self.subTest(part):
                    action = account.action_part(part)
                    found = account.env[action["res_model"]].search(action["domain"])
                    self.assertAlmostEqual(measure(found), account[part], 2)
            for part, count in {"orders": 1, "delivered": 1, "insured": 1}.items():
                action = account.action_part(part)
                found = account.env[action["res_model"]].search(action["domain"])
                self.assertEqual(len(found), count, part)
            disputed = account.action_part("disputed")
            holds = account.env["o2c.hold"].search(disputed["domain"])
            self.assertEqual(holds.mapped("amount"), [200])

    def test_no_other_method_hides_behind_a_part(self):
        for name in ("request_limit", "archive", "_facts"):
            with self.assertRaises(ValueError):
                self.account.action_part(name)

    def test_the_parts_are_not_for_everybody(self):
        self._build()
        self.customer.user_id = self.seller
        for name in ("parts", "insured", "subsidiaries", "cover_ids"):
            with self.assertRaises(AccessError):
                self._rpc(
                    self.seller, self.account._name, "read", self.account.ids, [name]
                )

    # ------------------------------------------------------------- what is overdue
    def test_overdue_by_days(self):
        """Contested amounts are left out, imported items are in."""
        self._build()
        with self._at(AT):
            overdue = self.account._overdue()[self.account]
        wanted = [(48, "300.00"), (8, "399.96"), (1, "500.00")]
        self.assertEqual(list(overdue), [(d, Decimal(a)) for d, a in wanted])

    def test_a_dispute_takes_the_oldest_instalment_first(self):
        bill = self._bill(1000, invoice_payment_term_id=self.pay_terms_b.id)
        with self._at("2026-03-12 09:00:00"):
            self._hold(bill, "collection", amount=400)
        first, second = bill.line_ids.filtered("date_maturity").sorted("date_maturity")
        with self._at(f"{second.date_maturity} 09:00:00"):
            self.assertExposure(
                self.account, receivables=1000, overdue=300, disputed=400
            )
            self.assertEqual(self.account._overdue(), {self.account: ()})
            items = self.account._open_amounts()[self.account][1]
        self.assertEqual(items, ((second.date_maturity, Decimal(600)),))
        self.assertEqual(first.amount_residual, 300)

    def test_due_today_is_not_overdue(self):
        self._bill(10, invoice_date_due="2026-03-20")
        self._bill(7, invoice_date_due="2026-03-19")
        with self._at(AT):
            self.assertEqual(
                self.account._overdue(), {self.account: ((1, Decimal(7)),)}
            )
            self.assertExposure(self.account, receivables=17, overdue=7)
        # in Rome the day begins an hour earlier
        with self._at("2026-03-20 23:30:00"):
            self.assertExposure(self.account, receivables=17, overdue=17)

    def test_an_imported_credit_note_settles_the_oldest(self):
        self._history(open_amount=100, due_date="2026-03-01")
        self._history(open_amount=50, due_date="2026-03-10")
        self._history(amount=-500, open_amount=-120)
        with self._at(AT):
            self.assertEqual(
                self.account._overdue(), {self.account: ((10, Decimal(30)),)}
            )
            self.assertExposure(self.account, imported=30)

    # ------------------------------------------------------------- what must not count
    def test_a_draft_credit_note_raises_nothing(self):
        order = self._order(self._line(self._service(invoice_policy="order")))
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": order.ids,
                "advance_payment_method": "fixed",
                "fixed_amount": 300,
            }
        )
        ahead = wizard._create_invoices(order)
        ahead.action_post()
        self._pay(ahead)
        self.assertExposure(self.account, orders=700)
        credit = self._credit(ahead, post=False)
        self.assertExposure(self.account, orders=700)
        credit.action_post()  # given back: the order is open as a whole
        self.assertExposure(self.account, orders=1000, credits=300)

    def test_a_draft_below_zero_makes_no_room(self):
        self._bill(-40, post=False)
        self._bill(30, post=False, move_type="out_refund")
        self._bill(20, post=False, move_type="in_invoice")
        self.assertExposure(self.account)

    def test_insurance_counts_when_the_company_says_so(self):
        self._bill(1000)
        cover = self._cover(kind="insurance", amount=600, percent=90)
        self.assertExposure(self.account, receivables=1000, insured=600)
        cover.date_from = "2099-01-01"
        self.assertExposure(self.account, receivables=1000)
        cover.date_from = False
        self.company.o2c_credit_count_insurance = False
        self.assertExposure(self.account, receivables=1000)
