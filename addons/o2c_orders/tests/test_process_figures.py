from odoo.exceptions import AccessError
from odoo.tests import tagged

from .process_common import ProcessCase


@tagged("post_install", "-at_install")
class TestFigures(ProcessCase):
    """What the process screen says, on the last day of March 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()
        case.setUp = None
        cls.smooth = [ProcessCase._smooth(case, start) for start in (2, 5)]
        cls.waiting = case._order_on(20)
        with case._on(21):
            cls.held = case._order()
            case._hold(cls.held, "delivery")
        orders = cls.smooth[0] | cls.smooth[1] | cls.waiting | cls.held
        cls._by_machines()
        cls.env["o2c.process"]._measure(orders.ids)
        cls.desk = cls._user("order_desk")

    def _figures(self, user=None, **options):
        with self._on(31):
            process = self.Process.with_user(user or self.desk)
            return process.figures(**{"days": 31, **options})

    def _stages(self, figures):
        return {stage["stage"]: stage for stage in figures["stages"]}

    def test_headline(self):
        head = self._figures()["headline"]
        self.assertEqual((head["orders"], head["closed"]), (4, 2))
        self.assertAlmostEqual(head["median"], 9.5)
        self.assertAlmostEqual(head["own"], 3.5)
        self.assertEqual((head["straight"], head["untouched"]), (1.0, 1.0))
        self.assertEqual(head["touches"], 0)

    def test_period(self):
        figures = self._figures(days=12)
        self.assertEqual((figures["from"], figures["to"]), ("2026-03-20", "2026-03-31"))
        self.assertEqual(figures["headline"]["orders"], 2)
        self.assertEqual(self._figures(days=11)["headline"]["orders"], 1)
        self.assertIsNone(self._figures(days=11)["headline"]["median"])

    def test_stages(self):
        stages = self._stages(self._figures())
        processing = stages["processing"]
        self.assertEqual(processing["mean"], 3)
        self.assertEqual(processing["median"], 3)
        self.assertEqual((processing["entered"], processing["left"]), (4, 2))
        self.assertEqual(processing["waiting"], 2)
        # there since the 20th and the 21st at noon
        self.assertEqual(processing["age"], 10.5)
        self.assertEqual(len(processing["why"]), 3)
        self.assertEqual(stages["payment"]["why"], [])
        self.assertEqual(stages["payment"]["department"], "customer")

    def test_departments(self):
        departments = self._figures()["departments"]
        days = {row["department"]: row["days"] for row in departments["rows"]}
        self.assertEqual(days["warehouse"], 3)
        self.assertAlmostEqual(days["accounting"], 0.5)
        self.assertAlmostEqual(days["customer"], 6)
        self.assertAlmostEqual(sum(row["share"] for row in departments["rows"]), 1)
        shares = (3 / 9.5, 0.5 / 9.5, 6 / 9.5)
        self.assertAlmostEqual(
            departments["fragmentation"], 1 - sum(s * s for s in shares)
        )

    def test_ages(self):
        rows = {row["stage"]: row["counts"] for row in self._figures()["ages"]}
        self.assertEqual(rows["processing"], [0, 0, 2, 0, 0])
        self.assertNotIn("closed", rows)

    def test_paths(self):
        rows = self._figures()["variants"]
        self.assertEqual([row["orders"] for row in rows], [2, 1, 1])
        self.assertEqual(rows[0]["share"], 0.5)
        self.assertAlmostEqual(rows[0]["median"], 9.5)
        self.assertTrue(rows[0]["straight"])
        self.assertEqual(
            {row["name"] for row in rows[1:]}, {"Confirmed", "Confirmed → On hold"}
        )

    def test_throughput(self):
        figures = self._figures()
        days = {row["day"]: row for row in figures["throughput"]}
        self.assertEqual(len(days), 31)
        self.assertEqual(
            days["2026-03-05"],
            {"day": "2026-03-05", "confirmed": 1, "delivered": 1, "closed": 0},
        )
        self.assertEqual(days["2026-03-12"]["closed"], 1)
        self.assertEqual(days["2026-03-31"]["confirmed"], 0)
        # four orders on four days, all at noon in Rome
        self.assertEqual(figures["hours"][12], 1.0)
        self.assertEqual(sum(figures["hours"]), 1.0)

    def test_only_one(self):
        seller = self._user("salesperson")
        self.waiting.user_id = seller
        self.env.flush_all()
        self.Process._measure(self.waiting.ids)
        figures = self._figures(narrow={"user_id": seller.id})
        self.assertEqual(figures["headline"]["orders"], 1)
        self.assertEqual(self._stages(figures)["processing"]["waiting"], 1)
        self.assertIn(
            [seller.id, seller.name],
            [list(choice) for choice in figures["choices"]["user_id"]],
        )

    def test_unknown_narrowing_is_ignored(self):
        figures = self._figures(narrow={"partner_id": 1, "company_id": 1})
        self.assertEqual(figures["headline"]["orders"], 4)

    def test_other_company(self):
        stranger = self._user(
            "o2c_orders.group_order_desk", login="o2c_far", company=self._company()
        )
        figures = self._figures(user=stranger)
        self.assertEqual(figures["headline"]["orders"], 0)
        self.assertEqual(figures["ages"], [])

    def test_who_may_look(self):
        for role in ("salesperson", "accountant", "warehouse", "customer"):
            user = self._user(role)
            with self.assertRaises(AccessError):
                self.Process.with_user(user).figures()
            with self.assertRaises(AccessError):
                self.Process.with_user(user).action_measure()
        self.Process.with_user(self.desk).action_measure()

    def test_nobody_writes(self):
        process = self.Process.search([("order_id", "=", self.waiting.id)])
        for role in ("order_desk", "order_manager"):
            own = process.with_user(self._user(role))
            for action in (
                lambda own=own: own.write({"touches": 0}),
                lambda own=own: own.unlink(),
                lambda own=own: own.create({"order_id": self.held.id}),
            ):
                with self.assertRaises(AccessError):
                    action()

    def test_stage_rows(self):
        rows = self.env["o2c.process.stage"].with_user(self.desk)
        found = rows.search([("order_id", "=", self.smooth[0].id)])
        days = {row.stage: round(row.days, 2) for row in found}
        self.assertEqual(
            days,
            {
                "acquisition": 0,
                "processing": 3,
                "shipment": 0,
                "delivery": 0.5,
                "payment": 6,
                "settlement": 0,
            },
        )
        open_ = rows.search([("order_id", "=", self.waiting.id), ("is_open", "=", 1)])
        self.assertEqual(open_.stage, "processing")

    def test_scheduled_job(self):
        self.env.cr.execute("DELETE FROM o2c_process")
        self.env.invalidate_all()
        with self.enter_registry_test_mode():
            self.env.ref("o2c_orders.cron_measure_process").method_direct_trigger()
        found = self.Process.search([("company_id", "=", self.company.id)])
        self.assertEqual(len(found), 4)
