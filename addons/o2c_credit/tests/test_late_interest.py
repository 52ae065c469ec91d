"""Late interest of the ledger: what is read, and for whom."""

from datetime import date, datetime
from decimal import Decimal

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..domain.interest import Why
from .interest_common import InterestCommon

D = Decimal


@tagged("post_install", "-at_install")
class TestLateInterest(InterestCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls._late()

    def test_whole(self):
        sheet = self._sheet(self.line, "2026-04-10")
        self.assertEqual((sheet.interest, sheet.compensation), (D("2.78"), D(40)))
        self.assertEqual(sheet.total, D("42.78"))
        self.assertEqual(self._sheet(self.line, "2026-03-31").total, 0)

    def test_paid_in_part_and_then_whole(self):
        self._pay(self.line, 400, "2026-04-10")
        # 10 days 1000 (2.78), 10 days 600 (1.6685)
        self.assertEqual(self._sheet(self.line, "2026-04-20").interest, D("4.45"))
        self._pay(self.line, 600, "2026-04-20")
        self.assertTrue(self.line.reconciled)
        self.assertEqual(self._sheet(self.line, "2026-06-30").total, D("44.45"))

    def test_credit_note_was_never_owed(self):
        note = self._bill(400, move_type="out_refund", invoice_date="2026-04-15")
        (self._receivable(note) | self.line).reconcile()
        # 600 from the first day: 20 days, 3.3370
        self.assertEqual(self._sheet(self.line, "2026-04-20").interest, D("3.34"))

    def test_whole_credit_note(self):
        note = self._bill(1000, move_type="out_refund", invoice_date="2026-04-15")
        (self._receivable(note) | self.line).reconcile()
        self.assertEqual(self._sheet(self.line, "2026-06-30").total, 0)

    def test_half_year_without_rate(self):
        line = self._late(10000, "2026-06-20")
        sheet = self._sheet(line, "2026-07-10")
        self.assertEqual(sheet.interest, D("27.81"))
        self.assertEqual([r.code for r in sheet.reasons], [Why.NO_RATE])
        self._rate("2026-07-01", "2027-01-01", 10.4)
        # 10 days of 10.4 %: 28.4932
        sheet = self._sheet(line, "2026-07-10")
        self.assertEqual((sheet.interest, sheet.reasons), (D("56.30"), ()))

    def test_consumer(self):
        person = self._customer(name="Ada", is_company=False, vat=False)
        line = self._late(partner_id=person.id)
        sheet = self._sheet(line, "2026-06-30")
        self.assertEqual(sheet.total, 0)
        self.assertEqual([r.code for r in sheet.reasons], [Why.CONSUMER])
        person.vat = "IT12345670017"
        self.assertGreater(self._sheet(line, "2026-06-30").total, 0)
        account = self._account(partner=person)
        account.debtor_kind = "consumer"
        self.assertEqual(self._sheet(line, "2026-06-30").total, 0)
        self.assertTrue(account.is_consumer)

    def test_contract(self):
        account = self._account()
        account.write({"late_basis": "contract", "contract_rate": 6})
        line = self._late(1000, "2026-06-20")
        # 20 days of 6 %, over the half-year: 3.2877
        sheet = self._sheet(line, "2026-07-10")
        self.assertEqual((sheet.interest, sheet.compensation), (D("3.29"), D(40)))
        account.late_basis = "none"
        self.assertEqual(self._sheet(line, "2026-07-10").total, 0)

    def test_contact_of_the_customer(self):
        contact = self._customer(name="Buyer", parent_id=self.customer.id)
        line = self._late(partner_id=contact.id)
        self.assertEqual(self._sheet(line, "2026-04-10").total, D("42.78"))

    def test_disputed_amount(self):
        line = self._late(1000, "2026-02-28")
        hold = self.Hold._place(
            line.move_id,
            "collection",
            amount=300,
            date_from=datetime(2026, 3, 10, 23, 30),  # the 11th in Rome
        )
        hold.sudo().write({"state": "ended", "date_to": datetime(2026, 3, 21, 9)})
        self.assertEqual(self._sheet(line, "2026-03-31").interest, D("7.79"))

    def test_held_altogether(self):
        self.Hold._place(
            self.customer,
            "collection",
            company=self.company,
            date_from=datetime(2026, 4, 6, 9),
        )
        # five days only: 1.3904
        self.assertEqual(self._sheet(self.line, "2026-04-30").interest, D("1.39"))

    def _two_instalments(self):
        """Half of 1,000 due on 1 March, half on 31 March."""
        halves = [
            Command.create({"value": "percent", "value_amount": 50, "nb_days": days})
            for days in (30, 60)
        ]
        term = self.env["account.payment.term"].create(
            {"name": "Two", "line_ids": halves}
        )
        values = {"invoice_payment_term_id": term.id, "invoice_date": "2026-01-30"}
        lines = self._late(1000, False, **values).sorted("date_maturity")
        days = [date(2026, 3, 1), date(2026, 3, 31)]
        self.assertEqual(lines.mapped("date_maturity"), days)
        return lines

    def test_dispute_lies_on_the_oldest_open_instalment(self):
        first, second = lines = self._two_instalments()
        self._pay(first, 500, "2026-03-01")
        self.Hold._place(
            first.move_id, "collection", amount=300, date_from=datetime(2026, 3, 5)
        )
        sheets = lines._o2c_interest(date(2026, 4, 10))
        self.assertEqual(sheets[first].total, 0)
        # 200 for ten days: 0.5562; the sum is owed once, by the first that was late
        self.assertEqual(sheets[second].interest, D("0.56"))
        self.assertEqual(sheets[second].compensation, 40)

    def test_one_sum_for_an_invoice(self):
        first, second = self._two_instalments()
        sheets = (first | second)._o2c_interest(date(2026, 4, 10))
        self.assertEqual(sheets[first].compensation, 40)
        self.assertEqual(sheets[second].compensation, 0)
        # asked for the second alone it says the same
        self.assertEqual(self._sheet(second, "2026-04-10").compensation, 0)

    def test_other_currency(self):
        usd = self.env.ref("base.USD")
        usd.active = True
        line = self._late(1000, currency_id=usd.id)
        sheet = self._sheet(line, "2026-04-10")
        self.assertEqual((sheet.interest, sheet.compensation), (D("2.78"), 0))
        self.assertEqual([r.code for r in sheet.reasons], [Why.NO_EXCHANGE_RATE])
        self._exchange(usd, "2026-04-01", 1.25)
        sheet = self._sheet(line, "2026-04-10")
        self.assertEqual(sheet.compensation, D("50.00"))
        self.assertEqual(sheet.fixed.rate_date, date(2026, 4, 1))

    def _exchange(self, currency, day, rate):
        return self.env["res.currency.rate"].create(
            {
                "currency_id": currency.id,
                "name": day,
                "rate": rate,
                "company_id": self.company.id,
            }
        )

    def test_poland(self):
        """Tiers in zloty, the euro of the last working day of the month before."""
        zloty = self.env.ref("base.PLN")
        zloty.active = True
        self.company.country_id = self.env.ref("base.pl")
        law = self.env.ref("o2c_credit.late_law_pl")
        self.Rate.search([("law_id", "=", law.id)]).active = False
        self._rate("2026-01-01", "2026-07-01", 14, law=law)
        # Friday 29 May is the last working day before June; the 30th must not count
        for day, rate in (("2026-05-29", 4.25), ("2026-05-30", 5), ("2026-06-01", 6)):
            self._exchange(zloty, day, rate)
        for amount, expected in (
            (5000, "170.00"),
            (5000.01, "297.50"),
            (49999.99, "297.50"),
            (50000, "425.00"),
        ):
            with self.subTest(amount=amount):
                line = self._late(amount, "2026-06-10", currency_id=zloty.id)
                sheet = self._sheet(line, "2026-06-20")
                self.assertEqual(sheet.compensation, D(expected))
                self.assertEqual(sheet.fixed.rate_date, date(2026, 5, 29))

    def test_poland_wants_the_rate_of_the_day(self):
        """A rate a week old is another one; Italy's law names no day."""
        zloty = self.env.ref("base.PLN")
        zloty.active = True
        self._exchange(zloty, "2026-05-22", 4.2)
        line = self._late(1000, "2026-06-10", currency_id=zloty.id)
        self.assertEqual(self._sheet(line, "2026-06-20").compensation, D("168.00"))
        self.company.country_id = self.env.ref("base.pl")
        sheet = self._sheet(line, "2026-06-20")
        self.assertEqual(sheet.compensation, 0)
        self.assertIn(Why.NO_EXCHANGE_RATE, [r.code for r in sheet.reasons])
        self._exchange(zloty, "2026-05-23", 4.3)
        self.assertEqual(self._sheet(line, "2026-06-20").compensation, D("172.00"))

    def test_public_health(self):
        self._rate("2026-01-01", "2026-07-01", 8, debtor="public_health")
        self._account().debtor_kind = "public_health"
        # 1000 x 8 % x 10 / 365 = 2.1918
        self.assertEqual(self._sheet(self.line, "2026-04-10").interest, D("2.19"))

    def test_entries_bear_nothing(self):
        account = self.line.account_id
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": "2026-01-02",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": self.customer.id,
                            "debit": 100,
                            "date_maturity": "2026-02-01",
                        }
                    ),
                    Command.create(
                        {
                            "account_id": self.company_data[
                                "default_account_revenue"
                            ].id,
                            "credit": 100,
                        }
                    ),
                ],
            }
        )
        entry.action_post()
        line = self._receivable(entry)
        sheet = self._sheet(line, "2026-06-30")
        self.assertEqual(sheet.total, 0)
        self.assertEqual([r.code for r in sheet.reasons], [Why.NO_INVOICE])

    def test_queries_do_not_grow(self):
        lines = self.line
        for _number in range(5):
            lines |= self._late()
        lines._o2c_interest(date(2026, 4, 10))
        with self.assertQueryCount(8):
            found = lines._o2c_interest(date(2026, 4, 10))
        self.assertEqual({s.total for s in found.values()}, {D("42.78")})


