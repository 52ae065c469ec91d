from odoo import api, fields, models

from ..models.o2c_ticket_assessment import RESPONSIBLE


class O2cTicketPartOpen(models.TransientModel):
    _name = "o2c.ticket.part.open"
    _description = "Hand a part of a ticket to a department"

    ticket_id = fields.Many2one("o2c.ticket", required=True)
    company_id = fields.Many2one(related="ticket_id.company_id")
    department = fields.Selection(RESPONSIBLE, required=True)
    team_id = fields.Many2one(
        "o2c.ticket.team",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        domain="[('company_id', '=', company_id), ('department', '=', department)]",
    )
    user_id = fields.Many2one("res.users", "Owner", domain=[("share", "=", False)])
    name = fields.Char("What is to be done", required=True)
    description = fields.Text("What the department needs to know")
    wait = fields.Boolean("The ticket waits for it", default=True)

    @api.depends("department")
    def _compute_team_id(self):
        for wizard in self:
            wizard.team_id = self.env["o2c.ticket.team"].search(
                [
                    ("company_id", "=", wizard.company_id.id),
                    ("department", "=", wizard.department or "-"),
                ],
                limit=1,
            )

    def action_open(self):
        """Open the part and, if wished, have the ticket wait for it."""
        vals = {"name": self.name, "description": self.description}
        if self.team_id:
            vals["team_id"] = self.team_id.id
        if self.user_id:
            vals["user_id"] = self.user_id.id
        self.ticket_id._hand_over(self.department, vals, wait=self.wait)
        return {"type": "ir.actions.act_window_close"}
