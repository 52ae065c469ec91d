from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .retention_common import NOW, RetentionCommon


@tagged("post_install", "-at_install")
class TestChurn(RetentionCommon):
    """Who is at risk, read from what customers really did."""

    def signs(self, customer):
        row = self._look().filtered(lambda r: r.partner_id == customer)
        return [sign["code"] for sign in row.signs or ()]

    def test_silent(self):
        customer = self._silent("Ostsee")
        (row,) = self._look()
        self.assertEqual(row.partner_id, customer)
        self.assertEqual(row.reasons, "silent for 60 days, usually 30")
        self.assertEqual((row.level, row.points, row.has_gap), ("medium", 3, True))
        self.assertEqual((row.orders, row.silent_days, row.usual_days), (3, 60, 30))
        self.assertEqual(row.turnover, 3000)
        self.assertEqual(row.since.isoformat(), "2026-06-01")

    def test_both_sides_of_the_interval(self):
        for back, signs in ((44, []), (45, ["gap"])):
            customer = self._customer(name=f"Every thirty days, {back}")
            self._ordered(customer, back + 60, back + 30, back)
            self.assertEqual(self.signs(customer), signs)

    def test_one_silence_makes_no_rhythm(self):
        # the median, not the mean: a long holiday once
        customer = self._customer(name="Seasonal")
        self._ordered(customer, 300, 110, 80, 50, 20)
        self.assertEqual(self.signs(customer), [])

    def test_smaller_baskets(self):
        for pieces, signs in (((10,) * 3 + (6,) * 3, ["basket"]), ((7,) * 6, [])):
            customer = self._customer(name=f"Baskets {pieces}")
            self._ordered(customer, 60, 50, 40, 30, 20, 10, pieces=pieces)
            self.assertEqual(self.signs(customer), signs)

    def test_contacts_count_for_their_company(self):
        customer = self._customer(name="Group")
        shop = self._customer(name="Shop", parent_id=customer.id)
        self._ordered(customer, 120, 60)
        self._ordered(shop, 90)
        self.assertEqual(self._look().partner_id, customer)

    def test_drafts_and_cancelled_orders_do_not_count(self):
        customer = self._silent("Ostsee")
        order = self._ordered(customer, 1)
        self.assertEqual(self.signs(customer), [])
        order._action_cancel()
        self.assertEqual(self.signs(customer), ["gap"])

    def test_another_company_s_orders(self):
        self._silent("Ostsee")
        other = self._company()
        self.assertEqual(self.Risk._refresh_company(other, NOW), 0)

    def test_complaint(self):
        customer = self._customer(name="Ostsee")
        order = self._ordered(customer, 3)
        complaint = self._complaint(order)
        for back, signs in ((179, ["complaint"]), (181, [])):
            complaint.opened_at = NOW - timedelta(days=back)
            self.assertEqual(self.signs(customer), signs)

    def test_marks_and_refusals(self):
        customer = self._customer(name="Ostsee", phone="+39 02 5550 7777")
        call = self._sales_call(customer=customer)
        question = self.env["survey.question"].create(
            {
                "survey_id": self.selling_script.id,
                "title": "Would you recommend us?",
                "question_type": "scale",
                "o2c_role": "nps",
            }
        )
        self._ordered(customer, 3)
        answer = self.env["o2c.call.answer"].create(
            {"call_id": call.id, "question_id": question.id}
        )
        call.sudo().write({"state": "done", "finished_at": NOW - timedelta(days=1)})
        for mark, signs in (("7", []), ("6", ["score"]), ("0", ["score"])):
            answer.text = mark
            self.assertEqual(self.signs(customer), signs, mark)
        answer.text = False
        self.assertEqual(self.signs(customer), [])
        call.sudo().verdict = "not_ok"
        self.assertEqual(self.signs(customer), ["not_accepted"])

    def test_late_deliveries(self):
        customer = self._customer(name="Ostsee")
        orders = self.env["sale.order"]
        for back, signs in ((5, []), (4, ["late"])):
            orders |= self._ordered(customer, back)
            milestone = orders[-1].o2c_milestone_ids.filtered(
                lambda m: m.kind == "delivered"
            )
            if not milestone:
                milestone = self.env["o2c.milestone"].create(
                    {"order_id": orders[-1].id, "kind": "delivered", "sequence": 9}
                )
            milestone.write(
                {
                    "planned_at": NOW - timedelta(days=3),
                    "actual_at": NOW - timedelta(days=2),
                }
            )
            self.assertEqual(self.signs(customer), signs)

    # ------------------------------------------------------------- looking again
    def test_twice_is_once(self):
        self._silent("Ostsee")
        first = self._look()
        with self.assertNothingWritten("o2c.retention.list"):
            second = self._look()
        self.assertEqual(first, second)

    def test_since_stays_and_who_came_back_goes(self):
        customer = self._silent("Ostsee")
        row = self._look()
        self.Risk._refresh_company(self.company, NOW + timedelta(days=3))
        self.assertEqual(row.since.isoformat(), "2026-06-01")
        self.assertEqual(row.silent_days, 63)
        self._ordered(customer, 0)
        self.assertFalse(self._look())

    def test_thresholds_of_the_company(self):
        customer = self._silent("Ostsee")
        policy = self.env["o2c.churn.policy"].create(
            {"company_id": self.company.id, "gap_factor": 2.01}
        )
        self.assertEqual(self.signs(customer), [])
        policy.gap_factor = 2.0
        self.assertEqual(self.signs(customer), ["gap"])

    def test_names_are_no_code(self):
        self._silent("Robert'); DROP TABLE o2c_call;--")
        self.assertEqual(len(self._look()), 1)

    # ------------------------------------------------------------- who may
    def test_a_salesperson_sees_his_own(self):
        mine = self._silent("Mine", user_id=self.seller.id)
        self._silent("Another's")
        self._look()
        rows = self.Risk.with_user(self.seller).search([])
        self.assertEqual(rows.partner_id, mine)
        for method in ("action_refresh", "action_make_list"):
            with self.assertRaises(AccessError):
                call_kw(rows, method, [rows.ids] if "make" in method else [], {})
        for user in (self.agent, self._user("warehouse")):
            with self.assertRaises(AccessError):
                self.Risk.with_user(user).search([])

    def test_nobody_writes_by_hand(self):
        self._silent("Ostsee")
        rows = self._look()
        for user in (self.leader, self.marketing):
            seen = rows.with_user(user)
            self.assertTrue(seen.search_count([]))
            for method, args in (("write", [{"points": 0}]), ("unlink", [])):
                with self.assertRaises(AccessError):
                    call_kw(seen, method, [rows.ids, *args], {})

    def test_the_job(self):
        self._silent("Ostsee")
        with self._at("2026-06-01 08:00:00"), self.enter_registry_test_mode():
            self.env.ref("o2c_quality_check.cron_churn_refresh").method_direct_trigger()
        self.assertTrue(self.Risk.search([("company_id", "=", self.company.id)]))
