import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from odoo.addons.o2c_orders.domain.decision import Reason
from odoo.addons.o2c_orders.models.o2c_guarded_mixin import refuse_by_hand

from .. import explain
from ..domain import assignment as rules
from ..domain.assignment import Method, Why
from .assignment_facts import Pool
from .o2c_care_agent import RESTING

_logger = logging.getLogger(__name__)

KEPT_BY_RULE = {
    "assigned_at",
    "assigned_reasons",
    "given_back_ids",
    "priority_reasons",
}
# for the whole team, not only for one ticket
OF_TEAM = {Why.NO_AGENTS, Why.NOBODY_ON_SHIFT, Why.ALL_FULL}
CHUNK = 100


class O2cTicket(models.Model):
    """Who gets a ticket, by the rule of its team, and why."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    assigned_at = fields.Datetime("Owner since", readonly=True, copy=False)
    assigned_reasons = fields.Json(
        "Reasons of the rule", readonly=True, copy=False, groups="base.group_user"
    )
    assigned_why = fields.Text(
        "Why this owner", compute="_compute_assigned_why", groups="base.group_user"
    )
    given_back_ids = fields.Many2many(
        "res.users",
        "o2c_ticket_given_back_rel",
        string="Given back by",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )

    _queue = models.Index(
        "(team_id, priority DESC, opened_at)"
        " WHERE user_id IS NULL AND stage <> 'closed'"
    )

    @api.depends("assigned_reasons", "user_id", "team_id", "stage")
    @api.depends_context("lang", "tz")
    def _compute_assigned_why(self):
        for ticket in self:
            ticket.assigned_why = explain.assignment.why(ticket)

    # ------------------------------------------------------------- what users may not
    def _prepare_new(self, vals):
        result = super()._prepare_new(vals)
        if not self.env.su:
            for name in KEPT_BY_RULE:
                vals.pop(name, None)
        if vals.get("user_id"):
            vals.setdefault("assigned_at", fields.Datetime.now())
        return result

    def write(self, vals):
        refuse_by_hand(self, vals.keys() & KEPT_BY_RULE)
        return super().write({**self._marks(vals), **vals})

    def _marks(self, vals):
        """What else changes with an owner or a priority that somebody sets."""
        marks = {}
        if "user_id" in vals:
            # the reasons were those of the owner before
            marks["assigned_reasons"] = False
            marks["assigned_at"] = fields.Datetime.now() if vals["user_id"] else False
        if "priority" in vals:
            marks["priority_reasons"] = False  # whoever sets it has his own
        return marks

    # ------------------------------------------------------------- when it is decided
    def _after_open(self):
        result = super()._after_open()
        self._raise_priority()
        self._share_out()
        return result

    def _after_change(self, names):
        result = super()._after_change(names)
        if "team_id" in names:
            strangers = self.filtered(lambda t: t._is_owned_by_stranger())
            # the team decides who has it, whoever moves it there
            strangers.sudo().user_id = False
            strangers._share_out()
        return result

    def _is_owned_by_stranger(self):
        return (
            self.user_id
            and self._is_shared_by_rule()
            and self.user_id not in self.team_id.member_ids
        )

    def _after_moves(self, before):
        result = super()._after_moves(before)
        # what is taken up again must find somebody, whoever may read users
        again = self.sudo().filtered(
            lambda t: (
                before[t.sudo(False)].value in RESTING
                and t.stage not in RESTING
                and t.user_id
            )
        )
        orphans = again.filtered(lambda t: not t.user_id.active)
        if orphans:
            orphans.user_id = False  # who left answers nobody
            orphans._share_out()
        (again - orphans)._pass_to_stand_ins(fields.Datetime.now())
        return result

    def _pass_to_stand_ins(self, now):
        """From owners who are away now to who stands in, else back to the queue."""
        if not self:
            return
        domain = [
            ("user_id", "in", self.user_id.ids),
            ("company_id", "in", self.company_id.ids),
        ]
        away = self.env["o2c.care.agent"].search(domain)._away(now)
        for agent, absence in away.items():
            absence.filtered("hand_over")._pass_on(
                self.filtered(
                    lambda t, a=agent: (
                        t.user_id == a.user_id and t.company_id == a.company_id
                    )
                ),
                now,
            )

    def _is_shared_by_rule(self):
        """Whether its team's rule gives it to somebody; parts have their own owner."""
        team = self.team_id
        return bool(team) and team.assign != Method.HAND.value and not self.parent_id

    def _assignment_products(self):
        """The products that say which skills it asks for."""
        return self.product_id | self.order_line_ids.product_id

    def _share_out(self):
        """Give those that nobody has to agents; opening a ticket never fails by it."""
        # who gets a ticket is decided by the rule, not by the rights of who opens it
        waiting = self.sudo().filtered(
            lambda t: not t.user_id and t.stage != "closed" and t._is_shared_by_rule()
        )
        if waiting:
            waiting._assign_safely(fields.Datetime.now())

    # ------------------------------------------------------------- giving out
    def _assign_safely(self, now):
        """Give them out; one that cannot be stops no other, and says so."""
        try:
            with self.env.cr.savepoint():
                return self._assign(now)
        except Exception as error:
            if len(self) > 1:
                hopes = [ticket._assign_safely(now) for ticket in self]
                return any(hopes)
            _logger.exception("%s: could not be given to an agent", self)
            self._note_failure(error)
            return True

    def _note_failure(self, error):
        """Show on the ticket that the rule failed; the job tries again."""
        reason = {"code": Why.FAILED.value, "error": type(error).__name__}
        try:
            with self.env.cr.savepoint():
                self.assigned_reasons = [reason]
                self.flush_recordset()
        except Exception:
            _logger.exception("%s: somebody else changes it", self)

    def _assign(self, now):
        """Give them out, the most urgent first; False: nobody can take any just now."""
        pool = Pool(self, now)
        groups, hope = {}, False
        for ticket in self.sorted(lambda t: (-int(t.priority), t.opened_at, t.id)):
            agent, team, reasons = ticket._find_agent(pool)
            if agent:
                key = (agent, team)
                groups.setdefault(key, []).append((ticket, reasons))
            else:
                ticket._keep_reasons(reasons)
            hope = hope or bool(agent) or reasons[0].code not in OF_TEAM
        for (agent, team), given in groups.items():
            self._give_to(agent, team, given)
        pool.keep()
        return hope

    def _give_to(self, agent, team, given):
        tickets = self.browse([ticket.id for ticket, _reasons in given])
        vals = {"user_id": agent.user_id.id}
        if tickets.team_id != team:
            vals["team_id"] = team.id
        tickets.write(vals)
        for ticket, reasons in given:
            ticket._keep_reasons(reasons)

    def _keep_reasons(self, reasons):
        kept = [_plain(reason) for reason in reasons]
        if kept != (self.assigned_reasons or []):
            self.assigned_reasons = kept

    def _find_agent(self, pool):
        """The agent, the team he works for, and the reasons."""
        self.ensure_one()
        need, team = pool.need(self), self.team_id
        agent, reasons = self._choose(pool, team, need)
        night = team.night_team_id
        if not agent and night and reasons[0].code in OF_TEAM - {Why.ALL_FULL}:
            agent, at_night = self._choose(pool, night, need)
            if agent:
                return agent, night, (Reason(Why.NIGHT_TEAM), *at_night)
        return agent, team, reasons

    def _choose(self, pool, team, need):
        agents, its_rules = pool.of_team(team, self), team._rules()
        choice = rules.choose(need, agents, its_rules)
        in_turn = choice.reasons[0].code is not Why.OPENED_IT
        for agent in choice.takers:
            if pool.give(agent, self.partner_id, self.company_id, in_turn):
                reasons = choice.reasons
                if agent is not choice.takers[0]:
                    reasons = rules.reasons_for(need, agent, its_rules)
                return pool.agents.browse(agent.key), reasons
        if choice.takers:
            # all who fit are given a ticket by others at this very moment
            self.env.ref("o2c_customer_care.cron_assign")._trigger()
            return None, (Reason(Why.TAKEN_AT_ONCE),)
        return None, self._with_next_shift(pool, team, choice.reasons)

    def _with_next_shift(self, pool, team, reasons):
        if reasons[0].code is not Why.NOBODY_ON_SHIFT:
            return reasons
        at = pool.next_shift(team)
        return (Reason(Why.NOBODY_ON_SHIFT, {"at": at}),)

    # ------------------------------------------------------------- out of hands again
    def _release(self, note):
        """Back to the queue of their teams, and to the next one."""
        for ticket in self:
            ticket._message_log(body=note)
        self.user_id = False
        self._share_out()

    def _hand_to(self, agent, absent, now):
        """From who is away to who stands in."""
        reason = {"code": Why.STANDS_IN.value, "agent": absent.id}
        self.write({"user_id": agent.user_id.id, "assigned_reasons": [reason]})

    def action_give_back(self):
        """Give it back to the queue: somebody else gets it, not oneself again."""
        self.check_access("write")
        for ticket in self:
            if ticket.user_id != self.env.user:
                raise UserError(explain.assignment.not_yours(ticket))
        # whom a ticket is not given again is kept by the rule
        tickets = self.sudo()
        tickets.given_back_ids = [(4, self.env.uid)]
        tickets._release(explain.assignment.given_back(self.env.user))

    # ------------------------------------------------------------- the queue
    @api.model
    def _cron_assign(self):
        """When a shift begins: absences, then whatever waits in the queues."""
        now = fields.Datetime.now()
        self.env["o2c.care.absence"]._begin(now)
        teams = self.env["o2c.ticket.team"].search([("assign", "!=", "hand")])
        for number, team in enumerate(teams, 1):
            team_now = fields.Datetime.now()
            for chunk in split_every(CHUNK, self._queued(team), self.browse):
                hope = chunk._assign_safely(team_now)
                if not hope:
                    break
            if not self.env["ir.cron"]._commit_progress(
                1, remaining=len(teams) - number
            ):
                break

    @api.model
    def _queued(self, team):
        domain = [
            ("team_id", "=", team.id),
            ("user_id", "=", False),
            ("stage", "!=", "closed"),
        ]
        return self.search(domain, order="priority desc, opened_at, id").ids


def _plain(reason):
    """A reason as it is stored."""
    params = {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in reason.params.items()
    }
    if params.get("at"):
        params["at"] = fields.Datetime.to_string(params["at"])
    return {"code": reason.code.value, **params}
