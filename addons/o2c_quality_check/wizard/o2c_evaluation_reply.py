from odoo import fields, models


class O2cEvaluationReply(models.TransientModel):
    """What an agent says to the evaluation of his call."""

    _name = "o2c.evaluation.reply"
    _description = "Answer to an evaluation"

    evaluation_id = fields.Many2one("o2c.evaluation", required=True, readonly=True)
    text = fields.Text("Your answer", help="Once; it stands beside the evaluation.")

    def action_send(self):
        """Say that the evaluation was seen, with the answer if there is one."""
        self.ensure_one()
        self.evaluation_id._acknowledge(self.text, fields.Datetime.now())
        return {"type": "ir.actions.act_window_close"}
