from odoo import fields, models
from odoo.exceptions import UserError


class O2cTaskStep(models.TransientModel):
    """The end of tasks, by a person: done with a reference, or failed and why."""

    _name = "o2c.task.step"
    _description = "Step of a fulfilment task"

    task_ids = fields.Many2many("o2c.task", string="Tasks", readonly=True)
    step = fields.Selection(
        [("done", "Done"), ("failed", "Failed")], required=True, readonly=True
    )
    external_ref = fields.Char("Reference")
    reason = fields.Char("What went wrong")

    def action_apply(self):
        self.ensure_one()
        tasks = self.task_ids
        tasks._check_may_work()
        if self.step == "done":
            if not self.external_ref or len(tasks) > 1:
                raise UserError(
                    self.env._("Each of these tasks needs a reference of its own.")
                )
            tasks._check_state("ready", "running", "failed")
            tasks._finish(self.external_ref)
        else:
            if not self.reason:
                raise UserError(self.env._("Say what went wrong."))
            tasks._check_state("ready", "running")
            tasks._fail(self.reason)
        return {"type": "ir.actions.act_window_close"}
