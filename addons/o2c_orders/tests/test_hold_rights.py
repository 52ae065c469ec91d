from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged
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


@tagged("post_install", "-at_install")
class TestPlaceRights(O2cCommon):
    """The wizard places by hand what the user may place, on what he may see."""

    def setUp(self):
        super().setUp()
        self.desk = self._user("order_desk")
        self.salesperson = self._user("salesperson")
        self.order = self._order(confirm=False, user_id=self.salesperson.id)

    def _place(self, user, targets=None, reason="manual", **values):
        targets = self.order if targets is None else targets
        vals = {
            "res_model": targets._name,
            "res_ids": targets.ids,
            "reason_id": self.env["o2c.hold.reason"]._by_code(reason).id,
            "note": "why",
            **values,
        }
        wizard = self.env["o2c.hold.place"].with_user(user)
        ids = call_kw(wizard, "create", [[vals]], {})
        return call_kw(wizard, "action_place", [ids], {})

    def assertRefused(self, error, *args, **kwargs):
        with self.assertNothingWritten("o2c.hold"), self.assertRaises(error):
            self._place(*args, **kwargs)

    def test_by_hand(self):
        self._place(self.desk)
        self.assertRecordValues(
            self.Hold.search([("order_id", "=", self.order.id)]),
            [
                {
                    "forced": True,
                    "note": "why",
                    "placed_by_id": self.desk.id,
                    "company_id": self.company.id,
                    "is_partial": False,
                }
            ],
        )

    def test_on_many_at_once(self):
        orders = self.order | self._order(confirm=False)
        self._place(self.desk, orders)
        holds = self.Hold.search([("order_id", "in", orders.ids)])
        self.assertEqual(holds.order_id, orders)

    def test_without_the_group(self):
        for role in ("salesperson", "warehouse", "accountant"):
            self.assertRefused(AccessError, self._user(role), self.customer)
        self.assertRefused(AccessError, self.desk, self.customer, "customer")
        self._place(self._user("order_manager"), self.customer, "customer")
        self.assertEqual(
            self.Hold.search([("customer_id", "=", self.customer.id)]).reason_id.code,
            "customer",
        )

    def test_reason_of_a_rule_only(self):
        self.env["o2c.hold.reason"].create(
            {
                "name": "By rule",
                "code": "test_rule",
                "stops_delivery": True,
                "manual": False,
            }
        )
        self.assertRefused(AccessError, self._user("order_manager"), reason="test_rule")

    def test_amount(self):
        order = self._order()
        self._deliver(order)
        invoice = self._invoice(order)
        accountant = self._user("accountant")
        for amount in (0, -5):
            self.assertRefused(
                UserError,
                accountant,
                invoice,
                "collection",
                is_partial=True,
                amount=amount,
            )
        self._place(accountant, invoice, "collection", is_partial=True, amount=300)
        hold = self.Hold.search([("invoice_id", "=", invoice.id)])
        self.assertEqual((hold.is_partial, hold.amount), (True, 300.0))

    def test_other_models_are_no_targets(self):
        self.assertRefused(UserError, self.desk, self.product)

    def test_what_the_user_cannot_see(self):
        stranger = self._user("salesperson", login="o2c_stranger")
        reason = self.env.ref("o2c_orders.hold_reason_manual")
        reason.place_group_id = self.env.ref("sales_team.group_sale_salesman")
        self.assertRefused(AccessError, stranger)
        self._place(self.salesperson)

    def test_another_company(self):
        other = self.setup_other_company(name="Other")["company"]
        self.assertRefused(
            AccessError,
            self._user("order_manager"),
            self.customer,
            "customer",
            company_id=other.id,
        )


