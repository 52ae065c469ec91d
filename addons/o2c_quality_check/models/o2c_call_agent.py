from odoo import api, fields, models
from odoo.tools import SQL


class O2cCallAgent(models.Model):
    """What the queue must know of somebody who calls: languages and absence."""

    _name = "o2c.call.agent"
    _description = "Call agent"
    _order = "user_id"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users",
        "Agent",
        required=True,
        ondelete="cascade",
        domain=lambda self: [
            (
                "all_group_ids",
                "in",
                self.env.ref("o2c_quality_check.group_call_agent").ids,
            )
        ],
    )
    company_ids = fields.Many2many(related="user_id.company_ids")
    lang_ids = fields.Many2many(
        "res.lang",
        "o2c_call_agent_lang_rel",
        string="Languages",
        context={"active_test": False},
        help="In which he speaks with customers, besides that of his own screen.",
    )
    away_from = fields.Date("Away from")
    away_to = fields.Date("Away until", help="The last day of the absence.")

    _once = models.Constraint("UNIQUE (user_id)", "The agent has an entry already.")
    _absence = models.Constraint(
        "CHECK (away_to IS NULL OR away_from IS NULL OR away_from <= away_to)",
        "An absence ends after it began.",
    )

    @api.model
    def _languages_of(self, users):
        """The languages that any of ``users`` speaks."""
        # which languages an agent speaks decides his calls, whoever asks
        agents = self.sudo().search([("user_id", "in", users.ids)])
        spoken = agents.with_context(active_test=False).lang_ids
        codes = users.sudo().mapped("lang")  # as above
        langs = self.env["res.lang"].sudo().with_context(active_test=False)  # as above
        return spoken | langs.search([("code", "in", [*filter(None, codes)])])

    @api.model
    def _who_speaks(self, users, language):
        """Those of ``users`` who speak ``language``."""
        return users.filtered(lambda user: language in self._languages_of(user))

    @api.model
    def _away(self, users, day):
        """Those of ``users`` who are on leave on ``day``."""
        query = SQL(
            "SELECT user_id FROM o2c_call_agent WHERE user_id = ANY(%s)"
            " AND away_from <= %s AND COALESCE(away_to, %s) >= %s",
            users.ids,
            day,
            day,
            day,
        )
        self.flush_model()
        ids = [row[0] for row in self.env.execute_query(query)]
        return users.browse(ids)
