import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import NOW
from .target_common import TargetCommon


@tagged("post_install", "-at_install")
class TestPicks(TargetCommon):
    """Put on a list by hand or by a file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one = cls._buyer("Südwind", ref="C-100", vat="IT00743110157")
        cls.two = cls._buyer("Nordwind", email="Nord@Example.com")
        cls.two.phone = "+39 06 7770 1"
        cls.silent = cls._customer(name="Silent Café", phone=False)
        cls.campaign = cls._of_kind("satisfaction", quiet_days=0, start=True)

    def add(self, records, campaign=None, user=None):
        Wizard = self.env["o2c.campaign.add"].with_user(user or self.leader)
        context = {"active_model": records._name, "active_ids": records.ids}
        wizard = Wizard.with_context(**context).create(
            {"campaign_id": (campaign or self.campaign).id}
        )
        with self._at(str(NOW)):
            return wizard, wizard.action_add()

    def load(self, text, encoding="utf-8", **values):
        Wizard = self.env["o2c.campaign.import"].with_user(self.leader)
        wizard = Wizard.create(
            {
                "campaign_id": self.campaign.id,
                "file": base64.b64encode(text.encode(encoding)),
                **values,
            }
        )
        with self._at(str(NOW)):
            wizard.action_check()
        return wizard

    def errors(self, wizard):
        lines = wizard.line_ids.sorted("number")
        return {line.number: line.error for line in lines if line.error}

    def listed(self):
        return self.campaign.call_ids.filtered(lambda c: c.state == "to_call")

    # ------------------------------------------------------------- by hand
    def test_customers_by_hand(self):
        wizard, action = self.add(self.one | self.silent)
        self.assertEqual(
            action["params"]["message"], "1 to be called\n1 not: No phone number"
        )
        call = self.listed()
        self.assertEqual((call.partner_id, call.listed_by), (self.one, "hand"))
        # it never ordered: the rule would not list it, and leaves it alone
        self.assertEqual(self.campaign._refresh(NOW), (0, 0, 0))
        self.assertEqual(call.state, "to_call")
        with self._at(str(NOW)):
            wizard.invalidate_recordset()
            self.assertIn("On the list already", wizard.summary)
        taken = self.Call.with_user(self.agent)._take_next(self.agent, NOW)
        self.assertEqual(taken, call)

    def test_orders_by_hand(self):
        order = self._order(partner_id=self.two.id)
        leader = self.leader
        leader.write(
            {
                "group_ids": [
                    (4, self.env.ref("sales_team.group_sale_salesman_all_leads").id)
                ]
            }
        )
        self.add(order)
        self.assertEqual(self.listed().order_id, order)

    def test_orders_that_one_may_not_read(self):
        order = self._order(partner_id=self.two.id)
        with self.assertRaises(AccessError):
            self.add(order)
        self.assertFalse(self.listed())

    def test_put_back_by_hand(self):
        self.add(self.one)
        call = self.listed()
        call.with_user(self.leader).action_exclude("later")
        self.add(self.one)
        self.assertEqual((call.state, call.exclusion), ("to_call", False))

    def test_who_may_not(self):
        with self.assertRaises(AccessError):
            self.add(self.one, user=self.agent)
        self.campaign.action_end()
        with self.assertRaisesRegex(UserError, "is over"):
            self.add(self.one)

    # ------------------------------------------------------------- by a file
    def test_every_way_to_say_who(self):
        order = self._order(partner_id=self.silent.id)
        order.partner_id.phone = "+39 011 555 0123"
        lines = ["order;reference;customer;email;phone;vat"]
        lines += [f"{order.name.lower()};;;;;", ";c-100;;;;", ";;;NORD@example.com;;"]
        wizard = self.load("\n".join(lines))
        self.assertEqual(self.errors(wizard), {})
        with self._at(str(NOW)):
            wizard.action_import()
        calls = self.listed()
        self.assertEqual(calls.order_id, order)
        self.assertEqual(calls.partner_id, self.one | self.two | self.silent)
        self.assertEqual(set(calls.mapped("listed_by")), {"file"})

    def test_phone_vat_and_name(self):
        for text in ("Phone\n0039 06-7770 1", "e-mail,Name\n,nordwind"):
            self.assertEqual(self.load(text).line_ids.partner_id, self.two)
        self.assertEqual(self.load("VAT\nIT 00743110157").line_ids.partner_id, self.one)

    def test_encodings(self):
        for encoding in ("utf-8", "utf-8-sig", "latin-1", "utf-16"):
            with self.subTest(_case=encoding):
                wizard = self.load("Customer;Phone\nSüdwind;", encoding)
                self.assertEqual(wizard.line_ids.partner_id, self.one)

    def test_what_is_wrong_is_said_line_by_line(self):
        self._buyer("Double")
        self._buyer("Double")
        self.add(self.two)
        names = ["Südwind", "Nobody", "Double", "Südwind", "", "Nordwind"]
        names.append("Silent Café")
        wizard = self.load("Customer;Note\n" + "\n".join(f"{n};x" for n in names))
        self.assertEqual(
            self.errors(wizard),
            {
                3: "“Nobody” is not known.",
                4: "“Double” means 2 customers: give their number.",
                5: "The same as in line 2.",
                6: "The line does not say who.",
                7: "On the list already",
                8: "No phone number",
            },
        )
        self.assertEqual((wizard.good_count, wizard.bad_count), (1, 6))
        before = self.listed()
        with self._at(str(NOW)), self.assertRaisesRegex(UserError, "6 lines are wrong"):
            wizard.action_import()
        self.assertEqual(self.listed(), before)
        wizard.mode = "good"
        with self._at(str(NOW)):
            wizard.action_import()
        self.assertEqual((self.listed() - before).partner_id, self.one)

    def test_files_that_cannot_be_read(self):
        for text, why in (
            ("\n\n", "has no lines"),
            ("Colour\nred", "must name the columns"),
            ("PK\x03\x04\x00\x00", "no text file"),
        ):
            with self.subTest(_case=why), self.assertRaisesRegex(UserError, why):
                self.load(text)

    def test_template_can_be_read_back(self):
        wizard = self.env["o2c.campaign.import"].with_user(self.leader)
        wizard = wizard.create({"campaign_id": self.campaign.id})
        self.assertTrue(
            base64.b64decode(wizard.template).startswith(b"\xef\xbb\xbforder")
        )
        self.assertIn("download=true", wizard.action_template()["url"])
