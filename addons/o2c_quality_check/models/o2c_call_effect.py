from odoo import fields, models

from .o2c_answer_effect import EFFECTS


class O2cCallEffect(models.Model):
    """That an answer of a call had its effect; the database knows it once."""

    _name = "o2c.call.effect"
    _description = "Effect that followed on a call"
    _order = "id"
    _rec_name = "effect_id"

    call_id = fields.Many2one(
        "o2c.call", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="call_id.company_id", store=True, index=True, precompute=True
    )
    effect_id = fields.Many2one(
        "o2c.answer.effect", "After", required=True, ondelete="restrict"
    )
    kind = fields.Selection(EFFECTS, "What followed", required=True)
    ticket_id = fields.Many2one(
        "o2c.ticket", index="btree_not_null", ondelete="restrict"
    )
    at = fields.Datetime("When", required=True)

    _once = models.Constraint(
        "UNIQUE (call_id, effect_id)", "This effect has happened in this call already."
    )
