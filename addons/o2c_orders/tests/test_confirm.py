from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from odoo.addons.o2c_orders.domain.hold import Phase

from .common import DAY_ONE, O2cCommon

# a client may send whatever it likes
CONTEXTS = [
    {"o2c_skip_holds": True},
    {"skip_holds": True, "force": True, "bypass_risk": True},
    {"install_mode": True, "_force_unlink": True, "import_file": True},
    {"active_test": False, "tracking_disable": True, "send_email": True},
]


@tagged("post_install", "-at_install")
class TestConfirm(O2cCommon):
    """A held order is not confirmed by any door; a free one always is."""

    def setUp(self):
        super().setUp()
        self.salesperson = self._user("salesperson")

    def _quote(self, **values):
        values = {"user_id": self.salesperson.id, **values}
        return self._order(confirm=False, **values)

    def _refused(self, action):
        """What the screen gets instead of a confirmation."""
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual(action["params"]["type"], "warning")
        self.assertTrue(action["params"]["sticky"])
        return action["params"]

    def test_free_order_is_confirmed(self):
        order = self._quote()
        self.assertIs(order.with_user(self.salesperson).action_confirm(), True)
        self.assertEqual(order.state, "sale")
        self.assertTrue(order.picking_ids)
        self.assertFalse(order.o2c_confirm_requested_at)

    def test_held_order_waits_and_says_why(self):
        order = self._quote()
        with self._at(DAY_ONE):
            hold = self._hold(order, note="address unclear")
            action = order.with_user(self.salesperson).action_confirm()
        params = self._refused(action)
        self.assertEqual(params["title"], "Confirmation: 1 on hold")
        self.assertIn(order.name, params["message"])
        self.assertIn("address unclear", params["message"])
        self.assertRecordValues(
            order,
            [
                {
                    "state": "draft",
                    "picking_ids": [],
                    "o2c_confirm_requested_id": self.salesperson.id,
                }
            ],
        )
        self.assertEqual(str(order.o2c_confirm_requested_at), DAY_ONE)
        self.assertEqual(hold.state, "open")

    def test_batch_confirms_the_free_and_reports_the_held(self):
        orders = self._quote() | self._quote() | self._quote(state="sent")
        self._hold(orders[1], note="wait")
        action = orders.with_user(self.salesperson).action_confirm()
        self.assertEqual(orders.mapped("state"), ["sale", "draft", "sale"])
        message = self._refused(action)["message"]
        self.assertIn(orders[1].name, message)
        self.assertNotIn(orders[0].name, message)
        self.assertNotIn(orders[2].name, message)

    def test_batch_of_held_ones_reports_each(self):
        orders = self._quote() | self._quote()
        for order in orders:
            self._hold(order)
        params = self._refused(orders.action_confirm())
        self.assertEqual(params["title"], "Confirmation: 2 on hold")
        self.assertEqual(len(params["message"].splitlines()), 2)
        self.assertEqual(orders.mapped("state"), ["draft", "draft"])

    def test_rpc(self):
        order = self._quote()
        self._hold(order)
        model = self.env["sale.order"].with_user(self.salesperson)
        action = call_kw(model, "action_confirm", [order.ids], {})
        self._refused(action)
        self.assertEqual(order.state, "draft")

    def test_no_context_key_lets_it_pass(self):
        order = self._quote()
        self._hold(order)
        for context in CONTEXTS:
            model = self.env["sale.order"].with_user(self.salesperson)
            self._refused(
                call_kw(model, "action_confirm", [order.ids], {"context": context})
            )
            self.assertEqual(order.state, "draft", context)

    def test_writing_the_state_does_not_get_round_it(self):
        held, free = self._quote(), self._quote()
        self._hold(held)
        model = self.env["sale.order"].with_user(self.salesperson)
        with self.assertNothingWritten("sale.order"), self.assertRaises(UserError):
            call_kw(model, "write", [(held | free).ids, {"state": "sale"}], {})
        call_kw(model, "write", [free.ids, {"state": "sale"}], {})
        self.assertEqual(free.state, "sale")

    def test_nobody_forges_a_request_or_the_stage(self):
        seller = self._user("salesperson")
        order = self._order(confirm=False, user_id=seller.id)
        forged = {
            "o2c_confirm_requested_at": "2026-03-02 09:00:00",
            "o2c_confirm_requested_id": self.env.uid,
            "o2c_stage": "closed",
            "o2c_stage_since": "2026-03-02 09:00:00",
            "o2c_next_due": "2026-03-02 09:00:00",
            "o2c_closed_at": "2026-03-02 09:00:00",
        }
        for name, value in forged.items():
            with self.subTest(name), self.assertNothingWritten("sale.order"):
                for method, args in (
                    ("write", [[order.id], {name: value}]),
                    ("create", [{"partner_id": order.partner_id.id, name: value}]),
                ):
                    with self.assertRaises(AccessError):
                        call_kw(
                            self.env["sale.order"].with_user(seller), method, args, {}
                        )

    def test_only_holds_on_confirmation_stop_it(self):
        order = self._quote()
        for code in ("delivery", "invoicing", "collection", "closing"):
            self._hold(order, code)
        self.assertIs(order.action_confirm(), True)
        self.assertEqual(order.state, "sale")

    def test_hold_on_the_customer_stops_all_his_orders(self):
        orders = self._quote() | self._quote()
        other = self._quote(partner_id=self._customer(name="Other").id)
        self._hold(self.customer, "customer")
        self._refused((orders | other).action_confirm())
        self.assertEqual(orders.mapped("state"), ["draft", "draft"])
        self.assertEqual(other.state, "sale")

    def test_hold_on_an_amount_lets_the_order_go(self):
        order = self._quote()
        self._hold(order, amount=300.0)
        self.assertIs(order.action_confirm(), True)
        self.assertEqual(order.state, "sale")

    def test_hold_of_the_past_and_of_the_future_does_not_stop_it(self):
        order = self._quote()
        with self._at(DAY_ONE):
            self._hold(order, date_to=self._moment("2026-03-03 09:00:00"))
            self._hold(order, "customer", date_from=self._moment("2026-03-05 09:00:00"))
        with self._at("2026-03-04 09:00:00"):
            self.assertIs(order.action_confirm(), True)

    def test_hold_of_another_company_does_not_stop_it(self):
        other = self._company()
        self._hold(self.customer, "customer", company=other)
        order = self._quote()
        self.assertIs(order.action_confirm(), True)

    def test_confirmed_order_keeps_odoos_own_refusal(self):
        order = self._order()
        with self.assertRaises(UserError):
            order.action_confirm()

    def test_confirming_again_keeps_the_first_request(self):
        order = self._quote()
        desk = self._user("order_desk")
        with self._at(DAY_ONE):
            self._hold(order)
            order.with_user(self.salesperson).action_confirm()
        with self._at("2026-03-04 09:00:00"):
            order.with_user(desk).action_confirm()
        self.assertEqual(order.o2c_confirm_requested_id, self.salesperson)
        self.assertEqual(str(order.o2c_confirm_requested_at), DAY_ONE)

    def test_copy_does_not_take_the_request_along(self):
        order = self._quote()
        self._hold(order)
        order.action_confirm()
        copy = order.copy()
        self.assertFalse(copy.o2c_confirm_requested_at)
        self.assertFalse(copy.o2c_is_held)

    def test_template_mail_only_for_the_free(self):
        mail = self.env["mail.template"].create(
            {
                "name": "Your order",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "subject": "Thank you for {{ object.name }}",
                "partner_to": "{{ object.partner_id.id }}",
            }
        )
        template = self.env["sale.order.template"].create(
            {"name": "Set", "mail_template_id": mail.id}
        )
        orders = self._quote() | self._quote()
        orders.sale_order_template_id = template
        self._hold(orders[1])
        orders.action_confirm()
        thanked = [
            bool(order.message_ids.filtered(lambda m: "Thank you" in (m.subject or "")))
            for order in orders
        ]
        self.assertEqual(thanked, [True, False])

    def test_override_outside_ours_goes_on(self):
        """As in a shop: it calls us, gets an answer and looks at the state."""
        confirmed = []
        model = self.registry["sale.order"]
        inner = model.action_confirm

        def shop_confirm(orders):
            answer = inner(orders)
            confirmed.extend(orders.filtered(lambda o: o.state == "sale").ids)
            return answer

        self.patch(model, "action_confirm", shop_confirm)
        orders = self._quote() | self._quote()
        self._hold(orders[0])
        self._refused(orders.action_confirm())
        self.assertEqual(confirmed, orders[1].ids)

    def _moment(self, text):
        return self.env["o2c.hold"]._fields["date_from"].to_datetime(text)


