import base64
import io
from datetime import timedelta

from openpyxl import load_workbook
from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .retention_common import NOW, RetentionCommon


@tagged("post_install", "-at_install")
class TestRetention(RetentionCommon):
    """Ten customers at risk: two are left alone, eight are called."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls.env["res.partner"].browse()
        for number in range(10):
            cls.customers |= cls._silent(f"Bar {number}")
        cls.risks = cls._look()
        cls.list = cls.Lists.with_user(cls.marketing)._make(
            cls.risks.with_user(cls.marketing)
        )
        cls.list.survey_id = cls.selling_script
        cls.list.seed = "season"

    def start(self):
        with self._at(str(NOW)):
            self.list.action_start()
            self.env.flush_all()
        return self.list.sudo().campaign_id

    def arm(self, name):
        lines = self.list.line_ids.filtered(lambda line: line.arm == name)
        return lines.sudo().partner_id

    def measured(self, days=10):
        with self._at(str(NOW + timedelta(days=days))):
            self.list.invalidate_recordset()
            return self.list.effect

    # ------------------------------------------------------------- the list
    def test_the_list_keeps_why(self):
        self.assertEqual(self.list.customer_count, 10)
        self.assertEqual(self.list.turnover, 30000)
        self.assertEqual(
            set(self.list.line_ids.mapped("reasons")),
            {"silent for 60 days, usually 30"},
        )

    def test_the_draw(self):
        campaign = self.start()
        self.assertEqual(len(self.arm("holdout")), 2)
        self.assertEqual(len(self.arm("call")), 8)
        self.assertEqual((campaign.kind, campaign.state), ("retention", "draft"))
        self.assertEqual(campaign.survey_id, self.selling_script)
        self.assertEqual(str(campaign.date_to), "2026-07-31")
        again = self.list.sudo().copy({"seed": "season"})
        self.assertFalse(again.line_ids)

    def test_what_is_needed_to_start(self):
        self.list.survey_id = False
        with self.assertRaisesRegex(UserError, "Choose the script"):
            self.list.action_start()
        self.list.survey_id = self.selling_script
        self.list.line_ids[1:].unlink()
        with self.assertRaisesRegex(UserError, "two customers"):
            self.list.action_start()

    def test_drawn_is_drawn(self):
        self.start()
        for vals in ({"seed": "x"}, {"holdout_percent": 10}, {"company_id": 1}):
            with self.assertRaises(UserError):
                self.list.write(vals)
        for vals in ({"state": "draft"}, {"started_at": NOW}, {"campaign_id": False}):
            with self.assertRaises(AccessError):
                self.list.write(vals)
        with self.assertRaises(AccessError):
            self.list.line_ids[0].write({"arm": "call"})
        for records in (self.list.line_ids[0], self.list):
            with self.assertRaises(UserError):
                records.unlink()
        with self.assertRaises(UserError):
            self.list.action_start()

    def test_one_running_list_at_a_time(self):
        self.start()
        with self.assertRaisesRegex(UserError, "retention list that runs"):
            self.risks.with_user(self.marketing).action_make_list()
        newcomer = self._silent("Newcomer")
        other = self.Lists.with_user(self.marketing)._make(self._look())
        self.assertEqual(other.sudo().line_ids.partner_id, newcomer)
        values = {"list_id": other.id, "partner_id": self.arm("call")[0].id}
        line = self.env["o2c.retention.line"].create(values)
        other.survey_id = self.selling_script
        with self.assertRaisesRegex(UserError, "In another retention list"):
            other.action_start()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            line.is_running = True
            self.env.flush_all()

    # ------------------------------------------------------------- who is called
    def listed(self, campaign):
        with self._at(str(NOW)):
            rows = campaign.sudo()._target_rows(NOW)
            decisions = campaign.sudo()._decide_targets(rows, NOW)
        return {
            row["partner_id"]: [r.code.value for r in decisions[row["key"]].reasons]
            for row in rows
        }

    def test_only_who_was_drawn_is_listed(self):
        decided = self.listed(self.start())
        for customer in self.arm("call"):
            self.assertNotIn("condition", decided[customer.id])
            self.assertNotIn("holdout", decided[customer.id])
        for customer in self.arm("holdout"):
            self.assertTrue(decided[customer.id])
        stranger = self.customer
        self._ordered(stranger, 3)
        self.assertIn(
            "condition", self.listed(self.list.sudo().campaign_id)[stranger.id]
        )

    def test_no_other_campaign_sells_to_who_is_left_alone(self):
        self.start()
        selling = self._selling(name="Summer offer", source="customer", quiet_days=0)
        rows = [
            {"key": str(c.id), "partner_id": c.id, "attempts": 0, "picked": picked}
            | {"agreed": False}
            for c, picked in (
                (self.arm("holdout")[0], True),
                (self.arm("call")[0], False),
            )
        ]
        refused = selling._refused_by_others(rows, NOW)
        self.assertEqual([int(key) for key in refused], self.arm("holdout")[:1].ids)
        (reason,) = refused.values()
        self.assertEqual(reason.params["name"], self.list.name)
        service = self._campaign(start=False, source="delivered")
        self.assertFalse(service._refused_by_others(rows, NOW))
        rows[0]["agreed"] = True  # what was promised is kept
        self.assertFalse(selling._refused_by_others(rows, NOW))
        rows[0]["agreed"] = False
        self.list.action_end()
        self.assertFalse(selling._refused_by_others(rows, NOW))

    def test_a_call_made_before_the_draw_is_not_given(self):
        customer = self.customers[:1]
        selling = self._selling(name="Summer offer", source="customer", quiet_days=0)
        call = self._sales_call(selling, customer).sudo()
        call.write({"state": "to_call", "agent_id": False, "locked_at": False})
        self.start()
        lines = self.list.sudo().line_ids
        lines.filtered(lambda line: line.partner_id == customer).arm = "holdout"
        reason, _person = selling._still_wanted(call, NOW)
        self.assertIn(reason.code.value, ("holdout", "law"))
        if reason.code.value == "holdout":
            self.assertEqual(reason.params["name"], self.list.name)

    # ------------------------------------------------------------- the effect
    def order_again(self, customers, amount, days=5):
        for customer in customers:
            self._ordered(customer, -days, pieces=amount / 100)

    def test_the_effect(self):
        self.start()
        self.order_again(self.arm("call")[:4], 500)
        self.order_again(self.arm("holdout")[:1], 100)
        # before the start, after the time, cancelled: none of these count
        self._ordered(self.arm("holdout")[1], 1)
        self._ordered(self.arm("holdout")[1], -61)
        self._ordered(self.arm("holdout")[1], -2)._action_cancel()
        effect = self.measured()
        called, alone = effect["arms"]
        self.assertEqual((called["customers"], called["ordered"]), (8, 4))
        self.assertEqual((alone["customers"], alone["ordered"]), (2, 1))
        self.assertEqual((called["revenue"], called["mean"]), (2000, 250))
        self.assertEqual((alone["revenue"], alone["mean"]), (100, 50))
        self.assertEqual((called["rate"], alone["rate"]), (50, 50))
        self.assertEqual(effect["rate"]["value"], 0)
        self.assertEqual(effect["rate"]["verdict"], "too_few")
        self.assertEqual(effect["money"]["value"], 200)
        self.assertIn("Too few customers", effect["rate"]["text"])
        self.assertEqual((effect["day"], effect["days"]), (10, 60))
        self.assertEqual(effect["course"]["call"][4:6], [0, 50])

    def test_equal_to_plain_sql(self):
        self.start()
        self.order_again(self.arm("call")[:3], 700)
        query = SQL(
            """SELECT count(DISTINCT o.partner_id), sum(o.amount_untaxed)
                 FROM sale_order o
                WHERE o.state = 'sale' AND o.partner_id = ANY(%s)
                  AND o.date_order >= %s AND o.date_order < %s""",
            self.arm("call").ids,
            NOW,
            NOW + timedelta(days=60),
        )
        ((ordered, revenue),) = self.env.execute_query(query)
        arm = self.measured()["arms"][0]
        self.assertEqual((arm["ordered"], arm["revenue"]), (ordered, float(revenue)))

    def test_ended_early(self):
        self.start()
        self.order_again(self.arm("call")[:1], 500, days=3)
        self.order_again(self.arm("call")[1:2], 500, days=5)
        with self._at(str(NOW + timedelta(days=4))):
            self.list.action_end()
        self.assertEqual(self.measured(30)["arms"][0]["ordered"], 1)
        self.assertEqual(self.measured(30)["day"], 4)
        with self.assertRaises(UserError):
            self.list.action_end()

    def test_the_job_ends_it(self):
        self.start()
        for days, state in ((59, "running"), (60, "done"), (61, "done")):
            with self._at(str(NOW + timedelta(days=days))):
                job = self.env.ref("o2c_quality_check.cron_retention_end")
                with self.enter_registry_test_mode():
                    job.method_direct_trigger()
            self.assertEqual(self.list.state, state)
        self.assertFalse(self.list.line_ids.filtered("is_running"))

    # ------------------------------------------------------------- the file, rights
    def test_the_workbook(self):
        self.start()
        self.order_again(self.arm("call")[:4], 500)
        self.customers[0].name = "=1+1"
        with self._at(str(NOW + timedelta(days=10))):
            self.list.invalidate_recordset()
            action = self.list.action_workbook()
        self.assertIn("/web/content/o2c.retention.file/", action["url"])
        file = self.env["o2c.retention.file"].search([], order="id desc", limit=1)
        book = load_workbook(io.BytesIO(base64.b64decode(file.data)))
        effect, customers = book.worksheets
        self.assertEqual(effect["B2"].value, 8)
        self.assertEqual(effect["E2"].value, '=IF(B2>=30,D2/B2*100,"")')
        self.assertEqual(effect["I2"].value, '=IF(B2>0,H2/B2,"")')
        self.assertEqual(customers.max_row, 11)
        names = [row[0].value for row in customers.iter_rows(min_row=2)]
        kinds = {row[0].data_type for row in customers.iter_rows(min_row=2)}
        self.assertIn("=1+1", names)
        self.assertEqual(kinds, {"s"})

    def test_not_for_everybody(self):
        for user in (self.agent, self.seller, self._user("warehouse")):
            for method in ("read", "action_start", "action_end", "action_workbook"):
                with self.assertRaises(AccessError):
                    args = [["name"]] if method == "read" else []
                    record = self.list.with_user(user)
                    call_kw(record, method, [self.list.ids, *args], {})

    def test_other_companies(self):
        other = self._company()
        stranger = self._user(
            "stranger", groups="o2c_quality_check.group_call_marketing", company=other
        )
        self.assertFalse(self.Lists.with_user(stranger).search([]))
        lines = self.env["o2c.retention.line"].with_user(stranger)
        self.assertFalse(lines.search([]))
        with self.assertRaises(AccessError):
            lines.create({"list_id": self.list.id, "partner_id": self.customer.id})
        with self.assertRaises(AccessError):
            self.list.write({"line_ids": [Command.create({"partner_id": 1})]})
