from odoo import fields, models

from ..domain.corrective import State


class O2cCorrectiveJudge(models.TransientModel):
    """A leader says whether a corrective action worked, and why he thinks so."""

    _name = "o2c.corrective.judge"
    _description = "Judge a corrective action"

    action_id = fields.Many2one(
        "o2c.corrective.action", required=True, ondelete="cascade"
    )
    effect_text = fields.Text(related="action_id.effect_text")
    worked = fields.Selection(
        [("yes", "It worked"), ("no", "It did not work")],
        "Judgement",
        required=True,
    )
    note = fields.Text("Reason", required=True)

    def action_judge(self):
        """Record the judgement; what did not work is followed by another action."""
        self.ensure_one()
        worked = self.worked == "yes"
        target = State.EFFECTIVE if worked else State.INEFFECTIVE
        self.action_id._move(target, self.note)
        self.action_id.activity_unlink(["mail.mail_activity_data_todo"])
        return True if worked else self.action_id.action_follow_up()