@tagged("post_install", "-at_install")
class TestRefresh(O2cCommon):
    """A module that places its hold on the way in: once for all, not rolled back."""

    def setUp(self):
        super().setUp()
        self.phases = phases = []

        def credit_check(orders, phase):
            """Stands for a module of its own: orders above 500 are held."""
            phases.append((orders.ids, phase))
            for order in orders.filtered(lambda o: o.amount_total > 500):
                self._hold(order, origin=order, note="over the limit")

        self.patch(self.registry["sale.order"], "_o2c_refresh_holds", credit_check)

    def test_hold_placed_on_the_way_in_stays(self):
        big, small = (
            self._order(confirm=False),
            self._order(self._line(qty=1), confirm=False),
        )
        (big | small).action_confirm()
        self.assertEqual((big | small).mapped("state"), ["draft", "sale"])
        self.assertEqual(self.phases[0], ((big | small).ids, Phase.CONFIRMATION))
        self.assertEqual(len(self.phases), 1)
        self.assertRecordValues(
            self.Hold.search([("order_id", "in", (big | small).ids)]),
            [{"order_id": big.id, "state": "open", "note": "over the limit"}],
        )

    def test_asking_twice_places_once(self):
        order = self._order(confirm=False)
        order.action_confirm()
        order.action_confirm()
        self.assertEqual(self.Hold.search_count([("order_id", "=", order.id)]), 1)


