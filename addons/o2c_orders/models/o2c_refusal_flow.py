"""A refusal from the report to its end."""

from odoo import api, fields, models

from .. import explain
from .o2c_refusal import REASONS

HOLD_REASON = "refusal"


class O2cRefusal(models.Model):
    _name = "o2c.refusal"
    _inherit = "o2c.refusal"

    @api.model
    def _open_for(self, events):
        """One open refusal for each shipment that ``events`` say was refused."""
        shipments = events.shipment_id
        open_ = self.search(
            [("shipment_id", "in", shipments.ids), ("state", "!=", "settled")]
        )
        # refused again on the second tour: it is to be decided anew
        again = open_.filtered(lambda r: r.outcome == "redelivery")
        again.write({"state": "open", "outcome": False})
        known = open_.shipment_id
        vals_list = []
        for event in events.sorted("at"):
            if event.shipment_id not in known:
                known |= event.shipment_id
                vals_list.append(self._prepare_vals(event))
        made = self.create(vals_list)
        for record in made:
            record._hold_order()
            record._log_refusal()
        return made | again

    @api.model
    def _prepare_vals(self, event):
        shipment = event.shipment_id
        reason = event.code if event.code in dict(REASONS) else "unknown"
        return {
            "reason": reason,
            "shipment_id": shipment.id,
            "event_id": event.id,
            "picking_id": shipment.picking_id.id,
            "order_id": shipment.order_id.id,
            "company_id": shipment.company_id.id,
            "partner_id": shipment.partner_id.id,
            "user_id": shipment.order_id.user_id.id,
            "refused_at": event.at,
            "reported": " ".join(filter(None, (event.code, event.text, event.note))),
        }

    def _hold_order(self):
        if self.order_id:
            self.env["o2c.hold"]._place(
                self.order_id, HOLD_REASON, self, note=explain.refusal.hold_note(self)
            )

    def _log_refusal(self):
        if not self.partner_id:
            return
        self.env["o2c.contact"]._log(
            self.partner_id,
            [self.picking_id, *self.order_id],
            company_id=self.company_id.id,
            direction="in",
            channel="visit",
            purpose="delivery",
            at=self.refused_at,
            summary=explain.refusal.summary(self),
            details=self.reported or False,
            source_key=f"o2c.refusal:{self.id}:refused",
        )

    # ------------------------------------------------------------- way back
    def _bring_back(self):
        """Cancel what has not left on paper; receive back what has."""
        self.ensure_one()
        picking = self.picking_id
        if picking.state == "done":
            self._make_way_back()
        elif picking.state != "cancel":
            picking.action_cancel()
        self._follow_up()

    def _make_way_back(self):
        wizard = self.env["stock.return.picking"].create(
            {"picking_id": self.picking_id.id}
        )
        for part in wizard.product_return_moves:
            part.quantity = part.move_id._o2c_left_here()
            part.to_refund = True
        back = wizard._create_return()
        back.o2c_refusal_id = self

    def _follow_up(self):
        """See whether what was decided is done."""
        for record in self.filtered(lambda r: r.state == "waiting"):
            if record.outcome == "redelivery":
                done = record.shipment_id.status == "delivered"
            else:
                done = record._is_back()
            if done:
                record.write({"state": "settled", "settled_at": fields.Datetime.now()})
                self.env["o2c.hold"]._release_origin(
                    record, explain.refusal.settled(record)
                )

    def _is_back(self):
        """The goods are here again and what was invoiced of them is credited."""
        way_back = self.return_picking_ids
        if any(picking.state not in ("done", "cancel") for picking in way_back):
            return False
        if not self.credit_note_ids:
            self._credit()
        return all(note.state != "draft" for note in self.credit_note_ids)

    def _credit(self):
        moves = self.return_picking_ids.move_ids.filtered(
            lambda m: m.state == "done" and m.sale_line_id
        )
        quantities = {}
        for move in moves:
            line = move.sale_line_id
            quantity = quantities.get(line, 0.0) + move._o2c_in_unit_of(line)
            quantities[line] = quantity
        for line, quantity in quantities.items():
            line.o2c_taken_back += quantity
        if quantities:
            self.order_id._o2c_credit(
                quantities, self.display_name, o2c_refusal_id=self.id
            )


class O2cShipmentEvent(models.Model):
    _name = "o2c.shipment.event"
    _inherit = "o2c.shipment.event"

    def _after_report(self):
        result = super()._after_report()
        if refused := self.filtered(lambda event: event.status == "refused"):
            self.env["o2c.refusal"]._open_for(refused)
        if arrived := self.filtered(lambda event: event.status == "delivered"):
            self.env["o2c.refusal"].search(
                [
                    ("shipment_id", "in", arrived.shipment_id.ids),
                    ("state", "=", "waiting"),
                ]
            )._follow_up()
        return result


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = "stock.picking"

    o2c_refusal_id = fields.Many2one(
        "o2c.refusal", "Refusal", copy=False, readonly=True, index="btree_not_null"
    )

    def _action_done(self):
        result = super()._action_done()
        # whoever books the transfer need not be allowed to write refusals
        if refusals := self.sudo().o2c_refusal_id:
            refusals._follow_up()
        return result


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = "account.move"

    o2c_refusal_id = fields.Many2one(
        "o2c.refusal", "Refusal", copy=False, readonly=True, index="btree_not_null"
    )
