"""The agents of teams as they are now, read in a fixed number of queries."""

from dataclasses import replace
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo.tools import SQL, mute_logger

from ..domain import assignment as rules
from .o2c_care_agent import AHEAD, calendar_intervals

LOCK = "SELECT id FROM o2c_care_agent WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED"
KEEP = """
UPDATE o2c_care_agent a SET turn = v.turn, last_assigned_at = %s
  FROM unnest(%s::int[], %s::int[]) AS v(id, turn)
 WHERE a.id = v.id
"""


class Pool:
    """Who can get ``tickets`` at ``now``, kept up to date while they are given out.

    The caller is the superuser: how busy somebody is does not depend on who asks.
    """

    def __init__(self, tickets, now):
        self.env, self.now = tickets.env, now
        self.teams = tickets.team_id | tickets.team_id.night_team_id
        domain = [
            ("user_id", "in", self.teams.member_ids.ids),
            ("company_id", "in", self.teams.company_id.ids),
        ]
        self.agents = self.env["o2c.care.agent"].search(domain)
        self.calendars = self.agents.calendar_id | self.teams.calendar_id
        soon = now + timedelta(minutes=1)
        self.shifts = calendar_intervals(self.calendars, now, soon)
        self.skills = self._read_skills()
        self.known = self._read_known(tickets)
        self.state = self._read_state()
        self.locked, self.given = set(), {}

    # ------------------------------------------------------------- facts
    def _read_skills(self):
        domain = [("company_id", "in", self.teams.company_id.ids)]
        skills = self.env["o2c.care.skill"].search(domain)
        return [(skill.company_id, skill._skill_facts()) for skill in skills]

    def _read_known(self, tickets):
        """Whose customers are known to whom: {(user id, customer id, company id)}."""
        groups = self.env["o2c.ticket"]._read_group(
            [
                ("partner_id", "in", tickets.partner_id.ids),
                ("user_id", "in", self.agents.user_id.ids),
                ("stage", "!=", "closed"),
            ],
            ["user_id", "partner_id", "company_id"],
        )
        return {tuple(record.id for record in group) for group in groups}

    def _read_state(self):
        loads, away = self.agents._loads(), self.agents._away(self.now)
        return {
            agent.id: rules.Agent(
                key=agent.id,
                skills=frozenset(agent.skill_ids.ids),
                langs=frozenset(agent.lang_ids.mapped("code")),
                capacity=agent.capacity,
                load=loads.get((agent.user_id.id, agent.company_id.id), 0),
                turn=agent.turn,
                on_shift=not agent.paused
                and agent not in away
                and rules.is_on(self.shifts[agent.calendar_id], self.now),
            )
            for agent in self.agents
        }

    def need(self, ticket):
        """What a ticket asks for."""
        chain = _above(ticket.reason_id)
        products = ticket._assignment_products()
        categories = set().union(*(_above(c) for c in products.categ_id))
        asked = [
            skill
            for company, skill in self.skills
            if company == ticket.company_id
            and rules.asks_for(skill, ticket.kind, chain, categories)
        ]
        by_user = {agent.user_id: agent.id for agent in self._members(ticket.team_id)}
        return rules.Need(
            skills=frozenset(skill.key for skill in asked),
            strict=frozenset(skill.key for skill in asked if skill.strict),
            lang=ticket.lang or None,
            opener=by_user.get(ticket.create_uid),
            refused=frozenset(
                by_user[user] for user in ticket.given_back_ids if user in by_user
            ),
        )

    def _members(self, team):
        return self.agents.filtered(
            lambda agent: (
                agent.user_id in team.member_ids and agent.company_id == team.company_id
            )
        )

    def of_team(self, team, ticket):
        """The agents of a team, for this ticket."""
        is_open = rules.is_on(self.shifts[team.calendar_id], self.now)
        partner, company = ticket.partner_id.id, ticket.company_id.id
        return [
            replace(
                self.state[agent.id],
                on_shift=is_open and self.state[agent.id].on_shift,
                knows_customer=(agent.user_id.id, partner, company) in self.known,
            )
            for agent in self._members(team)
            if agent.id in self.state
        ]

    def next_shift(self, team):
        """The next moment when the team is open and one of its agents on shift."""
        end = self.now + AHEAD
        members = self._members(team)
        shifts = calendar_intervals(
            members.calendar_id | team.calendar_id, self.now, end
        )
        starts = [
            start
            for agent in members
            for start in [_first_common(shifts, agent, team, self.now)]
            if start
        ]
        return min(starts, default=None)

    # ------------------------------------------------------------- giving
    def give(self, agent, customer, company, in_turn):
        """Count a ticket for ``agent``; False: somebody else gives him one just now."""
        if in_turn and not self._lock(agent.key):
            del self.state[agent.key]  # for others of this transaction, too
            return False
        self._count(agent.key, customer, company, in_turn)
        return True

    def _count(self, key, customer, company, in_turn):
        state = self.state[key]
        turn = max(known.turn for known in self.state.values()) + 1
        self.state[key] = replace(
            state, load=state.load + 1, turn=turn if in_turn else state.turn
        )
        user = self.env["o2c.care.agent"].browse(key).user_id
        self.known.add((user.id, customer.id, company.id))
        self.given[key] = self.state[key].turn

    def _lock(self, key):
        if key in self.locked:
            return True
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                rows = self.env.execute_query(SQL(LOCK, key))
        except SerializationFailure:
            return False  # given a ticket since our snapshot
        if rows:
            self.locked.add(key)
        return bool(rows)

    def keep(self):
        """Write who is next in turn from now on."""
        if self.given:
            keys = sorted(self.given)
            turns = [self.given[key] for key in keys]
            self.env.cr.execute(SQL(KEEP, self.now, keys, turns))
            self.agents.invalidate_recordset(["turn", "last_assigned_at"], flush=False)


def _above(record):
    """A record of a tree and all above it, as ids."""
    return {int(key) for key in (record.parent_path or "").split("/") if key}


def _first_common(shifts, agent, team, now):
    """The first moment from ``now`` on when both work, None: none in sight."""
    pairs = (
        (max(a, c), min(b, d))
        for a, b in shifts[agent.calendar_id]
        for c, d in shifts[team.calendar_id]
    )
    return rules.next_start([(a, b) for a, b in pairs if a < b], now)
