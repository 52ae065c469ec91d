from odoo import fields, models


class O2cCampaign(models.Model):
    _inherit = "o2c.campaign"

    queue_weight = fields.Integer(
        "Share of calls",
        default=1,
        required=True,
        help="How many calls this campaign gets in relation to the others of an agent:"
        " 3 gets three times as many as 1. 0: only when nobody else is to be called.",
    )
    call_back_grace = fields.Integer(
        "Call-back in time within",
        default=15,
        required=True,
        help="Minutes after the promised moment in which a call-back counts as kept."
        " Then any agent of the campaign may call, not only who promised it.",
    )
    retry_rule_ids = fields.One2many(
        "o2c.retry.rule",
        "campaign_id",
        "Own rules for trying again",
        help="Where there is none, the company's rule or the shared one holds.",
    )

    _queue_numbers = models.Constraint(
        "CHECK (queue_weight >= 0 AND call_back_grace >= 0)",
        "Shares and minutes cannot be less than zero.",
    )
