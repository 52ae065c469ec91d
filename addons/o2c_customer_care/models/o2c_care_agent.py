from datetime import UTC, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .. import explain
from ..domain import assignment as rules

# in these stages nobody works on a ticket
RESTING = ("answered", "closed")
AHEAD = timedelta(days=8)  # how far a shift is looked for


class O2cCareAgent(models.Model):
    """Somebody who gets tickets of a company by the rule of his teams."""

    _name = "o2c.care.agent"
    _description = "Care agent"
    _order = "company_id, user_id, id"
    _rec_name = "user_id"
    _rec_names_search = ["user_id.name"]
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users",
        "Agent",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("share", "=", False)],
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(
        default=True,
        help="Who left gets no tickets; what he had open goes back to the queue.",
    )
    paused = fields.Boolean(
        "Takes no tickets now",
        help="Set by the agent himself or by a leader, for as long as it lasts.",
    )
    team_ids = fields.Many2many(
        "o2c.ticket.team",
        compute="_compute_team_ids",
        inverse="_inverse_team_ids",
        string="Teams",
        help="The teams whose member he is.",
    )
    skill_ids = fields.Many2many(
        "o2c.care.skill",
        "o2c_care_agent_skill_rel",
        "agent_id",
        "skill_id",
        string="Skills",
        check_company=True,
    )
    lang_ids = fields.Many2many(
        "res.lang",
        "o2c_care_agent_lang_rel",
        string="Languages",
        help="In which he answers customers. Empty: in any.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Shifts",
        check_company=True,
        help="When he works, in the time zone of the calendar. Empty: whenever his team"
        " works.",
    )
    capacity = fields.Integer(
        "Tickets at most",
        help="How many open tickets he gets by the rule. 0: as many as come.",
    )
    last_assigned_at = fields.Datetime("Last ticket", readonly=True, copy=False)
    turn = fields.Integer(
        readonly=True, copy=False, help="Who has the lowest is next in turn."
    )
    absence_ids = fields.One2many("o2c.care.absence", "agent_id", "Absences")
    open_ticket_count = fields.Integer("Open tickets", compute="_compute_load")
    load_percent = fields.Float("Load", compute="_compute_load", help="In percent.")
    presence = fields.Selection(
        [
            ("there", "There"),
            ("full", "At his limit"),
            ("paused", "Takes none now"),
            ("off", "Off shift"),
            ("away", "Away"),
        ],
        compute="_compute_presence",
    )
    next_shift_at = fields.Datetime("There again", compute="_compute_presence")
    is_me = fields.Boolean("Myself", compute="_compute_is_me")

    _once = models.Constraint(
        "UNIQUE (user_id, company_id)",
        "This person is an agent of this company already.",
    )
    _capacity_sensible = models.Constraint(
        "CHECK (capacity >= 0)", "Nobody has less than no tickets."
    )

    # ------------------------------------------------------------- checks
    @api.constrains("user_id", "company_id")
    def _check_company_of_user(self):
        # which companies somebody works for, whoever may read the user
        for agent in self.sudo():
            if agent.company_id not in agent.user_id.company_ids:
                raise ValidationError(explain.assignment.not_in_company(agent))

    # ------------------------------------------------------------- computed
    def _compute_is_me(self):
        for agent in self:
            agent.is_me = agent.user_id == self.env.user

    @api.depends("user_id", "company_id")
    def _compute_team_ids(self):
        domain = [
            ("member_ids", "in", self.user_id.ids),
            ("company_id", "in", self.company_id.ids),
        ]
        teams = self.env["o2c.ticket.team"].search(domain)
        for agent in self:
            agent.team_ids = teams.filtered(
                lambda team, a=agent: (
                    a.user_id in team.member_ids and team.company_id == a.company_id
                )
            )

    def _inverse_team_ids(self):
        Team = self.env["o2c.ticket.team"]
        for agent in self:
            wanted = agent.team_ids
            domain = [
                ("member_ids", "in", agent.user_id.ids),
                ("company_id", "=", agent.company_id.id),
            ]
            had = Team.search(domain)
            (wanted - had).write({"member_ids": [(4, agent.user_id.id)]})
            (had - wanted).write({"member_ids": [(3, agent.user_id.id)]})

    @api.depends("user_id", "company_id", "capacity")
    def _compute_load(self):
        loads = self._loads()
        for agent in self:
            load = loads.get((agent.user_id.id, agent.company_id.id), 0)
            agent.open_ticket_count = load
            agent.load_percent = 100 * load / agent.capacity if agent.capacity else 0

    def _loads(self):
        """How many tickets each of them works on: {(user id, company id): number}."""
        # how much somebody has to do counts, whoever may read his tickets
        groups = (
            self.env["o2c.ticket"]
            .sudo()  # see above
            ._read_group(
                [("user_id", "in", self.user_id.ids), ("stage", "not in", RESTING)],
                ["user_id", "company_id"],
                ["__count"],
            )
        )
        return {(user.id, company.id): count for user, company, count in groups}

    @api.depends("paused", "calendar_id", "absence_ids", "capacity", "team_ids")
    def _compute_presence(self):
        now = fields.Datetime.now()
        away = self._away(now)
        intervals = self._shifts(now, now + AHEAD)
        for agent in self:
            shifts = intervals[agent.calendar_id]
            agent.presence = agent._presence(now, shifts, agent in away)
            agent.next_shift_at = agent._there_again(now, shifts)

    def _presence(self, now, shifts, away):
        if away:
            return "away"
        if not rules.is_on(shifts, now):
            return "off"
        if self.paused:
            return "paused"
        full = self.capacity and self.open_ticket_count >= self.capacity
        return "full" if full else "there"

    def _there_again(self, now, shifts):
        """The next moment when he is on shift; False: he is now."""
        if rules.is_on(shifts, now):
            return False
        return rules.next_start(shifts, now) or False

    # ------------------------------------------------------------- shifts
    def _shifts(self, start, end):
        """{calendar: half-open intervals of work, naive UTC}; no calendar: always."""
        return calendar_intervals(self.calendar_id, start, end)

    def _away(self, now):
        """The absences of those of them who are away: {agent: absence}."""
        # who is away concerns the tickets, whoever asks
        absences = (
            self.env["o2c.care.absence"]
            .sudo()  # see above
            .search(
                [
                    ("agent_id", "in", self.ids),
                    ("date_from", "<=", now.date() + timedelta(days=1)),
                    ("date_to", ">=", now.date() - timedelta(days=1)),
                ]
            )
        )
        return {a.agent_id.sudo(False): a for a in absences if a._is_on(now)}

    def _tz(self):
        """The time zone in which his days are."""
        self.ensure_one()
        company = self.company_id.partner_id
        return self.calendar_id.tz or self.user_id.tz or company.tz or "UTC"

    # ------------------------------------------------------------- actions
    def action_pause(self):
        """Take no tickets for now: of oneself, or of anybody as a leader."""
        self._set_paused(True)

    def action_resume(self):
        """Take tickets again; what waited for somebody is given at once."""
        self._set_paused(False)
        self.env.ref("o2c_customer_care.cron_assign").sudo()._trigger()  # a job's start

    def _set_paused(self, paused):
        leader = self.env.user.has_group("o2c_customer_care.group_care_leader")
        if not leader and self.user_id != self.env.user:
            raise AccessError(explain.assignment.only_oneself(self.env))
        self.check_access("read")
        # an agent says for himself whether he takes tickets; the rest is the leader's
        self.sudo().paused = paused

    def action_open_tickets(self):
        """Open what he has to do."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_customer_care.action_ticket"
        )
        return {
            **action,
            "domain": [
                ("user_id", "=", self.user_id.id),
                ("company_id", "=", self.company_id.id),
            ],
            "context": {"search_default_open": 1},
        }

    def write(self, vals):
        leaving = self.filtered("active") if vals.get("active") is False else self[:0]
        result = super().write(vals)
        leaving._give_back_all()
        return result

    def _give_back_all(self):
        """What they have open goes back to the queues of its teams."""
        for agent in self:
            # whose tickets they are is decided by his leaving, not by who archives him
            tickets = self.env["o2c.ticket"].sudo().search(agent._open_domain())
            tickets._release(explain.assignment.left(agent))

    def _open_domain(self):
        return [
            ("user_id", "=", self.user_id.id),
            ("company_id", "=", self.company_id.id),
            ("stage", "not in", RESTING),
        ]


def calendar_intervals(calendars, start, end):
    """When calendars work: {calendar: [(from, to)]}, naive UTC, half-open.

    The empty calendar, which works always, is among them.

    :param start: naive UTC, ``end`` likewise
    """
    always = [(start, end)]
    found = {calendars.browse(): always}
    for calendar in calendars:
        work = calendar._work_intervals_batch(
            start.replace(tzinfo=UTC), end.replace(tzinfo=UTC)
        )[False]
        found[calendar] = [
            (
                begin.astimezone(UTC).replace(tzinfo=None),
                stop.astimezone(UTC).replace(tzinfo=None),
            )
            for begin, stop, _records in work
        ]
    return found
