from odoo import api, fields, models


class O2cTicketTeam(models.Model):
    """Who works on tickets together: sees each other's tickets."""

    _name = "o2c.ticket.team"
    _description = "Customer care team"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    leader_id = fields.Many2one("res.users", check_company=True)
    member_ids = fields.Many2many(
        "res.users",
        string="Team members",
        domain=[("share", "=", False)],
        help="They see all tickets of the team.",
    )
    ticket_ids = fields.One2many("o2c.ticket", "team_id", "Tickets")
    open_ticket_count = fields.Integer(
        "Open tickets", compute="_compute_open_ticket_count"
    )

    def _compute_open_ticket_count(self):
        domain = [("team_id", "in", self.ids), ("stage", "!=", "closed")]
        groups = self.env["o2c.ticket"]._read_group(domain, ["team_id"], ["__count"])
        counts = dict(groups)
        for team in self:
            team.open_ticket_count = counts.get(team, 0)

    @api.model
    def _default_team(self, company, user):
        """The team of ``user`` in ``company``, else the first team there, else none."""
        # which team gets a ticket does not depend on what its opener may read
        teams = self.sudo().search([("company_id", "=", company.id)])
        own = teams.filtered(lambda team: user in team.member_ids)
        return (own or teams)[:1].sudo(False)

    def action_open_tickets(self):
        """Open the tickets of this team."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_customer_care.action_ticket"
        )
        context = {"search_default_open": 1, "default_team_id": self.id}
        return {**action, "domain": [("team_id", "=", self.id)], "context": context}