@tagged("post_install", "-at_install")
class TestRates(InterestCommon):
    def test_what_is_to_verify_is_not_in_force(self):
        """Of the shipped rates none is in force whose source nobody has read."""
        found = self.Rate.with_context(active_test=False).search(
            [("to_verify", "=", True)]
        )
        self.assertTrue(found)
        self.assertFalse(any(found.mapped("active")))

    def test_verify(self):
        rate = self._rate(
            "2026-07-01", "2027-01-01", 10.4, active=False, to_verify=True
        )
        self.assertIn("2026", self.law._missing_today(date(2026, 7, 1)))
        for user in (self.collector, self.manager, self.accountant):
            with self.assertRaises(AccessError):
                self._rpc(user, "o2c.interest.rate", "action_verify", rate.ids)
        keeper = self._user("keeper", groups="account.group_account_manager")
        self._rpc(keeper, "o2c.interest.rate", "action_verify", rate.ids)
        self.assertTrue(rate.active)
        self.assertEqual(rate.verified_by_id, keeper)
        self.assertFalse(self.law._missing_today(date(2026, 7, 1)))
        with self.assertRaises(UserError):
            rate.with_user(keeper).action_verify()

    def test_no_overlap(self):
        with self.assertRaises(ValidationError):
            self._rate("2026-06-30", "2027-01-01", 9)
        self._rate("2026-07-01", "2027-01-01", 9)

    def test_only_keepers_write(self):
        rate = self.Rate.search([("law_id", "=", self.law.id)], limit=1)
        for user in (self.collector, self.manager, self.accountant):
            with self.assertRaises(AccessError):
                self._rpc(user, "o2c.interest.rate", "write", rate.ids, {"percent": 1})
        self.assertEqual(rate.percent, 10.15)
