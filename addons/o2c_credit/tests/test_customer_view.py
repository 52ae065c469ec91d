"""The views of one customer by role: who sees which, and the same numbers in all."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .work_common import NOW, WorkCommon

ROLES = {
    "collector": "collector",
    "credit_manager": "credit",
    "salesperson": "sales",
    "sales_team.group_sale_manager": "director",
    "o2c_credit.group_credit_insight": "management",
}


@tagged("post_install", "-at_install")
class TestCustomerView(WorkCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.write({"limited": True, "credit_limit": 5000})
        cls.customer.user_id = cls.seller
        cls.customer.country_id = cls.env.ref("base.it")
        cls._overdue(1000.0)
        cls._overdue(400.0, due="2026-04-30")
        cls.people = {
            role: cls._user(group, login=f"view_{role}")
            for group, role in ROLES.items()
            if role != "sales"
        }
        cls.people["sales"] = cls.seller

    def _view(self, user, role=None):
        with self._at(NOW):
            model = "o2c.credit.account"
            return self._rpc(user, model, "role_view", self.account.ids, role)

    def _figures(self, view):
        return {figure["key"]: figure["value"] for figure in view["figures"]}

    def _section(self, view, key):
        return next(s for s in view["sections"] if s["key"] == key)

    def test_everybody_begins_with_his_own_view(self):
        for role, user in self.people.items():
            self.assertEqual(self._view(user)["role"], role)

    def test_the_numbers_are_the_same_in_every_view(self):
        found = [self._figures(self._view(u, r)) for r, u in self.people.items()]
        whole = found[0]
        self.assertIn("1,400.00", whole["open"])
        self.assertIn("1,000.00", whole["overdue"])
        self.assertIn("3,600.00", whole["headroom"])
        for figures in found:
            for key, value in figures.items():
                self.assertEqual(value, whole[key], key)

    def test_the_ageing_is_the_same_and_adds_up_to_what_is_open(self):
        bars = [
            self._section(self._view(self.people[role], role), "ageing")["bars"]
            for role in ("collector", "director", "management")
        ]
        self.assertEqual(bars[0], bars[1])
        self.assertEqual(bars[0], bars[2])
        with self._at(NOW):
            facts = self.account._view_facts()
        self.assertEqual(sum(facts["ageing"]), facts["open"])
        late = self.account.work_item_ids.overdue
        self.assertEqual(float(facts["overdue"]), late, "as the work list has it")

    def test_salespeople_see_the_headroom_and_not_what_is_owed(self):
        view = self._view(self.seller)
        self.assertEqual(set(self._figures(view)), {"limit", "exposure", "headroom"})
        self.assertNotIn("1,000.00", str(view["sections"]))
        self.assertIn("3,600.00", str(self._section(view, "headroom")))

    def test_views_of_other_roles_are_refused(self):
        for role in ("collector", "credit", "director", "management"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._view(self.seller, role)
        with self.assertRaises(AccessError):
            self._view(self.people["management"], "collector")
        with self.assertRaises(AccessError):
            self._view(self.people["collector"], "nonsense")

    def test_another_s_customer_is_refused(self):
        stranger = self._user("salesperson", login="view_stranger")
        with self.assertRaises(AccessError):
            self._view(stranger)

    def test_the_director_reads_what_a_higher_limit_would_have_let_pass(self):
        with self._at(NOW):
            self._confirm(self._quotation(7000.0))
        view = self._view(self.people["director"])
        text = str(self._section(view, "growth")["lines"])
        self.assertIn("7,000.00", text)
        # 1,400 owed + 7,000 ordered are 3,400 more than 5,000
        self.assertIn("8,400.00", text)
        self.assertIn("3,400.00", text)

    def test_the_director_reads_sales_by_brand_and_area(self):
        view = self._view(self.people["director"])
        (row,) = self._section(view, "brands")["rows"]
        self.assertIn("1,400.00", row[1])
        self.assertIn("Italy", str(self._section(view, "area")["lines"]))
