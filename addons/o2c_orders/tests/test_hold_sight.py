from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import O2cCommon

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
        other = self._company()
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
        other = self._company()
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
