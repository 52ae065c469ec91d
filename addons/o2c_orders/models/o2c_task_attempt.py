from odoo import fields, models

OUTCOMES = [
    ("sent", "No answer yet"),
    ("done", "Done"),
    ("accepted", "Accepted"),
    ("retry", "Again later"),
    ("failed", "Failed"),
    ("unknown", "Outcome unknown"),
]


class O2cTaskAttempt(models.Model):
    """One call for a task: written down before it leaves, completed after."""

    _name = "o2c.task.attempt"
    _description = "Call for a task"
    _order = "task_id, number desc"

    task_id = fields.Many2one(
        "o2c.task", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="task_id.company_id", store=True)
    endpoint_id = fields.Many2one("o2c.task.endpoint", "System", readonly=True)
    number = fields.Integer("Try", required=True, readonly=True)
    at = fields.Datetime("Called", required=True, readonly=True)
    duration = fields.Integer("Milliseconds", readonly=True, aggregator="avg")
    outcome = fields.Selection(OUTCOMES, required=True, readonly=True, default="sent")
    http_status = fields.Integer("Status", readonly=True, aggregator=None)
    error = fields.Char("What went wrong", readonly=True)
    response = fields.Text("Answer", readonly=True)
    next_try_at = fields.Datetime("Next try", readonly=True)

    _once = models.UniqueIndex("(task_id, number)", "This call was made already.")
