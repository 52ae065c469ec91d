from datetime import timedelta

from odoo import api, fields, models

from ..domain import assignment as rules
from .o2c_care_agent import calendar_intervals

METHODS = [
    (rules.Method.HAND.value, "By hand: whoever takes them"),
    (rules.Method.ROUND_ROBIN.value, "In turn: one after the other"),
    (rules.Method.BALANCED.value, "Balanced: whoever has least to do"),
]


class O2cTicketTeam(models.Model):
    _name = "o2c.ticket.team"
    _inherit = "o2c.ticket.team"

    assign = fields.Selection(
        METHODS,
        "New tickets are shared",
        required=True,
        default=rules.Method.HAND.value,
    )
    opener_keeps = fields.Boolean(
        "Who opens a ticket keeps it",
        default=True,
        help="An agent of the team who enters a ticket becomes its owner.",
    )
    same_agent = fields.Boolean(
        "A customer stays with his agent",
        default=True,
        help="Who has an open ticket of the customer gets the next one too, when he is"
        " there, has room and the skills.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working hours",
        check_company=True,
        help="When the team works. Empty: day and night. Clocks in working hours run by"
        " them, too.",
    )
    night_team_id = fields.Many2one(
        "o2c.ticket.team",
        "Night team",
        index="btree_not_null",
        ondelete="set null",
        domain="[('company_id', '=', company_id), ('id', '!=', id)]",
        check_company=True,
        help="Gets new tickets while nobody of this team is on shift.",
    )
    agent_ids = fields.Many2many(
        "o2c.care.agent", compute="_compute_agent_ids", string="Agents"
    )
    outsider_ids = fields.Many2many(
        "res.users", compute="_compute_outsider_ids", string="Members who get none"
    )
    queue_count = fields.Integer("Waiting for an agent", compute="_compute_queue_count")

    _not_its_own_night = models.Constraint(
        "CHECK (night_team_id IS NULL OR night_team_id <> id)",
        "A team cannot be its own night team.",
    )

    def _own_agents(self):
        """The agents among the members of each team: ``{team: agents}``."""
        # who opens a team's form need not be allowed to read agents
        agents = (
            self.env["o2c.care.agent"]
            .sudo()
            .search(
                [
                    ("user_id", "in", self.member_ids.ids),
                    ("company_id", "in", self.company_id.ids),
                ]
            )
        )
        return {
            team: agents.filtered(
                lambda a, t=team: (
                    a.user_id in t.member_ids and a.company_id == t.company_id
                )
            )
            for team in self
        }

    @api.depends("member_ids", "company_id")
    def _compute_agent_ids(self):
        readable = self.env["o2c.care.agent"].has_access("read")
        own = self._own_agents() if readable else {}
        for team in self:
            agents = own.get(team, self.env["o2c.care.agent"])
            team.agent_ids = agents.with_env(self.env)._filtered_access("read")

    @api.depends("member_ids", "company_id")
    def _compute_outsider_ids(self):
        for team, agents in self._own_agents().items():
            team.outsider_ids = team.member_ids - agents.user_id

    def _compute_queue_count(self):
        groups = self.env["o2c.ticket"]._read_group(
            [
                ("team_id", "in", self.ids),
                ("user_id", "=", False),
                ("stage", "!=", "closed"),
            ],
            ["team_id"],
            ["__count"],
        )
        counts = dict(groups)
        for team in self:
            team.queue_count = counts.get(team, 0)

    def _is_open(self, now):
        """Whether it is within the team's working hours (naive UTC)."""
        self.ensure_one()
        shifts = calendar_intervals(self.calendar_id, now, now + timedelta(minutes=1))
        return rules.is_on(shifts[self.calendar_id], now)

    def _rules(self):
        self.ensure_one()
        return rules.Rules(
            rules.Method(self.assign), self.opener_keeps, self.same_agent
        )

    def action_make_agents(self):
        """Make agents of the members who are none yet, at any hour, without limit."""
        self.ensure_one()
        self.env["o2c.care.agent"].create(
            [
                {"user_id": user.id, "company_id": self.company_id.id}
                for user in self.outsider_ids
            ]
        )
        self.invalidate_recordset(["agent_ids", "outsider_ids"])

    def action_open_queue(self):
        """Open the tickets that nobody has."""
        action = self.action_open_tickets()
        context = {**action["context"], "search_default_unassigned": 1}
        return {**action, "context": context}
