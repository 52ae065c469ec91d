from odoo import api, fields, models

from .o2c_ticket_assessment import RESPONSIBLE


class O2cTicketTeam(models.Model):
    """Teams of the departments, which work on parts of tickets."""

    _name = "o2c.ticket.team"
    _inherit = "o2c.ticket.team"

    department = fields.Selection(
        RESPONSIBLE,
        index="btree_not_null",
        help="This team gets the parts of tickets that are for the department. Empty:"
        " a team of customer care.",
    )
    powerless_ids = fields.Many2many(
        "res.users",
        string="Members without the right",
        compute="_compute_powerless_ids",
        help="They cannot open what the team gets until an administrator gives them"
        " the right “Back office” or “Care agent”.",
    )

    @api.depends("member_ids")
    def _compute_powerless_ids(self):
        for team in self:
            # rights are told of here, not used
            members = team.member_ids.sudo()
            team.powerless_ids = members.filtered(
                lambda user: not user.has_group("o2c_customer_care.group_care_office")
            )

    @api.model
    def _default_team(self, company, user):
        team = super()._default_team(company, user)
        if not team.sudo().department:  # which team it is does not depend on rights
            return team
        # a department gets parts, never a whole ticket by default
        domain = [("company_id", "=", company.id), ("department", "=", False)]
        # as above
        return self.sudo().search(domain, limit=1).sudo(False)
