from odoo import fields, models


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = "account.move.line"

    # written when a notice has left and when the item is paid; see o2c.dunning.notice
    o2c_dunning_level = fields.Integer(
        "Dunning level", readonly=True, copy=False, aggregator=None
    )
    o2c_dunning_cycle = fields.Integer(
        "Dunning cycle",
        readonly=True,
        copy=False,
        aggregator=None,
        help="How often the item was settled after it had been reminded of. An item"
        " that is open again starts anew.",
    )
    o2c_dunning_date = fields.Date("Last reminded", readonly=True, copy=False)
