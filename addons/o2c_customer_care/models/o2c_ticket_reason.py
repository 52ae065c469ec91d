from odoo import api, fields, models
from odoo.exceptions import ValidationError


class O2cTicketReason(models.Model):
    """What a ticket is about: seven branches, below them what a company needs."""

    _name = "o2c.ticket.reason"
    _description = "Ticket reason"
    _parent_store = True
    _order = "sort_key, id"
    _rec_name = "complete_name"
    _rec_names_search = ["name", "complete_name"]

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(
        "Full name", compute="_compute_complete_name", recursive=True
    )
    parent_id = fields.Many2one(
        "o2c.ticket.reason", "Branch", index=True, ondelete="restrict"
    )
    parent_path = fields.Char(index=True)
    sort_key = fields.Char(
        compute="_compute_sort_key", store=True, recursive=True, index=True
    )
    child_ids = fields.One2many("o2c.ticket.reason", "parent_id", "Below")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies."
    )

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for reason in self:
            names = filter(None, [reason.parent_id.complete_name, reason.name])
            reason.complete_name = " / ".join(names)

    @api.depends("sequence", "parent_id.sort_key")
    def _compute_sort_key(self):
        # below its branch, in the order of the sequence: 00060/00010
        for reason in self:
            keys = filter(None, [reason.parent_id.sort_key, f"{reason.sequence:05}"])
            reason.sort_key = "/".join(keys)

    @api.constrains("parent_id")
    def _check_no_cycle(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A reason cannot be below one of its own branches.")
            )
