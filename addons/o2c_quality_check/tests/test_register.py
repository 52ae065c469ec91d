import base64
from datetime import date

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .law_common import LawCommon


@tagged("post_install", "-at_install")
class TestRegister(LawCommon):
    """What registers answer, and what they are asked."""

    def listed(self, register=None):
        register = register or self.register
        entries = register.entry_ids.filtered("is_listed")
        return {entry.number: entry.since for entry in entries}

    def imports(self, text, register=None, user=None, **values):
        Import = self.env["o2c.register.import"].with_user(user or self.leader)
        wizard = Import.create(
            {
                "register_id": (register or self.register).id,
                "file": base64.b64encode(text.encode()),
                **values,
            }
        )
        shown = wizard.action_import()
        # what was done is told under the name of the window, not of the product
        self.assertEqual(shown["name"], "Import the Answer of a Register")
        self.assertEqual((shown["res_id"], shown["target"]), (wizard.id, "new"))
        return wizard

    def test_numbers_that_were_asked_about(self):
        self.register._ask(["+390001", "+390002", "+390003"])
        self.assertEqual(self.register.asked_count, 3)
        self.imports("+390002;2026-02-01\n+390009\n", checked_on="2026-03-04")
        self.assertEqual(
            self.listed(), {"+390002": date(2026, 2, 1), "+390009": date(2026, 3, 4)}
        )
        self.assertEqual(self.register.asked_count, 0)
        checked = {e.number: e.checked_on for e in self.register.entry_ids}
        self.assertEqual(set(checked.values()), {date(2026, 3, 4)})
        # who was not asked about this time stays as he was
        self.register._ask(["+390001"])
        self.imports("", checked_on="2026-03-10", nobody=True)
        self.assertEqual(set(self.listed()), {"+390002", "+390009"})
        checked = {e.number: e.checked_on.day for e in self.register.entry_ids}
        self.assertEqual(
            checked, {"+390001": 10, "+390002": 4, "+390003": 4, "+390009": 4}
        )

    def test_a_whole_list_is_replaced(self):
        dnc = self._ref("register_us_dnc")
        text = "number\n(212) 555-0123\n+12125550124\n2125550124\n"
        wizard = self.imports(text, dnc, checked_on="2026-03-01")
        self.assertIn("3 numbers read; 2 are in", wizard.summary)
        self.imports("2125550124\n2125550125\n", dnc, checked_on="2026-03-05")
        # who stays keeps the day on which he was first seen
        self.assertEqual(
            self.listed(dnc),
            {"+12125550124": date(2026, 3, 1), "+12125550125": date(2026, 3, 5)},
        )
        self.assertEqual(dnc.checked_on, date(2026, 3, 5))

    def test_all_or_nothing(self):
        dnc = self._ref("register_us_dnc")
        self.imports("2125550124\n", dnc, checked_on="2026-03-01")
        for text in ("2125550125\nabc\n", "2125550125\n12345\n", " "):
            with self.assertRaises(UserError):
                self.imports(text, dnc, checked_on="2026-03-02")
        self.assertEqual(set(self.listed(dnc)), {"+12125550124"})
        with self.assertRaisesRegex(UserError, "older answer"):
            self.imports("2125550125\n", dnc, checked_on="2026-02-28")
        tomorrow = fields.Date.add(fields.Date.today(), days=2)
        with self.assertRaisesRegex(UserError, "yet to come"):
            self.imports("2125550125\n", dnc, checked_on=tomorrow)

    def test_numbers_of_a_campaign(self):
        campaign, _call = self._selling()
        Export = self.env["o2c.register.export"].with_user(self.marketing)
        export = Export.create(
            {
                "register_id": self.register.id,
                "campaign_ids": campaign.ids,
                "good_until": "2026-03-05",
            }
        )
        shown = export.action_export()
        self.assertEqual(shown["name"], "Numbers to be Checked")
        self.assertEqual(shown["res_id"], export.id)
        self.assertEqual(base64.b64decode(export.file), b"+393331234567\n")
        self.assertEqual(self.register.asked_count, 1)
        self.imports("", checked_on="2026-02-18", nobody=True)
        # 15 days before 5 March is 18 February: one day more is too old
        again = export.copy()
        with self.assertRaisesRegex(UserError, "All numbers"):
            again.action_export()
        again.good_until = "2026-03-06"
        again.action_export()
        self.assertEqual(self.register.asked_count, 1)

    def test_who_keeps_registers(self):
        with self.assertRaises(AccessError):
            self.imports("+390001\n", user=self.agent)
        wizard = self.env["o2c.register.import"].create(
            {"register_id": self.register.id, "nobody": True}
        )
        with self.assertRaises(AccessError):
            wizard.with_user(self.agent).action_import()
        Entry = self.env["o2c.register.entry"]
        for user in (self.leader, self.marketing):
            with self.assertRaises(AccessError):
                Entry.with_user(user).create({})
        with self.assertRaises(AccessError):
            Entry.with_user(self.agent).search([])
