from odoo import fields, models

from .o2c_contact_point import SOURCES, STATES


class O2cContactCheck(models.Model):
    """What was once learned about a contact point; never changed."""

    _name = "o2c.contact.check"
    _description = "Check of a contact point"
    _inherit = ["o2c.guarded.mixin"]
    _order = "at desc, id desc"

    point_id = fields.Many2one(
        "o2c.contact.point", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="point_id.company_id", store=True)
    state = fields.Selection(STATES, required=True)
    at = fields.Datetime("When", required=True)
    user_id = fields.Many2one("res.users", "Who", required=True)
    source = fields.Selection(SOURCES, required=True)
    detail = fields.Char()

    def _o2c_opened_elsewhere(self):
        return self.env._("Checks are entered by what happens and on the customer.")

    def _o2c_kept_for_ever(self):
        return self.env._("Checks of contact data are kept.")
