import ast

from odoo import api, fields, models

from .o2c_ticket import KINDS


class O2cTicketTeam(models.Model):
    """The address of a team: what is mailed there becomes a ticket of the team."""

    _name = "o2c.ticket.team"
    _inherit = ["o2c.ticket.team", "mail.alias.mixin"]

    alias_id = fields.Many2one(
        help="What is sent to this address becomes a ticket of the team."
    )
    mail_kind = fields.Selection(
        KINDS,
        "Messages come in as",
        default="enquiry",
        required=True,
        help="The kind of a ticket that is made from an e-mail or text message, until"
        " somebody has read it.",
    )
    acknowledges = fields.Boolean(
        "Acknowledge receipt",
        default=True,
        help="Whoever writes gets the number of his ticket at once, in his language.",
    )

    web_form = fields.Boolean(
        "Reachable by the web form",
        help="Anybody can write to the team on a public page.",
    )
    web_form_url = fields.Char("Web form", compute="_compute_web_form_url")

    @api.depends("web_form")
    def _compute_web_form_url(self):
        for team in self:
            url = f"{team.get_base_url()}/care/contact/{team.id}"
            team.web_form_url = team.web_form and team.id and url

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("o2c.ticket")
        if self.id:
            defaults = ast.literal_eval(self.alias_defaults or "{}")
            values["alias_defaults"] = {**defaults, "team_id": self.id}
        return values

    def _addressed(self, addresses):
        """The teams to whose address one of ``addresses`` belongs."""
        # who writes has no right to read teams
        aliases = self.env["mail.alias"].sudo()
        found = aliases.search(
            [
                ("alias_model_id.model", "=", "o2c.ticket"),
                "|",
                ("alias_full_name", "in", list(addresses)),
                "&",
                ("alias_name", "in", [a.partition("@")[0] for a in addresses]),
                ("alias_incoming_local", "=", True),
            ]
        )
        # as above
        return self.sudo().search([("alias_id", "in", found.ids)])
