from odoo import models


class O2cHold(models.Model):
    _name = "o2c.hold"
    _inherit = "o2c.hold"

    def _after_release(self):
        result = super()._after_release()
        # whom a person lets pass is not stopped again for the same thing; the log
        # follows from the release, whose right was checked
        let_pass = self.sudo().filtered(
            lambda h: h.reason_id.code == "entry" and not h.released_by_rule
        )
        let_pass.order_id.o2c_entry_error_ids.filtered(
            lambda e: e.state == "open" and e.check_id.effect == "hold"
        )._settle("accepted")
        return result
