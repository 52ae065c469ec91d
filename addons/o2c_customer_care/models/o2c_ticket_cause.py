from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .o2c_ticket_assessment import RESPONSIBLE


class O2cTicketCause(models.Model):
    """Why something went wrong, as found out: what corrective actions work on."""

    _name = "o2c.ticket.cause"
    _description = "Cause of a ticket"
    _parent_store = True
    _order = "sort_key, id"
    _rec_name = "complete_name"
    _rec_names_search = ["name", "complete_name"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(
        "Full name", compute="_compute_complete_name", recursive=True
    )
    parent_id = fields.Many2one(
        "o2c.ticket.cause",
        "Group",
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    parent_path = fields.Char(index=True)
    sort_key = fields.Char(
        compute="_compute_sort_key", store=True, recursive=True, index=True
    )
    sequence = fields.Integer(default=10)
    department = fields.Selection(
        RESPONSIBLE, "Responsible area", help="Where the cause lies, as a rule."
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies."
    )

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for cause in self:
            names = filter(None, [cause.parent_id.complete_name, cause.name])
            cause.complete_name = " / ".join(names)

    @api.depends("sequence", "parent_id.sort_key")
    def _compute_sort_key(self):
        for cause in self:
            keys = filter(None, [cause.parent_id.sort_key, f"{cause.sequence:05}"])
            cause.sort_key = "/".join(keys)

    @api.constrains("parent_id")
    def _check_no_cycle(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A cause cannot be below one of its own groups.")
            )
