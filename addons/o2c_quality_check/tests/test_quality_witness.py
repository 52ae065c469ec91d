from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from odoo.addons.o2c_customer_care.domain.care_figures import Share

from .figures_common import TODAY, FiguresCommon

REPORTED = datetime(2026, 1, 1, 12)


@tagged("post_install", "-at_install")
class TestQualityWitness(FiguresCommon):
    """The customer's word beside the courier's and beside our records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # what couriers reported: of every order with one, long before the call
        picking = cls._deliver(cls._order())
        for order, fact in zip(cls.orders, cls.facts, strict=True):
            if fact["carrier"] is not None:
                cls._report(picking, order, cls.carriers[fact["carrier"]])

    @classmethod
    def _report(cls, picking, order, carrier):
        cls.env.cr.execute(
            "INSERT INTO o2c_shipment (picking_id, order_id, company_id, carrier_id,"
            " delivered_at, status, tracking_ref)"
            " VALUES (%s, %s, %s, %s, %s, 'delivered', %s)",
            [
                *(picking.id, order.id, cls.company.id, carrier.id, REPORTED),
                f"T{order.id}",
            ],
        )

    def _untrue(self, fact):
        """In what this customer contradicts, the gravest; "" for in nothing."""
        if fact["received"] == "bad":
            return "not_received"
        if fact["address"] == "bad" or fact["precision"] == "elsewhere":
            return "not_there"
        return "not_then" if fact["precision"] in ("bad", "late") else ""

    def _asked(self, carrier=None):
        return [
            fact
            for fact in self.facts
            if fact["carrier"] is not None
            and carrier in (None, fact["carrier"])
            and (fact["received"] or fact["address"] or fact["precision"])
        ]

    # ------------------------------------------------------------- couriers
    def test_couriers(self):
        data = self._dashboard("couriers")
        asked = self._asked()
        untrue = [fact for fact in asked if self._untrue(fact)]
        self.assertEqual(
            (data["whole"]["part"], data["whole"]["n"]), (len(untrue), len(asked))
        )
        self.assertAlmostEqual(data["whole"]["value"], 100 * len(untrue) / len(asked))
        groups = {group["key"]: group for group in data["groups"]}
        for place in (0, 1):
            facts = self._asked(place)
            bad = sum(bool(self._untrue(fact)) for fact in facts)
            group = groups.pop(self.carriers[place].id)
            low, high = Share(bad, len(facts)).interval
            self.assertEqual((group["part"], group["n"]), (bad, len(facts)))
            self.assertAlmostEqual(group["low"], 100 * low)
            self.assertAlmostEqual(group["high"], 100 * high)
            self.assertEqual(group["enough"], len(facts) >= 30)
        self.assertFalse(groups)
        for kind in data["kinds"]:
            expected = sum(self._untrue(fact) == kind["key"] for fact in asked)
            self.assertEqual(kind["count"], expected)
        self.assertEqual(
            data["cases"][0]["said"][:10], str(max(f["at"] for f in untrue))[:10]
        )

    def test_the_cases_are_those_that_were_counted(self):
        data = self._dashboard("couriers")
        Call = self.env["o2c.call"].with_user(self.leader)
        for group in data["groups"]:
            action = self._open("open_cases", group["key"])
            self.assertEqual(Call.search_count(action["domain"]), group["part"])
        for kind in data["kinds"]:
            action = self._open("open_cases", None, kind["key"])
            self.assertEqual(Call.search_count(action["domain"]), kind["count"])

    def test_a_later_report_was_not_contradicted(self):
        before = self._dashboard("couriers")["whole"]["n"]
        fact = next(fact for fact in self._asked() if self._untrue(fact))
        order = self.orders[self.facts.index(fact)]
        self.env.cr.execute(
            "UPDATE o2c_shipment SET delivered_at = %s WHERE order_id = %s",
            [fact["at"] + timedelta(seconds=1), order.id],
        )
        self.assertEqual(self._dashboard("couriers")["whole"]["n"], before - 1)

    def test_marketing_does_not_see_couriers(self):
        with self.assertRaises(AccessError):
            self._open("open_cases", user=self.marketer)
        with self.assertRaises(AccessError):
            self._open("open_orders", user=self.marketer)

    # ------------------------------------------------------------- the order
    def _said(self, **answers):
        """An order delivered complete and on time about which a call was finished."""
        order = self._delivered("2026-03-03 10:00:00")
        call = self._call_about(order, "2026-03-05 09:00:00", **answers)
        return order, call

    def _call_about(self, order, moment, campaign=None, **answers):
        none = dict.fromkeys(self.facts[0])
        fact = {**none, "agent": self.agent, "selling": False, **answers}
        fact["at"] = datetime.fromisoformat(moment)
        vals = {**self._call_vals(fact, order), "partner_id": self.customer.id}
        call = self.env["o2c.call"].create(
            {**vals, "campaign_id": (campaign or self.service).id}
        )
        self.env["o2c.call.answer"].create(list(self._answer_vals(fact, call)))
        return call

    def test_witness_by_role(self):
        cases = [
            ({"condition": "damaged"}, {"undamaged": False}),
            ({"condition": "incomplete"}, {"complete": False}),
            ({"condition": "fine"}, {"complete": True, "undamaged": True}),
            ({"precision": "late"}, {"on_time": False}),
            ({"precision": "elsewhere"}, {"complete": False}),
            ({"address": "bad"}, {"complete": False}),
            ({"invoice": "bad"}, {"invoiced_right": False}),
            ({"invoice": "nothing"}, None),
            (
                {"received": "bad", "condition": "fine"},
                {"complete": False, "on_time": False, "undamaged": True},
            ),
            ({"received": "fine"}, None),
        ]
        order = self._order()
        for number, (answers, expected) in enumerate(cases):
            with self.subTest(answers=answers):
                campaign = self._campaign(
                    start=False, name=f"C{number}", survey_id=self.survey.id
                )
                call = self._call_about(
                    order, "2026-03-05 09:00:00", campaign, **answers
                )
                self.assertEqual(order._o2c_customer_witness().get(order.id), expected)
                call.finished_at = False

    def test_the_newest_call_counts(self):
        order, _call = self._said(condition="damaged", invoice="bad")
        other = self._campaign(start=False, name="Again", survey_id=self.survey.id)
        self._call_about(order, "2026-03-06 09:00:00", other, condition="fine")
        told = order._o2c_customer_witness()[order.id]
        self.assertEqual(
            told, {"complete": True, "undamaged": True, "invoiced_right": False}
        )

    def test_many_orders_one_query(self):
        self.orders._o2c_customer_witness()
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.orders._o2c_customer_witness()

    def test_measured_anew_when_the_customer_spoke(self):
        with freeze_time(TODAY):
            order, call = self._said(condition="damaged")
            self.env.cr.execute(
                "SELECT count(*) FROM o2c_perfect_todo WHERE order_id = %s", [order.id]
            )
            self.assertGreater(self.env.cr.fetchone()[0], 0)
            self.env["o2c.perfect.order"]._measure(order.ids)
        row = order.o2c_perfect_ids
        self.assertEqual((row.undamaged, row.customer_perfect), ("yes", "no"))
        self.assertTrue(row.disagreement)
        data = order.o2c_perfect["measure"]["components"]
        told = {c["key"]: (c["customer"], c["differs"]) for c in data}
        self.assertEqual(told["undamaged"], ("The customer says: no", True))
        self.assertEqual(told["complete"], ("", False))
        # corrected by link or by hand: measured again
        self.env.cr.execute("DELETE FROM o2c_perfect_todo")
        answer = call.answer_ids.filtered(lambda a: a.role == "condition")
        answer.suggested_answer_id = answer.question_id.suggested_answer_ids[0]
        self.env.cr.execute("SELECT order_id FROM o2c_perfect_todo")
        self.assertIn((order.id,), self.env.cr.fetchall())

    def test_both_witnesses_on_the_screen(self):
        with freeze_time(TODAY):
            orders = self.env["sale.order"]
            for answers in (
                {"condition": "fine"},
                {"condition": "damaged"},
                {"invoice": "bad"},
            ):
                order, _call = self._said(**answers)
                self._invoice(order)
                orders |= order
            self.env["o2c.perfect.order"]._measure(orders.ids)
        rows = orders.o2c_perfect_ids
        known = rows.filtered(lambda row: row.perfect != "open")
        data = self._dashboard("witness")
        self.assertEqual(data["orders"], len(known))
        self.assertGreater(len(known), 0)
        self.assertEqual(data["system"]["part"], sum(r.perfect == "yes" for r in known))
        self.assertEqual(
            data["customer"]["part"], sum(r.customer_perfect == "yes" for r in known)
        )
        self.assertEqual(
            data["disagreement"]["part"], sum(known.mapped("disagreement"))
        )
        cells = [data[k] for k in ("both", "only_system", "only_customer", "neither")]
        self.assertEqual(sum(cells), len(known))
        action = self._open("open_orders", "differ")
        Row = self.env["o2c.perfect.order"].with_user(self.leader)
        found = Row.search(action["domain"])
        self.assertEqual(set(found.ids), set(known.filtered("disagreement").ids))
        components = {row["key"]: row for row in data["components"]}
        undamaged = components["undamaged"]
        asked = known.filtered(lambda r: r.undamaged != "open")
        spoke = [
            r
            for r in asked
            if "undamaged"
            in (r.order_id._o2c_customer_witness().get(r.order_id.id) or {})
        ]
        self.assertEqual(undamaged["customer"]["n"], len(spoke))

    def test_last_score_on_order_and_card(self):
        order, call = self._said(nps=0, overall=None, words="Never again")
        call.verdict = "not_ok"
        self.assertEqual(order.o2c_customer_score, "0 of 10 (NPS)")
        sections = {
            section["key"]: section
            for section in self.customer.with_user(self.leader)._o2c_card_sections()
        }
        lines = [line["value"] for line in sections["satisfaction"]["lines"]]
        self.assertIn("0 of 10 (NPS)", lines[0])
        self.assertIn("Not accepted", lines[1])
        self.assertEqual(lines[2], "“Never again”")
        stranger = self._user("warehouse")
        keys = {
            s["key"] for s in self.customer.with_user(stranger)._o2c_card_sections()
        }
        self.assertNotIn("satisfaction", keys)
        self.assertFalse(self._order().o2c_customer_score)
