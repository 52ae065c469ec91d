"""What people do with an appointment: buttons of the desk and of the warehouse."""

from odoo import fields, models
from odoo.exceptions import AccessError

from .. import explain
from ..domain.appointment import State
from .o2c_appointment import DESK


class O2cAppointment(models.Model):
    _name = "o2c.appointment"
    _inherit = "o2c.appointment"

    def _check_desk(self):
        """Only who plans deliveries changes appointments, and only those he sees.

        :raise AccessError: the user is neither on the order desk nor in the warehouse
        """
        self.check_access("read")
        if not any(self.env.user.has_group(group) for group in DESK):
            raise AccessError(
                self.env._("Appointments are made by the order desk and the warehouse.")
            )

    def action_confirm(self):
        """The customer agreed on the phone."""
        self._check_desk()
        for one in self:
            one._confirm("phone")

    def action_decline(self):
        """The customer said no on the phone."""
        self._check_desk()
        for one in self:
            one._decline("phone")

    def action_cancel(self):
        """Nobody goes there: the window becomes free."""
        self._check_desk()
        self._go(State.CANCELLED.value)

    def action_ask_again(self):
        """Send the question once more, or note that somebody has to call."""
        self._check_desk()
        self.filtered(lambda one: one.state == "proposed")._ask()

    def action_not_reached(self):
        """Somebody called and reached nobody: it stays to be called."""
        self._check_desk()
        now = fields.Datetime.now()
        for one in self:
            self.env["o2c.contact"]._log(
                one.partner_id,
                one._documents(),
                company_id=one.company_id.id,
                direction="out",
                channel="phone",
                purpose="delivery",
                at=now,
                summary=explain.appointment.called(one),
            )
        self.sudo().asked_at = now  # written by code alone

    def action_move(self):
        """Choose another window for the same transfer."""
        self.ensure_one()
        self._check_desk()
        return self.picking_id.action_o2c_appointment()

    def action_open_picking(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.picking",
            "res_id": self.picking_id.id,
            "view_mode": "form",
        }
