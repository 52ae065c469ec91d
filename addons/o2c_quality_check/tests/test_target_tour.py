from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .target_common import TargetCommon


@tagged("post_install", "-at_install")
class TestTargetTour(TargetCommon, HttpCase):
    """A leader builds the rule of a campaign in a real browser."""

    def test_rule(self):
        """Five customers: one lives elsewhere, one is tagged, one ordered lately."""
        company = self.env["res.company"].create({"name": "Calls of its own"})
        self.leader.write({"company_ids": [(4, company.id)], "company_id": company.id})
        tag = self.env["res.partner.category"].create({"name": "Sleeps late"})
        now = fields.Datetime.now()
        cases = [
            ("Far", "10000", False, 40),
            ("Tagged", "98710", tag.ids, 40),
            ("Lately", "98711", False, 10),
            ("First", "98712", False, 40),
            ("Second", "98713", False, 40),
        ]
        for place, (name, code, tags, days) in enumerate(cases):
            person = self.env["res.partner"].create(
                {
                    "name": name,
                    "zip": code,
                    "category_id": tags,
                    "phone": f"+39 02 5550 77{place}0",
                    "company_id": company.id,
                }
            )
            self.env["sale.order"].with_company(company).create(
                {
                    "partner_id": person.id,
                    "company_id": company.id,
                    "date_order": now - timedelta(days=days),
                }
            ).write({"state": "sale"})
        campaign = self._campaign(
            start=False,
            name="Rule by hand",
            kind="satisfaction",
            source="customer",
            company_id=company.id,
            agent_ids=False,
            quiet_days=0,
        )
        self.env.flush_all()
        url = f"/odoo/quality-campaigns/{campaign.id}"
        self.start_tour(url, "o2c_target_rules", login=self.leader.login)
        campaign.invalidate_recordset()
        rules = campaign.rule_ids.sorted("id")
        self.assertEqual(rules.mapped("kind"), ["area", "tag", "last_order"])
        self.assertEqual(rules.mapped("is_not"), [False, True, False])
        self.assertEqual((rules[0].zip_prefixes, rules[2].days_from), ("9871", 20))
        self.assertEqual(rules[1].tag_ids, tag)
