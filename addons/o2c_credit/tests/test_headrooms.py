from odoo.tests import tagged

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestHeadrooms(CreditCommon):
    """Many customers at once get what each gets alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._account(1000)
        cls.zero = cls._customer(name="Zero")
        cls._account(0, partner=cls.zero)
        cls.unlimited = cls._customer(name="Unlimited")
        cls._account(None, partner=cls.unlimited)
        cls.new = cls._customer(name="No account yet")
        cls.person = cls._customer(name="Person", parent_id=cls.customer.id)
        cls._confirm(cls._quotation(250.0))
        cls.all = cls.customer | cls.zero | cls.unlimited | cls.new | cls.person

    def test_as_one_by_one(self):
        found = self.all._o2c_sales_headrooms(self.company)
        single = {p.id: p._o2c_sales_headroom(self.company) for p in self.all}
        self.assertEqual(found, single)
        self.assertEqual(found[self.customer.id], 750.0)
        self.assertEqual(found[self.person.id], 750.0)
        self.assertEqual(found[self.zero.id], 0.0)
        self.assertIsNone(found[self.unlimited.id])

    def test_as_many_queries_for_many(self):
        more = self.env["res.partner"]
        for number in range(8):
            partner = self._customer(name=f"Customer {number}")
            self._account(100, partner=partner)
            more |= partner
        counts = []
        for partners in (more[:2], more):
            partners._o2c_sales_headrooms(self.company)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners._o2c_sales_headrooms(self.company)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_nobody_is_left_out_and_nothing_is_written(self):
        with self.assertNothingWritten("o2c.credit.account"):
            found = self.new._o2c_sales_headrooms(self.company)
        self.assertEqual(set(found), {self.new.id})
        self.assertEqual(self.env["res.partner"]._o2c_sales_headrooms(self.company), {})

    def test_classes(self):
        account = self.Account.search([("partner_id", "=", self.customer.id)])
        account.risk_class = "B"
        found = self.all._o2c_sales_classes(self.company)
        self.assertEqual(found, {self.customer.id: "B", self.person.id: "B"})