@tagged("post_install", "-at_install")
class TestResume(O2cCommon):
    """After the release the order goes the way that somebody had asked for."""

    def setUp(self):
        super().setUp()
        self.salesperson = self._user("salesperson")
        self.manager = self._user("order_manager")

    def _waiting(self, **values):
        order = self._order(confirm=False, user_id=self.salesperson.id, **values)
        hold = self._hold(order)
        order.with_user(self.salesperson).action_confirm()
        return order, hold

    def _release(self, holds, user=None, **values):
        wizard = self.env["o2c.hold.release"].with_user(user or self.manager)
        options = {"hold_ids": [Command.set(holds.ids)], "note": "cleared"}
        wizard = wizard.create({**options, **values})
        return wizard, wizard.action_release()

    def test_release_confirms_what_waits(self):
        order, hold = self._waiting()
        wizard, action = self._release(hold)
        self.assertEqual(wizard.waiting_order_ids, order.browse())
        self.assertEqual(action["tag"], "soft_reload")
        self.assertRecordValues(
            hold,
            [
                {
                    "state": "ended",
                    "release_note": "cleared",
                    "released_by_id": self.manager.id,
                    "released_by_rule": False,
                }
            ],
        )
        self.assertRecordValues(
            order, [{"state": "sale", "o2c_confirm_requested_at": False}]
        )
        self.assertEqual(len(order.picking_ids), 1)

    def test_wizard_names_what_waits(self):
        order, hold = self._waiting()
        not_asked = self._order(confirm=False)
        other = self._hold(not_asked)
        wizard = self.env["o2c.hold.release"].with_user(self.manager)
        wizard = wizard.create(
            {"hold_ids": [Command.set((hold | other).ids)], "note": "x"}
        )
        self.assertEqual(wizard.waiting_order_ids, order)

    def test_release_without_resuming(self):
        order, hold = self._waiting()
        self._release(hold, resume=False)
        self.assertEqual((hold.state, order.state), ("ended", "draft"))
        self.assertTrue(order.o2c_confirm_requested_at)

    def test_nobody_asked_nothing_is_confirmed(self):
        order = self._order(confirm=False)
        self._release(self._hold(order))
        self.assertEqual(order.state, "draft")

    def test_another_hold_still_stops_it(self):
        order, hold = self._waiting()
        self._hold(order, "customer", note="blocked")
        _wizard, action = self._release(hold)
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn("blocked", action["params"]["message"])
        self.assertEqual((hold.state, order.state), ("ended", "draft"))

    def test_customer_release_resumes_all_his_orders(self):
        orders = self._order(confirm=False) | self._order(confirm=False)
        stranger = self._order(
            confirm=False, partner_id=self._customer(name="Other").id
        )
        hold = self._hold(self.customer, "customer")
        orders.action_confirm()
        self._hold(stranger)
        stranger.action_confirm()
        self._release(hold)
        self.assertEqual(orders.mapped("state"), ["sale", "sale"])
        self.assertEqual(stranger.state, "draft")

    def test_cancelled_in_between_is_not_revived(self):
        order, hold = self._waiting()
        order._action_cancel()
        self.assertFalse(order.o2c_confirm_requested_at)
        self._release(hold)
        self.assertEqual(order.state, "cancel")
        order.action_draft()
        self._release(self._hold(order, "customer"))
        self.assertEqual(order.state, "draft")

    def test_asked_by_one_who_may_no_longer(self):
        # the request was right when it was made
        order, hold = self._waiting()
        self.salesperson.active = False
        self._release(hold)
        self.assertEqual(order.state, "sale")

    def test_without_the_right_nothing_is_resumed(self):
        order, hold = self._waiting()
        with (
            self.assertNothingWritten("o2c.hold", "sale.order"),
            self.assertRaises(AccessError),
        ):
            self._release(hold, self.salesperson)
        self.assertEqual((hold.state, order.state), ("open", "draft"))
