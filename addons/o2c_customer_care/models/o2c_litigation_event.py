from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("hearing", "Hearing"),
    ("term", "Term"),
    ("filing", "Filed by us"),
    ("letter", "Letter received"),
    ("decision", "Decision"),
    ("payment", "Payment"),
    ("note", "Note"),
]
TERMS = {"hearing", "term"}


class O2cLitigationEvent(models.Model):
    """What happened in a lawsuit, or will: a term puts an activity on somebody."""

    _name = "o2c.litigation.event"
    _description = "Event of a lawsuit"
    _order = "day desc, id desc"
    _rec_name = "text"

    litigation_id = fields.Many2one(
        "o2c.litigation", "Lawsuit", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="litigation_id.company_id", store=True, index=True
    )
    kind = fields.Selection(KINDS, required=True, default="term")
    day = fields.Date(required=True, default=fields.Date.context_today)
    text = fields.Char("What", required=True)
    done = fields.Boolean()
    user_id = fields.Many2one(
        "res.users", "Who", default=lambda self: self.env.user, readonly=True
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Papers")
    activity_id = fields.Many2one("mail.activity", readonly=True, ondelete="set null")

    def _is_term(self):
        return self.kind in TERMS

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events._remind()
        return events

    def write(self, vals):
        result = super().write(vals)
        if {"done", "day", "kind", "text"} & set(vals):
            self._remind()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Events of a lawsuit are never deleted."))

    def _remind(self):
        """Each term that is not done has one activity on its day; others have none."""
        # who enters a term need not be able to write the activities of others
        for event in self.sudo():
            wanted = event._is_term() and not event.done
            activity = event.activity_id
            if not wanted:
                event.activity_id = False
                activity.filtered("active").action_feedback()
            elif activity:
                activity.write({"date_deadline": event.day, "summary": event.text})
            else:
                event.activity_id = event.litigation_id.activity_schedule(
                    "mail.mail_activity_data_todo",
                    event.day,
                    summary=event.text,
                    user_id=(event.litigation_id.user_id or self.env.user).id,
                )
