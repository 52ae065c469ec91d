from odoo import Command
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import O2cCommon
from .test_confirm import CONTEXTS


@tagged("post_install", "-at_install")
class TestDelivery(O2cCommon):
    """Only the step that leaves the warehouse waits; the rest goes on."""

    def setUp(self):
        super().setUp()
        self.warehouse_user = self._user("warehouse")

    def _picking(self, order, qty=None):
        picking = order.picking_ids
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty if qty is None else qty
            move.picked = True
        return picking

    def _validate(self, pickings, **context):
        pickings = pickings.with_user(self.warehouse_user)
        return pickings.with_context(skip_sms=True, **context).button_validate()

    def assertHeld(self, action, *names):
        self.assertEqual(action["tag"], "display_notification")
        message = action["params"]["message"]
        self.assertEqual(len(message.splitlines()), len(names))
        for name in names:
            self.assertIn(name, message)

    def test_free(self):
        picking = self._picking(self._order())
        self.assertIs(self._validate(picking), True)
        self.assertEqual(picking.state, "done")

    def test_held_is_not_shipped(self):
        order = self._order()
        picking = self._picking(order)
        self._hold(order, "delivery", note="wait for my word")
        action = self._validate(picking)
        self.assertHeld(action, picking.name)
        self.assertIn("wait for my word", action["params"]["message"])
        self.assertEqual(action["params"]["title"], "Delivery: 1 on hold")
        self.assertEqual(picking.state, "assigned")
        self.assertEqual(order.order_line.qty_delivered, 0)

    def test_held_by_the_customer(self):
        order = self._order()
        picking = self._picking(order)
        self._hold(self.customer, "customer")
        self.assertHeld(self._validate(picking), picking.name)
        self.assertEqual(picking.state, "assigned")

    def test_released_is_shipped(self):
        order = self._order()
        picking = self._picking(order)
        hold = self._hold(order, "delivery")
        self._validate(picking)
        hold._release("go")
        self.assertIs(self._validate(picking), True)
        self.assertEqual(picking.state, "done")

    def test_batch_ships_the_free(self):
        held, free = self._order(), self._order()
        pickings = self._picking(held) | self._picking(free)
        self._hold(held, "delivery")
        self.assertHeld(self._validate(pickings), held.picking_ids.name)
        self.assertEqual(pickings.mapped("state"), ["assigned", "done"])

    def test_rpc_and_no_context_key(self):
        order = self._order()
        picking = self._picking(order)
        self._hold(order, "delivery")
        model = self.env["stock.picking"].with_user(self.warehouse_user)
        for context in [
            *CONTEXTS,
            {"skip_backorder": True, "button_validate_picking_ids": picking.ids},
            {"skip_sanity_check": True, "cancel_backorder": True},
        ]:
            action = call_kw(
                model, "button_validate", [picking.ids], {"context": context}
            )
            self.assertHeld(action, picking.name)
            self.assertEqual(picking.state, "assigned", context)

    def test_only_holds_on_delivery_stop_it(self):
        order = self._order()
        picking = self._picking(order)
        for code in ("invoicing", "collection", "closing"):
            self._hold(order, code)
        self.assertIs(self._validate(picking), True)

    def test_backorder_wizard_comes_back_for_all(self):
        held, part = self._order(), self._order()
        pickings = self._picking(held) | self._picking(part, 4)
        self._hold(held, "delivery")
        action = self._validate(pickings)
        self.assertEqual(action["res_model"], "stock.backorder.confirmation")
        self.assertEqual(pickings.mapped("state"), ["assigned", "assigned"])
        wizard = self.env["stock.backorder.confirmation"]
        wizard = wizard.with_user(self.warehouse_user)
        wizard = wizard.with_context(**action["context"]).create({})
        self.assertEqual(wizard.pick_ids, pickings[1])
        self.assertHeld(wizard.process(), pickings[0].name)
        self.assertEqual(pickings.mapped("state"), ["assigned", "done"])
        backorder = part.picking_ids - pickings
        self.assertEqual(backorder.move_ids.product_uom_qty, 6)

    def test_backorder_wizard_does_not_get_round_it(self):
        order = self._order()
        picking = self._picking(order, 4)
        self._hold(order, "delivery")
        wizard = self.env["stock.backorder.confirmation"]
        wizard = wizard.with_user(self.warehouse_user).with_context(
            button_validate_picking_ids=picking.ids,
            default_pick_ids=[Command.link(picking.id)],
        )
        wizard = wizard.create({})
        for answer in (wizard.process, wizard.process_cancel_backorder):
            self.assertHeld(answer(), picking.name)
            self.assertEqual(picking.state, "assigned")

    def test_rest_of_a_part_delivery_is_held(self):
        order = self._order()
        self._deliver(order, 4)
        self._hold(order, "delivery")
        rest = order.picking_ids.filtered(lambda p: p.state != "done")
        rest.move_ids.picked = True
        self.assertHeld(self._validate(rest), rest.name)
        self.assertEqual(order.order_line.qty_delivered, 4)

    def test_earlier_steps_are_allowed(self):
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        warehouse.delivery_steps = "pick_ship"
        storable = self._product(is_storable=True)
        self.env["stock.quant"]._update_available_quantity(
            storable, warehouse.lot_stock_id, 10
        )
        order = self._order(self._line(storable), warehouse_id=warehouse.id)
        self._hold(order, "delivery")
        pick = order.picking_ids
        self.assertEqual(pick.location_dest_id.usage, "internal")
        pick.move_ids.picked = True
        self.assertIs(self._validate(pick), True)
        self.assertEqual(pick.state, "done")
        ship = order.picking_ids - pick
        self.assertEqual(ship.location_dest_id.usage, "customer")
        ship.move_ids.picked = True
        self.assertHeld(self._validate(ship), ship.name)
        self.assertEqual(ship.state, "assigned")

    def test_returns_come_in(self):
        order = self._order()
        delivery = self._deliver(order)
        self._hold(order, "delivery")
        self._hold(self.customer, "customer")
        back = self._return(delivery, receive=False)
        back.move_ids.picked = True
        self.assertIs(self._validate(back), True)
        self.assertEqual(back.state, "done")

    def test_delivery_without_an_order_to_a_held_customer(self):
        picking = self._sample(self.customer)
        stranger = self._sample(self._customer(name="Other"))
        self._hold(self.customer, "customer")
        self.assertHeld(self._validate(picking | stranger), picking.name)
        self.assertEqual((picking | stranger).mapped("state"), ["assigned", "done"])
        self.assertTrue(picking.o2c_is_held)
        self.assertFalse(stranger.o2c_is_held)

    def test_delivery_that_serves_two_orders(self):
        one, other = self._order(), self._order()
        delivery = self._picking(one)
        other.picking_ids.move_ids.picking_id = delivery
        delivery.move_ids.picked = True
        self.assertEqual(len(delivery.move_ids.sale_line_id.order_id), 2)
        for order in (one, other):
            hold = self._hold(order, "delivery")
            self.assertHeld(self._validate(delivery), delivery.name)
            hold._release("go")
        self.assertIs(self._validate(delivery), True)

    def _sample(self, partner):
        """A delivery that nobody ordered."""
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        kind = warehouse.out_type_id
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "partner_id": partner.id,
                "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": 1,
                            "location_id": warehouse.lot_stock_id.id,
                            "location_dest_id": self.env.ref(
                                "stock.stock_location_customers"
                            ).id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.move_ids.write({"quantity": 1, "picked": True})
        return picking
