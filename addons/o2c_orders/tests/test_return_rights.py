from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .returns_common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestReturnRights(ReturnsCommon):
    """Nothing is done over a call that the screen does not offer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._delivered(5)
        cls.record = cls._ask(cls.order, 2)

    def _call(self, role, model, method, *args, **kwargs):
        env = self.env(user=self._user(role), su=False)
        return call_kw(env[model], method, list(args), kwargs)

    def test_invoicing_cannot_be_escaped(self):
        line = self.order.order_line
        for vals in (
            {"o2c_taken_back": 5},
            {"o2c_replaces_line_id": line.id},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                self._call("order_manager", "sale.order.line", "write", line.ids, vals)
        with self.assertRaises(AccessError):
            self._call(
                "order_manager",
                "sale.order",
                "write",
                self.order.ids,
                {"o2c_replaces_id": self.record.id},
            )

    def test_wizard_of_odoo(self):
        with self.assertRaises(AccessError):
            self._call(
                "warehouse",
                "stock.return.picking",
                "create",
                [
                    {
                        "picking_id": self.order.picking_ids.id,
                        "o2c_return_id": self.record.id,
                    }
                ],
            )

    def test_private_methods(self):
        for method in ("_authorise", "_dispose", "_request"):
            with self.subTest(method), self.assertRaises(AccessError):
                self._call("order_manager", "o2c.return", method, self.record.ids)

    def test_no_creation_or_deletion(self):
        for model in ("o2c.return", "o2c.return.line", "o2c.refusal", "o2c.withdrawal"):
            with self.subTest(model), self.assertRaises(AccessError):
                self._call("order_manager", model, "create", [{}])
        with self.assertRaises(AccessError):
            self._call("order_manager", "o2c.return", "unlink", self.record.ids)

    def test_reasons_belong_to_the_manager(self):
        reason = self.reasons["changed_mind"]
        for role in ("salesperson", "order_desk", "warehouse", "accountant"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._call(
                    role, "o2c.return.reason", "write", reason.ids, {"automatic": True}
                )

    def test_salesperson_sees_his_own(self):
        seller = self._user("salesperson")
        other = self._delivered(5, user_id=self._user("order_desk").id)
        mine = self._delivered(5, user_id=seller.id)
        theirs, own = self._ask(other, 1), self._ask(mine, 1)
        found = self._call("salesperson", "o2c.return", "search", [])
        self.assertIn(own.id, found)
        self.assertNotIn(theirs.id, found)

    def test_another_company(self):
        foreigner = self._user(
            "order_manager", login="o2c_foreign", company=self._company()
        )
        env = self.env(user=foreigner, su=False)
        for model in ("o2c.return", "o2c.return.line"):
            with self.subTest(model):
                self.assertFalse(call_kw(env[model], "search", [[]], {}))

    def test_desk_asks_through_the_wizard(self):
        env = self.env(user=self._user("order_desk"), su=False)
        wizard = env["o2c.return.open"].create({"order_id": self.order.id})
        self.assertEqual(wizard.line_ids.free, 3)
        wizard.line_ids.quantity = 1
        action = wizard.action_request()
        record = env["o2c.return"].browse(action["res_id"])
        self.assertEqual(
            (record.state, record.requested_by_id), ("requested", env.user)
        )
        record.action_authorise()
        self.assertEqual(record.state, "authorised")

    def test_warehouse_disposes(self):
        self.record.action_authorise()
        self._receive(self.record)
        clerk = self.record.with_user(self._user("warehouse")).sudo(False)
        clerk.line_ids.write({"condition": "opened", "disposition": "scrap"})
        clerk.action_dispose()
        self.assertEqual(self.record.state, "settled")
        with self.assertRaises(AccessError):
            self._call("accountant", "o2c.return", "action_dispose", self.record.ids)

    def test_withdrawal_through_the_wizard(self):
        self.company.o2c_withdrawal_scope = "everybody"
        env = self.env(user=self._user("order_desk"), su=False)
        wizard = env["o2c.withdrawal.enter"].create({"order_id": self.order.id})
        self.assertEqual((wizard.line_ids.quantity, wizard.doubts), (3, ""))
        action = wizard.action_enter()
        record = env["o2c.withdrawal"].browse(action["res_id"])
        self.assertEqual((record.state, record.channel), ("accepted", "email"))
        self.assertEqual(record.return_ids.line_ids.quantity, 3)
