from datetime import timedelta

from odoo import Command, fields
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from .retention_common import NOW, RetentionCommon


@tagged("post_install", "-at_install")
class TestBasketTour(RetentionCommon, HttpCase):
    """The basket and the retention list in a real browser."""

    def test_an_agent_sells(self):
        self.env["loyalty.program"].create(
            {
                "name": "Season",
                "program_type": "promo_code",
                "trigger": "with_code",
                "applies_on": "current",
                "company_id": self.company.id,
                "rule_ids": [Command.create({"mode": "with_code", "code": "SPRING"})],
                "reward_ids": [
                    Command.create({"reward_type": "discount", "discount": 10})
                ],
            }
        )
        call = self._sales_call()
        call.sudo().locked_at = fields.Datetime.now()
        url = "/odoo/o2c-calls"
        self.start_tour(url, "o2c_quality_basket", login=self.agent.login)
        order = call.sudo().basket_ids
        self.assertEqual((order.state, order.amount_total), ("sent", 126))
        self.assertIn("Ring twice", order.order_line.mapped("name"))

    def test_a_quantity_with_a_comma(self):
        language = self.env["res.lang"]._lang_get(self.agent.lang or "en_US")
        language.write({"decimal_point": ",", "thousands_sep": "."})
        call = self._sales_call()
        call.sudo().locked_at = fields.Datetime.now()
        self.start_tour(
            "/odoo/o2c-calls", "o2c_quality_basket_comma", login=self.agent.login
        )
        lines = call.sudo().basket_ids.order_line
        self.assertEqual(lines.mapped("product_uom_qty"), [3.5])

    def test_marketing_makes_a_list(self):
        for number in range(3):
            self._silent(f"Bar {number}")
        # the screen reads the clock: the orders are as old as they were on NOW
        query = SQL(
            "UPDATE sale_order SET date_order = date_order + %s WHERE company_id = %s",
            fields.Datetime.now() - NOW - timedelta(seconds=1),
            self.company.id,
        )
        self.env.cr.execute(query)
        self.env.invalidate_all()
        self.Risk._refresh_company(self.company, fields.Datetime.now())
        url = "/odoo/quality-at-risk"
        self.start_tour(url, "o2c_quality_retention", login=self.marketing.login)
        record = self.Lists.search([("company_id", "=", self.company.id)])
        self.assertEqual((record.state, record.holdout_count), ("running", 1))