@tagged("post_install", "-at_install")
class TestVisibility(O2cCommon):
    """Who sees which holds: by company and by the customers one looks after."""

    def test_salesperson_sees_his_own(self):
        mine, other = (
            self._user("salesperson"),
            self._user("salesperson", login="o2c_other"),
        )
        theirs = self._customer(name="Theirs", user_id=mine.id)
        invoices = [self._invoiced(user) for user in (mine, other)]
        holds = [
            self._hold(self._order(confirm=False, user_id=mine.id)),
            self._hold(self._order(confirm=False, user_id=other.id)),
            self._hold(theirs, "customer"),
            self._hold(self.customer, "customer"),
            *(self._hold(invoice, "collection") for invoice in invoices),
        ]
        everything = self.Hold.union(*holds)
        domain = [("id", "in", everything.ids)]
        seen = self.Hold.with_user(mine).search(domain)
        self.assertEqual(seen, (holds[0] | holds[2] | holds[4]).sorted())
        with self.assertRaises(AccessError):
            holds[1].with_user(mine).check_access("read")
        desk = self.Hold.with_user(self._user("order_desk")).search(domain)
        self.assertEqual(desk, everything.sorted())

    def test_salesperson_sees_that_his_order_is_held_by_the_customer(self):
        # why he cannot go on, although the hold itself is not his to read
        mine = self._user("salesperson")
        order = self._order(confirm=False, user_id=mine.id)
        hold = self._hold(self.customer, "customer")
        seen = order.with_user(mine)
        self.assertTrue(seen.o2c_is_held)
        self.assertIn("Customer blocked", seen.o2c_hold_text)
        self.assertNotIn(hold, seen.o2c_hold_ids)

    def test_two_companies(self):
        other = self.setup_other_company(name="Other")["company"]
        here = self._hold(self.customer, "customer")
        there = self._hold(self.customer, "customer", company=other)
        domain = [("id", "in", (here | there).ids)]
        manager = self._user("order_manager")
        self.assertEqual(self.Hold.with_user(manager).search(domain), here)
        with self.assertNothingWritten("o2c.hold"), self.assertRaises(AccessError):
            wizard = self.env["o2c.hold.release"].with_user(manager)
            vals = {"hold_ids": [Command.set(there.ids)], "note": "x"}
            wizard.create(vals).action_release()
        manager.company_ids += other
        both = self.Hold.with_user(manager).with_context(
            allowed_company_ids=[self.company.id, other.id]
        )
        self.assertEqual(both.search(domain), (here | there).sorted())

    def _invoiced(self, user):
        order = self._order(user_id=user.id)
        self._deliver(order)
        return self._invoice(order)


@tagged("post_install", "-at_install")
class TestOverHttp(O2cCommon, HttpCase):
    """The same through the real doors: JSON-2 with an API key, the web client."""

    def setUp(self):
        super().setUp()
        self.manager = self._user("order_manager")
        self.order = self._order(confirm=False)
        self.hold = self._hold(self.order)
        self.key = (
            self.env["res.users.apikeys"]
            .with_user(self.manager)
            ._generate("rpc", "test", self.env.cr.now() + timedelta(days=1))
        )

    def _json2(self, model, method, **kwargs):
        return self.url_open(
            f"/json/2/{model}/{method}",
            json=kwargs,
            headers={"Authorization": f"Bearer {self.key}"},
        )

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_json2(self):
        order = self._order(confirm=False)
        reason = self.env.ref("o2c_orders.hold_reason_manual").id
        vals = {"order_id": order.id, "reason_id": reason}
        with self.assertNothingWritten("o2c.hold"):
            answers = [
                self._json2("o2c.hold", "create", vals_list=[vals]),
                self._json2("o2c.hold", "write", ids=self.hold.ids, vals={"note": "x"}),
                self._json2("o2c.hold", "unlink", ids=self.hold.ids),
                self._json2("o2c.hold", "_release", ids=self.hold.ids, note="x"),
            ]
        # 422: the guard of the ledger answers before the missing right does
        self.assertEqual([a.status_code for a in answers], [403, 422, 403, 403])
        read = self._json2("o2c.hold", "read", ids=self.hold.ids, fields=["state"])
        self.assertEqual(read.json(), [{"id": self.hold.id, "state": "open"}])

    def test_json2_confirmation_of_a_held_order(self):
        answer = self._json2("sale.order", "action_confirm", ids=self.order.ids)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.json()["tag"], "display_notification")
        self.order.invalidate_recordset()
        self.assertEqual(self.order.state, "draft")
        self.assertEqual(self.order.o2c_confirm_requested_id, self.manager)

    def test_hold_of_the_call_itself_outlives_the_call(self):
        """What a check places while it refuses is there after the request."""

        def credit_check(orders, phase):
            for order in orders:
                self.env(cr=orders.env.cr)["o2c.hold"]._place(
                    order.sudo(), "delivery", origin=order, note=f"at {phase.value}"
                )

        self.patch(self.registry["sale.order"], "_o2c_refresh_holds", credit_check)
        self.authenticate(self.manager.login, self.manager.login)
        self.make_jsonrpc_request(
            "/web/dataset/call_button/sale.order/action_confirm",
            {
                "model": "sale.order",
                "method": "action_confirm",
                "args": [self.order.ids],
                "kwargs": {},
            },
        )
        self.env.invalidate_all()
        self.assertEqual(self.order.state, "draft")
        placed = self.Hold.search(
            [("order_id", "=", self.order.id), ("note", "=", "at confirmation")]
        )
        self.assertEqual(placed.state, "open")
        self.assertEqual(len(placed), 1)
