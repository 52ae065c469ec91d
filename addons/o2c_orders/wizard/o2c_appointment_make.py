from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain.appointment import Offer

SHOWN = 12  # windows: about a week of two a day


class O2cAppointmentMake(models.TransientModel):
    """Choose the window of a visit: ask the customer, or note what he said."""

    _name = "o2c.appointment.make"
    _description = "Make an appointment"

    picking_id = fields.Many2one("stock.picking", required=True, readonly=True)
    partner_id = fields.Many2one(related="picking_id.partner_id", string="Customer")
    live_id = fields.Many2one("o2c.appointment", compute="_compute_live_id")
    live_window = fields.Char("Present appointment", compute="_compute_live_id")
    no_window = fields.Char(compute="_compute_live_id")
    offer_ids = fields.One2many(
        "o2c.appointment.make.offer", "wizard_id", "Free windows", readonly=True
    )

    @api.depends("picking_id")
    def _compute_live_id(self):
        for wizard in self:
            live = wizard.picking_id._o2c_live_appointment()
            wizard.live_id = live
            wizard.live_window = live.window
            none = not wizard.offer_ids
            wizard.no_window = (
                none and explain.appointment.no_window(wizard.picking_id)
            ) or False

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        for wizard in wizards:
            offers = wizard.picking_id._o2c_appointment_offers(limit=SHOWN)
            self.env["o2c.appointment.make.offer"].create(
                [
                    {
                        "wizard_id": wizard.id,
                        "slot_id": one.slot.slot_id,
                        "day": one.day,
                        "name": explain.appointment.offer(self.env, one),
                        "free": one.free,
                    }
                    for one in offers
                ]
            )
        return wizards


class O2cAppointmentMakeOffer(models.TransientModel):
    """One free window of the wizard."""

    _name = "o2c.appointment.make.offer"
    _description = "Free window"
    _order = "id"

    wizard_id = fields.Many2one(
        "o2c.appointment.make", required=True, index=True, ondelete="cascade"
    )
    slot_id = fields.Many2one("o2c.appointment.slot", required=True)
    day = fields.Date(required=True)
    name = fields.Char("When", required=True)
    free = fields.Integer("Visits free")

    def action_propose(self):
        """Ask the customer whether this window suits him."""
        return self._take("proposed")

    def action_agree(self):
        """The customer has said yes to this window."""
        return self._take("confirmed")

    def _take(self, state):
        self.ensure_one()
        appointments = self.env["o2c.appointment"]
        appointments._check_desk()
        picking = self.wizard_id.picking_id
        picking.check_access("write")
        offer = self._offer()
        live = picking._o2c_live_appointment()
        if live:
            live.action_cancel()
        answer = {}
        if state == "confirmed":
            answer = {"answered_by": "phone", "answered_at": fields.Datetime.now()}
        appointments._propose(picking, offer, state, **answer)
        # the document beneath shows what was agreed
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _offer(self):
        """The window as it stands now, not as it was shown.

        :raise UserError: it has become full meanwhile
        """
        picking = self.wizard_id.picking_id
        slot = self.slot_id.sudo()._facts()[0]  # windows are everybody's to choose
        taken = picking._o2c_appointments_taken(
            self.slot_id, picking._o2c_appointment_zone()
        )
        free = slot.capacity - taken.get((slot.slot_id, self.day), 0)
        if free <= 0:
            raise UserError(explain.appointment.full(self.env))
        return Offer(slot, self.day, free)
