"""What has a customer looked at again before the next daily run."""

from odoo import api, models

EVENTS = ("broken_promise", "returned_payment")


class O2cCreditEvent(models.Model):
    _name = "o2c.credit.event"
    _inherit = "o2c.credit.event"

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events.filtered(lambda e: e.kind in EVENTS).account_id._dun_again()
        return events


class O2cHold(models.Model):
    _name = "o2c.hold"
    _inherit = "o2c.hold"

    def _after_release(self):
        result = super()._after_release()
        ended = self.filtered("stops_collection")
        pairs = {(hold.partner_id, hold.company_id) for hold in ended}
        accounts = self.env["o2c.credit.account"]
        accounts.union(*accounts._of(pairs).values())._dun_again()
        return result
