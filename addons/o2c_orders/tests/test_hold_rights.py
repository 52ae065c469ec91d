from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ROLES, O2cCommon
from .test_confirm import CONTEXTS

ADMIN = ",".join(
    (
        "base.group_system",
        "o2c_orders.group_order_manager",
        "sales_team.group_sale_manager",
        "account.group_account_manager",
        "stock.group_stock_manager",
    )
)
INSIDE = ["salesperson", "order_desk", "order_manager", "warehouse", "accountant"]


@tagged("post_install", "-at_install")
class TestLedgerRights(O2cCommon):
    """Nobody writes the ledger over RPC: not the manager, not the administrator."""

    def setUp(self):
        super().setUp()
        self.users = {role: self._user(role) for role in ROLES}
        self.users["admin"] = self._user("admin", groups=ADMIN)
        self.order = self._order(confirm=False, user_id=self.users["salesperson"].id)
        self.hold = self._hold(self.order)

    def _refused(self, user, method, *args, model="o2c.hold", **kwargs):
        """``method`` is refused for want of rights, and nothing was written."""
        records = self.env[model].with_user(user)
        with (
            self.assertNothingWritten(model),
            mute_logger("odoo.addons.base.models.ir_model"),
            # a guard may answer before the missing right does
            self.assertRaises(UserError, msg=f"{user.login} {method}"),
        ):
            call_kw(records, method, list(args), kwargs)

    def test_create(self):
        vals = {
            "order_id": self.order.id,
            "company_id": self.company.id,
            "reason_id": self.env.ref("o2c_orders.hold_reason_delivery").id,
            "date_from": "2026-03-02 09:00:00",
            "placed_by_id": self.env.uid,
        }
        for user in self.users.values():
            self._refused(user, "create", vals)
            self._refused(user, "create", [vals])
            self._refused(user, "web_save", [], vals, specification={})

    def test_import(self):
        row = ["order_id/.id", "reason_id/.id"]
        reason = self.env.ref("o2c_orders.hold_reason_delivery")
        data = [[str(self.order.id), str(reason.id)]]
        for user in self.users.values():
            holds = self.env["o2c.hold"].with_user(user)
            with self.assertNothingWritten("o2c.hold"):
                self.assertFalse(call_kw(holds, "load", [row, data], {})["ids"])

    def test_write(self):
        for user in self.users.values():
            for vals in (
                {"state": "ended"},
                {"note": "x"},
                {"date_to": "2026-03-02 09:00:00"},
                {"requested_by_id": user.id},
            ):
                self._refused(user, "write", self.hold.ids, vals)
            self._refused(user, "web_save", self.hold.ids, {"note": "x"}, {})

    def test_unlink(self):
        for user in self.users.values():
            self._refused(user, "unlink", self.hold.ids)
            for context in CONTEXTS:
                self._refused(user, "unlink", self.hold.ids, context=context)

    def test_copy(self):
        for user in self.users.values():
            self._refused(user, "copy", self.hold.ids)

    def test_private_methods_are_no_doors(self):
        for method in ("_place", "_release", "_end", "_create_once"):
            self._refused(self.users["admin"], method, self.hold.ids)

    def test_read(self):
        for role in (*INSIDE, "admin"):
            read = self.env["o2c.hold"].with_user(self.users[role]).search([])
            self.assertIn(self.hold, read, role)
        for role in ("customer", "agent"):
            self._refused(self.users[role], "search_read", [])
            self._refused(self.users[role], "read", self.hold.ids)

    def test_reasons_are_the_managers(self):
        reason = self.env.ref("o2c_orders.hold_reason_delivery")
        vals = {"name": "x", "code": "x", "stops_delivery": True}
        for role, user in self.users.items():
            if role in ("order_manager", "admin"):
                continue
            self._refused(user, "create", vals, model="o2c.hold.reason")
            self._refused(
                user, "write", reason.ids, {"name": "x"}, model="o2c.hold.reason"
            )
        manager = self.env["o2c.hold.reason"].with_user(self.users["order_manager"])
        self.assertEqual(manager.create(vals).code, "x")


@tagged("post_install", "-at_install")
class TestReleaseRights(O2cCommon):
    """Who may release what, over RPC and through the wizard."""

    def setUp(self):
        super().setUp()
        self.manager = self._user("order_manager")
        self.salesperson = self._user("salesperson")
        self.order = self._order(confirm=False, user_id=self.salesperson.id)

    def _release(self, holds, user, note="cleared", context=None):
        wizard = self.env["o2c.hold.release"].with_user(user)
        vals = {"hold_ids": [Command.set(holds.ids)], "note": note}
        kwargs = {"context": context or {}}
        ids = call_kw(wizard, "create", [[vals]], kwargs)
        return call_kw(wizard, "action_release", [ids], kwargs)

    def assertRefused(self, holds, user, *parts, **kwargs):
        with (
            self.assertNothingWritten("o2c.hold"),
            self.assertRaises(AccessError) as refusal,
        ):
            self._release(holds, user, **kwargs)
        for part in parts:
            self.assertIn(part, str(refusal.exception))

    def test_without_the_group(self):
        hold = self._hold(self.order)
        for role in ("salesperson", "order_desk", "warehouse", "accountant"):
            self.assertRefused(hold, self._user(role), "Order manager")
        self._release(hold, self.manager)
        self.assertEqual(hold.released_by_id, self.manager)

    def test_no_context_key_lets_it_pass(self):
        hold = self._hold(self.order)
        for context in CONTEXTS:
            self.assertRefused(hold, self.salesperson, context=context)

    def test_the_group_of_the_reason_counts(self):
        order = self._order()
        self._deliver(order)
        hold = self._hold(self._invoice(order), "collection")
        accountant = self._user("accountant")
        self.assertRefused(hold, self._user("order_desk"))
        self._release(hold, accountant)
        self.assertEqual(hold.state, "ended")

    def test_nobody_releases_what_stopped_his_own_request(self):
        hold = self._hold(self.order, requested_by=self.manager)
        self.assertRefused(hold, self.manager, "your own request")
        self.assertFalse(hold.with_user(self.manager).can_release)
        other = self._user("order_manager", login="o2c_second_manager")
        self.assertTrue(hold.with_user(other).can_release)
        self._release(hold, other)
        self.assertEqual(hold.released_by_id, other)

    def test_all_objections_are_said(self):
        hold = self._hold(self.order, requested_by=self.salesperson)
        self.assertRefused(
            hold, self.salesperson, "You may not release", "your own request"
        )

    def test_one_refusal_releases_none(self):
        mine = self._hold(self.order, requested_by=self.manager)
        other = self._hold(self.order, "delivery")
        self.assertRefused(mine | other, self.manager)

    def test_needs_words(self):
        hold = self._hold(self.order)
        with self.assertNothingWritten("o2c.hold"), self.assertRaises(UserError):
            self._release(hold, self.manager, note="   ")

    def test_placed_by_hand_is_released_by_hand(self):
        hold = self._hold(self.order, forced=True, origin=self.order)
        self.assertFalse(hold._release("rule", automatic=True))
        self.assertFalse(self.Hold._release_origin(self.order, "gone"))
        self.assertEqual(hold.state, "open")
        self._release(hold, self.manager)
        self.assertEqual((hold.state, hold.released_by_rule), ("ended", False))

    def test_ended_already(self):
        hold = self._hold(self.order)
        self._release(hold, self.manager)
        with self.assertNothingWritten("o2c.hold"), self.assertRaises(UserError):
            self._release(hold, self.manager)
