from odoo import api, fields, models
from odoo.exceptions import ValidationError


class O2cNamedTree(models.AbstractModel):
    """Names in groups, listed below each other: what reasons and causes share.

    Whoever inherits it has a ``parent_id``, and says in ``_o2c_own_group`` why none may
    be below itself.
    """

    _name = "o2c.named.tree"
    _description = "Names in groups"
    _parent_store = True
    _order = "sort_key, id"
    _rec_name = "complete_name"
    _rec_names_search = ["name", "complete_name"]

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(
        "Full name", compute="_compute_complete_name", recursive=True
    )
    parent_path = fields.Char(index=True)
    sort_key = fields.Char(
        compute="_compute_sort_key", store=True, recursive=True, index=True
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies."
    )

    def _o2c_own_group(self):
        """Why none may be below itself, as a sentence."""
        raise NotImplementedError

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for one in self:
            names = filter(None, [one.parent_id.complete_name, one.name])
            one.complete_name = " / ".join(names)

    @api.depends("sequence", "parent_id.sort_key")
    def _compute_sort_key(self):
        # below its group, in the order of the sequence: 00060/00010
        for one in self:
            keys = filter(None, [one.parent_id.sort_key, f"{one.sequence:05}"])
            one.sort_key = "/".join(keys)

    @api.constrains("parent_id")
    def _check_no_cycle(self):
        if self._has_cycle():
            raise ValidationError(self._o2c_own_group())
