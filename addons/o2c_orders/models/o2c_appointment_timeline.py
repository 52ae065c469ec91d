"""An agreed window is the plan of the order's delivery."""

from odoo import api, models

PLANNING = {"state", "date_to", "order_id", "picking_id"}


class O2cAppointment(models.Model):
    _name = "o2c.appointment"
    _inherit = "o2c.appointment"

    @api.model_create_multi
    def create(self, vals_list):
        appointments = super().create(vals_list)
        appointments.order_id._o2c_touch_timeline()
        return appointments

    def write(self, vals):
        result = super().write(vals)
        if PLANNING & vals.keys():
            self.order_id._o2c_touch_timeline()
        return result
