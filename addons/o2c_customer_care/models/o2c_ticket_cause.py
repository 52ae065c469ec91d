from odoo import fields, models

from .o2c_ticket_assessment import RESPONSIBLE


class O2cTicketCause(models.Model):
    """Why something went wrong, as found out: what corrective actions work on."""

    _name = "o2c.ticket.cause"
    _description = "Cause of a ticket"
    _inherit = ["o2c.named.tree"]
    _check_company_auto = True

    parent_id = fields.Many2one(
        "o2c.ticket.cause",
        "Group",
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    department = fields.Selection(
        RESPONSIBLE, "Responsible area", help="Where the cause lies, as a rule."
    )

    def _o2c_own_group(self):
        return self.env._("A cause cannot be below one of its own groups.")
