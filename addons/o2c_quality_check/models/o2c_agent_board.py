"""The leader's board: who does what now, and what waits."""

from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..domain.calls import State
from ..explain import queue as explain
from .agent_board_query import AGENTS, CALL_BACKS, LISTS
from .o2c_agent_session import SILENT

FLUSHED = ("o2c.call", "o2c.call.attempt", "o2c.agent.session", "o2c.call.agent")


class O2cAgentSession(models.Model):
    # the board is a topic of its own
    _inherit = "o2c.agent.session"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def board(self, campaign_ids=None):
        """Everything the leader's board shows, as of now.

        :param campaign_ids: only these campaigns; None: all that are running
        :return: {"now", "agents", "campaigns", "call_backs", "totals"}
        """
        if not self.env.user.has_group("o2c_quality_check.group_call_leader"):
            raise AccessError(self.env._("Only call leaders see what agents do."))
        campaigns = self._board_campaigns(campaign_ids)
        now = fields.Datetime.now()
        facts = self._board_facts(campaigns, now)
        agents = [self._board_agent(row, now) for row in self._rows(AGENTS, facts)]
        lists = self._rows(LISTS, facts)
        return {
            "now": fields.Datetime.to_string(now),
            "agents": agents,
            "campaigns": lists,
            "call_backs": self._board_call_backs(facts, now),
            "totals": _totals(agents, lists),
        }

    def _board_campaigns(self, campaign_ids):
        # what a leader may read, of the companies he has chosen
        domain = [("state", "=", "running")]
        if campaign_ids:
            domain.append(("id", "in", [int(c) for c in campaign_ids]))
        return self.env["o2c.campaign"].search(domain)

    def _board_facts(self, campaigns, now):
        for model in FLUSHED:
            self.env[model].flush_model()
        zone = pytz.timezone(self.env.user.tz or "UTC")
        today = pytz.utc.localize(now).astimezone(zone).date()
        start = zone.localize(datetime.combine(today, time.min))
        since = start.astimezone(pytz.utc).replace(tzinfo=None)
        return {
            "now": now,
            "today": today,
            "since": since,
            "until": since + timedelta(days=1),
            "silent": now - SILENT,
            "campaigns": campaigns.ids,
            "companies": self.env.companies.ids,
        }

    def _rows(self, query, facts):
        self.env.cr.execute(SQL(query, **facts))
        return self.env.cr.dictfetchall()

    def _board_agent(self, row, now):
        state = row["state"] or ("away" if row["away"] else "off")
        call = self.env["o2c.call"].browse(row["call_id"] or [])
        hours = row["worked"] / 3600
        return {
            "id": row["id"],
            "name": row["name"],
            "state": state,
            "label": explain.doing(self.env, state),
            "since": row["since"] and fields.Datetime.to_string(row["since"]),
            "reason": row["reason"] or "",
            "call": self._board_call(call),
            "calls": row["calls"],
            "reached": row["reached"],
            "late": row["late"],
            # of a few minutes no rate is told
            "per_hour": round(row["calls"] / hours, 1) if hours >= 0.25 else None,
            "occupancy": round(100 * row["busy"] / row["worked"])
            if row["worked"] >= 900
            else None,
        }

    def _board_call(self, call):
        if not call:
            return None
        return {
            "id": call.id,
            "name": call.partner_id.display_name,
            "campaign": call.campaign_id.name,
        }

    def _board_call_backs(self, facts, now):
        rows = self._rows(CALL_BACKS, facts)
        calls = self.env["o2c.call"].browse([row["id"] for row in rows])
        return [
            {
                "id": call.id,
                "name": call.partner_id.display_name,
                "agent": call.agent_id.name or "",
                "any": call.call_back_any,
                "at": fields.Datetime.to_string(row["at"]),
                "late": row["at"] + self._grace(call) < now,
            }
            for row, call in zip(rows, calls, strict=True)
        ]

    def _grace(self, call):
        return timedelta(minutes=call.campaign_id.call_back_grace)


def _totals(agents, lists):
    states = [agent["state"] for agent in agents]
    names = ("due", "later", "call_backs", "overdue")
    return {
        **{name: sum(row[name] for row in lists) for name in names},
        **{
            state: states.count(state)
            for state in ("in_call", "wrap_up", "available", "pause")
        },
        "calls": sum(agent["calls"] for agent in agents),
        "reached": sum(agent["reached"] for agent in agents),
    }


class O2cCall(models.Model):
    _inherit = "o2c.call"

    def action_release(self):
        """Take calls from the agents who hold them and put them back on the list."""
        self._check_leader()
        held = self.filtered(lambda c: c.state == State.IN_CALL.value)
        now = fields.Datetime.now()
        for call in held.sudo():  # the leader was checked, the queue is code's
            agent = call.agent_id
            call._move(State.TO_CALL, locked_at=False)
            self.env["o2c.agent.session"]._enter(agent, "available", now)
        return True
