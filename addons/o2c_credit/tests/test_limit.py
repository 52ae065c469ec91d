from datetime import date, timedelta
from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ReleaseCase


@tagged("post_install", "-at_install")
class TestLimit(ReleaseCase):
    """What the check measures against, and who may move it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._o2c_credit_today()
        cls.other_manager = cls._user("credit_manager", login="second_manager")
        cls.Cover = cls.env["o2c.credit.cover"]

    def _day(self, number):
        return self.today + timedelta(days=number)

    def _as(self, user, account=None):
        return (account or self.account).with_user(user).sudo(False)

    def _temporary(self, amount, start=0, end=10):
        return {
            "temporary_limit": amount,
            "temporary_from": self._day(start),
            "temporary_to": self._day(end),
        }

    def _guarantee(self, user=None, **values):
        options = {"account_id": self.account.id, "amount": 500, "reference": "B-1"}
        covers = self.Cover.with_user(user).sudo(False) if user else self.Cover
        return covers.create({**options, **values})

    # ------------------------------------------------------------- what is in force
    def test_temporary_limit_in_force(self):
        cases = [
            ("from today", 0, 1, 3000),
            ("until yesterday", -5, 0, 1000),
            ("from tomorrow", 1, 5, 1000),
        ]
        for _case, start, end, limit in cases:
            with self.subTest(_case):
                self.account.write(self._temporary(3000, start, end))
                self.assertEqual(self.account.effective_limit, limit)
                self.assertEqual(self.account._facts()[self.account].limit, limit)
                self.assertEqual(self.customer.credit_limit, limit)

    def test_an_order_passes_on_the_temporary_limit(self):
        order = self._waiting(1500)
        self.account.write(self._temporary(3000))
        self.assertConfirmed(order)

    def test_a_guarantee_lets_an_order_pass(self):
        order = self._waiting(1500)
        self._guarantee()
        self.assertEqual(self.account.effective_limit, 1500)
        self.assertConfirmed(order)

    def test_makeup(self):
        self.account.write(self._temporary(3000))
        self._guarantee()
        makeup = self.account.limit_makeup
        values = [(line["value"], line["replaced"]) for line in makeup]
        money = self.company.currency_id.format
        wanted = [(1000, True), (3000, False), (500, False), (3500, False)]
        self.assertEqual(values, [(money(n), replaced) for n, replaced in wanted])

    def test_zero_and_none_differ_everywhere(self):
        none = self._account(None, partner=self._customer(name="Unlimited"))
        zero = self._account(0, partner=self._customer(name="Zero"))
        pair = none | zero
        found = {
            "limited": pair.mapped("effective_limited"),
            "standing": pair.mapped("standing"),
            "card": [a.card["lines"][0]["value"] for a in pair],
            "odoo": pair.partner_id.mapped("use_partner_credit_limit"),
            "headroom": [p._o2c_sales_headroom(self.company) for p in pair.partner_id],
        }
        zero_text = self.company.currency_id.format(0.0)
        self.assertEqual(
            found,
            {
                "limited": [False, True],
                "standing": ["unlimited", "within"],
                "card": ["No limit", zero_text],
                "odoo": [False, True],
                "headroom": [None, 0.0],
            },
        )
        for standing, account in (("unlimited", none), ("within", zero)):
            domain = [("standing", "=", standing), ("id", "in", pair.ids)]
            self.assertEqual(self.Account.search(domain), account)

    def test_expired(self):
        cases = [(None, None), (1, None), (0, None), (-1, 1), (-30, 30)]
        for number, days in cases:
            self.account.limit_expires = number is not None and self._day(number)
            found = self.account._limit_expired_days()
            self.assertEqual(found, {self.account: days}, number)

    # ------------------------------------------------------------- who may
    def test_all_of_the_limit_is_the_managers(self):
        cases = [
            self._temporary(9e9),
            {"limit_expires": "2099-01-01"},
            {"covers_subsidiaries": True},
        ]
        for role in ("collector", "salesperson", "accountant"):
            user = self._user(role)
            for vals in cases:
                with (
                    self.subTest(vals),
                    self.assertNothingWritten(self.account._name),
                    self.assertRaises(AccessError),
                ):
                    self._rpc(user, self.account._name, "write", self.account.ids, vals)
            with self.assertRaises(AccessError):
                self._rpc(
                    user,
                    "o2c.credit.cover",
                    "create",
                    [{"account_id": self.account.id, "amount": 1, "reference": "x"}],
                )

    def test_every_change_is_in_the_chatter(self):
        before = self.account.message_ids
        account = self._as(self.manager)
        account.write(self._temporary(3000))
        account.limit_expires = "2026-12-31"
        account.covers_subsidiaries = True
        self._guarantee(self.manager)
        bodies = (self.account.message_ids - before).sorted("id").mapped("body")
        texts = ("Temporary limit", "good until", "covers", "Guarantees")
        self.assertEqual(len(bodies), 4)
        for body, text in zip(bodies, texts, strict=True):
            self.assertIn(text, body)

    def test_nobody_raises_the_limit_his_own_order_waits_for(self):
        """Whatever raises it: he would let his own order pass."""
        boss = self._user("selling_manager")
        order = self._quotation(1500)
        self._confirm(order, boss)
        self.assertHeld(order)
        account = self._as(boss)
        cases = [
            {"credit_limit": 9000},
            {"limited": False},
            self._temporary(9000),
        ]
        for vals in cases:
            with (
                self.subTest(vals),
                self.assertNothingWritten("o2c.hold"),
                self.assertRaises(UserError),
            ):
                self._rpc(boss, account._name, "write", account.ids, vals)
        with self.assertRaises(UserError):
            self._guarantee(boss)
        with self.assertRaises(UserError):
            self._rpc(
                boss, "res.partner", "write", self.customer.ids, {"credit_limit": 9000}
            )
        self.assertHeld(order)
        account.credit_limit = 500  # less is his to decide
        self._as(self.manager).credit_limit = 9000
        self.assertConfirmed(order)

    # ------------------------------------------------------------- two people
    def test_alone_where_two_are_needed(self):
        self.company.o2c_credit_second_person = True
        account = self._as(self.manager)
        self.assertFalse(account.can_set_limit)
        for vals in ({"credit_limit": 1}, {"limited": False}, self._temporary(5)):
            with self.subTest(vals), self.assertRaises(UserError):
                self._rpc(self.manager, account._name, "write", account.ids, vals)
        with self.assertRaises(UserError):
            self._rpc(
                self._user("selling_manager"),
                "res.partner",
                "write",
                self.customer.ids,
                {"credit_limit": 9000},
            )
        new = self._customer(name="New")
        with self.assertRaises(UserError):
            vals = [{"partner_id": new.id, "limited": True, "credit_limit": 5}]
            self._rpc(self.manager, account._name, "create", vals)
        self.assertEqual(self.account.credit_limit, 1000)
        account.collector_id = self.manager  # the rest is his

    def test_covers_count_once_a_second_manager_confirmed(self):
        self.company.o2c_credit_second_person = True
        cover = self._guarantee(self.manager, pending=False)
        self.assertTrue(cover.pending)
        self.assertEqual(self.account.effective_limit, 1000)
        for user, error in (
            (self.manager, UserError),
            (self._user("collector"), AccessError),
        ):
            with self.assertRaises(error):
                self._rpc(user, cover._name, "action_confirm", cover.ids)
        cover.with_user(self.manager).sudo(False).write({"pending": False})
        self.assertTrue(cover.pending)
        self._rpc(self.other_manager, cover._name, "action_confirm", cover.ids)
        self.account.invalidate_recordset()
        self.assertEqual(self.account.effective_limit, 1500)
        cover.with_user(self.other_manager).sudo(False).amount = 800
        self.assertTrue(cover.pending)
        self.account.invalidate_recordset()
        self.assertEqual(self.account.effective_limit, 1000)

    # ------------------------------------------------------------- by date
    def _run_limits(self):
        self.env.flush_all()
        self.env.invalidate_all()
        with self.enter_registry_test_mode():
            self.env.ref("o2c_credit.ir_cron_limits").method_direct_trigger()
        self.env.invalidate_all()

    def test_reminded_once_for_each_date(self):
        collector = self._user("collector")
        self.account.write(
            {
                "review_date": self._day(0),
                "limit_expires": self._day(1),
                "collector_id": collector.id,
            }
        )
        self._run_limits()
        self._run_limits()
        self.assertEqual(self.account.activity_ids.user_id, collector)
        self.assertEqual(
            self.account.activity_ids.mapped("summary"), ["Review the credit limit"]
        )
        self.account.review_date = self._day(-1)
        self.account.limit_expires = self._day(0)
        self._run_limits()
        self.assertEqual(len(self.account.activity_ids), 3)

    def test_odoos_field_follows_the_calendar(self):
        self.account.write(self._temporary(3000, 0, 2))
        self.assertEqual(self.customer.credit_limit, 3000)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE o2c_credit_account SET temporary_from = temporary_from - 5,"
            " temporary_to = temporary_to - 5 WHERE id = %s",
            [self.account.id],
        )
        self._run_limits()
        self.assertEqual(self.customer.credit_limit, 1000)

    # ------------------------------------------------------------- the weeks to come
    def test_forecast(self):
        self._bill(300, invoice_date_due=self._day(8))
        weeks = self.account.forecast["weeks"]
        money = self.company.currency_id.format
        self.assertEqual(
            [week["headroom"] for week in weeks],
            [money(700.0)] + [money(1000.0)] * 7,
        )
        self.customer.user_id = self.seller
        seen = self._as(self.seller).forecast
        self.assertFalse(seen["weeks"][0]["expected"])
        self.assertEqual(seen["weeks"][0]["headroom"], money(700.0))

    # ------------------------------------------------------------- how he pays
    def test_payer_preferences(self):
        contact = self._customer(parent_id=self.customer.id, name="Freya")
        vals = {
            "payer_channel": "phone",
            "payer_contact_id": contact.id,
            "payer_lang": "en_US",
            "quiet_from": "2026-08-01",
            "quiet_to": "2026-09-01",
            "payment_weekday": "4",
            "payment_day": 15,
        }
        collector = self._user("collector")
        self._rpc(collector, self.account._name, "write", self.account.ids, vals)
        self.assertEqual(self.account.payer_contact_id, contact)
        self.assertEqual(self.account.quiet_to, date(2026, 9, 1))
        with self.assertRaises(UserError):
            stranger = self._customer(name="Stranger")
            self._as(collector).payer_contact_id = stranger

    def test_decimal_limit(self):
        self.account.credit_limit = 1000.1
        self.assertEqual(self.account._limit(), Decimal("1000.1"))
